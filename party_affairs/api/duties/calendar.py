"""The calendar feed of a login: a secret address that a calendar reads by itself, and a file for one meeting.

Of the address nothing is kept but the SHA-256 of its token. Whoever knows it reads what its owner may see at that moment.
"""

import hashlib
import hmac
import secrets
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from werkzeug.wrappers import Response

import frappe
from frappe import _
from frappe.rate_limiter import rate_limit
from frappe.utils import cstr, get_url, getdate, now_datetime, nowdate

from party_affairs.api.caller import may_use_desk, own_member
from party_affairs.facts.duties import calendar_feeds
from party_affairs.facts.duties.calendar_feeds import FEED
from party_affairs.facts.meetings import invitations, notices
from party_affairs.language import in_site_language
from party_affairs.ledgers.duties import calendar_feed
from party_affairs.ledgers.ical import MIMETYPE, to_ical
from party_affairs.permissions import scope_for
from party_affairs.printing import qr_codes
from party_affairs.rules.meetings.notices import CALLED_OFF, ISSUED

_PATH = "/api/method/party_affairs.api.duties.calendar.feed"
_TOKEN_BYTES = 32
_READS, _READS_SECONDS = 600, 60 * 60
"""Reads from one address: a firm's whole office may read from one, and no token of 32 bytes is found by trying."""
_QR_MM = 42.0
_READING = ("GET", "HEAD")
"""Calendars ask by HEAD whether anything is new."""
_METHODS = [*_READING, "POST", "PUT", "DELETE"]
"""Those that write are answered in the words of HTTP; Frappe refuses them with a page."""
_PRIVATE = {
	"Cache-Control": "private, no-cache",
	"X-Robots-Tag": "noindex, nofollow",
	"Referrer-Policy": "no-referrer",
}


@frappe.whitelist()
def my_feed() -> dict[str, Any]:
	"""Return whether the caller has an address (`open`), since when, and when it was read last. The address itself is not kept."""
	_check_caller()
	feeds = calendar_feeds.open_of(frappe.session.user)
	return {
		"open": bool(feeds),
		"created": feeds[0].creation if feeds else None,
		"last_read": feeds[0].last_read if feeds else None,
	}


@frappe.whitelist(methods=["POST"])
def create_feed() -> dict[str, str]:
	"""Make a new secret address for the caller and close the one he had.

	Returns it once: `address`, `webcal` (which telephones open in their calendar), `qr` (SVG) and a `message`.
	"""
	_check_caller()
	_revoke_all(frappe.session.user)
	token = secrets.token_urlsafe(_TOKEN_BYTES)
	feed = frappe.new_doc(FEED)
	feed.update({"user": frappe.session.user, "token_digest": _digest(token)})
	feed.insert(ignore_permissions=True)
	address = get_url(f"{_PATH}?token={token}")
	webcal = f"webcal://{address.split('://', 1)[1]}"
	return {
		"address": address,
		"webcal": webcal,
		"qr": qr_codes.svg(webcal, _QR_MM, _("Address of the calendar")),
		"message": _(
			"This address is shown once. Whoever knows it can read your calendar of duties: do not pass it on, and revoke it if it was seen."
		),
	}


@frappe.whitelist(methods=["POST"])
def revoke_feed() -> dict[str, Any]:
	"""Close the caller's address. Returns how many were `revoked`, and a `message`."""
	_check_caller()
	number = _revoke_all(frappe.session.user)
	message = (
		_("The address is closed. Calendars that read it get nothing more.")
		if number
		else _("You have no address of a calendar.")
	)
	return {"revoked": number, "message": message}


@frappe.whitelist(allow_guest=True, methods=_METHODS)
@rate_limit(limit=_READS, seconds=_READS_SECONDS)
def feed(token: str = "") -> Response:
	"""Return the calendar of a token: 404 where there is none, 410 where it was revoked or its login is not in use.

	What stands in it goes by the rights that its owner has now. A calendar that has the same already is told 304; whoever wants to
	write is told 405.
	"""
	if frappe.local.request.method not in _READING:
		return _refused(405, {"Allow": ", ".join(_READING)})
	digest = _digest(cstr(token))
	row = calendar_feeds.by_digest(digest)
	if row is None or not hmac.compare_digest(cstr(row.token_digest), digest):
		return _refused(404)
	if row.revoked_on or not row.enabled:
		return _refused(410)
	# Two readers of one address tell it one after the other.
	kept = frappe.get_doc(FEED, row.name, for_update=True)
	with in_site_language():
		told = kept.tell(calendar_feed.build(row.user, getdate(nowdate())), now_datetime())
		content = to_ical(_("Duties and Meetings"), told, get_url())
	# What was told is kept, although the request is a GET.
	frappe.local.flags.commit = True
	return _calendar(content, "party-affairs.ics")


@frappe.whitelist(methods=list(_READING))
def meeting(name: str) -> Response:
	"""Return one meeting as a file for a calendar, to whoever is invited or may read its notice; PermissionError to others."""
	member = own_member()
	row = invitations.one(name)
	invited = bool(row and member and notices.answer_of(name, member)) and row.status in (ISSUED, CALLED_OFF)
	if not row or not (invited or scope_for(invitations.NOTICE).includes(row)):
		frappe.throw(_("You are not invited to this meeting."), frappe.PermissionError)
	with in_site_language():
		content = to_ical(_("Duties and Meetings"), [calendar_feed.told_once(row)], get_url())
	return _calendar(content, f"{name}.ics", attached=True)


def may_have_feed() -> bool:
	"""Whether the caller may have an address: members, and whoever holds a post."""
	return bool(own_member() or may_use_desk())


def _check_caller() -> None:
	if not may_have_feed():
		frappe.throw(
			_("A calendar is for members and for those who hold a post in a Party organisation."),
			frappe.PermissionError,
		)


def _revoke_all(user: str) -> int:
	feeds = calendar_feeds.open_of(user)
	for row in feeds:
		frappe.get_doc(FEED, row.name, for_update=True).revoke(now_datetime())
	return len(feeds)


def _digest(token: str) -> str:
	return hashlib.sha256(token.encode()).hexdigest()


def _refused(status: int, headers: Mapping[str, str] = MappingProxyType({})) -> Response:
	return Response("", status=status, mimetype="text/plain", headers={**_PRIVATE, **headers})


def _calendar(content: bytes, file_name: str, *, attached: bool = False) -> Response:
	response = Response(content, mimetype=MIMETYPE, headers=_PRIVATE)
	response.headers["Content-Disposition"] = (
		f"{'attachment' if attached else 'inline'}; filename={file_name}"
	)
	response.set_etag(hashlib.sha256(content).hexdigest())
	return response.make_conditional(frappe.local.request)
