from frappe.model.document import Document


class PartyElectionAppointment(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		member: DF.Link
		member_name: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		party_post: DF.Link | None
		post: DF.Literal[
			"Secretary",
			"Deputy Secretary",
			"Organisation Commissioner",
			"Publicity Commissioner",
			"Discipline Commissioner",
			"United Front Commissioner",
			"Mass Work Commissioner",
			"Confidentiality Commissioner",
		]
	# end: auto-generated types
