"""Notices of meetings, who is invited by them, and what was answered. A notice is no evidence: no check reads it."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.utils import add_to_date

from party_affairs.rules.meetings.notices import CALLED_OFF, ISSUED

_NOTICE, _ANSWER = "Meeting Notice", "Meeting Answer"
_MONTHS_LOOKED_FOR = 6
_OF_NOTICE = ("kind", "topic", "branch", "status", "location", "starts_on", "ends_on", "answer_until")


def answers(notice: str) -> list:
	"""Return who is invited by a notice and what each has answered, by name: one query.

	Rows have name, member, member_name, answer, leave_kind, reason, answered_on, decision and told_on.
	"""
	return frappe.get_all(
		_ANSWER,
		filters={"notice": notice},
		fields=[
			*("name", "member", "member_name", "answer", "leave_kind", "reason", "answered_on"),
			*("entered_by", "decision", "told_on"),
		],
		order_by="member_name, name",
	)


def not_told(notice: str) -> list:
	"""Return name and member of the answers of those who were not told of what a notice says by now: one query."""
	answer = DocType(_ANSWER)
	return (
		frappe.qb.from_(answer)
		.select(answer.name, answer.member)
		.where((answer.notice == notice) & answer.told_on.isnull())
		.orderby(answer.name)
	).run(as_dict=True)


def answer_of(notice: str, member: str) -> str | None:
	"""Return the name of a member's answer to a notice, None if he is not invited: one query."""
	return frappe.db.get_value(_ANSWER, {"notice": notice, "member": member}, "name")


def of_member(member: str, since: datetime) -> list:
	"""Return the meetings from `since` on to which a member is invited, by their time, with his answer: one query.

	Rows are named after the notice, and have what it says of kind, topic, branch, place and times. Notices that are not issued
	yet are his branch's alone.
	"""
	notice, answer = DocType(_NOTICE), DocType(_ANSWER)
	return (
		frappe.qb.from_(answer)
		.join(notice)
		.on(notice.name == answer.notice)
		.select(notice.name, *(notice[field] for field in _OF_NOTICE))
		.select(notice.meeting, notice.changed_on)
		.select(answer.answer, answer.leave_kind, answer.reason, answer.answered_on, answer.decision)
		.where((answer.member == member) & (notice.starts_on >= since))
		.where(notice.status.isin([ISSUED, CALLED_OFF]))
		.orderby(notice.starts_on, notice.name)
	).run(as_dict=True)


def opened_from(meeting: str) -> list[str]:
	"""Return the notices whose minutes a meeting's record is: one query."""
	return frappe.get_all(_NOTICE, filters={"meeting": meeting}, pluck="name", order_by="name")


def with_minutes(branches: Iterable[str], since: datetime) -> set[str]:
	"""Return the records of meetings from `since` on that were opened from a notice, of `branches`: one query."""
	filters = {"branch": ["in", sorted(branches)], "starts_on": [">=", since], "meeting": ["is", "set"]}
	return set(frappe.get_all(_NOTICE, filters=filters, pluck="meeting"))


def without_minutes(branch: str, kind: str, group: str | None, now: datetime) -> Any | None:
	"""Return the latest notice for a meeting of `kind` (its label) until the end of the present day without minutes: one query.

	Older ones than half a year are not looked for. The row has name, topic and starts_on.
	"""
	filters = {
		**{"branch": branch, "kind": kind, "status": ISSUED, "meeting": ["is", "not set"]},
		"starts_on": ["between", (add_to_date(now, months=-_MONTHS_LOOKED_FOR), f"{now:%Y-%m-%d} 23:59:59")],
	}
	if group:
		filters["party_group"] = group
	rows = frappe.get_all(
		_NOTICE, filters=filters, fields=["name", "topic", "starts_on"], order_by="starts_on desc", limit=1
	)
	return rows[0] if rows else None


def file_of_paper(notice: str, address: str) -> str | None:
	"""Return the record of the file that is attached to a notice under an address, None if there is none: one query."""
	filters = {"attached_to_doctype": _NOTICE, "attached_to_name": notice, "file_url": address}
	return frappe.db.get_value("File", filters, "name")
