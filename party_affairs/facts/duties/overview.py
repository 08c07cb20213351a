"""Sums of the summary of duties for whoever looks at many branches: by subtree and clause, and by the month in which periods end."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from pypika.enums import DatePart

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Extract, Sum

from party_affairs.facts.criteria import Which
from party_affairs.facts.duties.findings import FINDING, counted_alone
from party_affairs.facts.duties.summary import COLUMNS, STATUSES, SUMMARY
from party_affairs.rules.periods import Period

_BRANCH = "Party Branch"
_ROWS_OF_A_CELL = 200


def by_subtree_and_rule(which: Which, year: Period, tops: Sequence[str]) -> dict[tuple[str, str], Counter]:
	"""Return by (top, clause) the numbers by status of the subtree of each of `tops`, itself included: one query."""
	summary, branch, top = DocType(SUMMARY), DocType(_BRANCH), DocType(_BRANCH).as_("top")
	query = (
		frappe.qb.from_(top)
		.join(branch)
		.on((branch.lft >= top.lft) & (branch.lft <= top.rgt))
		.join(summary)
		.on(summary.branch == branch.name)
		.select(top.name, summary.rule, *(Sum(summary[column]) for column in COLUMNS))
		.where(which(summary) & top.name.isin(list(tops) or [""]))
		.where(summary.period_start[year.start : year.end])
		.groupby(top.name, summary.rule)
	)
	return {(name, rule): _counter(numbers) for name, rule, *numbers in query.run()}


def by_rule(which: Which, year: Period) -> dict[str, Counter]:
	"""Return by clause the numbers by status: one query."""
	summary = DocType(SUMMARY)
	query = (
		frappe.qb.from_(summary)
		.select(summary.rule, *(Sum(summary[column]) for column in COLUMNS))
		.where(which(summary) & summary.period_start[year.start : year.end])
		.groupby(summary.rule)
	)
	return {rule: _counter(numbers) for rule, *numbers in query.run()}


def by_month_of_end(which: Which, year: Period) -> dict[int, Counter]:
	"""Return by month (1 to 12) the numbers by status of the periods of `year` that end in it, those of a whole year left out: one query."""
	summary = DocType(SUMMARY)
	month = Extract(DatePart.month, summary.period_end)
	query = (
		frappe.qb.from_(summary)
		.select(month, *(Sum(summary[column]) for column in COLUMNS))
		.where(which(summary) & summary.period_start[year.start : year.end])
		.where(summary.period_end[year.start : year.end] & (summary.period_key != year.key))
		.groupby(month)
	)
	return {month: _counter(numbers) for month, *numbers in query.run()}


def missed_of_ended(which: Which, first: date, last: date) -> dict[tuple[str, str], int]:
	"""Return by (branch, clause) how many duties are missed of the periods that ended from `first` to `last`: one query."""
	summary = DocType(SUMMARY)
	query = (
		frappe.qb.from_(summary)
		.select(summary.branch, summary.rule, Sum(summary.missed))
		.where(which(summary) & summary.period_end[first:last] & (summary.missed > 0))
		.groupby(summary.branch, summary.rule)
	)
	return {(branch, rule): int(number) for branch, rule, number in query.run()}


def of_cell(which: Which, top: str, rule: str | None, year: Period, statuses: Sequence[str]) -> list:
	"""Return the findings behind a cell: of the subtree of `top`, of one clause or all, in some statuses: one query.

	At most 200, nearest deadline first, each with `branch_name`, the short name of its organisation, and the `title` of its clause.
	"""
	finding, branch, above = DocType(FINDING), DocType(_BRANCH), DocType(_BRANCH).as_("top")
	clause = DocType("Guide Rule")
	query = (
		frappe.qb.from_(above)
		.join(branch)
		.on((branch.lft >= above.lft) & (branch.lft <= above.rgt))
		.join(finding)
		.on(finding.branch == branch.name)
		.left_join(clause)
		.on(clause.name == finding.rule)
		.select(finding.name, finding.branch, finding.rule, finding.status, finding.period_key)
		.select(finding.due_date, finding.subject_doctype, finding.subject, finding.subject_name)
		.select(finding.message, branch.branch_name, branch.short_name, clause.title, clause.citation)
		.where(which(finding) & counted_alone(finding) & (above.name == top))
		.where(finding.period_start[year.start : year.end] & finding.status.isin(list(statuses)))
		.orderby(finding.due_date)
		.orderby(finding.branch)
		.orderby(finding.name)
		.limit(_ROWS_OF_A_CELL)
	)
	if rule:
		query = query.where(finding.rule == rule)
	return query.run(as_dict=True)


def _counter(numbers: Sequence) -> Counter:
	return Counter({status: int(number or 0) for status, number in zip(STATUSES, numbers, strict=True)})
