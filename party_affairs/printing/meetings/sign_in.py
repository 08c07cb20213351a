"""The sign-in sheet of a meeting (签到表) and its notice (会议通知) on paper."""

from collections.abc import Sequence
from dataclasses import replace

from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from party_affairs.ledgers.text import begin_and_end, full_date, joined, lines
from party_affairs.printing.page_setup import LANDSCAPE, PORTRAIT
from party_affairs.printing.paper import (
	Beside,
	Block,
	Cell,
	Closing,
	Heading,
	Paper,
	Table,
	Text,
	Title,
	facts,
)
from party_affairs.printing.table_layout import TableColumn, TableRow
from party_affairs.rules.names import stroke_key

_MOST_UPRIGHT = 60
"""Of so many people a sheet stands upright, with two beside each other; of more it lies, with three."""
_BLANKS = 4
"""So many lines at least stay empty, for people whom nobody expected."""
_ROW = {"type_size": 11, "padding_y": 1.6}


def of_meeting(doc: Document) -> Paper:
	"""Return the sign-in sheet of a meeting's record: everybody on its list, and its guests."""
	return _sheet(doc, [row.member_name or "" for row in doc.attendees])


def of_notice(doc: Document) -> Paper:
	"""Return the sign-in sheet of a meeting of which there is a notice: everybody who is invited, and the guests."""
	return _sheet(doc, [row.member_name or "" for row in doc.invitees])


def notice(doc: Document) -> Paper:
	"""Return the notice of a meeting as it is hung up or handed out."""
	title = _("Notice of the {0}").format(_(doc.kind))
	called_off = doc.status == "Called Off"
	blocks = [
		Title(lines((doc.branch, title))),
		called_off and Heading(_("The meeting was called off: {0}").format(doc.called_off_reason)),
		facts(_facts_of_notice(doc), label_width=24),
		*_section(_("Agenda Items"), _agenda(doc)),
		*_section(
			_("Who Prepares What"),
			[_("{0}: {1}").format(row.member_name, row.brings) for row in doc.preparations],
		),
		*_section(_("Further Words"), [doc.note or ""]),
		Closing((doc.branch, full_date(getdate(doc.issued_on or doc.creation)))),
	]
	return Paper(title, tuple(block for block in blocks if block))


def _facts_of_notice(doc: Document) -> list[tuple[str, str]]:
	pairs = (
		(_("Topic"), doc.topic),
		(_("Time"), _time(doc)),
		(_("Location"), doc.location),
		(_("Chair"), doc.chair_name),
		(_("Minutes Taken By"), doc.recorder_name),
		(_("Invited Members"), joined(_in_order(row.member_name or "" for row in doc.invitees))),
		(_("Guests"), joined(row.guest_name for row in doc.guests)),
		(_("Answers Until"), full_date(doc.answer_until)),
	)
	return [(label, value) for label, value in pairs if value]


def _agenda(doc: Document) -> list[str]:
	items = (
		_("{name} ({reason})").format(name=row.item, reason=row.presenter_name)
		if row.presenter_name
		else row.item
		for row in doc.agenda_items
	)
	return [f"{number}. {item}" for number, item in enumerate(items, start=1)]


def _section(heading: str, paragraphs: Sequence[str]) -> tuple[Block, ...]:
	text = "\n".join(paragraphs)
	return (Heading(heading), Text(text)) if text.strip() else ()


def _sheet(doc: Document, names: Sequence[str]) -> Paper:
	members = _in_order(names)
	guests = [joined((row.guest_name, row.unit)) for row in doc.guests]
	beside, form = (2, PORTRAIT) if len(members) + len(guests) <= _MOST_UPRIGHT else (3, LANDSCAPE)
	rows = _lines([*members, *[""] * _blanks(len(members), beside)], beside)
	if guests:
		rows = [*rows, TableRow((_("Guests"),), "group"), *_lines(guests, beside, numbered=False)]
	columns = (
		TableColumn(_("No."), 10, "center"),
		TableColumn(_("Member Name"), 26, "center"),
		TableColumn(_("Signature"), 40),
	) * beside
	title = _("{0}: Sign-in Sheet").format(_(doc.kind))
	return Paper(
		title,
		(Title(title), _head(doc, len(members)), Table(columns, tuple(rows), name=title)),
		replace(form, **_ROW),
	)


def _head(doc: Document, number: int) -> Beside:
	def left(text: str, **how) -> Cell:
		return Cell(text, align="left", **how)

	return Beside(
		(
			(left(_("Party organisation: {0}").format(doc.branch), colspan=2),),
			(left(_("{0}: {1}").format(_("Topic"), doc.topic), colspan=2),),
			(
				left(_("{0}: {1}").format(_("Time"), _time(doc))),
				left(_("{0}: {1}").format(_("Location"), doc.location or ""), width=42),
			),
			(
				left(_("{0}: {1}").format(_("Chair"), doc.chair_name or "")),
				left(_("Invited: {0} people").format(number)),
			),
		)
	)


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
