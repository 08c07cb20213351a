from frappe.model.document import Document


class PartyElectionSeat(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		is_reduced: DF.Check
		least_candidates: DF.Int
		office: DF.Literal["Committee Member", "Secretary", "Deputy Secretary"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		seats: DF.Int
	# end: auto-generated types
