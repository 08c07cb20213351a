"""Where somebody comes who has logged out: the same for everybody, and the way back in."""

import frappe
from frappe import _

from party_affairs.language import site_language
from party_affairs.portal import HOME, login_address

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Say in the site's language that the login has ended."""
	frappe.local.lang = context.lang = site_language()
	context.title = _("You Are Logged Out")
	context.login_address = login_address(HOME)
