"""Endpoints of self-check sheets: making them, handing up, review by the committee above, and the way of an application."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate, nowdate

from party_affairs import jobs
from party_affairs.arguments import parse_day, parse_list
from party_affairs.checks.dates import check_year
from party_affairs.compliance import self_checks
from party_affairs.exceptions import SelfCheckError
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.party_affairs.doctype.self_check import steps
from party_affairs.permissions import scope_for
from party_affairs.permissions.grants import leads_above

SHEET = "Self Check"


@frappe.whitelist(methods=["POST"])
def make_sheets(branch: str, year: int, half: str | None = None) -> dict[str, Any]:
	"""Make the self-check sheets (自查表 and 六有) of a year for `branch` with all branches below it, as far as they lack.

	Needs the right to create sheets there, or to lead an organisation above. One branch is done at once, more of them on the
	long queue. Returns `queued`, a `message` for the user, and the `names` of the sheets of one branch.
	"""
	branches = branches_to_make(branch)
	year, half = check_year(year), _half(half)
	if len(branches) == 1:
		made = self_checks.make(year, branches, getdate(nowdate()), half)
		return {
			"queued": False,
			"names": sorted(made.created + made.existing),
			"message": _("{0} sheets are new, {1} were there already.").format(
				len(made.created), len(made.existing)
			),
		}
	jobs.enqueue(
		"party_affairs.compliance.self_checks.make",
		year,
		half,
		branches,
		year=year,
		branches=branches,
		as_of=getdate(nowdate()),
		half=half,
		commit=True,
	)
	message = _("The sheets of {0} branches for {1} are made in the background.").format(len(branches), year)
	return {"queued": True, "names": [], "message": message}


def branches_to_make(branch: str) -> list[str]:
	"""Return the organisations at and below `branch` for which the caller may make sheets, or raise PermissionError."""
	scope_for(SHEET).check_branch(branch)
	writes = scope_for(SHEET, "create")
	found = sorted(name for name in branch_and_below(branch) if writes.covers(name) or leads_above(name))
	if not found:
		writes.check_branch(branch)
	return found


@frappe.whitelist(methods=["POST"])
def hand_up(sheet: str) -> dict[str, str]:
	"""Hand a complete sheet up to the committee above. Raises PermissionError and SelfCheckError, as all steps here."""
	return _taken(steps.HandUp.of(sheet))


@frappe.whitelist(methods=["POST"])
def refresh(sheet: str) -> dict[str, str]:
	"""Read anew what the records show beside the lines that are with the branch."""
	return _taken(steps.Refresh.of(sheet))


@frappe.whitelist(methods=["POST"])
def confirm(sheet: str, keys: str | list | None = None, opinion: str | None = None) -> dict[str, str]:
	"""Confirm lines by their keys, by default all that are answered; for leaders of an organisation above the branch."""
	return _taken(steps.Confirm.of(sheet, keys=parse_list(keys) if keys else None, opinion=opinion))


@frappe.whitelist(methods=["POST"])
def return_line(sheet: str, key: str, note: str) -> dict[str, str]:
	"""Return one line to the branch with a sentence; for leaders of an organisation above it."""
	return _taken(steps.Return.of(sheet, key=key, note=note))


@frappe.whitelist(methods=["POST"])
def make_public(
	sheet: str, first: str | None = None, days: int = steps.LEAST_PUBLICITY_DAYS
) -> dict[str, str]:
	"""Begin the publicity of a reviewed application, for a number of working days."""
	return _taken(steps.MakePublic.of(sheet, first=_day(first), days=cint(days)))


@frappe.whitelist(methods=["POST"])
def take_publicity_back(sheet: str, reason: str) -> dict[str, str]:
	"""Take the publicity of an application back with a reason; it can be made public again."""
	return _taken(steps.TakePublicityBack.of(sheet, reason=reason))


@frappe.whitelist(methods=["POST"])
def add_objection(
	sheet: str, objection: str, raised_on: str | None = None, raised_by: str | None = None
) -> dict[str, str]:
	"""Write down an objection that was raised during publicity."""
	return _taken(
		steps.Object.of(sheet, objection=objection, raised_on=_day(raised_on), raised_by=raised_by or None)
	)


@frappe.whitelist(methods=["POST"])
def answer_objection(sheet: str, row: str, answer: str) -> dict[str, str]:
	"""Write down what was found about an objection, named by its row."""
	return _taken(steps.AnswerObjection.of(sheet, row=row, answer=answer))


@frappe.whitelist(methods=["POST"])
def decide(
	sheet: str,
	decision: str,
	decided_on: str | None = None,
	meeting: str | None = None,
	document_no: str | None = None,
	note: str | None = None,
	term_until: str | None = None,
) -> dict[str, str]:
	"""Approve an application after its publicity, or refuse it; not for the one who has handed it up."""
	given = {
		"decision": decision,
		"meeting": meeting or None,
		"document_no": document_no or None,
		"note": note,
	}
	return _taken(steps.Decide.of(sheet, decided_on=_day(decided_on), term_until=_day(term_until), **given))


@frappe.whitelist(methods=["POST"])
def withdraw(sheet: str, reason: str) -> dict[str, str]:
	"""Take an application back before it is decided."""
	return _taken(steps.Withdraw.of(sheet, reason=reason))


@frappe.whitelist(methods=["POST"])
def apply_again(sheet: str) -> dict[str, str]:
	"""Take a withdrawn application up again."""
	return _taken(steps.ApplyAgain.of(sheet))


def _taken(step: steps.SheetStep) -> dict[str, str]:
	step.take()
	return {"status": step.document.status}


def _day(value: str | None) -> date | None:
	return parse_day(value) if value else None


def _half(value: str | None) -> str | None:
	if value and value not in self_checks.HALVES:
		frappe.throw(
			_("{0} must be one of {1}.").format(
				frappe.bold(_("Half-Year")), "、".join(_(half) for half in self_checks.HALVES)
			),
			SelfCheckError,
		)
	return value or None
