"""The page on which a member writes down whom he has seen, and what came of it: made for the telephone."""

import frappe
from frappe.utils import nowdate

from party_affairs.api.caller import required_member
from party_affairs.api.contact import my_contacts
from party_affairs.portal import HOME, answer_form, of_member_alone, open_page

no_cache = 1
sitemap = 0

_PATH = f"{HOME}/contacts"
_WORDS = ("pairing", "contact_date", "method", "matter", "handling", "result")


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Show the caller's pairings, and above them what was lacking in the entry that he has just sent."""
	open_page(context, "Whom I Keep in Touch With", _PATH)
	required_member()
	context.contacts, context.methods, context.today = [], my_contacts.METHODS, nowdate()
	context.written = frappe.form_dict.get("written")
	answer_form(context, _write, f"{_PATH}?written=1")
	context.typed = _typed()
	context.contacts = my_contacts.my_contacts()


def _write() -> None:
	my_contacts.add_contact(**{word: frappe.form_dict.get(word) or "" for word in _WORDS})


def _typed() -> dict:
	"""What was just typed: if it is refused, nothing of it is lost."""
	if frappe.request.method != "POST":
		return {}
	return {word: frappe.form_dict.get(word) or "" for word in _WORDS}
