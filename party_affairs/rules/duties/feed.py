"""What a calendar that subscribes is told: entries with a name that stays, and how often they were moved.

A calendar keeps what it was told. So what was told is kept beside each address: an entry that moves counts its moves, one
that is asked no more is called off for a month instead of vanishing, and what says the same as before keeps its time stamp.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

CALLED_OFF_DAYS = 31
"""How long an entry that is asked no more is told as called off."""
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Entry:
	"""An entry: a whole day (`starts` a date) or a time (`starts` and `ends` with hours, in the site's own zone).

	`uid` is what it is known by, for ever. `ends` of a day is the day after it. `path` leads to its page on the site.
	"""

	uid: str
	title: str
	starts: date
	ends: date
	description: str = ""
	location: str = ""
	path: str = ""
	called_off: bool = False

	@property
	def is_timed(self) -> bool:
		return isinstance(self.starts, datetime)

	@property
	def last_day(self) -> date:
		return self.ends.date() if isinstance(self.ends, datetime) else self.ends - _DAY


@dataclass(frozen=True)
class Told:
	"""An entry as it was told: how often it was moved, when it last said something else, since when it is called off."""

	entry: Entry
	sequence: int
	changed_on: datetime
	called_off_on: date | None = None


def whole_day(uid: str, title: str, day: date, **values: str) -> Entry:
	"""Return an entry for a whole day."""
	return Entry(uid, title, day, day + _DAY, **values)


def retell(told: Mapping[str, Told], entries: Iterable[Entry], now: datetime) -> dict[str, Told]:
	"""Return what is told now, by uid, after `told` was told before; `now` has no fraction of a second.

	What is asked no more is called off for a month if it is still to come; what is over stays that long as it was.
	"""
	found: dict[str, Told] = {}
	for entry in entries:
		found[entry.uid] = _told_again(told.get(entry.uid), entry, now)
	for uid, before in told.items():
		if uid not in found and (kept := _left(before, now)):
			found[uid] = kept
	return dict(sorted(found.items()))


def _told_again(before: Told | None, entry: Entry, now: datetime) -> Told:
	if before is None:
		return Told(entry, 0, now, now.date() if entry.called_off else None)
	if before.entry == entry:
		return before
	moves = _moves(before.entry, entry)
	since = (before.called_off_on or now.date()) if entry.called_off else None
	return Told(entry, before.sequence + moves, now, since)


def _moves(before: Entry, entry: Entry) -> bool:
	"""Whether time, place or standing differ; another wording alone is no move."""
	return any(
		getattr(before, field) != getattr(entry, field)
		for field in ("starts", "ends", "location", "called_off")
	)


def _left(before: Told, now: datetime) -> Told | None:
	today = now.date()
	if before.entry.called_off:
		is_recent = (today - (before.called_off_on or today)).days < CALLED_OFF_DAYS
		return before if is_recent else None
	if before.entry.last_day < today:
		return before if (today - before.entry.last_day).days < CALLED_OFF_DAYS else None
	entry = replace(before.entry, called_off=True)
	return Told(entry, before.sequence + 1, now, today)
