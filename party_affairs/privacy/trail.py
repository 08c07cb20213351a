"""The log of who opened, listed, printed, exported or mailed sensitive data: one insert at the end of a request.

Forms, ledgers and prints note what they show (`permissions/seen.py`). Lists are looked at here, once they are answered: which
sensitive fields were asked for, and how many rows went out. A request that was refused leaves nothing.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from typing import Any

import frappe
from frappe import _
from frappe.deferred_insert import deferred_insert
from frappe.utils import get_fullname, now_datetime

from party_affairs.facts.privacy import access
from party_affairs.language import in_site_language
from party_affairs.permissions import seen
from party_affairs.permissions.register import (
	CONFIDENTIAL,
	PARENT_OF_CHILD_TABLE,
	REGISTER,
	SCOPED_DOCTYPES,
	UNTOLD,
)
from party_affairs.permissions.restricted_fields import COLUMNS, QUERY_ARGUMENTS, requested_doctype, text_of
from party_affairs.permissions.scope import scope_for
from party_affairs.permissions.seen import EXPORTED, LISTED, MAILED, OPENED, PRINTED, Seen
from party_affairs.privacy import files

_ONCE_IN_SECONDS = 10 * 60
"""Opening or listing the same again within this time is one look at it."""
_COLUMNS_OF_EXPORTS = ("export_fields", "select_columns")
_CHOOSING = (
	"filters",
	"or_filters",
	"txt",
	"start",
	"limit_start",
	"page_length",
	"limit_page_length",
	"limit",
)
"""Arguments of a request that choose the rows of a list."""
_ASKED_ARGUMENTS = (*QUERY_ARGUMENTS, *_COLUMNS_OF_EXPORTS)
_WITH_FILES = {
	*CONFIDENTIAL,
	"Party Import Batch",
	"Party Year Import",
	"Party Dues Statement",
	"Exchange Comparison",
}
"""DocTypes whose attachments hold sensitive data."""
_SENDING = "frappe.email.queue.flush"
"""What goes out here was written down when it was queued, under the name of who sent it."""
_LOGGED = (
	*("name", "creation", "modified", "owner", "modified_by", "seen_at", "user", "user_name", "way"),
	*("document_type", "document_name", "branch", "untold_branch"),
	*("records", "field_count", "sensitive_fields", "source"),
)


def export_at_once() -> None:
	"""Auth hook: what is exported of our documents is made while the caller waits, so that it is counted and marked."""
	asked = frappe.form_dict
	if not asked.get("export_in_background"):
		return
	doctype = requested_doctype() or frappe.get_cached_value(
		"Report", asked.get("report_name"), "ref_doctype"
	)
	if doctype in REGISTER:
		del asked["export_in_background"]


def after_request(response=None, request=None) -> None:
	"""Hook: write down what an answered request has shown, and mark the file that it sends."""
	noted = seen.take()
	if response is None or request is None or response.status_code >= 400:
		return
	sent = files.sent_by(response)
	noted += [*_listed(sent), *_file_of_document(request)]
	if not noted:
		return
	way = sent.way if sent else None
	_write([_as(way, one) for one in noted], request.path.strip("/"))
	if sent:
		sent.mark(response)


def after_job(method: str = "", kwargs: Any = None, result: Any = None) -> None:
	"""Hook: the same for work in the background, which makes files and mails them."""
	noted = seen.take()
	if noted and method != _SENDING:
		way = MAILED if "email" in method else EXPORTED
		_write([_as(way, one) for one in noted], method)


def note_print(doc, method: str | None = None, settings: Any = None) -> None:
	"""Document event: a document is about to be printed, by whatever format."""
	seen.note_document(doc, PRINTED)


def note_mailed(mail, method: str | None = None) -> None:
	"""Document event of Email Queue: a mail takes the print of a document along."""
	for attached in frappe.parse_json(mail.attachments or "[]"):
		if attached.get("print_format_attachment") and attached.get("doctype") in SCOPED_DOCTYPES:
			seen.note_document(frappe.get_doc(attached["doctype"], attached["name"]), MAILED)


def _as(way: str | None, one: Seen) -> Seen:
	"""Return a note with the way in which it left: what is in a file was not only looked at."""
	looked_at = one.way in (OPENED, LISTED)
	return replace(one, way=way) if way and looked_at else one


# Lists


def _listed(sent: files.Sent | None) -> Iterator[Seen]:
	"""Yield what a list, a value or an export asked for by name, if it was given anything."""
	asked_for = requested_doctype()
	if not isinstance(asked_for, str):
		return
	doctype = PARENT_OF_CHILD_TABLE.get(asked_for, asked_for)
	if doctype not in SCOPED_DOCTYPES:
		return
	fields = _fields_asked(doctype)
	if not fields and doctype not in CONFIDENTIAL:
		return
	rows = _rows_answered()
	records = sent.rows if sent else _number_of(rows, fields)
	if records:
		name = None if sent else _name_asked(rows)
		yield Seen(doctype, LISTED, records, _branches_in(rows) or _branches_of(doctype), fields, name)


def _fields_asked(doctype: str) -> frozenset[str]:
	asked = text_of(_ASKED_ARGUMENTS)
	sensitive = seen.sensitive_fields(doctype)
	if not sensitive or scope_for(doctype, permlevel=1).is_empty:
		return frozenset()
	if "*" in text_of(COLUMNS) and "count(" not in asked:
		return frozenset(sensitive)
	return frozenset(sensitive) & frozenset(files.words_of(asked))


def _rows_answered() -> Any:
	"""Return the rows of the answer: as Frappe compresses them, as a list, or the one value that was asked for."""
	answer = frappe.local.response
	rows = answer.get("data") if answer.get("message") is None else answer.get("message")
	if isinstance(rows, dict) and "values" in rows and "keys" in rows:
		return [dict(zip(rows["keys"], row, strict=False)) for row in rows["values"]]
	return rows


def _number_of(rows: Any, fields: frozenset[str]) -> int:
	"""How many records an answer tells of: one row a record, one value each by name, or the values of a single record."""
	if isinstance(rows, list):
		return len(rows)
	if isinstance(rows, dict) and not fields & set(rows):
		return len(rows) if fields else 0
	return int(bool(fields and rows))


def _name_asked(rows: Any) -> str | None:
	"""Return the name of the single record of which values were asked for; None for a list."""
	if isinstance(rows, list):
		return None
	asked = frappe.form_dict
	filters = asked.get("filters")
	if isinstance(filters, str) and filters.lstrip().startswith("{"):
		filters = frappe.parse_json(filters)
	if isinstance(filters, dict):
		filters = filters.get("name")
	found = rows.get("name") if isinstance(rows, dict) else None
	name = found or asked.get("docname") or filters
	return name if isinstance(name, str) else None


def _branches_in(rows: Any) -> frozenset[str]:
	if not isinstance(rows, list) or not all(isinstance(row, dict) and row.get("branch") for row in rows):
		return frozenset()
	return frozenset(row["branch"] for row in rows)


def _branches_of(doctype: str) -> frozenset[str]:
	"""The rows do not say whose they are: they lie within what the caller may see."""
	scope = scope_for(doctype)
	return access.names_of_branches() if scope.unrestricted else scope.branches


# Files


def _file_of_document(request) -> Iterator[Seen]:
	"""Yield the document whose private attachment is sent."""
	path = request.path
	url = path if path.startswith("/private/files/") else frappe.form_dict.get("file_url")
	if not (isinstance(url, str) and url.startswith("/private/files/")):
		return
	doctype, name = access.attached_to(url) or (None, None)
	if doctype not in _WITH_FILES:
		return
	branch = frappe.get_doc(doctype, name).get(REGISTER[doctype].branch_field)
	yield Seen(doctype, EXPORTED, 1, frozenset([branch] if branch else []), name=name)


# Writing


def _write(noted: Iterable[Seen], source: str) -> None:
	"""Write the lines in a transaction of their own: the request's changes are through or undone by now, and a GET undoes all."""
	now = now_datetime()
	new = [one for one in noted if not _is_repeated(one)]
	lines = [line for one in new for line in _lines(one, source, now)]
	if not lines:
		return
	if frappe.flags.read_only or not _inserted(lines):
		# Frappe writes it into the table later.
		deferred_insert(access.LOG, [_as_record(line) for line in lines])
	for one in new:
		frappe.cache.set_value(_key(one), 1, expires_in_sec=_ONCE_IN_SECONDS)


def _inserted(lines: list[tuple]) -> bool:
	"""Whether the lines are in the table: one that is locked must not make what was shown untraceable."""
	try:
		frappe.db.bulk_insert(access.LOG, list(_LOGGED), lines)
		frappe.db.commit()
	except Exception:
		frappe.db.rollback()
		frappe.logger("party_affairs").error("The log of sensitive data waits in Redis", exc_info=True)
		return False
	return True


def _as_record(line: tuple) -> dict[str, Any]:
	"""Return a line as Redis keeps it: without a name, and with times as text."""
	record = dict(zip(_LOGGED, line, strict=True))
	del record["name"]
	return {key: str(value) if isinstance(value, datetime) else value for key, value in record.items()}


def _is_repeated(one: Seen) -> bool:
	"""Whether it is a second look at the same within a short time; files, prints and mails count each time."""
	return one.way in (OPENED, LISTED) and bool(frappe.cache.get_value(_key(one), expires=True))


def _key(one: Seen) -> str:
	"""A key that all workers give to the same look at the same."""
	parts = (
		_user_of(one),
		one.way,
		one.doctype,
		one.name,
		one.records,
		sorted(one.fields),
		sorted(one.branches),
		# The same number of other records is another look.
		text_of(_CHOOSING) if one.way == LISTED and not one.name else None,
	)
	return f"party_affairs_seen:{hashlib.sha256(repr(parts).encode()).hexdigest()}"


def _user_of(one: Seen) -> str:
	return one.user or frappe.session.user


def _lines(one: Seen, source: str, now: datetime) -> Iterator[tuple]:
	user = _user_of(one)
	labels = seen.sensitive_fields(one.doctype)
	with in_site_language():
		fields = "、".join(_(labels.get(field, field)) for field in sorted(one.fields))
	is_untold = one.doctype in UNTOLD
	for branch in access.lowest_above(one.branches):
		yield (
			*(frappe.generate_hash(length=10), now, now, user, user, now, user, get_fullname(user), one.way),
			*(one.doctype, None if one.doctype in CONFIDENTIAL else one.name),
			*((None, branch) if is_untold else (branch, None)),
			*(one.records, len(one.fields), fields, source[:140]),
		)
