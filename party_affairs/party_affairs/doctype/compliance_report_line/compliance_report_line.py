from frappe.model.document import Document


class ComplianceReportLine(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		citation: DF.Data | None
		due_date: DF.Date | None
		found: DF.Data | None
		linked_to: DF.Link | None
		message: DF.SmallText | None
		newly_missed: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		period_key: DF.Data | None
		remedy: DF.SmallText | None
		required: DF.Data | None
		rule: DF.Link | None
		severity: DF.Literal["Block", "Warn", "Info"]
		status: DF.Literal["Planned", "Due", "Met", "Late", "Missed", "Excused", "Not Applicable"]
		subject: DF.Data | None
		subject_name: DF.Data | None
		title: DF.Data | None
	# end: auto-generated types
