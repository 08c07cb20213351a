"""Records that lie in a bound volume of the archive: later changes are refused, or noted in the volume, by the kind of record.

The table of kinds is in `guide/archive/volume_contents.json`. What is noted says what was done to which record, by whom and when.
"""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model import no_value_fields, table_fields
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, nowdate

from party_affairs.checks.fields import comparable
from party_affairs.exceptions import ArchiveError
from party_affairs.facts.archive import volumes
from party_affairs.guide.archive import volume_contents
from party_affairs.rules.archive.later_changes import changed_names, said_of, what_happened, years_of

_NOBODY = "Administrator"
_LONGEST_REMARK = 500
_ASKED = "_bound_volumes"
"""Under which name the memory of an import keeps what it has asked for already."""


def refuse_in_bound_year(doc: Document, method: str | None = None) -> None:
	"""Document event of what a bound volume fixes, on saving and deleting: raise ArchiveError while its year is bound. One query."""
	kind = volume_contents.kinds()[doc.doctype]
	spans = [years_of(kind, _image(one)) for one in (doc, doc.get_doc_before_save()) if one]
	titles = volumes.bound_of(doc.branch, {year for span in spans if span for year in span})
	if titles:
		frappe.throw(
			_(
				"{0} is in the archive volume {1}, which is bound. Ask the committee above to open the volume again, or add "
				"what is new to the volume as a supplement."
			).format(_(doc.doctype), frappe.bold(titles[0])),
			ArchiveError,
		)


def refuse_deletion(doc: Document, method: str | None = None) -> None:
	"""Document event: raise ArchiveError for the deletion of a record that lies in a bound volume. One query."""
	held = volumes.holding(doc.doctype, doc.name)
	if held:
		frappe.throw(
			_(
				"{0} {1} lies in the bound archive volume {2} and is not deleted. Ask the committee above to open the volume again."
			).format(_(doc.doctype), frappe.bold(doc.name), frappe.bold(held[0])),
			ArchiveError,
		)


def note_change(doc: Document, method: str | None = None) -> None:
	"""Document event: note in the bound volumes that show a record, or showed it, what was done to it.

	The same by the same user is noted once a day. One query for records of years that are not bound, none for those that belong to no year.
	"""
	_note(doc, doc.get_doc_before_save(), doc)


def note_deletion(doc: Document, method: str | None = None) -> None:
	"""Document event: note in the bound volumes that show a record that it is deleted."""
	_note(doc, doc, None)


def _note(doc: Document, before: Document | None, now: Document | None) -> None:
	kind = volume_contents.kinds()[doc.doctype]
	was, is_ = _image(before), _image(now)
	spans = [span for span in (years_of(kind, was), years_of(kind, is_)) if span]
	branches = {one.branch for one in (before, now) if one and one.branch}
	if not spans or not branches or was == is_:
		return
	first, last = min(span[0] for span in spans), max(span[1] for span in spans)
	told: dict[str, tuple] = {}
	for row in _showing(doc, branches, (first, last), kind.above):
		said, says = told.get(row.volume, (None, None))
		if before and before.branch == row.branch:
			said = said_of(kind, was, row.year)
		if now and now.branch == row.branch:
			says = said_of(kind, is_, row.year)
		told[row.volume] = (said, says)
	today, user = getdate(nowdate()), None if kind.nameless else frappe.session.user
	for volume, (said, says) in told.items():
		what = what_happened(said, says, now.docstatus if now else None)
		if not what:
			continue
		labels = [] if kind.nameless else [_label(doc, name) for name in changed_names(said, says)]
		remark = "、".join(label for label in labels if label)[:_LONGEST_REMARK]
		if not volumes.is_noted(volume, what, doc.doctype, doc.name, remark, user, today):
			note(volume, what, doc.doctype, doc.name, remark, user)


def _showing(doc: Document, branches: set[str], years: tuple[int, int], above: bool) -> list:
	"""The bound volumes of branches and years; an import of many records asks once for all years of a branch."""
	memory = doc.flags.import_memory
	if memory is None:
		return volumes.showing(branches, *years, above)
	asked, key = vars(memory).setdefault(_ASKED, {}), (frozenset(branches), above)
	if key not in asked:
		asked[key] = volumes.showing(branches, date.min.year, date.max.year, above)
	return asked[key]


def _image(doc: Document | None) -> dict[str, Any] | None:
	"""What a document says, tables included."""
	if doc is None:
		return None
	image = _fields(doc)
	for field in doc.meta.get_table_fields():
		image[field.fieldname] = [_fields(row) for row in doc.get(field.fieldname) or ()]
	return image


def _fields(doc: Document) -> dict[str, Any]:
	said = {
		field.fieldname: comparable(doc, field.fieldname)
		for field in doc.meta.fields
		if field.fieldtype not in no_value_fields and field.fieldtype not in table_fields
	}
	return {**said, "docstatus": int(doc.docstatus or 0)}


def _label(doc: Document, fieldname: str) -> str:
	field = doc.meta.get_field(fieldname)
	return _(field.label or "") if field else ""


def note(
	volume: str,
	what: str,
	doctype: str | None = None,
	name: str | None = None,
	remark: str = "",
	user: str | None = None,
) -> None:
	"""Write into a volume what was done after it was bound, by whom (None: that is not told) and when."""
	last, now = volumes.changes_noted(volume), now_datetime()
	writer = user or _NOBODY
	frappe.get_doc(
		{
			"doctype": volumes.CHANGE,
			**{"parent": volume, "parenttype": volumes.VOLUME, "parentfield": "changes", "idx": last + 1},
			**{"noted_on": now, "changed_by": user, "what": what},
			**{"creation": now, "modified": now, "owner": writer, "modified_by": writer},
			**{"record_type": doctype, "record_name": name, "remark": remark or None},
		}
	).db_insert()
