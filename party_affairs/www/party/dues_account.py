"""The page on which members read what became of their branch's dues in a closed year."""

import frappe

from party_affairs.api.dues import account as dues_account
from party_affairs.portal import HOME, of_member_alone, open_page

no_cache = 1
sitemap = 0


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Show the account of the closed year that `year` names, by default the latest, of the caller's own branch."""
	open_page(context, "Dues Account of the Branch", f"{HOME}/dues-account")
	context.found = dues_account.of_my_branch(frappe.form_dict.get("year"))
