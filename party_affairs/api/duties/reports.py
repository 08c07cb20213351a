"""Endpoints of the reports: those that were not written in their time, and the steps of one that goes up."""

from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.access_log.access_log import make_access_log

from party_affairs.api.duties.check import branches_to_check
from party_affairs.arguments import parse_day
from party_affairs.compliance.report import REPORT, missing_until
from party_affairs.compliance.schedule import enqueue_catching_up, last_month
from party_affairs.exceptions import files_are_written
from party_affairs.language import CHINESE, in_language
from party_affairs.ledgers.duties import compliance_matrix
from party_affairs.ledgers.xlsx import to_xlsx
from party_affairs.party_affairs.doctype.compliance_report import steps


@frappe.whitelist(methods=["POST"])
def write_missing_reports() -> dict:
	"""Write the reports of all branches the caller answers for that are missing since their records began.

	Whoever may start their check may do so. They are written on the long queue; returns `queued`, the `number` of reports
	that are missing and a `message` for the user.
	"""
	branches = branches_to_check()
	missing = missing_until(last_month(), branches)
	number = sum(len(names) for names in missing.values())
	if not number:
		return {"queued": False, "number": 0, "message": _("No report is missing.")}
	enqueue_catching_up(branches, told=frappe.session.user)
	message = _(
		"{0} reports of {1} periods are written in the background. Those of past periods are not mailed."
	)
	return {"queued": True, "number": number, "message": message.format(number, len(missing))}


@frappe.whitelist(methods=["POST"])
def explain(report: str, rule: str, explanation: str = "") -> dict[str, Any]:
	"""Say of one clause of a report why it stands as it does; an empty explanation takes it back.

	For those in charge of the branch. Raises PermissionError and DutyReportError, as all steps here.
	"""
	return _taken(steps.Explain.of(report, rule=rule, explanation=explanation))


@frappe.whitelist(methods=["POST"])
def acknowledge(report: str, remark: str = "") -> dict[str, Any]:
	"""Acknowledge a report (已阅), with a remark or without; for leaders of a committee above the branch."""
	return _taken(steps.Acknowledge.of(report, remark=remark))


@frappe.whitelist(methods=["POST"])
def return_report(report: str, remark: str, correct_by: str | None = None) -> dict[str, Any]:
	"""Return a report for correction (退回更正) by a day, or within the days of the settings; for leaders of a committee above."""
	day = parse_day(correct_by) if correct_by else None
	return _taken(steps.Return.of(report, remark=remark, correct_by=day))


@frappe.whitelist(methods=["POST"])
def correct(report: str) -> dict[str, Any]:
	"""Freeze a returned report anew and hand it up; `new` names the next version, None while it is written in the background."""
	step = steps.Correct.of(report)
	new = step.take()
	return {"status": step.document.status, "new": new}


@frappe.whitelist(methods=["GET"])
def matrix(report: str) -> None:
	"""Send the matrix that a committee's report has frozen as a workbook, with the rows that the caller may read."""
	document = frappe.get_doc(REPORT, report)
	document.check_permission("export")
	with in_language(CHINESE):
		ledger = compliance_matrix.of_report(document)
	make_access_log(doctype=REPORT, document=report, file_type="XLSX")
	with files_are_written():
		content = to_xlsx(ledger)
	frappe.local.response.filename = f"{ledger.file_name}.xlsx"
	frappe.local.response.filecontent = content
	frappe.local.response.type = "binary"


def _taken(step: steps.ReportStep) -> dict[str, Any]:
	step.take()
	return {"status": step.document.status}
