from frappe.model.document import Document


class LifeReviewOpinion(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		opinion: DF.SmallText
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		source: DF.Literal["Within the Party", "Outside the Party"]
		way: DF.Literal["Talk", "Discussion Meeting", "Questionnaire", "Opinion Box", "Other"]
	# end: auto-generated types
