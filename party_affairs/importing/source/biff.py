"""The .xls format of Excel 97 to 2003, in which many offices and systems still hand out their tables."""

import io
from typing import Any

import xlrd
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from party_affairs.importing.problems import WorkbookError
from party_affairs.importing.source import kinds
from party_affairs.importing.source.grid import (
	MAX_COLUMNS,
	MAX_ROWS,
	Book,
	Grid,
	in_error,
	moment,
	number,
	unguarded,
)


def read(content: bytes) -> Book:
	"""Return the sheets of a file; raises WorkbookError if it is damaged or protected by a password."""
	try:
		# Merged ranges and hidden rows are told together with the formats.
		source = xlrd.open_workbook(file_contents=content, logfile=io.StringIO(), formatting_info=True)
		return _book(source)
	except xlrd.XLRDError as error:
		if "encrypted" in str(error).lower():
			raise WorkbookError(kinds.with_password()) from error
		raise WorkbookError(kinds.unreadable_old_book()) from error
	except Exception as error:  # xlrd raises whatever its unpacking of damaged records raises
		raise WorkbookError(kinds.unreadable_old_book()) from error


def _book(source: xlrd.Book) -> Book:
	book = Book(epoch=MAC_EPOCH if source.datemode else WINDOWS_EPOCH)
	book.sheets = [_grid(sheet, book) for sheet in source.sheets()]
	return book


def _grid(sheet: xlrd.sheet.Sheet, book: Book) -> Grid:
	values: dict[tuple[int, int], Any] = {}
	beyond = None
	for row in range(sheet.nrows):
		for column, kind in enumerate(sheet.row_types(row)):
			value = _value(kind, sheet.cell_value(row, column), book)
			if value is None:
				continue
			if row >= MAX_ROWS or column >= MAX_COLUMNS:
				beyond = beyond or (row + 1, column + 1)
			else:
				values[row + 1, column + 1] = value
	return Grid(
		sheet.name,
		values,
		[(top + 1, left + 1, bottom, right) for top, bottom, left, right in sheet.merged_cells],
		hidden=bool(sheet.visibility),
		hidden_rows=[row + 1 for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0],
		hidden_columns=[
			column + 1 for column, info in sheet.colinfo_map.items() if info.hidden or info.width == 0
		],
		beyond=beyond,
	)


def _value(kind: int, value: Any, book: Book) -> Any:
	if kind == xlrd.XL_CELL_TEXT:
		return unguarded(value) or None
	if kind == xlrd.XL_CELL_NUMBER:
		return number(value)
	if kind == xlrd.XL_CELL_DATE:
		return moment(value, book.epoch)
	if kind == xlrd.XL_CELL_BOOLEAN:
		return bool(value)
	if kind == xlrd.XL_CELL_ERROR:
		return in_error(xlrd.error_text_from_code.get(value, "#N/A"))
	return None
