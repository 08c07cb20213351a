"""The roll: who may vote, and whether he has voted. Nothing on it says when, or what.

A voter is known by a key that is unique in the database: for a member his vote and himself, for somebody outside the
Party the hash of the code on his slip. Rows are locked while a vote is cast, so of two votes at once one is refused.
"""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, field

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count

from party_affairs.ballots import rows
from party_affairs.rules.appraisal.grades import ELECTORATES, INSIDE, OUTSIDE, Cast

VOTER = "Appraisal Voter"
NOT_VOTED, ELECTRONIC, PAPER = "Not Voted", "Electronically", "On Paper"

_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
"""Without the characters that are taken for one another."""
_CODE_LENGTH, _GROUP = 12, 4
_SALT = b"party_affairs appraisal code"
_SCRYPT = {"n": 2**13, "r": 8, "p": 1, "dklen": 24}
"""A code has 60 bits; trying codes against stolen hashes costs this much for each."""


@dataclass(frozen=True)
class Voter:
	"""A row of the roll."""

	name: str
	appraisal: str
	electorate: str
	member: str | None
	way: str = field(repr=False)
	"""Left out where an error is noted with the values of variables."""


# Making it


def enter_members(appraisal: str, moment, members: Iterable[str]) -> None:
	"""Put the Party members who may vote on the roll of an appraisal."""
	rows.insert(
		VOTER,
		moment,
		[_row(appraisal, INSIDE, member, member_key(appraisal, member)) for member in members],
	)


def issue_codes(appraisal: str, moment, number: int) -> list[str]:
	"""Put `number` voters outside the Party on the roll and return their codes: only their hashes are kept."""
	codes = [_new_code() for _number in range(number)]
	rows.insert(VOTER, moment, [_row(appraisal, OUTSIDE, None, code_key(code)) for code in codes])
	return codes


def _row(appraisal: str, electorate: str, member: str | None, key: str) -> dict:
	return {
		"appraisal": appraisal,
		"electorate": ELECTORATES[electorate].template,
		"member": member,
		"voter_key": key,
		"way": NOT_VOTED,
	}


def _new_code() -> str:
	letters = "".join(secrets.choice(_ALPHABET) for _number in range(_CODE_LENGTH))
	return "-".join(letters[start : start + _GROUP] for start in range(0, _CODE_LENGTH, _GROUP))


def member_key(appraisal: str, member: str) -> str:
	"""Return the key of a member on the roll of an appraisal."""
	return f"{appraisal}:{member}"


def code_key(code: str) -> str:
	"""Return the key of a code, however it was typed: the hash that is kept."""
	letters = "".join(character for character in code.upper() if character in _ALPHABET)
	return hashlib.scrypt(letters.encode(), salt=_SALT, **_SCRYPT).hex()


def revoke_codes(appraisal: str) -> int:
	"""Take the voters outside the Party who have not voted off the roll, and with them their codes; return their number."""
	voter = DocType(VOTER)
	unused = (
		(voter.appraisal == appraisal)
		& (voter.electorate == ELECTORATES[OUTSIDE].template)
		& (voter.way == NOT_VOTED)
	)
	number = frappe.qb.from_(voter).select(Count(voter.name)).where(unused).run()[0][0]
	frappe.qb.from_(voter).delete().where(unused).run()
	return number


def destroy(appraisal: str) -> None:
	"""Remove the roll of an appraisal; no copy is kept."""
	voter = DocType(VOTER)
	frappe.qb.from_(voter).delete().where(voter.appraisal == appraisal).run()


# Using it


def find(key: str, *, locked: bool = True) -> Voter | None:
	"""Return the voter with this key, None if there is none; `locked` keeps his row until the end of the request."""
	voter = DocType(VOTER)
	query = (
		frappe.qb.from_(voter)
		.select(voter.name, voter.appraisal, voter.electorate, voter.member, voter.way)
		.where(voter.voter_key == key)
	)
	found = (query.for_update() if locked else query).run(as_dict=True)
	if not found:
		return None
	return Voter(**{**found[0], "electorate": frappe.scrub(found[0].electorate)})


def appraisal_of(key: str) -> str | None:
	"""Return the appraisal on whose roll this key is, None if on none."""
	voter = DocType(VOTER)
	found = frappe.qb.from_(voter).select(voter.appraisal).where(voter.voter_key == key).run()
	return found[0][0] if found else None


def has_voted(appraisals: Iterable[str], member: str) -> dict[str, bool]:
	"""Return by appraisal whether the member has voted in it; those on whose roll he is not are left out: one query."""
	names = list(appraisals)
	if not names:
		return {}
	voter = DocType(VOTER)
	found = (
		frappe.qb.from_(voter)
		.select(voter.appraisal, voter.way)
		.where(voter.voter_key.isin([member_key(name, member) for name in names]))
	).run()
	return {appraisal: way != NOT_VOTED for appraisal, way in found}


def mark(voter: Voter, way: str) -> None:
	"""Note on the roll how a voter votes. No time is noted, nor who wrote it."""
	table = DocType(VOTER)
	frappe.qb.update(table).set(table.way, way).where(table.name == voter.name).run()


def numbers(appraisal: str, *, locked: bool = False) -> dict[str, tuple[int, Cast]]:
	"""Return by electorate how many are on the roll, and how many of them have voted electronically and on paper.

	`locked` reads what is committed now, whenever the request began.
	"""
	voter = DocType(VOTER)
	query = frappe.qb.from_(voter).select(voter.electorate, voter.way).where(voter.appraisal == appraisal)
	ways = (query.for_update() if locked else query).run()
	found = {}
	for key, label in ELECTORATES.items():
		of_group = [way for electorate, way in ways if electorate == label.template]
		found[key] = (len(of_group), Cast(of_group.count(ELECTRONIC), of_group.count(PAPER)))
	return found
