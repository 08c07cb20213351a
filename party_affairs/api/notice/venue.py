"""Endpoint of the check of the rooms: what is looked at."""

from typing import Any

import frappe
from frappe import _

from party_affairs.api.caller import check_right
from party_affairs.guide.notice import venue_items
from party_affairs.rules.notice import venue


@frappe.whitelist()
def items() -> list[dict[str, Any]]:
	"""Return what a check of the rooms looks at, in the order of the sheet: item, place, label, clause."""
	check_right("Party Venue Check", "create")
	return [
		{"item": item.key, "place": _(venue.PLACES[item.place]), "label": item.label, "clause": item.clause}
		for item in venue_items.items()
	]
