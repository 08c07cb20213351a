"""Organisation life reviews: what is recorded of them, their part in R15 and R36, and what R37 asks about."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count

from party_affairs.facts.criteria import Which
from party_affairs.rules.findings import Evidence, Subject, subject_of
from party_affairs.rules.meetings.facts import LifeReviewFacts
from party_affairs.rules.meetings.life_reviews import state_of_measure
from party_affairs.rules.periods import parse

SUBMITTED = 1
_REVIEW, _MEETING, _MEASURE = "Party Life Review", "Party Meeting", "Life Review Measure"
_LIFE_MEETING = "organisation_life_meeting"
_PURPOSE = "Organisation Life Meeting"
_TABLES = {
	"studies": "Life Review Study",
	"opinions": "Life Review Opinion",
	"problems": "Life Review Problem",
}
_HALVES = {"First Half": 1, "Second Half": 2}


def load(branches: Sequence[str], year: int, as_of: date) -> list:
	"""Return the life reviews of `branches` about a year that were held by `as_of`, with what is recorded of each.

	Held is a review whose meeting has submitted minutes, in the year or after it. Six queries, whatever the number of reviews.
	"""
	review, meeting = DocType(_REVIEW), DocType(_MEETING)
	held = (meeting.name == review.meeting) & (meeting.docstatus == SUBMITTED)
	rows = (
		frappe.qb.from_(review)
		.join(meeting)
		.on(held)
		.select(
			*(
				review[field]
				for field in (
					"name",
					"title",
					"branch",
					"year",
					"half",
					"talks_held",
					"talks_confirmed_by",
					"direction",
				)
			),
			meeting.name.as_("meeting"),
			meeting.meeting_date.as_("held_on"),
		)
		.where(review.branch.isin(list(branches)) & (review.year == year))
		.where(meeting.meeting_date <= as_of)
		.orderby(meeting.meeting_date, review.name)
	).run(as_dict=True)
	names = [row.name for row in rows]
	for row, numbers in zip(rows, _numbers(names), strict=True):
		row.update(numbers)
	return rows


def records_of(review) -> dict[str, Any]:
	"""Return what is recorded of one review, whether held or not, as its document has it now: numbers and measures."""
	(numbers,) = _numbers([review.name])
	return {**review.as_dict(), **numbers}


def _numbers(names: Sequence[str]) -> list[dict[str, Any]]:
	"""Return for each review how many rows its tables have, and its measures: five queries, none without reviews."""
	if not names:
		return []
	counts = {key: _count(doctype, names) for key, doctype in _TABLES.items()}
	counts["criticisms"] = _count_criticisms(names)
	measures = _measures(names)
	return [
		{**{key: numbers.get(name, 0) for key, numbers in counts.items()}, "measure_rows": measures[name]}
		for name in names
	]


def _count(doctype: str, names: Sequence[str]) -> dict[str, int]:
	row = DocType(doctype)
	query = frappe.qb.from_(row).select(row.parent, Count(row.name)).where(row.parent.isin(names))
	return dict(query.groupby(row.parent).run())


def _count_criticisms(names: Sequence[str]) -> dict[str, int]:
	"""How many members' criticism or self-criticism is recorded: the number only, the text stays in its own document."""
	record, line = DocType("Life Review Criticism"), DocType("Life Review Criticism Line")
	said = (line.self_criticism != "") | (line.criticism != "")
	query = (
		frappe.qb.from_(line)
		.join(record)
		.on(record.name == line.parent)
		.select(record.review, Count(line.name))
		.where(record.review.isin(names) & said)
	)
	return dict(query.groupby(record.review).run())


def _measures(names: Sequence[str]) -> dict[str, list]:
	row = DocType(_MEASURE)
	rows = (
		frappe.qb.from_(row)
		.select(row.parent, row.responsible, row.deadline, row.closed_on)
		.where(row.parent.isin(names))
		.orderby(row.idx)
	).run(as_dict=True)
	found = defaultdict(list)
	for measure in rows:
		found[measure.parent].append(measure)
	return found


def measures(which: Which, first: date, last: date) -> list:
	"""Return the rectification items of reviews held by `last` that were open on `first` or later: one query.

	They are shown as they stood on `last`. Clause R37 asks of a year's reviews alone, their ledger goes on with an item
	until it is closed; so these are two reads, and `state_of_measure` judges the items of both.
	"""
	review, measure = DocType(_REVIEW), DocType(_MEASURE)
	rows = (
		frappe.qb.from_(measure)
		.join(review)
		.on(review.name == measure.parent)
		.select(review.name, review.branch, review.theme, review.held_on)
		.select(measure.problem, measure.measure, measure.responsible_name, measure.deadline)
		.select(measure.closed_on, measure.evidence)
		.where(which(review) & (review.held_on <= last))
		.where((review.held_on >= first) | measure.closed_on.isnull() | (measure.closed_on >= first))
		.orderby(review.held_on, review.name, measure.idx)
	).run(as_dict=True)
	for row in rows:
		# What was closed later was still open then.
		if row.closed_on and row.closed_on > last:
			row.update(closed_on=None, evidence=None)
	return rows


def title_of_other(meeting: str, leaving_out: str) -> str | None:
	"""Return the title of the life review that a meeting was, other than the one left out, None without one: one query."""
	return frappe.db.get_value(_REVIEW, {"meeting": meeting, "name": ["!=", leaving_out]}, "title")


def record_of_criticism(review: str) -> str | None:
	"""Return the name of the record of criticism of a review, None while there is none: one query.

	The caller has checked that what it says may be read.
	"""
	return frappe.db.get_value("Life Review Criticism", {"review": review}, "name")


def self_reviews(branch: str, year: int) -> list[str]:
	"""Return the names of the personal examinations that members of a branch handed in for a year's life review: one query."""
	filters = {"branch": branch, "year": year, "purpose": _PURPOSE, "handed_in_on": ["is", "set"]}
	return frappe.get_all("Member Self Review", filters=filters, pluck="name", order_by="member_name, name")


def of_other_years(branches: Sequence[str], first: date, last: date, year: int) -> frozenset[str]:
	"""Return the meetings held from `first` to `last` that were life reviews about another year than `year`: one query."""
	review, meeting = DocType(_REVIEW), DocType(_MEETING)
	query = (
		frappe.qb.from_(review)
		.join(meeting)
		.on(meeting.name == review.meeting)
		.select(meeting.name)
		.where(review.branch.isin(list(branches)) & (review.year != year) & meeting.meeting_date[first:last])
	)
	return frozenset(query.run(pluck=True))


def evidence(rows: Iterable, meetings: Iterable[Evidence], of_other_years: Collection[str]) -> list[Evidence]:
	"""Return the life reviews as evidence, and the life `meetings` beside them; the same meeting counts once.

	A review names the year or half-year that it is about, whenever it was held, and which kind of meeting it was held in is
	no matter (education regulation art. 17). A meeting without a review is about the time in which it was held.
	"""
	reviewed = {row.meeting for row in rows}
	return [
		*(Evidence(row.branch, row.held_on, _MEETING, row.meeting, about=_about(row)) for row in rows),
		*(
			meeting
			for meeting in meetings
			if meeting.name not in reviewed and meeting.name not in of_other_years
		),
	]


def _about(row) -> date:
	"""A day of the time that a review is about: of its half-year where it names one, else of the one in which it was held."""
	if row.half:
		return parse(f"{row.year}-H{_HALVES[row.half]}").start
	return row.held_on if row.held_on.year == row.year else date(row.year, 12, 31)


def subjects(rows: Sequence, meetings: Iterable, of_other_years: Collection[str]) -> tuple[Subject, ...]:
	"""Return the life reviews, and the life meetings that have none."""
	reviewed = {row.meeting for row in rows}
	return (
		*(subject_of(row.branch, _REVIEW, row.name, row.title, row.held_on, year=row.year) for row in rows),
		*(
			subject_of(row.branch, _MEETING, row.name, row.topic, row.meeting_date)
			for row in _without_review(meetings, reviewed, of_other_years)
		),
	)


def facts(
	rows: Iterable, meetings: Iterable, of_other_years: Collection[str], as_of: date
) -> dict[str, LifeReviewFacts]:
	"""Return by life review, and by life meeting that has none, how it stands on `as_of`."""
	rows = list(rows)
	found = {row.name: facts_of(row, as_of) for row in rows}
	for row in _without_review(meetings, {row.meeting for row in rows}, of_other_years):
		found[row.name] = LifeReviewFacts(held_on=row.meeting_date)
	return found


def _without_review(meetings: Iterable, reviewed: Collection[str], of_other_years: Collection[str]) -> list:
	return [
		row
		for row in meetings
		if _LIFE_MEETING in row.kinds and row.name not in reviewed and row.name not in of_other_years
	]


def borders(rows: Iterable) -> list[tuple[str, date]]:
	"""Return with their branch the days after which time alone makes an item of a review overdue."""
	return [
		(row.branch, measure.deadline + timedelta(days=1))
		for row in rows
		for measure in row.measure_rows
		if measure.deadline
	]


def facts_of(row: Mapping[str, Any], as_of: date) -> LifeReviewFacts:
	"""Return the facts of one review as it stands on a day."""
	measures = row["measure_rows"]
	states = [state_of_measure(measure.deadline, measure.closed_on, as_of) for measure in measures]
	late = [
		(measure.closed_on, measure.deadline)
		for measure, state in zip(measures, states, strict=True)
		if state == "closed_late"
	]
	still_open = [
		measure.deadline
		for measure, state in zip(measures, states, strict=True)
		if state == "open" and measure.deadline
	]
	closed_late_on, missed_deadline = max(late, default=(None, None))
	return LifeReviewFacts(
		has_record=True,
		held_on=row["held_on"],
		**{key: row[key] for key in (*_TABLES, "criticisms")},
		# A number that nobody answers for proves nothing.
		talks=(row["talks_held"] or 0) if row["talks_confirmed_by"] else 0,
		has_direction=bool((row["direction"] or "").strip()),
		measures=len(measures),
		measures_closed=sum(state.startswith("closed") for state in states),
		measures_unassigned=sum(not (measure.responsible and measure.deadline) for measure in measures),
		measures_overdue=states.count("overdue"),
		closed_late_on=closed_late_on,
		missed_deadline=missed_deadline,
		next_deadline=min(still_open, default=None),
	)
