"""Evidence of the lines of a sheet: records of the branch, photos and files, with the time that they are about.

When it was received, from whom, and the checksum of a file are written by the app: whoever looks at a sheet years later sees
whether the file is still the one that was handed in.
"""

import hashlib
from collections import defaultdict
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.checks.dates import require_order
from party_affairs.checks.files import require_private_file
from party_affairs.exceptions import SelfCheckError
from party_affairs.file_contents import path_of
from party_affairs.permissions.register import REGISTER
from party_affairs.rules.duties.quality import Proof

RECORD = "Record on Site"
_WHAT = ("line_key", "evidence_kind", "linked_doctype", "linked_name", "file")
_TOLD = ("description", "about_from", "about_to", "valid_until")
_BY_THE_APP = ("received_on", "received_from", "sha256")
_DAY = {
	"Party Meeting": "meeting_date",
	"Party Work Report": "period_end",
	"Party Training": "starts_on",
	"Party Member Event": "happened_on",
	"Public Welfare Activity": "activity_date",
	"Honour": "awarded_on",
	"Online Study": "studied_on",
	"Publicity Item": "published_on",
}
"""The field that says of which day a record is; of others the time is entered by hand."""


def check(sheet: Document) -> None:
	"""Raise the sentence that says what is wrong with a piece of evidence; note when new ones were received."""
	kept = {row.name: row for row in _before(sheet)}
	known = {line.line_key for line in sheet.lines}
	for row in sheet.evidence:
		old = kept.get(row.name)
		if old and not _differs(row, old, _WHAT):
			for fieldname in _BY_THE_APP:
				row.set(fieldname, old.get(fieldname))
		else:
			if row.line_key not in known:
				_throw(row, _("choose the line that it belongs to."))
			_take(sheet, row)
		require_order(row, "about_from", "about_to", SelfCheckError)


def changed_lines(sheet: Document, before: Document) -> set[str]:
	"""Return the keys of the lines whose evidence was added, changed or taken away."""
	kept = {row.name: row for row in before.evidence}
	changed = set()
	for row in sheet.evidence:
		old = kept.pop(row.name, None)
		if old is None or _differs(row, old, (*_WHAT, *_TOLD)):
			changed.update({row.line_key, old.line_key if old else row.line_key})
	return changed | {row.line_key for row in kept.values()}


def proofs(sheet: Document) -> dict[str, list[Proof]]:
	"""Return by line key the evidence as the rules look at it, with whether its file is still the one handed in."""
	found: dict[str, list[Proof]] = defaultdict(list)
	for row in sheet.evidence:
		found[row.line_key].append(
			Proof(
				_day(row.about_from),
				_day(row.about_to),
				_day(row.valid_until),
				bool(row.sha256) and checksum(row.file) != row.sha256,
			)
		)
	return found


def checksum(address: str | None) -> str | None:
	"""Return the SHA-256 of a file of this site, None if it is gone."""
	try:
		return hashlib.sha256(path_of(address or "").read_bytes()).hexdigest()
	except OSError:
		return None


def _before(sheet: Document) -> list:
	before = sheet.get_doc_before_save()
	return before.evidence if before else []


def _differs(row: Document, old: Document, fieldnames: tuple[str, ...]) -> bool:
	return any(str(row.get(field) or "") != str(old.get(field) or "") for field in fieldnames)


def _day(value) -> date | None:
	return getdate(value) if value else None


def _take(sheet: Document, row: Document) -> None:
	if row.evidence_kind == RECORD:
		row.file = None
		_take_record(sheet, row)
	else:
		row.linked_doctype = row.linked_name = None
		if not row.file:
			_throw(row, _("attach the file."))
		require_private_file(row, "file", SelfCheckError)
		row.sha256 = checksum(row.file)
		if row.sha256 is None:
			_throw(row, _("the file is not there. Upload it again."))
	row.received_on, row.received_from = sheet.today, frappe.session.user


def _take_record(sheet: Document, row: Document) -> None:
	"""A record is one of the branch, and one that whoever names it may read; who may not is told nothing of it."""
	if not (row.linked_doctype and row.linked_name):
		_throw(row, _("choose the kind of record and the record."))
	of_branch = REGISTER[row.linked_doctype].branch_field
	branch = frappe.db.get_value(row.linked_doctype, row.linked_name, of_branch)
	if branch != sheet.branch or not frappe.has_permission(row.linked_doctype, "read", row.linked_name):
		_throw(
			row,
			_("there is no such record of {0}. Choose one from the list.").format(frappe.bold(sheet.branch)),
		)
	row.sha256 = None
	day = _DAY.get(row.linked_doctype)
	if day and not (row.about_from or row.about_to):
		row.about_from = row.about_to = frappe.db.get_value(row.linked_doctype, row.linked_name, day)


def _throw(row: Document, sentence: str) -> None:
	frappe.throw(_("{0}, row {1}: {2}").format(frappe.bold(_("Evidence")), row.idx, sentence), SelfCheckError)
