"""An annual plan against what was held (guide 一（四）2 and 3): which meeting fulfilled which line."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from party_affairs.guide import registry
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.rules.periods import Period, period_of, periods_between
from party_affairs.rules.spells import Spells

HELD, HELD_LATE, OPEN, OVERDUE = "Held as Planned", "Held Late", "Still Open", "Not Held"
STATUSES = (HELD, HELD_LATE, OPEN, OVERDUE)


def asked_for(year: int, kept: Spells) -> tuple[tuple[int, ...], tuple[int, ...]]:
	"""Return the months and the quarters of a year on every day of which an organisation kept records (`kept`)."""

	def whole(kind: str) -> tuple[int, ...]:
		periods = periods_between(kind, date(year, 1, 1), date(year, 12, 31))
		return tuple(
			number
			for number, period in enumerate(periods, start=1)
			if kept.days_in(period.start, period.end) == (period.end - period.start).days + 1
		)

	return whole("month"), whole("quarter")


@dataclass(frozen=True)
class PlanLine:
	"""A line of a plan: what is planned for a month, and the record that is said to be it, if somebody named one.

	`kind` is the key of a kind of meeting; of anything else only a named record proves that it was held.
	"""

	month: int
	kind: str
	named: str | None = None


@dataclass(frozen=True)
class Held:
	"""A meeting that was held, with the keys of all kinds it counts for."""

	name: str
	day: date
	kinds: tuple[str, ...]


def period_of_line(line: PlanLine, year: int) -> Period:
	"""Return the period in which a line is due: what is asked once a quarter within its quarter, all else within its month."""
	frequency = _frequency(line.kind)
	return period_of("quarter" if frequency == "quarter" else "month", date(year, line.month, 1))


def fulfilments(
	lines: Sequence[PlanLine], meetings: Iterable[Held], year: int, as_of: date
) -> list[tuple[Held | None, str]]:
	"""Return for each line the meeting that fulfilled it and its status (`STATUSES`) on the day `as_of`.

	A named meeting belongs to its line. Beyond that, each meeting fulfils at most one line of a kind: first those of its
	own month, then those of its quarter where once a quarter is enough.
	"""
	known = {meeting.name: meeting for meeting in meetings if meeting.day <= as_of}
	found: dict[int, Held] = {
		place: known[line.named] for place, line in enumerate(lines) if line.named and line.named in known
	}
	used = {(lines[place].kind, meeting.name) for place, meeting in found.items()}
	in_order = sorted(known.values(), key=lambda meeting: (meeting.day, meeting.name))
	for same_month in (True, False):
		for place, line in enumerate(lines):
			if place in found or line.named:
				continue
			span = period_of("month", date(year, line.month, 1)) if same_month else period_of_line(line, year)
			meeting = next(
				(
					held
					for held in in_order
					if line.kind in held.kinds
					and span.contains(held.day)
					and (line.kind, held.name) not in used
				),
				None,
			)
			if meeting:
				found[place] = meeting
				used.add((line.kind, meeting.name))
	return [
		(found.get(place), _status(found.get(place), period_of_line(line, year), as_of))
		for place, line in enumerate(lines)
	]


def _status(meeting: Held | None, span: Period, as_of: date) -> str:
	if meeting:
		return HELD_LATE if meeting.day > span.end else HELD
	return OPEN if as_of <= span.end else OVERDUE


def _frequency(kind: str) -> str | None:
	"""Return the period in which the guide asks for a kind of meeting, None if it names none."""
	try:
		clauses = meeting_kinds.meeting_kind(kind).clauses
	except KeyError:
		return None
	return registry.clause(clauses[0]).period if clauses else None
