"""The notices in the bell of a login (Frappe's Notification Log)."""

from typing import Any

import frappe

LOG = "Notification Log"


def notices_to(user: str, limit: int) -> list[Any]:
	"""Return the latest `limit` notices to a login, the newest first: one query. Rows have name, subject, email_content, read and creation."""
	return frappe.get_all(
		LOG,
		filters={"for_user": user},
		fields=["name", "subject", "email_content", "read", "creation"],
		order_by="creation desc, name desc",
		limit=limit,
	)


def number_unread(user: str) -> int:
	"""Return how many notices to a login are unread: one query."""
	return frappe.db.count(LOG, {"for_user": user, "read": 0})
