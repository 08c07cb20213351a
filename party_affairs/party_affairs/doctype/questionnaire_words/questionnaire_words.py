from frappe.model.document import Document


class QuestionnaireWords(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		member: DF.Link | None
		member_name: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		question: DF.SmallText | None
		question_no: DF.Int
		taken_over: DF.Check
		text: DF.SmallText | None
	# end: auto-generated types
