from frappe.model.document import Document


class PartyImportChange(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action: DF.Literal["Created", "Changed", "Removed"]
		after: DF.Data | None
		before: DF.LongText | None
		branch: DF.Link
		document_name: DF.Data | None
		document_type: DF.Link | None
		imported_on: DF.Datetime | None
		year_import: DF.Link
	# end: auto-generated types
