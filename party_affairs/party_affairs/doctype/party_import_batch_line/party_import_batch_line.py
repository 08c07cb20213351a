from frappe.model.document import Document


class PartyImportBatchLine(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		branch: DF.Data | None
		created: DF.Int
		digest: DF.Data | None
		file_name: DF.Data | None
		marked_copy: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		problem_count: DF.Int
		result: DF.Literal["", "Imported", "Partly Imported", "Refused", "Left Out"]
		told: DF.SmallText | None
		unchanged: DF.Int
		updated: DF.Int
		year: DF.Int
		year_import: DF.Link | None
	# end: auto-generated types
