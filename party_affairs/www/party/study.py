"""The page of a member's study: hours found and asked this year, what they come from, what he reports himself, and his public welfare."""

import frappe

from party_affairs.api import portal, proofs
from party_affairs.api.members import online_study
from party_affairs.portal import HOME, answer_form, of_member_alone, open_page

no_cache = 1
sitemap = 0

_PATH = f"{HOME}/study"
_WORDS = ("platform", "course", "studied_on", "hours")


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Show the hours of this year, and above the form why a report was refused."""
	open_page(context, "My Study Hours", _PATH)
	context.reported = frappe.form_dict.get("reported")
	withdraws = frappe.form_dict.get("action") == "withdraw"
	answer_form(
		context,
		_withdraw if withdraws else _report,
		f"{_PATH}?reported={'withdrawn' if withdraws else 'sent'}#online",
	)
	context.typed = frappe.form_dict if frappe.request.method == "POST" and not withdraws else {}
	context.study = portal.my_study()
	context.report_form = online_study.form()


def _report() -> None:
	sent = frappe.request.files.get("proof")
	online_study.report(
		**{word: frappe.form_dict.get(word) or "" for word in _WORDS},
		file_name=(sent and sent.filename) or "",
		content=sent.read(proofs.LARGEST + 1) if sent else b"",
	)


def _withdraw() -> None:
	online_study.withdraw(frappe.form_dict.get("name") or "")
