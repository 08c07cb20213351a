"""One row: the values of its columns, or what is wrong with them; and who stands in it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

from party_affairs.importing import normalise
from party_affairs.importing.layout.table import Choices, Column
from party_affairs.importing.problems import CellError, Problem
from party_affairs.importing.wording import Words, guide_words
from party_affairs.importing.workbook import Merged, Row, SheetData, Unreadable, cell_text
from party_affairs.rules.message import Message

LONGEST_LINE = 140
"""Characters that a field of one line holds."""

_EMPTY = "Please fill in this cell."
_NAMES = ("name", "person", "contact", "one_person", "mentions", "attendance")
_LISTS_OF_NAMES = ("members", "lawyers", "convened_by")
_ABOUT = {"present": "there", "absent": "absent", "guests": "guest"}
"""What the lists of people at a meeting are about."""

_SECRET_TEXTS = ("family",)
"""Texts in which a single asterisk is a mask and no bullet."""


@dataclass(frozen=True)
class Setting:
	"""What a cell is read against: the year of the workbook, from when Excel counts its days, and the words of its branch."""

	year: int
	epoch: datetime
	words: Words = field(default_factory=guide_words)


@dataclass
class Record:
	"""A row that was read. `values` holds a value for each column that the sheet has, None for an empty cell.

	`serial` finds the record again when its other cells were corrected. A `broken` row has a problem already; one that
	`waits` names somebody whose own row has a problem (or `waits_for` something else), so it cannot be judged and is no
	fault itself.
	"""

	sheet: SheetData
	row: Row
	serial: str
	values: dict[str, Any] = field(default_factory=dict)
	problems: list[Problem] = field(default_factory=list)
	notes: list[Problem] = field(default_factory=list)
	waits: bool = False
	waits_for: Message | None = None
	masked: set[str] = field(default_factory=set)
	"""Columns whose cell holds something masked: `values` has nothing for them, so nothing is written over."""

	shared: list[tuple[normalise.Payment, tuple[int, ...]]] = field(default_factory=list)
	"""Payments written into one cell for several months."""

	@property
	def broken(self) -> bool:
		return bool(self.problems)

	@property
	def ready(self) -> bool:
		return not (self.broken or self.waits)

	@property
	def says_nothing(self) -> bool:
		"""Whether nothing is said of it but that cells are masked."""
		masked = {self.title(key) for key in self.masked}
		return self.ready and all(note.column in masked for note in self.notes)

	def has(self, key: str) -> bool:
		"""Whether the sheet has the column."""
		return key in self.values

	def get(self, key: str) -> Any:
		"""Return a column's value, None for an empty cell and for a column that the sheet does not have."""
		return self.values.get(key)

	def refused(self, key: str) -> bool:
		"""Whether the cell of a column has a problem already."""
		title = self.title(key)
		return any(problem.column == title for problem in self.problems)

	def refuse(self, key: str, template: str, **values: Any) -> None:
		"""Record that the cell of a column cannot stand; of one that was refused it is not said as well that it is empty."""
		if template == _EMPTY and self.refused(key):
			return
		self.problems.append(self.about(key, Message(template, **values)))

	def note(self, key: str, template: str, **values: Any) -> None:
		"""Record something about a cell that the reader should know."""
		self.notes.append(self.about(key, Message(template, **values)))

	def refused_by_document(self, reason: str, month: int | None = None) -> None:
		"""Record that the document made from the row was refused, with the document's own sentence.

		A document names its fields, and most columns are called like theirs; where none is named, the row is shown by
		what it is known by. One of a month of dues has nothing to do with the columns of the others.
		"""
		filled = [
			key
			for key, value in self.row.cells.items()
			if not normalise.is_empty(value) and _is_of(key, month)
		]
		titles = {self.sheet.layout.column(key).title: key for key in filled}
		named = [title for title in titles if title in reason]
		if named:
			key = titles[max(named, key=len)]
			column = self.title(key)
		else:
			own = f"paid_{month}"
			key = next((key for key in (own, *self.sheet.layout.anchors) if key in filled), "")
			column = self.title(key) if key == own else ""
		sheet, number, _title = self.row.place(key, self.sheet.name, column)
		self.problems.append(Problem(sheet, number, column, self._shown(key), reason))

	def about(self, key: str, reason: Message) -> Problem:
		sheet, number, title = self.row.place(key, self.sheet.name, self._title(key))
		return Problem(sheet, number, title, self._shown(key), reason)

	def choices(self, key: str) -> Choices:
		"""Return the words of a column in which one of a few things is chosen."""
		return self.sheet.layout.column(key).choices

	def title(self, key: str) -> str:
		"""Return the heading of a column as the sheet has it, else as the template has it."""
		return self.row.place(key, self.sheet.name, self._title(key))[2]

	def _title(self, key: str) -> str:
		return self.sheet.headings.get(key) or self.sheet.layout.column(key).title

	def _shown(self, key: str) -> str:
		"""Return what stands in a cell, nothing of personal texts: a list of problems is read by more people than they are."""
		said = self.sheet.layout.personal and key and self.sheet.layout.column(key).kind == "text"
		return "" if said else cell_text(self.row.cells.get(key))


def read_records(sheet: SheetData, setting: Setting) -> list[Record]:
	"""Return the records of a sheet, each with its values or its problems."""
	records = []
	seen: set[str] = set()
	for position, row in enumerate(sheet.rows, start=1):
		serial = _serial(sheet, row, position)
		# A number given twice (or merged down over continued rows) recognises only its first row.
		record = Record(sheet, row, serial if serial not in seen else f"{serial}+{position}")
		seen.add(serial)
		for key, value in row.cells.items():
			if key != "serial":
				_read(record, sheet.layout.column(key), value, setting)
		records.append(record)
	return records


def read_facts(sheet: SheetData, setting: Setting) -> Record:
	"""Return what stands above the table as a record of the header row."""
	record = Record(sheet, Row(sheet.header_row, dict(sheet.facts)), "")
	for key, value in sheet.facts.items():
		_read(record, sheet.layout.column(key), value, setting)
	return record


def _serial(sheet: SheetData, row: Row, position: int) -> str:
	"""Return the number in the first column; without one the row's position, marked where other rows have numbers."""
	value = row.cells.get("serial")
	if not normalise.is_empty(value) and not isinstance(value, Unreadable):
		return normalise.parse_text(value)
	return f"+{position}" if "serial" in sheet.headings else str(position)


def _read(record: Record, column: Column, value: Any, setting: Setting) -> None:
	"""Read a cell into the record. What is masked says nothing: it is noted and left out, and names are refused."""
	if isinstance(value, Merged):
		value = _merged(record, column, value, setting)
	if not _is_masked(record, column, value):
		record.values[column.key] = _parse(record, column, value, setting)
		return
	record.masked.add(column.key)
	if column.required or column.kind in _NAMES or column.key in _LISTS_OF_NAMES:
		record.values[column.key] = None
		record.refuse(column.key, "This is masked. Write it in full here.")
	else:
		record.note(column.key, "This is masked and says nothing: what is stored stays as it is.")


def _is_masked(record: Record, column: Column, value: Any) -> bool:
	"""Whether a cell is masked; long texts and the records of the year have asterisks and crosses of their own."""
	prose = {
		"check": True,
		"text": column.key not in _SECRET_TEXTS,
		"line": not record.sheet.layout.register,
	}
	return normalise.is_masked(value, prose.get(column.kind, False))


def _merged(record: Record, column: Column, cell: Merged, setting: Setting) -> Any:
	"""Return the value of a sum that stands in a merged range, if it is certain whose it is and for which month."""
	months = tuple(month_of(key) for key in cell.keys if is_paid(key))
	if column.kind == "dues_paid" and (len(months) > 1 or cell.rows > 1):
		try:
			payment = normalise.parse_payment(
				cell.value, year=setting.year, month=months[0], epoch=setting.epoch
			)
		except CellError as error:
			record.problems.append(record.about(column.key, error.message))
			return None
		if payment and payment.amount and cell.rows > 1:
			record.refuse(
				column.key,
				"This sum stands in one cell for {rows} rows. Write into each row what that member paid.",
				rows=cell.rows,
			)
		elif payment and len(months) > 1:
			record.shared.append((payment, months))
		else:
			return cell.value
		return None
	if column.kind == "money" and len(cell.keys) > 1:
		record.refuse(
			column.key,
			"This sum stands in one cell for {count} columns. Write it into each of them.",
			count=len(cell.keys),
		)
		return None
	return cell.value


def is_paid(key: str) -> bool:
	"""Whether a column of the dues sheet holds what was paid for a month."""
	return key.startswith("paid_") and not key.startswith("paid_on_")


def _parse(record: Record, column: Column, value: Any, setting: Setting) -> Any:
	if isinstance(value, Unreadable):
		record.problems.append(record.about(column.key, value.reason))
		return None
	try:
		parsed = PARSERS[column.kind](record, column, value, setting)
	except CellError as error:
		record.problems.append(record.about(column.key, error.message))
		return None
	if column.required and (parsed is None or parsed == ""):
		record.refuse(column.key, _EMPTY)
	return parsed


def _education(record: Record, column: Column, value: Any, setting: Setting) -> str | None:
	"""An education that is not understood is no reason to refuse a row: the field stays as it is, and the reader is told."""
	choices = setting.words.choices(record.sheet.layout.key, column)
	if choices is not column.choices:
		for key, words in choices.items():
			if normalise.key_text(value) in map(normalise.key_text, words):
				return key
	try:
		return normalise.parse_education(value, column.choices)
	except CellError:
		record.note(
			column.key,
			"This education is not understood and was left out. Known are: {words}.",
			words=tuple(next(iter(words)) for words in column.choices.values()),
		)
		return None


def _line(record: Record, column: Column, value: Any, setting: Setting) -> str | None:
	text = normalise.parse_line(value)
	if text and len(text) > LONGEST_LINE:
		if _stands_in(record, column.key):
			return text[: LONGEST_LINE - 1] + "…"
		raise CellError(
			"At most {most} characters fit here; this is {found}.", most=LONGEST_LINE, found=len(text)
		)
	return text


def _stands_in(record: Record, key: str) -> bool:
	"""Whether the cells of another column are read in place of this one."""
	substitute = record.sheet.layout.stand_ins.get(key)
	return substitute is not None and record.sheet.headings.get(key) == record.sheet.headings.get(substitute)


def _date(record: Record, column: Column, value: Any, setting: Setting) -> date | None:
	day = normalise.parse_date(value, year=setting.year, epoch=setting.epoch)
	return day.day if day else None


def _month_or_date(record: Record, column: Column, value: Any, setting: Setting) -> date | None:
	return _noted(record, column, normalise.parse_date(value, month_is_enough=True, epoch=setting.epoch))


def _term_start(record: Record, column: Column, value: Any, setting: Setting) -> date | None:
	return _noted(record, column, normalise.parse_term(value, epoch=setting.epoch)[0])


def _term_end(record: Record, column: Column, value: Any, setting: Setting) -> date | None:
	start, end = normalise.parse_term(value, epoch=setting.epoch)
	alone = not _stands_in(record, column.key)
	return _noted(record, column, normalise.last_of_month(start) if alone and end is None else end)


def _noted(record: Record, column: Column, day: normalise.Day | None) -> date | None:
	if day and not day.exact:
		record.note(column.key, "Only the month is given; {day} was taken.", day=day.day.isoformat())
	return day.day if day else None


def _times(record: Record, column: Column, value: Any, setting: Setting) -> tuple[time | None, time | None]:
	return normalise.parse_times(value)


def _dues_paid(record: Record, column: Column, value: Any, setting: Setting) -> normalise.Payment | None:
	return normalise.parse_payment(value, year=setting.year, month=month_of(column.key), epoch=setting.epoch)


def _dues_paid_on(record: Record, column: Column, value: Any, setting: Setting) -> date | None:
	day = normalise.parse_date(value, year=setting.year, month=month_of(column.key), epoch=setting.epoch)
	return day.day if day else None


def month_of(key: str) -> int:
	"""Return the month of a column of the dues sheet, such as 3 of `paid_on_3`."""
	return int(key.rpartition("_")[2])


def _is_of(key: str, month: int | None) -> bool:
	"""Whether a column is one of a month, or of none."""
	number = key.rpartition("_")[2]
	return month is None or not number.isdecimal() or int(number) == month


def _simple(parse: Callable[[Any], Any]) -> Callable[[Record, Column, Any, Setting], Any]:
	return lambda record, column, value, setting: parse(value)


PARSERS: dict[str, Callable[[Record, Column, Any, Setting], Any]] = {
	"line": _line,
	"text": _simple(normalise.parse_text),
	"name": _simple(normalise.parse_name),
	"person": _simple(normalise.parse_person_name),
	"contact": _simple(normalise.parse_contact_name),
	"day_of_month": _simple(normalise.parse_day_of_month),
	"mentions": _simple(normalise.parse_mentions),
	"attendance": lambda record, column, value, setting: normalise.parse_attendance(
		value, _ABOUT[column.key]
	),
	"code": _simple(normalise.parse_code),
	"id_number": _simple(normalise.parse_id_number),
	"one_person": _simple(normalise.parse_one),
	"half_year": lambda record, column, value, setting: normalise.parse_half_year(value, year=setting.year),
	"days": _simple(normalise.parse_days),
	"check": _simple(normalise.parse_check),
	"count": _simple(normalise.parse_count),
	"hours": _simple(normalise.parse_hours),
	"money": _simple(normalise.parse_money),
	"choice": lambda record, column, value, setting: normalise.parse_choice(
		value, setting.words.choices(record.sheet.layout.key, column), column.key
	),
	"education": _education,
	"month": lambda record, column, value, setting: normalise.parse_month(value, year=setting.year),
	"date": _date,
	"dates": lambda record, column, value, setting: normalise.parse_dates(
		value, year=setting.year, epoch=setting.epoch
	),
	"month_or_date": _month_or_date,
	"term_start": _term_start,
	"term_end": _term_end,
	"votes": _simple(normalise.parse_votes),
	"times": _times,
	"dues_paid": _dues_paid,
	"dues_paid_on": _dues_paid_on,
}


def combine(day: date | None, clock: time | None) -> datetime | None:
	"""Return day and time of day as one, None if there is no day or no time."""
	return datetime.combine(day, clock) if day and clock else None
