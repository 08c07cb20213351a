"""The wall (大屏): the committee's view for a screen that nobody sits at; slides that turn, without the name of a person."""

import frappe
from frappe import _
from frappe.utils import cint, now_datetime

from party_affairs.api.caller import may_use_desk
from party_affairs.api.duties.overview import wall_slides
from party_affairs.ledgers.duties.committee_overview import Overview
from party_affairs.portal import open_page

no_cache = 1
sitemap = 0
_PATH = "/party/wall"


def get_context(context: frappe._dict) -> None:
	"""Send guests to the login; show the slides of the organisation named in the address, by default the highest one.

	Whoever may not see its duties is told so in a sentence.
	"""
	open_page(context, "Wall Screen", _PATH)
	context.html, context.problem = None, None
	context.branch = frappe.form_dict.get("branch") or None
	context.year = cint(frappe.form_dict.get("year")) or None
	context.shown_at = f"{now_datetime():%H:%M}"
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
