"""Who has the Desk, and which logins of the site somebody lists: whoever has none finds his own alone. Frappe lets everybody choose from all."""

import frappe


def of_user(user: str | None = None) -> str:
	"""Hook: return the SQL condition on User for `user` (default: the caller); empty for those with the Desk."""
	user = user or frappe.session.user
	return f"`tabUser`.name = {frappe.db.escape(user)}" if is_without_desk(user) else ""


def is_without_desk(user: str) -> bool:
	"""Whether a login is a guest's, or that of a member who has no Desk."""
	return user != "Administrator" and frappe.get_cached_value("User", user, "user_type") != "System User"
