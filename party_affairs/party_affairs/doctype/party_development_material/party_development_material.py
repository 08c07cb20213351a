from frappe.model.document import Document


class PartyDevelopmentMaterial(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		attachment: DF.Attach | None
		is_required: DF.Check
		material: DF.Data
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		received_on: DF.Date | None
		step: DF.Literal[
			"Application",
			"First Talk",
			"Named as Activist",
			"Activist Filed",
			"Mentors Assigned",
			"Named as Development Target",
			"Agreed by the Committee Above",
			"Publicity Begins",
			"Publicity Ends",
			"Introducers Named",
			"Political Review",
			"Short Training",
			"Check by the Branch Committee",
			"Pre-Review Passed",
			"Admission Form Issued",
			"Admission by the Assembly",
			"Talk by the Committee Above",
			"Approval",
			"Oath",
			"Application for Full Membership",
			"Full Membership by the Assembly",
			"Full Membership Approved",
			"Papers Archived",
		]
	# end: auto-generated types
