"""The papers of an on-site check: the record (检查记录) with its photos, and the notice of what is to be mended (整改通知).

The layouts are references of our own, no official forms.
"""

from dataclasses import dataclass
from datetime import date

from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.ledgers.text import full_date
from party_affairs.printing import pages
from party_affairs.printing.page_setup import LANDSCAPE, PORTRAIT
from party_affairs.printing.photos import sheets_of_photos
from party_affairs.printing.table_layout import TableColumn, TableRow, lay_out

_HEADING_MM, _FOOT_MM = 44, 62
_NOTICE_HEADING_MM, _NOTICE_FOOT_MM = 66, 70
_PHOTOS_A_SHEET = 4
_NOTHING_FOUND = "—"


@dataclass(frozen=True)
class _Pictured:
	photo: str
	caption: str


def record(doc: Document) -> str:
	"""Return the record of what was looked at and found, how it was mended and confirmed; photos follow on sheets of their own."""
	rows = [
		TableRow(
			(
				str(row.idx),
				row.item,
				row.rule or "",
				_(row.result),
				row.found or "",
				full_date(row.mend_until) if row.mend_until else "",
				_lines(row.mended, row.mended_on),
				_lines(row.answer, row.confirmed_on),
			)
		)
		for row in doc.items
	]
	columns = (
		TableColumn(_("No."), 9, "center"),
		TableColumn(_("What Was Looked At"), 46),
		TableColumn(_("Clause"), 13, "center"),
		TableColumn(_("Result of Looking"), 17, "center"),
		TableColumn(_("What Was Found"), 62),
		TableColumn(_("Mend Until"), 24, "center"),
		TableColumn(_("How It Was Mended"), 54),
		TableColumn(_("Answer of the Inspectors"), 40),
	)
	photos = [_Pictured(row.photo, f"{row.idx}. {row.item}") for row in doc.items if row.photo]
	context = {
		"doc": doc,
		"table": lay_out(columns, rows, LANDSCAPE, _HEADING_MM, _FOOT_MM),
		"photos": sheets_of_photos(photos, _PHOTOS_A_SHEET),
		"full_date": full_date,
	}
	return pages.render("on_site_check_record", context, LANDSCAPE)


def _lines(words: str | None, day: str | date | None) -> str:
	return "\n".join(part for part in (words, full_date(day) if day else "") if part)


def mending_notice(doc: Document) -> str:
	"""Return the notice to the branch: what is to be mended, on what ground and until when; what was good is not in it."""
	found = [row for row in doc.items if row.result == "To Be Mended"]
	rows = [
		TableRow((str(number), row.item, row.rule or "", row.found or "", full_date(row.mend_until)))
		for number, row in enumerate(found, start=1)
	]
	columns = (
		TableColumn(_("No."), 9, "center"),
		TableColumn(_("What Was Looked At"), 42),
		TableColumn(_("Clause"), 13, "center"),
		TableColumn(_("What Was Found"), 74),
		TableColumn(_("Mend Until"), 26, "center"),
	)
	context = {
		"doc": doc,
		"table": lay_out(columns, rows, PORTRAIT, _NOTICE_HEADING_MM, _NOTICE_FOOT_MM),
		"opening": _(
			"On {day} {committee} checked your organisation on the spot. {number} items are to be mended. Report each to us in writing when it is done, at the latest on its day."
		).format(day=full_date(doc.checked_on), committee=doc.committee, number=len(found)),
		"nothing": _("Nothing is to be mended."),
		"signed_on": full_date(getdate(doc.issued_on or doc.checked_on)),
	}
	return pages.render("on_site_mending_notice", context, PORTRAIT)


ON_SITE_CHECK_PAPERS = {"on_site_check_record": record, "on_site_mending_notice": mending_notice}
