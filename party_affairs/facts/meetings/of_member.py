"""What meetings leave to one member: to make up, to carry out, to put right. Nothing else of their minutes is read."""

from collections.abc import Iterable
from datetime import date, datetime

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.meetings.make_ups import MADE_UP, is_to_be_made_up

_SUBMITTED = 1


def planned(branches: Iterable[str], moment: datetime) -> list:
	"""Return the meetings of `branches` that are called for `moment` or later, by their time: one query.

	Rows have name, kind, topic, branch, party_group, starts_on, ends_on and location.
	"""
	return frappe.get_all(
		"Party Meeting",
		filters={"branch": ["in", sorted(branches)], "docstatus": 0, "starts_on": [">=", moment]},
		fields=["name", "kind", "topic", "branch", "party_group", "starts_on", "ends_on", "location"],
		order_by="starts_on",
	)


def to_make_up(member: str, since: date) -> list:
	"""Return the meetings from `since` on that a member missed and has not made up: one query.

	Rows have kind, topic and meeting_date, and the `reason` that he gave.
	"""
	meeting, attendee, person = (
		DocType(doctype) for doctype in ("Party Meeting", "Party Meeting Attendee", "Party Member")
	)
	return (
		frappe.qb.from_(attendee)
		.join(meeting)
		.on(meeting.name == attendee.parent)
		.join(person)
		.on(person.name == attendee.member)
		.select(meeting.kind, meeting.topic, meeting.meeting_date, attendee.reason)
		.where((attendee.member == member) & is_to_be_made_up(meeting, attendee, person))
		.where((attendee.attendance != MADE_UP) & (meeting.meeting_date >= since))
		.orderby(meeting.meeting_date, meeting.name)
	).run(as_dict=True)


def to_carry_out(member: str) -> list:
	"""Return the resolutions for which a member is responsible and that are not done, by deadline: one query.

	Whether one passed, and so is to be carried out, its `result` says. Rows have kind and meeting_date of the meeting.
	"""
	meeting, resolution = DocType("Party Meeting"), DocType("Party Meeting Resolution")
	return (
		frappe.qb.from_(resolution)
		.join(meeting)
		.on(meeting.name == resolution.parent)
		.select(meeting.kind, meeting.meeting_date)
		.select(resolution.resolution, resolution.result, resolution.deadline, resolution.follow_up)
		.where((resolution.responsible == member) & resolution.done_on.isnull())
		.where(meeting.docstatus == _SUBMITTED)
		.orderby(resolution.deadline, meeting.meeting_date, resolution.idx)
	).run(as_dict=True)


def to_put_right(member: str, since: date) -> list:
	"""Return the items of rectification lists that name a member, open or closed on `since` or later: one query.

	Reviews that were not held yet have none. Rows have theme and held_on of the review.
	"""
	review, measure = DocType("Party Life Review"), DocType("Life Review Measure")
	return (
		frappe.qb.from_(measure)
		.join(review)
		.on(review.name == measure.parent)
		.select(review.theme, review.held_on)
		.select(measure.problem, measure.measure, measure.deadline, measure.closed_on)
		.where((measure.responsible == member) & review.held_on.isnotnull())
		.where(measure.closed_on.isnull() | (measure.closed_on >= since))
		.orderby(measure.deadline)
		.orderby(measure.name)
	).run(as_dict=True)


def taken_upon_himself(member: str, since: date) -> list:
	"""Return the problems that a member took upon himself at life reviews held on `since` or later: one query.

	What was said about him is not read. Rows have theme and held_on of the review.
	"""
	record, line, review = (
		DocType(doctype)
		for doctype in ("Life Review Criticism", "Life Review Criticism Line", "Party Life Review")
	)
	return (
		frappe.qb.from_(line)
		.join(record)
		.on(record.name == line.parent)
		.join(review)
		.on(review.name == record.review)
		.select(review.theme, review.held_on)
		.select(line.problems.as_("problem"), line.measures.as_("measure"), line.deadline)
		.where((line.member == member) & (line.problems != ""))
		.where(review.held_on >= since)
		.orderby(review.held_on)
	).run(as_dict=True)
