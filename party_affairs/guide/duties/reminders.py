"""When somebody is reminded of a duty, before and after its due date, and of what kinds reminders there are.

A duty of a period (a meeting, dues of a month) cannot be made up for long: it is told twice after its week. What stays to be
done (a term that is over, a letter without an answer) is told each month for a year.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from types import MappingProxyType
from typing import Any

from party_affairs.guide.data import build_one, read, require

_SOURCE = "duties/reminders.json"
_CLAUSES = ("frequency", "event", "state")


@dataclass(frozen=True)
class Stages:
	"""Days before a due date, whether on the day itself, days after it, and months after it on which is reminded."""

	before: tuple[int, ...]
	on_the_day: bool
	after: tuple[int, ...]
	months_after: tuple[int, ...]


def kinds() -> tuple[str, ...]:
	"""Return the kinds that a person may switch off: own duties and the branch's, branches below, dues, meetings, tasks, reports."""
	return _KINDS


def stages_of(clause_kind: str) -> Stages:
	"""Return the stages of a kind of clause (`frequency`, `event`, `state`). Raise `KeyError` for another."""
	return _STAGES[clause_kind]


def quiet_hours() -> tuple[time, time]:
	"""Return from when until when nobody is written to who has not said otherwise."""
	return _QUIET


def horizon_days() -> int:
	"""Return how many days back a due date may lie for a reminder of it."""
	return _HORIZON


def overview_weekday() -> int:
	"""Return from which day of the week on (0: Monday) the overview of a committee's branches is sent."""
	return _OVERVIEW


def refusals_until_off() -> int:
	"""Return after how many refusals in a row a group robot is switched off."""
	return _REFUSALS


def parse_stages(raw: Mapping[str, Any]) -> Mapping[str, Stages]:
	"""Return the stages by kind of clause. Raise `GuideDataError` for the first thing that cannot be."""
	require(set(raw) == set(_CLAUSES), _SOURCE, "stages", f"they are not those of {_CLAUSES}")
	found = {}
	for kind, row in raw.items():
		entry = build_one(
			Stages, row, _SOURCE, kind, dict.fromkeys(("before", "after", "months_after"), tuple)
		)
		require(
			all(days > 0 for days in (*entry.before, *entry.after, *entry.months_after)),
			_SOURCE,
			kind,
			"a stage is no day or month from 1 on",
		)
		found[kind] = entry
	return MappingProxyType(found)


_RAW = read(_SOURCE)
_KINDS = tuple(_RAW["kinds"])
_QUIET = time.fromisoformat(_RAW["quiet"]["begins"]), time.fromisoformat(_RAW["quiet"]["ends"])
_HORIZON, _OVERVIEW, _REFUSALS = (
	_RAW["horizon_days"],
	_RAW["overview_weekday"],
	_RAW["refusals_until_off"],
)
_STAGES = parse_stages(_RAW["stages"])
