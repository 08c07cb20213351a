"""Documents that come with a request: whether each of their values is one that its field can hold."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model import child_table_fields, default_fields, optional_fields
from frappe.model.base_document import get_controller

from party_affairs.field_values import is_moment, refusal, shown, unwritable
from party_affairs.file_contents import is_elsewhere, refusal_of_address, refusal_of_name
from party_affairs.permissions.register import REGISTER

_PLATFORM_FIELDS = (*default_fields, *optional_fields, *child_table_fields)
_MOMENTS = ("creation", "modified")
_NUMBERS = ("docstatus", "idx")
_LONGEST_NAME = 140
_SENT_BY_FORMS = frozenset(("localname", "doctype", "docname", "flags"))


def refuse_unreadable_document(values: Any, doctype: str | None = None) -> None:
	"""Raise ValidationError that names the field (and its row) of a document which cannot be read.

	`values` is the document as it came, of `doctype` or of the one that it names itself. Documents of other apps are looked at no
	further than that they are one; DoesNotExistError if there is no such kind of document.
	"""
	if not isinstance(values, Mapping):
		frappe.throw(_("{0} is no document. Please load the page anew and try again.").format(shown(values)))
	doctype = doctype or values.get("doctype")
	known_doctype(doctype)
	if doctype == "File":
		_refuse_no_file(values)
	if doctype not in REGISTER:
		return
	meta = frappe.get_meta(doctype)
	_refuse(meta, values)
	for field in meta.get_table_fields():
		label = frappe.bold(_(field.label))
		for number, row in enumerate(values.get(field.fieldname) or (), start=1):
			if row.get("doctype") not in (None, "", field.options):
				frappe.throw(
					_("{0}, row {1}: {2}").format(
						label, number, _("{0} is no row of this table.").format(shown(row.get("doctype")))
					)
				)
			_refuse(frappe.get_meta(field.options), row, f"{label} {number}")


def _refuse_no_file(values: Mapping[str, Any]) -> None:
	"""Before Frappe opens it. What is attached to other apps' documents may lie elsewhere."""
	address, name = values.get("file_url"), values.get("file_name")
	if address and not isinstance(address, str):
		frappe.throw(refusal_of_address(""))
	elsewhere = is_elsewhere(address or "") and values.get("attached_to_doctype") not in REGISTER
	sentence = (refusal_of_name(name) if isinstance(name, str) else None) or (
		refusal_of_address(address) if address and not elsewhere else None
	)
	if sentence:
		frappe.throw(sentence)


def known_doctype(doctype: Any) -> None:
	"""Raise DoesNotExistError unless there is such a kind of document."""
	if not isinstance(doctype, str) or unwritable(doctype) or not _exists(doctype):
		frappe.throw(
			_("There is no kind of document called {0}.").format(shown(doctype)), frappe.DoesNotExistError
		)


def refuse_unreadable_values(doctype: str, values: Mapping[str, Any]) -> None:
	"""Raise ValidationError for the first of some fields of a stored document that is none, or cannot hold its value."""
	known_doctype(doctype)
	if doctype not in REGISTER:
		return
	meta = frappe.get_meta(doctype)
	for fieldname in values:
		if not meta.has_field(fieldname) and fieldname not in _PLATFORM_FIELDS:
			frappe.throw(_("{0} has no field {1}.").format(frappe.bold(_(doctype)), shown(fieldname)))
	refuse_unreadable_document(values, doctype)


def _exists(doctype: str) -> bool:
	# The database finds it in any spelling, and has no table of that name.
	return doctype in REGISTER or frappe.db.get_value("DocType", doctype) == doctype


def _refuse(meta, values: Mapping[str, Any], row: str | None = None) -> None:
	sentence = _refusal_of_platform_field(meta, values) or next(
		(found for field in meta.fields if (found := refusal(field, values.get(field.fieldname)))), None
	)
	if sentence:
		frappe.throw(_("{0}: {1}").format(row, sentence) if row else sentence)


def _refusal_of_platform_field(meta, values: Mapping[str, Any]) -> str | None:
	controller = get_controller(meta.name)
	series = values.get("naming_series")
	if series is not None and not isinstance(series, str):
		return _("{0}: {1} is not on offer. Choose one from the list.").format(
			frappe.bold("naming_series"), shown(series)
		)
	for key, value in values.items():
		if not isinstance(key, str) or (meta.has_field(key) and key not in _PLATFORM_FIELDS):
			continue
		label = shown(key)
		if key in child_table_fields and value and not meta.istable:
			return _("{0} has no field {1}.").format(frappe.bold(_(meta.name)), label)
		if key in _PLATFORM_FIELDS:
			if isinstance(value, list | dict) and key not in optional_fields:
				return _("{0}: {1} is not one value. Write it as text.").format(label, shown(value))
			if isinstance(value, str) and key not in optional_fields and unwritable(value):
				return _("{0} holds characters that cannot be written. Type the text anew.").format(label)
			if isinstance(value, str) and key not in optional_fields and len(value) > _LONGEST_NAME:
				return _("{0}: the text is longer than {1} characters. Shorten it.").format(
					label, _LONGEST_NAME
				)
			if key in _MOMENTS and value and not is_moment(value):
				return _("{0}: {1} is no date and time. Write it like 2026-03-15 14:00.").format(
					label, shown(value)
				)
			if key in _NUMBERS and value is not None and not _is_small_number(key, value):
				return _("{0}: {1} is no whole number. Write it in digits.").format(label, shown(value))
		elif key not in _SENT_BY_FORMS and not key.startswith("__") and _is_part_of(controller, key):
			return _("{0} has no field {1}.").format(frappe.bold(_(meta.name)), label)
	return None


def _is_small_number(key: str, value: Any) -> bool:
	if isinstance(value, bool):
		return True
	try:
		number = int(value)
	except (TypeError, ValueError, OverflowError):
		return False
	return 0 <= number <= 2 if key == "docstatus" else abs(number) < 2**31


def _is_part_of(controller: type, key: str) -> bool:
	"""Whether a name would take the place of something that the document itself does or keeps."""
	return hasattr(controller, key) or key.startswith("_")
