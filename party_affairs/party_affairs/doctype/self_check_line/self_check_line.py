from frappe.model.document import Document


class SelfCheckLine(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answered_by: DF.Link | None
		answered_on: DF.Date | None
		citation: DF.Data | None
		clause: DF.Link | None
		heading: DF.Data | None
		line_key: DF.Data | None
		measured: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		question: DF.SmallText | None
		reason: DF.SmallText | None
		returned_note: DF.SmallText | None
		reviewed_by: DF.Link | None
		reviewed_on: DF.Date | None
		shown: DF.SmallText | None
		shown_facts: DF.Data | None
		shown_on: DF.Date | None
		tick: DF.Literal["", "Yes", "Partly", "No", "Does Not Apply"]
		typical_evidence: DF.SmallText | None
		work_state: DF.Literal["Not Ticked", "Ticked", "Returned", "Confirmed"]
	# end: auto-generated types

	pass
