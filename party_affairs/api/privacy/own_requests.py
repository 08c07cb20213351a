"""The caller's own requests for a copy of what is kept of him, and to be forgotten: Frappe's requests, in the site's language.

Frappe's forms ask in English for an address that anybody may type; here it is that of the login.
"""

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.api.caller import required_member
from party_affairs.compliance.notify import has_account
from party_affairs.facts.privacy import own_requests as facts
from party_affairs.language import in_site_language


def my_requests() -> dict[str, Any]:
	"""Return the days on which the caller asked: `copy` (the last time) and `forget` (while it is open), None if never."""
	user = _login()
	return {"copy": facts.copy_asked_on(user), "forget": facts.forgetting_asked_on(user)}


def ask_for_copy() -> None:
	"""Have a copy of what is kept of the caller mailed to him, once a day. Raise ValidationError for what cannot be."""
	user = _login()
	if facts.copy_asked_on(user) == getdate(nowdate()):
		frappe.throw(_("You have asked for a copy today already. It is mailed to you."))
	_ask(doctype=facts.COPY, user=user)


def ask_to_be_forgotten() -> None:
	"""Ask that the caller be forgotten: he confirms it by mail, then an administrator decides. Raise ValidationError for what cannot be."""
	user = _login()
	if facts.forgetting_asked_on(user):
		frappe.throw(
			_("You have asked for this already. Open the mail that was sent to you, and confirm it.")
		)
	_ask(doctype=facts.FORGET, email=user)


def _login() -> str:
	required_member()
	return frappe.session.user


def _ask(**values: str) -> None:
	if not has_account():
		frappe.throw(
			_(
				"The site cannot send mails yet, so nothing would reach you. Please tell the secretary of your branch."
			)
		)
	with in_site_language():
		# A member has no right to Frappe's requests: he asks for himself alone.
		frappe.get_doc(values).insert(ignore_permissions=True)
