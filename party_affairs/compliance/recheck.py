"""Checking branches again after their organisation has changed: members moved, were admitted, posts began or ended.

The night's run would find it too; until then the branch's page would show what is no longer so. An import touches
hundreds of records in one transaction, so branches are collected and queued once, when it is committed.
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs.checks.fields import is_new_or_changed
from party_affairs.compliance.schedule import enqueue_check
from party_affairs.facts.organisation import firms as firm_facts
from party_affairs.jobs import QueueError

_COLLECTED = "party_affairs_recheck"
_PAUSED = "party_affairs_recheck_paused"
_STANDING = ("branch", "firm", "stage", "status", "joined_on", "full_member_on", "left_branch_on")


def recheck(branches: Iterable[str | None], firms: Iterable[str | None] = ()) -> None:
	"""Queue the check of today's year for `branches`, and for the committees in charge of their firms and of `firms`.

	It is queued when the transaction is committed, and not at all if it is rolled back. Asks the database nothing now.
	"""
	if frappe.local.flags.get(_PAUSED):
		return
	collected = frappe.local.flags.get(_COLLECTED)
	if collected is None:
		collected = frappe.local.flags[_COLLECTED] = (set(), set())
		frappe.db.after_commit.add(_queue)
		frappe.db.after_rollback.add(_forget)
	for names, more in zip(collected, (branches, firms), strict=True):
		names.update(name for name in more if name)


@contextmanager
def paused() -> Iterator[None]:
	"""Inside, changes queue no check: for imports of a past year that check at their end."""
	frappe.local.flags[_PAUSED] = True
	try:
		yield
	finally:
		frappe.local.flags.pop(_PAUSED)


def recheck_member(member: Document) -> None:
	"""Queue the check of the branches and firms whose numbers change with this member, if they do."""
	before = member.get_doc_before_save()
	if not is_new_or_changed(member, *_STANDING):
		return
	states = (member, before) if before else (member,)
	recheck({row.branch for row in states}, {row.firm for row in states})


def _queue() -> None:
	branches, firms = frappe.local.flags.pop(_COLLECTED, None) or (set(), set())
	if not (branches or firms):
		return
	try:
		# What is asked of a firm is a finding of the committee in charge of it.
		committees = firm_facts.committees_in_charge(branches, firms)
		enqueue_check(getdate(nowdate()).year, sorted(branches | committees))
	except QueueError:
		# What was saved is saved, and nobody asked for a check: without a queue the night's run does it.
		frappe.clear_last_message()
		frappe.logger("party_affairs").warning("The queue is down: %s are checked tonight.", sorted(branches))


def _forget() -> None:
	frappe.local.flags.pop(_COLLECTED, None)
