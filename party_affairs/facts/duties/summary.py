"""The one summary of duties: how many findings a branch has of each status, by clause and period.

Every figure that is shown of duties (cards, badges, pages, reports, mails) is a sum over these rows. Of linked clauses an
omission is counted once, and what does not apply not at all. The rows are kept with the findings, in the same transaction.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import NamedTuple

from pypika import Case

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max, Min, Sum
from frappe.utils import get_datetime

from party_affairs import settings
from party_affairs.facts.criteria import Which
from party_affairs.facts.duties.findings import FINDING, counted_alone
from party_affairs.facts.duties.touched import STATE
from party_affairs.rules.periods import Period

SUMMARY = "Duty Summary"
STATUSES = ("Planned", "Due", "Met", "Late", "Missed", "Excused")
COLUMNS = tuple(status.lower() for status in STATUSES)
SUMS_INDEX = "sums_of_branch"
SUMMED_COLUMNS = ("branch", "period_start", "rule", "period_end", "period_key", *COLUMNS)
"""The index that holds whatever is added up of a branch, and its columns."""


class Summed(NamedTuple):
	"""The findings of one clause in one branch for one period; a column a status, each the number of findings.

	`next_due` is the earliest day by which one of those still open (Planned or Due) is to be done, None if there is none.
	"""

	branch: str
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
	excused: int

	@property
	def key(self) -> tuple[str, str, str]:
		return self[:3]


class Spoken(NamedTuple):
	"""For which time the figures of a year speak: the earliest day as of which they hold for all of the branches, and when they were made.

	A branch of which nothing was touched, and nothing changes by itself, is not looked at again: what was found of it holds as of
	the last check of all. `as_of` is None where none of the branches was ever checked for the year, `unchecked` how many were not.
	"""

	as_of: date | None
	checked_on: datetime | None
	unchecked: int


def load(which: Which, first: date, last: date) -> list[Summed]:
	"""Return the rows of periods that begin from `first` to `last`, by branch, clause and period: one query."""
	summary = DocType(SUMMARY)
	query = frappe.qb.from_(summary).select(*(summary[column] for column in Summed._fields))
	query = query.where(which(summary) & summary.period_start[first:last])
	return [Summed(*row) for row in query.orderby(summary.branch, summary.rule, summary.period_start).run()]


def by_status(which: Which, year: Period) -> Counter:
	"""Return by status (its label) the number of findings of periods that begin in `year`: one query."""
	(totals,) = _sums(which, year).run()
	return Counter({status: int(number or 0) for status, number in zip(STATUSES, totals, strict=True)})


def by_branch(which: Which, year: Period) -> dict[str, Counter]:
	"""Return by branch what :func:`by_status` returns for it: one query."""
	summary = DocType(SUMMARY)
	rows = _sums(which, year).select(summary.branch).groupby(summary.branch).run()
	return {
		branch: Counter({status: int(number) for status, number in zip(STATUSES, totals, strict=True)})
		for *totals, branch in rows
	}


def by_branch_and_rule(which: Which, year: Period) -> dict[tuple[str, str], Counter]:
	"""Return by branch and clause what :func:`by_status` returns for them: one query."""
	summary = DocType(SUMMARY)
	query = _sums(which, year).select(summary.branch, summary.rule).groupby(summary.branch, summary.rule)
	return {
		(branch, rule): Counter(
			{status: int(number) for status, number in zip(STATUSES, totals, strict=True)}
		)
		for *totals, branch, rule in query.run()
	}


def spoken_for(branches: Iterable[str], year: int) -> Spoken:
	"""Return for which time the figures of `branches` for a calendar year speak: two queries at most."""
	names = sorted(set(branches))
	state = DocType(STATE)
	query = frappe.qb.from_(state).select(Min(state.checked_for), Max(state.checked_on), Count(state.name))
	((as_of, checked_on, number),) = query.where(
		state.branch.isin(names or [""]) & (state.year == year)
	).run()
	if as_of and (of_all := settings.last_check()):
		as_of = max(as_of, get_datetime(of_all).date())
	return Spoken(as_of, checked_on, len(names) - number)


def _sums(which: Which, year: Period):
	summary = DocType(SUMMARY)
	query = frappe.qb.from_(summary).select(*(Sum(summary[column]) for column in COLUMNS))
	return query.where(which(summary) & summary.period_start[year.start : year.end])


# As it is kept: what the findings say, and what is stored of it.


def from_findings(branches: Sequence[str], year: Period) -> dict[tuple[str, str, str], Summed]:
	"""Return what the stored findings of `branches` for periods that begin in `year` sum up to: one query."""
	finding = DocType(FINDING)
	counts = (Sum(Case().when(finding.status == status, 1).else_(0)) for status in STATUSES)
	open_until = Case().when(finding.status.isin(("Planned", "Due")), finding.due_date)
	query = (
		frappe.qb.from_(finding)
		.select(
			*(finding.branch, finding.rule, finding.period_key),
			*(Min(finding.period_start), Max(finding.period_end), Min(open_until)),
			*counts,
		)
		.where(finding.branch.isin(list(branches)) & counted_alone(finding))
		.where(finding.period_start[year.start : year.end])
		.groupby(finding.branch, finding.rule, finding.period_key)
	)
	rows = [Summed(*row[:6], *map(int, row[6:])) for row in query.run()]
	return {row.key: row for row in rows}


def stored(branches: Sequence[str], year: Period) -> dict[tuple[str, str, str], tuple[str, Summed]]:
	"""Return by key the name and content of the rows kept for `branches` of periods that begin in `year`: one query."""
	summary = DocType(SUMMARY)
	query = frappe.qb.from_(summary).select(summary.name, *(summary[column] for column in Summed._fields))
	query = query.where(summary.branch.isin(list(branches)) & summary.period_start[year.start : year.end])
	return {Summed(*row).key: (name, Summed(*row)) for name, *row in query.run()}
