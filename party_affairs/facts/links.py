"""Which fields of the records on this site link to records of a kind."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence

import frappe

from party_affairs.facts import remembered

_CANCELLED = 2


def fields_linking_to(doctype: str) -> list[tuple[str, str]]:
	"""Return (DocType, field) of the links to `doctype` from tables of other DocTypes: one query."""
	rows = frappe.get_all(
		"DocField",
		filters={"fieldtype": "Link", "options": doctype, "parent": ["!=", doctype]},
		fields=["parent", "fieldname"],
		order_by="parent, fieldname",
	)
	return [(row.parent, row.fieldname) for row in rows if not frappe.get_meta(row.parent).issingle]


def naming(doctype: str, name: str, others: Callable[[], Iterable[str]]) -> dict[tuple[str, str], list[str]]:
	"""Return by (DocType, field) the records, cancelled ones excepted, that link to a document: one query for each such field.

	No row is locked by it. Where answers are kept, links to the `others` are looked up with it, and known once one of them is asked
	about.
	"""
	if remembered.kept() is None:
		return _naming(doctype, [name])[name]
	answers = remembered.once(("naming", doctype), dict)
	if name not in answers:
		answers.update(_naming(doctype, sorted({name, *others()})))
	return answers[name]


def _naming(doctype: str, names: Sequence[str]) -> dict[str, dict[tuple[str, str], list[str]]]:
	found: dict[str, dict[tuple[str, str], list[str]]] = {name: defaultdict(list) for name in names}
	for parent, fieldname in fields_linking_to(doctype):
		table = frappe.qb.DocType(parent)
		query = frappe.qb.from_(table).select(table.name, table[fieldname])
		for linking, linked in query.where(
			table[fieldname].isin(list(names)) & (table.docstatus != _CANCELLED)
		).run():
			if linked in found:
				found[linked][parent, fieldname].append(linking)
	return found
