"""Endpoints of on-site checks: issuing, reporting what was mended, confirming and returning."""

import frappe

from party_affairs.api.caller import check_right
from party_affairs.arguments import parse_day
from party_affairs.compliance import on_site_checks
from party_affairs.party_affairs.doctype.on_site_check import steps

_CHECK = "On Site Check"


@frappe.whitelist(methods=["POST"])
def issue(check: str) -> str:
	"""Issue a check, so that the branch reads it and mends what was found; return its status."""
	check_right(_CHECK, "write")
	step = steps.Issue.of(check)
	step.take()
	on_site_checks.tell_branch(step.document)
	return step.document.status


@frappe.whitelist(methods=["POST"])
def report_mended(check: str, item: str, how: str, day: str) -> str:
	"""Report on behalf of the branch how an item was mended; return the status of the check."""
	check_right(_CHECK, "read")
	step = steps.ReportMended.of(check, item=item, how=how, day=parse_day(day))
	step.take()
	on_site_checks.tell_inspectors(step.document)
	return step.document.status


@frappe.whitelist(methods=["POST"])
def confirm(check: str, item: str, answer: str | None = None) -> str:
	"""Confirm that an item is mended; return the status of the check."""
	check_right(_CHECK, "write")
	step = steps.Confirm.of(check, item=item, answer=answer)
	step.take()
	return step.document.status


@frappe.whitelist(methods=["POST"])
def return_item(check: str, item: str, answer: str, until: str | None = None) -> str:
	"""Return an item that is not mended yet, with what is lacking and if need be a new last day; return the check's status."""
	check_right(_CHECK, "write")
	step = steps.Return.of(check, item=item, answer=answer, until=parse_day(until) if until else None)
	step.take()
	on_site_checks.tell_branch(step.document)
	return step.document.status


@frappe.whitelist()
def may_report(check: str) -> bool:
	"""Whether the caller reports for the branch what was mended."""
	check_right(_CHECK, "read")
	document = frappe.get_doc(_CHECK, check)
	document.check_permission("read")
	return steps.reports_for(document.branch)
