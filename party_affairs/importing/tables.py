"""One table of a sheet: which column is read as what, which rows are records, and what of it nobody understands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any, Literal

from party_affairs.importing.footers import Footers
from party_affairs.importing.headings import bare, heading, is_period, month_of
from party_affairs.importing.layout.table import Column, Sheet
from party_affairs.importing.normalise import key_text, parse_choice
from party_affairs.importing.problems import CellError, Problem
from party_affairs.importing.recognise import Header, Recognised, recognise
from party_affairs.importing.sheet_data import Row, SheetData, YearWorkbook
from party_affairs.importing.source import Grid, Merged, Unreadable, cell_text
from party_affairs.importing.titles import read_titles
from party_affairs.importing.wording import COMPUTED, NOT_KEPT, Words
from party_affairs.rules.message import Message

Answer = Literal["ask", "read", "leave_out"]
"""What is done with what is hidden in a sheet: asked about, read, or left out."""

SUMS = frozenset({"money", "dues_paid"})
DATES = frozenset({"date", "dates", "month_or_date", "dues_paid_on", "term_start", "term_end"})
_PEOPLE_AND_VOTES = frozenset({"name", "person", "contact", "one_person", "mentions", "attendance", "votes"})
_NUMBERS_OF_THINGS = 10_000_000
"""Whole numbers from here on are telephone and account numbers, not sums."""
_DATE_TEXT = re.compile(
	r"(?:19|20)\d{2}[年./-]\d{1,2}(?:[月./-]\d{1,2}[日号]?|月份?)?|\d{1,2}月\d{1,2}[日号]?|(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:[0-3]\d)?"
)
_SUM_TEXT = re.compile(r"[¥$]?-?\d[\d,]*(?:\.\d+)?元?")
_SAID_TO_BE_MONEY = re.compile(r"[¥$元]")
_DAY_HEADING = re.compile(r"日期|时间|年月")
_MONEY_HEADING = re.compile(r"费|金|款|元|薪|资(?!料|格)|收入|基数|捐|价")
_EXAMPLE_TITLES = 4


@dataclass(frozen=True)
class Options:
	"""How a workbook is read: the words, and what is done with hidden rows and columns."""

	words: Words
	hidden_rows: Answer = "ask"
	hidden_columns: Answer = "ask"


@dataclass
class _Table:
	"""A table in the making: its recognised header, the rows that may hold records, and those that do."""

	found: Recognised
	name: str
	first_row: int
	title_rows: list[int] = field(default_factory=list)
	rows: list[int] = field(default_factory=list)

	@property
	def sheet(self) -> Sheet:
		return self.found.sheet

	@property
	def header(self) -> Header:
		return self.found.header

	@cached_property
	def read(self) -> dict[int, Column]:
		"""The columns that are read, by number."""
		return {
			number: column
			for number, column in self.header.columns.items()
			if column is not None and column not in (NOT_KEPT, COMPUTED)
		}


def read_tables(grid: Grid, first: Recognised, options: Options, book: YearWorkbook) -> list[SheetData]:
	"""Return the tables of a sheet, mostly one; problems and notes go into `book`."""
	found = []
	for table in _divide(grid, first, options.words, book):
		data = SheetData(table.sheet, grid.name, table.header.last_row, {}, dict(table.header.titles))
		_map_columns(grid, table, data, options, book)
		read_titles(grid, range(table.first_row, table.header.first_row), data, book)
		for row in table.title_rows:
			read_titles(grid, range(row, row + 1), data, book)
		book.years.extend((grid.name, year) for year in sorted(table.header.years))
		_read_rows(grid, table, data)
		book.titles[grid.name] = {**data.titles, **book.titles.get(grid.name, {})}
		found.append(data)
	return found


# --- which rows are records --------------------------------------------------------------------------------------------


def _divide(grid: Grid, first: Recognised, words: Words, book: YearWorkbook) -> list[_Table]:
	"""Return the tables below one another, each with the rows of its records."""
	footers = Footers(words)
	tables = [_Table(first, grid.name, 1)]
	row = first.header.last_row + 1
	last_record = 0
	below_records = False
	while row <= grid.last_row:
		table = tables[-1]
		cells = dict(grid.written(row))
		if table.rows or row > table.header.last_row + 1:
			below = _header_at(grid, row, cells, table, words)
			if below is not None and _same_places(below, table.found):
				row = below.header.last_row + 1
				continue
			if below is not None:
				_note_second_table(grid, below, book)
				tables.append(_Table(below, grid.name, last_record + 1))
				row = below.header.last_row + 1
				continue
		kind = _kind_of(grid, row, cells, table, footers)
		if kind != "record":
			below_records = below_records or (kind == "footer" and bool(table.rows))
		elif below_records and footers.goes_on(cells.values()):
			kind = "footer"
		else:
			below_records = False
		if kind == "record":
			table.rows.append(row)
			last_record = row
		elif kind == "title":
			table.title_rows.append(row)
			if not _says_whose(grid, row):
				_note_title(grid, row, cells, book)
		row += 1
	return tables


def _header_at(grid: Grid, row: int, cells: dict[int, Any], table: _Table, words: Words) -> Recognised | None:
	"""Return the header that begins in a row, None if there is none; asked only of rows that look like one."""
	texts = [value for value in cells.values() if isinstance(value, str)]
	if len(texts) < 2 or not any(words.is_anchor(text) for text in texts) or _holds_a_choice(cells, table):
		return None
	found = recognise(grid, words, row, 1, alone=False)
	return found if isinstance(found, Recognised) else None


def _holds_a_choice(cells: dict[int, Any], table: _Table) -> bool:
	"""Whether a row has an entry where the table has a column of choices: 党员(预备) is a stage there and no heading."""
	for number, column in table.read.items():
		if column.kind == "choice" and number in cells:
			try:
				parse_choice(cells[number], column.choices, column.key)
			except CellError:
				continue
			return True
	return False


def _same_places(below: Recognised, above: Recognised) -> bool:
	"""Whether a header is the one above, repeated on the next page."""
	return below.sheet.key == above.sheet.key and all(
		column is None or above.header.columns.get(number) == column
		for number, column in below.header.columns.items()
	)


def _note_second_table(grid: Grid, below: Recognised, book: YearWorkbook) -> None:
	reason = Message("A second table begins here; it was read as {sheet}.", sheet=below.sheet.title)
	book.notes.append(Problem(grid.name, below.header.first_row, "", "", reason))


def _note_title(grid: Grid, row: int, cells: dict[int, Any], book: YearWorkbook) -> None:
	reason = Message("This row was taken for a title within the table and left out.")
	book.notes.append(Problem(grid.name, row, "", cell_text(next(iter(cells.values()))), reason))


def _says_whose(grid: Grid, row: int) -> bool:
	text = "".join(str(value) for _number, value in grid.written(row))
	return bool(re.search(r"年度|支部|(?:19|20)\d{2}年", text))


def _kind_of(
	grid: Grid, row: int, cells: dict[int, Any], table: _Table, footers: Footers
) -> Literal["record", "title", "footer", ""]:
	"""Return what a row is: a record, a title across the table, a sum or signature, or nothing that need be told of."""
	read = table.read
	if not cells and all(grid.data(row, number) is None for number in read):
		return ""
	complete = _is_complete(grid, row, table)
	if cells:
		first_number, first = next(iter(cells.items()))
		below = table.read.get(first_number)
		if below is not None and ":" not in key_text(first) and bare(first) in _words_of(below):
			# 组织委员 begins a row of signatures, and one of the list of posts.
			return "record"
		if footers.is_one(first, complete) or footers.is_signed_by_several(cells.values()):
			return "footer"
		at_the_edge = below is None or below.key in table.sheet.anchors or first_number == min(table.read)
		if not complete and at_the_edge and footers.is_note(cells.values()):
			return "footer"
		if footers.is_day_alone(cells.values()) and not _is_day_column(below):
			return "footer"
		if len(cells) == 1 and _spans(grid, row, first_number) and not complete:
			return "title"
	anchors = [number for number, column in read.items() if column.key in table.sheet.anchors]
	if any(footers.is_sum(grid.own(row, number)) for number in anchors):
		return "footer"
	filled = [number for number, column in read.items() if column.key != "serial" and number in cells]
	if not filled:
		return ""
	return "" if _repeats_headings(grid, row, anchors, table) else "record"


def _words_of(column: Column) -> frozenset[str]:
	"""The entries of a column in which one of a few things is chosen, for comparing."""
	return frozenset(bare(word) for words in column.choices.values() for word in words)


def _is_day_column(column: Column | None) -> bool:
	return column is not None and column.kind in DATES | {"times"}


def _is_complete(grid: Grid, row: int, table: _Table) -> bool:
	"""Whether a row fills all columns by which its sheet is known."""
	filled = {
		column.key
		for number, column in table.header.columns.items()
		if column and grid.data(row, number) is not None
	}
	needed = [
		table.sheet.stand_ins.get(key, key) if key not in table.header.keys else key
		for key in table.sheet.anchors
	]
	return len(filled & {*needed}) == len({*needed}) and len(filled - {"serial"}) > 1


def _spans(grid: Grid, row: int, number: int) -> bool:
	"""Whether a cell reaches across most of the table."""
	_top, left, _bottom, right = grid.merged_range(row, number)
	return right - left + 1 >= max(2, (grid.last_column + 1) // 2)


def _repeats_headings(grid: Grid, row: int, anchors: list[int], table: _Table) -> bool:
	titles = {number: heading(table.header.titles[number].split()[-1]) for number in anchors}
	return bool(titles) and all(
		heading(grid.own(row, number) or "") == title for number, title in titles.items()
	)


# --- which column is what ----------------------------------------------------------------------------------------------


def _map_columns(grid: Grid, table: _Table, data: SheetData, options: Options, book: YearWorkbook) -> None:
	"""Settle which column of the sheet is read for which key. What nobody understands is asked about or told of."""
	for number, column in table.header.columns.items():
		contents = [value for row in table.rows if (value := grid.data(row, number)) is not None]
		if column is None:
			_unknown_column(grid, number, contents, table, book)
		elif column is NOT_KEPT:
			if contents:
				_tell(book.notes, table, number, Message("This column is known, but not brought in."))
		elif column is COMPUTED or column.kind == "ignored":
			continue
		elif number in grid.hidden_columns and options.hidden_columns != "read":
			_hidden_column(column, number, contents, table, options, book)
		else:
			_place(grid, number, column, table, data, book)
	for key, substitute in data.layout.stand_ins.items():
		if key not in data.places and substitute in data.places:
			data.places[key] = data.places[substitute]
			data.headings[key] = data.headings[substitute]
	for key, value in table.found.implied.items():
		data.headings[key] = data.layout.column(key).title
		reason = Message(
			"{column} was taken from the title or tab: {value}.", column=data.headings[key], value=value
		)
		book.notes.append(Problem(data.name, None, "", "", reason))
	for column in data.layout.columns:
		if column.required and column.key not in data.headings:
			book.problems.append(
				Problem(data.name, data.header_row, column.title, "", Message("This column is missing."))
			)


def _tell(told: list[Problem], table: _Table, number: int, reason: Message) -> None:
	title = table.header.titles[number]
	told.append(
		Problem(
			table.name, table.header.last_row, title, "", reason, sheet_key=table.sheet.key, heading=title
		)
	)


def _unknown_column(grid: Grid, number: int, contents: list[Any], table: _Table, book: YearWorkbook) -> None:
	title = table.header.titles[number]
	in_dues = any(column.kind in SUMS for column in table.sheet.columns)
	if in_dues and contents and _speaks_of_months(title):
		reason = Message(
			"It is not understood what this column says of which month. Give each month a column of its own, such as 1月, or 1月 with 应交金额, 实交金额, 交纳日期 below it."
		)
		_tell(book.problems, table, number, reason)
	elif holds_dates(contents) or (_DAY_HEADING.search(title) and holds_sums(contents, title, True)):
		_tell(book.problems, table, number, _not_understood(table.sheet, DATES))
	elif holds_sums(contents, title, in_dues):
		_tell(book.problems, table, number, _not_understood(table.sheet, SUMS))
	elif _is_a_day(title):
		reason = Message(
			"A day stands as heading here. Who came on which day is read from 组织生活, one row a meeting; this column was left out."
		)
		_tell(book.notes, table, number, reason)
	else:
		_tell(book.notes, table, number, Message("This column is not known and was left out."))


def _not_understood(sheet: Sheet, kinds: frozenset[str]) -> Message:
	titles = _titles_of(sheet, kinds)
	if kinds is DATES:
		return Message(
			"This column of dates is not understood. Call it by a heading that is known, such as {titles}, or delete it.",
			titles=titles,
		)
	if titles:
		return Message(
			"This column of sums is not understood. Call it by a heading that is known, such as {titles}, or delete it.",
			titles=titles,
		)
	return Message(
		"This column of sums is not understood, and {sheet} keeps no sums. Delete it.", sheet=sheet.title
	)


def _speaks_of_months(title: str) -> bool:
	return is_period(title) or any(month_of(part) for part in title.split())


def _is_a_day(title: str) -> bool:
	return bool(_DATE_TEXT.fullmatch(key_text(title))) or bool(re.fullmatch(r"\d{4}-\d{2}-\d{2}.*", title))


def _titles_of(sheet: Sheet, kinds: frozenset[str]) -> tuple[str, ...]:
	titles = [f"{column.group}{column.title}" for column in sheet.columns if column.kind in kinds]
	return tuple(titles[:_EXAMPLE_TITLES])


def _hidden_column(
	column: Column, number: int, contents: list[Any], table: _Table, options: Options, book: YearWorkbook
) -> None:
	decisive = column.kind in SUMS | DATES and bool(contents)
	if decisive and options.hidden_columns == "ask":
		reason = Message(
			"This column is hidden and holds sums or dates. Show it in Excel if it is to be read, or delete it."
		)
		_tell(book.problems, table, number, reason)
	else:
		_tell(book.notes, table, number, Message("This column is hidden and was left out."))


def _place(
	grid: Grid, number: int, column: Column, table: _Table, data: SheetData, book: YearWorkbook
) -> None:
	title = table.header.titles[number]
	if column.key not in data.places:
		data.places[column.key] = number
		data.headings[column.key] = title
		return
	other = data.places[column.key]
	if heading(title) == heading(data.headings[column.key]):
		_tell(book.problems, table, number, Message("This column is there twice. Delete or rename one."))
		return
	if column.kind in SUMS | DATES | _PEOPLE_AND_VOTES and any(
		grid.data(row, number) != grid.data(row, other) for row in table.rows
	):
		reason = Message(
			"This column and {title} would both be read as {column}, and they differ. Delete or rename one.",
			title=data.headings[column.key],
			column=f"{column.group}{column.title}",
		)
		_tell(book.problems, table, number, reason)
		return
	_choose(number, column, title, table, data, book)


def _choose(
	number: int, column: Column, title: str, table: _Table, data: SheetData, book: YearWorkbook
) -> None:
	"""Of two headings for the same, such as 工作单位 and 执业机构, read the one that the template uses, or the first."""
	left_out, kept = number, data.headings[column.key]
	if heading(title) == heading(column.title):
		left_out, kept = data.places[column.key], title
		data.places[column.key], data.headings[column.key] = number, title
	_tell(
		book.notes, table, left_out, Message("This column was left out, since {title} is read.", title=kept)
	)


def holds_dates(contents: list[Any]) -> bool:
	"""Whether at least half of a column's cells are dates."""
	dates = sum(
		isinstance(value, date) or (isinstance(value, str) and bool(_DATE_TEXT.fullmatch(key_text(value))))
		for value in contents
	)
	return bool(contents) and dates * 2 >= len(contents)


def holds_sums(contents: list[Any], title: str, in_dues: bool) -> bool:
	"""Whether at least half of a column's cells are sums of money: any figures in a table of dues, elsewhere by heading or sign."""
	if not contents or _counts_on(contents):
		return False
	by_heading = in_dues or bool(_MONEY_HEADING.search(title))
	sums = sum(_is_sum(value, by_heading) for value in contents)
	return sums * 2 >= len(contents)


def _is_sum(value: Any, by_heading: bool) -> bool:
	if isinstance(value, bool):
		return False
	if isinstance(value, int | float | Decimal):
		return by_heading and not (float(value).is_integer() and abs(value) >= _NUMBERS_OF_THINGS)
	if not isinstance(value, str) or not _SUM_TEXT.fullmatch(key_text(value)):
		return False
	if len(re.sub(r"\D", "", value)) >= len(str(_NUMBERS_OF_THINGS)) and "." not in value:
		return False
	return by_heading or bool(_SAID_TO_BE_MONEY.search(key_text(value)))


def _counts_on(contents: list[Any]) -> bool:
	"""Whether a column only numbers its rows."""
	return (
		len(contents) > 1 and contents == list(range(contents[0], contents[0] + len(contents)))
		if all(isinstance(value, int) and not isinstance(value, bool) for value in contents)
		else False
	)


# --- the rows ----------------------------------------------------------------------------------------------------------


def _read_rows(grid: Grid, table: _Table, data: SheetData) -> None:
	for number in table.rows:
		row = Row(number, {**table.found.implied, **_cells_of_row(grid, number, data)})
		filled = {key for key, value in row.cells.items() if key != "serial" and value is not None}
		(data.unfilled if filled <= set(data.layout.given) else data.rows).append(row)


def _cells_of_row(grid: Grid, number: int, data: SheetData) -> dict[str, Any]:
	"""Return the values of a row by column key; a cell that stands for several columns or rows says so where that matters."""
	cells = {key: grid.data(number, place) for key, place in data.places.items()}
	for key, place in data.places.items():
		top, left, bottom, right = grid.merged_range(number, place)
		if (top, left) == (bottom, right) or cells[key] is None:
			continue
		kind = data.layout.column(key).kind
		beside = [
			k for k, p in data.places.items() if left <= p <= right and data.layout.column(k).kind == kind
		]
		if kind in SUMS:
			if len(beside) > 1 or bottom > top:
				cells[key] = Merged(cells[key], tuple(beside), bottom - top + 1)
		elif kind in DATES | _PEOPLE_AND_VOTES and right > left and len({data.places[k] for k in beside}) > 1:
			titles = tuple(data.headings[k] for k in beside)
			reason = Message(
				"This cell is merged across {titles}. Enter what belongs to each of them.", titles=titles
			)
			cells[key] = Unreadable(cell_text(cells[key]), reason)
	return cells


def hidden_records(grid: Grid, data: SheetData) -> Iterator[Row]:
	"""Yield the records that stand in hidden rows of their sheet."""
	for row in data.rows:
		if row.number in grid.hidden_rows:
			yield row
