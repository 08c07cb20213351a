from frappe.model.document import Document


class PartyElectionVote(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		abstained: DF.Int
		against: DF.Int
		in_favour: DF.Int
		member: DF.Link
		member_name: DF.Data | None
		office: DF.Literal["Committee Member", "Secretary", "Deputy Secretary"]
		outcome: DF.Literal["", "Elected", "Tied", "Not Elected"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		round: DF.Int
	# end: auto-generated types
