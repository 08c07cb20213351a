"""A Party organisation at a glance, for its form."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.compliance import figures
from party_affairs.facts.activity import covers
from party_affairs.facts.duties import findings
from party_affairs.facts.members import register as members
from party_affairs.facts.organisation import posts
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.guide.organisation import party_posts
from party_affairs.permissions import scope_for

STATUSES = ("Met", "Late", "Due", "Missed", "Planned")


@frappe.whitelist()
def branch_at_a_glance(branch: str) -> dict[str, Any]:
	"""What a Party organisation has today: members by stage, posts, duties. Parts outside the caller's scope are None."""
	frappe.get_doc("Party Branch", branch).check_permission("read")
	today = getdate(nowdate())
	names = branch_and_below(branch)
	return {
		"members": _count_members(names, today) if scope_for("Party Member").covers(branch) else None,
		"posts": _posts_held(branch, today) if scope_for("Party Post").covers(branch) else None,
		"duties": _count_duties(names) if scope_for(findings.FINDING).covers(branch) else None,
	}


def _count_members(branches: list[str], day: date) -> dict[str, int]:
	full, party = members.count_party_members(members.load_of_branches(branches), day)
	return {"full": full, "probationary": party - full}


def _posts_held(branch: str, day: date) -> list[dict[str, Any]]:
	held = [row for row in posts.load([branch]) if covers(row.first, row.last, day)]
	held.sort(key=lambda row: party_posts.post(row.key).order)
	names = members.names_of({row.member for row in held})
	return [
		{"name": row.name, "post": _(row.post), "member_name": names.get(row.member), "last_day": row.last}
		for row in held
	]


def _count_duties(branches: list[str]) -> dict[str, Any]:
	found = figures.of(branches)
	numbers = [[status, found.numbers[status]] for status in STATUSES] if found.is_checked else []
	return {"year": found.year, "time": found.time, "numbers": numbers}
