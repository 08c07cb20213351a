"""Study hours (学时) of members in a span of days: from meetings they attended, trainings, and online study that was confirmed (N05)."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import frappe
from frappe.query_builder import DocType, Order
from frappe.query_builder.functions import Sum

from party_affairs import settings
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.rules.members.education import counted_online

SUBMITTED = 1
ATTENDED = ("Present", "Made Up")
_TENTH = Decimal("0.1")
ONLINE = "Online Study"
_WAY_INTO_THE_PARTY = ("applied_on", "activist_on", "target_on", "joined_on")
_CONFIRMED, _DECLINED = "Confirmed", "Not Confirmed"


@dataclass(frozen=True)
class Hours:
	"""Study hours of one member, to a tenth of an hour."""

	meetings: Decimal = Decimal(0)
	trainings: Decimal = Decimal(0)
	online: Decimal = Decimal(0)

	@property
	def total(self) -> Decimal:
		return self.meetings + self.trainings + self.online


def load(members: Sequence[str], first: date, last: date) -> dict[str, Hours]:
	"""Return by member of `members` the hours from `first` to `last`, wherever he took part: three queries, none without members.

	A meeting counts once for its whole length, of however many kinds it is, if one of them counts as education
	(`guide/meetings/meeting_kinds.json`). A training counts on its last day, online study on its own as far as the site's caps allow.
	"""
	if not members:
		return {}
	meetings, trainings = _of_meetings(members, first, last), _of_trainings(members, first, last)
	online: dict[str, Decimal] = defaultdict(Decimal)
	for member, _name, _day, hours in online_of(members, first, last):
		online[member] += hours
	none = Decimal(0)
	return {
		member: Hours(meetings.get(member, none), trainings.get(member, none), online.get(member, none))
		for member in meetings.keys() | trainings.keys() | online.keys()
	}


def is_education(meeting):
	"""Return the criterion that a meeting is of a kind, or counts as one, whose hours count as education."""
	educating = [kind.label for kind in meeting_kinds.meeting_kinds() if kind.education]
	counts = meeting.kind.isin(educating)
	for tick, kind in meeting_kinds.also_ticks().items():
		if kind.education:
			counts = counts | (meeting[tick] == 1)
	return counts


def _of_meetings(members: Sequence[str], first: date, last: date) -> dict[str, Decimal]:
	meeting, attendee = DocType("Party Meeting"), DocType("Party Meeting Attendee")
	rows = (
		frappe.qb.from_(attendee)
		.join(meeting)
		.on(meeting.name == attendee.parent)
		.select(attendee.member, Sum(meeting.duration_hours))
		.where(attendee.member.isin(list(members)) & attendee.attendance.isin(ATTENDED))
		.where((meeting.docstatus == SUBMITTED) & meeting.meeting_date[first:last] & is_education(meeting))
		.groupby(attendee.member)
	).run()
	return {name: _exact(hours) for name, hours in rows}


def _of_trainings(members: Sequence[str], first: date, last: date) -> dict[str, Decimal]:
	training, participant = DocType("Party Training"), DocType("Party Training Participant")
	rows = (
		frappe.qb.from_(participant)
		.join(training)
		.on(training.name == participant.parent)
		.select(participant.member, Sum(participant.hours))
		.where(participant.member.isin(list(members)) & training.ends_on[first:last])
		.groupby(participant.member)
	).run()
	return {name: _exact(hours) for name, hours in rows}


def trainings_of(members: Sequence[str], first: date, last: date) -> list[tuple[str, str, date, Decimal]]:
	"""Return (member, training, its last day, hours) of the trainings in which `members` took part: one query, none without members.

	Trainings that end from `first` to `last` count, as in :func:`load`.
	"""
	if not members:
		return []
	training, participant = DocType("Party Training"), DocType("Party Training Participant")
	rows = (
		frappe.qb.from_(participant)
		.join(training)
		.on(training.name == participant.parent)
		.select(participant.member, training.name, training.ends_on, participant.hours)
		.where(participant.member.isin(list(members)) & training.ends_on[first:last])
		.orderby(training.ends_on, training.name)
	).run()
	return [(member, name, day, _exact(hours)) for member, name, day, hours in rows]


def online_of(members: Sequence[str], first: date, last: date) -> list[tuple[str, str, date, Decimal]]:
	"""Return (member, record, day, hours that count) of the confirmed online study of `members`: one query, none without members.

	What lies before `first` in its year is read as well, for the cap of the year.
	"""
	if not members:
		return []
	study = DocType(ONLINE)
	rows = (
		frappe.qb.from_(study)
		.select(study.member, study.name, study.studied_on, study.hours)
		.where(study.member.isin(list(members)) & (study.status == _CONFIRMED))
		.where(study.studied_on[date(first.year, 1, 1) : last])
		.orderby(study.studied_on, study.name)
	).run()
	caps, of_member = settings.online_study_caps(), defaultdict(list)
	for member, name, day, hours in rows:
		of_member[member].append((name, day, _exact(hours)))
	return [
		(member, name, day, counts)
		for member, entries in of_member.items()
		for (name, _day, _hours), (day, counts) in zip(
			entries, counted_online(((day, hours) for _name, day, hours in entries), caps), strict=True
		)
		if day >= first and counts
	]


def online_of_member(member: str, first: date, last: date) -> list:
	"""Return what a member reported of online study from `first` to `last`, the latest first: one query.

	Rows have name, day, title, platform, hours, status, answer, answered_by_name and proof.
	"""
	study = DocType(ONLINE)
	rows = (
		frappe.qb.from_(study)
		.select(study.name, study.studied_on.as_("day"), study.course.as_("title"), study.platform)
		.select(study.hours, study.status, study.answer, study.answered_by_name, study.proof)
		.where((study.member == member) & study.studied_on[first:last])
		.orderby(study.studied_on, study.name, order=Order.desc)
	).run(as_dict=True)
	return _with_exact_hours(rows)


def same_online_study(
	member: str, studied_on: date | str, platform: str, course: str, leaving_out: str
) -> str | None:
	"""Return another report of the same course of a day by a member that was not declined, None without one: one query."""
	filters = {
		"member": member,
		"studied_on": studied_on,
		"platform": platform,
		"course": course,
		"status": ["!=", _DECLINED],
		"name": ["!=", leaving_out],
	}
	return frappe.db.exists(ONLINE, filters)


def first_day_of(member: str) -> date | None:
	"""Return the earliest day on record of a member's way into the Party, None if none is known: one query."""
	days = frappe.db.get_value("Party Member", member, _WAY_INTO_THE_PARTY) or ()
	return min((day for day in days if day), default=None)


def number_waiting(member: str) -> int:
	"""Return how many reports of online study of a member wait for confirmation: one query."""
	return frappe.db.count(ONLINE, {"member": member, "status": "Awaiting Confirmation"})


def meetings_of(member: str, first: date, last: date) -> list:
	"""Return the meetings from `first` to `last` whose hours count for a member, the latest first: one query.

	Rows have day, title, kind and hours.
	"""
	meeting, attendee = DocType("Party Meeting"), DocType("Party Meeting Attendee")
	rows = (
		frappe.qb.from_(attendee)
		.join(meeting)
		.on(meeting.name == attendee.parent)
		.select(meeting.meeting_date.as_("day"), meeting.topic.as_("title"), meeting.kind)
		.select(meeting.duration_hours.as_("hours"))
		.where((attendee.member == member) & attendee.attendance.isin(ATTENDED))
		.where((meeting.docstatus == SUBMITTED) & meeting.meeting_date[first:last] & is_education(meeting))
		.orderby(meeting.meeting_date, meeting.name, order=Order.desc)
	).run(as_dict=True)
	return _with_exact_hours(rows)


def trainings_of_member(member: str, first: date, last: date) -> list:
	"""Return the trainings that ended from `first` to `last` in which a member took part, the latest first: one query.

	Rows have day, title, kind and hours.
	"""
	training, participant = DocType("Party Training"), DocType("Party Training Participant")
	rows = (
		frappe.qb.from_(participant)
		.join(training)
		.on(training.name == participant.parent)
		.select(training.ends_on.as_("day"), training.topic.as_("title"), training.kind)
		.select(participant.hours)
		.where((participant.member == member) & training.ends_on[first:last])
		.orderby(training.ends_on, training.name, order=Order.desc)
	).run(as_dict=True)
	return _with_exact_hours(rows)


def _with_exact_hours(rows: list) -> list:
	for row in rows:
		row.hours = _exact(row.hours)
	return rows


def _exact(hours: float | None) -> Decimal:
	"""Hours are stored as floats; a sum of them is taken to the tenth that was entered."""
	return Decimal(str(hours or 0)).quantize(_TENTH)
