"""The page on which a member reads what he was told: the bell of those who have no Desk."""

import frappe
from frappe import _

from party_affairs.api.caller import own_member
from party_affairs.api.duties import own_bell
from party_affairs.portal import HOME, answer_form, of_member_alone, open_page

no_cache = 1
sitemap = 0

_PATH = f"{HOME}/bell"


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Show the notices to the caller's login; the form notes that he has read them."""
	open_page(context, "What I Was Told", _PATH)
	answer_form(context, own_bell.read_all, _PATH)
	context.notices = []
	if own_member():
		context.notices = own_bell.my_bell()
	else:
		context.problem = context.problem or _("Your login is not linked to a Party member.")
