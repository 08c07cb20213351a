from frappe.model.document import Document


class ComplianceReportClause(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		also: DF.SmallText | None
		citation: DF.Data | None
		due_count: DF.Int
		due_date: DF.Date | None
		late_count: DF.Int
		missed_count: DF.Int
		of_number: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		period_key: DF.Data | None
		remedy: DF.SmallText | None
		rule: DF.Link | None
		severity: DF.Literal["Block", "Warn", "Info"]
		status: DF.Literal["Planned", "Due", "Met", "Late", "Missed", "Excused", "Not Applicable"]
		title: DF.Data | None
	# end: auto-generated types
	pass
