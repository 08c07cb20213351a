"""Names are plain text: tags in them are refused on every way in, and stand as mere characters in every print.

Frappe cleans what a form saves, but not what is submitted at once or written past its documents; its standard print and its grids show
such a name as the markup that it is.
"""

import re
from collections.abc import Iterator
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html

from party_affairs.checks.fields import label_of

_TAG = re.compile(r"<(?=[a-zA-Z/!?])")
_HARMLESS = "＜"
_NAMES = ("Data", "Read Only", "Autocomplete")
_PLAIN_TEXTS = (*_NAMES, "Small Text", "Text", "Long Text", "Link", "Dynamic Link", "Select", "Phone")


def refuse_markup(doc: Document, method: str | None = None) -> None:
	"""Document event: raise ValidationError for a tag in a name or another short text that is new or has changed.

	What is fetched from a linked document was judged there.
	"""
	before = doc.get_doc_before_save()
	stored = _values(before) if before else {}
	for (table, name, fieldname), (row, value) in _values(doc).items():
		if not _TAG.search(value) or stored.get((table, name, fieldname), (None, None))[1] == value:
			continue
		text = _("{0}: {1} holds a tag of a web page. Write it without the sign {2}.").format(
			label_of(row, fieldname), frappe.bold(escape_html(value)), escape_html("<")
		)
		if row is not doc:
			text = _("{0}, row {1}: {2}").format(label_of(doc, row.parentfield), row.idx, text)
		frappe.throw(text)


def fields_of_names(doctype: str) -> list[str]:
	"""Return the fields of a DocType that hold names and other short texts, those that are fetched included."""
	return [
		field.fieldname
		for field in frappe.get_meta(doctype).fields
		if field.fieldtype in _NAMES and field.options != "Email"
	]


def _values(doc: Document) -> dict[tuple, tuple[Document, str]]:
	return {
		(row.get("parentfield"), row.name or row.idx, field.fieldname): (row, row.get(field.fieldname))
		for row, field in _fields(doc, _NAMES)
		if not field.fetch_from and field.options != "Email"
	}


def _fields(doc: Document, kinds: tuple[str, ...]) -> Iterator[tuple[Document, Any]]:
	"""Yield the rows of a document with those of their fields that hold a text."""
	for row in (doc, *doc.get_all_children()):
		for field in row.meta.fields:
			if field.fieldtype in kinds and isinstance(row.get(field.fieldname), str):
				yield row, field


def disarm_before_print(doc: Document, method: str | None = None, settings: Any = None) -> None:
	"""Document event: in what is about to be printed, tags in plain texts stand as characters; nothing is stored."""
	for row, field in _fields(doc, _PLAIN_TEXTS):
		row.set(field.fieldname, disarmed(row.get(field.fieldname)))
	titles = doc.get("__link_titles")
	if titles:
		titles.update({key: disarmed(title) for key, title in titles.items() if isinstance(title, str)})


def disarmed(text: str) -> str:
	"""Return a text in which no tag begins; it reads the same, escaped or not."""
	return _TAG.sub(_HARMLESS, text)
