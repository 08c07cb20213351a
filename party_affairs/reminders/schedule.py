"""When reminders run: every hour, since each person has quiet hours of his own; the work is done on the long queue."""

from datetime import timedelta

import frappe
from frappe.utils import getdate, nowdate

from party_affairs import jobs
from party_affairs.facts.duties.reminded import REMINDER
from party_affairs.guide.duties import reminders
from party_affairs.reminders import digest, robots

_RUN = "party_affairs.reminders.schedule.run"
_KEPT_DAYS = 2 * reminders.horizon_days()
"""A reminder is kept as long as its duty could be told again, and twice that."""


def hourly() -> None:
	"""Hourly hook: put the digests, and what group robots say, on the long queue, unless they wait or run there."""
	jobs.enqueue(_RUN, "reminders")


def run() -> None:
	"""Job: send the digests that are due, then let the group robots speak."""
	digest.run(commit=True)
	robots.run(commit=True)


def daily() -> None:
	"""Daily hook: forget which reminders were sent of duties that are long past."""
	before = getdate(nowdate()) - timedelta(days=_KEPT_DAYS)
	frappe.db.delete(REMINDER, {"sent_on": ["<", before]})
