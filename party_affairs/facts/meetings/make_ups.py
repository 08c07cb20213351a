"""Meetings that somebody missed and that are made up: those whose hours count as education of the members."""

from party_affairs.facts.members.education import SUBMITTED, is_education

MADE_UP = "Made Up"
MISSED = ("Leave", "Absent")


def is_to_be_made_up(meeting, attendee, member):
	"""Return the criterion that a row of attendance is one that was, or still is to be, made up.

	Nothing of the kind is asked of the aged and ill (education regulation art. 23).
	"""
	missed = attendee.attendance.isin(MISSED) & (member.is_frail == 0)
	return (
		(meeting.docstatus == SUBMITTED) & is_education(meeting) & (missed | (attendee.attendance == MADE_UP))
	)
