from frappe.model.document import Document


class LifeReviewMeasure(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		closed_by: DF.Link | None
		closed_on: DF.Date | None
		deadline: DF.Date | None
		evidence: DF.SmallText | None
		measure: DF.SmallText
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		problem: DF.SmallText
		responsible: DF.Link | None
		responsible_name: DF.Data | None
	# end: auto-generated types
