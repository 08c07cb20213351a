"""The address that a group is given: it leads whoever has the Desk to this month there, and members to their first page."""

import frappe

from party_affairs.api import portal
from party_affairs.portal import HOME, go_to, open_page

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Send guests to the login and then on, everybody else to where he works."""
	if frappe.session.user == "Guest":
		open_page(context, "My Party Affairs", HOME)
	go_to(portal.desk_path() or HOME)
