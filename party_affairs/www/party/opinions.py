"""The page on which a member raises an opinion, by name or unnamed, and reads what was answered."""

import frappe

from party_affairs.api.caller import required_member
from party_affairs.api.contact import my_contacts
from party_affairs.portal import HOME, answer_form, of_member_alone, open_page

no_cache = 1
sitemap = 0

_PATH = f"{HOME}/opinions"


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Show what the caller raised by name, with the answers, and the answers that his branch published to all."""
	open_page(context, "My Opinions and Suggestions", _PATH)
	required_member()
	context.raised = frappe.form_dict.get("raised")
	context.own, context.published = [], []
	answer_form(context, _raise, f"{_PATH}?raised=1")
	context.typed = frappe.form_dict if frappe.request.method == "POST" else {}
	context.update(my_contacts.my_opinions())


def _raise() -> None:
	form = frappe.form_dict
	my_contacts.raise_opinion(form.get("opinion") or "", form.get("unnamed") or 0)
