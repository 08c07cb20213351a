from frappe.model.document import Document


class PartyDevelopmentStep(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		abstained: DF.Int
		against: DF.Int
		document_no: DF.Data | None
		done_on: DF.Date | None
		eligible: DF.Int
		handled_by: DF.Data | None
		in_favour: DF.Int
		meeting: DF.Link | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		phase: DF.Literal[
			"Applying to Join",
			"Forming Activists",
			"Examining Development Targets",
			"Admitting Probationary Members",
			"Educating Probationary Members",
		]
		present: DF.Int
		remarks: DF.SmallText | None
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
		written_in_favour: DF.Int
	# end: auto-generated types
