"""The empty workbook: the sheets with their headings, an example row, lists to choose from, and how to fill them in."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from party_affairs.guide import workbook_words
from party_affairs.importing import layout
from party_affairs.importing.layout.table import Column, Sheet

EMPTY_ROWS = 40
HELP_TITLE = "填写说明"

_LINE = Side(style="thin", color="FF999999")
_BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEAD = PatternFill("solid", fgColor="FFF3E3E0")
_NEEDED = PatternFill("solid", fgColor="FFE8BFB8")
_EXAMPLE = Font(name="宋体", size=10, italic=True, color="FF808080")
_TITLE = Font(name="黑体", size=16, bold=True)
_HEADING = Font(name="黑体", size=10)
_BODY = Font(name="宋体", size=10)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_TOP = Alignment(vertical="top", wrap_text=True)

_HELP = (
	"本工作簿一个支部一年一本。填好后在系统“年度导入”中上传，或由管理员导入。",
	"各表只填有关的内容；不需要的列可以删去，多余的列、隐藏的列不会导入。带底色的列必须填写。",
	"日期可写 2025-03-14、2025.3.14、2025年3月14日；当年的日期可写 3月14日。入党日期等只记得年月的可写 1998.7，按当月1日登记。",
	"时间写 14:00-15:40 或 下午2点-4点。金额只写数字，也可带“元”。是否类的列写“是”或打“√”，不是的留空。",
	"多个人名用顿号分开，写全每个人的姓名；同名的在姓名后用括号注明身份证号后四位，如 张三（1234）。",
	"系统按身份证号、姓名和日期等认出已导入的记录，再按序号认出改动过的记录。请保留序号；改正后重新导入同一文件即可。",
	"有一处填错，整本都不导入，系统会一次列出全部问题所在的表、行、列和原因。",
	"已经导入的会议改动后，原记录作废并生成修订记录。工作簿中删去的行，系统中的记录不会删除。",
)


def build_template(branch: str | None = None, year: int | None = None) -> bytes:
	"""Return the empty workbook as the content of an .xlsx file; branch and year, where given, stand in the titles."""
	book = new_book()
	for sheet in layout.SHEETS:
		columns = [column for column in sheet.columns if not column.alternative]
		table = add_sheet(book, sheet, title_of(sheet, branch, year), columns)
		write_row(table, example_of(columns), columns, _EXAMPLE)
		for _row in range(EMPTY_ROWS):
			write_row(table, [None] * len(columns), columns)
	return content_of(book)


def title_of(sheet: Sheet, branch: str | None, year: int | None) -> str:
	"""Return the title above a table, from which an import takes branch and year."""
	parts = [f"党组织：{branch or '　' * 12}", f"年度：{year or '　　'}", sheet.title]
	return "　　".join(parts)


def new_book() -> Workbook:
	"""Return a workbook with the sheet that says how to fill in the others."""
	book = Workbook()
	table = book.active
	table.title = HELP_TITLE
	table.column_dimensions["A"].width = 14
	table.column_dimensions["B"].width = 100
	table["A1"] = HELP_TITLE
	table["A1"].font = _TITLE
	for number, text in enumerate(_HELP, start=1):
		_help_line(table, f"{number}", text)
	for sheet in layout.SHEETS:
		_help_line(table, sheet.title, sheet.note)
	return book


def _help_line(table: Worksheet, label: str, text: str) -> None:
	table.append([label, text])
	for cell in table[table.max_row]:
		cell.font = _BODY
		cell.alignment = _TOP


def add_sheet(
	book: Workbook, sheet: Sheet, title: str, columns: Sequence[Column], facts: str = ""
) -> Worksheet:
	"""Return a new sheet with its title, the facts above the table, and the header rows."""
	table = book.create_sheet(sheet.title)
	table.append([title])
	table.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(columns))
	table["A1"].font = _TITLE
	table["A1"].alignment = Alignment(horizontal="left", vertical="center")
	table.row_dimensions[1].height = 30
	if sheet.title_fields or facts:
		table.append([facts or "　　".join(f"{column.title}：　　　　" for column in sheet.title_fields)])
		table.merge_cells(start_row=2, start_column=1, end_row=2, end_column=len(columns))
		table["A2"].font = _BODY
	_write_header(table, columns)
	_add_choices(table, columns)
	for number, column in enumerate(columns, start=1):
		table.column_dimensions[get_column_letter(number)].width = column.width
	table.freeze_panes = table.cell(table.max_row + 1, min(3, len(columns)))
	table.page_setup.orientation = "landscape"
	table.page_setup.fitToHeight = 0
	table.sheet_properties.pageSetUpPr.fitToPage = True
	return table


def _write_header(table: Worksheet, columns: Sequence[Column]) -> None:
	"""One header row, or two where columns stand in groups such as the months of the dues sheet."""
	first = table.max_row + 1
	grouped = any(column.group for column in columns)
	for number, column in enumerate(columns, start=1):
		table.cell(first, number, column.group or column.title)
		if grouped:
			table.cell(first + 1, number, column.title if column.group else None)
	if grouped:
		_merge_header(table, columns, first)
	for row in range(first, first + 1 + grouped):
		for number, column in enumerate(columns, start=1):
			cell = table.cell(row, number)
			cell.font, cell.alignment, cell.border = _HEADING, _CENTRE, _BOX
			cell.fill = _NEEDED if column.required else _HEAD


def _merge_header(table: Worksheet, columns: Sequence[Column], first: int) -> None:
	number = 1
	while number <= len(columns):
		column = columns[number - 1]
		if not column.group:
			table.merge_cells(start_row=first, start_column=number, end_row=first + 1, end_column=number)
			number += 1
			continue
		last = number
		while last < len(columns) and columns[last].group == column.group:
			last += 1
		if last > number:
			table.merge_cells(start_row=first, start_column=number, end_row=first, end_column=last)
		number = last + 1


def _add_choices(table: Worksheet, columns: Sequence[Column]) -> None:
	for number, column in enumerate(columns, start=1):
		words = [next(iter(choice)) for choice in column.choices.values()]
		if column.kind == "check":
			words = ["是", "否"]
		if not words:
			continue
		# Other words are understood as well, so the list proposes and does not refuse.
		choice = DataValidation(
			type="list", formula1='"' + ",".join(words) + '"', allow_blank=True, showErrorMessage=False
		)
		letter = get_column_letter(number)
		choice.add(f"{letter}{table.max_row + 1}:{letter}{table.max_row + 500}")
		table.add_data_validation(choice)


def example_of(columns: Iterable[Column]) -> list[Any]:
	"""Return the row that shows how to fill in a table; an import leaves it out."""
	return [
		workbook_words.example_marks()[0] if column.key == "serial" else column.example or column.hint
		for column in columns
	]


def write_row(table: Worksheet, values: Sequence[Any], columns: Sequence[Column], font: Font = _BODY) -> None:
	"""Append a row in the style of the tables."""
	row = table.max_row + 1
	for number, value in enumerate(values, start=1):
		cell = table.cell(row, number, value)
		cell.font, cell.alignment, cell.border = font, _TOP, _BOX
		if columns[number - 1].kind in ("id_number", "code"):
			cell.number_format = "@"


def content_of(book: Workbook) -> bytes:
	"""Return a workbook as the content of a file."""
	buffer = io.BytesIO()
	book.save(buffer)
	return buffer.getvalue()
