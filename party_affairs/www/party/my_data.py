"""The page of what is kept of a member: what his record says, how he asks for a correction, a copy, or to be forgotten."""

import frappe

from party_affairs.api import portal
from party_affairs.api.members import corrections
from party_affairs.api.privacy import own_requests
from party_affairs.portal import HOME, answer_form, of_member_alone, open_page

no_cache = 1
sitemap = 0

_PATH = f"{HOME}/my-data"
_ACTS = {
	"copy": (own_requests.ask_for_copy, "copy#rights"),
	"forget": (own_requests.ask_to_be_forgotten, "forget#rights"),
}
_WORDS = ("about", "wrong", "right_value")


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Show the caller's own record, and above it why a request was refused."""
	open_page(context, "My Data", _PATH)
	context.asked = frappe.form_dict.get("asked")
	act, then = _ACTS.get(frappe.form_dict.get("action"), (_ask, "1#requests"))
	answer_form(context, act, f"{_PATH}?asked={then}")
	context.typed = frappe.form_dict if frappe.request.method == "POST" else {}
	context.update(corrections.my_data())
	context.profile = portal.my_profile()
	context.of_all = own_requests.my_requests()
	context.honours = portal.my_honours()


def _ask() -> None:
	sent = frappe.request.files.get("evidence")
	corrections.request(
		**{word: frappe.form_dict.get(word) or "" for word in _WORDS},
		file_name=(sent and sent.filename) or "",
		content=sent.read(corrections.LARGEST_FILE + 1) if sent else b"",
	)
