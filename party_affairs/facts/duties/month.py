"""What the stored findings and their sums say for the page of a month."""

from collections.abc import Collection
from datetime import date

from pypika import Case, Order

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Max, Min, Sum

from party_affairs.facts.criteria import Which
from party_affairs.facts.duties.findings import FINDING
from party_affairs.facts.duties.summary import COLUMNS, SUMMARY

_OPEN = ("Planned", "Due", "Missed")


def findings(which: Which, first: date, last: date, since: date, answerable: Collection[str]) -> list:
	"""Return the findings of periods that begin from `first` to `last`, and what is open of the clauses `answerable` from `since` on: one query.

	Rows have the fields of `rules.duties.month.DutyFinding`, with the `status` as it is labelled.
	"""
	finding = DocType(FINDING)
	earlier = (
		finding.period_start[since:first]
		& finding.rule.isin(sorted(answerable) or [""])
		& finding.status.isin(_OPEN)
	)
	# A finding that says the same since it is there was never changed.
	changed_on = Case().when(finding.checked_on > finding.creation, finding.checked_on)
	return (
		frappe.qb.from_(finding)
		.select(
			*(finding.name, finding.rule, finding.branch, finding.subject_doctype, finding.subject),
			*(finding.subject_name, finding.period_key, finding.period_start, finding.period_end),
			*(finding.due_date, finding.status, finding.message, finding.linked_to),
			changed_on.as_("changed_on"),
		)
		.where(which(finding) & (finding.period_start[first:last] | earlier))
	).run(as_dict=True)


def sums(which: Which, first: date, last: date, since: date, answerable: Collection[str]) -> list:
	"""Return by clause and period what the findings of many organisations sum up to: one query.

	The periods are those of :func:`findings`. Rows have the fields of `rules.duties.month.DutySum`.
	"""
	summary = DocType(SUMMARY)
	is_open = summary.planned + summary.due + summary.missed
	earlier = (
		summary.period_start[since:first] & summary.rule.isin(sorted(answerable) or [""]) & (is_open > 0)
	)
	return (
		frappe.qb.from_(summary)
		.select(
			*(summary.rule, summary.period_key, Min(summary.period_start).as_("period_start")),
			*(Max(summary.period_end).as_("period_end"), Min(summary.next_due).as_("next_due")),
			*(Sum(summary[column]).as_(column) for column in COLUMNS),
			Sum(Case().when(is_open > 0, 1).else_(0)).as_("branches"),
		)
		.where(which(summary) & (summary.period_start[first:last] | earlier))
		.groupby(summary.rule, summary.period_key)
	).run(as_dict=True)


def behind(which: Which, rule: str, period_key: str) -> list:
	"""Return how one clause stands for one period in each organisation where something is open, most open first: one query.

	Rows have branch, the `open` and the `missed` of it, `done` and next_due.
	"""
	summary = DocType(SUMMARY)
	is_open = summary.planned + summary.due + summary.missed
	return (
		frappe.qb.from_(summary)
		.select(
			*(summary.branch, is_open.as_("open"), summary.missed, summary.next_due),
			(summary.met + summary.late).as_("done"),
		)
		.where(which(summary) & (summary.rule == rule) & (summary.period_key == period_key) & (is_open > 0))
		.orderby(is_open, order=Order.desc)
		.orderby(summary.branch)
	).run(as_dict=True)
