"""The page of what meetings left to a member: resolutions to carry out, meetings to make up, problems to put right."""

import frappe

from party_affairs.api import portal
from party_affairs.portal import HOME, of_member_alone, open_page

no_cache = 1
sitemap = 0


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Show what names the caller, and nothing else of any minutes."""
	open_page(context, "Resolutions and Rectification", f"{HOME}/matters")
	context.update(portal.my_matters())
