"""What an installed app shows without a network; the same for everybody."""

import frappe
from frappe import _

from party_affairs.language import site_language

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Say in the site's language that there is no network."""
	frappe.local.lang = context.lang = site_language()
	context.title = _("No Network")
