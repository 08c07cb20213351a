"""Who is calling: as which member of the Party, and whether with the right to a kind of document."""

import frappe
from frappe import _
from frappe.sessions import get_csrf_token

from party_affairs.permissions.roles import MEMBER, ROLES
from party_affairs.permissions.scope import access_of

_CHANGING = ("create", "write", "submit", "cancel", "delete")


def own_member() -> str | None:
	"""Return the Party Member on register to whom the caller's login belongs, None for guests and strangers."""
	user = frappe.session.user
	return None if user == "Guest" else access_of(user).member


def required_member() -> str:
	"""Return the Party Member on register to whom the caller's login belongs. Raise PermissionError if there is none."""
	member = own_member()
	if not member:
		frappe.throw(_("Your login is not linked to a Party member."), frappe.PermissionError)
	return member


def csrf_token() -> str:
	"""Return the token that a page's script sends along for a caller who is logged in; nothing for guests."""
	return "" if frappe.session.user == "Guest" else get_csrf_token()


def check_right(doctype: str, ptype: str) -> None:
	"""Raise PermissionError unless a role of the caller has a right to a DocType; which rows it reaches is another matter."""
	# Frappe's own `throw=True` raises another error, which HTTP does not answer with 403.
	if not frappe.has_permission(doctype, ptype):
		if ptype in _CHANGING and frappe.has_permission(doctype, "read"):
			frappe.throw(
				_("You can read {0}, but not enter or change it.").format(_(doctype)), frappe.PermissionError
			)
		frappe.throw(_("You have no right to {0}.").format(_(doctype)), frappe.PermissionError)


def may_use_desk() -> bool:
	"""Whether the caller has one of the app's roles for the Desk; decides if the app shows on the apps screen."""
	return bool(set(frappe.get_roles()) & (set(ROLES) - {MEMBER} | {"System Manager"}))
