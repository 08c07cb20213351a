"""What the rules require of an organisation or law firm, side by side with what it has, for their forms."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.arguments import parse_day
from party_affairs.facts.organisation import set_up as organisation
from party_affairs.permissions import scope_for
from party_affairs.permissions.roles import COMMITTEE_TYPES
from party_affairs.rules.organisation import requirements
from party_affairs.rules.organisation.requirements import Requirement

THRESHOLDS = ("guide", "national")


@frappe.whitelist()
def branch_requirements(branch: str, on: str | None = None) -> dict[str, Any]:
	"""Return what is required of a Party organisation on a day (default: today) by guide and national rule, and what it has.

	Raise PermissionError unless the caller sees the organisation and its members.
	"""
	document = frappe.get_doc("Party Branch", branch)
	document.check_permission("read")
	scope_for("Party Member").check_branch(branch)
	day = _day(on)
	if document.branch_type in COMMITTEE_TYPES:
		facts = organisation.of_committee(branch, day)
		asked = {key: requirements.of_committee(facts, day, key) for key in THRESHOLDS}
	else:
		facts = organisation.of_branch(branch, day)
		asked = {key: requirements.of_branch(facts, day, key) for key in THRESHOLDS}
	return {"on": str(day), "full_members": facts.get("full_members"), "rows": _side_by_side(asked, "key")}


@frappe.whitelist()
def firm_requirements(firm: str, on: str | None = None) -> dict[str, Any]:
	"""Return which organisation a law firm needs on a day (default: today) by guide and national rule, and which it has.

	Raise PermissionError unless the caller sees the firm and all that is covered by the committee in charge of it.
	"""
	document = frappe.get_doc("Law Firm", firm)
	document.check_permission("read")
	scope_for("Party Member").check_branch(document.committee)
	day = _day(on)
	facts = organisation.of_firm(firm, day)
	asked = {key: requirements.of_firm(facts, key) if facts else () for key in THRESHOLDS}
	return {
		"on": str(day),
		"full_members": facts["full_members"] if facts else None,
		"rows": _side_by_side(asked, "clause"),
	}


@frappe.whitelist()
def may_see_firm(firm: str) -> bool:
	"""Whether the caller sees a law firm and all of its members, whatever their branches."""
	document = frappe.get_doc("Law Firm", firm)
	document.check_permission("read")
	return scope_for("Party Member").covers(document.committee)


def _day(on: str | None) -> date:
	today = getdate(nowdate())
	day = parse_day(on) if on else today
	if day is None or day > today:
		frappe.throw(
			_("{0} ({1}) lies in the future. Choose today or an earlier day.").format(
				_("Day in Question"), on
			)
		)
	return day


def _side_by_side(asked: dict[str, Iterable[Requirement]], same: str) -> list[dict[str, Any]]:
	"""Return a row for each requirement that either set of thresholds has, in the order in which they are asked.

	What was found is said once where both sets judge it alike.
	"""
	rows: dict[str, dict[str, Any]] = {}
	for thresholds, items in asked.items():
		for item in items:
			row = rows.setdefault(getattr(item, same), {"title": item.title.text(_), "found": []})
			found = item.found.text(_)
			if found not in row["found"]:
				row["found"].append(found)
			row[thresholds] = {
				"required": item.required.text(_),
				"state": item.state,
				"clause": item.clause,
				"citation": item.citation,
			}
	return list(rows.values())
