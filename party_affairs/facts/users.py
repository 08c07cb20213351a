"""People as logins of the site."""

from collections.abc import Iterable

import frappe
from frappe.query_builder import DocType


def full_names(users: Iterable[str | None]) -> dict[str, str]:
	"""Return the full names of logins: one query, none without logins."""
	names = sorted({user for user in users if user})
	if not names:
		return {}
	user = DocType("User")
	return dict(frappe.qb.from_(user).select(user.name, user.full_name).where(user.name.isin(names)).run())
