"""This month: what is open of the duties, grouped by clause and put into the order in which it is to be done.

Findings come in as the last check left them; each is in exactly one line, one line per organisation, clause and period. What is
counted with another clause is cited on the line of that clause and not counted again.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from party_affairs.guide.duties.actions import EVER, WITHIN_YEAR, afterwards_of
from party_affairs.rules.periods import Period, period_of

OPEN = ("missed", "due", "planned")
"""Statuses that leave something to do, or something that was not done; the first of a line's gives the line its own."""
DONE = ("late", "met")
_WORST_FIRST = (*OPEN, *DONE, "exempt", "not_applicable")
_BY_STRIP = dict.fromkeys(DONE, "done")
"""The strip counts by status, but for what is done: late or not."""


class DutyFinding(NamedTuple):
	"""A finding as it is stored, with `status` as one of `rules.findings.STATUSES`.

	`linked_to` is the clause that it is counted with, None if with none. `changed_on` is the day since when it has said what it
	says, None where it has said so from the beginning.
	"""

	name: str
	rule: str
	branch: str
	subject_doctype: str
	subject: str
	subject_name: str
	period_key: str
	period_start: date
	period_end: date
	due_date: date | None
	status: str
	message: str = ""
	linked_to: str | None = None
	changed_on: date | None = None


class DutySum(NamedTuple):
	"""The findings of one clause for one period in several organisations, by status.

	`branches` is in how many of them something is open. `next_due` is the earliest deadline of what can still be in time.
	"""

	rule: str
	period_key: str
	period_start: date
	period_end: date
	next_due: date | None
	planned: int
	due: int
	met: int
	late: int
	missed: int
	exempt: int
	branches: int


class OpenItem(NamedTuple):
	"""Somebody or something of which a duty is open; `finding` is the name of the finding that says so."""

	subject_doctype: str
	subject: str
	subject_name: str
	due_date: date | None
	status: str
	message: str
	finding: str


@dataclass(frozen=True, slots=True)
class DutyLine:
	"""One clause for one period in one organisation (`branch`), or, with `branch` None, in `branches` of them.

	`status` is that of the worst finding. `due_date` is the earliest deadline of what is open, of a line that is done the last one, None
	for a state without a deadline. `items` are what is open, nearest deadline first; `done` of `of` are finished, `missed` are
	past their deadline. `also` are the clauses counted with this one. `can_be_made_good` says of a line with something missed
	whether doing it now still counts.
	"""

	branch: str | None
	rule: str
	period_key: str
	period_start: date
	period_end: date
	due_date: date | None
	status: str
	items: tuple[OpenItem, ...]
	open: int
	missed: int
	done: int
	of: int
	also: tuple[str, ...] = ()
	can_be_made_good: bool = True
	branches: int = 1

	@property
	def key(self) -> tuple[str, str, str]:
		"""What the line is known by: organisation (empty: several), clause and period."""
		return (self.branch or "", self.rule, self.period_key)

	@property
	def is_open(self) -> bool:
		return self.open > 0


@dataclass(frozen=True, slots=True)
class Month:
	"""What a month asks: what is `late`, what is to be done `current`, what is `coming` in the next month, and `later` in the year.

	Each is nearest deadline first; of what is late that which can still be made good comes first, and what has no deadline last. `done` is what was due in the month or was
	done in it. `year` counts the findings of each of the twelve months of the year as `due`, `planned`, `done`, `missed` and `exempt`.
	"""

	day: date
	month: Period
	late: tuple[DutyLine, ...]
	current: tuple[DutyLine, ...]
	coming: tuple[DutyLine, ...]
	later: tuple[DutyLine, ...]
	done: tuple[DutyLine, ...]
	year: tuple[Counter, ...]

	@property
	def open_lines(self) -> tuple[DutyLine, ...]:
		return (*self.late, *self.current, *self.coming, *self.later)


def month_of(findings: Iterable[DutyFinding], day: date, month: Period | None = None) -> Month:
	"""Return what `month` (default: that of `day`) asks by `findings`, seen on `day`.

	Of earlier years only what can still be answered is there; later years wait for their own.
	"""
	month = month or period_of("month", day)
	groups: dict[tuple, list[DutyFinding]] = defaultdict(list)
	also: dict[tuple, set[str]] = defaultdict(set)
	year = _empty_year()
	for finding in findings:
		if finding.linked_to:
			key = (finding.branch, finding.linked_to, finding.subject_doctype, finding.subject)
			also[(*key, finding.period_key)].add(finding.rule)
			continue
		if finding.status == "not_applicable" or not _is_shown(finding, month):
			continue
		groups[finding.branch, finding.rule, finding.period_key].append(finding)
		if finding.period_start.year == month.start.year:
			_count(year, _month_in_year(finding.due_date, finding, day), finding.status, 1)
	lines = [_line(group, also, day) for group in groups.values()]
	changed = {
		key: {finding.changed_on for finding in group if finding.changed_on} for key, group in groups.items()
	}
	return _placed(lines, day, month, year, lambda line: changed[line.branch, line.rule, line.period_key])


def month_of_sums(sums: Iterable[DutySum], day: date, month: Period | None = None) -> Month:
	"""Return what :func:`month_of` returns for several organisations together: one line per clause and period, without persons."""
	month = month or period_of("month", day)
	year = _empty_year()
	lines = []
	for row in sums:
		if not _is_shown(row, month):
			continue
		counts = {
			status: getattr(row, status) for status in ("planned", "due", "met", "late", "missed", "exempt")
		}
		if row.period_start.year == month.start.year:
			for status, number in counts.items():
				due = row.next_due if status in ("planned", "due") else None
				_count(year, _month_in_year(due, row, day), status, number)
		number = counts["planned"] + counts["due"] + counts["missed"]
		done = counts["met"] + counts["late"]
		lines.append(
			DutyLine(
				branch=None,
				rule=row.rule,
				period_key=row.period_key,
				period_start=row.period_start,
				period_end=row.period_end,
				due_date=row.next_due or row.period_end,
				status=next((status for status in _WORST_FIRST if counts.get(status)), "exempt"),
				items=(),
				open=number,
				missed=counts["missed"],
				done=done,
				of=number + done,
				can_be_made_good=_can_be_made_good(row.rule, row.period_start, day),
				branches=row.branches,
			)
		)
	return _placed(lines, day, month, year, lambda line: ())


def _line(group: Sequence[DutyFinding], also: Mapping[tuple, set[str]], day: date) -> DutyLine:
	first = group[0]
	unfinished = sorted(
		(finding for finding in group if finding.status in OPEN),
		key=lambda finding: (finding.due_date or date.max, finding.subject_name, finding.name),
	)
	days = [finding.due_date for finding in unfinished or group if finding.due_date]
	linked: set[str] = set()
	for finding in group:
		key = (finding.branch, finding.rule, finding.subject_doctype, finding.subject, finding.period_key)
		linked |= also.get(key, set())
	done = sum(finding.status in DONE for finding in group)
	return DutyLine(
		branch=first.branch,
		rule=first.rule,
		period_key=first.period_key,
		period_start=min(finding.period_start for finding in group),
		period_end=max(finding.period_end for finding in group),
		due_date=(min(days) if unfinished else max(days)) if days else None,
		status=min((finding.status for finding in group), key=_WORST_FIRST.index),
		items=tuple(
			OpenItem(
				finding.subject_doctype,
				finding.subject,
				finding.subject_name,
				finding.due_date,
				finding.status,
				finding.message,
				finding.name,
			)
			for finding in unfinished
		),
		open=len(unfinished),
		missed=sum(finding.status == "missed" for finding in group),
		done=done,
		of=len(unfinished) + done,
		also=tuple(sorted(linked)),
		can_be_made_good=_can_be_made_good(first.rule, first.period_start, day),
	)


def _placed(
	lines: Iterable[DutyLine],
	day: date,
	month: Period,
	year: tuple[Counter, ...],
	changed_on: Callable[[DutyLine], Iterable[date]],
) -> Month:
	"""Put each line where it belongs."""
	following = month.next()
	places: dict[str, list[DutyLine]] = {
		place: [] for place in ("late", "current", "coming", "later", "done", "before")
	}
	for line in lines:
		due = line.due_date
		if not line.is_open:
			in_it = (due is not None and month.contains(due)) or any(map(month.contains, changed_on(line)))
			places["done" if in_it and line.done else "before"].append(line)
		elif (line.missed and (due is None or due <= month.end)) or (due and due < month.start):
			places["late"].append(line)
		elif due is None:
			# What begins and has no deadline is asked at the latest when its period ends.
			places[_place_of(line.period_end, month, following)].append(line)
		else:
			places[_place_of(due, month, following)].append(line)
	return Month(
		day,
		month,
		late=tuple(sorted(places["late"], key=_latest_first)),
		current=tuple(sorted(places["current"], key=_nearest_first)),
		coming=tuple(sorted(places["coming"], key=_nearest_first)),
		later=tuple(sorted(places["later"], key=_nearest_first)),
		done=tuple(sorted(places["done"], key=_nearest_first)),
		year=year,
	)


def _place_of(day: date, month: Period, following: Period) -> str:
	if day <= month.end:
		return "current"
	return "coming" if day <= following.end else "later"


def _nearest_first(line: DutyLine) -> tuple:
	return (line.due_date or line.period_end, line.rule, line.period_key, line.branch or "")


def _latest_first(line: DutyLine) -> tuple:
	day = line.due_date or line.period_end
	return (
		not line.can_be_made_good,
		line.due_date is None,
		-day.toordinal(),
		line.rule,
		line.period_key,
		line.branch or "",
	)


def _is_shown(row: DutyFinding | DutySum, month: Period) -> bool:
	"""Whether a finding concerns the month's year: its own, and of an earlier year what is still open and can be answered."""
	began = row.period_start.year
	if began >= month.start.year:
		return began == month.start.year or row.period_start <= month.next().end
	is_open = row.status in OPEN if isinstance(row, DutyFinding) else row.planned + row.due + row.missed > 0
	return is_open and afterwards_of(row.rule) == EVER


def _can_be_made_good(rule: str, began: date, day: date) -> bool:
	afterwards = afterwards_of(rule)
	return afterwards == EVER or (afterwards == WITHIN_YEAR and began.year == day.year)


def _empty_year() -> tuple[Counter, ...]:
	return tuple(Counter() for _month in range(12))


def _count(year: tuple[Counter, ...], month: int, status: str, number: int) -> None:
	if number:
		year[month - 1][_BY_STRIP.get(status, status)] += number


def _month_in_year(due: date | None, row: DutyFinding | DutySum, day: date) -> int:
	"""The month of the year under which something is counted: that of its deadline, kept to the year of its period.

	A state without a deadline is that of today.
	"""
	year = row.period_start.year
	when = due or (min(day, row.period_end) if day >= row.period_start else row.period_end)
	if when.year > year:
		return 12
	return 1 if when.year < year else when.month
