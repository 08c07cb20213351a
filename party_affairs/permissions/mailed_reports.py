"""Reports that Frappe mails on schedule: made in the background, where everything is read as by the Administrator.

A report on our documents holds what the user may see for whom the mail was set up, and is set up by himself. It speaks the
site's language: a job of the scheduler has no user whose language it could speak, and would fall back to English.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from email.utils import formataddr
from io import BytesIO
from typing import Any

from openpyxl import load_workbook

import frappe
from frappe import _
from frappe.email.doctype.auto_email_report.auto_email_report import AutoEmailReport
from frappe.utils import formatdate, get_link_to_form, get_url_to_report, nowdate

from party_affairs.compat import no_objection
from party_affairs.language import in_site_language
from party_affairs.permissions.reports import condition_of_owner, is_on_ours

_TEMPLATE = "party_affairs/templates/emails/mailed_report.html"
_HTML, _WORKBOOK = "HTML", "XLSX"
_LONGEST_SHEET_NAME = 31


class MailedReport(AutoEmailReport):
	"""Stands in for Frappe's Auto Email Report: makes the report as its user, in the background too, and in the site's language."""

	def autoname(self):
		with in_site_language():
			super().autoname()

	def send(self):
		"""Queue the mail, with the title of the report and the day as its subject; nothing if there is nothing to send."""
		if not is_on_ours(self.report):
			return super().send()
		with in_site_language():
			content = self.get_report_content()
			if not content:
				return None
			in_the_mail = self.format == _HTML
			frappe.sendmail(
				recipients=self.email_to.split(),
				sender=formataddr((self.sender, self.sender_email)) if self.sender else "",
				subject=_("{title} ({day})").format(title=_(self.report), day=formatdate(nowdate())),
				message=content if in_the_mail else self.get_html_table(),
				attachments=None if in_the_mail else [{"fname": self.get_file_name(), "fcontent": content}],
				reference_doctype=self.doctype,
				reference_name=self.name,
			)
		return None

	def get_report_content(self):
		if not is_on_ours(self.report):
			return super().get_report_content()
		with in_site_language(), _acting_as(self.user):
			content = super().get_report_content()
			return self._named(content) if content and self.format == _WORKBOOK else content

	def get_html_table(self, columns: list | None = None, data: list | None = None) -> str:
		if not is_on_ours(self.report):
			return super().get_html_table(columns, data)
		return frappe.render_template(
			_TEMPLATE,
			{
				"title": _(self.report),
				"description": self.description,
				"day": formatdate(nowdate()),
				"columns": columns or [],
				"data": data or [],
				"report_url": get_url_to_report(self.report, self.report_type, self._doctype()),
				"settings": get_link_to_form(self.doctype, self.name),
			},
		)

	def get_file_name(self) -> str:
		if not is_on_ours(self.report):
			return super().get_file_name()
		return f"{_(self.report)}-{nowdate()}.{self.format.lower()}".replace("/", "-")

	def _doctype(self) -> str | None:
		return frappe.get_cached_value("Report", self.report, "ref_doctype")

	def _named(self, workbook: bytes) -> bytes:
		"""Return the workbook with the title of the report on its sheet, where Frappe writes "Auto Email Report"."""
		book: Any = load_workbook(BytesIO(workbook))
		book.active.title = _(self.report)[:_LONGEST_SHEET_NAME]
		stream = BytesIO()
		book.save(stream)
		return stream.getvalue()


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
