"""First values of Party Affairs Settings and of the print language."""

import frappe


def create_missing() -> None:
	"""Store the settings' defaults once, so that reading them never falls back to empty values."""
	if frappe.db.get_single_value("Party Affairs Settings", "theme_day"):
		return
	settings = frappe.get_single("Party Affairs Settings")
	for field in settings.meta.fields:
		if field.default and not settings.get(field.fieldname):
			settings.set(field.fieldname, field.default)
	settings.save(ignore_permissions=True)
