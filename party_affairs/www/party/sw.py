"""The worker that shows, without a network, that there is none. It keeps no page of anybody."""

import json

import frappe
from frappe.utils import get_build_version

no_cache = 1
sitemap = 0


def get_context(context: frappe._dict) -> None:
	"""Give the files that are kept: style, icon and the page that says there is no network."""
	version = get_build_version()
	context.version = json.dumps(f"party-{version}")
	context.offline = json.dumps("/party/offline")
	context.shell = json.dumps(
		[
			f"/assets/party_affairs/css/portal.css?v={version}",
			"/assets/party_affairs/images/party-affairs.svg",
			"/party/offline",
		]
	)
