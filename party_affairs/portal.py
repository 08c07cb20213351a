"""What the pages of a member have in common: the way through the login, the language, and forms that are sent to a page itself.

A form needs no script: what is lacking is said above it, and nothing that was typed is lost.
"""

from collections.abc import Callable
from urllib.parse import quote

import frappe
from frappe.sessions import get_csrf_token
from frappe.utils import strip_html

from party_affairs.language import site_language

HOME = "/party"
_SAVEPOINT = "portal_form"


def open_page(context: frappe._dict, title: str, path: str) -> None:
	"""Send guests to the login and back to `path`; prepare the page for everybody else."""
	if frappe.session.user == "Guest":
		_go_to(f"/login?redirect-to={quote(path)}")
	# A page of the branch: in the site's language, whatever language the browser asks for.
	frappe.local.lang = context.lang = site_language()
	context.title = frappe._(title)
	context.no_breadcrumbs = True
	context.show_sidebar = False


def answer_form(context: frappe._dict, act: Callable[[], object], then: str = HOME) -> None:
	"""Do what the form of a page asks if one was sent, and go to the address `then`; show the page again if it is refused.

	`context.problem` is then the sentence that says why. Nothing is left half-saved.
	"""
	context.problem = None
	context.csrf_token = get_csrf_token()
	if frappe.request.method != "POST":
		return
	frappe.db.savepoint(_SAVEPOINT)
	try:
		act()
	except frappe.ValidationError as error:
		frappe.db.rollback(save_point=_SAVEPOINT)
		frappe.clear_messages()
		context.problem = strip_html(str(error))
	else:
		_go_to(then)


def _go_to(address: str) -> None:
	frappe.local.flags.redirect_location = address
	raise frappe.Redirect
