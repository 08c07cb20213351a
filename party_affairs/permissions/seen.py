"""What of the sensitive data the request at hand has shown: noted where it is shown, written down at its end.

Sensitive are the fields of level 1, tables of that level included, and confidential documents as a whole. What somebody reads of
his own is not noted: a record of it would watch him and protect nobody. `privacy/trail.py` writes the notes down.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

import frappe
from frappe.model.document import Document

from party_affairs.permissions.register import CONFIDENTIAL, PARENT_OF_CHILD_TABLE, REGISTER
from party_affairs.permissions.scope import access_of, scope_for

OPENED, LISTED, PRINTED, EXPORTED, MAILED = "Opened", "Listed", "Printed", "Exported", "Mailed"

_NOTES = "party_affairs_seen"


@dataclass(frozen=True)
class Seen:
	"""Records of one DocType that were shown: how many, of which organisations, with which sensitive fields.

	Without `fields` it is a confidential document as a whole. `name` is that of a single one, `user` who saw it (None: the caller).
	"""

	doctype: str
	way: str
	records: int
	branches: frozenset[str]
	fields: frozenset[str] = frozenset()
	name: str | None = None
	user: str | None = None


def sensitive_fields(doctype: str) -> dict[str, str]:
	"""Return the sensitive fields of a DocType and of its child tables, with their labels."""
	tables = [doctype, *(child for child, parent in PARENT_OF_CHILD_TABLE.items() if parent == doctype)]
	return {
		field.fieldname: field.label
		for table in tables
		for field in frappe.get_meta(table).fields
		if field.permlevel
	}


def note(seen: Seen) -> None:
	"""Remember until the end of the request what it shows; the same thing twice is once."""
	if seen.records:
		frappe.flags.setdefault(_NOTES, {})[replace(seen, user=frappe.session.user)] = True


def note_document(doc: Document, way: str = OPENED) -> None:
	"""Note a document whose values the caller is about to get, if any of them is sensitive and he may read it."""
	row = REGISTER[doc.doctype]
	if _is_own(doc, row.own):
		return
	fields = shown_fields(doc)
	if fields or doc.doctype in CONFIDENTIAL:
		branch = doc.get(row.branch_field)
		branches = frozenset([branch] if branch else [])
		note(Seen(doc.doctype, way, 1, branches, fields, doc.name))


def shown_fields(doc: Document) -> frozenset[str]:
	"""Return the sensitive fields of a document that are filled in and that the caller may read."""
	filled = [field.fieldname for field in doc.meta.fields if field.permlevel and doc.get(field.fieldname)]
	if not filled or not scope_for(doc.doctype, permlevel=1).includes(doc):
		return frozenset()
	return frozenset(filled)


def _is_own(doc: Document, own: Collection[str]) -> bool:
	member = access_of(frappe.session.user).member
	return bool(member) and any(doc.get(fieldname) == member for fieldname in own)


def note_rows(doctype: str, rows: Iterable, fields: Iterable[str] = ()) -> None:
	"""Note the rows of a ledger, each with its `branch`, whose sensitive `fields` are shown unmasked."""
	rows = list(rows)
	note(Seen(doctype, LISTED, len(rows), frozenset(row["branch"] for row in rows), frozenset(fields)))


def has_noted(doctype: str, name: str) -> bool:
	"""Whether a document was noted in this request."""
	return any(seen.doctype == doctype and seen.name == name for seen in frappe.flags.get(_NOTES) or ())


def take() -> list[Seen]:
	"""Return what was noted in this request, and forget it."""
	return list(frappe.flags.pop(_NOTES, None) or ())


class NotesReading:
	"""Mixin for confidential documents without sensitive fields: who opens one is noted."""

	def apply_fieldlevel_read_permissions(self):
		"""Frappe asks this of each document that it sends to a form or an API."""
		super().apply_fieldlevel_read_permissions()
		note_document(self)
