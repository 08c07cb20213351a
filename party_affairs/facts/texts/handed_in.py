"""Thought reports and self reviews that were handed in: evidence of R32, R33 and R38, and what R33 waits for.

Checks read the days alone, nothing of what somebody wrote. A draft is nobody's evidence.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pypika.terms import Criterion

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.criteria import Which
from party_affairs.facts.members.standing import is_asked
from party_affairs.rules.findings import Evidence, Subject, Trigger, subject_of
from party_affairs.rules.message import Message
from party_affairs.rules.periods import parse, periods_between

REPORT, REVIEW = "Thought Report", "Member Self Review"
FOR_APPRAISAL = "Democratic Appraisal"
_CHECKED = ("name", "member", "member_name", "branch", "half_year", "handed_in_on", "commented_on")
_REGISTERED = (
	*("name", "branch", "member_name", "half_year", "handed_in_on", "form", "summary"),
	*("thought", "work", "discipline", "style", "suggestions"),
	*("handling", "handled_on", "comment", "commented_by_name", "commented_on"),
)


def load_reports(members: Sequence[str], branches: Sequence[str], first: date, last: date) -> list:
	"""Return the reports of `members` about the half-years from `first` to `last`, and those handed in to `branches` from `first` on.

	Whoever wrote them elsewhere is among the members, and what a branch has to comment on among its own: two queries.
	"""
	report = DocType(REPORT)
	query = (
		frappe.qb.from_(report)
		.select(*(report[field] for field in _CHECKED))
		.where(report.handed_in_on.isnotnull())
	)
	found = {}
	if members:
		about = query.where(report.member.isin(list(members)) & _is_about(report, first, last))
		found = {row.name: row for row in about.run(as_dict=True)}
	if branches:
		handed_in = query.where(report.branch.isin(list(branches)) & (report.handed_in_on >= first))
		found.update((row.name, row) for row in handed_in.run(as_dict=True))
	return [found[name] for name in sorted(found)]


def registered_reports(which: Which, first: date, last: date) -> list:
	"""Return the reports about the half-years from `first` to `last` with what they say, as their register shows them: one query.

	A branch's register holds what was handed in to it; the check (:func:`load_reports`) also finds what its members wrote
	elsewhere, and reads nothing of what they wrote.
	"""
	report = DocType(REPORT)
	return (
		frappe.qb.from_(report)
		.select(*(report[field] for field in _REGISTERED))
		.where(which(report) & report.handed_in_on.isnotnull() & _is_about(report, first, last))
		.orderby(report.half_year, report.handed_in_on, report.member_name, report.name)
	).run(as_dict=True)


def _is_about(report, first: date, last: date) -> Criterion:
	half_years = [period.key for period in periods_between("half_year", first, last)]
	return report.half_year.isin(half_years)


def load_reviews(members: Sequence[str], year: int) -> list:
	"""Return the self reviews of `members` for the appraisal of a year: one query, none without members."""
	if not members:
		return []
	review = DocType(REVIEW)
	return (
		frappe.qb.from_(review)
		.select(review.name, review.member, review.year, review.handed_in_on)
		.where(review.member.isin(list(members)) & (review.year == year))
		.where((review.purpose == FOR_APPRAISAL) & review.handed_in_on.isnotnull())
		.orderby(review.name)
	).run(as_dict=True)


def is_reviewed(member: str, year: int, purpose: str, leaving_out: str) -> bool:
	"""Whether a member has another self review of a year for a purpose (its label), drafts included: one query."""
	same = {"member": member, "year": year, "purpose": purpose, "name": ["!=", leaving_out]}
	return bool(frappe.db.exists(REVIEW, same))


def evidence_of_reports(reports: Iterable) -> list[Evidence]:
	"""Return the thought reports as evidence: each names its half-year, whenever it was handed in."""
	halves: dict[str, date] = {}
	found = []
	for row in reports:
		about = halves.get(row.half_year)
		if about is None:
			about = halves[row.half_year] = parse(row.half_year).start
		found.append(Evidence(row.member, row.handed_in_on, REPORT, row.name, about=about))
	return found


def evidence_of_comments(reports: Iterable) -> list[Evidence]:
	"""Return the comments on thought reports, each the answer to its report."""
	return [
		Evidence(row.member, row.commented_on, REPORT, row.name, answers=row.name)
		for row in reports
		if row.commented_on
	]


def evidence_of_reviews(reviews: Iterable) -> list[Evidence]:
	"""Return the self reviews as evidence: each names its year, whenever it was handed in."""
	return [
		Evidence(row.member, row.handed_in_on, REVIEW, row.name, about=date(row.year, 1, 1))
		for row in reviews
	]


def triggers(branches: Mapping[str, Subject], reports: Iterable, first: date, last: date) -> list[Trigger]:
	"""Return the reports that were handed in from `first` to `last`: each waits for a comment of the branch it belongs to."""
	found = (
		Trigger(
			subject_of(row.branch, "Party Member", row.member, row.member_name),
			row.handed_in_on,
			REPORT,
			row.name,
			what=Message("thought report handed in on {day}", day=row.handed_in_on),
		)
		for row in reports
		if row.branch in branches and first <= row.handed_in_on <= last
	)
	return [trigger for trigger in found if is_asked(branches, trigger)]
