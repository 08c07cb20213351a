"""How organisations stand on a day, as their reports say it: figures, what is open, and what changed since the report before."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _

from party_affairs import settings
from party_affairs.compliance.lines import Line
from party_affairs.compliance.run import Check
from party_affairs.facts.duties import reports as stored
from party_affairs.facts.duties import silence
from party_affairs.jobs import is_passing
from party_affairs.rules.duties import reports as rules
from party_affairs.rules.periods import Period, parse, period_of

_WORST_SHOWN = 3
_OPEN = ("Missed", "Late", "Due")
_ASKED = (*_OPEN, "Met", "Planned")
_STATUS_ORDER = {"Missed": 0, "Late": 1, "Due": 2, "Planned": 3}
_SEVERITY_ORDER = {"Block": 0, "Warn": 1, "Info": 2}


@dataclass
class Standing:
	"""How an organisation stands on a day: the lines of its report in order, and how many findings the year has of each status.

	Of linked clauses an omission is counted once. `cells` has the same numbers by clause, `totals` how many findings each clause
	has in each period, `of_period` those of duties that fell into the reported period, `carried` those of last year's events that
	wait for their answer. `before` is the report before it, None where there is none to compare with; `new_gaps` and `made_good`
	are the lines that changed since. `unchecked` says by clause why it could not be checked. Nothing at all is known of one that is
	`broken`.
	"""

	lines: list[Line] = field(default_factory=list)
	counts: Counter = field(default_factory=Counter)
	cells: dict[str, Counter] = field(default_factory=lambda: defaultdict(Counter))
	totals: Counter = field(default_factory=Counter)
	of_period: Counter = field(default_factory=Counter)
	carried: Counter = field(default_factory=Counter)
	before: Any = None
	new_gaps: list[Line] = field(default_factory=list)
	made_good: list[Line] = field(default_factory=list)
	last_record_on: date | None = None
	is_silent: bool = False
	unchecked: dict[str, str] = field(default_factory=dict)
	broken: bool = False

	def add(self, line: Line, period: Period) -> None:
		"""Count a finding of the year."""
		if line.linked_to:
			return
		self.counts[line.status] += 1
		self.cells[line.rule][line.status] += 1
		self.note_total(line)
		if period.contains(line.period_end):
			self.of_period[line.status] += 1

	def note_total(self, line: Line) -> None:
		if not line.linked_to and line.status in _ASKED:
			self.totals[line.rule, line.period_key] += 1

	def worst(self) -> str:
		"""Return the clauses that are missed, the gravest and most frequent first, each with how often."""
		missed = Counter(
			(_SEVERITY_ORDER[line.severity], line.rule, line.title)
			for line in self.lines
			if line.status == "Missed" and not line.linked_to
		)
		ordered = sorted(missed.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
		return "；".join(
			_("{clause} {title} ({number} items)").format(clause=rule, title=title, number=number)
			for (_severity, rule, title), number in ordered[:_WORST_SHOWN]
		)


class PeriodAsOf:
	"""A period as it stands on a day: the checks that it takes, each made once."""

	def __init__(self, period_key: str, as_of: date) -> None:
		self.period = parse(period_key)
		year = self.period.start.year
		self.as_of, self.horizon = as_of, horizon_of(self.period, as_of)
		self.this_year = Check(year)
		# In December what comes next belongs to the new year, of which nothing can be missed yet.
		self.next_year = Check(self.horizon.year) if self.horizon.year != year else None
		# An event of last year may still wait for its answer, such as a letter of transfer of December.
		self.last_year = Check(year - 1, kinds=("event",))
		self.silent_days = settings.silent_days()

	def standings(self, chunk: Sequence[str]) -> dict[str, Standing]:
		"""Return how each of a chunk stands; one bad record costs its own organisation the report, and no other."""
		try:
			return self._standings(chunk)
		except Exception as error:
			if is_passing(error):
				raise
			if len(chunk) == 1:
				frappe.log_error(title=f"{chunk[0]} could not be checked for its report")
				return {chunk[0]: Standing(broken=True)}
		return {branch: self.standings([branch])[branch] for branch in chunk}

	def _standings(self, chunk: Sequence[str]) -> dict[str, Standing]:
		found = {branch: Standing() for branch in chunk}
		of_year: dict[str, list[Line]] = {branch: [] for branch in chunk}
		for line in self._judged(self.this_year, found):
			standing = found[line.branch]
			of_year[line.branch].append(line)
			standing.add(line, self.period)
			if line.status in _OPEN or _falls_due(line, self.horizon):
				standing.lines.append(line)
		for line in self._judged(self.next_year, found) if self.next_year else ():
			found[line.branch].note_total(line)
			if _falls_due(line, self.horizon):
				found[line.branch].lines.append(line)
		asked_again = {(line.rule, line.subject) for standing in found.values() for line in standing.lines}
		for line in self._judged(self.last_year, found):
			if line.status in ("Due", "Missed") and (line.rule, line.subject) not in asked_again:
				if not line.linked_to:
					found[line.branch].carried[line.status] += 1
					found[line.branch].note_total(line)
				found[line.branch].lines.append(line)
		for standing in found.values():
			standing.lines.sort(key=_line_order)
		self._compare(found, of_year)
		self._listen(found)
		return found

	def _judged(self, check: Check, found: Mapping[str, Standing]) -> list[Line]:
		judged = check.judged(list(found), self.as_of)
		for branch, breakage in judged.unchecked:
			found[branch].unchecked[breakage.rule] = breakage.sentence
		return judged.lines

	def _compare(self, found: Mapping[str, Standing], of_year: Mapping[str, Sequence[Line]]) -> None:
		"""Set each beside its report before: two queries."""
		key = compared_with(self.period)
		reports = stored.before(key, list(found)) if key else {}
		missing = stored.missing_in([report.name for report in reports.values()]) if reports else {}
		for branch, report in reports.items():
			standing = found[branch]
			standing.before = report
			# The gaps of a year end with it: two years are set side by side by their figures alone.
			if self.period.kind != "year":
				before = missing.get(report.name, ())
				standing.new_gaps.extend(rules.new_gaps(of_year[branch], before))
				standing.made_good.extend(
					sorted(rules.made_good(of_year[branch], before), key=_order_of_done)
				)

	def _listen(self, found: Mapping[str, Standing]) -> None:
		"""Note who has been silent for long: two queries."""
		last, begun = silence.last_records(list(found), self.as_of), silence.begun(list(found))
		for branch, standing in found.items():
			standing.last_record_on = last.get(branch)
			standing.is_silent = rules.is_silent(
				standing.last_record_on, begun.get(branch), self.as_of, self.silent_days
			)


def horizon_of(period: Period, as_of: date) -> date:
	"""Return until when a report shows what falls due next: to the end of the month of its day, of longer periods of the quarter."""
	return period_of("month" if period.kind == "month" else "quarter", as_of).end


def compared_with(period: Period) -> str | None:
	"""Return the key of the period with which a report is compared, None for the first of a year: figures begin anew with it."""
	before = period_of(period.kind, period.start - timedelta(days=1))
	return before.key if period.kind == "year" or before.start.year == period.start.year else None


def _falls_due(line: Line, horizon: date) -> bool:
	return line.status in ("Due", "Planned") and line.due_date is not None and line.due_date <= horizon


def _line_order(line: Line) -> tuple:
	return (_STATUS_ORDER[line.status], *_order_of_done(line))


def _order_of_done(line: Line) -> tuple:
	return (
		_SEVERITY_ORDER[line.severity],
		line.rule,
		line.period_start,
		line.subject_name,
		line.subject,
	)
