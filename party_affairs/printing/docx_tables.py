"""The tables of a paper in Word: small ones with joined cells, rows without lines, and registers whose head repeats."""

from collections.abc import Callable, Sequence
from itertools import pairwise, zip_longest

from docx.oxml.ns import qn
from lxml.etree import _Element as Element

from party_affairs.printing import docx_xml as xml
from party_affairs.printing import grids, paper
from party_affairs.printing.block_heights import (
	CELL_FOOT_MM,
	GRID_PADDING_MM,
	GRID_PT,
	SLIP_PADDING_MM,
	least_height,
)
from party_affairs.printing.docx_pictures import Pictures
from party_affairs.printing.page_setup import PageSetup
from party_affairs.printing.paper import Cell
from party_affairs.printing.table_layout import TableRow, fit_columns

_SHADE = "F2F2F2"
_SIGN_PT = 17
_BESIDE_MM = 3
_FOOT_PT = CELL_FOOT_MM * 72 / 25.4
_PHOTO_MM = (76.0, 88.0)
_PHOTO_PADDING_MM = 2
_FRAME_PADDING_MM = (8.0, 4.0)
_CONTENTS = (10, 60, 30)
_SECTION = 1.15
"""By how much the titles of sections are larger (print.css)."""


def _divided(shares: Sequence[float], width: int) -> list[int]:
	"""Divide a width in twips by shares, so that the parts add up to it."""
	total, ends = sum(shares), [0]
	for number in range(len(shares)):
		ends.append(round(width * sum(shares[: number + 1]) / total))
	return [end - start for start, end in pairwise(ends)]


def grid(block: paper.Grid, width: int, page: PageSetup, pictures: Pictures) -> Element:
	"""Return a small table with lines."""
	widths = _divided(grids.column_widths(block.rows), round(width * block.width / 100))
	made = xml.table(widths, lines=True, share=block.width)
	size = block.type_size or GRID_PT.get(block.style, page.type_size)
	padding = GRID_PADDING_MM.get(block.style, (page.padding_x, page.padding_y))
	for number, line in enumerate(grids.placed(block.rows)):
		tr = xml.row(least_height(block, number), head=number < block.head, whole=True)
		for each in line:
			tr.append(_cell(each, widths, size, padding, block.style == "box", pictures))
		made.append(tr)
	return made


def _cell(
	placed: grids.Placed,
	widths: Sequence[int],
	size: float,
	padding: tuple[float, float],
	top: bool,
	pictures: Pictures,
) -> Element:
	cell = placed.cell
	width = sum(widths[placed.column : placed.end])
	merge = ("continue" if placed.continues else "restart") if cell.rowspan > 1 else None
	tc = xml.cell(width, span=cell.colspan, merge=merge, top=top, padding=padding)
	style = "label" if cell.is_fact else "table"
	content = [] if placed.continues else _content(cell, width, size, padding[0], pictures)
	tc.append(xml.paragraph(style, content, align=_align(cell)))
	if cell.foot and not placed.continues:
		foot = xml.runs(cell.foot, cell.type_size or size)
		tc.append(xml.paragraph("table", foot, align="right", before=_FOOT_PT))
	return tc


def _content(cell: Cell, width: int, size: float, padding: float, pictures: Pictures) -> list[Element]:
	text = "\n".join(cell.text) if cell.upright else cell.text
	content = xml.runs(text, cell.type_size or size)
	if cell.picture:
		if content:
			content += xml.runs("\n")
		content += pictures.runs(cell.picture, width - 2 * xml.twips(padding))
	return content


def _align(cell: Cell) -> str:
	return "" if cell.align == "left" and not cell.is_fact else cell.align


def beside(
	rows: Sequence[Sequence[Cell]], width: int, page: PageSetup, pictures: Pictures, before: float = 0
) -> Element:
	"""Return rows of texts without lines."""
	widths = _divided(grids.column_widths(rows), width)
	made = xml.table(widths, lines=False)
	for line in grids.placed(rows):
		tr = xml.row()
		for each in line:
			cell_width = sum(widths[each.column : each.end])
			left = _BESIDE_MM if each.column and each.cell.align != "right" else 0
			tc = xml.cell(cell_width, span=each.cell.colspan, padding=(0, 0), left=left)
			content = _content(each.cell, cell_width, 0, 0, pictures)
			tc.append(xml.paragraph("plain", content, align=_align(each.cell), before=before or None))
			tr.append(tc)
		made.append(tr)
	return made


def signatures(labels: Sequence[str], width: int, page: PageSetup, pictures: Pictures) -> Element:
	"""Return the lines to sign, side by side."""
	return beside([[Cell(label) for label in labels]], width, page, pictures, before=_SIGN_PT)


def register(block: paper.Table, page: PageSetup) -> Element:
	"""Return a register: its head repeats on each page, rows stay whole, in the size of type in which its columns fit."""
	page, millimetres = fit_columns(block.columns, block.rows, page)
	widths = _divided(millimetres, xml.twips(page.text_width))
	made = xml.table(widths, lines=True)
	padding = (page.padding_x, page.padding_y)
	size = page.type_size
	head = xml.row(head=True)
	for column, width in zip(block.columns, widths, strict=True):
		tc = xml.cell(width, shade=_SHADE, padding=padding)
		tc.append(xml.paragraph("label", xml.runs(column.label, size), keep=True))
		head.append(tc)
	made.append(head)
	aligns = [column.align if column.align != "left" else "" for column in block.columns]
	kinds = {
		"": _row_like("table", aligns, widths, padding, size),
		"totals": _row_like("label", [align or "left" for align in aligns], widths, padding, size),
		"section": _wide("label", "left", widths, padding),
		"group": _wide("label", "left", widths, padding, _SHADE),
		"empty": _wide("table", "center", widths, padding),
	}
	rows = block.rows or (TableRow((block.empty,), "empty"),)
	for line, after in zip_longest(rows, rows[1:]):
		tr = xml.copy_of(kinds[line.kind])
		scale = _SECTION if line.kind == "section" else 1
		for node, text in zip(tr.iter(qn("w:p")), line.cells, strict=False):
			node.extend(xml.runs(text, size * scale))
		if line.is_heading or (after is not None and after.kind == "totals"):
			xml.keep_all_with_next(tr)
		made.append(tr)
	return made


def _row_like(style: str, aligns: Sequence[str], widths: Sequence[int], padding, size: float) -> Element:
	tr = xml.row()
	for align, width in zip(aligns, widths, strict=True):
		tc = xml.cell(width, padding=padding)
		tc.append(xml.sized(xml.paragraph(style, align=align), size))
		tr.append(tc)
	return tr


def _wide(style: str, align: str, widths: Sequence[int], padding, shade: str = "") -> Element:
	tr = xml.row()
	tc = xml.cell(sum(widths), span=len(widths), shade=shade, padding=padding)
	tc.append(xml.paragraph(style, align=align))
	tr.append(tc)
	return tr


def photos(block: paper.Photos, width: int, pictures: Pictures) -> Element:
	"""Return photos in rows that stay whole, each with its caption."""
	widths = _divided([1] * block.across, width)
	made = xml.table(widths, lines=False)
	for start in range(0, len(block.photos), block.across):
		tr = xml.row()
		for number, column in enumerate(widths):
			tc = xml.cell(column, top=True, padding=(_PHOTO_PADDING_MM, _PHOTO_PADDING_MM))
			if start + number < len(block.photos):
				tc.extend(_photo(*block.photos[start + number], column, pictures))
			else:
				tc.append(xml.paragraph("plain"))
			tr.append(tc)
		made.append(tr)
	return made


def _photo(photo: paper.Picture, caption: str, width: int, pictures: Pictures) -> list[Element]:
	room = min(width - 2 * xml.twips(_PHOTO_PADDING_MM), xml.twips(_PHOTO_MM[0]))
	shown = pictures.runs(photo, room, xml.twips(_PHOTO_MM[1]))
	lines = [line for line in caption.split("\n") if line]
	return [
		xml.paragraph("plain", shown, align="center", keep=bool(lines)),
		*(
			xml.paragraph("caption-day" if number else "caption", xml.runs(line), align="center")
			for number, line in enumerate(lines)
		),
	]


def framed(write: Callable[[int], list[Element]], width: int) -> Element:
	"""Return a frame around what `write` makes for the width within it, which stays on one page."""
	made = xml.table([width], lines=True)
	tr = xml.row()
	tr.append(_filled(write, width, _FRAME_PADDING_MM))
	made.append(tr)
	return made


def slips(writers: Sequence[Callable[[int], list[Element]]], block: paper.Slips, width: int) -> Element:
	"""Return slips beside and below each other, each with what its writer makes, with dashed lines to cut along."""
	widths = _divided([1] * block.across, width)
	made = xml.table(widths, lines=True, line="dashed")
	for start in range(0, len(writers), block.across):
		tr = xml.row(block.height_mm)
		for number, column in enumerate(widths):
			place = start + number
			write = writers[place] if place < len(writers) else _nothing
			tr.append(_filled(write, column, SLIP_PADDING_MM))
		made.append(tr)
	return made


def _nothing(width: int) -> list[Element]:
	return []


def _filled(write: Callable[[int], list[Element]], width: int, padding: tuple[float, float]) -> Element:
	"""Return a cell with blocks in it; it has to end with a paragraph."""
	tc = xml.cell(width, top=True, padding=padding)
	nodes = write(width - 2 * xml.twips(padding[0]))
	tc.extend(nodes)
	if not nodes or nodes[-1].tag == qn("w:tbl"):
		tc.append(xml.paragraph("plain", exact=1, before=0))
	return tc


def contents(entries: Sequence[tuple[str, str]], width: int) -> Element:
	"""Return the numbered contents of a bound set, without lines."""
	widths = _divided(_CONTENTS, width)
	made = xml.table(widths, lines=False)
	for number, (title, remark) in enumerate(entries, start=1):
		tr = xml.row()
		for text, column, align in zip((str(number), title, remark), widths, ("", "", "right"), strict=True):
			tc = xml.cell(column, padding=(0, 0))
			tc.append(xml.paragraph("contents", xml.runs(text), align=align))
			tr.append(tc)
		made.append(tr)
	return made
