"""Public welfare activities (公益活动) and who took part in them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.criteria import Which, of_branches
from party_affairs.rules.contact.facts import WelfareFacts
from party_affairs.rules.contact.predicates import WELFARE_FIELDS
from party_affairs.rules.findings import Subject, subject_of

_ACTIVITY = "Public Welfare Activity"
_FIELDS = (
	*("name", "branch", "activity_date", "project", "form_of_service", "location", "other_lawyers"),
	*("served_group", "people_served", "sessions", "hours", "effect"),
)


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

	Rows have member and member_name, or the lawyer_name of somebody who is no member.
	"""
	activity, participant = DocType(_ACTIVITY), DocType("Public Welfare Participant")
	rows = (
		frappe.qb.from_(participant)
		.join(activity)
		.on(activity.name == participant.parent)
		.select(participant.parent, participant.member, participant.member_name, participant.lawyer_name)
		.where(which(activity) & activity.activity_date[first:last])
		.where(participant.parenttype == _ACTIVITY)
		.orderby(participant.parent, participant.idx)
	).run(as_dict=True)
	found: dict[str, list] = defaultdict(list)
	for row in rows:
		found[row.parent].append(row)
	return found
