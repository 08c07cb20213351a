"""Values that a field cannot hold are refused by name before a document's own checks reckon with them."""

from collections import defaultdict
from typing import Any

import frappe
from frappe import _
from frappe.model import table_fields
from frappe.model.document import Document
from frappe.utils import cstr

from party_affairs.checks.fields import label_of
from party_affairs.checks.members import refuse_unknown
from party_affairs.facts.documents import existing
from party_affairs.field_values import (
	NUMBERS,
	SEVERAL_LINES,
	TEXTS,
	WHOLE_NUMBERS,
	refusal,
	shown,
	without_control_characters,
)


def refuse_unreadable_values(doc: Document, method: str | None = None) -> None:
	"""Document event: raise ValidationError for a value that its field cannot hold, or that names no document.

	Such are those of `field_values.refusal`, an option not on offer, and a link into the void. It runs before a document's own
	checks, which reckon with these values; Frappe looks at options after them, and would store the text as 0. Digits that
	came as text become the number they stand for, a number in a field of text becomes its digits, and control
	characters in a pasted text are left out.
	"""
	for row in (doc, *doc.get_all_children()):
		for field in row.meta.fields:
			value = row.get(field.fieldname)
			if value is None or value == "" or field.fieldname == "naming_series":
				continue
			if field.fieldtype not in table_fields and (sentence := refusal(field, value)):
				_refuse(doc, row, sentence)
			if field.fieldtype in NUMBERS and isinstance(value, str | int | float):
				row.set(
					field.fieldname, int(float(value)) if field.fieldtype in WHOLE_NUMBERS else float(value)
				)
			elif (
				field.fieldtype == "Select"
				and field.options
				and str(value).strip() not in field.options.split("\n")
			):
				_refuse_value(
					doc, row, field, _("{0}: {1} is not on offer. Choose one from the list."), value
				)
			elif field.fieldtype in TEXTS and not isinstance(value, str):
				row.set(field.fieldname, cstr(value))
			elif field.fieldtype in SEVERAL_LINES and isinstance(value, str):
				row.set(field.fieldname, without_control_characters(value))
	_refuse_links_into_the_void(doc)


def _refuse_links_into_the_void(doc: Document) -> None:
	"""Refuse links to what is not there, where further values are fetched along the link: one query per DocType linked.

	Some releases of Frappe check all links but these.
	"""
	if doc.flags.ignore_links or doc.flags.links_are_known:
		return
	links = defaultdict(list)
	for row in (doc, *doc.get_all_children()):
		for field in row.meta.get_link_fields():
			if row.get(field.fieldname) and row.meta.get_fields_to_fetch(field.fieldname):
				links[field.options].append((row, field, row.get(field.fieldname)))
	for doctype, named in links.items():
		names = {cstr(value) for _row, _field, value in named}
		known = existing(doctype, names)
		if doctype == "Party Member":
			# As `require_members_of` speaks of those whom the caller may not read: nobody learns who has a number.
			refuse_unknown(names - known)
		for row, field, value in named:
			if value not in known:
				sentence = _("{0}: there is no {1}. Choose one from the list.")
				_refuse_value(doc, row, field, sentence, value, frappe.LinkValidationError)


def _refuse_value(
	doc: Document, row: Document, field, sentence: str, value: Any, exception=frappe.ValidationError
) -> None:
	_refuse(doc, row, sentence.format(label_of(row, field.fieldname), shown(value)), exception)


def _refuse(doc: Document, row: Document, sentence: str, exception=frappe.ValidationError) -> None:
	if row is not doc:
		sentence = _("{0}, row {1}: {2}").format(label_of(doc, row.parentfield), row.idx, sentence)
	frappe.throw(sentence, exception)
