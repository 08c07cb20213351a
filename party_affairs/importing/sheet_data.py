"""What was read of a workbook: its sheets, their rows, what the titles say, and what is wrong or worth knowing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from openpyxl.utils.datetime import WINDOWS_EPOCH

from party_affairs.importing.layout.table import Sheet
from party_affairs.importing.problems import Problem


@dataclass(frozen=True)
class Row:
	"""A row of a table: its number in Excel, and the values by column key.

	`sheet` is the tab that it stands in where the table was put together from several. `elsewhere` holds tab, row and heading of
	those of its cells that stand in another row.
	"""

	number: int
	cells: dict[str, Any]
	sheet: str = ""
	elsewhere: Mapping[str, tuple[str, int, str]] = field(default_factory=dict)

	def place(self, key: str, sheet: str, heading: str) -> tuple[str, int, str]:
		"""Return tab, row number and heading of a cell; `sheet` and `heading` are those of the table."""
		return self.elsewhere.get(key) or (self.sheet or sheet, self.number, heading)


@dataclass
class SheetData:
	"""A sheet that was recognised: headings as typed (by column key), rows, and raw facts from above the table.

	`places` are the numbers of the columns that are read, by key. `unfilled` are rows in which nothing stands but what the template
	had filled in. `names` are the tabs of a table that was put together from several.
	"""

	layout: Sheet
	name: str
	header_row: int
	headings: dict[str, str]
	titles: dict[int, str] = field(default_factory=dict)
	"""All headings as problems show them, by the number of their column, those that are not read included."""
	rows: list[Row] = field(default_factory=list)
	facts: dict[str, Any] = field(default_factory=dict)
	places: dict[str, int] = field(default_factory=dict)
	unfilled: list[Row] = field(default_factory=list)
	quarters: set[int] = field(default_factory=set)
	names: tuple[str, ...] = ()

	@property
	def quarter(self) -> int | None:
		"""The quarter (1 to 4) that the title names, None for a sheet of the whole year."""
		return next(iter(self.quarters)) if len(self.quarters) == 1 else None

	@property
	def tabs(self) -> tuple[str, ...]:
		"""All tabs whose rows these are."""
		return self.names or (self.name,)


@dataclass
class YearWorkbook:
	"""A workbook that was read.

	`branch_texts` and `years` are what the title rows say, with the sheet that says it. `problems` refuse the workbook,
	`notes` only tell what was left out or assumed. `titles` are the headings of each tab by the number of their column.
	"""

	sheets: list[SheetData] = field(default_factory=list)
	branch_texts: list[tuple[str, str]] = field(default_factory=list)
	years: list[tuple[str, int]] = field(default_factory=list)
	problems: list[Problem] = field(default_factory=list)
	notes: list[Problem] = field(default_factory=list)
	epoch: datetime = WINDOWS_EPOCH
	titles: dict[str, dict[int, str]] = field(default_factory=dict)
	rows_edited: bool = False
	"""Whether its rows are those of an export of ours that somebody has changed, without the others."""

	def sheet(self, key: str) -> SheetData | None:
		"""Return a recognised sheet by its key, None if the workbook has none."""
		return next((sheet for sheet in self.sheets if sheet.layout.key == key), None)
