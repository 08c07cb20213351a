"""First values of Party Affairs Settings and of the print language."""

import frappe

SETTINGS = "Party Affairs Settings"


def create_missing() -> None:
	"""Store the default of each setting that was never stored, so that reading it never falls back to an empty value."""
	settings = frappe.get_single(SETTINGS)
	stored = frappe.db.get_singles_dict(SETTINGS)
	missing = [
		field for field in settings.meta.fields if field.default and stored.get(field.fieldname) is None
	]
	if not missing:
		return
	for field in missing:
		settings.set(field.fieldname, field.default)
	settings.save(ignore_permissions=True)
