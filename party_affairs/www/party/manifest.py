"""What a telephone reads when a member puts his pages on its screen; asked for without a login."""

import json

import frappe
from frappe import _

from party_affairs.language import site_language
from party_affairs.portal_pages import HOME

no_cache = 1
sitemap = 0

_IMAGES = "/assets/party_affairs/images"


def get_context(context: frappe._dict) -> None:
	"""Give the name of the app in the site's language, its icons, and where it opens."""
	frappe.local.lang = site_language()
	context.manifest = json.dumps(
		{
			"id": HOME,
			"name": _("My Party Affairs"),
			"short_name": _("Party Affairs"),
			"lang": frappe.local.lang,
			"start_url": HOME,
			"scope": HOME,
			"display": "standalone",
			"background_color": "#f5f3f0",
			"theme_color": "#9f1f24",
			"icons": [
				{
					"src": f"{_IMAGES}/portal-{kind}{size}.png",
					"sizes": f"{size}x{size}",
					"type": "image/png",
					"purpose": purpose,
				}
				for size in (192, 512)
				for kind, purpose in (("", "any"), ("maskable-", "maskable"))
			],
		},
		ensure_ascii=False,
	)
