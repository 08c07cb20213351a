"""A sheet and its cells, the same whatever file they come from."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

from party_affairs.importing.normalise import is_empty
from party_affairs.importing.problems import shown
from party_affairs.rules.message import Message

MAX_ROWS = 5000
MAX_COLUMNS = 150

Range = tuple[int, int, int, int]
"""First row, first column, last row, last column, numbered from 1."""

_GUARDED = re.compile(r'="([^"]*)"')


@dataclass(frozen=True)
class Unreadable:
	"""A cell whose content cannot be had, such as a formula without a saved result."""

	content: str
	reason: Message

	def __str__(self) -> str:
		return self.content


@dataclass(frozen=True)
class Merged:
	"""A sum in a cell merged over several columns of the table (`keys`, its own first) or over several `rows`."""

	value: Any
	keys: tuple[str, ...]
	rows: int

	def __str__(self) -> str:
		return shown(self.value)


class Grid:
	"""The cells of a sheet within the limits, with merged ranges spread out. A cell that says nothing, such as a dash, is None.

	`beyond` is the place of something written outside of the limits, None if there is nothing. `hidden` says that the whole sheet is.
	"""

	def __init__(
		self,
		name: str,
		values: dict[tuple[int, int], Any],
		merged: Iterable[Range] = (),
		*,
		hidden: bool = False,
		hidden_rows: Iterable[int] = (),
		hidden_columns: Iterable[int] = (),
		beyond: tuple[int, int] | None = None,
	) -> None:
		self.name = name
		self.hidden = hidden
		self.hidden_rows = frozenset(hidden_rows)
		self.hidden_columns = frozenset(hidden_columns)
		self.beyond = beyond
		self._values = values = {place: value for place, value in values.items() if not is_empty(value)}
		self.last_row = max((row for row, _column in values), default=0)
		self.last_column = max((column for _row, column in values), default=0)
		self._merged: dict[tuple[int, int], Range] = {}
		for place in merged:
			for row in range(place[0], min(place[2], self.last_row) + 1):
				for column in range(place[1], min(place[3], self.last_column) + 1):
					self._merged[row, column] = place

	def own(self, row: int, column: int) -> Any:
		"""The value written in this very cell."""
		return self._values.get((row, column))

	def spread(self, row: int, column: int) -> Any:
		"""The value of the merged range that the cell belongs to."""
		return self._values.get(self._merged.get((row, column), (row, column))[:2])

	def data(self, row: int, column: int) -> Any:
		"""The value of a table cell: one merged down over several rows holds for each of them."""
		place = self._merged.get((row, column), (row, column))
		return self._values.get(place[:2]) if place[1] == column else None

	def merged_range(self, row: int, column: int) -> Range:
		"""The merged range that the cell belongs to, or the cell alone."""
		return self._merged.get((row, column), (row, column, row, column))

	def merged_ranges(self) -> set[Range]:
		"""All merged ranges within the limits."""
		return set(self._merged.values())

	def written(self, row: int) -> Iterator[tuple[int, Any]]:
		"""Yield the filled cells of a row with their column numbers."""
		for column in range(1, self.last_column + 1):
			if (value := self._values.get((row, column))) is not None:
				yield column, value

	def is_blank(self) -> bool:
		"""Whether nothing is written in the sheet."""
		return not self._values


@dataclass
class Book:
	"""The sheets of a file in their order, and from when it counts its days."""

	sheets: list[Grid] = field(default_factory=list)
	epoch: datetime = WINDOWS_EPOCH


def cell_text(value: Any) -> str:
	"""Return a cell as a problem shows it."""
	return shown(str(value) if isinstance(value, Merged | Unreadable) else value)


def unguarded(text: str) -> str:
	"""Return text without what keeps a program from taking it for a number: `="0012"` and a leading apostrophe."""
	found = _GUARDED.fullmatch(text.strip())
	text = found[1] if found else text
	return text[1:] if text[:1] == "'" and "'" not in text[1:] else text


def number(value: float) -> int | float:
	"""Return a whole number as such."""
	return int(value) if isinstance(value, float) and value.is_integer() and abs(value) < 1e15 else value


def moment(value: int | float, epoch: datetime, is_length: bool = False) -> Any:
	"""Return the day, time or length of time that a number stands for; the number if there is no such day."""
	try:
		return from_excel(value, epoch, timedelta=is_length)
	except (OverflowError, ValueError):
		return value


def in_error(content: str) -> Unreadable:
	"""Return a cell with an error value such as #REF!."""
	return Unreadable(content, Message("The formula in this cell ends in an error. Enter the value itself."))
