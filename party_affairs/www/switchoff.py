"""Where the link at the end of a mail leads: one kind of reminders is switched off, without a login and for good.

Looking at the page changes nothing, since mail programs look at links too.
"""

import frappe
from frappe import _

from party_affairs.api.caller import csrf_token
from party_affairs.compliance import switching_off
from party_affairs.compliance.notify import kind_label
from party_affairs.language import site_language
from party_affairs.portal import answer_form

no_cache = 1
sitemap = 0

_NAMES = ("user", "kind", "sign")


def get_context(context: frappe._dict) -> None:
	"""Ask whether the kind that the link names is to be switched off, and do it if a button says so."""
	frappe.local.lang = context.lang = site_language()
	context.title = _("Switch Off Reminders")
	context.given = {name: frappe.form_dict.get(name) or "" for name in _NAMES}
	context.is_off = frappe.form_dict.get("done") == "1"
	try:
		switching_off.check(
			**{"given" if name == "sign" else name: value for name, value in context.given.items()}
		)
	except frappe.PermissionError as error:
		frappe.clear_messages()
		context.refused, context.http_status_code = str(error), 403
		return
	context.csrf_token = csrf_token()
	context.kind_label = kind_label(context.given["kind"])
	answer_form(
		context,
		lambda: switching_off.switch_off(context.given["user"], context.given["kind"]),
		f"{switching_off.link(context.given['user'], context.given['kind'])}&done=1",
	)
