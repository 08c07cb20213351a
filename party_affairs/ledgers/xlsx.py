"""A ledger as an Excel workbook that prints on A4 as it stands, and says of itself which ledger it is."""

import re
from decimal import Decimal
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.packaging.custom import StringProperty
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from frappe import _

from party_affairs.facts.site import site_key
from party_affairs.language import CHINESE, in_language
from party_affairs.ledgers.ledger import Column, Ledger
from party_affairs.privacy import mark
from party_affairs.rules.ledger_rows import PROPERTY, ROWS_SHEET, Origin, row_mark

_TITLE_ROW, _SUBTITLE_ROW, _HEADER_ROW = 1, 2, 3
_MM_A_CHARACTER = 2.0
_LEAST_CHARACTERS = 5
_A4 = 9
_NUMBER_FORMATS = {"Currency": "#,##0.00", "Int": "0", "Date": "yyyy-mm-dd", "Datetime": "yyyy-mm-dd hh:mm"}
_LEAST_CHARACTERS_OF = {"Date": 11, "Datetime": 17}
_TEXT = "@"
_IS_A_NUMBER = re.compile(r"[\d*xX-]{4,}")
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_NOT_IN_SHEET_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))
_LONGEST_SHEET_NAME = 31
_THIN = Side(style="thin", color="000000")
_BORDER = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_HEADER_FILL = PatternFill("solid", fgColor="F2F2F2")


def to_xlsx(ledger: Ledger) -> bytes:
	"""Return the ledger as a workbook: title, header that stays in view and repeats on paper, rows, totals, signatures."""
	with in_language(CHINESE):
		book = _workbook(ledger)
	stream = BytesIO()
	book.save(stream)
	return stream.getvalue()


def _workbook(ledger: Ledger) -> Workbook:
	book = Workbook()
	sheet = book.active
	sheet.title = ledger.title.translate(_NOT_IN_SHEET_NAMES)[:_LONGEST_SHEET_NAME]
	width = len(ledger.columns)
	_banner(sheet, _TITLE_ROW, width, ledger.title, Font(name="宋体", size=18, bold=True), "center")
	_banner(sheet, _SUBTITLE_ROW, width, _heading(ledger), Font(name="宋体", size=11), "left")
	_write_header(sheet, ledger)
	for number, row in enumerate(ledger.rows, start=_HEADER_ROW + 1):
		_write_row(sheet, number, ledger, row)
	last = _HEADER_ROW + len(ledger.rows)
	if ledger.totals and ledger.rows:
		last += 1
		_write_row(sheet, last, ledger, {"no": _("Total"), **ledger.totals}, bold=True)
	if ledger.mark:
		mark.into_properties(book, ledger.mark)
	for note in filter(None, (*ledger.notes, _signature_line(ledger), ledger.mark or mark.plain_sentence())):
		last += 1
		_banner(sheet, last, width, note, Font(name="宋体", size=10), "left")
	_set_up_page(sheet, ledger)
	_say_what_it_is(book, sheet, ledger)
	return book


def _say_what_it_is(book: Workbook, sheet: Worksheet, ledger: Ledger) -> None:
	"""Let the import know the file again, and which of its rows stand as they were."""
	book.properties.title, book.properties.subject = ledger.title, ledger.subtitle
	if not ledger.key:
		return
	origin = Origin(ledger.key, site_key(), ledger.several)
	book.custom_doc_props.append(StringProperty(name=PROPERTY, value=origin.to_text()))
	rows = book.create_sheet(ROWS_SHEET)
	rows.sheet_state = "veryHidden"
	headings = [cell.value for cell in sheet[_HEADER_ROW]]
	for number in range(len(ledger.rows)):
		cells = [cell.value for cell in sheet[_HEADER_ROW + 1 + number]]
		# The first column numbers the rows; who sorts them anew changes nothing.
		rows.cell(number + 1, 1, row_mark(zip(headings[1:], cells[1:], strict=True)))


def write_value(cell: Cell, value: Any) -> None:
	"""Put a value into a cell so that no text is ever taken for a formula.

	Names and remarks are typed by many people; a text that begins with = + - or @ would run when the file is opened or
	saved as CSV.
	"""
	if not isinstance(value, str):
		cell.value = float(value) if isinstance(value, Decimal) else value
		return
	text = ILLEGAL_CHARACTERS_RE.sub("", value)
	cell.value = text
	if text.startswith(_FORMULA_STARTS):
		cell.data_type = "s"
		cell.quotePrefix = True


def _heading(ledger: Ledger) -> str:
	return (
		_("Party organisation: {0}").format(ledger.subtitle) + "    " + _("As of: {0}").format(ledger.dated)
	)


def _signature_line(ledger: Ledger) -> str:
	return "".join(f"{label}：{'　' * 10}" for label in ledger.signatures)


def _banner(sheet: Worksheet, row: int, width: int, text: str, font: Font, horizontal: str) -> None:
	cell = sheet.cell(row, 1)
	write_value(cell, text)
	cell.font, cell.alignment = font, Alignment(horizontal=horizontal, vertical="center")
	sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
	sheet.row_dimensions[row].height = font.size * 1.8


def _write_header(sheet: Worksheet, ledger: Ledger) -> None:
	for number, column in enumerate(ledger.columns, start=1):
		cell = sheet.cell(_HEADER_ROW, number)
		write_value(cell, column.label)
		cell.font = Font(name="黑体", size=10)
		cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
		cell.fill, cell.border = _HEADER_FILL, _BORDER
		sheet.column_dimensions[get_column_letter(number)].width = _characters(column)


def _characters(column: Column) -> float:
	return max(
		column.width_mm / _MM_A_CHARACTER, _LEAST_CHARACTERS_OF.get(column.fieldtype, _LEAST_CHARACTERS)
	)


def _write_row(sheet: Worksheet, number: int, ledger: Ledger, row, bold: bool = False) -> None:
	for place, column in enumerate(ledger.columns, start=1):
		cell = sheet.cell(number, place)
		write_value(cell, row.get(column.fieldname))
		cell.font = Font(name="宋体", size=10, bold=bold)
		cell.alignment = Alignment(horizontal=column.alignment, vertical="center", wrap_text=True)
		cell.border = _BORDER
		if not isinstance(cell.value, str):
			cell.number_format = _NUMBER_FORMATS.get(column.fieldtype, "General")
		elif _IS_A_NUMBER.fullmatch(cell.value):
			# Whoever corrects an identity or telephone number must not get a figure in its place.
			cell.number_format = _TEXT


def _set_up_page(sheet: Worksheet, ledger: Ledger) -> None:
	sheet.freeze_panes = sheet.cell(_HEADER_ROW + 1, 1)
	sheet.print_title_rows = f"{_HEADER_ROW}:{_HEADER_ROW}"
	sheet.page_setup.orientation = ledger.orientation
	sheet.page_setup.paperSize = _A4
	sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
	sheet.sheet_properties.pageSetUpPr.fitToPage = True
	sheet.page_margins.left = sheet.page_margins.right = 0.4
	sheet.print_options.horizontalCentered = True
	sheet.oddFooter.center.text = _("Page {0} of {1}").format("&P", "&N")
