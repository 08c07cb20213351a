"""The statement of an account: from the bytes of a bank's, WeChat's or Alipay's file to the lines of money that came in.

The header row is searched by the words of `guide/dues/statement_columns.json`, below whatever preface the service writes.
Knows nothing of the site.
"""

import csv
import hashlib
import io
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, Protocol

from openpyxl.utils.datetime import WINDOWS_EPOCH

from party_affairs.guide.dues.statements import words
from party_affairs.importing.normalise import (
	is_empty,
	key_text,
	parse_date,
	parse_line,
	parse_name,
	parse_signed_money,
)
from party_affairs.importing.problems import CellError, Problem, WorkbookError, file_problem
from party_affairs.importing.rows import LONGEST_LINE
from party_affairs.importing.source import Unreadable, cell_text, kinds, open_book
from party_affairs.importing.workbook import heading
from party_affairs.rules.dues import twins
from party_affairs.rules.message import Message

ENDINGS = (".xlsx", ".xls", ".csv")
MAX_FILE_BYTES = 20 * 1024 * 1024
MAX_ROWS = 3000
HEADER_WITHIN_ROWS = 40
LONGEST_NOTE = 500

_ENCODINGS = ("utf-8-sig", "gb18030")
_UTF_16_MARKS = (b"\xff\xfe", b"\xfe\xff")
_DELIMITERS = (",", "\t", ";")
_RUN_TOGETHER = re.compile(r"(\d{8})\s*(\d{2})(\d{2})(\d{2})")
_CLOCK = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\.\d+)?")
_CLOCK_RUN_TOGETHER = re.compile(r"([01]\d|2[0-3])([0-5]\d)([0-5]\d)")
_SUM = re.compile(r"[¥￥+-]*\d[\d,]*(?:\.\d{1,2})?元?")
_KEPT_AS_TEXT = re.compile(r'=\s*"([^"]*)"')
"""How a bank keeps Excel from turning a text into a number; a `'` before it says the same."""


@dataclass(frozen=True)
class StatementLine:
	"""Money that came in. `row` is its number in the file; `key` is the same for the same line in another file.

	`paid_at` is the time of day (`10:01` or `10:01:02`), where the file has one.
	"""

	row: int
	paid_on: date
	amount: Decimal
	payer: str | None = None
	note: str = ""
	transaction_no: str = ""
	refund: bool = False
	key: str = ""
	paid_at: str = ""


@dataclass
class Statement:
	"""A statement that was read. With any of `problems` it is refused; `left_out` counts lines of money that went out."""

	lines: list[StatementLine] = field(default_factory=list)
	left_out: int = 0
	problems: list[Problem] = field(default_factory=list)


class _Cells(Protocol):
	last_row: int
	last_column: int
	hidden_rows: frozenset[int]

	def own(self, row: int, column: int) -> Any: ...


class _TextCells:
	"""The cells of a text file, numbered from 1 as those of a sheet are."""

	def __init__(self, rows: list[list[str]]) -> None:
		self._rows = rows
		self.last_row = len(rows)
		self.last_column = max(map(len, rows), default=0)
		self.hidden_rows = frozenset()

	def own(self, row: int, column: int) -> str | None:
		cells = self._rows[row - 1]
		return cells[column - 1].strip() if column <= len(cells) else None


def read(content: bytes, file_name: str, today: date) -> Statement:
	"""Return the statement in a file (.xlsx, .xls or .csv); a line dated after `today` is a problem.

	Raises WorkbookError if it cannot be read at all or no header row is found. What is wrong with single rows is
	collected in `problems`.
	"""
	if len(content) > MAX_FILE_BYTES:
		raise _too_long()
	name = file_name.lower()
	if not name.endswith(ENDINGS):
		raise WorkbookError(
			file_problem(
				"The statement must be a file of the kind {endings}. Export it anew.", endings=ENDINGS
			)
		)
	epoch = WINDOWS_EPOCH
	# What banks call .xls is often a text with tabs, and what people call .csv a workbook.
	if name.endswith(".xlsx") or content.startswith((kinds.OLE, kinds.ZIP)):
		cells, places, epoch = _of_workbook(content)
	elif reason := kinds.of_bytes(content):
		raise WorkbookError(reason)
	else:
		cells, places = _of_text(content)
	return _Reader(cells, places, epoch, today).statement()


def _too_long() -> WorkbookError:
	return WorkbookError(
		file_problem(
			"The statement is too long: at most {rows} rows. Export a shorter period.", rows=MAX_ROWS
		)
	)


# --- the file --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Places:
	"""Where the header row stands, the columns of each kind, and what they are headed."""

	header_row: int
	columns: dict[str, list[int]]
	titles: dict[int, str]
	unknown: dict[int, str]


def _of_workbook(content: bytes) -> tuple[_Cells, _Places, datetime]:
	book = open_book(content)
	for cells in book.sheets:
		if cells.hidden:
			continue
		if cells.beyond or cells.last_row > MAX_ROWS:
			raise _too_long()
		if places := _find_header(cells):
			return cells, places, book.epoch
	raise _no_header()


def _of_text(content: bytes) -> tuple[_Cells, _Places]:
	text = _decoded(content)
	for delimiter in _DELIMITERS:
		try:
			rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
		except csv.Error:
			continue
		if len(rows) > MAX_ROWS:
			raise _too_long()
		cells = _TextCells(rows)
		if places := _find_header(cells):
			return cells, places
	raise _no_header()


def _decoded(content: bytes) -> str:
	encodings = ("utf-16",) if content.startswith(_UTF_16_MARKS) else _ENCODINGS
	for encoding in encodings:
		try:
			return content.decode(encoding)
		except UnicodeDecodeError:
			continue
	raise WorkbookError(
		file_problem("The characters of the file cannot be read. Open it in Excel and save it as .xlsx.")
	)


def _find_header(cells: _Cells) -> _Places | None:
	"""The header row names a day, a sum, and who paid or what for."""
	index = {heading(word): key for key, headings in words().columns.items() for word in headings}
	for row in range(1, min(cells.last_row, HEADER_WITHIN_ROWS) + 1):
		columns: dict[str, list[int]] = {}
		titles, unknown = {}, {}
		for number in range(1, cells.last_column + 1):
			title = cells.own(row, number)
			key = None if is_empty(title) else index.get(heading(title))
			if key and (key not in columns or key in words().joined):
				columns.setdefault(key, []).append(number)
				titles[number] = parse_line(title)
			elif not is_empty(title):
				unknown[number] = parse_line(cell_text(title))
		if (
			"paid_on" in columns
			and columns.keys() & {"credit", "amount"}
			and columns.keys() & {"payer", "note"}
		):
			return _Places(row, columns, titles, unknown)
	return None


def _no_header() -> WorkbookError:
	known = words().columns
	examples = tuple(known[key][0] for key in ("paid_on", "payer", "credit"))
	return WorkbookError(
		file_problem(
			"No header row was found in the first {rows} rows. It needs columns such as {titles}.",
			rows=HEADER_WITHIN_ROWS,
			titles=examples,
		)
	)


# --- the lines -------------------------------------------------------------------------------------------------------


class _NoIncome(Exception):
	"""A line of money that went out, or only from one pocket into the other."""


class _Reader:
	def __init__(self, cells: _Cells, places: _Places, epoch: datetime, today: date) -> None:
		self._cells = cells
		self._places = places
		self._epoch = epoch
		self._today = today
		self._problems: list[Problem] = []

	def statement(self) -> Statement:
		lines, left_out = [], 0
		rows = range(self._places.header_row + 1, self._cells.last_row + 1)
		rows = [row for row in rows if not self._is_no_line(row)]
		self._ask_about_hidden(rows)
		self._ask_about_sums(rows)
		for row in rows:
			before = len(self._problems)
			try:
				line = self._line(row)
			except _NoIncome:
				left_out += 1
				# Of what went out nothing is brought in, so nothing of it need be read.
				del self._problems[before:]
				continue
			if len(self._problems) == before:
				lines.append(line)
		return Statement(_numbered(lines), left_out, self._problems)

	def _ask_about_hidden(self, rows: list[int]) -> None:
		"""Rows that a filter hides are neither read nor left out in silence."""
		for row in rows:
			if row in self._cells.hidden_rows:
				reason = Message(
					"This row is hidden, perhaps by a filter. Show it, or delete it if it does not count."
				)
				self._problems.append(Problem("", row, "", "", reason))

	def _ask_about_sums(self, rows: list[int]) -> None:
		"""A column of money that nobody knows may be the one that counts."""
		for number, title in self._places.unknown.items():
			cells = [self._cells.own(row, number) for row in rows]
			filled = [_unprotected(cell) for cell in cells if not is_empty(cell)]
			if _may_be_sums(title, filled):
				reason = Message(
					"This column seems to hold money, and is not known. Call it {credit} or {debit}, or delete it if it does not count.",
					credit=words().columns["credit"][0],
					debit=words().columns["debit"][0],
				)
				self._problems.append(Problem("", self._places.header_row, title, "", reason))

	def _is_no_line(self, row: int) -> bool:
		"""Empty rows, sums, notes below the table, and the header row repeated on the next page."""
		first = next((v for v in self._row_values(row) if not is_empty(v)), None)
		if first is None or key_text(first).startswith(words().footers):
			return True
		if not any(self._value(row, key) is not None for key in ("credit", "debit", "amount")):
			return is_empty(self._value(row, "paid_on")) or not re.search(
				r"\d", str(self._value(row, "paid_on"))
			)
		return heading(self._value(row, "paid_on") or "") in map(heading, words().columns["paid_on"])

	def _row_values(self, row: int) -> Iterator[Any]:
		return (
			_unprotected(self._cells.own(row, number)) for number in range(1, self._cells.last_column + 1)
		)

	def _value(self, row: int, key: str) -> Any:
		"""The first filled cell of a column's kind, None if there is none."""
		return next(self._values(row, key), None)

	def _values(self, row: int, key: str) -> Iterator[Any]:
		"""The filled cells of a column's kind; of days those first that name more than a time."""
		values = (_unprotected(self._cells.own(row, number)) for number in self._places.columns.get(key, ()))
		filled = [value for value in values if not is_empty(value)]
		if key == "paid_on":
			filled.sort(key=_is_time_alone)
		return iter(filled)

	def _line(self, row: int) -> StatementLine:
		amount = self._amount(row)
		note = self._note(row)
		state = parse_line(self._text(row, "state")) or ""
		refund = (amount is not None and amount < 0) or any(word in note + state for word in words().refunds)
		refund = refund or bool(self._parsed(row, "refunded", parse_signed_money))
		return StatementLine(
			row=row,
			paid_on=self._day(row),
			amount=amount,
			payer=(parse_name(self._text(row, "payer")) or "")[:LONGEST_LINE] or None,
			note=note[:LONGEST_NOTE],
			transaction_no=_number_text(self._value(row, "transaction_no"))[:LONGEST_LINE],
			refund=refund,
			paid_at=self._time(row),
		)

	def _amount(self, row: int) -> Decimal | None:
		"""The sum that came in; below zero where a column of income takes something back."""
		credit = self._parsed(row, "credit", parse_signed_money)
		if credit:
			return credit
		if "credit" in self._places.columns and self._value(row, "debit") is not None:
			raise _NoIncome
		comes_in = self._comes_in(row)
		amount = self._parsed(row, "amount", parse_signed_money)
		if comes_in is False or (comes_in is None and amount is not None and amount < 0):
			raise _NoIncome
		if amount == 0 or credit == 0:
			raise _NoIncome
		kind = "credit" if "credit" in self._places.columns else "amount"
		if amount is None and self._value(row, "credit") is None and self._value(row, "amount") is None:
			self.refuse(row, kind, "The sum is missing.")
		return amount

	def _comes_in(self, row: int) -> bool | None:
		"""What the column of the direction says, None where there is none."""
		if "direction" not in self._places.columns:
			return None
		value = self._value(row, "direction")
		text = "" if value is None else key_text(cell_text(value))
		if text in words().income:
			return True
		if text in words().expense | words().neither:
			return False
		self.refuse(row, "direction", "Neither income nor expense: write 收入 or 支出.")
		return True

	def _day(self, row: int) -> date | None:
		day = self._parsed(row, "paid_on", self._read_day)
		if day is None:
			if not is_empty(self._value(row, "paid_on")):
				return None
			self.refuse(row, "paid_on", "The day is missing.")
		elif day > self._today:
			self.refuse(row, "paid_on", "This day lies in the future.")
		return day

	def _read_day(self, value: Any) -> date | None:
		run_together = _RUN_TOGETHER.fullmatch(value.strip()) if isinstance(value, str) else None
		if isinstance(value, float):
			value = int(value)  # the part behind the point is the time of day
		day = parse_date(run_together[1] if run_together else value, epoch=self._epoch)
		return day.day if day else None

	def _time(self, row: int) -> str:
		return next(filter(None, map(_time_of_day, self._values(row, "paid_on"))), "")

	def _note(self, row: int) -> str:
		texts = [
			text
			for number in self._places.columns.get("note", ())
			if (text := _without_prefix(parse_line(_as_text(_unprotected(self._cells.own(row, number))))))
		]
		return " ".join(dict.fromkeys(texts))

	def _text(self, row: int, key: str) -> str | None:
		return _as_text(self._value(row, key))

	def _parsed(self, row: int, key: str, parse) -> Any:
		value = self._value(row, key)
		if isinstance(value, Unreadable):
			self._problem(row, key, value.reason)
			return None
		try:
			return parse(value)
		except CellError as error:
			self._problem(row, key, error.message)
			return None

	def refuse(self, row: int, key: str, reason: str) -> None:
		self._problem(row, key, Message(reason))

	def _problem(self, row: int, key: str, reason: Message) -> None:
		number = self._places.columns[key][0]
		value = cell_text(self._value(row, key))
		self._problems.append(Problem("", row, self._places.titles[number], value, reason))


def _as_text(value: Any) -> str | None:
	return None if value is None else cell_text(value) if isinstance(value, Unreadable) else value


def _without_prefix(note: str | None) -> str:
	note = (note or "").replace("：", ":")
	prefix = next((prefix for prefix in words().note_prefixes if note.startswith(prefix)), "")
	return note.removeprefix(prefix).strip()


def _may_be_sums(title: str, values: list[Any]) -> bool:
	plain = key_text(title)
	if any(word in plain for word in words().no_sums):
		return False
	numbers = [value for value in values if _SUM.fullmatch(key_text(cell_text(value)))]
	if any(word in plain for word in words().sums):
		return bool(numbers)
	with_cents = [value for value in numbers if "." in cell_text(value)]
	return bool(with_cents) and len(numbers) == len(values)


def _unprotected(value: Any) -> Any:
	"""A cell without what keeps Excel from reading it: `="20250315"` and `'20250315` are 20250315."""
	text = value.content if isinstance(value, Unreadable) else value
	if not isinstance(text, str):
		return value
	if kept := _KEPT_AS_TEXT.fullmatch(text.strip()):
		return kept[1]
	return value if isinstance(value, Unreadable) else value.strip().lstrip("'`")


def _is_time_alone(value: Any) -> bool:
	if isinstance(value, str):
		return bool(_CLOCK.fullmatch(value.strip()) or _CLOCK_RUN_TOGETHER.fullmatch(value.strip()))
	return isinstance(value, (time, timedelta)) or (isinstance(value, float) and 0 <= value < 1)


def _time_of_day(value: Any) -> str:
	"""The time that a cell of a day names, to the second where it is written so; midnight sharp is a day without a time."""
	if isinstance(value, timedelta):
		value = value.total_seconds() / 86400
	if isinstance(value, float):
		seconds = round(value % 1 * 86400)
		value = time(seconds // 3600 % 24, seconds // 60 % 60, seconds % 60)
	if isinstance(value, (datetime, time)):
		text = f"{value:%H:%M:%S}"
	elif isinstance(value, str):
		found = _RUN_TOGETHER.fullmatch(value.strip())
		parts = found.groups()[1:] if found else _clock_in(value.strip())
		text = ":".join(f"{int(part):02}" for part in parts if part) if parts else ""
	else:
		return ""
	return "" if not text or not text.strip("0:") or int(text[:2]) > 23 else text


def _clock_in(text: str) -> tuple[str | None, ...]:
	alone = _CLOCK_RUN_TOGETHER.fullmatch(text)
	found = alone or _CLOCK.search(text)
	return found.groups() if found else ()


def _number_text(value: Any) -> str:
	"""A transaction number as written; one that a cell holds as a number beyond its exact digits shows that it is damaged."""
	if isinstance(value, float) and abs(value) >= 10**twins.EXACT_DIGITS:
		return f"{value:.{twins.EXACT_DIGITS - 1}E}"
	return (parse_line(_as_text(value)) or "").strip("'`")


def _numbered(lines: list[StatementLine]) -> list[StatementLine]:
	"""Give each line its key. Equal lines of one file are told apart by their order, which another file keeps.

	A damaged transaction number is none: it would be another one in the file that was not opened in Excel.
	"""
	seen: Counter[tuple] = Counter()
	keyed = []
	for line in lines:
		number = line.transaction_no if twins.sound_number(line.transaction_no) else ""
		content = (
			line.paid_on.isoformat(),
			str(line.amount),
			line.payer or "",
			number or key_text(line.note),
		)
		if line.refund and line.amount > 0:
			content = (*content, "refund")
		seen[content] += 1
		text = "|".join((*content, str(seen[content])))
		keyed.append(replace(line, key=hashlib.sha256(text.encode()).hexdigest()[:40]))
	return keyed
