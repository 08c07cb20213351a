"""A sheet of member data as a workbook that another system takes: its headings in the first row, every cell a text."""

import io

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter

from frappe import _

from party_affairs.ledgers.members.exchange_sheet import ExchangeSheet
from party_affairs.ledgers.xlsx import write_value
from party_affairs.privacy import mark

_TEXT = "@"
_TO_SEE_TO = PatternFill("solid", fgColor="FFF2CC")
_HEADING = PatternFill("solid", fgColor="D9D9D9")
_USUAL_WIDTH = 12
_LONGEST_NAME = 31
_NOT_IN_NAMES = str.maketrans(dict.fromkeys("[]:*?/\\", " "))


def to_xlsx(sheet: ExchangeSheet, purpose: str) -> bytes:
	"""Return the workbook: the rows, what is to be seen to, and on a sheet of its own who made it, when, and what for.

	Nothing but rows stands on the first sheet, which the receiver reads. Numbers are texts, so that none loses digits or zeros.
	"""
	book = Workbook()
	_write_rows(book.active, sheet)
	if sheet.remarks:
		_write_remarks(book.create_sheet(_("To Be Seen To")), sheet)
	_write_about(book.create_sheet(_("About This Copy")), sheet, purpose)
	mark.into_properties(book, mark.sentence(purpose))
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


def _write_rows(page, sheet: ExchangeSheet) -> None:
	page.title = sheet.form.name.translate(_NOT_IN_NAMES)[:_LONGEST_NAME]
	for place, column in enumerate(sheet.form.columns, start=1):
		cell = page.cell(1, place)
		write_value(cell, column.heading)
		cell.font, cell.fill = Font(name="宋体", size=11, bold=True), _HEADING
		cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
		page.column_dimensions[get_column_letter(place)].width = column.width or _USUAL_WIDTH
	noted = {(remark.member, remark.heading) for remark in sheet.remarks}
	for number, (member, cells) in enumerate(zip(sheet.members, sheet.rows, strict=True), start=2):
		for place, (column, written) in enumerate(zip(sheet.form.columns, cells, strict=True), start=1):
			cell = page.cell(number, place)
			write_value(cell, written.text or None)
			cell.number_format, cell.font = _TEXT, Font(name="宋体", size=11)
			if (member, column.heading) in noted:
				cell.fill = _TO_SEE_TO
	page.freeze_panes = "A2"
	page.print_title_rows = "1:1"
	page.page_setup.orientation = "landscape"
	page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, 0
	page.sheet_properties.pageSetUpPr.fitToPage = True


def _write_remarks(page, sheet: ExchangeSheet) -> None:
	_write_table(
		page,
		(
			(_("Full Name"), 14),
			(_("Heading"), 18),
			(_("What Stands There"), 20),
			(_("What Is to Be Done"), 70),
		),
		[(row.member_name, row.heading, row.value, row.sentence) for row in sheet.remarks],
	)


def _write_about(page, sheet: ExchangeSheet, purpose: str) -> None:
	example = _("The format is an example: compare headings and codes with the receiver's template first.")
	_write_table(
		page,
		((_("About This Copy"), 22), ("", 80)),
		[
			(_("Receiving System"), sheet.form.receiver),
			(_("Party Branch"), sheet.organisation),
			(_("As of the Day"), sheet.dated),
			(_("Number of Members"), str(len(sheet.rows))),
			(_("Purpose"), purpose),
			(_("Export Mark"), mark.sentence(purpose)),
			(
				_("Which Is the Record"),
				_("This is a copy of the branch's register. It replaces neither system's own record."),
			),
			*(((_("Notes"), example),) if sheet.form.is_example else ()),
		],
	)


def _write_table(page, headings, rows) -> None:
	for place, (heading, width) in enumerate(headings, start=1):
		cell = page.cell(1, place)
		write_value(cell, heading)
		cell.font, cell.fill = Font(name="宋体", size=11, bold=True), _HEADING
		page.column_dimensions[get_column_letter(place)].width = width
	for number, values in enumerate(rows, start=2):
		for place, value in enumerate(values, start=1):
			cell = page.cell(number, place)
			write_value(cell, value)
			cell.number_format, cell.font = _TEXT, Font(name="宋体", size=11)
			cell.alignment = Alignment(vertical="top", wrap_text=True)
