"""Documents row by row as the tables hold them, and what refers to documents: for taking back what was written."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe.query_builder import DocType

Key = tuple[str, str]
"""DocType and name of a document."""

_CHUNK = 500
_DYNAMIC = (
	("File", "attached_to_doctype", "attached_to_name", None),
	("ToDo", "reference_type", "reference_name", None),
	("Comment", "reference_doctype", "reference_name", ("comment_type", "Comment")),
	("Communication", "reference_doctype", "reference_name", None),
)
"""Frappe's records that somebody makes about a document: the fields that name it, and which of them count."""


@dataclass(frozen=True)
class Image:
	"""A document as it is stored: its row, and the rows of its child tables by DocType."""

	row: dict[str, Any]
	tables: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


def images(doctypes: Mapping[str, str], branch: str) -> dict[Key, Image]:
	"""Return all documents of a branch: one query a DocType, and one for each child table of those it has.

	`doctypes` gives by DocType the field that names the branch.
	"""
	found: dict[Key, Image] = {}
	for doctype, fieldname in doctypes.items():
		table = DocType(doctype)
		rows = frappe.qb.from_(table).select(table.star).where(table[fieldname] == branch).run(as_dict=True)
		if not rows:
			continue
		found.update(((doctype, row["name"]), Image(row)) for row in rows)
		for child in _child_tables(doctype):
			for row in _children(doctype, child, fieldname, branch):
				found[doctype, row["parent"]].tables.setdefault(child, []).append(row)
	return found


def _child_tables(doctype: str) -> list[str]:
	return list(dict.fromkeys(df.options for df in frappe.get_meta(doctype).get_table_fields()))


def _children(doctype: str, child: str, fieldname: str, branch: str) -> list[dict[str, Any]]:
	table, parent = DocType(child), DocType(doctype)
	of_branch = (table.parent == parent.name) & (table.parenttype == doctype)
	rows = (
		frappe.qb.from_(table)
		.join(parent)
		.on(of_branch)
		.select(table.star)
		.where(parent[fieldname] == branch)
		.run(as_dict=True)
	)
	# Sorted here: the database would write so many wide rows to its disk to do it.
	return sorted(rows, key=lambda row: (row["parent"], row["parentfield"], row["idx"]))


def branch_columns(doctypes: Mapping[str, str]) -> dict[str, str]:
	"""Return those of `doctypes`, each with the field that names its branch, whose tables have that column."""
	return {
		doctype: fieldname
		for doctype, fieldname in doctypes.items()
		if not frappe.get_meta(doctype).issingle and fieldname in frappe.get_meta(doctype).get_valid_columns()
	}


def referring_to(documents: Iterable[Key], spared: Collection[Key], ignored: Collection[str]) -> list[Key]:
	"""Return the documents that refer to one of `documents`, but for those in `spared` and of the DocTypes `ignored`.

	A row of a child table stands for its document. A fixed number of queries for every 500 documents of a kind.
	"""
	names: dict[str, list[str]] = defaultdict(list)
	for doctype, name in documents:
		names[doctype].append(name)
	found: dict[Key, None] = {}
	for doctype, of_kind in names.items():
		for start in range(0, len(of_kind), _CHUNK):
			found.update(dict.fromkeys(_referring(doctype, of_kind[start : start + _CHUNK], ignored)))
	return [key for key in found if key not in spared]


def _referring(doctype: str, names: Sequence[str], ignored: Collection[str]) -> Iterator[Key]:
	for parent, fieldname in _link_fields(doctype):
		if parent not in ignored:
			yield from _holders(parent, DocType(parent)[fieldname].isin(names))
	for parent, kind, fieldname, only in (*_DYNAMIC, *_dynamic_fields()):
		if parent in ignored:
			continue
		table = DocType(parent)
		criterion = (table[kind] == doctype) & table[fieldname].isin(names)
		yield from _holders(parent, criterion & (table[only[0]] == only[1]) if only else criterion)


def _holders(doctype: str, criterion) -> list[Key]:
	table = DocType(doctype)
	if frappe.get_meta(doctype).istable:
		return frappe.qb.from_(table).select(table.parenttype, table.parent).where(criterion).distinct().run()
	rows = frappe.qb.from_(table).select(table.name).where(criterion).run(pluck=True)
	return [(doctype, name) for name in rows]


def _link_fields(doctype: str) -> list[tuple[str, str]]:
	"""Return table and field of each link to a DocType, those that an administrator added included."""
	return [
		*_fields("DocField", "parent", {"fieldtype": "Link", "options": doctype}),
		*_fields("Custom Field", "dt", {"fieldtype": "Link", "options": doctype}),
	]


def _fields(table: str, parent: str, filters: Mapping[str, str]) -> list[tuple[str, str]]:
	rows = frappe.get_all(
		table, filters=dict(filters), fields=[parent, "fieldname"], order_by=f"{parent}, fieldname"
	)
	return [(row[parent], row.fieldname) for row in rows if _has_table(row[parent])]


def _dynamic_fields() -> list[tuple[str, str, str, None]]:
	"""Return the tables of this app whose records name any document, with the fields of its kind and of its name."""
	doctypes = frappe.get_all("DocType", filters={"module": "Party Affairs"}, pluck="name", order_by="name")
	return [
		(doctype, df.options, df.fieldname, None)
		for doctype in doctypes
		if _has_table(doctype)
		for df in frappe.get_meta(doctype).get("fields", {"fieldtype": "Dynamic Link"})
	]


def _has_table(doctype: str) -> bool:
	meta = frappe.get_meta(doctype)
	return not (meta.issingle or meta.get("is_virtual"))
