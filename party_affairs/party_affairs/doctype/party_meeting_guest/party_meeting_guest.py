from frappe.model.document import Document


class PartyMeetingGuest(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		guest_kind: DF.Literal[
			"Higher Organisation",
			"Non-Party Partner",
			"Non-Party Lawyer",
			"Activist",
			"Applicant",
			"Masses",
			"Other",
		]
		guest_name: DF.Data
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		unit: DF.Data | None
	# end: auto-generated types
