"""Public welfare activities (公益活动) and who took part in them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import NamedTuple

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Sum

from party_affairs.facts.criteria import Which, of_branches
from party_affairs.rules.contact import welfare as rules
from party_affairs.rules.contact.facts import WelfareFacts
from party_affairs.rules.contact.predicates import WELFARE_FIELDS
from party_affairs.rules.findings import Subject, subject_of

_ACTIVITY = "Public Welfare Activity"
_PARTICIPANT, _PHOTO, _FORM = "Public Welfare Participant", "Public Welfare Photo", "Public Welfare Form"
_FIELDS = (
	*("name", "branch", "activity_date", "project", "form_of_service", "location", "other_lawyers"),
	*("served_group", "people_served", "sessions", "hours", "effect"),
)
_TENTH = Decimal("0.1")


def form_names() -> list[str]:
	"""Return the names of the forms of service that are in use, the usual ones first: one query."""
	return frappe.get_all(_FORM, filters={"is_active": 1}, pluck="name", order_by="creation, name")


def same_activity(branch: str, day: date, project: str, leaving_out: str) -> str | None:
	"""Return another activity of a branch with the same project on the same day, None without one: one query."""
	return frappe.db.get_value(
		_ACTIVITY,
		{"branch": branch, "activity_date": day, "project": project, "name": ["!=", leaving_out]},
		"name",
		order_by="name",
	)


def joined(members: Sequence[str], first: date, last: date) -> list[tuple[str, str, date, Decimal]]:
	"""Return (member, activity, day, hours) of the activities that `members` joined from `first` to `last`: one query, none without members.

	Whichever branch recorded them. The hours are his own, those of the activity where none are noted for him.
	"""
	if not members:
		return []
	query, activity, participant = _taking_part(first, last)
	rows = (
		query.select(activity.activity_date, activity.hours.as_("whole"))
		.where(participant.member.isin(list(members)))
		.run(as_dict=True)
	)
	return [
		(
			row.member,
			row.parent,
			row.activity_date,
			Decimal(str(rules.hours_of(row.whole, row.hours))).quantize(_TENTH),
		)
		for row in rows
	]


def of_member(member: str, first: date, last: date) -> list:
	"""Return the activities in which a member took part, the latest first: one query.

	Rows have activity_date, project, form_of_service, location, sessions and his `hours`. The caller has made sure whose page it is.
	"""
	query, activity, participant = _taking_part(first, last)
	rows = (
		query.select(activity.activity_date, activity.project, activity.form_of_service, activity.location)
		.select(activity.sessions, activity.hours.as_("whole"))
		.where(participant.member == member)
	).run(as_dict=True)
	for row in rows:
		row.hours = rules.hours_of(row.pop("whole"), row.hours)
		row.sessions = rules.sessions_of(row.sessions)
	return rows[::-1]


class Served(NamedTuple):
	"""How many activities there were, how many hours they took, and how many people they served."""

	activities: int
	hours: Decimal
	people: int


def served(which: Which, first: date, last: date) -> Served:
	"""Return what the activities from `first` to `last` come to: one query."""
	activity = DocType(_ACTIVITY)
	query = frappe.qb.from_(activity).select(
		Count(activity.name), Sum(activity.hours), Sum(activity.people_served)
	)
	((number, hours, people),) = query.where(which(activity) & activity.activity_date[first:last]).run()
	return Served(number, Decimal(str(hours or 0)).quantize(_TENTH), int(people or 0))


def photos(which: Which, first: date, last: date) -> list:
	"""Return the photos that may hang on the board, of activities from `first` to `last`, by day: one query.

	Those are the ones that are marked for it and to which the people shown agreed, or on which nobody can be recognised.
	Rows have photo, caption and taken_on, and name (of the activity), branch, project, form_of_service and activity_date.
	"""
	activity, photo = DocType(_ACTIVITY), DocType(_PHOTO)
	rows = (
		frappe.qb.from_(photo)
		.join(activity)
		.on(activity.name == photo.parent)
		.select(photo.photo, photo.caption, photo.taken_on)
		.select(activity.name, activity.branch, activity.project, activity.form_of_service)
		.select(activity.activity_date)
		.where(which(activity) & activity.activity_date[first:last])
		.where((photo.parenttype == _ACTIVITY) & (photo.on_board == 1))
		.where(photo.consent.isin(sorted(rules.CONSENTS_TO_BOARD)))
		.orderby(activity.activity_date, activity.name, photo.idx)
	).run(as_dict=True)
	for row in rows:
		row.taken_on = row.taken_on or row.activity_date
	return rows


def _taking_part(first: date, last: date) -> tuple:
	"""A query for members' parts in activities of a span, with activity (as `parent`), member and his own hours; and its tables."""
	activity, participant = DocType(_ACTIVITY), DocType(_PARTICIPANT)
	query = (
		frappe.qb.from_(participant)
		.join(activity)
		.on(activity.name == participant.parent)
		.select(participant.parent, participant.member, participant.hours)
		.where((participant.parenttype == _ACTIVITY) & activity.activity_date[first:last])
		.orderby(activity.activity_date, participant.parent, participant.idx)
	)
	return query, activity, participant


def activities(which: Which, first: date, last: date) -> list:
	"""Return the activities from `first` to `last` by day: one query."""
	activity = DocType(_ACTIVITY)
	return (
		frappe.qb.from_(activity)
		.select(*(activity[field] for field in _FIELDS))
		.where(which(activity) & activity.activity_date[first:last])
		.orderby(activity.activity_date, activity.name)
	).run(as_dict=True)


def recorded(branches: Sequence[str], first: date, last: date) -> list:
	"""Return the activities of `branches` from `first` to `last`: two queries.

	Rows have name, branch, activity_date and project, and `filled`, the fields of `predicates.WELFARE_FIELDS` that hold
	something.
	"""
	rows = activities(of_branches(branches), first, last)
	took_part = participants(of_branches(branches), first, last)
	for row in rows:
		row.participants = row.other_lawyers or took_part.get(row.name)
		row.filled = frozenset(key for key in WELFARE_FIELDS if row[key])
	return rows


def subjects(rows: Iterable) -> tuple[Subject, ...]:
	"""Return activities as subjects of R58, each of the branch that recorded it."""
	return tuple(subject_of(row.branch, _ACTIVITY, row.name, row.project, row.activity_date) for row in rows)


def facts(rows: Iterable) -> dict[str, WelfareFacts]:
	"""Return by activity which of its fields hold something."""
	return {row.name: WelfareFacts(row.activity_date, row.filled) for row in rows}


def participants(which: Which, first: date, last: date) -> dict[str, list]:
	"""Return by activity from `first` to `last` who took part: one query.

	Rows have member and member_name, or the lawyer_name of somebody who is no member; and his own hours.
	"""
	activity, participant = DocType(_ACTIVITY), DocType(_PARTICIPANT)
	rows = (
		frappe.qb.from_(participant)
		.join(activity)
		.on(activity.name == participant.parent)
		.select(participant.parent, participant.member, participant.member_name, participant.lawyer_name)
		.select(participant.hours)
		.where(which(activity) & activity.activity_date[first:last])
		.where(participant.parenttype == _ACTIVITY)
		.orderby(participant.parent, participant.idx)
	).run(as_dict=True)
	found: dict[str, list] = defaultdict(list)
	for row in rows:
		found[row.parent].append(row)
	return found
