"""How complete a volume of the archive is, and what differs today from what was bound. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import NamedTuple

from party_affairs.guide.archive.volume_contents import SEALED, Item

IN_IT, INCOMPLETE, NOT_THERE, NONE, NAMED = (
	"In the Volume",
	"Incomplete",
	"Not There",
	"None This Year",
	"Named Alone",
)


def how_complete(item: Item, there: int, scans: int, missed: int) -> str:
	"""Return how complete one kind of material is.

	`there` counts records or rows of the ledger, `scans` the papers added by hand, `missed` what the check of its clauses found
	missing. What is added by hand makes good that there is no record, and not what the check found missing.
	"""
	if missed and (there or scans):
		return INCOMPLETE
	if there or scans:
		return NAMED if item.made == SEALED and not scans else IN_IT
	return NOT_THERE if item.always or missed else NONE


def missed_of(item: Item, gaps: Mapping[str, int]) -> int:
	"""Return how much the clauses of an item miss, of `gaps` by clause."""
	return sum(gaps.get(clause, 0) for clause in item.clauses)


class Kept(NamedTuple):
	"""A record as a volume holds it: known by DocType and name, with the sum of what it said."""

	doctype: str
	name: str
	title: str
	day: date | None
	digest: str


CHANGED, GONE, ADDED = "changed", "gone", "added"


class Difference(NamedTuple):
	"""A record that says something else today than in the volume, is gone, or came after it was bound."""

	kind: str
	doctype: str
	name: str
	title: str


def differences(kept: Iterable[Kept], now: Iterable[Kept]) -> list[Difference]:
	"""Return what differs between the records of a volume and those of today, in the order of the volume."""
	before = {(one.doctype, one.name): one for one in kept}
	today = {(one.doctype, one.name): one for one in now}
	found = []
	for key, one in before.items():
		if key not in today:
			found.append(Difference(GONE, one.doctype, one.name, one.title))
		elif today[key].digest != one.digest:
			found.append(Difference(CHANGED, one.doctype, one.name, one.title))
	found += [
		Difference(ADDED, one.doctype, one.name, one.title) for key, one in today.items() if key not in before
	]
	return found
