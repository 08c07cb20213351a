"""What Frappe lists, counts and names without asking who may see it: records linked to a document, and records of any DocType.

The methods here stand in for Frappe's (hooks.py) and give the caller only what his lists would show.
"""

from typing import Any

import frappe
from frappe import _, client
from frappe.desk import notifications, search, treeview
from frappe.desk.form import linked_with

from party_affairs.permissions.register import PARENT_OF_CHILD_TABLE, REGISTER, SCOPED_DOCTYPES
from party_affairs.permissions.restricted_fields import check_table

_APP = "party_affairs"

_COUNTED = 100
"""Frappe counts no further: its badge then says 99+."""


@frappe.whitelist()
def get(doctype: str, docname: str) -> dict[str, list]:
	"""Return by DocType the records that link to a document, as far as the caller may see them.

	Raise PermissionError if he may not read the document itself.
	"""
	frappe.get_doc(doctype, docname).check_permission("read")
	return _visible(linked_with.get(doctype, docname))


def _visible(found: dict[str, list]) -> dict[str, list]:
	shown = {}
	for doctype, rows in found.items():
		if doctype in SCOPED_DOCTYPES:
			names = _names_visible(doctype, {"name": ["in", [row.name for row in rows]]})
			rows = [row for row in rows if row.name in names]
		elif doctype in PARENT_OF_CHILD_TABLE:
			rows = []
		if rows:
			shown[doctype] = rows
	return shown


@frappe.whitelist()
def get_open_count(doctype: str, name: str, items: str | list | None = None) -> dict[str, Any]:
	"""Return how many records link to a document, DocType by DocType, as far as the caller may see them."""
	# Frappe 16 looks for the number of a database error in its own refusal, and fails instead of refusing.
	frappe.get_doc(doctype, name).check_permission()
	links = frappe.get_meta(doctype).get_dashboard_data()
	if items is None:
		items = [item for group in links.get("transactions") or () for item in group.get("items")]
	asked = [item for item in frappe.parse_json(items) if _is_linked(item, links)]
	answer = notifications.get_open_count(doctype, name, asked)
	for row in _counts(answer.get("count")):
		linked = row.get("doctype") or row.get("name")
		if linked not in SCOPED_DOCTYPES:
			continue
		fieldname = links.get("non_standard_fieldnames", {}).get(linked, links.get("fieldname"))
		row["count"] = len(_names_visible(linked, {fieldname: name}, limit=_COUNTED))
		if "open_count" in row:
			row["open_count"] = min(row["open_count"], row["count"])
	return answer


def _is_linked(doctype: str, links: dict[str, Any]) -> bool:
	"""Whether documents of `doctype` name the document whose `links` are counted."""
	fieldname = links.get("non_standard_fieldnames", {}).get(doctype, links.get("fieldname"))
	return doctype in links.get("internal_links", {}) or bool(
		fieldname and frappe.db.exists("DocType", doctype) and frappe.get_meta(doctype).has_field(fieldname)
	)


@frappe.whitelist()
def get_count(
	doctype: str, filters: str | list | dict | None = None, debug: bool = False, cache: bool = False
) -> int:
	"""Return how many records of a DocType meet the filters, as far as the caller may see them.

	Raise PermissionError if he may not read the DocType.
	"""
	if doctype not in REGISTER:
		return client.get_count(doctype, filters, debug, cache)
	owner = REGISTER[doctype].parent
	if not frappe.has_permission(owner or doctype, "read"):
		frappe.throw(_("You have no right to {0}.").format(_(owner or doctype)), frappe.PermissionError)
	if REGISTER[doctype].sensitive:
		check_table(doctype)
	rows = frappe.get_list(
		doctype,
		filters=client.get_safe_filters(filters),
		pluck="name",
		limit_page_length=0,
		order_by=None,
		parent_doctype=owner,
	)
	return len(rows)


@frappe.whitelist()
def get_submitted_linked_docs(
	doctype: str, name: str, ignore_doctypes_on_cancel_all: str | list | None = None
) -> dict[str, Any]:
	"""Return the submitted documents that hang on a document, as far as the caller may see them.

	Raise PermissionError if he may not read the document itself. Frappe cancels those only that he may cancel.
	"""
	frappe.get_doc(doctype, name).check_permission("read")
	found = frappe.call(
		linked_with.get_submitted_linked_docs,
		doctype,
		name,
		ignore_doctypes_on_cancel_all=ignore_doctypes_on_cancel_all,
	)
	by_doctype: dict[str, list] = {}
	for row in found.get("docs") or []:
		by_doctype.setdefault(row["doctype"], []).append(frappe._dict(row))
	shown = [row for rows in _visible(by_doctype).values() for row in rows]
	return {"docs": shown, "count": len(shown)}


@frappe.whitelist()
def validate_link(doctype: str, docname: str, fields: str | list | None = None) -> dict[str, Any]:
	"""Return name and asked `fields` of a document to which a form wants to link; nothing where the caller may not read it.

	Raise PermissionError if he has no right to the DocType.
	"""
	may_link = frappe.has_permission(doctype, "select") or frappe.has_permission(doctype, "read")
	if doctype != "DocType" and not may_link:
		frappe.throw(_("You have no right to {0}.").format(_(doctype)), frappe.PermissionError)
	if doctype in SCOPED_DOCTYPES and not _names_visible(doctype, {"name": docname}, limit=1):
		return {}
	found = frappe._dict(name=frappe.db.get_value(doctype, docname))
	if found.name and fields:
		found.update(client.get_value(doctype, fields, found.name) or {})
	return found


@frappe.whitelist()
def get_link_title(doctype: str, docname: str) -> str | None:
	"""Return the title under which a link to a document is shown, its name where the caller may not read it."""
	if doctype in SCOPED_DOCTYPES and not _names_visible(doctype, {"name": docname}, limit=1):
		return docname
	return search.get_link_title(doctype, docname)


@frappe.whitelist()
def get_data_for_custom_field(doctype: str, field: str) -> dict[str, Any]:
	"""Return by name one field of all documents of a DocType that the caller may see: a column added to a report.

	Raise PermissionError if he may not read the DocType.
	"""
	if not frappe.has_permission(doctype, "read"):
		frappe.throw(_("You have no right to {0}.").format(_(doctype)), frappe.PermissionError)
	rows = frappe.get_list(doctype, fields=["name", field], limit_page_length=0, as_list=True)
	return {row[0]: row[1] for row in rows if len(row) > 1}


@frappe.whitelist()
def get_all_nodes(
	doctype: str, label: str, parent: str, tree_method: str, **filters: Any
) -> list[dict[str, Any]]:
	"""Return all nodes of a tree below `parent`: of our documents by a method of ours alone, which keeps to the caller's.

	Raise PermissionError for another one.
	"""
	if doctype in SCOPED_DOCTYPES and not frappe.get_attr(tree_method).__module__.startswith(f"{_APP}."):
		frappe.throw(_("You have no right to {0}.").format(_(doctype)), frappe.PermissionError)
	return treeview.get_all_nodes(doctype, label, parent, tree_method, **filters)


def _counts(counts) -> list[dict[str, Any]]:
	"""Frappe 15.0-dev answers with one list; later versions set apart what the document itself names."""
	if isinstance(counts, dict):
		return counts.get("external_links_found") or []
	return counts or []


def _names_visible(doctype: str, filters: dict[str, Any], limit: int = 0) -> set[str]:
	if not frappe.has_permission(doctype, "read"):
		return set()
	return set(
		frappe.get_list(doctype, filters=filters, pluck="name", limit_page_length=limit, order_by="name")
	)
