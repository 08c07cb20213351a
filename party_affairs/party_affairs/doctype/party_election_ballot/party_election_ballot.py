from frappe.model.document import Document


class PartyElectionBallot(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		entitled: DF.Int
		issued: DF.Int
		office: DF.Literal["Committee Member", "Secretary", "Deputy Secretary"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		present: DF.Int
		result: DF.SmallText | None
		returned: DF.Int
		round: DF.Int
		seats: DF.Int
		spoiled: DF.Int
		valid: DF.Int
	# end: auto-generated types
