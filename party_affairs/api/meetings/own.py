"""Meetings on a member's own page: the next ones, and what past ones left him to do."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from urllib.parse import quote

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate, now_datetime

from party_affairs.api.tasks import Task
from party_affairs.facts.meetings import notices, of_member, plans
from party_affairs.facts.members import profile as members
from party_affairs.facts.organisation import posts
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.rules.calendar import theme_day
from party_affairs.rules.meetings.life_reviews import STATE_LABELS, state_of_measure
from party_affairs.rules.meetings.notices import ISSUED, takes_answers
from party_affairs.rules.meetings.records import follow_up_status, is_carried_out
from party_affairs.rules.message import Message
from party_affairs.rules.periods import period_of
from party_affairs.settings import theme_day_of_month, workdays

_MEETINGS_SHOWN = 20
_STILL_OPEN = ("open", "overdue")


def next_theme_day(branch: str, today: date) -> dict[str, Any]:
	"""The next theme day (guide 一（四）2) with what the branch's plan of the year has for it."""
	fixed_day = theme_day_of_month()
	calendar = workdays()
	month = period_of("month", today)
	day = theme_day(month.start.year, month.start.month, calendar.is_workday, fixed_day)
	if day < today:
		month = month.next()
		day = theme_day(month.start.year, month.start.month, calendar.is_workday, fixed_day)
	topics = plans.topics(branch, period_of("month", day), "Theme Day")
	return {"day": day, "topics": topics, "announced": calendar.is_announced(day.year)}


def next_meetings_of(member: str) -> list[Mapping[str, Any]]:
	"""The meetings to come that concern a member, as :func:`next_meetings` tells them."""
	return next_meetings(members.of_member(member), posts.seats_of(member, getdate(now_datetime())))


def next_meetings(profile: Mapping[str, Any], committees: set[str]) -> list[Mapping[str, Any]]:
	"""The meetings to come to which a member is invited by a notice or expected by his branch's plans, the nearest first.

	Each has time, place and topic, and nothing of any minutes; `notice` names the notice, None where there is none, and `answer` is
	what he has answered. `committees` are the organisations in which he holds a seat.
	"""
	now = now_datetime()
	rows = [row for row in notices.of_member(profile["name"], now) if row.status == ISSUED]
	branches = {profile["branch"]} | committees
	opened = notices.with_minutes(branches, now)
	planned = [
		row
		for row in of_member.planned(branches, now)
		if row.name not in opened and _is_expected(profile, committees, row)
	]
	found = [
		*({**_next(row), "notice": row.name, "answer": row.answer or None} for row in rows),
		*({**_next(row), "notice": None, "answer": None} for row in planned),
	]
	return sorted(found, key=lambda row: row["starts_on"])[:_MEETINGS_SHOWN]


def _next(row) -> dict[str, Any]:
	return {
		"kind": row.kind,
		"topic": row.topic,
		"branch": row.branch,
		"location": row.location,
		"starts_on": get_datetime(row.starts_on),
		"ends_on": get_datetime(row.ends_on) if row.ends_on else None,
	}


def _is_expected(profile: Mapping[str, Any], committees: set[str], meeting) -> bool:
	attendees = meeting_kinds.meeting_kind(frappe.scrub(meeting.kind)).attendees
	if attendees == "committee":
		return meeting.branch in committees
	if meeting.branch != profile["branch"]:
		return False
	return attendees != "group" or meeting.party_group == profile["party_group"]


def make_ups(member: str, today: date) -> list[Mapping[str, Any]]:
	"""The meetings of this year and the last that a member missed and has not made up: when, where and about what."""
	return of_member.to_make_up(member, date(today.year - 1, 1, 1))


def resolutions(member: str, today: date) -> list[Mapping[str, Any]]:
	"""The resolutions that a member is to carry out and that are not done; nothing else of their minutes."""
	return [
		{
			"resolution": row.resolution,
			"kind": row.kind,
			"meeting_date": row.meeting_date,
			"deadline": row.deadline,
			"follow_up": row.follow_up,
			"status": follow_up_status(row.deadline, None, today),
		}
		for row in of_member.to_carry_out(member)
		if is_carried_out(row.result)
	]


def rectification(member: str, today: date) -> list[Mapping[str, Any]]:
	"""What a member has to put right: items of his branch's lists that name him, and what he set himself.

	Of the branch's items those that are open or were closed this year; of what a life review said about the
	member only the problems accepted there, of the latest two years.
	"""
	rows = of_member.to_put_right(member, date(today.year, 1, 1))
	for row in rows:
		row.state = state_of_measure(row.deadline, row.closed_on, today)
		row.state_text = STATE_LABELS[row.state].text(_)
	return rows + of_member.taken_upon_himself(member, date(today.year - 1, 1, 1))


def tasks(member: str, today: date) -> list[Task]:
	"""Return what meetings ask of a member: notices to answer, resolutions to carry out, meetings to make up, problems to put right."""
	found = [_to_answer(row) for row in notices.of_member(member, now_datetime()) if _is_unanswered(row)]
	found += [
		Task(
			title=_("Carry Out a Resolution"),
			words=row["resolution"],
			until=row["deadline"],
			late=bool(row["deadline"] and row["deadline"] < today),
			path="/party/matters",
		)
		for row in resolutions(member, today)
	]
	missed = make_ups(member, today)
	if missed:
		found.append(
			Task(
				title=_("Make Up Meetings"),
				words=_("{number} meetings, the first on {day}").format(
					number=len(missed), day=missed[0].meeting_date.isoformat()
				),
				path="/party/matters#make-ups",
			)
		)
	found += [
		Task(
			title=_("Put a Problem Right"),
			words=row.problem,
			until=row.deadline,
			late=bool(row.deadline and row.deadline < today),
			path="/party/matters#rectification",
		)
		for row in rectification(member, today)
		if row.state in _STILL_OPEN
	]
	return found


def _is_unanswered(row) -> bool:
	until = row.answer_until and getdate(row.answer_until)
	return not (row.answer or row.meeting) and takes_answers(
		row.status, get_datetime(row.starts_on), until, now_datetime()
	)


def _to_answer(row) -> Task:
	return Task(
		title=_("Answer a Notice of a Meeting"),
		words=_("{kind} “{topic}”, {time}, {place}").format(
			kind=_(row.kind),
			topic=row.topic,
			time=f"{get_datetime(row.starts_on):%Y-%m-%d %H:%M}",
			place=row.location or "",
		),
		until=getdate(row.answer_until or row.starts_on),
		path=f"/party/meetings?name={quote(row.name)}",
		label=Message("Answer"),
	)
