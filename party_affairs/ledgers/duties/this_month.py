"""本月: what a month asks of organisations, in words, for screen, print, mail and calendar.

The lines are those of `rules.duties.month`; here they get their titles, deadlines and clauses. Whose rows may be seen is the
caller's business: it names the organisations.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from frappe import _

from party_affairs import settings
from party_affairs.compliance.lines import STATUS_KEYS
from party_affairs.facts.criteria import of_branches
from party_affairs.facts.duties import month as month_facts
from party_affairs.facts.duties import rules as rule_facts
from party_affairs.facts.duties import summary
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.guide import registry
from party_affairs.guide.duties.actions import (
	NEVER,
	WITHIN_YEAR,
	Action,
	afterwards_of,
	answerable_ever,
	find_action,
)
from party_affairs.ledgers.text import joined, period_text
from party_affairs.rules.duties.month import (
	DutyFinding,
	DutyLine,
	DutySum,
	Month,
	OpenItem,
	month_of,
	month_of_sums,
)
from party_affairs.rules.periods import Period, calendar_year, period_of

_UNITS: Mapping[str, str] = {
	"member": "people",
	"firm": "law firms",
	"group": "Party groups",
	"meeting": "meetings",
	"thought_report": "reports",
	"work_report": "reports",
	"life_review": "meetings",
	"appraisal": "appraisals",
	"member_event": "matters",
	"pairing": "contacts",
	"welfare_activity": "activities",
	"development_case": "people",
	"opinion": "opinions",
}
"""By whom a clause is asked of, what its lines count. An organisation is not counted: it is the line."""


@dataclass(frozen=True)
class Entry:
	"""A line in words, in the language of the request.

	`title` says duty and what is open, such as 思想汇报：差22人. `clause` is number and title of the clause, `text` its wording, `also` the
	clauses counted with it. `days_left` is negative once the deadline is over, None without one. `deadline` and `remark` (whether what was
	missed can be made good) are sentences, empty where there is nothing to say. `branch_name` is the short name.
	"""

	line: DutyLine
	short: str
	title: str
	branch_name: str
	period: str
	clause: str
	citation: str
	text: str
	also: tuple[str, ...]
	deadline: str
	days_left: int | None
	remark: str
	action: Action | None

	@property
	def items(self) -> tuple[OpenItem, ...]:
		return self.line.items


@dataclass(frozen=True)
class ThisMonth:
	"""What a month asks, in words. The parts are those of `rules.duties.month.Month`.

	`as_of` is the day for which the figures speak (the earliest of the organisations), `checked_on` when that was found out; None before the first
	check. `unchecked` of the organisations were never checked for the year.
	"""

	branches: tuple[str, ...]
	day: date
	month: Period
	late: tuple[Entry, ...]
	current: tuple[Entry, ...]
	coming: tuple[Entry, ...]
	later: tuple[Entry, ...]
	done: tuple[Entry, ...]
	year: tuple[Counter, ...]
	as_of: date | None
	checked_on: datetime | None
	unchecked: int

	@property
	def open_entries(self) -> tuple[Entry, ...]:
		return (*self.late, *self.current, *self.coming, *self.later)

	@property
	def entries(self) -> tuple[Entry, ...]:
		return (*self.open_entries, *self.done)


def build(
	branches: Sequence[str], day: date, month: Period | None = None, *, together: bool = False
) -> ThisMonth:
	"""Return what `month` (default: that of `day`) asks of `branches`, seen on `day`, by what the last check found: four queries.

	`together` makes one line of a clause for all of them, with the number of organisations and without persons, from the sums.
	"""
	month = month or period_of("month", day)
	found = load(branches, day, month, together=together)
	words = _Words.of(found, branches, day)
	spoken = summary.spoken_for(branches, month.start.year)
	return ThisMonth(
		branches=tuple(branches),
		day=day,
		month=month,
		late=words.entries(found.late),
		current=words.entries(found.current),
		coming=words.entries(found.coming),
		later=words.entries(found.later),
		done=words.entries(found.done),
		year=found.year,
		as_of=spoken.as_of,
		checked_on=spoken.checked_on,
		unchecked=spoken.unchecked,
	)


def load(branches: Iterable[str], day: date, month: Period | None = None, *, together: bool = False) -> Month:
	"""Return the lines of `branches` without words: one query."""
	month = month or period_of("month", day)
	year = calendar_year(month.start.year)
	last = max(year.end, month.next().end)
	before = calendar_year(year.start.year - 1).start
	asked = (of_branches(branches), year.start, last, before, answerable_ever())
	if together:
		return month_of_sums((_sum(row) for row in month_facts.sums(*asked)), day, month)
	return month_of((_finding(row) for row in month_facts.findings(*asked)), day, month)


def _finding(row: Mapping[str, Any]) -> DutyFinding:
	changed = row["changed_on"]
	return DutyFinding(
		**{
			**row,
			"status": STATUS_KEYS[row["status"]],
			"linked_to": row["linked_to"] or None,
			"changed_on": changed.date() if changed else None,
		}
	)


def _sum(row: Mapping[str, Any]) -> DutySum:
	counts = {key: int(row[key]) for key in ("planned", "due", "met", "late", "missed", "branches")}
	return DutySum(
		row["rule"],
		row["period_key"],
		row["period_start"],
		row["period_end"],
		row["next_due"],
		exempt=int(row["excused"]),
		**counts,
	)


@dataclass(frozen=True)
class _Words:
	"""Puts the lines of one page into words."""

	day: date
	clauses: Mapping[str, Any]
	names: Mapping[str, str]
	theme_day: int

	@classmethod
	def of(cls, found: Month, branches: Sequence[str], day: date) -> "_Words":
		lines = (*found.open_lines, *found.done)
		clauses = rule_facts.described({rule for line in lines for rule in (line.rule, *line.also)})
		names = short_names(branches) if any(line.branch for line in lines) else {}
		return cls(day, clauses, names, settings.theme_day_of_month())

	def entries(self, lines: Iterable[DutyLine]) -> tuple[Entry, ...]:
		return tuple(self.entry(line) for line in lines)

	def entry(self, line: DutyLine) -> Entry:
		action, clause = find_action(line.rule), self.clauses.get(line.rule)
		short = action.short if action else (clause.title if clause else line.rule)
		days_left = (line.due_date - self.day).days if line.is_open and line.due_date else None
		return Entry(
			line=line,
			short=short,
			title=_("{duty}: {state}").format(duty=short, state=self._state(line)),
			branch_name=self.names.get(line.branch, line.branch or "") if line.branch else "",
			period=period_text(line.period_key),
			clause=f"{line.rule} {clause.title if clause else ''}".strip(),
			citation=clause.citation if clause else "",
			text=clause.clause_text if clause else "",
			also=tuple(self._cited(rule) for rule in line.also),
			deadline=_deadline(days_left),
			days_left=days_left,
			remark=_remark(line),
			action=action,
		)

	def _state(self, line: DutyLine) -> str:
		unit = self._unit(line)
		if line.branch is None:
			return self._state_of_several(line, unit)
		if not line.is_open:
			if unit:
				return _("done, {number} {unit}").format(number=line.done, unit=_(unit))
			return _("done late") if line.status == "late" else _("done")
		if unit:
			return self._with_period(line, _("{number} {unit} to go").format(number=line.open, unit=_(unit)))
		if line.missed:
			return self._what_is_missing(line)
		if line.due_date is None:
			return _("to be done in {period}").format(period=period_text(line.period_key))
		return self._by(line)

	def _state_of_several(self, line: DutyLine, unit: str | None) -> str:
		if not line.is_open:
			return _("done")
		said = _("{branches} branches to go").format(branches=line.branches)
		if unit:
			said = _("{number} {unit} to go in {branches} branches").format(
				number=line.open, unit=_(unit), branches=line.branches
			)
		return self._with_period(line, said)

	def _with_period(self, line: DutyLine, said: str) -> str:
		"""What is open, with the time that it is about where that is over."""
		if line.period_end >= self.day:
			return said
		return _("{state} ({period})").format(state=said, period=period_text(line.period_key))

	def _what_is_missing(self, line: DutyLine) -> str:
		if self._kind(line) == "Frequency":
			return _("missing for {period}").format(period=period_text(line.period_key))
		if line.due_date:
			return _("overdue since {day}").format(day=month_and_day(line.due_date, self.day.year))
		return _("not as it should be")

	def _by(self, line: DutyLine) -> str:
		said = _("by {day}").format(day=month_and_day(line.due_date, self.day.year))
		return _("{deadline} (moved by the holidays)").format(deadline=said) if self._is_moved(line) else said

	def _is_moved(self, line: DutyLine) -> bool:
		"""Whether the day of the clause is no workday and another stands for it."""
		if not find_action(line.rule) or registry.clause(line.rule).parameters.get("due_days") != "theme_day":
			return False
		return line.due_date.day != self.theme_day

	def _unit(self, line: DutyLine) -> str | None:
		clause = self.clauses.get(line.rule)
		return _UNITS.get(clause.subject_kind) if clause else None

	def _kind(self, line: DutyLine) -> str | None:
		# A clause that is judged twice has a state of the whole year beside its periods.
		clause = self.clauses.get(line.rule)
		return clause.evaluation_kind if clause else None

	def _cited(self, rule: str) -> str:
		clause = self.clauses.get(rule)
		return _("{rule} ({citation})").format(rule=rule, citation=clause.citation) if clause else rule


def short_names(branches: Iterable[str]) -> dict[str, str]:
	"""Return by organisation what it is called in short: one query."""
	names = list(branches)
	short = {row.name: row.short_name for row in branch_facts.load(names)}
	return {name: short.get(name) or name for name in names}


def month_and_day(day: date, year: int) -> str:
	"""Return a day as people name it in `year`: 11月13日, and with its year where that is another."""
	if day.year != year:
		return _("{year}-{month}-{day}").format(year=day.year, month=day.month, day=day.day)
	return _("{month}-{day}").format(month=day.month, day=day.day)


def _deadline(days_left: int | None) -> str:
	if days_left is None:
		return ""
	if days_left < 0:
		return _("{0} days over").format(-days_left)
	return _("{0} days left").format(days_left) if days_left else _("The last day is today")


def _remark(line: DutyLine) -> str:
	if not line.missed:
		return ""
	afterwards = afterwards_of(line.rule)
	if not line.can_be_made_good or afterwards == NEVER:
		return _("It cannot be made good. If it was done in time and not entered, enter it.")
	if afterwards == WITHIN_YEAR:
		return _("It can still be put in order this year.")
	return _("It can still be done and counts as done late.")


def sentence(entry: Entry) -> str:
	"""Return an entry in one sentence for mail and calendar: whose duty, what is open, the clause."""
	said = joined((entry.title, entry.deadline))
	if entry.branch_name:
		said = _("{branch}: {sentence}").format(branch=entry.branch_name, sentence=said)
	return (
		_("{sentence} ({citation})").format(sentence=said, citation=entry.citation)
		if entry.citation
		else said
	)
