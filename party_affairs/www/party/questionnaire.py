"""A questionnaire of the branch that a member answers on his own page; nothing else is shown there."""

import frappe

from party_affairs.api.contact import answering
from party_affairs.portal import HOME, of_member_alone, open_page

no_cache = 1
sitemap = 0


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Send guests to the login; show a member the questions of the questionnaire that the address names, or why there are none."""
	open_page(context, "Questionnaire", f"{HOME}/questionnaire")
	context.page = answering.member_page(frappe.form_dict.get("name") or "")
