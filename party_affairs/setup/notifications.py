"""Frappe's own notifications of dates that come near; an administrator switches them on and changes them.

They begin switched off: the reminders of duties tell the same, to those whom it concerns and in their waking hours.
"""

import frappe

from party_affairs.guide.duties.notifications import notifications

DOCTYPE = "Notification"


def create_missing() -> None:
	"""Create the notifications that the site does not have; never change one."""
	existing = set(frappe.get_all(DOCTYPE, pluck="name", order_by="name"))
	for entry in notifications():
		if entry.name not in existing:
			_insert(entry)


def _insert(entry) -> None:
	document = frappe.new_doc(DOCTYPE)
	document.update(
		{
			"name": entry.name,
			"enabled": 0,
			"channel": "System Notification",
			"document_type": entry.doctype,
			"event": "Days Before",
			"date_changed": entry.field,
			"days_in_advance": entry.days_before,
			"condition": entry.condition,
			"subject": entry.subject,
			"message": entry.message,
		}
	)
	document.append("recipients", {"receiver_by_document_field": "owner"})
	document.insert(ignore_permissions=True)
