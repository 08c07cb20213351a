"""Reminders of arrears that were made to members, and what was decided on them."""

from collections import defaultdict
from datetime import date

import frappe
from frappe.query_builder import DocType
from frappe.utils import getdate

from party_affairs.facts.criteria import Which

_FIELDS = ("member", "first_month", "stage", "is_flag", "sent_on", "decision", "decided_on")


def by_member(which: Which, day: date) -> dict[str, list]:
	"""Return by member the reminders made by `day`, those of earlier stages first: one query."""
	reminder = DocType("Party Dues Reminder")
	rows = (
		frappe.qb.from_(reminder)
		.select(*(reminder[field] for field in _FIELDS))
		.where(which(reminder) & (reminder.sent_on <= day))
		.orderby(reminder.stage)
	).run(as_dict=True)
	found: dict[str, list] = defaultdict(list)
	for row in rows:
		row.first_month = getdate(row.first_month)
		found[row.member].append(row)
	return found
