"""The file: from the bytes of a workbook to its sheets, header rows and cells. Knows nothing of the site.

source                        formats: .xlsx, .xls, .csv become grids of cells
headings, wording, recognise  what a heading means, and which sheet is what
tables, footers, titles       which column and row is read, and what stands around the table
merging                       several sheets of one kind
"""

import re
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from party_affairs.guide import workbook_words
from party_affairs.importing import layout
from party_affairs.importing.headings import heading, month_of
from party_affairs.importing.merging import put_together
from party_affairs.importing.normalise import is_empty, key_text
from party_affairs.importing.problems import Problem, WorkbookError, file_problem
from party_affairs.importing.recognise import Header, Recognised, Unsure, recognise
from party_affairs.importing.sheet_data import Row, SheetData, YearWorkbook
from party_affairs.importing.source import (
	MAX_COLUMNS,
	MAX_ROWS,
	Grid,
	Merged,
	Unreadable,
	cell_text,
	open_book,
)
from party_affairs.importing.tables import Answer, Options, hidden_records, read_tables
from party_affairs.importing.wording import Words, guide_words
from party_affairs.rules.message import Message

__all__ = (
	"MAX_COLUMNS",
	"MAX_ROWS",
	"Merged",
	"Row",
	"SheetData",
	"Unreadable",
	"YearWorkbook",
	"cell_text",
	"heading",
	"read",
)

_MOST_PEOPLE = 8
_MOST_ROWS = 20
_DAYS_OF_AN_ATTENDANCE_LIST = 3
_ROWS_OF_A_TITLE = 3
_IGNORED = frozenset(heading(title) for title in workbook_words.ignored_tabs())


def read(
	source: bytes | str | Path,
	words: Words | None = None,
	*,
	hidden_rows: Answer = "ask",
	hidden_columns: Answer = "ask",
) -> YearWorkbook:
	"""Return the year workbook in a file (path or content), by the guide's words where no others are given.

	Raises WorkbookError if it is no table, protected by a password, damaged, too large, or has none of the sheets. What is wrong
	inside the sheets is collected in `problems`; records in hidden rows, and hidden columns of sums or dates, are such a problem
	unless `hidden_rows` and `hidden_columns` say what to do with them.
	"""
	content, name = (
		(source, "") if isinstance(source, bytes) else (Path(source).read_bytes(), Path(source).name)
	)
	book = open_book(content, name)
	result = YearWorkbook(epoch=book.epoch)
	options = Options(words or guide_words(), hidden_rows, hidden_columns)
	tables: dict[str, list[SheetData]] = {}
	for grid in book.sheets:
		for table in _read_sheet(grid, options, result):
			tables.setdefault(table.layout.key, []).append(table)
	result.sheets = [put_together(found, result) if len(found) > 1 else found[0] for found in tables.values()]
	if not result.years:
		_years_of_tabs(book.sheets, result)
	if not result.sheets and not result.problems:
		titles = tuple(sheet.title for sheet in layout.SHEETS)
		raise WorkbookError(
			file_problem(
				"The workbook has none of the sheets {titles}. Start from the template.", titles=titles
			),
			*result.notes,
		)
	return result


def _read_sheet(grid: Grid, options: Options, result: YearWorkbook) -> list[SheetData]:
	if grid.is_blank():
		return []
	ignored = heading(grid.name) in _IGNORED
	if grid.hidden:
		if not ignored:
			result.notes.append(_about(grid, Message("This sheet is hidden and was left out.")))
		return []
	found = recognise(grid, options.words)
	if _is_attendance(grid, found, options.words):
		found = None
	if isinstance(found, Recognised) and found.sheet is layout.DUES:
		found = _of_the_month_in_the_title(grid, found, options.words)
	if isinstance(found, Unsure):
		if not ignored:
			result.problems.append(replace(_about(grid, found.reason), row=found.row))
		return []
	if found is None:
		if not ignored:
			result.notes.append(_about(grid, _unknown(grid, options.words)))
		return []
	if grid.beyond:
		result.problems.append(_too_large(grid))
		return []
	_note_other_name(grid, found, options.words, result)
	tables = read_tables(grid, found, options, result)
	for table in tables:
		_settle_hidden_rows(grid, table, options, result)
	return tables


def _is_attendance(grid: Grid, found: Recognised | Unsure | None, words: Words) -> bool:
	"""Whether a sheet is one in which people sign, and not a form that only mentions it."""
	if isinstance(found, Recognised) and found.sheet is not layout.DUES:
		return False
	above = (
		value for row in range(1, _ROWS_OF_A_TITLE + 1) for _number, value in list(grid.written(row))[:1]
	)
	return any(words.is_attendance(str(text)) for text in (grid.name, *above))


def _about(grid: Grid, reason: Message) -> Problem:
	return Problem(grid.name, None, "", "", reason)


def _too_large(grid: Grid) -> Problem:
	reason = Message(
		"This sheet is too large: something stands in row {row}, column {column}, and at most {rows} rows and {columns} columns are read. Delete what does not belong to the year.",
		row=grid.beyond[0],
		column=grid.beyond[1],
		rows=MAX_ROWS,
		columns=MAX_COLUMNS,
	)
	return _about(grid, reason)


def _unknown(grid: Grid, words: Words) -> Message:
	days = max(
		(
			sum(
				isinstance(value, datetime) or bool(re.fullmatch(r"\d{1,2}月\d{1,2}日", str(value)))
				for _n, value in grid.written(row)
			)
			for row in range(1, min(grid.last_row, 5) + 1)
		),
		default=0,
	)
	if days >= _DAYS_OF_AN_ATTENDANCE_LIST or _is_attendance(grid, None, words):
		return Message(
			"This looks like an attendance list. Who came is read from 组织生活, one row a meeting; this sheet was left out."
		)
	return Message("This sheet is not known and was left out.")


def _note_other_name(grid: Grid, found: Recognised, words: Words, result: YearWorkbook) -> None:
	"""Say so if the tab is called like another sheet: the headings decide."""
	called = words.is_called(grid.name)
	if called and found.sheet.key not in called:
		reason = Message(
			"By its headings this sheet is {sheet} and was read as such.", sheet=found.sheet.title
		)
		result.notes.append(_about(grid, reason))


def _years_of_tabs(grids: list[Grid], result: YearWorkbook) -> None:
	"""Where no title says the year, the tabs may: 党员花名册2025."""
	recognised = {sheet.name for sheet in result.sheets}
	for grid in grids:
		found = re.search(r"(?<!\d)(20\d{2})(?!\d)", key_text(grid.name))
		if found and grid.name in recognised:
			result.years.append((grid.name, int(found[1])))


def _of_the_month_in_the_title(grid: Grid, found: Recognised, words: Words) -> Recognised | Unsure:
	"""Return dues of one month, where title or tab says which one, with their columns as those of the month."""
	header = found.header
	if any(column and column.group for column in header.columns.values()):
		return found
	named = {
		month.month
		for value in (grid.name, *_texts_above(grid, header))
		if (month := month_of(value)) and isinstance(value, str)
	}
	if not named:
		return found
	if len(named) > 1:
		return Unsure(
			Message(
				"Tab and title name different months: {months}. Correct one of them.",
				months=tuple(sorted(named)),
			)
		)
	group = f"{named.pop()}月"
	columns = dict(header.columns)
	for number, column in header.columns.items():
		if column is None or column.key == "due" or column.kind == "ignored":
			title = header.titles[number]
			columns[number] = words.find(found.sheet, group, title.split()[-1]) or column
	return Recognised(
		found.sheet, Header(header.first_row, header.last_row, columns, header.titles, header.years)
	)


def _texts_above(grid: Grid, header: Header) -> list[str]:
	return [
		value
		for row in range(1, header.first_row)
		for _number, value in grid.written(row)
		if isinstance(value, str)
	]


def _settle_hidden_rows(grid: Grid, table: SheetData, options: Options, result: YearWorkbook) -> None:
	"""Ask about records in hidden rows; read them or leave them out if that has been answered."""
	hidden = list(hidden_records(grid, table))
	if not hidden:
		return
	rows = tuple(row.number for row in hidden)
	names = list(dict.fromkeys(filter(None, (_who(row, table) for row in hidden))))
	values = {
		"rows": (*rows[:_MOST_ROWS], *(("…",) if len(rows) > _MOST_ROWS else ())),
		"names": (*names[:_MOST_PEOPLE], *(("…",) if len(names) > _MOST_PEOPLE else ())),
	}
	if options.hidden_rows == "ask":
		reason = Message(
			"Rows are hidden, by hand or by a filter: {rows} ({names}). Show them or delete them in Excel, or say whether they are to be read.",
			**values,
		)
		result.problems.append(replace(_about(grid, reason), value="、".join(names[:_MOST_PEOPLE])))
		return
	if options.hidden_rows == "leave_out":
		table.rows[:] = [row for row in table.rows if row.number not in grid.hidden_rows]
		reason = Message("Hidden rows were left out: {rows} ({names}).", **values)
	else:
		reason = Message("Hidden rows were read: {rows} ({names}).", **values)
	result.notes.append(_about(grid, reason))


def _who(row: Row, table: SheetData) -> str:
	value = next(
		(row.cells.get(key) for key in table.layout.anchors if not is_empty(row.cells.get(key))), None
	)
	return cell_text(value)
