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
		done_on: DF.Date | None
		follow_up: DF.SmallText | None
		in_favour: DF.Int
		matter: DF.Literal["", "Ordinary Resolution", "Admission", "Committee Decision"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		resolution: DF.SmallText
		responsible: DF.Link | None
		responsible_name: DF.Data | None
		result: DF.Literal["", "Passed", "Not Passed", "No Quorum", "Agreed without Vote"]
		vote_method: DF.Literal["", "Show of Hands", "Secret Ballot", "Oral Vote"]
		written_in_favour: DF.Int
	# end: auto-generated types
