"""Meetings that somebody missed and that are made up: those whose hours count as education of the members."""

from datetime import date

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.criteria import Which
from party_affairs.facts.meetings.held import is_held
from party_affairs.facts.members.education import SUBMITTED, is_education
from party_affairs.guide.meetings import meeting_kinds

MADE_UP = "Made Up"
MISSED = ("Leave", "Absent")


def load(which: Which, first: date, last: date) -> list:
	"""Return who missed which meeting from `first` to `last`, made up or not, by the day of the meeting: one query.

	Rows have name, branch, kind (with its ticks), topic and meeting_date of the meeting, and member_name, attendance,
	reason, made_up_on and made_up_how of the member.
	"""
	meeting, attendee, member = (
		DocType(doctype) for doctype in ("Party Meeting", "Party Meeting Attendee", "Party Member")
	)
	return (
		frappe.qb.from_(attendee)
		.join(meeting)
		.on(meeting.name == attendee.parent)
		.join(member)
		.on(member.name == attendee.member)
		.select(meeting.name, meeting.branch, meeting.kind, meeting.topic, meeting.meeting_date)
		.select(*(meeting[tick] for tick in meeting_kinds.also_ticks()))
		.select(attendee.member_name, attendee.attendance, attendee.reason)
		.select(attendee.made_up_on, attendee.made_up_how)
		.where(is_held(meeting, which, first, last) & is_to_be_made_up(meeting, attendee, member))
		.orderby(meeting.meeting_date, meeting.name, attendee.idx)
	).run(as_dict=True)


def is_to_be_made_up(meeting, attendee, member):
	"""Return the criterion that a row of attendance is one that was, or still is to be, made up.

	Nothing of the kind is asked of the aged and ill (education regulation art. 23).
	"""
	day = meeting.meeting_date
	is_frail = (
		(member.is_frail == 1)
		& (member.frail_from.isnull() | (member.frail_from <= day))
		& (member.frail_until.isnull() | (member.frail_until >= day))
	)
	missed = attendee.attendance.isin(MISSED) & is_frail.negate()
	return (
		(meeting.docstatus == SUBMITTED) & is_education(meeting) & (missed | (attendee.attendance == MADE_UP))
	)
