"""Imports of year workbooks: what the last one of a branch has changed."""

import frappe

_CHANGE = "Party Import Change"


def changes_of(year_import: str) -> list:
	"""Return what an import has changed, with document_type, document_name, action, before, after: one query."""
	return frappe.get_all(
		_CHANGE,
		filters={"year_import": year_import},
		fields=["document_type", "document_name", "action", "before", "after", "imported_on"],
		order_by="document_type, document_name",
	)


def can_be_undone(year_import: str) -> bool:
	"""Whether it is written down what an import has changed."""
	return bool(frappe.db.exists(_CHANGE, {"year_import": year_import}))
