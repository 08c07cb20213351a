"""First values of Party Affairs Settings and of the print language."""

import frappe

from party_affairs.settings import SETTINGS


def create_missing() -> None:
	"""Store each setting's default once, so that reading it never falls back to an empty value.

	A setting that a new version brings gets its default at the migration; one that was emptied stays empty.
	"""
	table = frappe.qb.DocType("Singles")
	stored = set(frappe.qb.from_(table).select(table.field).where(table.doctype == SETTINGS).run(pluck=True))
	settings = frappe.get_single(SETTINGS)
	missing = [field for field in settings.meta.fields if field.default and field.fieldname not in stored]
	if not missing:
		return
	for field in missing:
		settings.set(field.fieldname, field.default)
	settings.save(ignore_permissions=True)
