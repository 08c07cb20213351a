"""An item in the user menu of the Desk: what one is told, how often, and when not. An administrator may hide it."""

import frappe

SETTINGS, ITEM = "Navbar Settings", "Navbar Item"
ACTION = "party_affairs.choose_reminders()"
_LABEL = "Reminders"
_SEPARATOR = "Separator"


def create_missing() -> None:
	"""Put the item before the last group of the menu if it is not there; never change it."""
	settings = frappe.get_single(SETTINGS)
	items = settings.settings_dropdown
	# A site that is just being made gets Frappe's own items first, and ours with its first migration.
	if not items or any(item.action == ACTION for item in items):
		return
	place = max(
		(number for number, item in enumerate(items) if item.item_type == _SEPARATOR), default=len(items)
	)
	settings.append(
		"settings_dropdown",
		{"item_label": _LABEL, "item_type": "Action", "action": ACTION, "is_standard": 1},
	)
	items.insert(place, items.pop())
	for number, item in enumerate(items, start=1):
		item.idx = number
	settings.save(ignore_permissions=True)


def remove() -> None:
	"""Take the item out again, with the app."""
	frappe.db.delete(ITEM, {"parent": SETTINGS, "action": ACTION})
