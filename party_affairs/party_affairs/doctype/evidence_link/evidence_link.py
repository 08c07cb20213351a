from frappe.model.document import Document


class EvidenceLink(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		about_from: DF.Date | None
		about_to: DF.Date | None
		description: DF.Data | None
		evidence_kind: DF.Literal["Record on Site", "Photo", "File"]
		file: DF.Attach | None
		line_key: DF.Data
		linked_doctype: DF.Literal[
			"",
			"Party Meeting",
			"Party Annual Plan",
			"Party Work Report",
			"Party Life Review",
			"Party Training",
			"Party Member Event",
			"Party Development Case",
			"Party Election",
			"Two Way Cultivation",
			"Contact Pairing",
			"Public Welfare Activity",
			"Party Dues Expense",
			"Party Dues Year",
			"Compliance Report",
		]
		linked_name: DF.DynamicLink | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		received_from: DF.Link | None
		received_on: DF.Date | None
		sha256: DF.Data | None
		valid_until: DF.Date | None
	# end: auto-generated types

	pass
