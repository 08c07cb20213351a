from frappe.model.document import Document


class EvaluationBand(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		band: DF.Data
		minimum_points: DF.Float
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		stars: DF.Int
	# end: auto-generated types
