"""Notices on paper (党务公开): one to hang up by itself, and the sheet of the whole board with its four parts (R66)."""

from collections.abc import Iterator, Sequence
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, nowdate

from party_affairs.facts.notice import notices as facts
from party_affairs.guide.notice import notice_kinds
from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.notice import published_table
from party_affairs.ledgers.text import full_date, lines
from party_affairs.party_affairs.doctype.party_notice.steps import table_of
from party_affairs.permissions import scope_for
from party_affairs.printing.paper import (
	Block,
	Cell,
	Closing,
	Grid,
	Heading,
	Paper,
	Reference,
	Space,
	Table,
	Text,
	Title,
)
from party_affairs.printing.table_layout import TableColumn, TableRow
from party_affairs.rules.notice import notices as rules

_LINES_OF_FACTS = 2


def notice(doc: Document) -> Paper:
	"""Return a notice as it hangs; one that does not says so above its title, and of a withdrawn one no more is printed."""
	if doc.status == rules.WITHDRAWN:
		return _withdrawn(doc)
	table = _table(doc)
	hangs = rules.hangs(doc.status, _day(doc.published_from), _day(doc.published_until), getdate(nowdate()))
	blocks: list[Block] = (
		[] if hangs else [Reference(_("This notice does not hang: {0}").format(_(doc.status)))]
	)
	blocks += [Title(doc.title), Title(_("({0})").format(_(doc.kind)), level=2)]
	if doc.body:
		blocks.append(Text(doc.body))
	if table["rows"]:
		blocks += [Space(3), _register(table)]
		if table.get("source"):
			blocks.append(Text(_("Note: {0}").format(table["source"]), style="notes"))
	blocks += _course(doc)
	blocks.append(Closing((_("{0} (seal)").format(doc.branch), full_date(doc.published_from) or _("(date)"))))
	return Paper(doc.title, tuple(blocks))


def _withdrawn(doc: Document) -> Paper:
	"""What was wrong or told too much is not handed on; not even its title, which may be what was wrong."""
	name = f"{_(doc.kind)} {doc.name}"
	blocks = (
		Reference(_("This notice does not hang: {0}").format(_(doc.status))),
		Title(_("({0})").format(_(doc.kind)), level=2),
		Text(
			_("Notice {0} was withdrawn on {1}. Its text is not given out any more.").format(
				doc.name, full_date(doc.withdrawn_on)
			)
		),
		Closing((_("{0} (seal)").format(doc.branch), full_date(doc.withdrawn_on))),
	)
	return Paper(name, blocks)


def _table(doc: Any) -> dict[str, Any]:
	if doc.get("doctype") == facts.NOTICE and doc.status == rules.WRITTEN:
		return published_table.of_notice(doc) or table_of(doc)
	return table_of(doc)


def _register(table: dict[str, Any]) -> Table | Grid:
	"""A case of development is a sheet of facts, anything else a register."""
	columns = table["columns"]
	if len(columns) == _LINES_OF_FACTS and not table.get("source"):
		width = 100 * columns[0]["width_mm"] / sum(column["width_mm"] for column in columns)
		return Grid(
			tuple((Cell(label, is_fact=True, width=width), Cell(text)) for label, text in table["rows"])
		)
	return Table(
		tuple(TableColumn(column["label"], column["width_mm"], column["align"]) for column in columns),
		tuple(TableRow(tuple(row)) for row in table["rows"]),
	)


def _course(doc: Any) -> Iterator[Text]:
	yield Text(
		_("Time of publication: {0}.").format(
			_("from {start} to {end}").format(
				start=full_date(doc.published_from) or _("(date)"),
				end=full_date(doc.published_until) or _("(date)"),
			)
		),
		style="detail",
	)
	yield Text(
		_(
			"Whoever has anything against it may tell the branch during this time, in person, in writing or on his own page; it will be answered."
		),
		style="detail",
	)


def _day(value):
	return getdate(value) if value else None


def notice_board(doc: Document) -> Paper:
	"""Return the sheet of the board of a Party Branch: what hangs today, by the four parts of the guide and what else there is.

	Raise PermissionError if the reader may not print the organisation's notices.
	"""
	scope_for(facts.NOTICE, ptype="print").check_branch(doc.name)
	rows = facts.hanging(lambda table: table.branch == doc.name, getdate(nowdate()))
	blocks: list[Block] = [
		Title(_("Board of Party Affairs")),
		Title(f"{doc.name}　{full_date(getdate(nowdate()))}", level=2),
	]
	for title, of_part in _by_part(rows):
		blocks.append(Heading(title))
		if not of_part:
			blocks.append(Text(_("Nothing is made known at present."), style="detail"))
		for row in of_part:
			blocks += _on_board(row)
	return Paper(_("Board of Party Affairs"), tuple(blocks))


def _by_part(rows: Sequence[Any]) -> Iterator[tuple[str, list[Any]]]:
	"""The parts of the guide in its order, empty ones too, then what belongs to none."""
	parts = {
		frappe.scrub(label): notice_kinds.kind(frappe.scrub(label)).part
		for label in labels_of(facts.NOTICE, "kind")
	}
	for part in notice_kinds.parts():
		yield part.title, [row for row in rows if parts[frappe.scrub(row.kind)] == part.key]
	if others := [row for row in rows if parts[frappe.scrub(row.kind)] is None]:
		yield _("Other Matters"), others


def _on_board(row: Any) -> Iterator[Block]:
	yield Heading(row.title, level=2)
	if row.body:
		yield Text(row.body)
	table = table_of(row)
	if table["rows"]:
		whole = sum(column["width_mm"] for column in table["columns"])
		head = tuple(
			Cell(column["label"], is_fact=True, width=round(100 * column["width_mm"] / whole, 2))
			for column in table["columns"]
		)
		body = tuple(
			tuple(
				Cell(text, align=column["align"])
				for text, column in zip(cells, table["columns"], strict=True)
			)
			for cells in table["rows"]
		)
		yield Grid((head, *body), style="table", head=1)
	yield Text(
		lines(
			(
				table.get("source") or "",
				_("from {start} to {end}").format(
					start=full_date(row.published_from), end=full_date(row.published_until)
				),
			)
		),
		style="notes",
	)


PUBLIC_NOTICE_PAPERS = {facts.NOTICE: notice}
BOARD_PAPERS = {"notice_board": notice_board}
