"""Which sheet is what: the headings tell, the title row and the tab help. What stays uncertain is asked about by name."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import lru_cache
from typing import Any

from party_affairs.importing.headings import (
	MonthHeading,
	bare,
	heading,
	is_period,
	is_several_months,
	likenesses,
	month_of,
	settle_tens,
)
from party_affairs.importing.layout.choices import MEETING_KINDS, SERVICES
from party_affairs.importing.layout.table import Choices, Column, Sheet
from party_affairs.importing.normalise import is_empty, key_text, parse_line, parse_month
from party_affairs.importing.problems import CellError
from party_affairs.importing.source import Grid, cell_text
from party_affairs.importing.wording import COMPUTED, NOT_KEPT, Words
from party_affairs.rules.message import Message

HEADER_WITHIN_ROWS = 25
HEADER_ROWS = 3
_LONGEST_HEADING = 60
_BY_TITLE, _BY_TAB = 3, 2
_CLEARLY_MORE = 2
_LOOKS_LIKE = 3
"""Columns of a known form by which a sheet is told of as that form, though it lacks one that is needed."""
_ROWS_LOOKED_AT = 20
_CELLS_OF_A_TITLE = 6
_YEARS_BEGIN = 1900
_IMPLIED = {
	"meetings": ("kind", re.compile(r"..+")),
	"roster": ("stage", re.compile(r".*(?:预备|正式|发展对象|积极分子|申请人).*")),
}
"""Columns of which title or tab may say for all rows what stands in them, and by which words: 党员花名册 says no stage."""


@dataclass(frozen=True)
class Header:
	"""Header rows, and by column number what is read there (None if nobody knows) and what it is headed.

	`years` are those that headings of months name.
	"""

	first_row: int
	last_row: int
	columns: dict[int, Column | None]
	titles: dict[int, str]
	years: frozenset[int] = frozenset()

	@property
	def keys(self) -> frozenset[str]:
		"""The keys of the columns that are read."""
		return frozenset(
			column.key for column in self.columns.values() if column and column not in (NOT_KEPT, COMPUTED)
		)


@dataclass(frozen=True)
class Recognised:
	"""A table of which it is known what it is. `implied` is what title or tab say in place of a column that is not there."""

	sheet: Sheet
	header: Header
	implied: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Unsure:
	"""A sheet that cannot be read, and why."""

	reason: Message
	row: int | None = None


@dataclass
class _Candidate:
	sheet: Sheet
	header: Header
	weight: int = field(default=0)


def recognise(
	grid: Grid, words: Words, first_row: int = 1, within: int = HEADER_WITHIN_ROWS, *, alone: bool = True
) -> Recognised | Unsure | None:
	"""Return what the table is whose header stands within so many rows from `first_row`; None if it is none that is known.

	Without `alone`, for a table below another one, nothing is said of what merely resembles a known one.
	"""
	rows = range(first_row, min(grid.last_row, first_row + within - 1) + 1)
	seen = _Headings(grid, words)
	by_tab = words.sheets_named(grid.name)
	candidates = _candidates(seen, words, rows, by_tab)
	mostly_known = [candidate for candidate in candidates if _is_mostly_known(candidate.header)]
	candidates = mostly_known or (candidates if alone else [])
	if candidates:
		# What begins below the first header is another table.
		end = min(candidate.header.last_row for candidate in candidates)
		candidates = [candidate for candidate in candidates if candidate.header.first_row <= end]
	above = min((candidate.header.first_row for candidate in candidates), default=first_row + 6)
	by_title = _named_above(grid, words, first_row, above)
	if not candidates:
		return _nearly(seen, words, rows, by_title, by_tab) if alone else None
	for candidate in candidates:
		key = candidate.sheet.key
		candidate.weight = (
			len(_telling_keys(candidate.header)) + _BY_TITLE * (key in by_title) + _BY_TAB * (key in by_tab)
		)
	return _choose(grid, candidates, {*by_title, *by_tab})


def _candidates(seen: "_Headings", words: Words, rows: range, by_tab: list[str]) -> list[_Candidate]:
	"""Return the sheets whose header stands in `rows`, but for those that only begin below the first one that is mostly known.

	What the tab names is looked for first: where it is found, no other sheet is looked for in the records below.
	"""
	found: dict[str, _Candidate] = {}
	end = rows.stop
	for sheet in sorted(words.sheets, key=lambda sheet: sheet.key not in by_tab):
		if header := _find_header(seen, sheet, rows, end):
			found[sheet.key] = _Candidate(sheet, header)
			if _is_mostly_known(header):
				end = min(end, header.last_row)
	return [found[sheet.key] for sheet in words.sheets if sheet.key in found]


def _is_mostly_known(header: Header) -> bool:
	"""Whether nearly all headings are known, as they are in a header row and not in a record that looks like one."""
	known = sum(column is not None for column in header.columns.values())
	return known > 1 and known * 3 >= len(header.columns) * 2


def _choose(grid: Grid, candidates: list[_Candidate], hinted: set[str]) -> Recognised | Unsure:
	candidates.sort(key=lambda candidate: -candidate.weight)
	best, *others = candidates
	rivals = [best, *(other for other in others if best.weight - other.weight < _CLEARLY_MORE)]
	if len(rivals) > 1:
		fitting = [rival for rival in rivals if _contents_fit(grid, rival)]
		rivals = fitting or rivals
	if len(rivals) > 1:
		named = [rival for rival in rivals if rival.sheet.key in hinted]
		rivals = named or rivals
	if len(rivals) > 1:
		return Unsure(
			Message(
				"It cannot be told whether this sheet is {titles}. Write which one it is into the row above the table.",
				titles=tuple(rival.sheet.title for rival in rivals),
			)
		)
	found = rivals[0]
	if found.sheet.key == "dues" and found.sheet.key not in hinted and not _shows_money(grid, found.header):
		return Unsure(
			Message(
				"It cannot be told whether the ticks in this sheet mean dues or something else. Write what it is into the row above the table."
			)
		)
	return Recognised(found.sheet, found.header)


def _telling_keys(header: Header) -> frozenset[str]:
	return header.keys - {"serial", "remarks"}


# --- titles ----------------------------------------------------------------------------------------------------------


def _named_above(grid: Grid, words: Words, first_row: int, header_row: int) -> list[str]:
	"""Return the keys that the rows above the header name; of several rows the first that names one decides."""
	for row in range(first_row, min(header_row, grid.last_row + 1)):
		cells = list(grid.written(row))
		if len(cells) > _CELLS_OF_A_TITLE:
			return []
		for _number, value in cells:
			if isinstance(value, str) and (found := words.sheets_named(value)):
				return found
	return []


# --- header rows -----------------------------------------------------------------------------------------------------


class _Headings:
	"""The texts of a grid as headings: what stands in a column from one row to another, top to bottom."""

	def __init__(self, grid: Grid, words: Words) -> None:
		self.grid = grid
		self.words = words
		self._months: dict[int, dict[int, MonthHeading]] = {}
		self._written: dict[int, dict[int, Any]] = {}
		self._words: dict[int, frozenset[str]] = {}
		self._joined: dict[int, frozenset[str]] = {}

	def written(self, row: int) -> dict[int, Any]:
		"""Return the filled cells of a row by column."""
		if row not in self._written:
			self._written[row] = dict(self.grid.written(row))
		return self._written[row]

	def words_in(self, row: int) -> frozenset[str]:
		"""Return what the texts of a row could be looked up as."""
		if row not in self._words:
			texts = [value for value in self.written(row).values() if isinstance(value, str)]
			found = [likenesses(text) for text in texts if len(text) <= _LONGEST_HEADING]
			self._words[row] = frozenset().union(*found)
		return self._words[row]

	def joined_in(self, row: int) -> frozenset[str]:
		"""Return the headings of a row joined to those above them, such as 联系对象 and 姓名."""
		if row not in self._joined:
			self._joined[row] = frozenset(
				bare(above) + bare(value)
				for number, value in self.written(row).items()
				if isinstance(value, str)
				and isinstance(above := self.grid.spread(row - 1, number), str)
				and len(above) + len(value) <= _LONGEST_HEADING
			)
		return self._joined[row]

	def is_heading_row(self, row: int) -> bool:
		"""Whether a row has the shape of headings: several short texts."""
		cells = self.written(row)
		texts = [value for value in cells.values() if isinstance(value, str)]
		return len(texts) > 1 and sum(len(text) <= _LONGEST_HEADING for text in texts) * 2 > len(texts)

	def months(self, row: int) -> dict[int, MonthHeading]:
		"""Return by column the months that the headings of a row name."""
		if row not in self._months:
			cells = self.written(row)
			found = settle_tens(month_of(value) for value in cells.values())
			months = {number: month for number, month in zip(cells, found, strict=True) if month}
			plain = [number for number in months if _is_plain_number(cells[number])]
			in_order = [months[number].month for number in plain]
			if in_order != sorted(set(in_order)) or len(months) < 2:
				# Sums such as 5, 5, 10 are no months, and the number of a row is none.
				months = {number: month for number, month in months.items() if number not in plain}
			self._months[row] = months
		return self._months[row]

	def reaches_above(self, first: int, header: Header) -> bool:
		"""Whether a heading that is read begins above a row, in cells merged downwards."""
		return any(
			column is not None and self.grid.merged_range(first, number)[0] < first
			for number, column in header.columns.items()
		)

	def parts(self, number: int, first: int, last: int) -> tuple[list["_Part"], bool]:
		"""Return the headings above one another in a column, and whether the lowest one is the column's own."""
		parts: list[_Part] = []
		own = True
		seen = set()
		for row in range(first, last + 1):
			place = self.grid.merged_range(row, number)
			value = self.written(place[0]).get(place[1])
			if value is None or place in seen:
				continue
			seen.add(place)
			parts.append(_Part(value, self.months(place[0]).get(place[1]), place[2]))
			own = place[1] == number
		return parts, own


@dataclass(frozen=True)
class _Part:
	"""A heading above a column, the month that it names, and the last row that it reaches down to."""

	value: Any
	month: MonthHeading | None
	last_row: int


def _is_plain_number(value: Any) -> bool:
	"""Whether a heading is a mere 5, which may be a month and may be a sum."""
	if isinstance(value, int | float):
		return value < _YEARS_BEGIN
	return isinstance(value, str) and key_text(value).isdigit() and int(key_text(value)) < _YEARS_BEGIN


def _find_header(seen: _Headings, sheet: Sheet, rows: range, end: int) -> Header | None:
	"""Return the header rows of a sheet: the first that have all that it is known by, together with groups above.

	None if they begin below the row `end`.
	"""
	found: list[tuple[int, int, int, Header]] = []
	start = None
	for row in rows:
		if row > end if start is None else row > start + HEADER_ROWS - 1:
			break
		for height in range(1, HEADER_ROWS + 1):
			last = row + height - 1
			if last > seen.grid.last_row or not any(
				seen.is_heading_row(number) for number in range(row, last + 1)
			):
				break
			in_window = seen.words_in(row).union(
				*(seen.words_in(number) | seen.joined_in(number) for number in range(row + 1, last + 1))
			)
			if not seen.words.may_be_known_by(sheet, in_window):
				continue
			header = _header_of(seen, sheet, row, last)
			if height > 1 and not _continues(seen, sheet, row, last, header):
				break
			if seen.reaches_above(row, header):
				continue
			if _has_anchors(sheet, header):
				start = row if start is None else start
				found.append((len(header.keys), last, -height, header))
	return max(found, key=lambda entry: entry[:3])[3] if found else None


def _has_anchors(sheet: Sheet, header: Header, without: str = "") -> bool:
	found = {*header.keys, without}
	found |= {key for key, substitute in sheet.stand_ins.items() if substitute in found}
	return found.issuperset(sheet.anchors) and (not sheet.telling or not found.isdisjoint(sheet.telling))


def _continues(seen: _Headings, sheet: Sheet, first: int, last: int, header: Header) -> bool:
	"""Whether the last row goes on with headings, rather than being the first record."""
	written = seen.written(last)
	if not written:
		return False
	known = [number for number in written if header.columns.get(number) is not None]
	if len(known) < 2 and len(known) < len(written):
		return False
	above = _header_of(seen, sheet, first, last - 1)
	for number, value in written.items():
		was = above.columns.get(number)
		if was is not None and was.key in sheet.anchors and not heading_known(seen.words, sheet, value):
			return False
	return len(known) * 2 > len(written)


def heading_known(words: Words, sheet: Sheet, value: Any) -> bool:
	"""Whether a cell is a heading of a sheet."""
	return words.find(sheet, "", value) is not None or words.knows(sheet, value) is not None


def _header_of(seen: _Headings, sheet: Sheet, first: int, last: int) -> Header:
	columns: dict[int, Column | None] = {}
	titles: dict[int, str] = {}
	years: set[int] = set()
	taken: set[str] = set()
	group: list[_Part] = []
	for number in range(1, seen.grid.last_column + 1):
		parts, own = seen.parts(number, first, last)
		if not parts:
			continue
		column = _resolve(seen.words, sheet, parts) if own else None
		if parts[0].last_row < last:
			group = parts[:-1] if parts[-1].last_row >= last else []
		elif seen.grid.merged_range(last, number)[0] < last:
			group = []
		elif group:
			# A group may be written once, above its first column, without merging the cells.
			under = _resolve(seen.words, sheet, [*group, *parts])
			if under and under.group and under.key not in taken:
				column, parts = under, [*group, *parts]
		titles[number] = _title(parts)
		columns[number] = column
		if column:
			taken.add(column.key)
			if column.group:
				years.update(part.month.year for part in parts if part.month and part.month.year)
	return Header(first, last, columns, titles, frozenset(years))


def _title(parts: list[_Part]) -> str:
	return " ".join(dict.fromkeys(_line(part.value) for part in parts)).strip()


@lru_cache(maxsize=4096, typed=True)
def _line(value: Any) -> str:
	return parse_line(cell_text(value)) or ""


def _resolve(words: Words, sheet: Sheet, parts: list[_Part]) -> Column | None:
	"""Return the column that headings above one another name, such as 实交金额 below 1月 below 第一季度."""
	if mapped := words.mapped(sheet, _title(parts)):
		return mapped
	parts = [part for part in parts if heading(part.value)] or parts
	if any(column.group for column in sheet.columns):
		if _of_several_months(words, sheet, parts):
			return None
		place = next((number for number in reversed(range(len(parts))) if parts[number].month), None)
		if place is not None:
			return _of_month(words, sheet, parts, place)
	lowest = parts[-1].value
	if isinstance(lowest, datetime):
		return None
	if len(parts) > 1 and (found := words.find(sheet, "", "".join(bare(part.value) for part in parts[-2:]))):
		return found
	return words.find(sheet, "", lowest) or words.knows(sheet, lowest)


def _of_several_months(words: Words, sheet: Sheet, parts: list[_Part]) -> bool:
	"""Whether the lowest heading stands below a quarter or half-year and names a sum or day: of which month is not said."""
	above = parts[:-1]
	if any(part.month for part in parts) or not any(is_several_months(part.value) for part in above):
		return False
	joined = "".join(bare(part.value) for part in parts[-2:])
	return words.find(sheet, "", joined) is None and words.knows(sheet, joined) is None


def _of_month(words: Words, sheet: Sheet, parts: list[_Part], place: int) -> Column | None:
	month = parts[place].month
	group = f"{month.month}月"
	below = [part.value for part in parts[place + 1 :]]
	if below:
		return words.find(sheet, group, below[-1]) or words.find(
			sheet, group, "".join(bare(value) for value in below)
		)
	if month.rest:
		return words.find(sheet, group, month.rest)
	for part in reversed(parts[:place]):
		if not is_period(part.value) and (found := words.find(sheet, group, part.value)):
			return found
	return words.find(sheet, group, "")


# --- what is not quite a known form ------------------------------------------------------------------------------------


def _nearly(
	seen: _Headings, words: Words, rows: range, by_title: list[str], by_tab: list[str]
) -> Unsure | Recognised | None:
	"""Say what a sheet lacks that is called like a known form or has most of its headings."""
	if seen.grid.is_blank():
		return None
	partial = {sheet.key: _best_row(seen, sheet, rows) for sheet in words.sheets}
	for key in _IMPLIED:
		sheet = next(sheet for sheet in words.sheets if sheet.key == key)
		if found := _implied(seen.grid, words, sheet, partial[key]):
			return found
	hinted = by_title if by_title and partial[by_title[0]] else by_tab or by_title
	if len(hinted) == 1:
		sheet = next(sheet for sheet in words.sheets if sheet.key == hinted[0])
		header = partial[sheet.key]
		if header and set(sheet.anchors) <= header.keys:
			return Recognised(sheet, header)
		if (header and len(_telling_keys(header)) > 1) or words.is_called(seen.grid.name) == hinted:
			return _lacking(sheet, header)
	key, header = max(partial.items(), key=lambda entry: len(_telling_keys(entry[1])) if entry[1] else 0)
	if header is None:
		return None
	known = _telling_keys(header)
	if len(known) >= _LOOKS_LIKE and len(known) * 2 > len(header.columns):
		return _lacking(next(sheet for sheet in words.sheets if sheet.key == key), header)
	return None


def _implied(grid: Grid, words: Words, sheet: Sheet, header: Header | None) -> Recognised | None:
	"""Return a table in which only a column is missing whose entry title or tab names for all rows: 支委会记录, 预备党员名册."""
	key, implying = _IMPLIED[sheet.key]
	if header is None or not _has_anchors(sheet, header, without=key):
		return None
	if not _is_mostly_known(header) or len(_telling_keys(header)) < _LOOKS_LIKE:
		return None
	above = [
		value
		for row in range(1, header.first_row)
		for _number, value in grid.written(row)
		if isinstance(value, str)
	]
	choices = words.choices(sheet.key, sheet.column(key))
	for text in (*above, grid.name):
		if word := _only_word(text, choices, implying):
			return Recognised(sheet, header, {key: word})
	return None


def _only_word(text: str, choices: Choices, implying: re.Pattern) -> str | None:
	"""Return the longest word of a choice that a text holds, None if it holds none or those of several choices."""
	text = bare(text)
	found = {
		word: key
		for key, words in choices.items()
		for word in map(bare, words)
		if word in text and implying.fullmatch(word)
	}
	within = {word for word in found for other in found if word != other and word in other}
	found = {word: key for word, key in found.items() if word not in within}
	return max(found, key=len) if len(set(found.values())) == 1 else None


def _best_row(seen: _Headings, sheet: Sheet, rows: range) -> Header | None:
	"""Return the header rows with most headings of a sheet, of those that lack something."""
	found: list[tuple[int, int, Header]] = []
	for row in rows:
		for last in range(row, min(row + HEADER_ROWS, seen.grid.last_row + 1)):
			if not seen.is_heading_row(row) or not seen.written(last):
				break
			header = _header_of(seen, sheet, row, last)
			if last > row and not _continues(seen, sheet, row, last, header):
				break
			if _telling_keys(header) and not seen.reaches_above(row, header):
				found.append((len(_telling_keys(header)), last - row, header))
	return max(found, key=lambda entry: entry[:2])[2] if found else None


def _lacking(sheet: Sheet, header: Header | None) -> Unsure:
	if header is None or len(_telling_keys(header)) < 2:
		wanted = tuple(sheet.column(key).title for key in sheet.anchors)
		return Unsure(Message("No header row was found. It needs the columns {titles}.", titles=wanted))
	missing = tuple(
		sheet.column(key).title
		for key in sheet.anchors
		if key not in header.keys and sheet.stand_ins.get(key) not in header.keys
	)
	return Unsure(
		Message(
			"This looks like {sheet}, but the header row lacks {titles}. Add the column, or correct its heading.",
			sheet=sheet.title,
			titles=missing,
		),
		header.last_row,
	)


# --- what the cells say ------------------------------------------------------------------------------------------------


def _cells_below(grid: Grid, header: Header, key: str) -> Iterator[Any]:
	number = next((number for number, column in header.columns.items() if column and column.key == key), None)
	if number is None:
		return
	last = min(grid.last_row, header.last_row + _ROWS_LOOKED_AT)
	for row in range(header.last_row + 1, last + 1):
		if not is_empty(value := grid.data(row, number)):
			yield value


def _contents_fit(grid: Grid, candidate: _Candidate) -> bool:
	"""Whether the cells of the column that tells most are what the form has there; forms without one always fit."""
	if candidate.sheet.key == "plan":
		return _mostly(_is_month(value) for value in _cells_below(grid, candidate.header, "month"))
	if candidate.sheet.key == "meetings":
		kinds = tuple(bare(word) for words in MEETING_KINDS.values() for word in words)
		return _mostly(
			any(kind in bare(cell_text(value)) for kind in kinds)
			for value in _cells_below(grid, candidate.header, "kind")
		)
	if candidate.sheet.key == "activities":
		services = tuple(bare(word) for words in SERVICES.values() for word in words)
		return _mostly(
			any(word in bare(cell_text(value)) for word in services)
			for value in _cells_below(grid, candidate.header, "form")
		)
	if candidate.sheet.key == "dues":
		return _shows_money(grid, candidate.header)
	return True


def _is_month(value: Any) -> bool:
	try:
		return not isinstance(value, datetime) and parse_month(value) is not None
	except CellError:
		return False


def _mostly(answers: Iterator[bool]) -> bool:
	found = list(answers)
	return not found or sum(found) * 2 > len(found)


def _shows_money(grid: Grid, header: Header) -> bool:
	"""Whether sums stand in a table of dues, rather than ticks that may mean anything."""
	if {"due", "base"} & header.keys:
		return True
	keys = [key for key in header.keys if key.startswith(("paid_", "due_"))]
	return any(
		isinstance(value, int | float) or any(sign.isdigit() for sign in key_text(cell_text(value)))
		for key in keys
		for value in _cells_below(grid, header, key)
	)
