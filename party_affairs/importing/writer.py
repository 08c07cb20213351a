"""From field values to documents: insert, update, or cancel and amend, and only where something differs."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import cint, cstr, flt, get_datetime, getdate, strip_html
from frappe.utils.html_utils import sanitize_html

from party_affairs.checks.markup import TEXTS, plain
from party_affairs.facts.dues.months import yuan
from party_affairs.facts.remembered import Answers, remembering
from party_affairs.importing.quick_documents import Memory, quick
from party_affairs.importing.rows import Record
from party_affairs.transactions import back_to

REGISTERS = frozenset({"Party Member", "Party Post"})
"""DocTypes that the rows of later sheets ask about: written before those are judged."""

_ROW = "party_import_row"
_UNNAMED = "judged"
_NUMBERS = ("Float", "Percent")
_LEAVES = frozenset(
	(
		*("Party Annual Plan", "Party Meeting", "Dues Assessment", "Party Dues Entry"),
		*("Contacted Person", "Contact Pairing", "Public Welfare Activity", "Raised Opinion"),
	)
)
"""Documents with which no person and no organisation changes: what others ask of these is answered once."""
_REFUSALS = (frappe.ValidationError, frappe.PermissionError, frappe.NameError)
"""What a document raises when its content cannot stand; anything else is a fault of the program and goes on up."""


@dataclass
class Counts:
	"""Documents that an import inserted, changed, or found as they are."""

	created: int = 0
	updated: int = 0
	unchanged: int = 0


@dataclass(frozen=True)
class Later:
	"""A value that is known when what the workbook brings in before it is written, such as the number of a new meeting.

	`label` is what people call it.
	"""

	label: str
	find: Callable[[], Any] = field(compare=False)

	def __str__(self) -> str:
		return self.label


Then = Callable[[Document], None]
"""A step that a document takes once it is written."""


@dataclass(frozen=True)
class Planned:
	"""A document that is to be brought to the values of its row: the stored one where there is one, else a new one.

	`then` is a step that it takes after that, `only_then` says that its values are as the row has them.
	"""

	record: Record
	doctype: str
	values: Mapping[str, Any]
	existing: Mapping[str, Any] | None
	submit: bool
	then: Then | None = None
	only_then: bool = False


class _Judged(Exception):
	"""A document came as far as its first write, so nothing of it is refused."""


@dataclass
class Writer:
	"""Writes the documents of one import, with the rights of the caller.

	Registers, on which other rows depend, are written as they come; everything else is `planned`, and written once all rows
	are judged. Each row has a savepoint of its own: what a document refuses becomes a problem of its row, and the rows
	after it are judged all the same.
	"""

	year: int
	counts: Counts = field(default_factory=Counts)
	done: Callable[[], None] = lambda: None
	"""Called after each record."""
	registers: frozenset[str] = REGISTERS
	planned: list[Planned] = field(default_factory=list)
	written: list[Planned] = field(default_factory=list)
	as_they_were: list[Record] = field(default_factory=list)
	"""The records whose documents are as the row says, one for each document."""
	_memory: Memory = field(default_factory=Memory)
	_answers: Answers = field(default_factory=dict)

	def save(
		self,
		record: Record,
		doctype: str,
		values: Mapping[str, Any],
		existing: Mapping[str, Any] | None = None,
		submit: bool = False,
		then: Then | None = None,
	) -> str | None:
		"""Bring a document to `values`, now or after the rows are judged; return its name, None if it was refused.

		`existing` is the stored record with at least the fields of `values` (child tables as lists of rows), None for a
		new one. Fields of `values` that are None are left empty in a new document, and emptied in an existing one. A new
		document that is written later has no name yet: an empty text. `then` is a step that it takes after it is written.
		"""
		self.done()
		values = without_markup(doctype, values)
		same = existing and is_same(doctype, values, existing) and cint(existing.get("docstatus")) >= submit
		if same and not then:
			self.counts.unchanged += 1
			self.as_they_were.append(record)
			return existing["name"]
		planned = Planned(record, doctype, values, existing, submit, then, bool(same))
		if doctype in self.registers:
			return self._bring(planned)
		self.planned.append(planned)
		return existing["name"] if existing else ""

	def write_planned(self) -> Iterator[Planned]:
		"""Write what was planned of the rows that stand, and yield each one after it was written or refused."""
		sound = self._of_sound_rows()
		self._memory.series.expect(Counter(planned.doctype for planned in sound if not planned.existing))
		for planned in sound:
			self._bring(planned)
			yield planned

	def judge_planned(self) -> Iterator[Planned]:
		"""Let the documents judge what was planned, without writing it, and yield each one; refusals become problems."""
		for planned in self._of_sound_rows():
			self._guarded(planned, self._judge)
			yield planned

	def _of_sound_rows(self) -> list[Planned]:
		return [planned for planned in self.planned if planned.record.ready]

	def _bring(self, planned: Planned) -> str | None:
		name = self._guarded(planned, self._write)
		if name is None:
			return None
		self.written.append(planned)
		if planned.existing:
			self.counts.updated += 1
		else:
			self.counts.created += 1
		return name

	def _guarded(self, planned: Planned, work: Callable[[Planned], str]) -> str | None:
		"""Return what `work` makes of a document, None if it was refused; then nothing of it is left."""
		messages = len(frappe.local.message_log)
		frappe.db.savepoint(_ROW)
		try:
			with self._remembering(planned.doctype):
				return work(planned)
		except _REFUSALS as error:
			reason = _sentence(error, messages)
			back_to(_ROW)
			month = planned.values.get("dues_month")
			planned.record.refused_by_document(reason, month and month.month)
			return None
		finally:
			# Hints that a form would show are not for an import of hundreds of rows.
			del frappe.local.message_log[messages:]

	@contextmanager
	def _remembering(self, doctype: str) -> Iterator[None]:
		"""Keep what documents ask of people and organisations, unless these are written themselves."""
		if doctype in _LEAVES:
			with remembering(self._answers):
				yield
			return
		self._forget()
		try:
			yield
		finally:
			self._forget()

	def _forget(self) -> None:
		self._answers.clear()
		self._memory.forget()

	def _judge(self, planned: Planned) -> str:
		"""Take a document through all that it checks before it is written, as far as all that it names is there already."""
		if planned.only_then or _is_ahead(planned.values):
			return _UNNAMED
		document = self._document(planned)
		document.db_insert = document.db_update = _stop
		if not document.name and document.meta.get_field("naming_series"):
			# A number of the series would be taken for nothing.
			document.name, document.flags.name_set = _UNNAMED, True
			document.set("__islocal", 1)
		try:
			if planned.submit:
				document.submit()
			else:
				document.save()
		except _Judged:
			back_to(_ROW)
		if planned.existing:
			frappe.clear_document_cache(planned.doctype, planned.existing["name"])
		return _UNNAMED

	def _write(self, planned: Planned) -> str:
		if planned.only_then:
			document = frappe.get_doc(planned.doctype, planned.existing["name"])
		else:
			document = self._document(planned)
			# Either of them inserts what is not stored yet, so that a meeting is written once and not twice.
			if planned.submit:
				document.submit()
			else:
				document.save()
		if planned.then:
			planned.then(document)
		return document.name

	def _document(self, planned: Planned) -> Document:
		doctype, existing, values = planned.doctype, planned.existing, _found(planned.values)
		if not existing:
			document = quick(frappe.get_doc({"doctype": doctype, **_given(values)}), self._memory)
		else:
			document = quick(frappe.get_doc(doctype, existing["name"]), self._memory)
			if document.docstatus.is_submitted():
				document = self._amended(document)
			_fill(document, values)
		document.flags.from_workbook = True
		document.flags.workbook_year = self.year
		return document

	def _amended(self, document):
		"""A submitted record is not overwritten: it is cancelled, and its successor says which one it corrects."""
		document.flags.corrected_by_import = True
		document.cancel()
		successor = quick(frappe.copy_doc(document), self._memory)
		successor.amended_from = document.name
		successor.flags.corrected_by_import = True
		return successor


def _stop(*_arguments: Any, **_options: Any) -> None:
	raise _Judged


def _found(values: Mapping[str, Any]) -> dict[str, Any]:
	"""Return field values with those that had to wait for other documents."""
	return {
		key: [_found(row) for row in value]
		if isinstance(value, list)
		else value.find()
		if isinstance(value, Later)
		else value
		for key, value in values.items()
	}


def _is_ahead(values: Mapping[str, Any]) -> bool:
	"""Whether something is named that is not written yet."""
	return any(
		isinstance(value, Later) or (isinstance(value, list) and any(_is_ahead(row) for row in value))
		for value in values.values()
	)


def without_markup(doctype: str, values: Mapping[str, Any]) -> dict[str, Any]:
	"""Return field values as documents store them (`checks.markup`): in texts, tags are mere characters.

	What is stored must be compared with what would be, or the same workbook would seem changed each time. A tag in a name is left for the
	document to refuse.
	"""
	meta = frappe.get_meta(doctype)
	return {key: _clean(meta.get_field(key), value) for key, value in values.items()}


def _clean(field: Any, value: Any) -> Any:
	if isinstance(value, list) and field:
		return [without_markup(field.options, row) for row in value]
	if not isinstance(value, str) or not field:
		return value
	if field.fieldtype in TEXTS:
		return plain(value)
	return sanitize_html(value) if field.fieldtype == "Text Editor" else value


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
		if isinstance(value, Later):
			return False
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
