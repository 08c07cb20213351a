"""Documents of any kind, as they are stored: with their child tables, and whether they are there at all."""

from collections.abc import Iterable, Mapping
from typing import Any

from pypika.terms import Criterion

import frappe


def stored(
	doctype: str,
	filters: Mapping[str, Any],
	fields: Iterable[str],
	tables: Mapping[str, Iterable[str]] | None = None,
) -> list:
	"""Return documents with `name`, `docstatus`, `fields` and their child tables: one query, and one more for each table.

	The oldest comes first. `filters` are those of a list; `tables` maps a table field to the fields of its rows, which
	also have their `parent` and stand in their order.
	"""
	rows = frappe.get_all(
		doctype, filters=dict(filters), fields=["name", "docstatus", *fields], order_by="creation, name"
	)
	by_name = {row.name: row for row in rows}
	for fieldname, columns in (tables or {}).items():
		for row in rows:
			row[fieldname] = []
		children = (
			frappe.get_all(
				frappe.get_meta(doctype).get_field(fieldname).options,
				filters={"parenttype": doctype, "parentfield": fieldname, "parent": ["in", list(by_name)]},
				fields=["parent", *columns],
				order_by="parent, idx",
			)
			if rows
			else ()
		)
		for child in children:
			by_name[child.parent][fieldname].append(child)
	return rows


def existing(doctype: str, names: Iterable[str]) -> set[str]:
	"""Return those of `names` under which a document is stored, as they are stored: one query."""
	filters = {"name": ["in", sorted(names)]}
	return set(frappe.get_all(doctype, filters=filters, pluck="name", order_by="name"))


def linked(doctype: str, names: Iterable[str], columns: Iterable[str]) -> list:
	"""Return name and `columns` of the documents stored under `names`: one query."""
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(*(table[column] for column in sorted({"name", *columns})))
	return query.where(table.name.isin(sorted(names))).run(as_dict=True)


def holding(doctype: str, columns: Iterable[str], text: str) -> list:
	"""Return the rows, child tables' too, in which one of `columns` holds a text, with name and these columns: one query."""
	table = frappe.qb.DocType(doctype)
	columns = list(columns)
	holds = Criterion.any([table[column].like(f"%{text}%") for column in columns])
	query = frappe.qb.from_(table).select(table.name, *(table[column] for column in columns))
	return query.where(holds).orderby(table.name).run(as_dict=True)
