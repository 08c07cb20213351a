"""Changes of members' standing: who is away, and what changed a member's standing after a day."""

from datetime import date
from typing import Any

import frappe

CHANGE, TRANSFER = "Party Membership Change", "Party Membership Transfer"
AWAY, BACK = "Away", "Back from Away"
_SUBMITTED = 1


def open_departures(member: str | None = None) -> list:
	"""Return the departures of members who have neither come back nor moved to another branch since: three queries.

	Rows have name, member, branch, effective_on and contact_until; `member` limits them to one.
	"""
	filters = {"docstatus": _SUBMITTED, **({"member": member} if member else {})}
	departures = frappe.get_all(
		CHANGE,
		filters={**filters, "kind": AWAY},
		fields=["name", "member", "branch", "effective_on", "contact_until"],
		order_by="effective_on, name",
	)
	returns = frappe.get_all(CHANGE, filters={**filters, "kind": BACK}, fields=["member", "effective_on"])
	moves = frappe.get_all(
		TRANSFER,
		filters={**filters, "status": "Accepted", "direction": ["!=", "In"]},
		fields=["member", "received_on"],
	)
	settled: dict[str, list] = {}
	for row in (*returns, *moves):
		settled.setdefault(row.member, []).append(row.effective_on or row.received_on)
	return [
		row for row in departures if not any(day >= row.effective_on for day in settled.get(row.member, ()))
	]


def changes_after(member: str, operator: str, day: date | str, leaving_out: str) -> list:
	"""Return name, effective_on and creation of the submitted changes of a member's standing, the latest first: one query.

	`operator` says how their day compares with `day`: ">" or ">=". `leaving_out` names a change that is not among them.
	"""
	return frappe.get_all(
		CHANGE,
		filters={**_others(member, leaving_out), "effective_on": [operator, day]},
		fields=["name", "effective_on", "creation"],
		order_by="effective_on desc, creation desc",
	)


def transfer_after(member: str, operator: str, day: date | str, leaving_out: str) -> str | None:
	"""Return a transfer of a member that was accepted after `day` (with ">=": on it or after), None without one: one query."""
	accepted = {**_others(member, leaving_out), "status": "Accepted", "received_on": [operator, day]}
	return frappe.db.get_value(TRANSFER, accepted, "name")


def _others(member: str, leaving_out: str) -> dict[str, Any]:
	return {"member": member, "docstatus": _SUBMITTED, "name": ["!=", leaving_out]}
