from frappe.model.document import Document


class EvaluationCriterion(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		criterion_key: DF.Data
		guidance: DF.SmallText | None
		max_points: DF.Float
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		points_basically_qualified: DF.Float
		points_excellent: DF.Float
		points_qualified: DF.Float
		points_unqualified: DF.Float
		rules: DF.Data | None
		source: DF.Literal["Measured", "Appraisal Grade", "Judged"]
		title: DF.Data
	# end: auto-generated types
