"""A questionnaire for people without a login at /survey: with the code on a slip, or by the link of a poster.

Not at /questionnaire: what names a kind of document is for the gate alone.

The page stands by itself: nothing of Frappe's own pages, which may count their visitors, is loaded with it.
"""

import frappe

from party_affairs.api.caller import csrf_token
from party_affairs.api.contact import answering
from party_affairs.language import site_language

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Show the field for the code, the questions, or what is to be said in their place."""
	frappe.local.lang = context.lang = site_language()
	context.title = frappe._("Questionnaire")
	context.page = answering.guest_page(frappe.form_dict.get("k"))
	context.csrf_token = csrf_token()
