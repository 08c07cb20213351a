from typing import Any

from frappe import _


def get_data() -> dict[str, Any]:
	"""Connections of a Party Member."""
	return {
		"fieldname": "member",
		"transactions": [
			{"label": _("Party Post"), "items": ["Party Post"]},
			{"label": _("Dues"), "items": ["Dues Assessment", "Party Dues Entry", "Party Dues Receipt"]},
			{
				"label": _("Party Standing"),
				"items": [
					"Party Membership Transfer",
					"Party Membership Change",
					"Party Member Event",
					"Honour",
					"Party Development Case",
				],
			},
			{"label": _("Contact Pairing"), "items": ["Contact Pairing"]},
			{"label": _("Online Study"), "items": ["Online Study"]},
		],
	}
