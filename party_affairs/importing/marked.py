"""The user's own workbook with what is wrong marked in it: a comment and a colour at each place, nothing else changed."""

import io
import re
import zipfile
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, Cell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils.datetime import to_excel
from openpyxl.worksheet.worksheet import Worksheet

from party_affairs.importing.problems import Problem
from party_affairs.importing.source import Book, Unreadable, ooxml, open_book

COLOUR = "FFFFC7CE"
"""Background of a cell with a problem, as alpha, red, green and blue."""

BEGINS = "【导入问题】"
"""The first line of what a comment says of the import; above it stands what the user wrote there himself."""

_AUTHOR = "年度导入"
_AUTHORS = re.compile(rf"(?P<user>.*?)\|?{_AUTHOR}\|(?P<colour>[0-9A-F]{{8}})?")
_FORMULA = re.compile(rb'<c r="([A-Z]+[0-9]+)"([^>]*)>(<f.*?(?:</f>|/>))<v ?(?:/>|></v>)</c>', re.DOTALL)
_TYPE = re.compile(rb' t="[^"]*"')
_WIDTH, _LINE_HEIGHT, _LINE_LENGTH = 320, 20, 24
"""Size of a comment in pixels, and how many characters stand in a line of it."""

Titles = Mapping[str, Mapping[int, str]]
"""By sheet the headings as problems show them, by the number of their column."""


def mark(
	content: bytes,
	problems: Iterable[Problem],
	titles: Titles | None = None,
	translate: Callable[[str], str] | None = None,
	file_name: str = "",
) -> bytes:
	"""Return a workbook (.xlsx) like `content` with each of `problems` as a comment at its cell, which is coloured.

	A problem of a row stands at the first filled cell of it, one of a sheet at its first cell, one of the file at the first
	cell of the first sheet. `file_name` names the sheet of a text file. What was marked by an earlier import is taken away first. Formulas stay with their results.
	Raises WorkbookError if the content cannot be read as a workbook.
	"""
	marked, values = _open(content, file_name)
	for sheet in marked.worksheets:
		_unmark(sheet)
	for cell, sentences in _sentences(marked, problems, titles or {}, translate).items():
		_mark(cell, list(dict.fromkeys(sentences)))
	written = io.BytesIO()
	marked.save(written)
	return _with_results(written.getvalue(), values, marked) if values else written.getvalue()


def _open(content: bytes, file_name: str) -> tuple[Workbook, Workbook | None]:
	"""Return the workbook to be marked, and another one with the results of its formulas, None if it has none to keep.

	What is no ordinary .xlsx becomes one: its cells are copied, and its formulas are the values that they came to.
	"""
	source = open_book(content, file_name)
	try:
		book = ooxml.load(content)
	except Exception:  # openpyxl raises whatever its XML, zip and style readers raise
		return _copied(source), None
	if [sheet.name for sheet in source.sheets] != [sheet.title for sheet in book.worksheets]:
		return _copied(source), None
	has_formulas = any(
		cell.data_type == "f" for sheet in book.worksheets for cell in cells_of(sheet).values()
	)
	return book, ooxml.load(content, data_only=True) if has_formulas else None


def _copied(source: Book) -> Workbook:
	book = Workbook()
	book.remove(book.active)
	book.epoch = source.epoch
	for grid in source.sheets:
		sheet = book.create_sheet(grid.name)
		if grid.hidden:
			sheet.sheet_state = "hidden"
		for row in range(1, grid.last_row + 1):
			for column, value in grid.written(row):
				_copy(sheet.cell(row, column), value)
		for place in grid.merged_ranges():
			first_row, first_column, last_row, last_column = place
			sheet.merge_cells(
				start_row=first_row, start_column=first_column, end_row=last_row, end_column=last_column
			)
	return book


def _copy(cell: Cell, value: Any) -> None:
	if isinstance(value, str | Unreadable):
		# What looks like a formula is text here, and stays so.
		cell.value, cell.data_type = ILLEGAL_CHARACTERS_RE.sub("", str(value)), "s"
	else:
		cell.value = value


def cells_of(sheet: Worksheet) -> dict[tuple[int, int], Cell]:
	"""Return the cells that the file holds, by row and column; openpyxl's iterators make one for every place in between."""
	return sheet._cells


def _sentences(
	book: Workbook,
	problems: Iterable[Problem],
	titles: Titles,
	translate: Callable[[str], str] | None,
) -> dict[Cell, list[str]]:
	"""Return the sentences of each cell; what has no sheet of its own in the file names the sheet that it is about."""
	found: dict[Cell, list[str]] = defaultdict(list)
	first = next((sheet for sheet in book.worksheets if sheet.sheet_state == "visible"), None)
	places: dict[str, _Places] = {}
	for problem in problems:
		if problem.sheet in book.sheetnames and isinstance(book[problem.sheet], Worksheet):
			sheet, sentence = book[problem.sheet], problem.text(translate)
			if problem.sheet not in places:
				places[problem.sheet] = _Places(sheet, titles.get(problem.sheet, {}))
			place = places[problem.sheet].of(problem)
		else:
			sheet, sentence, place = first, problem.line(translate), (1, 1)
		if sheet is not None:
			found[_own_cell(sheet, *place)].append(sentence)
	return found


class _Places:
	"""Where the problems of a sheet are."""

	def __init__(self, sheet: Worksheet, titles: Mapping[int, str]) -> None:
		# Of two columns with one heading the first is read.
		self._columns = {title: number for number, title in sorted(titles.items(), reverse=True)}
		self._first_filled: dict[int, int] = {}
		for (row, number), cell in cells_of(sheet).items():
			if cell.value not in (None, ""):
				self._first_filled[row] = min(number, self._first_filled.get(row, number))

	def of(self, problem: Problem) -> tuple[int, int]:
		"""Return row and column of a problem: where it names no column of the sheet, of the first filled cell."""
		if problem.row is None:
			return (1, 1)
		column = self._columns.get(problem.column) or self._first_filled.get(problem.row, 1)
		return problem.row, column


def _own_cell(sheet: Worksheet, row: int, column: int) -> Cell:
	"""Return a cell, or the first one of the merged range to which it belongs: only that one can have a comment."""
	for merged in sheet.merged_cells.ranges:
		if merged.min_row <= row <= merged.max_row and merged.min_col <= column <= merged.max_col:
			return sheet.cell(merged.min_row, merged.min_col)
	return sheet.cell(row, column)


# --- a cell ----------------------------------------------------------------------------------------------------------


def _mark(cell: Cell, sentences: list[str]) -> None:
	own = cell.comment
	lines = [*([own.text] if own else ()), BEGINS, *sentences]
	text = "\n".join(lines)
	fill = cell.fill
	colour = fill.fgColor.rgb if fill.fill_type == "solid" and fill.fgColor.type == "rgb" else ""
	author = f"{own.author}|" if own else ""
	height = sum(1 + len(line) // _LINE_LENGTH for line in text.splitlines()) + 1
	cell.comment = Comment(text, f"{author}{_AUTHOR}|{colour}", height=height * _LINE_HEIGHT, width=_WIDTH)
	cell.fill = PatternFill("solid", fgColor=COLOUR)


def _unmark(sheet: Worksheet) -> None:
	"""Take away what an earlier import marked: its part of each comment, and its colour."""
	for cell in cells_of(sheet).values():
		comment = cell.comment
		found = _AUTHORS.fullmatch(comment.author or "") if comment else None
		if not found:
			continue
		own = comment.text.partition(BEGINS)[0].rstrip()
		cell.comment = Comment(own, found["user"]) if own else None
		if cell.fill.fgColor.rgb == COLOUR:
			before = found["colour"]
			cell.fill = PatternFill("solid", fgColor=before) if before else PatternFill()


# --- results of formulas ---------------------------------------------------------------------------------------------


def _with_results(content: bytes, values: Workbook, written: Workbook) -> bytes:
	"""Return the file with the saved results of its formulas, without which they could not be read before Excel has saved it."""
	sheets = {
		f"xl/worksheets/sheet{number}.xml": values[sheet.title]
		for number, sheet in enumerate(written.worksheets, start=1)
	}
	result = io.BytesIO()
	with (
		zipfile.ZipFile(io.BytesIO(content)) as package,
		zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as copy,
	):
		for entry in package.infolist():
			data = package.read(entry)
			if entry.filename in sheets:
				data = _FORMULA.sub(_result_of(sheets[entry.filename], values.epoch), data)
			copy.writestr(entry, data)
	return result.getvalue()


def _result_of(sheet: Worksheet, epoch: datetime) -> Callable[[re.Match[bytes]], bytes]:
	def cell(found: re.Match[bytes]) -> bytes:
		place, attributes, formula = found.groups()
		kind, value = _stored(sheet[place.decode()].value, epoch)
		if value is None:
			return found[0]
		attributes = _TYPE.sub(b"", attributes) + (f' t="{kind}"'.encode() if kind else b"")
		return b'<c r="%s"%s>%s<v>%s</v></c>' % (place, attributes, formula, escape(value).encode())

	return cell


def _stored(value: Any, epoch: datetime) -> tuple[str, str | None]:
	"""Return the type and the text by which Excel stores the result of a formula."""
	if value is None:
		return "", None
	if isinstance(value, bool):
		return "b", str(int(value))
	if isinstance(value, datetime | date | time | timedelta):
		return "", repr(to_excel(value, epoch))
	if isinstance(value, int | float):
		return "", repr(value)
	return ("e" if str(value).startswith("#") else "str"), str(value)
