"""Reports that Frappe mails on schedule: made in the background, where everything is read as by the Administrator.

A report on our documents holds what the user may see for whom the mail was set up, and is set up by himself.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.email.doctype.auto_email_report.auto_email_report import AutoEmailReport

from party_affairs.compat import no_objection
from party_affairs.permissions.register import REGISTER


class MailedReport(AutoEmailReport):
	"""Stands in for Frappe's Auto Email Report: makes the report as its user, in the background too."""

	def get_report_content(self):
		if not _is_ours(self):
			return super().get_report_content()
		with _acting_as(self.user):
			return super().get_report_content()


@contextmanager
def _acting_as(user: str) -> Iterator[None]:
	"""Inside, the session is that of `user`; the form of the request, which Frappe empties with it, stays."""
	before, form = frappe.session.user, frappe.local.form_dict
	frappe.set_user(user)
	frappe.local.form_dict = form
	try:
		yield
	finally:
		frappe.set_user(before)
		frappe.local.form_dict = form


def refuse_mail_for_others(mailing, method: str | None = None) -> None:
	"""Document event: nobody has a report made with the rights of another one."""
	user = frappe.session.user
	if _is_ours(mailing) and user != "Administrator" and mailing.user != user:
		frappe.throw(
			_("A report of Party affairs is mailed with your own rights only: enter yourself as the user."),
			frappe.PermissionError,
		)


def has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool | None:
	"""Whoever opens a mail of a report can have it made: it is its user's alone."""
	user = user or frappe.session.user
	if ptype != "create" and user != "Administrator" and doc.user != user and _is_ours(doc):
		return False
	return no_objection()


def get_condition(user: str | None = None) -> str:
	"""Return the SQL condition that leaves out mails of our reports that are made for others."""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	mailing, report = frappe.qb.DocType("Auto Email Report"), frappe.qb.DocType("Report")
	ours = frappe.qb.from_(report).select(report.name).where(report.ref_doctype.isin(sorted(REGISTER)))
	criterion = (mailing.user == user) | mailing.report.notin(ours)
	return f"({criterion.get_sql(quote_char='`', with_namespace=True)})"


def _is_ours(mailing) -> bool:
	return frappe.db.get_value("Report", mailing.report, "ref_doctype") in REGISTER
