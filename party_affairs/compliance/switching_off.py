"""The link in a mail that switches its kind off: signed, good without a login, and good for nothing else."""

import hashlib
import hmac
from urllib.parse import urlencode

import frappe
from frappe import _
from frappe.utils import get_url
from frappe.utils.password import get_encryption_key

from party_affairs.facts.duties import preferences
from party_affairs.facts.duties.preferences import PREFERENCE
from party_affairs.guide.duties import reminders

PAGE = "/switchoff"


def link(user: str, kind: str) -> str:
	"""Return the address of the page on which mails and notices of `kind` to `user` are switched off."""
	return get_url(f"{PAGE}?{urlencode({'user': user, 'kind': kind, 'sign': sign(user, kind)})}")


def sign(user: str, kind: str) -> str:
	"""Return the signature of the site under the link of `user` for `kind`."""
	text = "|".join(("party_affairs reminders off", frappe.local.site, user, kind))
	return hmac.new(get_encryption_key().encode(), text.encode(), hashlib.sha256).hexdigest()


def check(user: str, kind: str, given: str) -> None:
	"""Raise PermissionError unless `given` is the signature of the site for a login that exists and a kind there is."""
	known = kind in reminders.kinds() and hmac.compare_digest(sign(user, kind).encode(), given.encode())
	if not known or not preferences.is_login(user):
		frappe.throw(
			_(
				"This link is not one of our mails, or it is not whole. Copy the whole address from the mail, or choose "
				"what you are told on your page under Reminders."
			),
			frappe.PermissionError,
		)


def switch_off(user: str, kind: str) -> None:
	"""Have `user` be told nothing of `kind` any more, until he chooses otherwise himself."""
	of_user(user).update({f"about_{kind}": 0}).save(ignore_permissions=True)


def of_user(user: str):
	"""Return the preferences of `user`, new ones that say what holds for everybody if he has none yet."""
	if preferences.has_chosen(user):
		return frappe.get_doc(PREFERENCE, user, for_update=True)
	document = frappe.new_doc(PREFERENCE)
	document.user = user
	return document
