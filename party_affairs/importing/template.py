"""The workbook to be filled in: sheets with headings that say what may stand below them, lists to choose from, an example.

Made for a branch it has its people in it already (`filling.py`); nothing of what is filled in changes anything when it
comes back as it was.
"""

import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from party_affairs.guide import workbook_words
from party_affairs.importing import layout
from party_affairs.importing.layout.table import Column, Sheet
from party_affairs.rules.periods import period_of

EMPTY_ROWS = 40
LISTED_ROWS = 500
"""Rows below the headings in which lists are offered and numbers are looked at."""

HELP_TITLE = "填写说明"

_A4 = 9
_FACTS_ROW = 2
"""Where facts stand above the table, such as 制定日期; the headings where there are none."""

_UNLOCKED = Protection(locked=False)
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
	"各表只填有关的内容，用不着的表和列空着即可。深色表头的列必须填写；鼠标移到表头上可看到本列怎样填写。",
	"日期可写 2025-03-14、2025.3.14、2025年3月14日；当年的日期可写 3月14日。入党日期等只记得年月的可写 1998.7，按当月1日登记。",
	"时间写 14:00-15:40 或 下午2点-4点。金额只写数字，也可带“元”。是否类的列写“是”或打“√”，不是的留空。",
	"多个人名用顿号分开，写全每个人的姓名；同名的在姓名后用括号注明身份证号后四位，如 张三（1234）。",
	"系统按身份证号、姓名和日期等认出已导入的记录，再按序号认出改动过的记录。请保留序号；改正后重新导入同一文件即可。",
	"有一处填错，整本都不导入，系统会一次列出全部问题所在的表、行、列和原因。",
	"已经导入的会议改动后，原记录作废并生成修订记录。工作簿中删去的行，系统中的记录不会删除。",
	"表头加了保护（无密码），可以插行、删行、调整列宽和行高；需要改表头时，在“审阅”中取消工作表保护。",
	"按季度下载的工作簿只填该季度的内容，导入时不改动其他季度。已预填姓名而没有填写内容的行不会导入。",
)
_QUARTERS = "一二三四"

OF_KIND = {
	"line": "填写文字，一行。",
	"text": "填写文字，可分行（Alt+回车）。",
	"name": "只写一个人的姓名；同名的加身份证号后四位，如 张三（1234）。",
	"person": "只写一个人的姓名；同名的加身份证号后四位，如 张三（1234）。",
	"mentions": "写姓名，用顿号分开；说明写在姓名后的括号里，如 李四（出差）。",
	"code": "按文本填写，不要写成数字。",
	"id_number": "按文本填写18位；打码的号码不导入。",
	"check": "写“是”或打“√”；不是的留空或写“否”。",
	"count": "写整数，如 12 或 12人。",
	"hours": "写小时数，如 2、1.5小时、90分钟。",
	"days": "写天数，如 3 或 3天。",
	"money": "写金额，如 120 或 120元。",
	"month": "写月份，如 3 或 3月。",
	"half_year": "写“上半年”或“下半年”。",
	"date": "写日期，如 3月14日、2025-03-14、2025.3.14。",
	"dates": "写日期，多个用顿号分开，如 3月12日、6月20日。",
	"month_or_date": "写日期，如 2010-07-01；只记得年月的写 2010.7，按1日登记。",
	"term_start": "写日期，如 2024-03-01 或 2024.3。",
	"term_end": "写日期，如 2027-02-28 或 2027.2，按月末登记。",
	"votes": "写票数，如 赞成12、反对0、弃权1，或 12/0/1。",
	"times": "写时间，如 14:00-15:40 或 下午2点-4点。",
	"dues_paid": "写金额；按应交足额交的可打“√”，未交留空，免交写“免交”。",
	"dues_paid_on": "写日期，如 3月15日 或 15日。",
}
"""What may stand in a column of a kind."""

_NO_MEMBERS = ("member_name", "contact_name", "raised_by")
"""Columns of names in which people stand who are not on the roster (yet)."""

_LONGEST_LIST = 255
"""Characters of a list that Excel takes."""

_NUMBERS = ("count", "hours", "days", "money")


@dataclass(frozen=True)
class Filling:
	"""What a workbook for a branch has in it: by key of a sheet its rows, as values by column, and the branch's groups.

	`mark` is the sentence that goes with personal data.
	"""

	rows: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
	groups: Sequence[str] = ()
	mark: str = ""


def build_template(
	branch: str | None = None,
	year: int | None = None,
	quarter: int | None = None,
	filling: Filling | None = None,
) -> bytes:
	"""Return the workbook as the content of an .xlsx file; branch, year and quarter (1 to 4), where given, stand in the titles.

	A quarter's book has its months alone. `filling` is what stands in the rows; without it they are empty.
	"""
	filling = filling or Filling()
	book = new_book()
	for sheet in layout.SHEETS:
		columns = [column for column in sheet.columns if _belongs(column, quarter)]
		table = add_sheet(book, sheet, title_of(sheet, branch, year, quarter), columns)
		headings = range(_first_heading(sheet), table.max_row + 1)
		_add_notes(table, columns, headings)
		_add_people(table, columns, filling.groups)
		_add_limits(table, sheet, columns, year, quarter)
		write_row(table, example_of(columns), columns, _EXAMPLE)
		for row in filling.rows.get(sheet.key, ()):
			write_row(table, [row.get(column.key) for column in columns], columns)
		for _row in range(EMPTY_ROWS):
			write_row(table, [None] * len(columns), columns)
		table.print_title_rows = f"{headings[0]}:{headings[-1]}"
		_protect(table, sheet, columns, headings[-1])
	if filling.mark:
		_mark(book, filling.mark)
	return content_of(book)


def _mark(book: Workbook, mark: str) -> None:
	"""Say on each page who has taken the workbook out, and that it holds personal data."""
	_help_line(book[HELP_TITLE], "导出标记", mark)
	book.properties.description = mark
	for table in book:
		table.oddFooter.left.text = mark.replace("&", "&&")


def _belongs(column: Column, quarter: int | None) -> bool:
	"""Whether the template has a column: one that others stand in for it has not, nor months outside of its quarter."""
	if column.alternative:
		return False
	month = int(column.group.removesuffix("月")) if column.group.endswith("月") else None
	return quarter is None or month is None or month in months_of(quarter)


def months_of(quarter: int | None) -> range:
	"""Return the months of a quarter, those of the year without one."""
	return range(1, 13) if quarter is None else range(3 * quarter - 2, 3 * quarter + 1)


def title_of(sheet: Sheet, branch: str | None, year: int | None, quarter: int | None = None) -> str:
	"""Return the title above a table, from which an import takes branch, year and quarter."""
	period = f"{year or '　　'}" + (f"　第{_QUARTERS[quarter - 1]}季度" if quarter else "")
	parts = [f"党组织：{branch or '　' * 12}", f"年度：{period}", sheet.title]
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
	table.freeze_panes = f"{get_column_letter(min(3, len(columns)))}{table.max_row + 1}"
	table.page_setup.orientation = "landscape"
	table.page_setup.paperSize = _A4
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
		_offer(table, number, choice)


def _offer(table: Worksheet, number: int, validation: DataValidation) -> None:
	letter = get_column_letter(number)
	validation.add(f"{letter}{table.max_row + 1}:{letter}{table.max_row + LISTED_ROWS}")
	table.add_data_validation(validation)


def _first_heading(sheet: Sheet) -> int:
	return _FACTS_ROW + 1 if sheet.title_fields else _FACTS_ROW


def _add_notes(table: Worksheet, columns: Sequence[Column], headings: range) -> None:
	"""Say at each heading what may stand below it."""
	for number, column in enumerate(columns, start=1):
		lines = [
			"必填。" if column.required else "",
			OF_KIND.get(column.kind, "") if not column.choices or column.kind == "line" else "",
			"可填：" + "、".join(words[0] for words in column.choices.values()) if column.choices else "",
			"由系统计算，不导入。" if column.kind == "ignored" else "",
			column.hint,
			f"例：{column.example}" if column.example else "",
		]
		text = "\n".join(line for line in lines if line)
		if text:
			comment = Comment(text, "party_affairs", width=260, height=24 + 22 * text.count("\n") + 20)
			table.cell(headings[-1] if column.group else headings[0], number).comment = comment


def _add_people(table: Worksheet, columns: Sequence[Column], groups: Sequence[str]) -> None:
	"""Offer the names of the roster, and the groups. Other words are not refused: 全体党员, a namesake's number."""
	names = _names_of_roster()
	for number, column in enumerate(columns, start=1):
		if column.kind in ("name", "person") and column.key not in _NO_MEMBERS:
			formula = names
		elif column.key == "party_group" and groups:
			formula = f'"{",".join(groups)}"'
		else:
			continue
		if len(formula) <= _LONGEST_LIST:
			choice = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=False)
			_offer(table, number, choice)


def _names_of_roster() -> str:
	"""The cells below the example row of the roster in which its names stand."""
	roster = layout.ROSTER
	place = [column.key for column in roster.columns if not column.alternative].index("member_name") + 1
	letter, first = get_column_letter(place), _first_heading(roster) + 2
	return f"'{roster.title}'!${letter}${first}:${letter}${first + LISTED_ROWS}"


def _add_limits(
	table: Worksheet, sheet: Sheet, columns: Sequence[Column], year: int | None, quarter: int | None
) -> None:
	"""Refuse numbers below zero, and days outside of the year where the import would; words are judged by the import."""
	first_row = table.max_row + 1
	for number, column in enumerate(columns, start=1):
		cell = f"{get_column_letter(number)}{first_row}"
		if column.kind in _NUMBERS:
			formula, error = f"OR(ISTEXT({cell}),{cell}>=0)", "请填写不小于零的数。"
		elif year and column.key == sheet.day:
			first, last = (f"DATE({day.year},{day.month},{day.day})" for day in _days(year, quarter))
			formula = f"OR(ISTEXT({cell}),AND({cell}>={first},{cell}<={last}))"
			error = f"本工作簿只填{_days(year, quarter)[0]}至{_days(year, quarter)[1]}的日期。"
		else:
			continue
		_offer(
			table,
			number,
			DataValidation(
				type="custom", formula1=formula, allow_blank=True, showErrorMessage=True, error=error
			),
		)


def _days(year: int, quarter: int | None) -> tuple[date, date]:
	period = period_of("quarter" if quarter else "year", date(int(year), 3 * (quarter or 1), 1))
	return period.start, period.end


def _protect(table: Worksheet, sheet: Sheet, columns: Sequence[Column], last_heading: int) -> None:
	"""Keep the headings from being written over; the cells below stay open, rows and widths as well. No password."""
	for number in range(1, len(columns) + 1):
		table.column_dimensions[get_column_letter(number)].protection = _UNLOCKED
	for rows in table.iter_rows(min_row=last_heading + 1):
		for cell in rows:
			cell.protection = _UNLOCKED
	if _first_heading(sheet) > _FACTS_ROW:
		table.cell(_FACTS_ROW, 1).protection = _UNLOCKED
	for allowed in (
		"formatCells",
		"formatColumns",
		"formatRows",
		"insertRows",
		"deleteRows",
		"sort",
		"autoFilter",
	):
		setattr(table.protection, allowed, False)
	table.protection.enable()


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
		elif isinstance(value, date):
			cell.number_format = "yyyy-mm-dd"


def content_of(book: Workbook) -> bytes:
	"""Return a workbook as the content of a file."""
	buffer = io.BytesIO()
	book.save(buffer)
	return buffer.getvalue()
