"""Findings as the last check left them: how many of each status, and what is open for a member.

Nothing is judged anew here; `compliance/` does that and stores it.
"""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max
from frappe.utils import get_datetime

from party_affairs import settings
from party_affairs.facts.criteria import Which
from party_affairs.rules.periods import Period

FINDING = "Compliance Finding"
OPEN = ("Due", "Missed")
_PLANNED = "Planned"
_FIELDS = (
	*("name", "branch", "rule", "citation", "severity", "subject_name", "period_key", "period_start"),
	*("status", "required", "found", "due_date", "message", "remedy"),
)


def count_by_status(
	which: Which, year: Period | None = None, statuses: Sequence[str] | None = None
) -> dict[str, int]:
	"""Return by status the number of findings: one query.

	`year` narrows them to periods that begin in it, `statuses` to some of them.
	"""
	finding = DocType(FINDING)
	query = frappe.qb.from_(finding).select(finding.status, Count(finding.name)).where(which(finding))
	if year:
		query = query.where(finding.period_start[year.start : year.end])
	if statuses is not None:
		query = query.where(finding.status.isin(statuses))
	return dict(query.groupby(finding.status).run())


def year_checked_last(which: Which) -> int | None:
	"""Return the latest year of findings that are more than planned, None where there are none: one query."""
	finding = DocType(FINDING)
	query = frappe.qb.from_(finding).select(Max(finding.period_start))
	latest = query.where(which(finding) & (finding.status != _PLANNED)).run()[0][0]
	return latest.year if latest else None


def checked_last(which: Which) -> datetime | None:
	"""Return when a finding last changed, or all branches were checked last, whichever is later; None before any check.

	Two queries at most.
	"""
	finding = DocType(FINDING)
	of_these = frappe.qb.from_(finding).select(Max(finding.checked_on)).where(which(finding)).run()[0][0]
	times = (of_these, settings.last_check())
	return max((get_datetime(time) for time in times if time), default=None)


def open_of_member(member: str, which: Which, since: date | None = None) -> list[Any]:
	"""Return what is asked of a member himself and is not done, with its clause: one query, ordered by clause and period.

	`since` leaves out periods that began before that day. Rows have rule, status, period_key, due_date, message, and of the
	clause evaluation_kind, title, citation and clause_text.
	"""
	finding, rule = DocType(FINDING), DocType("Guide Rule")
	query = (
		frappe.qb.from_(finding)
		.join(rule)
		.on(rule.name == finding.rule)
		.select(
			*(finding.name, finding.rule, finding.status, finding.period_key, finding.due_date),
			finding.message,
			*(rule.evaluation_kind, rule.title, rule.citation, rule.clause_text),
		)
		.where((finding.subject_doctype == "Party Member") & (finding.subject == member))
		.where(finding.status.isin(OPEN) & which(finding))
		.orderby(finding.rule)
		.orderby(finding.period_start)
	)
	if since:
		query = query.where(finding.period_start >= since)
	return query.run(as_dict=True)


def listed(which: Which, first: date, last: date, statuses: Sequence[str]) -> list:
	"""Return the findings of periods that end from `first` to `last`, with the `title` of their clause: one query."""
	finding, rule = DocType(FINDING), DocType("Guide Rule")
	return (
		frappe.qb.from_(finding)
		.left_join(rule)
		.on(rule.name == finding.rule)
		.select(*(finding[field] for field in _FIELDS), rule.title)
		.where(which(finding) & finding.period_end[first:last] & finding.status.isin(list(statuses)))
	).run(as_dict=True)


# As the check itself finds them, before it stores anew


def stored_of_branches(branches: Sequence[str], year: Period, columns: Sequence[str]) -> list:
	"""Return the findings kept for `branches` of periods that begin in `year`: one query.

	Rows have name, creation, owner and `columns`.
	"""
	finding = DocType(FINDING)
	return _stored(finding, year, columns).where(finding.branch.isin(branches)).run(as_dict=True)


def stored_of_arrivals(branches: Sequence[str], year: Period, columns: Sequence[str]) -> list:
	"""Return the findings, kept under another branch, about members and firms that now belong to `branches`: two queries."""
	found = []
	for doctype, field in (("Party Member", "branch"), ("Law Firm", "committee")):
		finding, subject = DocType(FINDING), DocType(doctype)
		query = _stored(finding, year, columns).join(subject).on(subject.name == finding.subject)
		query = query.where((finding.subject_doctype == doctype) & subject[field].isin(branches))
		found += query.where(finding.branch != subject[field]).run(as_dict=True)
	return found


def _stored(finding, year: Period, columns: Sequence[str]):
	return (
		frappe.qb.from_(finding)
		.select(finding.name, finding.creation, finding.owner, *(finding[column] for column in columns))
		.where(finding.period_start[year.start : year.end])
	)
