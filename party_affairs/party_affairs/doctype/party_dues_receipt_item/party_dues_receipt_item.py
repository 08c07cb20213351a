from frappe.model.document import Document


class PartyDuesReceiptItem(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Currency
		dues_month: DF.Date | None
		entry: DF.Link | None
		kind: DF.Literal["Monthly Dues", "Voluntary", "Large Voluntary"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		timing: DF.Literal["", "In Month", "In Advance", "Back Payment"]
	# end: auto-generated types
