"""The page of a member's study: hours found and asked this year, what they come from, and his public welfare."""

import frappe

from party_affairs.api import portal
from party_affairs.portal import HOME, of_member_alone, open_page

no_cache = 1
sitemap = 0


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Show the hours of this year."""
	open_page(context, "My Study Hours", f"{HOME}/study")
	context.study = portal.my_study()
