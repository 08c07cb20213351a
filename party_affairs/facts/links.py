"""Which fields of the records on this site link to records of a kind."""

import frappe


def fields_linking_to(doctype: str) -> list[tuple[str, str]]:
	"""Return (DocType, field) of the links to `doctype` from tables of other DocTypes: one query."""
	rows = frappe.get_all(
		"DocField",
		filters={"fieldtype": "Link", "options": doctype, "parent": ["!=", doctype]},
		fields=["parent", "fieldname"],
		order_by="parent, fieldname",
	)
	return [(row.parent, row.fieldname) for row in rows if not frappe.get_meta(row.parent).issingle]
