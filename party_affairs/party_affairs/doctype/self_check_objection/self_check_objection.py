from frappe.model.document import Document


class SelfCheckObjection(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer: DF.SmallText | None
		answered_by: DF.Link | None
		answered_on: DF.Date | None
		objection: DF.SmallText
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		raised_by: DF.Data | None
		raised_on: DF.Date
	# end: auto-generated types

	pass
