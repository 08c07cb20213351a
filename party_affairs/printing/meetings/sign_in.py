"""The sign-in sheet of a meeting (签到表) and its notice (会议通知) on paper."""

from collections.abc import Sequence
from dataclasses import replace

from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.ledgers.text import begin_and_end, full_date, joined
from party_affairs.printing import pages
from party_affairs.printing.page_setup import LANDSCAPE, PORTRAIT, PageSetup
from party_affairs.printing.table_layout import TableColumn, TableRow, lay_out
from party_affairs.rules.names import stroke_key

_HEADING_MM, _FOOT_MM = 40, 0
_MOST_UPRIGHT = 60
"""Of so many people a sheet stands upright, with two beside each other; of more it lies, with three."""
_BLANKS = 4
"""So many lines at least stay empty, for people whom nobody expected."""
_ROW = {"type_size": 11, "padding_y": 1.6}


def of_meeting(doc: Document) -> str:
	"""Return the sign-in sheet of a meeting's record: everybody on its list, and its guests."""
	return _sheet(doc, [row.member_name or "" for row in doc.attendees])


def of_notice(doc: Document) -> str:
	"""Return the sign-in sheet of a meeting of which there is a notice: everybody who is invited, and the guests."""
	return _sheet(doc, [row.member_name or "" for row in doc.invitees])


def notice(doc: Document) -> str:
	"""Return the notice of a meeting as it is hung up or handed out."""
	context = {
		"doc": doc,
		"kind": _(doc.kind),
		"time": _time(doc),
		"invited": joined(_in_order(row.member_name or "" for row in doc.invitees)),
		"guests": joined(row.guest_name for row in doc.guests),
		"agenda": [(row.item, row.presenter_name) for row in doc.agenda_items],
		"preparations": [(row.member_name, row.brings) for row in doc.preparations],
		"answer_until": full_date(doc.answer_until),
		"day": full_date(getdate(doc.issued_on or doc.creation)),
	}
	return pages.render("meeting_notice", context, PORTRAIT)


def _sheet(doc: Document, names: Sequence[str]) -> str:
	members = _in_order(names)
	guests = [joined((row.guest_name, row.unit)) for row in doc.guests]
	beside, form = (2, PORTRAIT) if len(members) + len(guests) <= _MOST_UPRIGHT else (3, LANDSCAPE)
	paper: PageSetup = replace(form, **_ROW)
	rows = _lines([*members, *[""] * _blanks(len(members), beside)], beside)
	if guests:
		rows = [*rows, TableRow((_("Guests"),), "group"), *_lines(guests, beside, numbered=False)]
	columns = [
		TableColumn(_("No."), 10, "center"),
		TableColumn(_("Member Name"), 26, "center"),
		TableColumn(_("Signature"), 40),
	] * beside
	table = lay_out(columns, rows, paper, _HEADING_MM, _FOOT_MM)
	context = {
		"doc": doc,
		"table": table,
		"title": _("{0}: Sign-in Sheet").format(_(doc.kind)),
		"time": _time(doc),
		"number": len(members),
	}
	return pages.render("sign_in", context, table.page)


def _in_order(names) -> list[str]:
	return sorted(names, key=stroke_key)


def _blanks(number: int, beside: int) -> int:
	return _BLANKS + -(number + _BLANKS) % beside


def _lines(names: Sequence[str], beside: int, *, numbered: bool = True) -> list[TableRow]:
	cells = [(str(number) if numbered else "", name, "") for number, name in enumerate(names, start=1)]
	cells += [("", "", "")] * (-len(cells) % beside)
	return [
		TableRow(tuple(text for cell in cells[first : first + beside] for text in cell))
		for first in range(0, len(cells), beside)
	]


def _time(doc: Document) -> str:
	start, end = begin_and_end(doc.starts_on, doc.ends_on)
	return _("from {start} to {end}").format(start=start, end=end) if end else start


NOTICE_PAPERS = {"sign_in": of_notice, "notice": notice}
SIGN_IN_OF_MEETING = {"sign_in": of_meeting}
