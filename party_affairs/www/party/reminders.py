"""The page on which somebody chooses what he is told, when and how, and gets the address of his calendar."""

import frappe

from party_affairs.api.duties import calendar, reminders
from party_affairs.portal import HOME, answer_form, of_member_alone, open_page

no_cache = 1
sitemap = 0

_PATH = f"{HOME}/reminders"
_KIND = "about_"


@of_member_alone
def get_context(context: frappe._dict) -> None:
	"""Show what the caller has chosen, or what he has just sent if it was refused."""
	open_page(context, "Reminders", _PATH)
	context.saved = frappe.form_dict.get("saved")
	answer_form(context, _choose, f"{_PATH}?saved=1")
	context.choices = reminders.my_choices()
	context.calendar_feed = calendar.my_feed() if calendar.may_have_feed() else None
	if context.problem:
		context.choices["values"].update(
			{name: frappe.form_dict.get(name) for name in context.choices["values"]}
		)


def _choose() -> None:
	sent = frappe.form_dict
	reminders.choose(
		how_often=sent.get("how_often") or "",
		by_bell=sent.get("by_bell") or 0,
		by_mail=sent.get("by_mail") or 0,
		quiet_from=sent.get("quiet_from") or "",
		quiet_until=sent.get("quiet_until") or "",
		on_days_off=sent.get("on_days_off") or 0,
		kinds=[name.removeprefix(_KIND) for name in sent if name.startswith(_KIND) and sent.get(name) == "1"],
	)
