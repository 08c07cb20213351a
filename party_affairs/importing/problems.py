"""What is wrong with a workbook, in sentences that can be translated for the user who uploaded it."""

import math
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from party_affairs.rules.errors import RuleError
from party_affairs.rules.message import Message

_SHORTENED = re.compile(r"(?<![0-9A-Za-z.])\d+(?:\.\d+)?[Ee]\+?\d{1,2}(?![0-9A-Za-z])")
"""A figure as Excel shows long ones; nobody finds his number in it."""

LONGEST_VALUE = 100
"""Characters of a cell that are shown with a problem."""


class CellError(RuleError):
	"""The content of a cell cannot be understood; the sentence says how to write it."""


@dataclass(frozen=True)
class Problem:
	"""One thing wrong with (or worth knowing about) a workbook.

	`row` is the row number that Excel shows, None if the whole sheet is meant; `sheet` is empty if the whole file is.
	A column that nobody knows, but whose meaning a user can choose, has its `heading`, and the `sheet_key` of its sheet.
	"""

	sheet: str
	row: int | None
	column: str
	value: str
	reason: str
	heading: str = ""
	sheet_key: str = ""

	def text(self, translate: Callable[[str], str] | None = None) -> str:
		"""Return the reason in the reader's language."""
		return self.reason.text(translate) if isinstance(self.reason, Message) else self.reason

	def line(self, translate: Callable[[str], str] | None = None) -> str:
		"""Return sheet, row, column, value and reason in one line of text."""
		row = Message("row {row}", row=self.row).text(translate) if self.row else ""
		return _line(self.sheet, row, self.column, self.value, self.text(translate))


class WorkbookError(Exception):
	"""A workbook that cannot be read at all; `problems` says why."""

	def __init__(self, *problems: Problem) -> None:
		self.problems = problems
		super().__init__("\n".join(problem.line() for problem in problems))


MOST_VALUES = 3
"""Differing cells that a group of notes shows."""


@dataclass(frozen=True)
class Group:
	"""The same problem at several places of a column; `value` is empty where the cells differ and the reason tells it."""

	sheet: str
	column: str
	value: str
	reason: str
	rows: tuple[int, ...]
	"""Rows in ascending order, one for each place; none where the whole sheet or file is meant."""

	def places(self, translate: Callable[[str], str] | None = None) -> str:
		"""Return the rows as a reader would say them: all where they follow each other, else the first and how many."""
		if not self.rows:
			return ""
		first = self.rows[0]
		last = first
		for row in self.rows:
			if row > last + 1:
				break
			last = row
		rows = f"{first}" if first == last else f"{first}–{last}"
		if last == self.rows[-1]:
			return Message("rows {rows}", rows=rows).text(translate)
		return Message("rows {rows} and others, {count} places", rows=rows, count=len(self.rows)).text(
			translate
		)

	def line(self, translate: Callable[[str], str] | None = None) -> str:
		"""Return sheet, rows, column, value and reason in one line of text, as `Problem.line` does for one place."""
		return _line(self.sheet, self.places(translate), self.column, self.value, self.reason)


def grouped(
	problems: Iterable[Problem],
	translate: Callable[[str], str] | None = None,
	*,
	across_values: bool = False,
) -> list[Group]:
	"""Return problems by what is wrong, in the order in which each is met first; reasons are in the reader's language.

	Cells that differ are one group if the reason itself names what is wrong with them, such as a name nobody has; with
	`across_values`, which is for notes, always, with the first few of them.
	"""
	found: dict[tuple[str, str, str, str], list[Problem]] = {}
	for problem in problems:
		names_it = isinstance(problem.reason, Message) and bool(problem.reason.values)
		value = "" if names_it or across_values else problem.value
		key = (problem.sheet, problem.column, problem.text(translate), value)
		found.setdefault(key, []).append(problem)
	return [
		Group(
			sheet,
			column,
			_values_of(alike, MOST_VALUES if across_values else 1),
			reason,
			tuple(sorted(problem.row for problem in alike if problem.row)),
		)
		for (sheet, column, reason, _value), alike in found.items()
	]


def _values_of(alike: list[Problem], most: int) -> str:
	values = list(dict.fromkeys(problem.value for problem in alike if problem.value))
	if len(values) <= most:
		return "、".join(values)
	return "、".join([*values[:most], "…"]) if most > 1 else ""


def _line(sheet: str, rows: str, column: str, value: str, reason: str) -> str:
	where = (f"「{sheet}」" if sheet else "", rows, f"「{column}」" if column else "")
	place = " ".join(part for part in where if part)
	quoted = f"“{value}”" if value else ""
	return "：".join(part for part in (f"{place} {quoted}".strip(), reason) if part)


def file_problem(template: str, **values: Any) -> Problem:
	"""Return a problem of the file as a whole."""
	return Problem("", None, "", "", Message(template, **values))


def shown(value: Any) -> str:
	"""Return a cell's value as its reader would recognise it."""
	if value is None:
		return ""
	if isinstance(value, datetime):
		return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M")
	if isinstance(value, date):
		return value.isoformat()
	if isinstance(value, time):
		return value.strftime("%H:%M")
	if isinstance(value, float):
		value = format(Decimal(repr(value)), "f").removesuffix(".0") if math.isfinite(value) else repr(value)
	text = _SHORTENED.sub(lambda found: format(Decimal(found[0]), "f"), " ".join(str(value).split()))
	return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
