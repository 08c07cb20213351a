"""How tables are divided among the pages that they are printed on.

Debian's wkhtmltopdf neither repeats the head of a table nor keeps a row on one page, so tables are divided here, from
an estimate of how high each row becomes. Other engines print the same sheets.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from unicodedata import east_asian_width

from party_affairs.printing.page_setup import PageSetup

_WIDE = frozenset("WFA")
_NARROW_EM = 0.56  # width of a figure in the fonts in use
_SPREAD = 1.06  # engines set type a little wider than its size says, and columns a little narrower
_BORDER_MM = 0.3
_ROUNDING_MM = 0.01
_SLACK_MM = 5  # what engines round up over a page of rows
_LEAST_TYPE_SIZE = 6
_SECTION_EXTRA_MM = 1  # the titles of sections are set in larger type (print.css)
# What stays together on a line: a single Chinese character, or a whole word with the space after it.
_PIECE = re.compile(r"\n|[!-~]+ ?|.")
_CLOSING = frozenset("，。、；：？！）》】”’")
_WORD = re.compile(r"[!-~]+")
_SHORT_TEXT = 5  # characters of a name
_LONG_WORD = 24  # longer ones, such as addresses of pages, may be broken


@dataclass(frozen=True)
class TableColumn:
	"""A printed column: its label (lines separated by newlines), width in millimetres before scaling, alignment."""

	label: str
	width_mm: float
	align: str = "left"


@dataclass(frozen=True)
class TableRow:
	"""A printed row: one text a column.

	`kind` is empty, `totals`, or for one text across, kept together with the next row, `section` or `group`.
	"""

	cells: tuple[str, ...]
	kind: str = ""

	@property
	def is_heading(self) -> bool:
		return self.kind in ("section", "group")


@dataclass(frozen=True)
class Sheet:
	"""The rows of a table that stand on one sheet."""

	number: int
	rows: tuple[TableRow, ...]
	is_last: bool


@dataclass(frozen=True)
class Table:
	"""A table divided among sheets of `page`. `widths` are the columns' shares of the width in percent."""

	page: PageSetup
	columns: tuple[TableColumn, ...]
	widths: tuple[float, ...]
	sheets: tuple[Sheet, ...]


def lay_out(
	columns: Sequence[TableColumn],
	rows: Sequence[TableRow],
	page: PageSetup,
	above_mm: float,
	below_mm: float,
) -> Table:
	"""Return the table divided among sheets.

	`above_mm` is the height of what stands above the table on the first sheet, `below_mm` of what follows it on the
	last, where it stands together with a row of the table. A row that is higher than a sheet goes on over several.
	"""
	page, widths = fit_columns(columns, rows, page)
	room = page.text_height - row_height([column.label for column in columns], widths, page) - _SLACK_MM
	parts = [part for row in rows for part in _fit_row(row, widths, room - above_mm, page)]
	heights = [
		row_height(row.cells, _widths_of(row, widths), page)
		+ (_SECTION_EXTRA_MM if row.kind == "section" else 0)
		for row in parts
	]
	# A heading is not left behind at the foot of a sheet, nor the totals alone on the last one.
	kept = [
		row.is_heading or (after is not None and after.kind == "totals")
		for row, after in zip_longest(parts, parts[1:])
	]
	spans = list(_divide(heights, kept, room - above_mm, room, below_mm))
	return Table(
		page=page,
		columns=tuple(columns),
		widths=tuple(100 * width / page.text_width for width in widths),
		sheets=tuple(
			Sheet(number, tuple(parts[first:end]), number == len(spans))
			for number, (first, end) in enumerate(spans, start=1)
		),
	)


def fit_columns(
	columns: Sequence[TableColumn], rows: Sequence[TableRow], page: PageSetup
) -> tuple[PageSetup, list[float]]:
	"""Return the columns' widths in millimetres, and the page, with smaller type if no width would do.

	No number, date or word is broken: columns that need more than their share take it from those that can spare it.
	"""
	total = sum(column.width_mm for column in columns)
	shares = [page.text_width * column.width_mm / total for column in columns]
	longest = [_longest_word(place, rows) for place in range(len(columns))]
	while True:
		needed = [length * page.em * _SPREAD + _beside_text(page) + _ROUNDING_MM for length in longest]
		if sum(needed) <= page.text_width or page.type_size <= _LEAST_TYPE_SIZE:
			break
		page = replace(page, type_size=page.type_size - 0.5)
	if sum(needed) > page.text_width:
		return page, [need * page.text_width / sum(needed) for need in needed]
	lacking = sum(max(need - share, 0) for need, share in zip(needed, shares, strict=True))
	spare = sum(max(share - need, 0) for need, share in zip(needed, shares, strict=True))
	taken = lacking / spare if spare else 0
	return page, [
		need if need > share else share - (share - need) * taken
		for need, share in zip(needed, shares, strict=True)
	]


def _longest_word(place: int, rows: Sequence[TableRow]) -> float:
	"""Return the width in em of what no line of a column may break: words, numbers, and names of a few characters."""
	longest = 2.0
	for row in rows:
		if row.is_heading:
			continue
		for text in row.cells[place].split("\n"):
			words = [text] if len(text) <= _SHORT_TEXT else _WORD.findall(text)
			lengths = (sum(map(_length, word)) for word in words if len(word) <= _LONG_WORD)
			longest = max(longest, *lengths, 0.0)
	return longest


def line_mm(page: PageSetup) -> float:
	"""Return the height of one line in a table, in millimetres."""
	return page.em * page.line_height


def row_height(cells: Sequence[str], widths: Sequence[float], page: PageSetup) -> float:
	"""Return the estimated height of a row, in millimetres; rather too high than too low."""
	most = max(len(wrap(text, width, page)) for text, width in zip(cells, widths, strict=True))
	return most * line_mm(page) + _around_text(page)


def wrap(text: str, width_mm: float, page: PageSetup) -> list[str]:
	"""Return the lines that a text takes in a cell of the given width, at least one; a line ends with its newline."""
	room = (width_mm - _beside_text(page)) / (page.em * _SPREAD)
	lines, used = [""], 0.0
	for piece in _PIECE.findall(text):
		length = sum(_length(character) for character in piece)
		if used and used + length > room:
			# No line begins with closing punctuation: engines take the character before it along.
			carried = lines[-1][-1:] if piece in _CLOSING and len(lines[-1]) > 1 else ""
			lines[-1] = lines[-1][: len(lines[-1]) - len(carried)]
			lines.append(carried)
			used = sum(map(_length, carried))
		for character in piece:
			# Only a word that is longer than the whole line is broken.
			if used and used + _length(character) > room:
				lines.append("")
				used = 0.0
			lines[-1] += character
			used += _length(character)
		if piece == "\n":
			lines.append("")
			used = 0.0
	return lines


def length(text: str) -> float:
	"""Return the width of a text in em."""
	return sum(map(_length, text))


def _length(character: str) -> float:
	"""Return the width of a character in em."""
	if character == "\n":
		return 0.0
	return 1.0 if east_asian_width(character) in _WIDE else _NARROW_EM


def _around_text(page: PageSetup) -> float:
	return 2 * page.padding_y + _BORDER_MM


def _beside_text(page: PageSetup) -> float:
	return 2 * page.padding_x + _BORDER_MM


def _widths_of(row: TableRow, widths: Sequence[float]) -> Sequence[float]:
	return [sum(widths)] if row.is_heading else widths


def _fit_row(row: TableRow, widths: Sequence[float], room: float, page: PageSetup) -> Iterator[TableRow]:
	"""Yield the row, in several parts if it is higher than `room`."""
	wrapped = [
		wrap(text, width, page) for text, width in zip(row.cells, _widths_of(row, widths), strict=True)
	]
	most = max(map(len, wrapped))
	allowed = int((room - _around_text(page)) / line_mm(page))
	if most <= allowed:
		yield row
		return
	for start in range(0, most, allowed):
		cells = ("".join(lines[start : start + allowed]).rstrip("\n") for lines in wrapped)
		yield replace(row, cells=tuple(cells))


def _divide(
	heights: Sequence[float], kept: Sequence[bool], first_room: float, room: float, below: float
) -> Iterator[tuple[int, int]]:
	"""Yield the (first, end) row numbers of each sheet. `kept` rows stay with the row after them."""
	start, count = 0, len(heights)
	while True:
		free = first_room if start == 0 else room
		end, used = start, 0.0
		while end < count and used + heights[end] <= free:
			used += heights[end]
			end += 1
		if end == count and used + below <= free:
			yield start, end
			return
		if end == count:
			end -= 1
		while end > start and kept[end - 1]:
			end -= 1
		# Whatever the estimate says, each sheet takes at least one row.
		end = max(end, start + 1)
		yield start, end
		start = end
		if start == count:
			yield start, start
			return
