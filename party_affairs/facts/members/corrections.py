"""What a member's own page shows of his record, and his requests to have it corrected. The caller has made sure whose page it is."""

from collections.abc import Sequence
from typing import Any

import frappe

_REQUEST = "Correction Request"
_REQUESTED = "Awaiting Answer"
_SHOWN = 20


def record(member: str, fieldnames: Sequence[str]) -> Any:
	"""Return fields of a member's record: one query."""
	return frappe.db.get_value("Party Member", member, list(fieldnames), as_dict=True)


def requests_of(member: str) -> list:
	"""Return the latest requests of a member: one query. Rows have name, about, status, requested_on, answer, answered_on and answered_by_name."""
	return frappe.get_all(
		_REQUEST,
		filters={"member": member},
		fields=["name", "about", "status", "requested_on", "answer", "answered_on", "answered_by_name"],
		order_by="creation desc",
		limit=_SHOWN,
	)


def number_open(member: str) -> int:
	"""Return how many requests of a member wait for an answer: one query."""
	return frappe.db.count(_REQUEST, {"member": member, "status": _REQUESTED})


def waits(member: str, about: str, right_value: str) -> bool:
	"""Return whether a member has a request for the same value that waits for an answer: one query."""
	asked = {"member": member, "status": _REQUESTED, "about": about, "right_value": right_value}
	return bool(frappe.db.exists(_REQUEST, asked))
