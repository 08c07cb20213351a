"""A member's first page at /party: what he has to do, with a button each, then his next meetings and what is done."""

import frappe

from party_affairs.api import portal
from party_affairs.api.caller import own_member
from party_affairs.portal import HOME, open_page

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Send guests to the login; show members what is asked of them, and others why there is nothing to see."""
	open_page(context, "My Party Affairs", HOME)
	context.first = portal.first_page() if own_member() else None
	context.desk_path = portal.desk_path()
