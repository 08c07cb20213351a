"""What the form of a meeting asks for: who is expected, and what its minutes lack."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.facts import members, posts
from party_affairs.facts.activity import covers
from party_affairs.guide import loader
from party_affairs.permissions import scope_for
from party_affairs.rules import meetings as meeting_rules
from party_affairs.validation import branch_and_below

_PARTY_STAGES = (members.FULL_MEMBER, members.PROBATIONARY_MEMBER)


@frappe.whitelist()
def expected_attendees(
	branch: str, kind: str, day: str | date | None = None, party_group: str | None = None
) -> list[dict[str, Any]]:
	"""Return the members who are expected at a meeting of `kind` on `day` (default today), as rows of its attendees.

	Who is expected follows from the guide: all members, the committee, or one group; to some meetings people are invited,
	and the list is empty. Probationary members have no vote (Party Constitution).
	"""
	scope_for("Party Meeting", "write").check_branch(branch)
	scope_for("Party Member").check_branch(branch)
	on = getdate(day or nowdate())
	rows = {
		row.name: row
		for row in members.load_of_branches(branch_and_below(branch))
		if members.belongs_on(row, on) and members.stage_on(row, on) in _PARTY_STAGES
	}
	return [
		{
			"member": name,
			"member_name": rows[name].member_name,
			"attendance": "Present",
			"has_vote": int(members.stage_on(rows[name], on) == members.FULL_MEMBER),
		}
		for name in _expected(kind, branch, party_group, on, rows)
		if name in rows
	]


def _expected(kind: str, branch: str, party_group: str | None, on: date, rows: dict[str, Any]) -> list[str]:
	attendees = _kind_of(kind).attendees
	if attendees == "all_members":
		return list(rows)
	if attendees == "committee":
		return _committee(branch, on)
	if attendees == "group":
		if not party_group:
			frappe.throw(_("Please choose the Party Group first."))
		filters = {"party_group": party_group, "branch": branch}
		return frappe.get_all("Party Member", filters=filters, pluck="name", order_by="name")
	return []


def _kind_of(label: str) -> loader.MeetingKind:
	try:
		return loader.meeting_kind(frappe.scrub(label))
	except KeyError:
		frappe.throw(_("Kind of meeting {0} is unknown.").format(frappe.bold(label)))


def _committee(branch: str, on: date) -> list[str]:
	seats = [
		row
		for row in posts.load([branch])
		if loader.post(row.key).committee_seat and covers(row.first, row.last, on)
	]
	seats.sort(key=lambda row: loader.post(row.key).order)
	return list(dict.fromkeys(row.member for row in seats))


@frappe.whitelist()
def missing_minutes(meeting: str) -> list[str]:
	"""Return which of the eight minutes fields (guide 一（四）1) a meeting's record lacks, in the caller's language."""
	document = frappe.get_doc("Party Meeting", meeting)
	document.check_permission("read")
	return [label.text(_) for label in meeting_rules.missing_minutes(document.minutes_facts())]
