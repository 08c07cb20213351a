"""Touches: notes, written in the transaction of each change, of the branches that the next check has to look at.

A run deletes exactly the touches that it read, in the commit of what it found. So what is committed while it is under way
is never lost, as it would be by asking what was modified since the last run.
"""

from collections.abc import Iterable, Sequence
from datetime import timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, now, nowdate

from party_affairs.facts.duties import touched

_FIELDS = (
	"name",
	"creation",
	"modified",
	"owner",
	"modified_by",
	"docstatus",
	"idx",
	"branch",
	"year",
	"kind",
)
_NAME_LENGTH = 10


def years_kept() -> tuple[int, ...]:
	"""Return the years whose findings are kept current: last year's too, since its events may still be answered.

	On the last day of a year the next one is among them.
	"""
	today = getdate(nowdate())
	return tuple(sorted({today.year - 1, today.year, (today + timedelta(days=1)).year}))


def touch_document(document: Document, method: str | None = None, *_renamed) -> None:
	"""Hook on documents that the check reads: touch the branches whose findings they can change.

	They are those that the document names or named before, that ever answered for a member it names or named, and that have
	to do with such a firm.
	"""
	branches: set[str] = set()
	members: set[str] = set()
	firms: set[str] = set()
	by_doctype = {"Party Branch": branches, "Party Member": members, "Law Firm": firms}
	for image in (document, document.get_doc_before_save()):
		if image is None:
			continue
		if image.doctype in by_doctype:
			by_doctype[image.doctype].add(image.name)
		for part in (image, *image.get_all_children()):
			for field in part.meta.get_link_fields():
				if field.options in by_doctype and (value := part.get(field.fieldname)):
					by_doctype[field.options].add(value)
	branches |= touched.branches_of_members(members)
	branches |= touched.branches_of_firms(firms, with_members=document.doctype == "Law Firm")
	touch(branches, document.doctype)


def touch_records(doctype: str, names: Sequence[str]) -> None:
	"""Touch the branches of records of members that are written past their documents, and all that ever answered for these."""
	if names:
		touch(touched.branches_of_records(doctype, names), doctype)


def touch_members(members: Iterable[str], kind: str) -> None:
	"""Touch the branches that ever answered for one of `members`: for what writes records past their documents."""
	touch(touched.branches_of_members(members), kind)


def touch(branches: Iterable[str], kind: str) -> None:
	"""Note for each of `branches` and each year kept that records of a kind have changed: one statement."""
	stamp, user = now(), frappe.session.user
	rows = [
		(frappe.generate_hash(length=_NAME_LENGTH), stamp, stamp, user, user, 0, 0, branch, year, kind)
		for branch in sorted(branches)
		for year in years_kept()
	]
	if rows:
		frappe.db.bulk_insert(touched.TOUCH, list(_FIELDS), rows, chunk_size=len(rows))
