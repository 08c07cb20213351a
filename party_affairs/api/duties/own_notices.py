"""What came down from the organisations above, on a member's page: reading and acknowledging it."""

from datetime import date, timedelta
from typing import Any

import frappe
from frappe.utils import getdate, nowdate

from party_affairs.api.caller import required_member
from party_affairs.facts.duties import notices as facts
from party_affairs.party_affairs.doctype.notice_delivery.steps import ReadByMember
from party_affairs.permissions.scope import access_of
from party_affairs.rules.duties import tasks

_SHOWN_DAYS = 366


@frappe.whitelist()
def my_notices() -> list[dict[str, Any]]:
	"""Return the notices of the last year that the caller is to read, those that wait for him first, the newest before older ones.

	Rows have name, title, text, committee, sent_on, deadline, `papers`, `read_on` and `acknowledged_on` of the caller, `waits`
	(whether he is still to acknowledge it) and `is_late`. Raise PermissionError for whoever is no member.
	"""
	member = required_member()
	today = getdate(nowdate())
	rows = _of(member, today)
	papers = facts.papers_of_notices(row.notice for row in rows)
	for row in rows:
		row.papers = papers.get(row.notice, [])
	return sorted(rows, key=lambda row: not row.waits)


def waiting(member: str) -> list[frappe._dict]:
	"""Return the notices that a member is still to acknowledge, the nearest last day first."""
	rows = [row for row in _of(member, getdate(nowdate())) if row.waits]
	return sorted(rows, key=lambda row: row.deadline or date.max)


@frappe.whitelist(methods=["POST"])
def read_notice(delivery: str) -> None:
	"""Note that the caller has read a notice. Raise DoesNotExistError for one that is not for him."""
	ReadByMember.of(delivery, member=required_member()).take()


@frappe.whitelist(methods=["POST"])
def acknowledge_notice(delivery: str) -> None:
	"""Acknowledge a notice as the member whom it is for. Raise DoesNotExistError for one that is not for him."""
	ReadByMember.of(delivery, member=required_member(), acknowledges=True).take()


def _of(member: str, today: date) -> list[frappe._dict]:
	branches = sorted({access_of(frappe.session.user).branch, *facts.posts_in(member)} - {None})
	rows = facts.to_members_of(branches, today - timedelta(days=_SHOWN_DAYS)) if branches else []
	asked, readings = facts.asked(rows), facts.readings([row.name for row in rows])
	mine = [row for row in rows if any(person.member == member for person in asked[row.name])]
	for row in mine:
		reading = readings.get(row.name, {}).get(member) or frappe._dict()
		by_branch = row.addressed_to != tasks.ALL_MEMBERS and row.acknowledged_on
		row.own_acknowledged_on = reading.acknowledged_on or by_branch
		row.own_read_on = reading.read_on
		row.waits = bool(row.needs_acknowledgement and not row.own_acknowledged_on)
		row.is_late = row.waits and bool(row.deadline) and row.deadline < today
	return mine
