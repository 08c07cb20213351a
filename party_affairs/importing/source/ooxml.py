"""The .xlsx format, strict or transitional, read by openpyxl.

openpyxl refuses whole workbooks for a colour or a print area that it does not know, reads pictures, and does not know the strict
namespaces. So it is given a package with nothing in it but sheets, cells, merged ranges, texts and the formats of numbers.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from party_affairs.importing.source import kinds
from party_affairs.importing.source.grid import (
	MAX_COLUMNS,
	MAX_ROWS,
	Book,
	Grid,
	Unreadable,
	in_error,
	moment,
	number,
	unguarded,
)
from party_affairs.rules.message import Message

_STRICT = (
	(
		b"http://purl.oclc.org/ooxml/spreadsheetml/main",
		b"http://schemas.openxmlformats.org/spreadsheetml/2006/main",
	),
	(
		b"http://purl.oclc.org/ooxml/officeDocument/relationships",
		b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
	),
)
_SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_EAST_ASIAN_DATES = frozenset((*range(27, 37), *range(50, 59)))
"""Numbers of formats that Chinese Excel means by 2025年3月 and the like, and that stand in no table."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NO_RESULT = (
	"The formula in this cell has no saved result. Open the workbook in Excel, save it, and upload it again."
)
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
"""No workbook declares entities, which could be made to grow without end."""
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml", re.IGNORECASE)
_LEFT_OUT = (
	*("xl/media/", "xl/drawings/", "xl/charts/", "xl/theme/", "xl/pivot", "xl/externallinks/", "xl/comments"),
	*("xl/tables/", "xl/worksheets/_rels/", "customxml/", "docprops/"),
)
_FORMULA = re.compile(rb"<(?:\w+:)?f[ >/]")
_NUMBER_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\s([^>]*?)/?>")
_STYLES_OF_CELLS = re.compile(rb"<(\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(rb"<(?:\w+:)?xf\b([^>]*)>")
_FORMAT_OF_STYLE = re.compile(rb'numFmtId="(\d+)"')


def is_read(name: str) -> bool:
	"""Whether a part of the package is read: the list of sheets, the sheets, their strings and formats."""
	name = name.replace("\\", "/").lower()
	return name.endswith((".xml", ".rels")) and not name.startswith(_LEFT_OUT)


def read(package: zipfile.ZipFile) -> Book:
	"""Return the sheets of a package; raises WorkbookError if it is damaged."""
	try:
		content, has_formulas = _lightened(package)
		values = load(content, data_only=True)
		formulas = load(content) if has_formulas else None
		return _book(values, formulas)
	except Exception as error:  # openpyxl raises whatever its XML, zip and style readers raise
		raise kinds.damaged() from error


def load(content: bytes, **options: bool) -> Workbook:
	"""Return what openpyxl makes of a package; raises whatever its XML, zip and style readers raise."""
	with warnings.catch_warnings():
		# It tells of what it does not keep, such as extensions of newer versions of Excel.
		warnings.simplefilter("ignore")
		return load_workbook(io.BytesIO(content), **options)


# --- the package -----------------------------------------------------------------------------------------------------


def _lightened(package: zipfile.ZipFile) -> tuple[bytes, bool]:
	"""Return the package with what is read, and whether there are formulas in it."""
	has_formulas = False
	content = io.BytesIO()
	with zipfile.ZipFile(content, "w") as light:
		for entry in package.infolist():
			name = entry.filename.replace("\\", "/").lstrip("/")
			if not is_read(name):
				continue
			part = package.read(entry)
			if any(doctype in part for doctype in _DOCTYPES):
				raise kinds.damaged()
			for strict, transitional in _STRICT:
				part = part.replace(strict, transitional)
			if _SHEET.fullmatch(name):
				has_formulas = has_formulas or bool(_FORMULA.search(part))
			light.writestr(name, _reduction(name)(part))
	return content.getvalue(), has_formulas


def _reduction(name: str) -> Callable[[bytes], bytes]:
	if _SHEET.fullmatch(name):
		return lambda part: _only(part, b"cols", b"sheetData", b"mergeCells")
	return {
		"xl/workbook.xml": lambda part: _only(part, b"workbookPr", b"sheets"),
		"xl/styles.xml": _formats_of_numbers,
	}.get(name.lower(), lambda part: part)


def _only(part: bytes, *names: bytes) -> bytes:
	"""Return a part with those of its elements alone, in this order, inside its outermost one."""
	start = re.search(rb"<((?:\w+:)?(?:worksheet|workbook))\b[^>]*>", part)
	if not start:
		return part
	kept = b"".join(_element(part, name) for name in names)
	return part[: start.end()] + kept + b"</" + start[1] + b">"


def _element(part: bytes, name: bytes) -> bytes:
	begin = re.search(rb"<(?:\w+:)?" + name + rb"(?:\s[^>]*)?>", part)
	if not begin or begin[0].endswith(b"/>"):
		return begin[0] if begin else b""
	end = re.compile(rb"</(?:\w+:)?" + name + rb"\s*>").search(part, begin.end())
	return part[begin.start() : end.end()] if end else b""


def _formats_of_numbers(part: bytes) -> bytes:
	styles = _STYLES_OF_CELLS.search(part)
	numbers = [_FORMAT_OF_STYLE.search(found) for found in _STYLE.findall(styles[0])] if styles else []
	formats = b"".join(b"<numFmt %s/>" % found for found in _NUMBER_FORMAT.findall(part))
	cells = b"".join(b'<xf numFmtId="%s"/>' % (found[1] if found else b"0") for found in numbers)
	return b'<styleSheet xmlns="%s"><numFmts>%s</numFmts><cellXfs>%s</cellXfs></styleSheet>' % (
		_SPREADSHEET.encode(),
		formats,
		cells or b'<xf numFmtId="0"/>',
	)


# --- sheets and cells ------------------------------------------------------------------------------------------------


def _book(values: Workbook, formulas: Workbook | None) -> Book:
	book = Book(epoch=values.epoch)
	for sheet in values.worksheets:
		book.sheets.append(_grid(sheet, formulas[sheet.title] if formulas else None))
	return book


def _grid(sheet: Worksheet, formulas: Worksheet | None) -> Grid:
	# openpyxl's iterators make a cell for every place in between.
	cells = sheet._cells
	read = {
		place: value
		for place, cell in cells.items()
		if place[0] <= MAX_ROWS and place[1] <= MAX_COLUMNS and (value := _value(cell, formulas)) is not None
	}
	beyond = next(
		(
			place
			for place, cell in cells.items()
			if cell.value is not None and (place[0] > MAX_ROWS or place[1] > MAX_COLUMNS)
		),
		None,
	)
	return Grid(
		sheet.title,
		read,
		[(found.min_row, found.min_col, found.max_row, found.max_col) for found in sheet.merged_cells.ranges],
		hidden=sheet.sheet_state != "visible",
		hidden_rows=(
			row for row, dimension in sheet.row_dimensions.items() if dimension.hidden or dimension.ht == 0
		),
		hidden_columns=_hidden_columns(sheet),
		beyond=beyond,
	)


def _hidden_columns(sheet: Worksheet) -> Iterator[int]:
	"""Excel groups neighbouring columns of one format, so a dimension may stand for several columns."""
	for dimension in sheet.column_dimensions.values():
		if (dimension.hidden or dimension.width == 0) and dimension.min and dimension.max:
			yield from range(dimension.min, min(dimension.max, MAX_COLUMNS) + 1)


def _value(cell: Cell, formulas: Worksheet | None) -> Any:
	value = cell.value
	if cell.data_type == "e":
		return in_error(str(value))
	if isinstance(value, str):
		return unguarded(_unescaped(value)) or None
	if isinstance(value, int | float) and not isinstance(value, bool):
		is_day = cell._style.numFmtId in _EAST_ASIAN_DATES
		return moment(value, cell.parent.parent.epoch) if is_day else number(value)
	if isinstance(value, date) and not isinstance(value, datetime):
		return datetime.combine(value, time())
	if value is None and formulas is not None and cell.data_type != "str":
		return _without_result(formulas._cells[cell.row, cell.column])
	return value


def _without_result(cell: Cell) -> Unreadable | None:
	if cell.data_type != "f":
		return None
	return Unreadable(str(getattr(cell.value, "text", cell.value)), Message(_NO_RESULT))


def _unescaped(text: str) -> str:
	return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text
