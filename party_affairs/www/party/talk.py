"""The page on which a member reads a talk in which he took part."""

import frappe

from party_affairs.api.texts import personal_texts
from party_affairs.portal import HOME, of_member_alone, open_page

no_cache = 1
sitemap = 0


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Show the talk `name` to the two who took part in it."""
	open_page(context, "Heart Talk", f"{HOME}/talk")
	context.talk = personal_texts.my_talk(frappe.form_dict.get("name") or "")
