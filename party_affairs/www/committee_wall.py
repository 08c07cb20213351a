"""The wall (大屏): the committee's view for a screen that nobody sits at; slides that turn, without the name of a person."""

from urllib.parse import urlencode

import frappe
from frappe import _
from frappe.utils import cint

from party_affairs.api.caller import may_use_desk
from party_affairs.api.duties.overview import wall_slides
from party_affairs.language import site_language
from party_affairs.ledgers.duties.committee_overview import Overview
from party_affairs.portal import login_address

no_cache = 1
sitemap = 0
_PATH = "/committee-wall"


def get_context(context: frappe._dict) -> None:
	"""Send guests to the login; show the slides of the organisation named in the address, by default the highest one.

	Whoever may not see its duties is told so in a sentence.
	"""
	context.branch = frappe.form_dict.get("branch") or None
	context.year = cint(frappe.form_dict.get("year")) or None
	if frappe.session.user == "Guest":
		_go_to_login(context)
	# For whoever passes by: in the site's language, whatever language the browser asks for.
	frappe.local.lang = context.lang = site_language()
	context.html, context.problem, context.label = None, None, None
	if not may_use_desk():
		context.problem = _("The wall is for those who hold a post in a Party organisation.")
		return
	try:
		view = Overview(context.branch, context.year)
	except (frappe.PermissionError, frappe.DoesNotExistError, frappe.ValidationError):
		frappe.clear_messages()
		context.problem = _(
			"You have no right to the duties of this organisation, or there is none of this name."
		)
		return
	context.label = view.label
	context.html = wall_slides(view)


def _go_to_login(context: frappe._dict) -> None:
	asked = urlencode({key: context[key] for key in ("branch", "year") if context[key]})
	frappe.local.flags.redirect_location = login_address(f"{_PATH}?{asked}" if asked else _PATH)
	raise frappe.Redirect
