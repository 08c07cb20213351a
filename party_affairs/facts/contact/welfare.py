"""Public welfare activities (公益活动) and who took part in them."""

from collections import defaultdict
from datetime import date

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.criteria import Which

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
