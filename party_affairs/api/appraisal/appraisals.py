"""Democratic appraisals from the form: how voting stands, and its steps, which the branch's own officers take."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, nowdate

from party_affairs.ballots import roll, voting
from party_affairs.exceptions import AppraisalError
from party_affairs.language import CHINESE, in_language
from party_affairs.party_affairs.doctype.democratic_appraisal.democratic_appraisal import (
	CLOSED,
	OPEN,
	DemocraticAppraisal,
)
from party_affairs.printing import pages
from party_affairs.printing.appraisal.appraisal_papers import slips
from party_affairs.rules.appraisal.grades import ELECTORATES, OUTSIDE, excellent_quota

APPRAISAL = "Democratic Appraisal"


@frappe.whitelist()
def standing(appraisal: str) -> dict[str, Any]:
	"""Return how an appraisal stands: how many may vote and have voted, never what or who; and how many may be excellent.

	Raise PermissionError to whoever may not read it.
	"""
	document = frappe.get_doc(APPRAISAL, appraisal)
	document.check_permission("read")
	turnout = []
	if document.status in (OPEN, CLOSED):
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
def open_voting(appraisal: str) -> str:
	"""Open voting and return the status. Raise PermissionError or AppraisalError."""
	return _take(appraisal, "open_voting")


@frappe.whitelist(methods=["POST"])
def close_voting(appraisal: str) -> str:
	"""Close voting and return the status. Raise PermissionError or AppraisalError."""
	return _take(appraisal, "close_voting")


@frappe.whitelist(methods=["POST"])
def count_votes(appraisal: str) -> str:
	"""Count the votes and return the status. Raise PermissionError or AppraisalError."""
	return _take(appraisal, "count_votes")


@frappe.whitelist(methods=["POST"])
def abandon_voting(appraisal: str) -> str:
	"""Destroy the votes uncounted and return the status. Raise PermissionError or AppraisalError."""
	return _take(appraisal, "abandon_voting")


@frappe.whitelist(methods=["POST"])
def announce(appraisal: str, day: str | None = None) -> str:
	"""Note on which day (default: today) the result was announced, and return the status."""
	return _take(appraisal, "announce", "submit", day or nowdate())


@frappe.whitelist(methods=["POST"])
def make_slips(appraisal: str, number: int | str) -> None:
	"""Answer with the PDF of slips for people outside the Party: their codes are in it and nowhere else."""
	document = _to_change(appraisal)
	codes = document.make_slips(cint(number))
	try:
		with in_language(CHINESE):
			pdf = pages.to_pdf(slips(document, codes))
	except Exception:
		# Frappe logs errors with the values of all variables, and here these are the codes.
		frappe.db.rollback()
		pdf = None
	if pdf is None:
		frappe.throw(
			_(
				"The slips could not be printed, so no codes were made. Ask the administrator to check the PDF engine."
			),
			AppraisalError,
		)
	frappe.local.response.update({"type": "pdf", "filename": "slips.pdf", "filecontent": pdf})


@frappe.whitelist(methods=["POST"])
def revoke_slips(appraisal: str) -> int:
	"""Make the slips that have not been used worthless, and return their number."""
	return _to_change(appraisal).revoke_slips()


@frappe.whitelist(methods=["POST"])
def mark_on_paper(appraisal: str, member: str, on_paper: int | str | bool = True) -> None:
	"""Note that a member votes on paper, or not after all. Raise AppraisalError if he has voted electronically."""
	document = _to_change(appraisal)
	voting.set_paper(roll.member_key(document.name, member), bool(cint(on_paper)))


def _take(appraisal: str, step: str, right: str = "write", *arguments: str | date) -> str:
	document = _to_change(appraisal, right)
	getattr(document, step)(*arguments)
	return document.status


def _to_change(appraisal: str, right: str = "write") -> DemocraticAppraisal:
	document = frappe.get_doc(APPRAISAL, appraisal, for_update=True)
	document.check_permission(right)
	return document
