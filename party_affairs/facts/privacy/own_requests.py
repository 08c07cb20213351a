"""Frappe's requests of a person about his data: when a login asked for a copy, and whether it asks to be forgotten."""

from datetime import date

import frappe
from frappe.utils import getdate

COPY, FORGET = "Personal Data Download Request", "Personal Data Deletion Request"
_OPEN = ("Pending Verification", "Pending Approval", "On Hold")


def copy_asked_on(user: str) -> date | None:
	"""Return the day on which a login asked for a copy last: one query."""
	asked = frappe.db.get_value(COPY, {"user": user}, "creation", order_by="creation desc")
	return getdate(asked) if asked else None


def forgetting_asked_on(user: str) -> date | None:
	"""Return the day on which a login asked to be forgotten, None if no such request is open: one query."""
	asked = frappe.db.get_value(FORGET, {"email": user, "status": ["in", _OPEN]}, "creation")
	return getdate(asked) if asked else None
