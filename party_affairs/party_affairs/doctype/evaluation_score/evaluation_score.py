from frappe.model.document import Document


class EvaluationScore(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		basis: DF.SmallText | None
		criterion_key: DF.Data
		demanded: DF.Float
		dimension: DF.Data | None
		found: DF.Float
		holds: DF.Check
		judge: DF.Data | None
		judged_by: DF.Link | None
		judged_on: DF.Datetime | None
		line: DF.Literal["Criterion", "Bonus", "Deduction", "Veto"]
		max_points: DF.Float
		measure: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		points: DF.Float
		records: DF.LongText | None
		self_basis: DF.SmallText | None
		self_points: DF.Float
		share: DF.Float
		source: DF.Literal["Measured", "Self-Checked", "Judged"]
		state: DF.Literal["Scored", "Not Demanded", "Awaiting"]
		title: DF.Data | None
		weight: DF.Float
	# end: auto-generated types
