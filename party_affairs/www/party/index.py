"""The member's page at /party; what it shows is read by `api/portal.py` and `api/texts/personal_texts.py`."""

from urllib.parse import urlsplit

import frappe
from frappe.utils import get_url_to_list

from party_affairs.api import portal
from party_affairs.api.caller import may_use_desk, own_member
from party_affairs.api.texts import personal_texts
from party_affairs.facts.evaluation import of_member
from party_affairs.ledgers.text import period_text, periods_text
from party_affairs.permissions.scope import access_of
from party_affairs.portal import HOME, open_page

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Send guests to the login; show members their own records, and others why there is nothing to see."""
	open_page(context, "My Party Affairs", HOME)
	context.overview = context.texts = None
	context.has_evaluations = False
	context.period_text = period_text
	context.periods_text = periods_text
	member = own_member()
	if member:
		context.has_evaluations = of_member.has_any(member, access_of(frappe.session.user).branch)
		context.overview = portal.my_overview(frappe.form_dict.get("year"))
		context.texts = personal_texts.my_texts()
	context.desk_path = _workspace_path() if may_use_desk() else None


def _workspace_path() -> str:
	"""Return the path of the app's workspace, whose first part differs between Frappe versions."""
	return urlsplit(get_url_to_list("Party Affairs")).path
