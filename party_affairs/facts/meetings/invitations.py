"""Meetings to which somebody is invited, as a calendar shows them."""

from datetime import datetime
from typing import Any

import frappe
from frappe.query_builder import DocType

from party_affairs.rules.meetings.notices import CALLED_OFF, ISSUED

NOTICE = "Meeting Notice"
_FIELDS = (
	*("name", "branch", "kind", "topic", "status", "location", "starts_on", "ends_on"),
	*("issued_on", "changed_on", "called_off_on"),
)


def of_member(member: str, since: datetime) -> list:
	"""Return the notices of meetings from `since` on to which a member is invited, by their time: one query."""
	notice, answer = DocType(NOTICE), DocType("Meeting Answer")
	return (
		frappe.qb.from_(answer)
		.join(notice)
		.on(notice.name == answer.notice)
		.select(*(notice[field] for field in _FIELDS))
		.where((answer.member == member) & (notice.starts_on >= since))
		.where(notice.status.isin([ISSUED, CALLED_OFF]))
		.orderby(notice.starts_on, notice.name)
	).run(as_dict=True)


def one(notice: str) -> Any | None:
	"""Return what a calendar shows of one notice, None if there is none: one query."""
	return frappe.db.get_value(NOTICE, notice, _FIELDS, as_dict=True)
