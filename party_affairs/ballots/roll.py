"""The roll of an appraisal: who may vote, of which electorate, and whether he has voted."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import frappe

from party_affairs.ballots.rolls import ELECTRONIC, NOT_VOTED, PAPER, Roll, code_key, member_key
from party_affairs.rules.appraisal.grades import ELECTORATES, INSIDE, OUTSIDE, Cast

__all__ = ("ELECTRONIC", "NOT_VOTED", "PAPER", "code_key", "member_key")

VOTER = "Appraisal Voter"
_ROLL = Roll(VOTER, "appraisal")


@dataclass(frozen=True)
class Voter:
	"""A row of the roll."""

	name: str
	appraisal: str
	electorate: str
	member: str | None
	way: str = field(repr=False)
	"""Left out where an error is noted with the values of variables."""


def enter_members(appraisal: str, moment, members: Iterable[str]) -> None:
	"""Put the Party members who may vote on the roll of an appraisal."""
	_ROLL.enter_members(appraisal, moment, members, electorate=ELECTORATES[INSIDE].template)


def issue_codes(appraisal: str, moment, number: int) -> list[str]:
	"""Put `number` voters outside the Party on the roll and return their codes: only their hashes are kept."""
	return _ROLL.issue_codes(appraisal, moment, number, electorate=ELECTORATES[OUTSIDE].template)


revoke_codes = _ROLL.revoke_codes
"""Take the voters outside the Party who have not voted off the roll of an appraisal; return their number."""

destroy = _ROLL.destroy
appraisal_of = _ROLL.document_of
has_voted = _ROLL.has_voted


def find(key: str, *, locked: bool = True) -> Voter | None:
	"""Return the voter with this key, None if there is none; `locked` keeps his row until the end of the request."""
	found = _ROLL.find(key, "electorate", locked=locked)
	if not found:
		return None
	return Voter(
		name=found["name"],
		appraisal=found["document"],
		electorate=frappe.scrub(found["electorate"]),
		member=found["member"],
		way=found["way"],
	)


def mark(voter: Voter, way: str) -> None:
	"""Note on the roll how a voter votes. No time is noted, nor who wrote it."""
	_ROLL.mark(voter.name, way)


def numbers(appraisal: str, *, locked: bool = False) -> dict[str, tuple[int, Cast]]:
	"""Return by electorate how many are on the roll, and how many of them have voted electronically and on paper.

	`locked` reads what is committed now, whenever the request began.
	"""
	ways = _ROLL.ways(appraisal, "electorate", locked=locked)
	found = {}
	for key, label in ELECTORATES.items():
		of_group = [way for electorate, way in ways if electorate == label.template]
		found[key] = (len(of_group), Cast(of_group.count(ELECTRONIC), of_group.count(PAPER)))
	return found
