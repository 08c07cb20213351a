"""Names and texts are plain text: no tag gets into either of them, and none stands in a print.

Frappe cleans what a form saves, but leaves pictures and links in it, and does nothing about what is submitted at once or written past
its documents; its forms, its standard print and its grids show such a text as the markup that it is. A tag in a name
is refused. In a text of several lines, where people write "a<b", it is stored as the characters that it was meant to be.
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
TEXTS = ("Small Text", "Text", "Long Text")
_PLAIN_TEXTS = (*_NAMES, *TEXTS, "Link", "Dynamic Link", "Select", "Phone")


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


def disarm_texts(doc: Document, method: str | None = None) -> None:
	"""Document event: in texts that are new or have changed tags become characters, and lines end in one way.

	It comes before Frappe's own cleaning, which finds no tag then and leaves every sign as it was typed. What was stored before
	stays: a text that was handed in or submitted must not seem changed.
	"""
	stored = None
	for row, field in _fields(doc, TEXTS):
		text = row.get(field.fieldname)
		if plain(text) == text:
			continue
		if stored is None:
			stored = _stored_texts(doc)
		if stored.get((row.doctype, row.name, field.fieldname)) != text:
			row.set(field.fieldname, plain(text))


def _stored_texts(doc: Document) -> dict[tuple, str]:
	before = doc.get_doc_before_save()
	return (
		{
			(row.doctype, row.name, field.fieldname): row.get(field.fieldname)
			for row, field in _fields(before, TEXTS)
		}
		if before
		else {}
	)


def fields_of_texts(doctype: str) -> list[str]:
	"""Return the fields of a DocType that hold texts of several lines."""
	return [field.fieldname for field in frappe.get_meta(doctype).fields if field.fieldtype in TEXTS]


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


def plain(text: str) -> str:
	"""Return a text as it is stored: no tag begins in it, and its lines end in one way, whatever machine they were typed on."""
	return disarmed(text.replace("\r\n", "\n").replace("\r", "\n"))
