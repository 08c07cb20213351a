"""The page that leads to all others, and the way out."""

import frappe

from party_affairs import portal_pages
from party_affairs.api import portal
from party_affairs.portal import HOME, answer_form, log_out, open_page

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Show the pages that the navigation does not name; end the login if the form asks for it."""
	open_page(context, "More", f"{HOME}/more")
	answer_form(context, log_out, f"{HOME}/logged-out")
	context.pages = portal_pages.beyond()
	context.desk_path = portal.desk_path()
	context.links = portal.my_links()
