"""What is wrong with a workbook, in sentences that can be translated for the user who uploaded it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from party_affairs.rules.errors import RuleError
from party_affairs.rules.message import Message

LONGEST_VALUE = 100
"""Characters of a cell that are shown with a problem."""


class CellError(RuleError):
	"""The content of a cell cannot be understood; the sentence says how to write it."""


@dataclass(frozen=True)
class Problem:
	"""One thing wrong with (or worth knowing about) a workbook.

	`row` is the row number that Excel shows, None if the whole sheet is meant; `sheet` is empty if the whole file is.
	One about a column that could be mapped by hand carries the key of the sheet's kind and the `heading` as typed.
	"""

	sheet: str
	row: int | None
	column: str
	value: str
	reason: str
	sheet_key: str = ""
	heading: str = ""

	def text(self, translate: Callable[[str], str] | None = None) -> str:
		"""Return the reason in the reader's language."""
		return self.reason.text(translate) if isinstance(self.reason, Message) else self.reason

	def line(self, translate: Callable[[str], str] | None = None) -> str:
		"""Return sheet, row, column, value and reason in one line of text."""
		where = [f"「{self.sheet}」" if self.sheet else ""]
		if self.row:
			where.append(Message("row {row}", row=self.row).text(translate))
		if self.column:
			where.append(f"「{self.column}」")
		place = " ".join(part for part in where if part)
		value = f"“{self.value}”" if self.value else ""
		return "：".join(part for part in (f"{place} {value}".strip(), self.text(translate)) if part)


class WorkbookError(Exception):
	"""A workbook that cannot be read at all; `problems` says why."""

	def __init__(self, *problems: Problem) -> None:
		self.problems = problems
		super().__init__("\n".join(problem.line() for problem in problems))


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
		value = repr(value).removesuffix(".0")
	text = " ".join(str(value).split())
	return text if len(text) <= LONGEST_VALUE else text[: LONGEST_VALUE - 1] + "…"
