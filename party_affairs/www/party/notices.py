"""The page on which a member reads what came down from the organisations above, and acknowledges it."""

import frappe

from party_affairs.api.caller import required_member
from party_affairs.api.duties import own_notices
from party_affairs.portal import HOME, answer_form, of_member_alone, open_page

no_cache = 1
sitemap = 0

_PATH = f"{HOME}/notices"


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Show the notices that the caller is to read; the form acknowledges one, or notes that he has read it."""
	open_page(context, "Notices", _PATH)
	required_member()
	context.acknowledged = frappe.form_dict.get("acknowledged")
	answer_form(context, _answer, f"{_PATH}?acknowledged=1")
	context.notices = []
	context.notices = own_notices.my_notices()


def _answer() -> None:
	form = frappe.form_dict
	act = own_notices.acknowledge_notice if form.get("action") == "acknowledge" else own_notices.read_notice
	act(form.get("delivery") or "")
