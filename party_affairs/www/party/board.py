"""The board of a member's branch: what is published in it, with names only as published; objections to it go to those who answer."""

import frappe

from party_affairs.api import portal
from party_affairs.api.caller import required_member
from party_affairs.api.notice import own
from party_affairs.portal import HOME, answer_form, of_member_alone, open_page

no_cache = 1
sitemap = 0

_PATH = f"{HOME}/board"


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Show what hangs on the board of the caller's branch; the form below a notice takes an objection to it."""
	open_page(context, "Board of My Branch", _PATH)
	required_member()
	context.received = frappe.form_dict.get("received")
	# Whoever was told of a notice, or objects to it, finds that one open.
	context.opened = frappe.form_dict.get("notice")
	answer_form(context, _object, f"{_PATH}?received=1")
	context.typed = frappe.form_dict if frappe.request.method == "POST" else {}
	context.board = portal.board()


def _object() -> None:
	form = frappe.form_dict
	own.object_to(form.get("notice") or "", form.get("objection") or "", form.get("unnamed") or 0)
