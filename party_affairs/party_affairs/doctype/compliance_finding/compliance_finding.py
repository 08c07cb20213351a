import frappe
from frappe.model.document import Document

from party_affairs.compliance.store import FINDING

_SUPERSEDED = "branch_period_start_index"
"""An index of earlier versions: writing keeps one less."""


class ComplianceFinding(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		branch: DF.Link
		checked_on: DF.Datetime | None
		checksum: DF.Int
		citation: DF.Data | None
		due_date: DF.Date | None
		evidence: DF.Code | None
		found: DF.Data | None
		linked_to: DF.Link | None
		message: DF.SmallText | None
		period_end: DF.Date | None
		period_key: DF.Data
		period_start: DF.Date | None
		remedy: DF.SmallText | None
		required: DF.Data | None
		rule: DF.Link
		severity: DF.Literal["Block", "Warn", "Info"]
		status: DF.Literal["Planned", "Due", "Met", "Late", "Missed", "Excused", "Not Applicable"]
		subject: DF.DynamicLink
		subject_doctype: DF.Link
		subject_name: DF.Data | None
	# end: auto-generated types


def on_doctype_update():
	# The subject stands first: a run looks findings up by it. Two runs at once cannot store a finding twice.
	frappe.db.add_unique(FINDING, ["subject_doctype", "subject", "rule", "period_key"])
	# A run compares what is stored with what it found without reading a row of it.
	frappe.db.add_index(FINDING, ["branch", "period_start", "checksum"])
	if frappe.db.has_index(f"tab{FINDING}", _SUPERSEDED):
		frappe.db.sql_ddl(f"alter table `tab{FINDING}` drop index `{_SUPERSEDED}`")
