"""Notices of meetings, who is invited by them, and what was answered. A notice is no evidence: no check reads it."""

from collections.abc import Iterable
from datetime import datetime

import frappe
from frappe.query_builder import DocType

from party_affairs.rules.meetings.notices import CALLED_OFF, ISSUED

_NOTICE, _ANSWER = "Meeting Notice", "Meeting Answer"
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


def file_of_paper(notice: str, address: str) -> str | None:
	"""Return the record of the file that is attached to a notice under an address, None if there is none: one query."""
	filters = {"attached_to_doctype": _NOTICE, "attached_to_name": notice, "file_url": address}
	return frappe.db.get_value("File", filters, "name")
