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
from party_affairs.rules.findings import Evidence, Subject, Trigger
from party_affairs.rules.periods import periods_between

REPORT, REVIEW = "Thought Report", "Member Self Review"
FOR_APPRAISAL = "Democratic Appraisal"
_REGISTERED = (
	*("name", "branch", "member_name", "half_year", "handed_in_on", "form", "summary"),
	*("thought", "work", "discipline", "style", "suggestions"),
	*("handling", "handled_on", "comment", "commented_by_name", "commented_on"),
)


def load_reports(branches: Sequence[str], first: date, last: date) -> list:
	"""Return the reports about the half-years from `first` to `last`, or handed in from `first` on: one query.

	They are those that belong to `branches`, and those of their members who wrote them elsewhere.
	"""
	report, member = DocType(REPORT), DocType("Party Member")
	return (
		frappe.qb.from_(report)
		.join(member)
		.on(member.name == report.member)
		.select(
			*(
				report[field]
				for field in (
					"name",
					"member",
					"member_name",
					"branch",
					"half_year",
					"handed_in_on",
					"commented_on",
				)
			)
		)
		.where(report.branch.isin(branches) | member.branch.isin(branches))
		.where(report.handed_in_on.isnotnull())
		.where(_is_about(report, first, last) | (report.handed_in_on >= first))
		.orderby(report.name)
	).run(as_dict=True)


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


def load_reviews(branches: Sequence[str], year: int) -> list:
	"""Return the self reviews for the appraisal of a year, of members of `branches`: one query."""
	review, member = DocType(REVIEW), DocType("Party Member")
	return (
		frappe.qb.from_(review)
		.join(member)
		.on(member.name == review.member)
		.select(review.name, review.member, review.year, review.handed_in_on)
		.where(member.branch.isin(branches) & (review.year == year) & (review.purpose == FOR_APPRAISAL))
		.where(review.handed_in_on.isnotnull())
		.orderby(review.name)
	).run(as_dict=True)


def is_reviewed(member: str, year: int, purpose: str, leaving_out: str) -> bool:
	"""Whether a member has another self review of a year for a purpose (its label), drafts included: one query."""
	same = {"member": member, "year": year, "purpose": purpose, "name": ["!=", leaving_out]}
	return bool(frappe.db.exists(REVIEW, same))


def evidence(reports: Iterable, reviews: Iterable) -> dict[str, list[Evidence]]:
	"""Return the evidence by its keys. A report names its half-year and a review its year, whenever it was handed in."""
	reports = list(reports)
	return {
		"thought_report": [
			Evidence(row.member, row.handed_in_on, REPORT, row.name, period_key=row.half_year)
			for row in reports
		],
		"thought_report_comment": [
			Evidence(row.member, row.commented_on, REPORT, row.name, answers=row.name)
			for row in reports
			if row.commented_on
		],
		"self_review": [
			Evidence(row.member, row.handed_in_on, REVIEW, row.name, period_key=str(row.year))
			for row in reviews
		],
	}


def triggers(
	branches: Mapping[str, Subject], reports: Iterable, first: date, last: date
) -> dict[str, list[Trigger]]:
	"""Return the reports that were handed in from `first` to `last`: each waits for a comment of the branch it belongs to."""
	found = (
		Trigger(
			Subject(doctype="Party Member", name=row.member, branch=row.branch, label=row.member_name),
			row.handed_in_on,
			REPORT,
			row.name,
		)
		for row in reports
		if row.branch in branches and first <= row.handed_in_on <= last
	)
	return {"thought_report": [trigger for trigger in found if is_asked(branches, trigger)]}
