"""Endpoints of work reports and duty reports: what the form begins with, and the receipt by the committee above."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, nowdate

from party_affairs.arguments import parse_day
from party_affairs.exceptions import ReportError, rules_speak_to_user
from party_affairs.party_affairs.doctype.party_work_report.party_work_report import HALVES, outline
from party_affairs.permissions import scope_for
from party_affairs.rules.texts import work_reports

REPORT = "Party Work Report"


@frappe.whitelist()
def sections(kind: str, year: int | str, half: str | None = None) -> list[dict[str, str]]:
	"""Return the sections that the guide asks of a report, as rows of its table."""
	scope_for(REPORT, "create").check_not_empty()
	with rules_speak_to_user(ReportError):
		period = work_reports.period(frappe.scrub(kind), _year(year), HALVES.get(half or ""))
	return outline(kind, period.end)


@frappe.whitelist()
def numbers(assembly: str) -> dict[str, int]:
	"""Return how many members with a vote were expected at an assembly, and how many of them came."""
	meeting = frappe.get_doc("Party Meeting", assembly)
	meeting.check_permission("read")
	return meeting.voters()


@frappe.whitelist(methods=["POST"])
def receive(
	name: str, received_on: str | None = None, opinion: str | None = None, grade: str | None = None
) -> dict[str, Any]:
	"""Record that the committee above has received a report; for leaders of an organisation above the branch.

	A duty report may be given one of the grades of the settings. Raises PermissionError and ReportError.
	"""
	report = frappe.get_doc(REPORT, name, for_update=True)
	report.check_permission("read")
	if not report.may_receive():
		frappe.throw(
			_("Reports of {0} are received by the committee above it.").format(frappe.bold(report.branch)),
			frappe.PermissionError,
		)
	report.receive(parse_day(received_on or nowdate()), opinion, grade)
	return {"status": report.status}


def _year(value: int | str) -> int:
	year = cint(value)
	if not 1949 <= year <= 2100:
		frappe.throw(_("{0} must be a year in four digits, such as 2026.").format(frappe.bold(_("Year"))))
	return year
