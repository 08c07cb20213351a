"""Democratic appraisals from the form: how voting stands, and its steps, which the branch's own officers take."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, nowdate

from party_affairs.api.slips import answer_with as answer_with_slips
from party_affairs.arguments import parse_yes
from party_affairs.ballots import roll
from party_affairs.ballots.discretion import nothing_logged
from party_affairs.exceptions import AppraisalError
from party_affairs.party_affairs.doctype.democratic_appraisal import steps
from party_affairs.printing.appraisal.appraisal_papers import slips
from party_affairs.rules.appraisal.grades import ELECTORATES, OUTSIDE, excellent_quota
from party_affairs.rules.message import Message

APPRAISAL = "Democratic Appraisal"

_nothing_logged = nothing_logged(
	"A step of an appraisal was not taken",
	Message("The step was not taken because of an error, and nothing was changed. Please try again."),
)


@frappe.whitelist()
@_nothing_logged
def standing(appraisal: str) -> dict[str, Any]:
	"""Return how an appraisal stands: how many may vote and have voted, never what or who; and how many may be excellent.

	Raise PermissionError if the caller may not read it.
	"""
	document = frappe.get_doc(APPRAISAL, appraisal)
	document.check_permission("read")
	turnout = []
	if document.status in (steps.OPEN, steps.CLOSED):
		for electorate, (voters, cast) in roll.numbers(document.name).items():
			if electorate == OUTSIDE:
				# Some of them vote on paper and have no slip.
				voters = cint(document.outside_voters)
			turnout.append(
				{"electorate": ELECTORATES[electorate].text(_), "voters": voters, "voted": cast.ballots}
			)
	return {
		"turnout": turnout,
		"quota": excellent_quota(sum(bool(row.is_graded) for row in document.members)),
	}


@frappe.whitelist(methods=["POST"])
@_nothing_logged
def open_voting(appraisal: str) -> str:
	"""Open voting and return the status. Raise PermissionError or AppraisalError."""
	return _status_after(steps.OpenVoting.of(appraisal))


@frappe.whitelist(methods=["POST"])
@_nothing_logged
def close_voting(appraisal: str) -> str:
	"""Close voting and return the status. Raise PermissionError or AppraisalError."""
	return _status_after(steps.CloseVoting.of(appraisal))


@frappe.whitelist(methods=["POST"])
@_nothing_logged
def count_votes(appraisal: str) -> str:
	"""Count the votes and return the status. Raise PermissionError or AppraisalError."""
	return _status_after(steps.CountVotes.of(appraisal))


@frappe.whitelist(methods=["POST"])
@_nothing_logged
def abandon_voting(appraisal: str) -> str:
	"""Destroy the votes uncounted and return the status. Raise PermissionError or AppraisalError."""
	return _status_after(steps.AbandonVoting.of(appraisal))


@frappe.whitelist(methods=["POST"])
def announce(appraisal: str, day: str | None = None) -> str:
	"""Note on which day (default: today) the result was announced, and return the status."""
	return _status_after(steps.Announce.of(appraisal, day=day or nowdate()))


@frappe.whitelist(methods=["POST"])
@_nothing_logged
def make_slips(appraisal: str, number: int | str) -> None:
	"""Answer with the PDF of slips for people outside the Party: their codes are in it and nowhere else."""
	step = steps.MakeSlips.of(appraisal, number=cint(number))
	answer_with_slips(step.take(), lambda codes: slips(step.document, codes), AppraisalError)


@frappe.whitelist(methods=["POST"])
@_nothing_logged
def revoke_slips(appraisal: str) -> int:
	"""Make the slips that have not been used worthless, and return their number."""
	return steps.RevokeSlips.of(appraisal).take()


@frappe.whitelist(methods=["POST"])
@_nothing_logged
def mark_on_paper(appraisal: str, member: str, on_paper: int | str | bool = True) -> None:
	"""Note that a member votes on paper, or not after all. Raise AppraisalError if he has voted electronically."""
	steps.MarkOnPaper.of(appraisal, member=member, on_paper=parse_yes(on_paper, "on_paper")).take()


def _status_after(step: steps.AppraisalStep) -> str:
	step.take()
	return step.document.status
