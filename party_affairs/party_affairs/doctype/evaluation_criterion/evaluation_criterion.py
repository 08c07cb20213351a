from frappe.model.document import Document


class EvaluationCriterion(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		check_line: DF.Data | None
		criterion_key: DF.Data
		dimension: DF.Data | None
		guidance: DF.SmallText | None
		judge: DF.Literal[
			"",
			"Party Branch Secretary",
			"Party Organisation Commissioner",
			"Party Publicity Commissioner",
			"Party Discipline Commissioner",
			"Party Affairs Manager",
		]
		max_points: DF.Float
		measure: DF.Autocomplete | None
		parameters: DF.Code | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		points_basically_qualified: DF.Float
		points_excellent: DF.Float
		points_qualified: DF.Float
		points_unqualified: DF.Float
		rules: DF.Data | None
		source: DF.Literal["Measured", "Self-Checked", "Judged"]
		target: DF.Float
		title: DF.Data
		weight: DF.Float
	# end: auto-generated types
