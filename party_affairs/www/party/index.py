"""The member's page at /party; what it shows is read by `api/portal.py`."""

import frappe

from party_affairs.api import desk, portal
from party_affairs.language import site_language

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Send guests to the login; show members their own records, and others why there is nothing to see."""
	if frappe.session.user == "Guest":
		frappe.local.flags.redirect_location = "/login?redirect-to=/party"
		raise frappe.Redirect
	# A page of the branch: in the site's language, whatever language the browser asks for.
	frappe.local.lang = context.lang = site_language()
	context.title = frappe._("My Party Affairs")
	context.no_breadcrumbs = True
	context.show_sidebar = False
	context.overview = portal.my_overview(frappe.form_dict.get("year")) if portal.own_member() else None
	context.desk_path = desk.workspace_path() if desk.may_use_desk() else None
