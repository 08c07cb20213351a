"""The member's page at /party; what it shows is read by `api/portal.py` and `api/texts/personal_texts.py`."""

import frappe

from party_affairs.api import desk, portal
from party_affairs.api.texts import personal_texts
from party_affairs.ledgers.text import period_text, periods_text
from party_affairs.portal import HOME, open_page

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Send guests to the login; show members their own records, and others why there is nothing to see."""
	open_page(context, "My Party Affairs", HOME)
	context.overview = context.texts = None
	context.period_text = period_text
	context.periods_text = periods_text
	if portal.own_member():
		context.overview = portal.my_overview(frappe.form_dict.get("year"))
		context.texts = personal_texts.my_texts()
	context.desk_path = desk.workspace_path() if desk.may_use_desk() else None
