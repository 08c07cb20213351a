"""Endpoints of the member's record: the receipt of a transfer, and what the member page shows of his history."""

from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from party_affairs.compliance import education
from party_affairs.facts.duties import findings
from party_affairs.facts.members.development import case_of
from party_affairs.ledgers.members import history
from party_affairs.party_affairs.doctype.party_membership_transfer import steps
from party_affairs.permissions import scope_for
from party_affairs.rules.members import membership

_OPEN = ("Due", "Missed")
TRANSFER = "Party Membership Transfer"
_OF_DUTY = ("name", "rule", "status", "due_date", "title")


@frappe.whitelist(methods=["POST"])
def accept_transfer(name: str, accepted_on: str, receipt_no: str | None = None) -> dict[str, Any]:
	"""Record the receipt of a letter of introduction: the member belongs to the new branch from `accepted_on` on.

	For the new branch, whose right to enter members is asked for; of a transfer out of the system the old branch records
	the receipt that came back. Raises PermissionError and TransferError.
	"""
	receipt_no = (receipt_no or "").strip() or None
	step = steps.Accept.of(name, accepted_on=accepted_on, receipt_no=receipt_no)
	step.take()
	return {"status": step.document.status, "member": step.document.member}


@frappe.whitelist(methods=["POST"])
def send_back(name: str, reason: str) -> dict[str, Any]:
	"""Send a letter of introduction back for a `reason`; the rights are those of :func:`accept_transfer`."""
	step = steps.SendBack.of(name, reason=reason)
	step.take()
	return {"status": step.document.status}


@frappe.whitelist()
def overview(member: str) -> dict[str, Any]:
	"""Return what the member page shows beside the record: age, years in the Party, study hours, duties and history.

	Each part holds what the caller may read of it: who sees the member need not see his events or duties. A fixed number
	of queries, however long the history is.
	"""
	document = frappe.get_doc("Party Member", member)
	document.check_permission("read")
	today = getdate(nowdate())
	return {
		"age": membership.full_years(document.birth_date, today),
		"party_age": membership.party_age(document.full_member_on, today),
		"has_case": case_of(document.name) is not None,
		"hours": education.of_member(document.name, document.branch, today),
		"duties": _duties(member),
		"history": history.of_member(document),
	}


def _duties(member: str) -> list[dict[str, Any]]:
	"""What is open for the member himself: one line a clause, with its periods' number and the nearest due date."""
	scope = scope_for(findings.FINDING)
	rows = findings.open_of_member(member, scope.criterion)
	rows.sort(key=lambda row: (row.due_date or date.min, row.period_key))
	duties: dict[tuple[str, str], dict[str, Any]] = {}
	for row in rows:
		duty = duties.setdefault(
			(row.rule, row.status), {**{field: row[field] for field in _OF_DUTY}, "number": 0}
		)
		duty["number"] += 1
	return list(duties.values())
