"""Which logins of the site somebody lists: whoever has no Desk finds his own alone. Frappe lets everybody choose from all."""

import frappe


def of_user(user: str | None = None) -> str:
	"""Hook: return the SQL condition on User for `user` (default: the caller); empty for those with the Desk."""
	user = user or frappe.session.user
	if user == "Administrator" or frappe.get_cached_value("User", user, "user_type") == "System User":
		return ""
	return f"`tabUser`.name = {frappe.db.escape(user)}"
