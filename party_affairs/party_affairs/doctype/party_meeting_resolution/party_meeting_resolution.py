from frappe.model.document import Document


class PartyMeetingResolution(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		abstained: DF.Int
		against: DF.Int
		deadline: DF.Date | None
		in_favour: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		resolution: DF.SmallText
		responsible: DF.Link | None
	# end: auto-generated types
