from frappe.model.document import Document


class ComplianceReportBranch(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		branch: DF.Link | None
		carried_missed_count: DF.Int
		cells: DF.LongText | None
		due_count: DF.Int
		is_silent: DF.Check
		last_record_on: DF.Date | None
		late_count: DF.Int
		met_count: DF.Int
		missed_before: DF.Data | None
		missed_count: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		unchecked: DF.SmallText | None
		worst: DF.SmallText | None
	# end: auto-generated types

	pass
