"""The record that is already there for a duty, so that nobody enters it twice."""

from collections.abc import Mapping
from typing import Any

import frappe

_WITHDRAWN = 2


def latest(doctype: str, values: Mapping[str, Any]) -> str | None:
	"""Return the newest record of a DocType with these values that was not cancelled, None without any: one query."""
	filters = {**values, "docstatus": ["<", _WITHDRAWN]}
	found = frappe.get_all(doctype, filters=filters, pluck="name", order_by="creation desc", limit=1)
	return found[0] if found else None
