"""The ballot for people outside the Party at /appraisal: a code opens its own ballot, and nothing else."""

import frappe

from party_affairs.api.caller import csrf_token
from party_affairs.language import site_language

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Show the field for the code; what belongs to it is asked for by the page's script."""
	frappe.local.lang = context.lang = site_language()
	context.title = frappe._("Democratic Appraisal")
	context.csrf_token = csrf_token()
