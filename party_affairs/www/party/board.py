"""The board of a member's branch: what is published in it, with names only as published."""

import frappe

from party_affairs.api import portal
from party_affairs.portal import HOME, of_member_alone, open_page

no_cache = 1
sitemap = 0


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Show what hangs on the board of the caller's branch."""
	open_page(context, "Board of My Branch", f"{HOME}/board")
	context.board = portal.board()
