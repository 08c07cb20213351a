from frappe.model.document import Document


class EvaluationChange(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		after: DF.Float
		before: DF.Float
		changed_on: DF.Datetime | None
		criterion_key: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		title: DF.Data | None
		why: DF.SmallText | None
	# end: auto-generated types
