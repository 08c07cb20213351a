"""Records of meetings and theme days (guide 一（四）1 and 2, clauses R25 to R29)."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from party_affairs.guide import loader
from party_affairs.rules import voting
from party_affairs.rules.calendar import nominal_theme_day, theme_day
from party_affairs.rules.errors import RuleError
from party_affairs.rules.message import Message
from party_affairs.rules.periods import Period

LONGEST_HOURS = 24
MINUTES_LABELS = {
	"time": Message("Time"),
	"place": Message("Place"),
	"participants": Message("Participants"),
	"absentees": Message("Absentees"),
	"chair": Message("Chair"),
	"agenda": Message("Topic"),
	"speeches": Message("Excerpts of speeches"),
	"outcome": Message("Decisions"),
}


def check_times(starts_on: datetime, ends_on: datetime | None) -> None:
	"""Raise `RuleError` if a meeting ends before it starts, has no length, or lasts longer than a day."""
	if ends_on is None:
		return
	if ends_on <= starts_on:
		raise RuleError(
			"Ends On ({ends_on}) must lie after Starts On ({starts_on}). Please check both times.",
			starts_on=f"{starts_on:%Y-%m-%d %H:%M}",
			ends_on=f"{ends_on:%Y-%m-%d %H:%M}",
		)
	if duration_hours(starts_on, ends_on) > LONGEST_HOURS:
		raise RuleError(
			"Ends On ({ends_on}) lies more than {hours} hours after Starts On ({starts_on}). Please check both times.",
			starts_on=f"{starts_on:%Y-%m-%d %H:%M}",
			ends_on=f"{ends_on:%Y-%m-%d %H:%M}",
			hours=LONGEST_HOURS,
		)


def duration_hours(starts_on: datetime, ends_on: datetime) -> Decimal:
	"""Return the length of a meeting in hours, to the hundredth."""
	seconds = Decimal(int((ends_on - starts_on).total_seconds()))
	return (seconds / 3600).quantize(Decimal("0.01"))


def missing_minutes(facts: Mapping[str, Any]) -> tuple[Message, ...]:
	"""Return the names of the minutes fields that a meeting's record lacks, of those its kind asks for (clause R25).

	`facts` as described for R25 in `rules`. A meeting at which nobody was absent needs no list of absentees.
	"""
	wanted = minutes_fields(facts["kind"])
	return tuple(MINUTES_LABELS[field] for field in wanted if not _MINUTES[field](facts))


def minutes_fields(kind: str) -> tuple[str, ...]:
	"""Return which of the eight minutes fields a kind of meeting asks for. Raise `RuleError` for an unknown kind."""
	try:
		return loader.meeting_kind(kind).minutes
	except KeyError:
		raise RuleError("Kind of meeting {kind} is unknown.", kind=repr(kind)) from None


def _absentees_listed(facts: Mapping[str, Any]) -> bool:
	expected = facts["expected_count"]
	return expected is None or facts["present_count"] + facts["absentees_listed"] >= expected


def _filled(key: str) -> Callable[[Mapping[str, Any]], bool]:
	def is_filled(facts: Mapping[str, Any]) -> bool:
		value = facts[key]
		return bool(value.strip() if isinstance(value, str) else value)

	return is_filled


_MINUTES: dict[str, Callable[[Mapping[str, Any]], bool]] = {
	"time": _filled("starts_on"),
	"place": _filled("location"),
	"participants": _filled("present_count"),
	"absentees": _absentees_listed,
	"chair": _filled("chair"),
	"agenda": _filled("agenda"),
	"speeches": _filled("speeches"),
	"outcome": _filled("outcome"),
}


def theme_days(is_workday: Callable[[date], bool], day: int = 15) -> Callable[[Period], tuple[date, ...]]:
	"""Return a function from a month to the days on which its theme day may be held, the due day last (clause R26).

	These are the `day`-th itself, even if it is a day of rest, and the working day to which it moves.
	"""

	def days(month: Period) -> tuple[date, ...]:
		nominal = nominal_theme_day(month.start.year, month.start.month, day)
		moved = theme_day(month.start.year, month.start.month, is_workday, day)
		return (moved,) if moved == nominal else (nominal, moved)

	return days


def quorum_sentence(matter: str, eligible: int, present: int) -> Message:
	"""Return the sentence with which the chair opens or does not open a meeting (domain form 会议记录)."""
	result = voting.tally(matter, eligible, present, 0)
	if result.quorate:
		return Message(
			"Expected {eligible}, present {present}: the meeting has a quorum.",
			eligible=eligible,
			present=present,
		)
	return Message(
		"Expected {eligible}, present {present}: no quorum, at least {needed} must be present.",
		eligible=eligible,
		present=present,
		needed=result.needed_to_open,
	)
