"""Sites that were there before the monthly run enter dues by hand or by workbook: it starts when they switch it on."""

import frappe

_SETTINGS, _FIELD = "Party Affairs Settings", "make_dues_entries"


def execute() -> None:
	"""Store that the run is off, unless the setting was stored before."""
	table = frappe.qb.DocType("Singles")
	stored = frappe.qb.from_(table).select(table.value)
	if not stored.where((table.doctype == _SETTINGS) & (table.field == _FIELD)).run():
		frappe.db.set_single_value(_SETTINGS, _FIELD, 0, update_modified=False)
