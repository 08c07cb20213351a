"""Records that lie in a bound volume of the archive: later changes are refused, or noted in the volume, by the kind of record.

What a ledger alone tells of is fixed with its year; a record with a paper of its own goes on, and the volume says that it did.
"""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, getdate, now_datetime, nowdate

from party_affairs.exceptions import ArchiveError
from party_affairs.facts.archive import volumes
from party_affairs.guide.archive import volume_contents
from party_affairs.guide.archive.volume_contents import BY_YEAR, Fixed

CHANGED, CANCELLED = "Record Changed", "Record Cancelled"


def refuse_in_bound_year(doc: Document, method: str | None = None) -> None:
	"""Document event of what a bound volume fixes, on saving and deleting: raise ArchiveError while its year is bound. One query."""
	fixed = volume_contents.fixed(doc.doctype)
	years = {_year(one, fixed) for one in (doc, doc.get_doc_before_save()) if one} - {0}
	titles = volumes.bound_of(doc.branch, years)
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
	"""Document event: note in the bound volumes that hold a record that it was changed or cancelled, once a day for each user.

	One query for records that lie in none.
	"""
	if method != "on_cancel" and not doc.get_doc_before_save():
		return
	what = CANCELLED if method == "on_cancel" else CHANGED
	today, user = getdate(nowdate()), frappe.session.user
	for volume in volumes.holding(doc.doctype, doc.name):
		if not volumes.is_noted(volume, what, doc.doctype, doc.name, user, today):
			note(volume, what, doc.doctype, doc.name)


def note(
	volume: str, what: str, doctype: str | None = None, name: str | None = None, remark: str = ""
) -> None:
	"""Write into a volume what was done after it was bound, by whom and when."""
	last = volumes.changes_noted(volume)
	frappe.get_doc(
		{
			"doctype": volumes.CHANGE,
			**{"parent": volume, "parenttype": volumes.VOLUME, "parentfield": "changes", "idx": last + 1},
			**{"noted_on": now_datetime(), "changed_by": frappe.session.user, "what": what},
			**{"record_type": doctype, "record_name": name, "remark": remark},
		}
	).db_insert()


def _year(doc: Document, fixed: Fixed) -> int:
	if fixed.year_by == BY_YEAR:
		return cint(doc.year)
	day: date | None = getdate(doc.get(fixed.dated)) if doc.get(fixed.dated) else None
	return day.year if day else 0
