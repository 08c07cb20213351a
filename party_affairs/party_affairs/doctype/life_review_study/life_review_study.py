from frappe.model.document import Document


class LifeReviewStudy(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		attended: DF.Int
		content: DF.SmallText | None
		meeting: DF.Link | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		studied_on: DF.Date
		topic: DF.Data
	# end: auto-generated types
