from frappe.model.document import Document


class ComplianceReportBranch(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		branch: DF.Link | None
		due_count: DF.Int
		late_count: DF.Int
		met_count: DF.Int
		missed_count: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		unchecked: DF.SmallText | None
		worst: DF.SmallText | None
	# end: auto-generated types

	pass
