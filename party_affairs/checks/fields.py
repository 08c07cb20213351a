"""Fields of a document: their labels, which of them must be filled in, and which were changed."""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cstr, flt, get_datetime, get_timedelta, getdate

from party_affairs.field_values import NUMBERS

_READ = {"Date": getdate, "Datetime": get_datetime, "Time": get_timedelta}
"""How values that come as text or as what the database gives are made comparable, by type of field."""


def label_of(doc: Document, fieldname: str) -> str:
	"""Return the label of a field in the user's language, in bold."""
	return frappe.bold(_(doc.meta.get_label(fieldname)))


def require(doc: Document, *fieldnames: str, exception=frappe.MandatoryError) -> None:
	"""Raise `exception` naming the first of `fieldnames` that is empty."""
	for fieldname in fieldnames:
		if not doc.get(fieldname):
			frappe.throw(
				_("{0}: please fill in {1}.").format(_(doc.doctype), label_of(doc, fieldname)), exception
			)


def changed_fields(doc: Document, fieldnames: Iterable[str]) -> list[str]:
	"""Return those of `fieldnames` whose value differs from what is stored; none for a new document.

	A day counts as the same whether it came as text from a form or from the database, and a number however it is written.
	"""
	before = doc.get_doc_before_save()
	if not before:
		return []
	return [name for name in fieldnames if comparable(before, name) != comparable(doc, name)]


def is_new_or_changed(doc: Document, *fieldnames: str) -> bool:
	"""Whether a document is new, or one of `fieldnames` holds another value than what is stored.

	Some releases of Frappe take a day that a form sends as text for another one than that of the database.
	"""
	return not doc.get_doc_before_save() or bool(changed_fields(doc, fieldnames))


def keep_what_steps_wrote(doc: Document, fieldnames: Iterable[str]) -> None:
	"""Give back to `fieldnames` what is stored, of a new document their defaults: only a step writes them.

	A step says who it is by `flags.step`.
	"""
	if doc.flags.step:
		return
	before = doc.get_doc_before_save()
	for name in fieldnames:
		doc.set(name, before.get(name) if before else doc.meta.get_field(name).default)


def comparable(doc: Document, fieldname: str) -> Any:
	"""Return the value of a field so that it can be compared, whether it came as text from a form or from the database."""
	field = doc.meta.get_field(fieldname)
	value = doc.get(fieldname)
	read = field and (flt if field.fieldtype in NUMBERS else _READ.get(field.fieldtype))
	if read is None or (value in (None, "") and read is not flt):
		return cstr(value)
	return read(value)
