"""Where somebody lands who has logged in."""

import frappe

from party_affairs.permissions.roles import MEMBER

_MEMBERS_PAGE = "party"
_ASKED = "get_website_user_home_page"
_GIVEN = "website_user_home_page"


def home_page_of(user: str) -> str | None:
	"""Hook: return the page on which a member lands who has no access to the Desk; of others say what other apps say.

	Frappe 16 asks for the home page of everybody: a secretary, who is a member too, lands on the Desk all the same.
	"""
	if (
		MEMBER in frappe.get_roles(user)
		and frappe.get_cached_value("User", user, "user_type") == "Website User"
	):
		return _MEMBERS_PAGE
	# Frappe asks the last app alone: the ones before it are asked here.
	asked = frappe.get_hooks(_ASKED)
	before = asked[: asked.index(f"{__name__}.{home_page_of.__name__}")]
	if before:
		return frappe.get_attr(before[-1])(user)
	given = frappe.get_hooks(_GIVEN)
	return given[-1] if given else None
