"""Where somebody lands who has logged in."""

from urllib.parse import urlsplit

import frappe
from frappe.utils import get_url_to_list

from party_affairs.permissions.roles import MEMBER, ROLES

_MEMBERS_PAGE = "party"
_FIRST_ON_DESK = "this-month"
_STANDARD_ON_DESK = "Workspaces"
_ASKED = "get_website_user_home_page"
_GIVEN = "website_user_home_page"


def home_page_of(user: str) -> str | None:
	"""Hook: return the page on which somebody lands who is or was a member, or has a post; of others say what other apps say.

	Frappe 16 asks for the home page of everybody: a secretary, who is a member too, lands on the Desk. Frappe 15 asks it of
	those alone who have no access to the Desk, and at the site's bare address.
	"""
	held = set(frappe.get_roles(user)) & set(ROLES)
	if frappe.get_cached_value("User", user, "user_type") == "Website User":
		# Who has left is told on the members' page that there is nothing for him any more, in words of ours.
		if MEMBER in held or frappe.db.exists("Party Member", {"user": user}):
			return _MEMBERS_PAGE
	elif _has_duties(user):
		return desk_page(_FIRST_ON_DESK)
	# Frappe asks the last app alone: the ones before it are asked here.
	asked = frappe.get_hooks(_ASKED)
	before = asked[: asked.index(f"{__name__}.{home_page_of.__name__}")]
	if before:
		return frappe.get_attr(before[-1])(user)
	given = frappe.get_hooks(_GIVEN)
	return given[-1] if given else None


def open_this_month_first(bootinfo: frappe._dict) -> None:
	"""Hook: the Desk of whoever has duties opens on this month, where Frappe would open the first of its workspaces.

	Frappe 15 sends everybody who has access to the Desk there after the login and asks no app. Who has chosen a workspace for
	himself keeps it.
	"""
	chosen = (bootinfo.get("user") or {}).get("default_workspace")
	if bootinfo.get("home_page") == _STANDARD_ON_DESK and not chosen and _has_duties(frappe.session.user):
		bootinfo["home_page"] = _FIRST_ON_DESK


def _has_duties(user: str) -> bool:
	held = set(frappe.get_roles(user)) & set(ROLES) - {MEMBER}
	return user != "Administrator" and bool(held) and bool(frappe.db.exists("Page", _FIRST_ON_DESK))


def desk_page(name: str) -> str:
	"""Return the address of a page of the Desk, whose first part differs between Frappe versions, without a stroke before it."""
	desk = urlsplit(get_url_to_list(name)).path.strip("/").split("/")[0]
	return f"{desk}/{name}"


def first_desk_page() -> str:
	"""Return the address of the page of the Desk on which the app opens: this month, or the workspace where that is not there."""
	page = _FIRST_ON_DESK if frappe.db.exists("Page", _FIRST_ON_DESK) else "party-affairs"
	return f"/{desk_page(page)}"
