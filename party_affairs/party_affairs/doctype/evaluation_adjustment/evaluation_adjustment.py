from frappe.model.document import Document


class EvaluationAdjustment(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		adjustment_key: DF.Data
		cap: DF.Float
		guidance: DF.SmallText | None
		kind: DF.Literal["Bonus", "Deduction"]
		measure: DF.Autocomplete | None
		parameters: DF.Code | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		points_each: DF.Float
		source: DF.Literal["Measured", "Judged"]
		title: DF.Data
	# end: auto-generated types
