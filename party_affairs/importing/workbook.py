"""The file: from the bytes of an Excel workbook to its sheets, header rows and cells. Knows nothing of the site."""

import io
import re
import zipfile
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import WINDOWS_EPOCH
from openpyxl.worksheet.worksheet import Worksheet

from party_affairs.guide import workbook_words
from party_affairs.importing import layout
from party_affairs.importing.layout.table import Column, Sheet
from party_affairs.importing.normalise import is_empty, key_text, parse_line, parse_month
from party_affairs.importing.problems import CellError, Problem, WorkbookError, file_problem, shown
from party_affairs.rules.message import Message

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_UNPACKED_BYTES = 80 * 1024 * 1024
MAX_ROWS = 3000
MAX_COLUMNS = 150
HEADER_WITHIN_ROWS = 15

_OLD_FORMAT = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")

_BRANCH_LABELS = frozenset(workbook_words.labels("branch"))
_YEAR_LABELS = frozenset(workbook_words.labels("year"))
_LABELLED = re.compile(
	"(?P<label>"
	+ "|".join(
		sorted(
			{
				*_BRANCH_LABELS,
				*_YEAR_LABELS,
				*workbook_words.labels("other"),
				*(
					word
					for sheet in layout.SHEETS
					for column in sheet.title_fields
					for word in (column.title, *column.synonyms)
				),
			},
			key=len,
			reverse=True,
		)
	)
	+ r")\s*[:：]"
)
_YEAR = re.compile(r"((?:19|20)\d{2})\s*年度?")
_QUARTER = re.compile(r"第?([一二三四1234])季度")
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4}
_LOOKS_LIKE_BRANCH = re.compile(r"支部|总支|党委|委员会")
_SUMS = ("money", "dues_paid")
"""Kinds of columns of which one merged cell does not hold for each place that it covers."""

_GROUP_AND_REST = re.compile(r"(?:\d{4}年)?((?:\d{1,2}|[一二三四五六七八九十]{1,2})月)份?(.*)")


@dataclass(frozen=True)
class Unreadable:
	"""A cell whose content cannot be had, such as a formula without a saved result."""

	content: str
	reason: Message

	def __str__(self) -> str:
		return self.content


@dataclass(frozen=True)
class Merged:
	"""A sum in a cell merged over several columns of the table (`keys`, its own first) or over several `rows`."""

	value: Any
	keys: tuple[str, ...]
	rows: int

	def __str__(self) -> str:
		return shown(self.value)


@dataclass(frozen=True)
class Row:
	"""A row of a table: its number in Excel, and the values by column key."""

	number: int
	cells: dict[str, Any]


@dataclass
class SheetData:
	"""A sheet that was recognised: headings as typed (by column key), rows, and raw facts from above the table.

	`unfilled` are rows in which nothing stands but what the template had filled in.
	"""

	layout: Sheet
	name: str
	header_row: int
	headings: dict[str, str]
	titles: dict[int, str] = field(default_factory=dict)
	"""All headings as problems show them, by the number of their column, those that are not read included."""
	rows: list[Row] = field(default_factory=list)
	facts: dict[str, Any] = field(default_factory=dict)
	unfilled: list[Row] = field(default_factory=list)
	quarters: set[int] = field(default_factory=set)

	@property
	def quarter(self) -> int | None:
		"""The quarter (1 to 4) that the title names, None for a sheet of the whole year."""
		return next(iter(self.quarters)) if len(self.quarters) == 1 else None


@dataclass
class YearWorkbook:
	"""A workbook that was read.

	`branch_texts` and `years` are what the title rows say, with the sheet that says it. `problems` refuse the workbook,
	`notes` only tell what was left out.
	"""

	sheets: list[SheetData] = field(default_factory=list)
	branch_texts: list[tuple[str, str]] = field(default_factory=list)
	years: list[tuple[str, int]] = field(default_factory=list)
	problems: list[Problem] = field(default_factory=list)
	notes: list[Problem] = field(default_factory=list)
	epoch: datetime = WINDOWS_EPOCH

	def sheet(self, key: str) -> SheetData | None:
		"""Return a recognised sheet by its key, None if the workbook has none."""
		return next((sheet for sheet in self.sheets if sheet.layout.key == key), None)


def read(source: bytes | str | Path) -> YearWorkbook:
	"""Return the year workbook in a file (path or content).

	Raises WorkbookError if it is no Excel workbook, protected by a password, damaged, too large, or has none of the
	sheets. What is wrong inside the sheets is collected in `problems`.
	"""
	content = source if isinstance(source, bytes) else Path(source).read_bytes()
	values, formulas = load(content)
	result = YearWorkbook(epoch=values.epoch)
	for sheet in values.worksheets:
		_read_sheet(sheet, formulas[sheet.title] if formulas else None, result)
	if not result.sheets and not result.problems:
		titles = tuple(sheet.title for sheet in layout.SHEETS)
		raise WorkbookError(
			file_problem(
				"The workbook has none of the sheets {titles}. Start from the template.", titles=titles
			)
		)
	return result


def _check_package(content: bytes) -> None:
	if len(content) > MAX_FILE_BYTES:
		raise _too_large()
	if content.startswith(_OLD_FORMAT):
		if _ENCRYPTED in content:
			raise WorkbookError(
				file_problem(
					"The workbook is protected by a password. Remove the password in Excel and upload it again."
				)
			)
		raise WorkbookError(
			file_problem(
				"This is the old .xls format. Save the workbook in Excel as .xlsx and upload it again."
			)
		)
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as package:
			entries = package.infolist()
	except zipfile.BadZipFile:
		raise _damaged() from None
	if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
		raise _too_large()
	if any(entry.flag_bits & 0x1 for entry in entries):
		raise WorkbookError(
			file_problem(
				"The workbook is protected by a password. Remove the password in Excel and upload it again."
			)
		)


def load(content: bytes) -> tuple[Workbook, Workbook | None]:
	"""Return the workbook with saved results, and with formulas if there are any (a second parse, so only then).

	Raises WorkbookError if the content is no Excel workbook, protected by a password, damaged or too large.
	"""
	_check_package(content)
	try:
		values = load_workbook(io.BytesIO(content), data_only=True)
		formulas = load_workbook(io.BytesIO(content)) if _has_formulas(content) else None
	except Exception as error:  # openpyxl raises whatever its XML, zip and style readers raise
		raise _damaged() from error
	return values, formulas


def _has_formulas(content: bytes) -> bool:
	with zipfile.ZipFile(io.BytesIO(content)) as package:
		return any(
			re.search(rb"<(?:\w+:)?f[ >/]", package.read(entry))
			for entry in package.infolist()
			if entry.filename.startswith("xl/worksheets/") and entry.filename.endswith(".xml")
		)


def _damaged() -> WorkbookError:
	return WorkbookError(
		file_problem(
			"The file is damaged or no Excel workbook (.xlsx). Open it in Excel, save it as .xlsx, and upload it again."
		)
	)


def _too_large() -> WorkbookError:
	return WorkbookError(
		file_problem(
			"The workbook is too large: at most {rows} rows and {columns} columns a sheet. Delete what does not belong to the year.",
			rows=MAX_ROWS,
			columns=MAX_COLUMNS,
		)
	)


# --- one sheet -------------------------------------------------------------------------------------------------------


def _read_sheet(sheet: Worksheet, formulas: Worksheet | None, result: YearWorkbook) -> None:
	known = _layout_of(sheet.title)
	if known is None:
		if key_text(sheet.title) not in IGNORED and sheet.max_row > 1:
			result.notes.append(_sheet_note(sheet, "This sheet is not known and was left out."))
		return
	if sheet.sheet_state != "visible":
		result.notes.append(_sheet_note(sheet, "This sheet is hidden and was left out."))
		return
	if earlier := result.sheet(known.key):
		reason = Message(
			"The sheets {first} and {second} hold the same kind of records. Put them into one.",
			first=earlier.name,
			second=sheet.title,
		)
		result.problems.append(Problem(sheet.title, None, "", "", reason))
		return
	if not fits(sheet):
		raise _too_large()
	grid = Grid(sheet, formulas)
	header = _find_header(grid, known)
	if header is None:
		if not grid.is_blank():
			wanted = tuple(known.column(key).title for key in known.anchors)
			reason = Message("No header row was found. It needs the columns {titles}.", titles=wanted)
			result.problems.append(Problem(sheet.title, None, "", "", reason))
		return
	data = SheetData(known, sheet.title, header.last_row, {}, header.titles)
	places = _map_columns(sheet, header, data, result)
	_read_title_rows(grid, header.first_row, data, result)
	_read_rows(grid, places, data)
	result.sheets.append(data)


IGNORED = {key_text(title) for title in workbook_words.ignored_tabs()}


def _layout_of(title: str) -> Sheet | None:
	wanted = heading(re.sub(r"\d{4}年度?", "", title))
	for sheet in layout.SHEETS:
		if wanted in {heading(word) for word in (sheet.title, *sheet.synonyms)}:
			return sheet
	return None


def _sheet_note(sheet: Worksheet, template: str) -> Problem:
	return Problem(sheet.title, None, "", "", Message(template))


def fits(sheet: Worksheet) -> bool:
	"""Whether nothing is written beyond the limits. Formats may reach to the last row of Excel, they do not count."""
	return not any(
		cell.value is not None and (row > MAX_ROWS or column > MAX_COLUMNS)
		for (row, column), cell in _cells(sheet).items()
	)


def _cells(sheet: Worksheet) -> dict:
	"""The cells that the file holds, by row and column. openpyxl's iterators make one for every place in between."""
	return sheet._cells


class Grid:
	"""The cells of a sheet within the limits, with merged ranges spread out."""

	def __init__(self, sheet: Worksheet, formulas: Worksheet | None) -> None:
		self.last_row = min(sheet.max_row, MAX_ROWS)
		self.last_column = min(sheet.max_column, MAX_COLUMNS)
		self._values = {
			place: self._value(cell, formulas)
			for place, cell in _cells(sheet).items()
			if place[0] <= self.last_row and place[1] <= self.last_column
		}
		self._merged = {}
		self._spans = {
			(merged.min_row, merged.min_col): (
				range(merged.min_col, merged.max_col + 1),
				merged.max_row - merged.min_row + 1,
			)
			for merged in sheet.merged_cells.ranges
		}
		for merged in sheet.merged_cells.ranges:
			for row in range(merged.min_row, min(merged.max_row, self.last_row) + 1):
				for column in range(merged.min_col, min(merged.max_col, self.last_column) + 1):
					self._merged[row, column] = (merged.min_row, merged.min_col)

	@staticmethod
	def _value(cell, formulas: Worksheet | None) -> Any:
		if cell.data_type == "e":
			return Unreadable(
				str(cell.value), Message("The formula in this cell ends in an error. Enter the value itself.")
			)
		if cell.value is None and formulas is not None:
			formula = formulas[cell.coordinate]
			if formula.data_type == "f":
				return Unreadable(
					str(formula.value),
					Message(
						"The formula in this cell has no saved result. Open the workbook in Excel, save it, and upload it again."
					),
				)
		return cell.value

	def own(self, row: int, column: int) -> Any:
		"""The value written in this very cell."""
		return self._values.get((row, column))

	def spread(self, row: int, column: int) -> Any:
		"""The value of the merged range that the cell belongs to."""
		return self._values.get(self._merged.get((row, column), (row, column)))

	def data(self, row: int, column: int) -> Any:
		"""The value of a table cell: one merged down over several rows holds for each of them."""
		place = self._merged.get((row, column), (row, column))
		return self._values.get(place) if place[1] == column else None

	def span(self, row: int, column: int) -> tuple[range, int]:
		"""The columns, and the number of rows, of the merged range that a cell belongs to."""
		place = self._merged.get((row, column), (row, column))
		return self._spans.get(place, (range(column, column + 1), 1))

	def is_blank(self) -> bool:
		return all(is_empty(value) for value in self._values.values())


# --- header rows -----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Header:
	first_row: int
	last_row: int
	columns: dict[int, Column | None]
	titles: dict[int, str]


def heading(text: Any) -> str:
	"""Return a heading for comparing: without brackets and what stands in them, asterisks, colons and white space."""
	return re.sub(r"[*:]", "", re.sub(r"\([^)]*\)", "", key_text(text)))


def _find_header(grid: Grid, sheet: Sheet) -> _Header | None:
	index = _index_of(sheet)
	for row in range(1, min(grid.last_row, HEADER_WITHIN_ROWS) + 1):
		two_rows = _has_second_header_row(grid, sheet, index, row)
		header = _header_of(grid, index, (row, row + 1) if two_rows else (row,))
		found = {column.key for column in header.columns.values() if column}
		found |= {key for key, substitute in sheet.stand_ins.items() if substitute in found}
		if found.issuperset(sheet.anchors):
			return header
	return None


def _index_of(sheet: Sheet) -> dict[tuple[str, str], Column]:
	"""Columns by group and heading; where two share a word, the one whose title it is, or the first, has it."""
	return {
		(heading(column.group), heading(word)): column
		for words in (lambda column: column.synonyms, lambda column: (column.title,))
		for column in reversed(sheet.columns)
		for word in words(column)
	}


def _resolve(index: dict[tuple[str, str], Column], top: Any, bottom: Any) -> Column | None:
	"""Return the column that a heading names, or a heading below another one, such as 实交金额 below 1月."""
	if lower := _resolve_lower(index, top, bottom):
		return lower
	group, rest = _month_group(heading(top or ""))
	if group:
		return index.get((group, rest)) if bottom is None else None
	return index.get(("", heading(top or "")))


def _resolve_lower(index: dict[tuple[str, str], Column], top: Any, bottom: Any) -> Column | None:
	if bottom is None:
		return None
	top, bottom = heading(top or ""), heading(bottom)
	group, rest = _month_group(top)
	below_month = index.get((group, bottom)) if group and not rest else None
	return below_month or index.get(("", bottom)) or index.get(("", top + bottom))


def _month_group(text: str) -> tuple[str, str]:
	"""Split 3月实交 into 3月 and 实交."""
	found = _GROUP_AND_REST.fullmatch(text)
	if not found:
		return "", ""
	try:
		return f"{parse_month(found[1])}月", found[2]
	except CellError:
		return "", ""


def _has_second_header_row(grid: Grid, sheet: Sheet, index: dict[tuple[str, str], Column], row: int) -> bool:
	"""Whether this row has a column of the table and the next one mostly further headings, rather than the first record."""
	numbers = range(1, grid.last_column + 1)
	upper = [_resolve(index, grid.own(row, number), None) for number in numbers]
	if not any(column and column.key in sheet.anchors for column in upper):
		return False
	written = [number for number in numbers if not is_empty(grid.own(row + 1, number))]
	known = [
		number
		for number in written
		if _resolve_lower(index, grid.spread(row, number), grid.own(row + 1, number))
	]
	return len(known) > 1 and len(known) * 2 > len(written)


def _header_of(grid: Grid, index: dict[tuple[str, str], Column], rows: tuple[int, ...]) -> _Header:
	columns, titles = {}, {}
	for number in range(1, grid.last_column + 1):
		top = grid.spread(rows[0], number)
		bottom = grid.own(rows[-1], number) if len(rows) == 2 else None
		if is_empty(top) and is_empty(bottom):
			continue
		columns[number] = _resolve(
			index, None if is_empty(top) else top, None if is_empty(bottom) else bottom
		)
		parts = [parse_line(part) for part in (top, bottom) if not is_empty(part)]
		titles[number] = " ".join(dict.fromkeys(parts))
	return _Header(rows[0], rows[-1], columns, titles)


def _map_columns(sheet: Worksheet, header: _Header, data: SheetData, result: YearWorkbook) -> dict[str, int]:
	"""Return which column of the sheet is read for which key; unknown and hidden ones are left out and noted."""
	places: dict[str, int] = {}
	for number, column in header.columns.items():
		title = header.titles[number]
		if column is not None and column.kind == "ignored":
			continue
		if column is None or _is_hidden(sheet, number):
			reason = (
				"This column is not known and was left out."
				if column is None
				else "This column is hidden and was left out."
			)
			result.notes.append(Problem(sheet.title, header.last_row, title, "", Message(reason)))
		elif column.key not in places:
			places[column.key] = number
			data.headings[column.key] = title
		elif heading(title) == heading(data.headings[column.key]):
			reason = Message("This column is there twice. Delete or rename one.")
			result.problems.append(Problem(sheet.title, header.last_row, title, "", reason))
		else:
			_choose(number, column, title, places, data, header, result)
	for key, substitute in data.layout.stand_ins.items():
		if key not in places and substitute in places:
			places[key] = places[substitute]
			data.headings[key] = data.headings[substitute]
	for column in data.layout.columns:
		if column.required and column.key not in places:
			result.problems.append(
				Problem(sheet.title, header.last_row, column.title, "", Message("This column is missing."))
			)
	return places


def _choose(
	number: int,
	column: Column,
	title: str,
	places: dict[str, int],
	data: SheetData,
	header: _Header,
	result: YearWorkbook,
) -> None:
	"""Of two headings for the same, such as 工作单位 and 执业机构, read the one that the template uses, or the first."""
	left_out, kept = title, data.headings[column.key]
	if heading(title) == heading(column.title):
		left_out, kept = kept, left_out
		places[column.key], data.headings[column.key] = number, title
	reason = Message("This column was left out, since {title} is read.", title=kept)
	result.notes.append(Problem(data.name, header.last_row, left_out, "", reason))


def _is_hidden(sheet: Worksheet, number: int) -> bool:
	"""Excel groups neighbouring columns of one format, so a dimension may stand for several columns."""
	return any(
		dimension.hidden and dimension.min <= number <= dimension.max
		for dimension in sheet.column_dimensions.values()
		if dimension.min and dimension.max
	)


# --- above and below the header --------------------------------------------------------------------------------------


def _read_title_rows(grid: Grid, header_row: int, data: SheetData, result: YearWorkbook) -> None:
	for row in range(1, header_row):
		for number in range(1, grid.last_column + 1):
			value = grid.own(row, number)
			if not is_empty(value) and not isinstance(value, Unreadable):
				_read_title(str(value), grid.own(row, number + 1), data, result)


def _read_title(text: str, beside: Any, data: SheetData, result: YearWorkbook) -> None:
	"""Take branch, year and quarter from one cell above the table; a label may have its value in the cell beside it."""
	if _YEAR.search(text) or any(label in text for label in _YEAR_LABELS):
		data.quarters.update(
			_QUARTERS.get(number) or int(number) for number in _QUARTER.findall(key_text(text))
		)
	labels = list(_LABELLED.finditer(text))
	if not labels:
		_read_free_title(text, data, result)
		return
	if labels[0].start():
		_read_free_title(text[: labels[0].start()], data, result)
	for label, following in zip(labels, [*labels[1:], None], strict=True):
		value = text[label.end() : following.start() if following else None].strip(" \u3000\n\t；;")
		_keep_fact(label["label"], value if value or following else beside, data, result)


def _read_free_title(text: str, data: SheetData, result: YearWorkbook) -> None:
	if found := _YEAR.search(text):
		result.years.append((data.name, int(found[1])))
	text = _YEAR.sub(" ", text)
	for word in sorted((data.layout.title, *data.layout.synonyms), key=len, reverse=True):
		text = text.replace(word, " ")
	for piece in text.split():
		if _LOOKS_LIKE_BRANCH.search(piece):
			_keep_branch(piece, data, result)


def _keep_branch(text: str, data: SheetData, result: YearWorkbook) -> None:
	if (data.name, text) not in result.branch_texts:
		result.branch_texts.append((data.name, text))


def _keep_fact(label: str, value: Any, data: SheetData, result: YearWorkbook) -> None:
	if is_empty(value):
		return
	if label in _BRANCH_LABELS:
		_keep_branch(str(value).strip(), data, result)
	elif label in _YEAR_LABELS:
		if found := re.search(r"(?:19|20)\d{2}", key_text(value)):
			result.years.append((data.name, int(found[0])))
	else:
		for column in data.layout.title_fields:
			if label in (column.title, *column.synonyms):
				data.facts[column.key] = value


def _read_rows(grid: Grid, places: dict[str, int], data: SheetData) -> None:
	for number in range(data.header_row + 1, grid.last_row + 1):
		first = next(
			(v for c in range(1, grid.last_column + 1) if not is_empty(v := grid.own(number, c))), None
		)
		if first is None and all(is_empty(grid.data(number, place)) for place in places.values()):
			continue
		if _is_no_record(first, data, grid, number, places):
			continue
		row = Row(number, _cells_of_row(grid, number, places, data.layout))
		filled = {key for key, value in row.cells.items() if key != "serial" and not is_empty(value)}
		(data.unfilled if filled <= set(data.layout.given) else data.rows).append(row)


def _cells_of_row(grid: Grid, number: int, places: dict[str, int], known: Sheet) -> dict[str, Any]:
	"""Return the values of a row by column key; a sum that stands for several columns or rows says so."""
	cells = {key: grid.data(number, place) for key, place in places.items()}
	for key, place in places.items():
		kind = known.column(key).kind
		if kind not in _SUMS or is_empty(cells[key]):
			continue
		columns, rows = grid.span(number, place)
		keys = tuple(k for k, p in places.items() if p in columns and known.column(k).kind == kind)
		if len(keys) > 1 or rows > 1:
			cells[key] = Merged(cells[key], keys, rows)
	return cells


def _is_no_record(first: Any, data: SheetData, grid: Grid, number: int, places: dict[str, int]) -> bool:
	"""Sums, signatures, examples, a header row repeated on the next page, or a row with nothing but its number."""
	text = key_text(first) if first is not None else ""
	if text.startswith(workbook_words.footers()) or text.strip(":") in workbook_words.example_marks():
		return True
	own = {key: grid.own(number, place) for key, place in places.items() if key != "serial"}
	if all(is_empty(value) for value in own.values()):
		return True
	headings = {
		key: heading(data.headings[key].split()[-1]) for key in data.layout.anchors if key in data.headings
	}
	return all(heading(own.get(key) or "") == title for key, title in headings.items())


def cell_text(value: Any) -> str:
	"""Return a cell as a problem shows it."""
	return shown(str(value) if isinstance(value, (Merged, Unreadable)) else value)
