from frappe.model.document import Document


class SelfCheckSchemeLine(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		clause: DF.Link | None
		heading: DF.Data
		line_key: DF.Data | None
		measured: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		question: DF.SmallText
		shown_facts: DF.Data | None
		typical_evidence: DF.SmallText | None
	# end: auto-generated types

	pass
