"""The page of a member's dues: what he owes and has paid of a year, his receipts, and how his dues are assessed."""

import frappe

from party_affairs.api import portal
from party_affairs.ledgers.text import period_text, periods_text
from party_affairs.portal import HOME, of_member_alone, open_page

no_cache = 1
sitemap = 0


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Show the dues of the year that `year` names, by default of this one."""
	open_page(context, "My Dues", f"{HOME}/dues")
	context.update(portal.my_dues(frappe.form_dict.get("year")))
	context.period_text, context.periods_text = period_text, periods_text
