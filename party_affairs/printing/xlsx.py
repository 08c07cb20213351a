"""The tables of papers as an Excel workbook: one sheet a table."""

import io
import re
from collections.abc import Sequence
from typing import NamedTuple

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from party_affairs.ledgers.xlsx import write_value
from party_affairs.printing.grids import column_widths, placed
from party_affairs.printing.paper import (
	EXPORT_MARK,
	Beside,
	Block,
	Cell,
	Closing,
	Grid,
	Heading,
	PageBreak,
	Paper,
	Reference,
	Signatures,
	Table,
	Text,
	Title,
	flat,
)

_LINE = Side(style="thin", color="000000")
_LINES = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_SHADE = PatternFill("solid", fgColor="F2F2F2")
_CHARACTERS_ON_A_PAGE = 90
_LONGEST_NAME = 31
_NOT_IN_NAMES = re.compile(r"[\[\]:*?/\\']")
_NUMBERS = {"right": re.compile(r"-?(0|[1-9]\d{0,11})(\.\d+)?"), "center": re.compile(r"0|[1-9]\d{0,5}")}
"""What is written as a number, by how its column is set: sums at the right; counts in the middle, where days and numbers of records stand too."""
_A4 = 9
_LINE_PT = 14
_SPACE_TO_SIGN = "　" * 10


class _Sheet(NamedTuple):
	"""A table with the title of its paper: rows of texts with the columns each reaches over, the first `head` of them its head.

	`above` and `below` are the lines of the paper that stand around it: whose and of when it is, that it is a draft, notes, who signs.
	"""

	title: str
	name: str
	orientation: str
	widths: tuple[float, ...]
	aligns: tuple[str, ...]
	rows: tuple[tuple[tuple[str, int], ...], ...]
	head: int
	above: tuple[str, ...] = ()
	below: tuple[str, ...] = ()


def tables_of(papers: Sequence[Paper]) -> tuple[_Sheet, ...]:
	"""Return the tables of papers: registers, and small tables that have a head."""
	return tuple(table for paper in papers for table in _of_paper(paper))


def _of_paper(paper: Paper) -> list[_Sheet]:
	"""Return the tables of a paper, each with the title that stands above it: sheets bound into one paper have titles of their own.

	What else is said goes above the next table under the same title, after the last one below it.
	"""
	title, said, tables, is_under_title = paper.name, [], [], False
	for block in flat(paper.blocks):
		starts_anew = isinstance(block, Title | Reference | PageBreak) and is_under_title
		if starts_anew and said:
			tables[-1] = tables[-1]._replace(below=tuple(said))
		if starts_anew:
			said, is_under_title = [], False
		if isinstance(block, Title) and block.level == 1:
			title = block.text
		elif isinstance(block, Table) or (isinstance(block, Grid) and block.head):
			of = _of_register if isinstance(block, Table) else _of_grid
			tables.append(of(paper, block, title)._replace(above=tuple(said)))
			said, is_under_title = [], True
		else:
			said += _lines_of(block)
	if tables and said and is_under_title:
		tables[-1] = tables[-1]._replace(below=tuple(said))
	return tables


def _lines_of(block: Block) -> list[str]:
	"""Return what a block that is no table of its own says, line by line."""
	match block:
		case Text(css=css) if css == EXPORT_MARK:
			return []
		case Text():
			return list(block.paragraphs)
		case Reference() | Title() | Heading():
			return [_on_one_line(block.text)]
		case Grid() | Beside():
			return list(filter(None, map(_line_of_cells, block.rows)))
		case Signatures():
			return [_SPACE_TO_SIGN.join((*block.labels, ""))]
		case Closing():
			return list(block.lines)
	return []


def _line_of_cells(row: Sequence[Cell]) -> str:
	parts = []
	for cell in row:
		text = _on_one_line(cell.text)
		if cell.is_fact and text:
			parts.append(f"{text}：")
		elif parts and parts[-1].endswith("："):
			parts[-1] += text
		elif text:
			parts.append(text)
	return "    ".join(parts)


def to_xlsx(papers: Sequence[Paper], mark: str = "", author: str = "") -> bytes:
	"""Return the tables of papers as a workbook; `mark` stands below each, and with `author` in the properties."""
	book = Workbook()
	book.remove(book.active)
	for table in tables_of(papers):
		_write(book.create_sheet(_free_name(book, table.name)), table, mark)
	book.properties.title = papers[0].name
	book.properties.creator = book.properties.lastModifiedBy = author
	book.properties.description = mark
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def _of_register(paper: Paper, block: Table, title: str) -> _Sheet:
	block = block.apart or block
	number = len(block.columns)
	head = tuple((column.label.replace("\n", " "), 1) for column in block.columns)
	rows = (
		((row.cells[0], number),) if row.is_heading else tuple((text, 1) for text in row.cells)
		for row in block.rows
	)
	return _Sheet(
		_on_one_line(title),
		block.name or paper.name,
		paper.page.orientation,
		tuple(column.width_mm for column in block.columns),
		tuple(column.align for column in block.columns),
		(head, *rows),
		1,
	)


def _of_grid(paper: Paper, block: Grid, title: str) -> _Sheet:
	widths = column_widths(block.rows)
	rows = (
		tuple(("" if each.continues else each.cell.text, each.cell.colspan) for each in line)
		for line in placed(block.rows)
	)
	return _Sheet(
		_on_one_line(title),
		title.split("\n")[-1],
		paper.page.orientation,
		widths,
		("center",) * len(widths),
		tuple(rows),
		block.head,
	)


def _on_one_line(title: str) -> str:
	return " ".join(title.split("\n"))


def _free_name(book: Workbook, name: str) -> str:
	plain = _NOT_IN_NAMES.sub(" ", name).strip()[:_LONGEST_NAME] or "1"
	number, chosen = 1, plain
	while chosen in book.sheetnames:
		number += 1
		chosen = f"{plain[: _LONGEST_NAME - 4]}({number})"
	return chosen


def _write(sheet: Worksheet, table: _Sheet, mark: str) -> None:
	width = len(table.widths)
	_across(sheet, 1, width, table.title, Font(name="宋体", size=14, bold=True), "center")
	small, place = Font(name="宋体", size=9), 2
	place = _write_lines(sheet, place, width, table.above, small)
	first = place + table.head
	for row in table.rows:
		_write_row(sheet, place, row, table.aligns, is_head=place < first)
		place += 1
	_write_lines(sheet, place, width, (*table.below, *filter(None, (mark,))), small)
	total = sum(table.widths)
	for number, share in enumerate(table.widths, start=1):
		sheet.column_dimensions[get_column_letter(number)].width = max(
			_CHARACTERS_ON_A_PAGE * share / total, 5
		)
	sheet.freeze_panes = sheet.cell(first, 1)
	sheet.print_title_rows = f"{first - table.head}:{first - 1}"
	sheet.page_setup.orientation, sheet.page_setup.paperSize = table.orientation, _A4
	sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
	sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _write_lines(sheet: Worksheet, place: int, width: int, lines: Sequence[str], font: Font) -> int:
	"""Write lines across the table and return the row after them; a merged cell does not grow by itself, so it is made high enough."""
	for line in lines:
		_across(sheet, place, width, line, font, "left")
		sheet.row_dimensions[place].height = _LINE_PT * max(
			1, -(-sum(1 if ord(letter) < 0x2E80 else 2 for letter in line) // _CHARACTERS_ON_A_PAGE)
		)
		place += 1
	return place


def _write_row(
	sheet: Worksheet, number: int, row: Sequence[tuple[str, int]], aligns: Sequence[str], is_head: bool
) -> None:
	place = 1
	for text, span in row:
		cell = sheet.cell(number, place)
		align = "center" if is_head else aligns[place - 1]
		numbers = None if is_head else _NUMBERS.get(align)
		is_number = numbers is not None and numbers.fullmatch(text)
		write_value(cell, float(text) if is_number else text)
		cell.font = Font(name="黑体" if is_head else "宋体", size=10)
		cell.alignment = Alignment(
			horizontal="left" if span > 1 and not is_head else align, vertical="center", wrap_text=True
		)
		for column in range(place, place + span):
			sheet.cell(number, column).border = _LINES
		if is_head:
			cell.fill = _SHADE
		if span > 1:
			sheet.merge_cells(
				start_row=number, start_column=place, end_row=number, end_column=place + span - 1
			)
		place += span


def _across(sheet: Worksheet, row: int, width: int, text: str, font: Font, align: str) -> None:
	cell = sheet.cell(row, 1)
	write_value(cell, text)
	cell.font, cell.alignment = font, Alignment(horizontal=align, vertical="center", wrap_text=True)
	if width > 1:
		sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
