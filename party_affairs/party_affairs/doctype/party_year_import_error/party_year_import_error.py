from frappe.model.document import Document


class PartyYearImportError(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		column: DF.Data | None
		number: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		places: DF.Data | None
		reason: DF.SmallText | None
		row: DF.Int
		sheet: DF.Data | None
		value: DF.Data | None
	# end: auto-generated types
