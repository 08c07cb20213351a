"""A sheet of members from another system: its rows read by the headings and code tables of a format. Knows nothing of the site."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from party_affairs.importing.headings import spellings
from party_affairs.importing.layout import choices
from party_affairs.importing.normalise import (
	is_empty,
	is_masked,
	parse_check,
	parse_choice,
	parse_code,
	parse_date,
	parse_education,
	parse_id_number,
	parse_line,
	parse_person_name,
)
from party_affairs.importing.problems import CellError, WorkbookError, file_problem
from party_affairs.importing.source import Grid, Unreadable, cell_text, open_book
from party_affairs.rules.errors import RuleError
from party_affairs.rules.members.exchange import Column, Field, Theirs
from party_affairs.rules.members.exchange_matching import Person
from party_affairs.rules.members.membership import birth_date_of_id_number
from party_affairs.rules.message import Message

MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_ROWS = 3000
_HEADER_WITHIN_ROWS = 20
_CODES = ("mobile", "licence_no")
_OF_ONE_PERSON = frozenset(
	("member_name", "id_number", "birth_date", "mobile", "email", "address", "licence_no")
)
_MERGED = Message(
	"The cell is merged with one above, so whose value it holds is not known. Divide the cell and fill in each row."
)
_CHOICES = {
	"gender": choices.GENDERS,
	"education": choices.EDUCATION,
	"stage": choices.STAGES,
	"status": choices.STATUSES,
	"licence_type": choices.LICENCE_TYPES,
}


@dataclass(frozen=True)
class SheetRow:
	"""A row about one person: its number in the file, who it is, and its cells by the label of our field."""

	number: int
	person: Person
	cells: Mapping[str, Theirs]


@dataclass
class MemberSheet:
	"""A sheet that was read. `lacking` are headings of the format that it does not have, `unknown` headings that the format does not name."""

	rows: list[SheetRow] = field(default_factory=list)
	lacking: list[str] = field(default_factory=list)
	unknown: list[str] = field(default_factory=list)
	hidden: int = 0
	"""Rows that are hidden, and are read all the same."""


def read(content: bytes, file_name: str, columns: Sequence[Column]) -> MemberSheet:
	"""Return the rows of a file (.xlsx, .xls or .csv) by the `columns` of a format.

	Raises WorkbookError if it cannot be read, is too long, or has no row with the headings of the format.
	"""
	if len(content) > MAX_FILE_BYTES:
		raise _too_long()
	book = open_book(content, file_name)
	for grid in book.sheets:
		if grid.hidden:
			continue
		if header := _find_header(grid, columns):
			if grid.beyond or grid.last_row - header[0] > MAX_ROWS:
				raise _too_long()
			return _read(grid, *header, columns, book.epoch)
	raise WorkbookError(
		file_problem(
			"No row with the headings of this format was found in the first {rows} rows. It needs columns such as {titles}.",
			rows=_HEADER_WITHIN_ROWS,
			titles=tuple(column.heading for column in columns[:4]),
		)
	)


def _too_long() -> WorkbookError:
	return WorkbookError(
		file_problem(
			"The sheet is too long: at most {rows} rows are compared at once. Divide it by Party branch.",
			rows=MAX_ROWS,
		)
	)


def _find_header(grid: Grid, columns: Sequence[Column]) -> tuple[int, dict[int, Column]] | None:
	"""Return the row that has the full name and another heading of the format, and the columns by number."""
	index = {spelling: column for column in columns for spelling in spellings(column.heading)[:1]}
	loose = {spelling: column for column in columns for spelling in spellings(column.heading)[1:]}
	for row in range(1, min(grid.last_row, _HEADER_WITHIN_ROWS) + 1):
		found: dict[int, Column] = {}
		for number, title in grid.written(row):
			words = spellings(cell_text(title))
			column = next(
				(places[word] for places in (index, loose) for word in words if word in places), None
			)
			if column and column not in found.values():
				found[number] = column
		if len(found) > 1 and any(column.field.label == "Full Name" for column in found.values()):
			return row, found
	return None


def _read(
	grid: Grid, header_row: int, found: dict[int, Column], columns: Sequence[Column], epoch: datetime
) -> MemberSheet:
	here = list(found.values())
	sheet = MemberSheet(
		lacking=[column.heading for column in columns if column not in here and column.field.is_compared],
		unknown=[cell_text(title) for number, title in grid.written(header_row) if number not in found],
	)
	for row in range(header_row + 1, grid.last_row + 1):
		cells = {
			column.field.label: _cell_of_row(grid, row, number, column, epoch)
			for number, column in found.items()
		}
		name = cells["Full Name"]
		is_told = name.value or (name.problem is _MERGED and any(cell.value for cell in cells.values()))
		if not is_told or name.shown == next(c.heading for c in here if c.field.label == "Full Name"):
			continue
		sheet.hidden += row in grid.hidden_rows
		sheet.rows.append(SheetRow(row, _person(row, cells), cells))
	return sheet


def _person(row: int, cells: Mapping[str, Theirs]) -> Person:
	number = cells.get("ID Number", Theirs()).value
	born = cells.get("Date of Birth", Theirs())
	return Person(
		row,
		cells["Full Name"].value or "",
		number,
		born.value if born.value and born.exact else _born(number),
	)


def _born(number: str | None):
	try:
		return birth_date_of_id_number(number) if number else None
	except RuleError:
		return None


def _cell_of_row(grid: Grid, row: int, number: int, column: Column, epoch: datetime) -> Theirs:
	"""What several people may share holds for each row of a merged cell; a name or a telephone is one person's alone."""
	cell = _cell(grid.data(row, number), column, epoch)
	if cell.value and column.field.fieldname in _OF_ONE_PERSON and grid.merged_range(row, number)[0] < row:
		return Theirs(cell.shown, problem=_MERGED)
	return cell


def _cell(value: Any, column: Column, epoch: datetime) -> Theirs:
	shown = cell_text(value) if value is not None else ""
	if is_empty(value):
		return Theirs()
	if isinstance(value, Unreadable):
		return Theirs(shown, problem=value.reason)
	try:
		return _parsed(value, shown, column, epoch)
	except RuleError as error:
		return Theirs(shown, problem=error.message)


def _parsed(value: Any, shown: str, column: Column, epoch: datetime) -> Theirs:
	found = column.field
	if is_masked(value):
		raise CellError("The value is hidden in part. Ask the other system for a sheet with whole values.")
	if found.is_day:
		day = parse_date(value, month_is_enough=True, epoch=epoch)
		return Theirs(shown, day and day.day, day.exact if day else True)
	if column.table and (row := column.table.read(parse_line(value) or "")):
		return Theirs(shown, _of_words(found, row.words))
	if column.table and not found.choice:
		raise CellError(
			"The code table {table} does not have this value. Add it there.", table=column.table.title
		)
	return Theirs(shown, _PARSERS.get(found.fieldname or "", parse_line)(value))


def _of_words(found: Field, words: Sequence[str]) -> Any:
	"""Return the value of ours that the words of a code table stand for."""
	if found.fieldname == "is_partner":
		return parse_check(words[0])
	if not found.choice:
		return words[0]
	for word in words:
		try:
			return parse_choice(word, _CHOICES[found.choice])
		except CellError:
			continue
	raise CellError("The words of the code table for it are none of ours: {words}.", words=tuple(words))


def _choice(name: str) -> Callable[[Any], Any]:
	return lambda value: parse_choice(value, _CHOICES[name], name)


_PARSERS: Mapping[str, Callable[[Any], Any]] = {
	"member_name": parse_person_name,
	"id_number": parse_id_number,
	"is_partner": parse_check,
	**{name: parse_code for name in _CODES},
	**{name: _choice(name) for name in _CHOICES},
	"education": parse_education,
}
