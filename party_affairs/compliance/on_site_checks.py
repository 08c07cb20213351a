"""Telling those concerned of an on-site check what is to be mended, and what was."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import formatdate, getdate, nowdate

from party_affairs.compliance.notices import KIND
from party_affairs.compliance.notify import notify
from party_affairs.facts.duties import on_site_checks as facts
from party_affairs.facts.organisation import addressees
from party_affairs.language import in_site_language
from party_affairs.rules.duties import tasks

CHECK = facts.CHECK
_OF_BRANCH = ("Secretary", "Deputy Secretary", "Organisation Commissioner")
_OF_COMMITTEE = ("Secretary", "Deputy Secretary", "Party Affairs Officer")


def tell_branch(check: Document) -> int:
	"""Tell the branch what is to be mended and until when; nobody where nothing is. Return how many are told."""
	left = [row for row in check.items if row.state in ("To Be Mended", "Returned")]
	if not left:
		return 0
	with in_site_language():
		return notify(
			_logins([check.branch], _OF_BRANCH),
			_("To be mended after an on-site check: {0} items").format(len(left)),
			_("Checked by {0} on {1}, to be mended until {2}.").format(
				check.committee,
				formatdate(check.checked_on),
				formatdate(min(getdate(row.mend_until) for row in left)),
			),
			f"/app/on-site-check/{check.name}",
			KIND,
			(CHECK, check.name),
		)


def tell_inspectors(check: Document) -> int:
	"""Tell those who lead the committee that something was mended; return how many are told."""
	with in_site_language():
		return notify(
			_logins([check.committee], _OF_COMMITTEE),
			_("Mended after an on-site check: {0}").format(check.branch),
			_("Please confirm what was mended, or return it."),
			f"/app/on-site-check/{check.name}",
			KIND,
			(CHECK, check.name),
		)


def remind() -> int:
	"""Remind the branches whose days for mending come near or are over, once at each of the days; return how many are told."""
	today, told = getdate(nowdate()), 0
	rows = [
		row for row in facts.open_items(today) if tasks.is_to_remind(row.mend_until, row.reminded_on, today)
	]
	names = [row.row for row in rows] or [""]
	frappe.db.set_value(facts.ITEM, {"name": ["in", names]}, "reminded_on", today, update_modified=False)
	holders = addressees.of_posts({row.branch for row in rows}, _OF_BRANCH)
	with in_site_language():
		for row in rows:
			users = {one.user for post in holders.get(row.branch, {}).values() for one in post}
			told += notify(
				sorted(users),
				_("To be mended until {0}: {1}").format(formatdate(row.mend_until), row.item),
				_("Found by {0} on {1}.").format(row.committee, formatdate(row.checked_on)),
				f"/app/on-site-check/{row.name}",
				KIND,
				(CHECK, row.name),
			)
	return told


def _logins(branches: Iterable[str], posts: tuple[str, ...]) -> list[str]:
	found = addressees.of_posts(branches, posts)
	return sorted({one.user for held in found.values() for holders in held.values() for one in holders})
