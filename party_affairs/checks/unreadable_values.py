"""Values that a field cannot hold are refused by name before a document's own checks reckon with them."""

import math
from collections import defaultdict
from datetime import date
from typing import Any

from dateutil import parser

import frappe
from frappe import _
from frappe.model import table_fields
from frappe.model.document import Document
from frappe.utils import cstr

from party_affairs.checks.fields import NUMBERS, WHOLE_NUMBERS, label_of
from party_affairs.facts.documents import existing

_LARGEST = 2**31 - 1
"""The largest whole number that the database keeps in an Int field."""
_LARGEST_DECIMAL = 10**12 - 1
"""More than the columns of sums and other decimals hold before the point."""
_OF_SEVERAL_VALUES = (*table_fields, "JSON")
_TEXTS = ("Data", "Small Text", "Text", "Long Text", "Attach", "Attach Image")


def refuse_unreadable_values(doc: Document, method: str | None = None) -> None:
	"""Document event: raise ValidationError for a value that its field cannot hold, or that names no document.

	Such are text in a number field, a number out of all measure, what is no date, an option not on offer, a list in place of
	one value, and a link into the void. It runs before a document's own checks, which reckon with these values; Frappe looks
	at options after them, and would store the text as 0. Digits that came as text become the number they stand for, and
	a number in a field of text becomes its digits.
	"""
	for row in (doc, *doc.get_all_children()):
		for field in row.meta.fields:
			value = row.get(field.fieldname)
			if value is None or value == "" or field.fieldname == "naming_series":
				continue
			if isinstance(value, list | dict):
				if field.fieldtype not in _OF_SEVERAL_VALUES:
					_refuse_value(doc, row, field, _("{0}: {1} is not one value. Write it as text."), value)
			elif field.fieldtype in NUMBERS and isinstance(value, str | int | float):
				row.set(field.fieldname, _number(doc, row, field, value))
			elif field.fieldtype in ("Date", "Datetime") and not _is_moment(value):
				_refuse_value(doc, row, field, _no_moment(field.fieldtype), value)
			elif (
				field.fieldtype == "Select"
				and field.options
				and str(value).strip() not in field.options.split("\n")
			):
				_refuse_value(
					doc, row, field, _("{0}: {1} is not on offer. Choose one from the list."), value
				)
			elif field.fieldtype in _TEXTS and not isinstance(value, str):
				row.set(field.fieldname, cstr(value))
	_refuse_links_into_the_void(doc)


def _refuse_links_into_the_void(doc: Document) -> None:
	"""Refuse links to what is not there, where further values are fetched along the link: one query per DocType linked.

	Some releases of Frappe check all links but these.
	"""
	if doc.flags.ignore_links:
		return
	links = defaultdict(list)
	for row in (doc, *doc.get_all_children()):
		for field in row.meta.get_link_fields():
			if row.get(field.fieldname) and row.meta.get_fields_to_fetch(field.fieldname):
				links[field.options].append((row, field, row.get(field.fieldname)))
	for doctype, named in links.items():
		names = {cstr(value) for _row, _field, value in named}
		known = existing(doctype, names)
		for row, field, value in named:
			if value not in known:
				sentence = _("{0}: there is no {1}. Choose one from the list.")
				_refuse_value(doc, row, field, sentence, value, frappe.LinkValidationError)


def _number(doc: Document, row: Document, field, value: str | int | float) -> int | float:
	whole = field.fieldtype in WHOLE_NUMBERS
	try:
		number = float(value)
	except (ValueError, OverflowError):
		number = math.nan
	if not math.isfinite(number) or (whole and (number % 1 or abs(number) > _LARGEST)):
		sentence = (
			_("{0}: {1} is no whole number. Write it in digits.")
			if whole
			else _("{0}: {1} is no number. Write it in digits.")
		)
		_refuse_value(doc, row, field, sentence, value)
	if abs(number) > _LARGEST_DECIMAL:
		_refuse_value(doc, row, field, _("{0}: {1} is too large. Please check the figure."), value)
	return int(number) if whole else number


def _no_moment(fieldtype: str) -> str:
	if fieldtype == "Date":
		return _("{0}: {1} is no date. Write it like 2026-03-15.")
	return _("{0}: {1} is no date and time. Write it like 2026-03-15 14:00.")


def _is_moment(value: Any) -> bool:
	if isinstance(value, date):
		return True
	try:
		parser.parse(value)
	except (TypeError, ValueError, OverflowError):
		return False
	return True


def _refuse_value(
	doc: Document, row: Document, field, sentence: str, value: Any, exception=frappe.ValidationError
) -> None:
	text = sentence.format(label_of(row, field.fieldname), frappe.bold(frappe.utils.escape_html(cstr(value))))
	if row is not doc:
		text = _("{0}, row {1}: {2}").format(label_of(doc, row.parentfield), row.idx, text)
	frappe.throw(text, exception)
