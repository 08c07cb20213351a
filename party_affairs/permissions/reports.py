"""Reports that Frappe keeps: with columns of other documents, or made beforehand, they would show rows of all branches."""

import frappe
from frappe import _

from party_affairs.compat import no_objection
from party_affairs.permissions.companions import COMPANIONS
from party_affairs.permissions.register import REGISTER


def refuse_foreign_columns(report, method: str | None = None) -> None:
	"""Document event of Report: Frappe fills a column taken from another DocType without asking who may read it."""
	for column in foreign_columns(report.get("json")):
		frappe.throw(
			_("A column of {0} is not kept in a report. Add it to the report each time you open it.").format(
				frappe.bold(_(column["doctype"]))
			),
			frappe.PermissionError,
		)


def foreign_columns(text: str | None) -> list[dict]:
	"""Return the columns in the settings of a report that are taken from our documents or what lies beside any."""
	try:
		settings = frappe.parse_json(text or "{}")
	except ValueError:
		return []
	columns = settings.get("columns") if isinstance(settings, dict) else None
	return [
		column
		for column in (columns if isinstance(columns, list) else ())
		if isinstance(column, dict)
		and column.get("link_field")
		and (column.get("doctype") in REGISTER or column.get("doctype") in COMPANIONS)
	]


def may_use_prepared(doc, ptype: str | None = None, user: str | None = None) -> bool | None:
	"""A report on our documents that was made beforehand holds what its maker may see: nobody else reads it."""
	user = user or frappe.session.user
	if user != "Administrator" and doc.owner != user and is_on_ours(doc.report_name):
		return False
	return no_objection()


def is_on_ours(report_name: str | None) -> bool:
	"""Whether a report is on one of our documents."""
	return frappe.db.get_value("Report", report_name, "ref_doctype") in REGISTER


def condition_of_owner(doctype: str, report_field: str, owner_field: str, user: str | None) -> str:
	"""Return the SQL condition that leaves out what belongs to reports on our documents and is not the user's own."""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	kept, report = frappe.qb.DocType(doctype), frappe.qb.DocType("Report")
	ours = frappe.qb.from_(report).select(report.name).where(report.ref_doctype.isin(sorted(REGISTER)))
	criterion = (kept[owner_field] == user) | kept[report_field].notin(ours)
	return f"({criterion.get_sql(quote_char='`', with_namespace=True)})"


def of_prepared(user: str | None = None) -> str:
	"""Return the SQL condition that leaves out what others had made beforehand of reports on our documents."""
	return condition_of_owner("Prepared Report", "report_name", "owner", user)
