"""The record that is already there for a duty, so that nobody enters it twice."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe

_DRAFT, _WITHDRAWN = 0, 2


def latest(doctype: str, values: Mapping[str, Any], *, only_drafts: bool = False) -> str | None:
	"""Return the newest record of a DocType with these values that was not cancelled, None without any: one query."""
	filters = {**values, "docstatus": _DRAFT if only_drafts else ["<", _WITHDRAWN]}
	found = frappe.get_all(doctype, filters=filters, pluck="name", order_by="creation desc", limit=1)
	return found[0] if found else None


def prepared_meeting(branch: str, kind: str, party_group: str | None, first: date, last: date) -> str | None:
	"""Return the first draft of a meeting of a kind (its label) that begins from `first` to `last`, None without any: one query."""
	filters = {
		"branch": branch,
		"kind": kind,
		"docstatus": _DRAFT,
		"meeting_date": ["between", [first, last]],
	}
	if party_group:
		filters["party_group"] = party_group
	found = frappe.get_all(
		"Party Meeting", filters=filters, pluck="name", order_by="starts_on, name", limit=1
	)
	return found[0] if found else None
