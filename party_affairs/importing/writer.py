"""From field values to documents: insert, update, or cancel and amend, and only where something differs."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import frappe
from frappe.utils import cint, cstr, flt, get_datetime, getdate, strip_html
from frappe.utils.html_utils import sanitize_html

from party_affairs.facts.dues.months import yuan
from party_affairs.importing.rows import Record

_ROW = "party_import_row"
_NUMBERS = ("Float", "Percent")
_REFUSALS = (frappe.ValidationError, frappe.PermissionError, frappe.NameError)
"""What a document raises when its content cannot stand; anything else is a fault of the program and goes on up."""


@dataclass
class Counts:
	"""Documents that an import inserted, changed, or found as they are."""

	created: int = 0
	updated: int = 0
	unchanged: int = 0


@dataclass
class Writer:
	"""Writes the documents of one import, with the rights of the caller.

	Each row has a savepoint of its own: what a document refuses becomes a problem of its row, and the rows after it are
	judged all the same.
	"""

	year: int
	counts: Counts = field(default_factory=Counts)
	done: Callable[[], None] = lambda: None
	"""Called after each record."""

	def save(
		self,
		record: Record,
		doctype: str,
		values: Mapping[str, Any],
		existing: Mapping[str, Any] | None = None,
		submit: bool = False,
	) -> str | None:
		"""Bring a document to `values` and return its name, None if it was refused.

		`existing` is the stored record with at least the fields of `values` (child tables as lists of rows), None for a
		new one. Fields of `values` that are None are left empty in a new document, and emptied in an existing one.
		"""
		self.done()
		values = without_markup(values)
		if existing and is_same(doctype, values, existing) and cint(existing.get("docstatus")) >= submit:
			self.counts.unchanged += 1
			return existing["name"]
		messages = len(frappe.local.message_log)
		frappe.db.savepoint(_ROW)
		try:
			name = self._write(doctype, values, existing, submit)
		except _REFUSALS as error:
			reason = _sentence(error, messages)
			frappe.db.rollback(save_point=_ROW)
			record.refused_by_document(reason)
			return None
		finally:
			# Hints that a form would show are not for an import of hundreds of rows.
			del frappe.local.message_log[messages:]
		if existing:
			self.counts.updated += 1
		else:
			self.counts.created += 1
		return name

	def act(self, record: Record, action: Callable[[], Any]) -> Any:
		"""Take a step in the life of a document that the row has brought in, and return what it returns.

		What the step refuses becomes a problem of the row, and what was done in it is undone. The document was counted before.
		"""
		messages = len(frappe.local.message_log)
		frappe.db.savepoint(_ROW)
		try:
			return action()
		except _REFUSALS as error:
			reason = _sentence(error, messages)
			frappe.db.rollback(save_point=_ROW)
			record.refused_by_document(reason)
		finally:
			del frappe.local.message_log[messages:]

	def _write(
		self, doctype: str, values: Mapping[str, Any], existing: Mapping[str, Any] | None, submit: bool
	) -> str:
		if not existing:
			document = frappe.get_doc({"doctype": doctype, **_given(values)})
		else:
			document = frappe.get_doc(doctype, existing["name"])
			if document.docstatus.is_submitted():
				document = self._amended(document)
			_fill(document, values)
		document.flags.from_workbook = True
		document.flags.workbook_year = self.year
		# Either of them inserts what is not stored yet, so that a meeting is written once and not twice.
		if submit:
			document.submit()
		else:
			document.save()
		return document.name

	@staticmethod
	def _amended(document):
		"""A submitted record is not overwritten: it is cancelled, and its successor says which one it corrects."""
		document.cancel()
		successor = frappe.copy_doc(document)
		successor.amended_from = document.name
		successor.flags.corrected_by_import = True
		return successor


def without_markup(values: Mapping[str, Any]) -> dict[str, Any]:
	"""Return field values free of active markup.

	Frappe cleans what is saved as a draft only, and a meeting is submitted as it is inserted; besides, what was cleaned
	must be compared with what was cleaned, or the same workbook would seem changed each time.
	"""
	return {key: _clean(value) for key, value in values.items()}


def _clean(value: Any) -> Any:
	if isinstance(value, list):
		return [without_markup(row) for row in value]
	return sanitize_html(value) if isinstance(value, str) and "<" in value else value


def _fill(document, values: Mapping[str, Any]) -> None:
	for fieldname, value in values.items():
		document.set(fieldname, [dict(row) for row in value] if isinstance(value, list) else value)


def _given(values: Mapping[str, Any]) -> dict[str, Any]:
	return {key: value for key, value in values.items() if value is not None}


def _sentence(error: Exception, messages: int) -> str:
	"""Return what the document said, in the reader's language and without markup."""
	said = [strip_html(cstr(message.get("message"))) for message in frappe.get_message_log()[messages:]]
	return (
		" ".join(dict.fromkeys(text for text in said if text))
		or strip_html(cstr(error))
		or type(error).__name__
	)


def is_same(doctype: str, values: Mapping[str, Any], existing: Mapping[str, Any]) -> bool:
	"""Whether a stored record already has these values, field types considered."""
	meta = frappe.get_meta(doctype)
	for fieldname, value in values.items():
		if fieldname == "name":  # of a row of a child table that stays the same row
			if value != existing.get("name"):
				return False
			continue
		df = meta.get_field(fieldname)
		if isinstance(value, list):
			stored = existing.get(fieldname) or []
			if len(value) != len(stored):
				return False
			if not all(is_same(df.options, row, other) for row, other in zip(value, stored, strict=True)):
				return False
		elif comparable(df.fieldtype, value) != comparable(df.fieldtype, existing.get(fieldname)):
			return False
	return True


def comparable(fieldtype: str, value: Any) -> Any:
	"""Return a value in the form in which it can be compared with what the database holds."""
	if fieldtype in ("Check", "Int"):
		return cint(value)
	if fieldtype == "Currency":
		return yuan(value)
	if fieldtype in _NUMBERS:
		return round(flt(value), 6)
	if value in (None, ""):
		return None
	if fieldtype == "Date":
		return value if type(value) is date else getdate(value)
	if fieldtype == "Datetime":
		return value if isinstance(value, datetime) else get_datetime(value)
	return cstr(value).strip()
