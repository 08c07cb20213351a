"""A Wall Board as a paper (A4): its words to be read over, pasted and edited, for those that hang nothing large."""

from base64 import b64decode
from collections.abc import Iterator

from frappe import _
from frappe.model.document import Document

from party_affairs.printing.notice.bodies import Body, Words
from party_affairs.printing.notice.development_flow import DevelopmentFlow
from party_affairs.printing.notice.frames import FiguresOverWords, Frames, Photos
from party_affairs.printing.notice.structure_chart import StructureChart, chart_svg
from party_affairs.printing.notice.tables import Rows
from party_affairs.printing.notice.wall_board import compose
from party_affairs.printing.page_setup import PORTRAIT
from party_affairs.printing.paper import (
	Block,
	Heading,
	PageBreak,
	Paper,
	Picture,
	Space,
	Table,
	Text,
	Title,
)
from party_affairs.printing.paper import Photos as PhotoSheet
from party_affairs.printing.table_layout import TableColumn, TableRow

_CHART_WIDTH, _CHART_HEIGHT = 160, 190
_PHOTO_WIDTH = 74


def wall_board(doc: Document) -> Paper:
	"""Return what stands on a board, each of its parts on a page of its own."""
	composed = compose(doc)
	blocks: list[Block] = []
	for panel in composed.board.panels:
		if blocks:
			blocks.append(PageBreak())
		blocks.append(Title(panel.title))
		blocks.append(Title(doc.branch, level=2))
		blocks += _blocks(panel.body)
		if panel.note:
			blocks.append(Text(panel.note, style="notes", align="right", flush=True))
	return Paper(doc.title or _(doc.doctype), tuple(blocks), PORTRAIT)


def _blocks(body: Body) -> Iterator[Block]:
	if isinstance(body, Words):
		yield from _words(body)
	elif isinstance(body, FiguresOverWords):
		figures = "，".join(f"{label}{number}" for number, label in body.figures)
		if figures:
			yield Text(figures, align="center", flush=True)
		yield from _words(body.words)
	elif isinstance(body, Rows):
		yield _table(body)
		if body.closing:
			yield Text("\n".join(body.closing), style="detail")
	elif isinstance(body, StructureChart):
		drawn, height = chart_svg(body, _CHART_WIDTH, _CHART_HEIGHT)
		yield Picture(svg=drawn, width_mm=_CHART_WIDTH, height_mm=height, alt=_("Structure Chart"))
	elif isinstance(body, DevelopmentFlow):
		yield _flow(body)
	elif isinstance(body, Frames):
		for frame in body.frames:
			yield Heading(frame.head)
			yield Text("\n".join(frame.lines)) if frame.lines else Space(30)
	elif isinstance(body, Photos):
		yield PhotoSheet(tuple((_picture(source), caption) for source, caption in body.photos))


def _words(words: Words) -> Iterator[Block]:
	if words.lead:
		yield Text("\n".join(words.lead))
	for number, (head, text) in enumerate(words.items, start=1):
		yield Text(f"{number}.{head}{'。' if head and text else ''}{text}")


def _table(body: Rows) -> Table:
	columns = tuple(
		TableColumn(column.head, column.share * 10, "center" if column.centred else "left")
		for column in body.columns
	)
	return Table(columns, tuple(TableRow(row) for row in body.rows))


def _flow(body: DevelopmentFlow) -> Table:
	columns = (
		TableColumn(_("No."), 12, "center"),
		TableColumn(_("Step"), 56),
		TableColumn(_("Handled By"), 42),
		TableColumn(_("Time Allowed"), 66),
	)
	rows: list[TableRow] = []
	for title, steps in body.phases:
		rows.append(TableRow((title,), "section"))
		rows += [
			TableRow((str(step.number), step.title, step.handled_by, step.limit or "—")) for step in steps
		]
	return Table(columns, tuple(rows))


def _picture(source: str) -> Picture:
	return Picture(data=b64decode(source.partition(",")[2]), width_mm=_PHOTO_WIDTH)


WALL_PAPERS = {"Wall Board": wall_board}
