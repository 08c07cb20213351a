"""The page of votes and questionnaires: those that wait for the caller, those he has answered, and his own grades."""

import frappe

from party_affairs.api import portal
from party_affairs.portal import HOME, of_member_alone, open_page

no_cache = 1
sitemap = 0


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Show where the caller votes and answers."""
	open_page(context, "Votes and Questionnaires", f"{HOME}/votes")
	context.update(portal.my_votes())
