"""Findings as the last check left them: how many of each status, and what is open for a member.

Nothing is judged anew here; `compliance/` does that and stores it.
"""

from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from pypika.enums import DatePart

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Extract, Max
from frappe.utils import get_datetime

from party_affairs import settings
from party_affairs.facts.criteria import Which
from party_affairs.rules.periods import Period

FINDING = "Compliance Finding"
OPEN = ("Due", "Missed")
DONE = ("Met", "Late")
_FIELDS = (
	*("name", "branch", "rule", "citation", "severity", "subject_name", "period_key", "period_start"),
	*("status", "required", "found", "due_date", "message", "remedy", "linked_to"),
)


def counted_alone(finding):
	"""Return the criterion of findings that sums count: not those that are counted with another clause's."""
	return finding.linked_to.isnull() | (finding.linked_to == "")


def years() -> list[int]:
	"""Return the years of whose periods findings are stored: one query."""
	finding = DocType(FINDING)
	query = frappe.qb.from_(finding).select(Extract(DatePart.year, finding.period_start)).distinct()
	return sorted(year for year in query.run(pluck=True) if year)


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

	`since` leaves out periods that began before that day. Rows have rule, status, period_key, due_date, message, evidence (JSON), and of the
	clause evaluation_kind, title, citation and clause_text.
	"""
	return _of_member(member, which, OPEN, since)


def done_by_member(member: str, which: Which, since: date) -> list[Any]:
	"""Return what was asked of a member himself from `since` on and is done, as :func:`open_of_member` does: one query."""
	return _of_member(member, which, DONE, since)


def _of_member(member: str, which: Which, statuses: Sequence[str], since: date | None) -> list[Any]:
	finding, rule = DocType(FINDING), DocType("Guide Rule")
	query = (
		frappe.qb.from_(finding)
		.join(rule)
		.on(rule.name == finding.rule)
		.select(
			*(finding.name, finding.rule, finding.status, finding.period_key, finding.due_date),
			*(finding.message, finding.evidence),
			*(rule.evaluation_kind, rule.title, rule.citation, rule.clause_text),
		)
		.where((finding.subject_doctype == "Party Member") & (finding.subject == member))
		.where(finding.status.isin(statuses) & which(finding))
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


# As the check itself finds them, before it stores anew. All but the keys is read from one index.


class Digest(NamedTuple):
	"""How many findings are stored of a branch, and their checksums taken together (each bit: odd or even)."""

	count: int
	checksum: int


def digests(branches: Sequence[str], year: Period) -> dict[str, Digest]:
	"""Return by branch the digest of the findings kept for periods that begin in `year`; none for a branch without any: one query."""
	rows = frappe.db.sql(
		f"""select branch, count(*), bit_xor(checksum) from `tab{FINDING}`
		where branch in %(branches)s and period_start between %(first)s and %(last)s group by branch""",
		{"branches": list(branches), "first": year.start, "last": year.end},
	)
	return {branch: Digest(count, checksum) for branch, count, checksum in rows}


def checksums(branches: Sequence[str], year: Period) -> list[tuple[str, int]]:
	"""Return name and checksum of the findings kept for `branches` of periods that begin in `year`: one query."""
	finding = DocType(FINDING)
	return (
		frappe.qb.from_(finding)
		.select(finding.name, finding.checksum)
		.where(finding.branch.isin(list(branches)) & finding.period_start[year.start : year.end])
	).run()


def of_clauses(names: Sequence[str], clauses: Collection[tuple[str, str]]) -> set[str]:
	"""Return those of the findings `names` that are of one of the pairs of branch and clause: one query."""
	finding = DocType(FINDING)
	query = frappe.qb.from_(finding).select(finding.name, finding.branch, finding.rule)
	rows = query.where(finding.name.isin(list(names) or [""])).run()
	return {name for name, branch, rule in rows if (branch, rule) in clauses}


def keys(names: Sequence[str]) -> dict[tuple[str, str, str, str], str]:
	"""Return the names of these findings by what they are known by, rule, doctype and subject, period: one query."""
	finding = DocType(FINDING)
	rows = (
		frappe.qb.from_(finding)
		.select(finding.rule, finding.subject_doctype, finding.subject, finding.period_key, finding.name)
		.where(finding.name.isin(list(names)))
	).run()
	return {tuple(key): name for *key, name in rows}


def stored(branches: Sequence[str], year: Period, columns: Sequence[str]) -> list[tuple]:
	"""Return `columns` of the findings kept for `branches` of periods that begin in `year`: one query."""
	finding = DocType(FINDING)
	return (
		frappe.qb.from_(finding)
		.select(*(finding[column] for column in columns))
		.where(finding.branch.isin(list(branches)) & finding.period_start[year.start : year.end])
		.orderby(finding.branch, finding.rule, finding.subject, finding.period_key)
	).run()
