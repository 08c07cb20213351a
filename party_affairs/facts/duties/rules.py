"""The clauses as a site keeps them: switched off or on, with parameters and severity of its own."""

import frappe


def evaluated() -> dict[str, frappe._dict]:
	"""Return by number the Guide Rules that this version evaluates: one query.

	Rows have is_enabled, local_severity and local_parameters (JSON).
	"""
	rows = frappe.get_all(
		"Guide Rule",
		filters={"is_evaluated": 1},
		fields=["name", "is_enabled", "local_severity", "local_parameters"],
		order_by="name",
	)
	return {row.name: row for row in rows}
