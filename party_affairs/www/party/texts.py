"""The page of what a member writes and hands in, with the comments, of his talks, and of his study."""

import frappe

from party_affairs.api import portal
from party_affairs.api.texts import personal_texts
from party_affairs.ledgers.text import period_text
from party_affairs.portal import HOME, of_member_alone, open_page

no_cache = 1
sitemap = 0


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Show what there is to write, what was handed in, the talks, and the hours of study."""
	open_page(context, "Study and Reports", f"{HOME}/texts")
	context.texts = personal_texts.my_texts()
	context.hours = portal.my_study()["hours"]
	context.period_text = period_text
