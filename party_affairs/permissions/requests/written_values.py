"""What a request writes: the place in the tree, state, owner, name, and what the app itself fills in are not written from outside.

A form of the Desk sends a whole document back, with fields in it that nobody typed: there, what the app fills in is taken
from the stored document. Any other request that gives such a field another value is refused.
"""

from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, cstr, flt

from party_affairs.field_values import shown
from party_affairs.permissions.companions import COMPANIONS
from party_affairs.permissions.document_right import check_document
from party_affairs.permissions.register import PARENT_OF_CHILD_TABLE, REGISTER

STORED = "__stored"
"""Key under which a document to be written has the name of the stored one, where the request names it apart."""

_OF_THE_PLATFORM = (
	"owner",
	"creation",
	"lft",
	"rgt",
	"old_parent",
	"_user_tags",
	"_comments",
	"_assign",
	"_liked_by",
	"_seen",
)
_SERIES = "naming_series"
_NUMBERS = ("Int", "Float", "Currency", "Percent", "Check", "Duration", "Rating")


def check(documents: list[dict], *, submits: bool = False, rows: bool = False, form: bool = False) -> None:
	"""Raise PermissionError if one of `documents` gives what is not given from outside.

	`submits` says that the request may submit and cancel, `rows` that rows of a child table are changed with their document,
	`form` that the documents are what a form sends: those are set right in place instead.
	"""
	for document in documents:
		doctype = document.get("doctype")
		if not isinstance(doctype, str):
			# No kind of document: what cannot be read is refused behind the gate.
			continue
		if doctype in COMPANIONS:
			_check_reference(doctype, document)
		elif doctype not in REGISTER:
			_check_links(doctype, document)
		if doctype not in REGISTER:
			continue
		parent = PARENT_OF_CHILD_TABLE.get(doctype)
		if parent and (not rows or document.get("parenttype") not in (None, parent)):
			frappe.throw(
				_("Rows of {0} are changed with their document only.").format(_(doctype)),
				frappe.PermissionError,
			)
		_check_values(document, submits=submits, form=form)


def _check_reference(doctype: str, document: dict) -> None:
	"""What lies beside a document is written by those who may read the document."""
	of_doctype, of_name = COMPANIONS[doctype]
	stored = _stored(document)
	for row in (document, stored) if stored else (document,):
		if row.get(of_doctype) in REGISTER and row.get(of_name):
			check_document(row.get(of_doctype), cstr(row.get(of_name)))


def _check_links(doctype: str, document: dict) -> None:
	"""What links to a document by DocType and name would tell that it exists, and keep it from being deleted."""
	if not frappe.db.exists("DocType", doctype):
		return
	meta = frappe.get_meta(doctype)
	rows = [(meta, document)]
	for field in meta.get_table_fields():
		given = document.get(field.fieldname)
		child = frappe.get_meta(field.options)
		rows.extend(
			(child, row) for row in (given if isinstance(given, list) else ()) if isinstance(row, dict)
		)
	for of, row in rows:
		for field in of.get_dynamic_link_fields():
			if row.get(field.options) in REGISTER and row.get(field.fieldname):
				check_document(row[field.options], cstr(row[field.fieldname]))


def _check_values(document: dict, *, submits: bool, form: bool) -> None:
	stored = _stored(document)
	before = stored or _amended(document)
	meta = frappe.get_meta(document["doctype"])
	_check_series(document, stored, meta)
	for fieldname, allowed in _standard_values(document, stored, meta, submits=submits):
		if not _same(document[fieldname], allowed, "Data"):
			_refuse(fieldname, form=False)
	for field in meta.fields:
		if field.fieldname not in document:
			continue
		given = document[field.fieldname]
		if field.fieldtype in frappe.model.table_fields:
			kept = before.get(field.fieldname) if before else []
			if field.read_only:
				if not (isinstance(given, list) and _same_rows(given, kept, field.options)):
					_refuse(field.label, form=form)
					document[field.fieldname] = [row.as_dict() for row in kept]
			elif isinstance(given, list):
				for row in given:
					if isinstance(row, dict):
						_check_row(row, kept, frappe.get_meta(field.options), new=stored is None, form=form)
		elif _is_set_by_app(field):
			allowed = before.get(field.fieldname) if before else field.default
			if not _same(given, allowed, field.fieldtype) and (
				stored or not _is_empty(given, field.fieldtype)
			):
				_refuse(field.label, form=form)
				document[field.fieldname] = allowed


def _check_series(document: dict, stored: Document | None, meta) -> None:
	"""Names are counted in the series on offer: Frappe compares any choice with its list but this one."""
	series, field = document.get(_SERIES), meta.get_field(_SERIES)
	if not series or (stored and _same(series, stored.get(_SERIES), "Data")):
		return
	if not field or series not in cstr(field.options).split("\n"):
		frappe.throw(
			_("{0}: {1} is not on offer. Choose one from the list.").format(
				frappe.bold(_(field.label) if field else _SERIES), shown(series)
			),
			frappe.PermissionError,
		)


def _check_row(row: dict, kept: list, meta, *, new: bool, form: bool) -> None:
	stored = next((other for other in kept if other.name == row.get("name")), None)
	_check_identity(row, meta, is_kept=stored is not None and not new)
	for field in meta.fields:
		if field.fieldname not in row or not _is_set_by_app(field):
			continue
		given = row[field.fieldname]
		allowed = stored.get(field.fieldname) if stored and not new else field.default
		copied = new and any(_same(given, other.get(field.fieldname), field.fieldtype) for other in kept)
		if not (
			copied
			or _same(given, allowed, field.fieldtype)
			or (not stored and _is_empty(given, field.fieldtype))
		):
			_refuse(field.label, form=form)
			row[field.fieldname] = allowed


def _check_identity(row: dict, meta, *, is_kept: bool) -> None:
	"""A row is one of its own document, or a new one: Frappe writes a row by its name, wherever it stands."""
	if is_kept or not row.get("name"):
		return
	if not row.get("__islocal") and frappe.db.exists(meta.name, row["name"]):
		frappe.throw(_("A row of another document cannot be taken over."), frappe.PermissionError)
	# Without the name it is put in as a new one; with it, nothing would be written.
	del row["name"]
	row["__islocal"] = 1


def _refuse(label: str, *, form: bool) -> None:
	if label == "docstatus":
		frappe.throw(
			_("Submit or cancel the document; its state is not written by hand."), frappe.PermissionError
		)
	if not form:
		frappe.throw(
			_("{0} is filled in by the system and cannot be given.").format(frappe.bold(_(label))),
			frappe.PermissionError,
		)


def _stored(document: dict) -> Document | None:
	name = document.get(STORED) or document.get("docname")
	if not name and not document.get("__islocal"):
		name = document.get("name")
	if document.get("doctype") in PARENT_OF_CHILD_TABLE and not document.get(STORED):
		return None
	if not isinstance(name, str | int) or not frappe.db.exists(document["doctype"], name):
		return None
	return frappe.get_doc(document["doctype"], name)


def _amended(document: dict) -> Document | None:
	"""The cancelled document that a new one takes the place of, if the caller may amend it."""
	name = document.get("amended_from")
	if not isinstance(name, str) or not frappe.db.exists(document["doctype"], name):
		return None
	cancelled = frappe.get_doc(document["doctype"], name)
	return cancelled if cancelled.docstatus.is_cancelled() and cancelled.has_permission("amend") else None


def _standard_values(
	document: dict, stored: Document | None, meta, *, submits: bool
) -> Iterator[tuple[str, Any]]:
	"""Fields of the platform that the document gives, each with the one value that it may have."""
	for fieldname in _OF_THE_PLATFORM:
		if fieldname in document and not (fieldname == "owner" and not stored):
			yield fieldname, stored.get(fieldname) if stored else None
	if "docstatus" in document and not submits:
		yield "docstatus", stored.docstatus if stored else 0
	if "name" in document and not document.get("__islocal"):
		if stored:
			yield "name", stored.name
		elif meta.autoname and meta.autoname.startswith("field:"):
			yield "name", document.get(meta.autoname.removeprefix("field:"))
		elif meta.autoname:
			yield "name", None
	if "__newname" in document and not stored:
		yield "__newname", document["__newname"] if cstr(meta.autoname).casefold() == "prompt" else None
	if "amended_from" in document:
		cancelled = stored or _amended(document)
		yield (
			"amended_from",
			(stored.get("amended_from") if stored else cancelled.name) if cancelled else None,
		)


def _is_set_by_app(field) -> bool:
	"""Whether nobody types the field: what is fetched from a linked document is fetched again when it is saved."""
	return bool(field.read_only) and not field.fetch_from and field.fieldname != "amended_from"


def _is_empty(value: Any, fieldtype: str) -> bool:
	return _same(value, None, fieldtype)


def _same(given: Any, allowed: Any, fieldtype: str) -> bool:
	if fieldtype in _NUMBERS:
		return isinstance(given, str | int | float | None) and flt(given) == flt(allowed)
	if isinstance(given, dict | list):
		return False
	if cstr(given) == cstr(allowed):
		return True
	return isinstance(given, int) and cint(allowed) == given and cstr(allowed).strip().isdigit()


def _same_rows(given: list, kept: list, child: str) -> bool:
	"""Whether rows are the stored ones: all of them, unchanged in every field that is given."""
	rows = {row.name: row for row in kept}
	if len(given) != len(rows):
		return False
	meta = frappe.get_meta(child)
	return all(
		isinstance(row, dict)
		and row.get("name") in rows
		and all(
			_same(row[field.fieldname], rows[row["name"]].get(field.fieldname), field.fieldtype)
			for field in meta.fields
			if field.fieldname in row
		)
		for row in given
	)
