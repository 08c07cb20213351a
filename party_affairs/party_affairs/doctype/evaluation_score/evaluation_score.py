from frappe.model.document import Document


class EvaluationScore(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		basis: DF.SmallText | None
		criterion_key: DF.Data
		judged_by: DF.Link | None
		max_points: DF.Float
		not_demanded: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		points: DF.Float
		source: DF.Literal["Measured", "Appraisal Grade", "Judged"]
		title: DF.Data | None
	# end: auto-generated types
