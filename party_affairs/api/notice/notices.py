"""Endpoints of notices (党务公开): the table they show, and their steps from the proposal to the end."""

from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from party_affairs.api.caller import check_right
from party_affairs.facts.notice import notices as facts
from party_affairs.ledgers.notice import published_table
from party_affairs.party_affairs.doctype.party_notice import steps
from party_affairs.permissions import scope_for
from party_affairs.rules.notice import notices as rules

_NOTICE = facts.NOTICE


@frappe.whitelist()
def standing(notice: str) -> dict[str, Any]:
	"""Return how a notice stands for the caller: its `table`, whether he `leads`, `hangs`, must add a `note`, and its objections.

	`objections` (number, unread, unanswered) are told those alone who may read them, None to others.
	"""
	check_right(_NOTICE, "read")
	document = frappe.get_doc(_NOTICE, notice)
	document.check_permission("read")
	user = frappe.session.user
	leads = steps.leads(document.branch, user)
	others = steps.others_who_lead(document.branch, user) if leads else []
	until = document.published_until and getdate(document.published_until)
	since = document.published_from and getdate(document.published_from)
	reads_objections = scope_for(facts.OBJECTION).covers(document.branch)
	return {
		"table": _table(document),
		"leads": leads,
		"may_approve": leads and rules.may_approve(document.proposed_by, user, others),
		"note": leads and rules.needs_note(document.proposed_by, user, others),
		"hangs": rules.hangs(document.status, since, until, getdate(nowdate())),
		"objections": facts.count_objections([notice]).get(notice, (0, 0, 0)) if reads_objections else None,
	}


def _table(document) -> dict[str, Any]:
	"""The table as it was submitted; of a notice that is still written its writers see what the records say now, as far as they may."""
	if document.status != rules.WRITTEN or not document.has_permission("write"):
		return steps.table_of(document)
	try:
		return published_table.of_notice(document) or steps.table_of(document)
	except (frappe.PermissionError, frappe.DoesNotExistError):
		# The form shows no table then; why there is none is said when the notice is submitted.
		frappe.clear_messages()
		return steps.table_of(document)


@frappe.whitelist(methods=["POST"])
def submit(notice: str) -> str:
	"""Propose a notice for publication with what the records say now; return its status. Raise NoticeError for what it lacks or tells."""
	check_right(_NOTICE, "write")
	step = steps.Submit.of(notice)
	step.table = published_table.of_notice(step.document)
	step.take()
	return step.document.status


@frappe.whitelist(methods=["POST"])
def send_back(notice: str, reason: str) -> str:
	"""Send a notice back to its writer; return its status."""
	check_right(_NOTICE, "write")
	return _taken(steps.SendBack.of(notice, reason=reason))


@frappe.whitelist(methods=["POST"])
def approve(notice: str, note: str | None = None) -> str:
	"""Approve a notice; return its status. Raise NoticeError where the caller wrote it himself and is not alone."""
	check_right(_NOTICE, "write")
	return _taken(steps.Approve.of(notice, note=note))


@frappe.whitelist(methods=["POST"])
def publish(notice: str) -> str:
	"""Publish a notice and tell the members; return its status."""
	check_right(_NOTICE, "write")
	return _taken(steps.Publish.of(notice))


@frappe.whitelist(methods=["POST"])
def end(notice: str) -> str:
	"""Take a notice down before its time; return its status."""
	check_right(_NOTICE, "write")
	return _taken(steps.End.of(notice))


@frappe.whitelist(methods=["POST"])
def withdraw(notice: str, reason: str) -> str:
	"""Withdraw a notice that was wrong; return its status."""
	check_right(_NOTICE, "write")
	return _taken(steps.Withdraw.of(notice, reason=reason))


@frappe.whitelist(methods=["POST"])
def note_seen(objection: str) -> None:
	"""Note that an objection has been read by somebody who answers it."""
	check_right(facts.OBJECTION, "write")
	document = frappe.get_doc(facts.OBJECTION, objection)
	document.check_permission("write")
	document.note_seen()


def _taken(step) -> str:
	step.take()
	return step.document.status
