"""Telling the readers of committees' notices, and reminding those who have not acknowledged one in time."""

from collections.abc import Sequence
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, now_datetime, nowdate

from party_affairs import jobs
from party_affairs.compliance import robots
from party_affairs.compliance.notify import Links, notify
from party_affairs.facts.duties import notices as facts
from party_affairs.facts.duties.notices import DELIVERY
from party_affairs.language import in_site_language
from party_affairs.rules.duties import tasks

KIND = "tasks"
_TELL = "party_affairs.compliance.notices.tell"
_DELIVERIES_A_CHUNK = 50


def enqueue_telling(notice: str) -> None:
	"""Put telling the readers of a notice on the long queue, unless that waits or runs there."""
	jobs.enqueue(_TELL, notice, notice=notice)


def tell(notice: str) -> int:
	"""Job: tell the readers of a notice of it, each once; return how many. A job that was killed is completed by the next."""
	names = facts.untold(notice)
	return sum(jobs.in_chunks(names, _DELIVERIES_A_CHUNK, _tell_chunk, commit=True))


def _tell_chunk(names: Sequence[str]) -> int:
	rows = [row for row in facts.named(names) if not row.told_on]
	frappe.db.set_value(
		DELIVERY, {"name": ["in", [row.name for row in rows] or [""]]}, "told_on", now_datetime()
	)
	return _notify(rows)


def daily() -> None:
	"""Tell those whom a job that was killed has not told, and remind those who have not acknowledged."""
	for notice in facts.notices_untold():
		enqueue_telling(notice)
	remind_of(due_on(getdate(nowdate())))


def due_on(day: date) -> list[frappe._dict]:
	"""Return the deliveries of which somebody is to be reminded on a day: one query."""
	rows = facts.with_deadline(day - timedelta(days=31), day + timedelta(days=tasks.REMINDED_BEFORE))
	return [row for row in rows if tasks.is_to_remind(row.deadline, row.reminded_on, day)]


def remind_of(rows: Sequence[frappe._dict]) -> int:
	"""Remind those who have not acknowledged these deliveries; return how many are told."""
	names = [row.name for row in rows]
	if not names:
		return 0
	frappe.db.set_value(DELIVERY, {"name": ["in", names]}, "reminded_on", nowdate(), update_modified=False)
	return _notify(rows, only_missing=True)


def _notify(rows: Sequence[frappe._dict], *, only_missing: bool = False) -> int:
	"""Tell the readers of the deliveries `rows`; with `only_missing` those who have not acknowledged them."""
	people = missing(rows) if only_missing else facts.asked(rows)
	told = 0
	with in_site_language():
		subject = _("Please acknowledge: {0}") if only_missing else _("New notice: {0}")
		for row in rows:
			users = [person.user for person in people[row.name] if person.user]
			lines = [_("From: {0}").format(row.committee)]
			if row.needs_acknowledgement and row.deadline:
				lines.append(_("To be acknowledged until {0}.").format(formatdate(row.deadline)))
			told += notify(
				users,
				subject.format(row.title),
				"\n".join(lines),
				Links(f"/app/notice-delivery/{row.name}", "/party/notices"),
				KIND,
				(DELIVERY, row.name),
			)
			if not only_missing:
				# A title may name somebody: it stays on the site.
				robots.announce(row.branch, KIND, subject.format(lines[0]), lines[1:], "/party/notices")
	return told


def missing(rows: Sequence[frappe._dict]) -> dict[str, list[facts.Person]]:
	"""Return by delivery those who are to read it and have not acknowledged it (read it, where that is enough): four queries.

	What is not for all members is acknowledged by the first who does it for the organisation.
	"""
	asked, readings = facts.asked(rows), facts.readings([row.name for row in rows])
	found = {}
	for row in rows:
		done = "acknowledged_on" if row.needs_acknowledgement else "read_on"
		if row.addressed_to != tasks.ALL_MEMBERS and row[done]:
			found[row.name] = []
			continue
		has = {member for member, reading in readings.get(row.name, {}).items() if reading[done]}
		found[row.name] = [person for person in asked[row.name] if person.member not in has]
	return found
