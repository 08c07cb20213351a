"""What a field can hold: asked of a request before Frappe acts on it, and of a document before its own checks."""

import math
import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from dateutil import parser

import frappe
from frappe import _
from frappe.model import no_value_fields, table_fields
from frappe.utils import cstr

WHOLE_NUMBERS = ("Int", "Check")
NUMBERS = (*WHOLE_NUMBERS, "Float", "Currency", "Percent")
TEXTS = ("Data", "Small Text", "Text", "Long Text", "Attach", "Attach Image")
SEVERAL_LINES = ("Small Text", "Text", "Long Text", "Text Editor", "Code", "HTML Editor", "Markdown Editor")
MOST_ROWS = 5_000
"""A table of a document has no more rows: no roll of a branch comes near."""

_OF_SEVERAL_VALUES = (*table_fields, "JSON")
_LARGEST = 2**31 - 1
"""The largest whole number that the database keeps in an Int field."""
_LARGEST_DECIMAL = 10**12 - 1
"""More than the columns of sums and other decimals hold before the point."""
_LONGEST_LINE = 140
_BYTES_OF_TEXT = 65_535
_BYTES_OF_LONG_TEXT = 2**24
_LONG_COLUMNS = ("Long Text", "Text Editor", "Code", "HTML Editor", "Markdown Editor", "JSON", "Geolocation")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Control characters, and the invisible signs that turn the direction of writing: a text with one reads as another."""
_DAY = re.compile(r"\d{4}-\d{1,2}-\d{1,2}(?!\d)")
_UNWRITABLE = re.compile(r"[\ud800-\udfff]")


def refusal(field, value: Any) -> str | None:
	"""Return the sentence that says why `field` cannot hold `value`, naming it by its label; None if it can.

	Such are a list in place of one value, text where a table or a number belongs, a number out of all measure, what is no
	date, a text that is too long for its column, and characters that no document shows.
	"""
	if value is None or value == "":
		return None
	if field.fieldtype in table_fields:
		return _refusal_of_table(field, value)
	if field.fieldtype in no_value_fields:
		return None
	if isinstance(value, list | dict | tuple):
		if field.fieldtype in _OF_SEVERAL_VALUES:
			return None
		return _("{0}: {1} is not one value. Write it as text.").format(_label(field), shown(value))
	if isinstance(value, str) and (sentence := _refusal_of_text(field, value)):
		return sentence
	if isinstance(value, bool) and field.fieldtype not in NUMBERS:
		return _("{0}: {1} is not one value. Write it as text.").format(_label(field), shown(value))
	if field.fieldtype in NUMBERS:
		return _refusal_of_number(field, value)
	if field.fieldtype in ("Date", "Datetime") and not is_moment(value):
		sentence = (
			_("{0}: {1} is no date. Write it like 2026-03-15.")
			if field.fieldtype == "Date"
			else _("{0}: {1} is no date and time. Write it like 2026-03-15 14:00.")
		)
		return sentence.format(_label(field), shown(value))
	return None


def _label(field) -> str:
	return frappe.bold(_(field.label or field.fieldname))


def unwritable(text: str) -> bool:
	"""Whether a text holds characters that nobody can write: control characters, halves of characters."""
	return bool(_CONTROL.search(text) or _UNWRITABLE.search(text))


def without_control_characters(text: str) -> str:
	"""Return a text without characters that no document shows; pasted texts hold some."""
	return _CONTROL.sub("", text)


def shown(value: Any) -> str:
	"""Return a value as a sentence names it: in bold, harmless, and not longer than a line."""
	text = _UNWRITABLE.sub("", _CONTROL.sub("", cstr(value)))
	return frappe.bold(
		frappe.utils.escape_html(text if len(text) <= _LONGEST_LINE else f"{text[:_LONGEST_LINE]}…")
	)


def is_moment(value: Any) -> bool:
	"""Whether a value is a day, or a day and time, as it is or written like 2026-03-15 14:00."""
	if isinstance(value, date):
		return True
	if not isinstance(value, str) or not _DAY.match(value.strip()):
		return False
	try:
		parser.parse(value)
	except (TypeError, ValueError, OverflowError):
		return False
	return True


def _refusal_of_table(field, value: Any) -> str | None:
	if not isinstance(value, list) or len(value) > MOST_ROWS:
		return _("{0} is a table: send its rows as a list of at most {1}.").format(_label(field), MOST_ROWS)
	for number, row in enumerate(value, start=1):
		if not isinstance(row, Mapping) and not hasattr(row, "doctype"):
			return _("{0}, row {1}: {2}").format(
				_label(field),
				number,
				_("{0} is no row. Send its fields with their values.").format(shown(row)),
			)
	return None


def _refusal_of_text(field, value: str) -> str | None:
	if _UNWRITABLE.search(value) or (field.fieldtype not in SEVERAL_LINES and _CONTROL.search(value)):
		return _("{0} holds characters that cannot be written. Type the text anew.").format(_label(field))
	if field.fieldtype in _LONG_COLUMNS:
		if len(value.encode()) > _BYTES_OF_LONG_TEXT:
			return _("{0}: the text is too long. Attach it as a file.").format(_label(field))
	elif field.fieldtype in ("Small Text", "Text", "Attach", "Attach Image"):
		if len(value.encode()) > _BYTES_OF_TEXT:
			return _("{0}: the text is too long. Attach it as a file.").format(_label(field))
	elif field.fieldtype not in NUMBERS and len(value) > (field.length or _LONGEST_LINE):
		return _("{0}: the text is longer than {1} characters. Shorten it.").format(
			_label(field), field.length or _LONGEST_LINE
		)
	return None


def _refusal_of_number(field, value: Any) -> str | None:
	whole = field.fieldtype in WHOLE_NUMBERS
	try:
		number = float(value)
	except (TypeError, ValueError, OverflowError):
		number = math.nan
	if not math.isfinite(number) or (whole and (number % 1 or abs(number) > _LARGEST)):
		sentence = (
			_("{0}: {1} is no whole number. Write it in digits.")
			if whole
			else _("{0}: {1} is no number. Write it in digits.")
		)
		return sentence.format(_label(field), shown(value))
	if abs(number) > _LARGEST_DECIMAL:
		return _("{0}: {1} is too large. Please check the figure.").format(_label(field), shown(value))
	return None
