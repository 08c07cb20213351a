"""What single members did in public welfare, wherever it was recorded: what evaluations count."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import frappe
from frappe.query_builder import DocType

_ACTIVITY = "Public Welfare Activity"
_TENTH = Decimal("0.1")


def joined(members: Sequence[str], first: date, last: date) -> list[tuple[str, str, date, Decimal]]:
	"""Return (member, activity, day, hours) of the activities that `members` joined from `first` to `last`: one query.

	Whichever branch recorded them. The hours are his own, those of the activity where none are noted for him. Nobody is
	asked about without members.
	"""
	if not members:
		return []
	activity, participant = DocType(_ACTIVITY), DocType("Public Welfare Participant")
	rows = (
		frappe.qb.from_(participant)
		.join(activity)
		.on(activity.name == participant.parent)
		.select(participant.member, activity.name, activity.activity_date, participant.hours, activity.hours)
		.where(participant.member.isin(list(members)) & (participant.parenttype == _ACTIVITY))
		.where(activity.activity_date[first:last])
		.orderby(activity.activity_date, activity.name, participant.idx)
	).run()
	return [
		(member, name, day, Decimal(str(own or hours or 0)).quantize(_TENTH))
		for member, name, day, own, hours in rows
	]
