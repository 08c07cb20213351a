"""The secret addresses of calendars: whose they are, and whether they are open."""

from typing import Any

import frappe
from frappe.query_builder import DocType

FEED = "Calendar Feed"


def by_digest(digest: str) -> Any | None:
	"""Return the address with the digest of its token, None without one: name, user, token_digest, revoked_on, `enabled`; one query.

	`enabled` says whether its login is in use; it is None where there is no such login any more.
	"""
	feed, user = DocType(FEED), DocType("User")
	rows = (
		frappe.qb.from_(feed)
		.left_join(user)
		.on(user.name == feed.user)
		.select(feed.name, feed.user, feed.token_digest, feed.revoked_on, user.enabled)
		.where(feed.token_digest == digest)
	).run(as_dict=True)
	return rows[0] if rows else None


def open_of(user: str) -> list:
	"""Return the addresses of a login that are not revoked, with name, creation and last_read, the latest first: one query."""
	return frappe.get_all(
		FEED,
		filters={"user": user, "revoked_on": ["is", "not set"]},
		fields=["name", "creation", "last_read"],
		order_by="creation desc, name",
	)
