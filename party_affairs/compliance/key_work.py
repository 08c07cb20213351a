"""Telling organisations of work that was handed down, and reminding those whose last day comes near or is over."""

from collections.abc import Sequence

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, nowdate

from party_affairs.compliance.notices import KIND
from party_affairs.compliance.notify import notify
from party_affairs.facts.duties import key_work as facts
from party_affairs.facts.organisation import addressees
from party_affairs.language import in_site_language
from party_affairs.rules.duties import tasks

TASK = facts.TASK
_LEADING = ("Secretary", "Deputy Secretary")


def tell_of_new(point: str) -> int:
	"""Tell the secretaries of the organisations to which a point went; return how many are told."""
	with in_site_language():
		return _tell(facts.of_point(point), _("New key work: {0}"))


def remind() -> int:
	"""Remind of tasks three days before their last day and on the day after it, once each; return how many are told."""
	today = getdate(nowdate())
	rows = [
		row
		for row in facts.near_deadline(today, tasks.REMINDED_BEFORE)
		if tasks.is_to_remind(row.deadline, row.reminded_on, today)
	]
	names = [row.name for row in rows] or [""]
	frappe.db.set_value(TASK, {"name": ["in", names]}, "reminded_on", today, update_modified=False)
	with in_site_language():
		return _tell(rows, _("Key work to be done: {0}"))


def _tell(rows: Sequence[frappe._dict], subject: str) -> int:
	holders = addressees.of_posts({row.branch for row in rows}, _LEADING)
	told = 0
	for row in rows:
		users = {one.user for post in holders.get(row.branch, {}).values() for one in post}
		told += notify(
			sorted(users),
			subject.format(row.title),
			_("Set by {0}, to be done until {1}.").format(row.committee, formatdate(row.deadline)),
			f"/app/key-work-task/{row.name}",
			KIND,
			(TASK, row.name),
		)
	return told
