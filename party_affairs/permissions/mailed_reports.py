"""Reports that Frappe mails on schedule: made in the background, where everything is read as by the Administrator.

A report on our documents holds what the user may see for whom the mail was set up, and is set up by himself.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.email.doctype.auto_email_report.auto_email_report import AutoEmailReport

from party_affairs.compat import no_objection
from party_affairs.permissions.reports import condition_of_owner, is_on_ours


class MailedReport(AutoEmailReport):
	"""Stands in for Frappe's Auto Email Report: makes the report as its user, in the background too."""

	def get_report_content(self):
		if not is_on_ours(self.report):
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
	if is_on_ours(mailing.report) and user != "Administrator" and mailing.user != user:
		frappe.throw(
			_("A report of Party affairs is mailed with your own rights only: enter yourself as the user."),
			frappe.PermissionError,
		)


def has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool | None:
	"""Whoever opens a mail of a report can have it made: it is its user's alone."""
	user = user or frappe.session.user
	if ptype != "create" and user != "Administrator" and doc.user != user and is_on_ours(doc.report):
		return False
	return no_objection()


def get_condition(user: str | None = None) -> str:
	"""Return the SQL condition that leaves out mails of our reports that are made for others."""
	return condition_of_owner("Auto Email Report", "report", "user", user)
