"""Casting a vote: the appraisal is open, the voter is on the roll and has not voted, his ballot is torn and sealed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime

from party_affairs.ballots import roll, urn
from party_affairs.exceptions import AppraisalError, rules_speak_to_user
from party_affairs.rules.appraisal import grades as rules

APPRAISAL = "Democratic Appraisal"
OPEN = "Voting Open"


@dataclass(frozen=True)
class Ballot:
	"""What a voter is shown: whose appraisal it is, whom he grades (place and name), and what he is asked."""

	appraisal: str
	branch: str
	year: int
	closes_on: Any
	least_ballots: int
	people: tuple[tuple[int, str], ...]
	aspects: tuple[str, ...]


def ballot_for(key: str, at=None) -> Ballot:
	"""Return the ballot of the voter with this key. Raise AppraisalError if there is none, or it is used."""
	document, voter = _voter(key, at, locked=False)
	own = _own_place(document, voter)
	return Ballot(
		appraisal=document.name,
		branch=document.branch,
		year=document.year,
		closes_on=get_datetime(document.closes_on),
		least_ballots=document.least_ballots,
		people=tuple((place, row.member_name) for place, row in enumerate(document.members) if place != own),
		aspects=rules.aspects(bool(document.with_points)),
	)


def cast(key: str, answers: Mapping[tuple[int, str], str], at=None) -> None:
	"""Cast the ballot of the voter with this key: `answers` map (place, aspect) to a grade; what is left out abstains.

	Nothing but the flag on the roll and the sealed marks is written. Raise AppraisalError if he may not vote now or has
	voted, or for an answer that is not on his ballot; the message never repeats an answer.
	"""
	document, voter = _voter(key, at)
	with rules_speak_to_user(AppraisalError):
		marks = rules.tear(
			voter.electorate,
			answers,
			len(document.members),
			bool(document.with_points),
			_own_place(document, voter),
		)
	roll.mark(voter, roll.ELECTRONIC)
	urn.put(document.name, document.opened_on, document.public_key, marks)


def set_paper(key: str, on_paper: bool, at=None) -> None:
	"""Note that a voter takes a paper ballot, or gave it back. Raise AppraisalError if he has voted electronically."""
	_document, voter = _voter(key, at, voted_is_error=False)
	if voter.way == roll.ELECTRONIC:
		frappe.throw(_("A vote has been cast already. Nobody votes twice."), AppraisalError)
	roll.mark(voter, roll.PAPER if on_paper else roll.NOT_VOTED)


def _refuse_stranger() -> None:
	frappe.throw(
		_("You are not on the roll of this appraisal, or the code is wrong. Check it, or ask your branch."),
		AppraisalError,
	)


def _voter(key: str, at=None, *, locked: bool = True, voted_is_error: bool = True) -> tuple[Any, roll.Voter]:
	"""Return the appraisal, which is open, and the voter; `locked` until the end of the request, the appraisal first."""
	name = roll.appraisal_of(key)
	if not name:
		_refuse_stranger()
	document = frappe.get_doc(APPRAISAL, name, for_update=locked)
	check_open(document, at)
	voter = roll.find(key, locked=locked)
	if voter is None:
		_refuse_stranger()
	if voted_is_error and voter.way != roll.NOT_VOTED:
		frappe.throw(_("A vote has been cast already. Nobody votes twice."), AppraisalError)
	return document, voter


def check_open(document: Any, at=None) -> None:
	"""Raise AppraisalError unless votes can be cast in this appraisal now (or `at` another moment)."""
	moment = get_datetime(at) if at else now_datetime()
	if document.status != OPEN or moment > get_datetime(document.closes_on):
		frappe.throw(_("Voting is over, or has not been opened."), AppraisalError)
	if moment < get_datetime(document.opens_on):
		frappe.throw(
			_("Voting begins on {0}.").format(frappe.format(document.opens_on, {"fieldtype": "Datetime"})),
			AppraisalError,
		)


def _own_place(document: Any, voter: roll.Voter) -> int | None:
	return next(
		(place for place, row in enumerate(document.members) if voter.member and row.member == voter.member),
		None,
	)
