"""What the pages of a member have in common: the way through the login, the language, the head with the navigation, what stands where
there is nothing for him to see, and forms that are sent to a page itself.

A form needs no script: what is lacking is said above it, and nothing that was typed is lost. What is sent twice is written once.
"""

import hashlib
from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode, urlsplit

from werkzeug.wrappers import Request, Response

import frappe
from frappe import _
from frappe.sessions import get_csrf_token
from frappe.utils import getdate, nowdate

from party_affairs import portal_pages
from party_affairs.exceptions import sentence_of
from party_affairs.facts.dues import arrears, of_member
from party_affairs.facts.duties import bell
from party_affairs.facts.members import profile
from party_affairs.field_values import unwritable, without_control_characters
from party_affairs.language import in_site_language, site_language
from party_affairs.permissions.scope import access_of
from party_affairs.portal_pages import HOME
from party_affairs.rules.dues import monthly_dues

_SAVEPOINT = "portal_form"
_EXPIRED = "party_affairs/templates/portal/expired.html"
_FORM_KEY = "form_key"
_ONCE_IN_SECONDS = 60 * 60
_SECONDS_OF_ONE_FORM = 30
_NOT_TYPED = (
	*("csrf_token", _FORM_KEY, "action", "name", "pairing", "sheet", "method", "unnamed", "contact_date"),
	*("year", "purpose", "half_year", "form", "notice"),
)
"""Fields of forms that hold nothing of which it would be a pity."""
_FORMS_AND_BALLOTS = ("/party", "/appraisal")
_REACHED = "member_page_reached"
_LOGGED_OUT = "member_logged_out"
_FRAPPES_LANGUAGE = b'<html lang="en"'
_NOTHING_HERE = "party_affairs/templates/portal/nothing_here.html"
_NO_PAGE = "party_affairs/templates/portal/no_page.html"
_NOT_FOUND = 404
_HEADERS = {
	f"{HOME}/manifest.webmanifest": {"Content-Type": "application/manifest+json; charset=utf-8"},
	# A worker is for what lies below it; the first page lies beside it.
	f"{HOME}/sw.js": {"Content-Type": "text/javascript; charset=utf-8", "Service-Worker-Allowed": HOME},
}


def open_page(context: frappe._dict, title: str, path: str) -> None:
	"""Send guests to the login and back to what they asked for; prepare the page for everybody else.

	`path` is the address of one of `portal_pages`, with what it asks for, if it asks.

	The page has in its context what the head and the navigation show: `head`, `navigation`, `section`, `here`, `back`.
	"""
	if frappe.session.user == "Guest":
		asked = frappe.request.full_path if frappe.request.method == "GET" else path
		go_to(login_address(asked.rstrip("?")))
	frappe.local.flags[_REACHED] = True
	# A page of the branch: in the site's language, whatever language the browser asks for.
	frappe.local.lang = context.lang = site_language()
	context.title = _(title)
	page = portal_pages.page_at(urlsplit(path).path)
	context.here, context.section = page.path, page.section
	context.navigation = portal_pages.navigation()
	context.back = _one_up(page)
	context.head = _head()
	context.csrf_token = get_csrf_token()


def login_address(then: str) -> str:
	"""Return the address of the login, in the site's language whatever the browser asks for, that leads on to `then`."""
	return f"/login?{urlencode({'redirect-to': then, '_lang': site_language()})}"


def _one_up(page: portal_pages.Page) -> portal_pages.Page | None:
	"""The page of the navigation from which a page is reached; None for one that stands in it."""
	first = next(row for row in portal_pages.PAGES if row.section == page.section)
	if page == first:
		return None
	return first if first.is_there else portal_pages.page_at(HOME)


def _head() -> dict[str, Any]:
	"""Of which branch the caller is a member, up to which month his dues are paid, in words, and how many notices to him are unread;
	empty for a stranger.
	"""
	member = access_of(frappe.session.user).member
	if not member:
		return {}
	who = profile.of_member(member)
	accounts = [arrears.account_of(row) for row in of_member.entries(member)]
	standing = monthly_dues.standing_of(accounts, getdate(nowdate()))
	said = standing.text
	return {
		"branch": who.branch_short_name or who.branch,
		"dues": said.text(_) if said else None,
		"owes": bool(standing.owed),
		"unread": bell.number_unread(frappe.session.user),
	}


def of_member_alone(get_context: Callable[[frappe._dict], None]) -> Callable[[frappe._dict], None]:
	"""Wrap the `get_context` of a page: what is not the caller's looks like what does not exist, on a friendly page."""

	@wraps(get_context)
	def wrapped(context: frappe._dict) -> None:
		try:
			get_context(context)
		except (frappe.PermissionError, frappe.DoesNotExistError):
			if frappe.session.user == "Guest":
				raise
			frappe.clear_messages()
			context.template = _NOTHING_HERE
			context.stranger = not access_of(frappe.session.user).member
			context.http_status_code = None if context.stranger else _NOT_FOUND

	return wrapped


def answer_form(context: frappe._dict, act: Callable[[], object], then: str = HOME) -> None:
	"""Do what the form of a page asks if one was sent, and go to the address `then`; show the page again if it is refused.

	`context.problem` is then the sentence that says why. Nothing is left half-saved. Of what is not there, or not the caller's, the
	whole page says so (`of_member_alone`).
	"""
	context.problem = None
	context.form_key = frappe.generate_hash(length=20)
	if frappe.request.method != "POST":
		return
	frappe.db.savepoint(_SAVEPOINT)
	try:
		_once(act)
	except (frappe.DoesNotExistError, frappe.PermissionError):
		frappe.db.rollback(save_point=_SAVEPOINT)
		raise
	except frappe.ValidationError as error:
		frappe.db.rollback(save_point=_SAVEPOINT)
		frappe.clear_messages()
		context.problem = sentence_of(error)
	else:
		go_to(then)


def _once(act: Callable[[], object]) -> None:
	"""Do what a form asks unless the same form asked for the very same within an hour: a second click, or a page sent again.

	Kept for that time is a digest, of a key by chance and what was typed. Nothing says whose form it was.
	"""
	if not frappe.form_dict.get(_FORM_KEY):
		act()
		return
	asked = sorted((key, str(value)) for key, value in frappe.form_dict.items())
	mark = f"party_affairs_form|{hashlib.sha256(repr(asked).encode()).hexdigest()}"
	lock = frappe.cache.make_key(f"{mark}|lock")
	with frappe.cache.lock(lock, timeout=_SECONDS_OF_ONE_FORM, blocking_timeout=_SECONDS_OF_ONE_FORM):
		if frappe.cache.get_value(mark, expires=True):
			return
		act()
		frappe.cache.set_value(mark, 1, expires_in_sec=_ONCE_IN_SECONDS)
		frappe.db.after_rollback.add(lambda: frappe.cache.delete_value(mark))


def log_out() -> None:
	"""End the caller's login, and have the browser forget what it kept of these pages."""
	frappe.local.login_manager.logout()
	frappe.local.flags[_LOGGED_OUT] = True


def after_request(response: Response | None = None, request: Request | None = None) -> None:
	"""Hook: give back what was typed where a form did not reach its page, and say in which language a page is.

	Frappe sends a form without a login to the login page, and one of an earlier login, or with signs that nobody types, to an error;
	in its frame each page is English.
	"""
	reached = frappe.local.flags.pop(_REACHED, False)
	if response is None or request is None or not _is_of_members(request.path):
		return
	if frappe.local.flags.pop(_LOGGED_OUT, False):
		response.headers["Clear-Site-Data"] = '"cache", "storage"'
	for name, value in _HEADERS.get(request.path, {}).items():
		response.headers[name] = value
	if request.method == "POST" and not reached:
		_give_back(response, request)
	elif not reached and response.status_code == _NOT_FOUND and response.mimetype == "text/html":
		_say_that_there_is_nothing(response)
	elif response.mimetype == "text/html" and not response.direct_passthrough:
		if reached:
			# On a telephone that is handed on, the way back shows nothing of who was there before.
			response.headers["Cache-Control"] = "private, no-store"
		spoken = f'<html lang="{frappe.local.lang}"'.encode()
		response.set_data(response.get_data().replace(_FRAPPES_LANGUAGE, spoken, 1))


def _is_of_members(path: str) -> bool:
	return any(path == page or path.startswith(f"{page}/") for page in _FORMS_AND_BALLOTS)


def _give_back(response: Response, request: Request) -> None:
	typed = [
		without_control_characters(text)
		for name, text in request.form.items()
		if name not in _NOT_TYPED and text.strip()
	]
	if not typed:
		return
	with in_site_language():
		page = frappe.render_template(
			_EXPIRED,
			{
				"typed": typed,
				"path": request.path,
				"lang": frappe.local.lang,
				"unreadable": frappe.session.user != "Guest" and any(map(unwritable, request.form.values())),
			},
		)
	response.headers.pop("Location", None)
	# Frappe's page of an error may come as if all were well.
	response.status_code = 401 if frappe.session.user == "Guest" else max(response.status_code, 400)
	response.mimetype = "text/html"
	response.set_data(page)


def _say_that_there_is_nothing(response: Response) -> None:
	"""An address below the members' pages that is none of them: Frappe says so in English."""
	with in_site_language():
		response.set_data(frappe.render_template(_NO_PAGE, {"lang": frappe.local.lang}))


def go_to(address: str) -> None:
	"""Answer a request for a page with the way to another address."""
	frappe.local.flags.redirect_location = address
	raise frappe.Redirect
