from frappe.model.document import Document


class DemocraticAppraisalResult(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		aspect: DF.Literal[
			"Overall Grade",
			"Political Thought",
			"Work and Life Style",
			"Party Conduct and Discipline",
			"Vanguard Role",
		]
		ballots: DF.Int
		basically_qualified: DF.Int
		electorate: DF.Literal["Within the Party", "Outside the Party", "Both Together"]
		excellent: DF.Int
		member: DF.Link
		member_name: DF.Data | None
		not_graded: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		qualified: DF.Int
		unqualified: DF.Int
	# end: auto-generated types
