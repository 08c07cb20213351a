"""A report may be frozen anew when it was returned: what is there is a first version, of a month, and filed."""

import frappe
from frappe.query_builder import DocType

_REPORT = "Compliance Report"
_OLD_KEY = "unique_branch_period_key"


def execute() -> None:
	"""Safe to run twice: reports that have a kind of period are left alone."""
	if frappe.db.has_index(f"tab{_REPORT}", _OLD_KEY):
		frappe.db.sql_ddl(f"alter table `tab{_REPORT}` drop index `{_OLD_KEY}`")
	report = DocType(_REPORT)
	(
		frappe.qb.update(report)
		.set(report.period_kind, "Month")
		.set(report.version, 1)
		.set(report.status, "Filed")
		.set(report.all_missed_count, report.missed_count + report.below_missed_count)
		.where(report.period_kind.isnull() | (report.period_kind == ""))
	).run()
