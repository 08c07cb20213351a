"""Letters of transfer as they are issued: whose number is used, and who has one open."""

from collections.abc import Sequence
from typing import Any

import frappe

TRANSFER = "Party Membership Transfer"
_CANCELLED = 2


def with_letter_no(
	number: str, directions: Sequence[str], leaving_out: Sequence[str], **issuer: str | None
) -> str | None:
	"""Return a transfer whose letter has a number, None without one: one query; cancelled ones are none.

	`issuer` are the fields that tell whose letters are counted together. `leaving_out` names transfers that are not meant.
	"""
	filters: dict[str, Any] = {
		"letter_no": number,
		**issuer,
		"direction": ["in", list(directions)],
		"docstatus": ["!=", _CANCELLED],
		"name": ["not in", list(leaving_out)],
	}
	return frappe.db.get_value(TRANSFER, filters, "name")


def with_status_of(member: str, statuses: Sequence[str], leaving_out: str) -> str | None:
	"""Return another transfer of a member with one of `statuses`, None without one: one query; cancelled ones are none."""
	filters = {
		"member": member,
		"status": ["in", statuses],
		"docstatus": ["!=", _CANCELLED],
		"name": ["!=", leaving_out],
	}
	return frappe.db.get_value(TRANSFER, filters, "name")
