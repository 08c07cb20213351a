"""The papers of an on-site check: the record (检查记录) with its photos, and the notice of what is to be mended (整改通知).

The layouts are references of our own, no official forms.
"""

from dataclasses import dataclass
from datetime import date

from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.ledgers.text import full_date
from party_affairs.printing.page_setup import LANDSCAPE, LETTER
from party_affairs.printing.paper import (
	LETTER_STYLE,
	Beside,
	Block,
	Cell,
	Closing,
	Grid,
	PageBreak,
	Paper,
	Photos,
	Reference,
	Signatures,
	Table,
	Text,
	Title,
)
from party_affairs.printing.photos import pictures_of
from party_affairs.printing.table_layout import TableColumn, TableRow

_OPINION_MM = 16
_PHOTOS_A_SHEET, _PHOTO_MM = 4, (120, 62)


@dataclass(frozen=True)
class _Pictured:
	photo: str
	caption: str


def record(doc: Document) -> Paper:
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
	opinion = _("{0}:").format(_("Opinion of the Inspectors")) + (doc.summary or "")
	signatures = (
		_("Inspectors (signatures):"),
		_("Person in charge of the organisation checked (signature):"),
	)
	return Paper(
		_("On-site Check Record"),
		(
			_standing(doc),
			Title(_("On-site Check Record")),
			_about(doc),
			Table(columns, tuple(rows), name=_("On-site Check Record")),
			Grid(((Cell(opinion),),), style="box", heights=_OPINION_MM),
			Signatures(signatures),
			*_sheets_of_photos(doc),
		),
		LANDSCAPE,
	)


def _standing(doc: Document) -> Reference:
	draft = _("(draft, not issued)") if doc.status == "Being Written" else ""
	return Reference(_("Reference layout") + draft)


def _about(doc: Document) -> Beside:
	facts = (
		((_("Organisation Checked"), doc.branch), (_("Checked By"), doc.committee)),
		((_("Inspectors"), doc.inspectors), (_("Accompanied By"), doc.accompanied_by)),
	)
	right = ((_("Day of the Check"), full_date(doc.checked_on)), (_("Status"), _(doc.status)))
	return Beside(
		tuple(
			(
				Cell(_fact(*first), align="left"),
				Cell(_fact(*second), align="left", width=36),
				Cell(_fact(*last), align="right", width=26),
			)
			for (first, second), last in zip(facts, right, strict=True)
		)
	)


def _fact(label: str, value: str | None) -> str:
	return _("{0}:").format(label) + (value or "")


def _sheets_of_photos(doc: Document) -> list[Block]:
	"""Return the photos of the items, few enough for a page on each sheet."""
	pictured = [_Pictured(row.photo, f"{row.idx}. {row.item}") for row in doc.items if row.photo]
	photos = tuple(pictures_of(pictured, *_PHOTO_MM))
	blocks: list[Block] = []
	for start in range(0, len(photos), _PHOTOS_A_SHEET):
		blocks += (
			PageBreak(),
			Title(_("Photos of the Check"), level=2),
			Photos(photos[start : start + _PHOTOS_A_SHEET]),
		)
	return blocks


def _lines(words: str | None, day: str | date | None) -> str:
	return "\n".join(part for part in (words, full_date(day) if day else "") if part)


def mending_notice(doc: Document) -> Paper:
	"""Return the notice to the branch: what is to be mended, on what ground and until when; what was good is not in it."""
	found = [row for row in doc.items if row.result == "To Be Mended"]
	rows = [
		TableRow((str(number), row.item, row.rule or "", row.found or "", full_date(row.mend_until)))
		for number, row in enumerate(found, start=1)
	]
	columns = (
		TableColumn(_("No."), 11, "center"),
		TableColumn(_("What Was Looked At"), 40),
		TableColumn(_("Clause"), 13, "center"),
		TableColumn(_("What Was Found"), 68),
		TableColumn(_("Mend Until"), 32, "center"),
	)
	opening = _(
		"On {day} {committee} checked your organisation on the spot. {number} items are to be mended. Report each to us in writing when it is done, at the latest on its day."
	).format(day=full_date(doc.checked_on), committee=doc.committee, number=len(found))
	opinion = _("{0}:").format(_("Opinion of the Inspectors"))
	return Paper(
		_("On-site Mending Notice"),
		(
			_standing(doc),
			Title(_("On-site Mending Notice")),
			Text(_("{0}:").format(doc.branch), flush=True),
			Text(opening),
			Table(columns, tuple(rows), _("Nothing is to be mended."), name=_("On-site Mending Notice")),
			*((Text(opinion + doc.summary),) if doc.summary else ()),
			Closing(
				(
					_("{0} (seal)").format(doc.committee),
					full_date(getdate(doc.issued_on or doc.checked_on)),
				)
			),
		),
		LETTER,
		LETTER_STYLE,
	)


ON_SITE_CHECK_PAPERS = {"on_site_check_record": record, "on_site_mending_notice": mending_notice}
