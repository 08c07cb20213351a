"""Phrases for minutes, by kind of meeting, and reasons of absence to choose from: own words, which whoever writes changes as he likes."""

from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter
from types import MappingProxyType
from typing import Any

from party_affairs.guide.data import build, build_one, one_of, read, require
from party_affairs.guide.meetings import meeting_kinds

PARTS = ("openings", "agenda", "resolutions", "closings")
PLACES = (
	*("date", "branch", "place", "topic", "chair", "recorder", "lecturer"),
	*("expected", "present", "absent", "voters", "voters_present"),
)
"""What a phrase may leave open, for the record to fill in."""
ATTENDANCES = ("Leave", "Absent")
_SOURCE = "meetings/phrases.json"


@dataclass(frozen=True)
class Absence:
	"""A reason of absence, and as which attendance it is entered."""

	text: str
	attendance: str


@dataclass(frozen=True)
class Phrases:
	"""Phrases for the parts of a meeting's minutes, in the order in which they are offered."""

	openings: tuple[str, ...]
	agenda: tuple[str, ...]
	resolutions: tuple[str, ...]
	closings: tuple[str, ...]


def absences() -> tuple[Absence, ...]:
	"""Return the reasons of absence from which the roll-call lets one choose."""
	return _ABSENCES


def phrases_of(kind: str) -> Phrases:
	"""Return the phrases for a kind of meeting (a key), its own before those for all. Raise `KeyError` for an unknown kind."""
	own = _OF_KIND[kind]
	return Phrases(*(getattr(own, part) + getattr(_GENERAL, part) for part in PARTS))


def parse_absences(raw: Mapping[str, Any]) -> tuple[Absence, ...]:
	"""Return the reasons of absence of a decoded `meetings/phrases.json`. Raise `GuideDataError` for one that cannot be."""
	found = build(Absence, raw["absences"], _SOURCE, "text")
	for entry in found:
		one_of(entry.attendance, ATTENDANCES, _SOURCE, entry.text, "attendance")
	return found


def parse_phrases(row: Mapping[str, Any], label: str) -> Phrases:
	"""Return the phrases of one kind. Raise `GuideDataError` for a phrase that leaves open what no record fills in."""
	entry = build_one(Phrases, row, _SOURCE, label, dict.fromkeys(PARTS, tuple))
	for part in PARTS:
		for phrase in getattr(entry, part):
			for _text, place, _format, _conversion in Formatter().parse(phrase):
				if place is not None:
					one_of(place, PLACES, _SOURCE, label, part)
	return entry


_RAW = read(_SOURCE)
_ABSENCES = parse_absences(_RAW)
_GENERAL = parse_phrases(_RAW["general"], "general")
_OF_KIND = MappingProxyType({kind: parse_phrases(row, kind) for kind, row in _RAW["kinds"].items()})
require(
	set(_OF_KIND) == {entry.key for entry in meeting_kinds.meeting_kinds()},
	_SOURCE,
	"kinds",
	"they are not those of meetings/meeting_kinds.json",
)
