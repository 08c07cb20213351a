"""What a report of duties says: findings grouped by clause and period, what changed since the report before, who stands how."""

from collections import Counter
from collections.abc import Hashable, Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple, Protocol, TypeVar

GAPS = ("Missed", "Late")
OPEN = ("Missed", "Late", "Due", "Planned")
_RISEN, _FALLEN, _SAME = "↑", "↓", "→"


class Told(Protocol):
	"""A finding in words; `linked_to` names the clause with which it is counted, None if it is counted itself."""

	rule: str
	citation: str
	title: str
	period_key: str
	period_start: date
	subject: str
	subject_name: str
	status: str
	severity: str
	linked_to: str | None
	due_date: date | None
	remedy: str


class Cell(NamedTuple):
	"""How many findings an organisation has of one clause, by status; nothing is asked of it where all are 0."""

	met: int = 0
	late: int = 0
	missed: int = 0
	due: int = 0

	@classmethod
	def of(cls, counts: Mapping[str, int]) -> "Cell":
		"""Return the cell of numbers by status."""
		return cls(counts.get("Met", 0), counts.get("Late", 0), counts.get("Missed", 0), counts.get("Due", 0))

	def __add__(self, other: "Cell") -> "Cell":
		return Cell(*(one + two for one, two in zip(self, other, strict=True)))

	@property
	def asked(self) -> bool:
		"""Whether anything was asked by now."""
		return any(self)

	@property
	def done(self) -> bool:
		"""Whether all that was asked is done, in time or late."""
		return self.asked and not (self.missed or self.due)


class Clause(NamedTuple):
	"""All findings of one clause for one period that are open, as one line; field names are those of the report's table.

	`number` of `of_number` are missing: missed, or else late, or else still to be done, as `status` says. `also` cites the
	clauses that are counted with this one.
	"""

	rule: str
	citation: str
	title: str
	also: str
	severity: str
	period_key: str
	status: str
	missed_count: int
	late_count: int
	due_count: int
	of_number: int
	due_date: date | None
	remedy: str

	@property
	def number(self) -> int:
		return self.missed_count or self.late_count or self.due_count


def clauses(
	lines: Iterable[Told], totals: Mapping[tuple[str, str], int], separator: str = "、"
) -> list[Clause]:
	"""Return one entry a clause and period, in the order of the lines; `totals` say of how many by clause and period.

	What is counted with another clause is left out, and cited there.
	"""
	groups: dict[tuple[str, str], list[Told]] = {}
	also: dict[str, dict[str, None]] = {}
	for line in lines:
		if line.linked_to:
			also.setdefault(line.linked_to, {})[f"{line.rule} {line.citation}"] = None
		else:
			groups.setdefault((line.rule, line.period_key), []).append(line)
	return [
		_clause(group, totals.get(key, 0), separator.join(also.get(key[0], ())))
		for key, group in groups.items()
	]


def _clause(group: Sequence[Told], total: int, also: str) -> Clause:
	first, counts = group[0], Counter(line.status for line in group)
	due = counts["Due"] + counts["Planned"]
	status = next(one for one in OPEN if counts[one])
	days = [line.due_date for line in group if line.status == status and line.due_date]
	return Clause(
		*(first.rule, first.citation, first.title, also, first.severity, first.period_key, status),
		*(counts["Missed"], counts["Late"], due, max(total, len(group))),
		min(days, default=None),
		first.remedy,
	)


def cells(counts: Mapping[str, Mapping[str, int]]) -> dict[str, Cell]:
	"""Return by clause the cell of numbers by status, of clauses by which anything was asked."""
	found = {rule: Cell.of(of_clause) for rule, of_clause in sorted(counts.items())}
	return {rule: cell for rule, cell in found.items() if cell.asked}


class Missing(NamedTuple):
	"""A finding that was missed in the report before; `subject` is None where that report did not keep it."""

	rule: str
	period_key: str
	subject: str | None
	subject_name: str


def new_gaps(lines: Iterable[Told], before: Iterable[Missing]) -> list[Told]:
	"""Return the lines that are missed now and were not in the report before."""
	known = set(_keys(before))
	return [
		line
		for line in lines
		if line.status == "Missed" and not line.linked_to and not known.intersection(_keys_of(line))
	]


def made_good(lines: Iterable[Told], before: Iterable[Missing]) -> list[Told]:
	"""Return the lines that were missed in the report before and are done, or excused, now."""
	known = set(_keys(before))
	return [
		line
		for line in lines
		if line.status in ("Met", "Late", "Excused")
		and not line.linked_to
		and known.intersection(_keys_of(line))
	]


def _keys(before: Iterable[Missing]) -> Iterable[Hashable]:
	for row in before:
		yield (
			(row.rule, row.period_key, "", row.subject)
			if row.subject
			else (row.rule, row.period_key, row.subject_name)
		)


def _keys_of(line: Told) -> tuple[Hashable, Hashable]:
	return (line.rule, line.period_key, "", line.subject), (line.rule, line.period_key, line.subject_name)


class Trend(NamedTuple):
	"""A number beside the one before: `arrow` is ↑, ↓ or →, `by` how far they are apart."""

	before: int
	after: int

	@property
	def by(self) -> int:
		return abs(self.after - self.before)

	@property
	def arrow(self) -> str:
		return _SAME if self.after == self.before else _RISEN if self.after > self.before else _FALLEN


class Standing(Protocol):
	"""Figures of one organisation."""

	met_count: int
	late_count: int
	missed_count: int


S = TypeVar("S", bound=Standing)


def worst(rows: Iterable[S], number: int) -> list[S]:
	"""Return up to `number` organisations with gaps, the one with most missed, then late, first."""
	having = [row for row in rows if (row.missed_count or 0) or (row.late_count or 0)]
	return sorted(having, key=lambda row: (-(row.missed_count or 0), -(row.late_count or 0)))[:number]


def best(rows: Iterable[S], number: int) -> list[S]:
	"""Return up to `number` organisations that have missed nothing and done something, the one that has done most first."""
	clean = [row for row in rows if not (row.missed_count or 0) and (row.met_count or 0)]
	return sorted(clean, key=lambda row: ((row.late_count or 0), -(row.met_count or 0)))[:number]


def is_silent(last_record: date | None, begun: date | None, day: date, days: int) -> bool:
	"""Whether an organisation has entered nothing for `days` days before `day`; one that began since then is not yet asked."""
	since = max((known for known in (last_record, begun) if known), default=None)
	return since is None or (day - since).days > days
