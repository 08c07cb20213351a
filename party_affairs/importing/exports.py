"""A ledger of ours that somebody brings back: known again by what it says of itself, and what of it may be read.

A row that stands as it was exported changes nothing, whatever was masked or put together in it. Other sites' files have no
such rows.
"""

import io
import re
import zipfile
from dataclasses import dataclass
from html import unescape
from xml.etree import ElementTree

from party_affairs.facts.site import site_key
from party_affairs.guide.ledger_exports import LedgerFile, by_title, ledger_files
from party_affairs.importing.normalise import is_empty
from party_affairs.importing.problems import Problem, WorkbookError, file_problem
from party_affairs.importing.source import Grid, open_book
from party_affairs.importing.workbook import YearWorkbook
from party_affairs.rules.ledger_rows import PROPERTY, ROWS_SHEET, Origin, row_mark

_HEADER_ROW = 3
_TOTALS = ("合计", "Total")
_PROPERTIES = "docProps/custom.xml"
_LONGEST_PROPERTIES = 1024 * 1024
_WITH_TEXT = re.compile(r"xl/(?:sharedStrings|worksheets/[^/]+)\.xml")
_BEGINNING = 64 * 1024
"""Bytes of a part in which the rows above a table stand."""

_AS_OF = "截至："
_TITLE = re.compile(r"(\d{4})年度(.+)")
_SUBTITLE = re.compile(r"党组织：(.+?)\s{2,}截至：(\d{4}年\d{1,2}月\d{1,2}日)")
_SEVERAL = re.compile(r".+及(?:其)?(?:所属|下属|下级)|\d+个党组织")


@dataclass(frozen=True)
class Export:
	"""A ledger as a file. `unchanged` are the numbers of the rows that stand as this site exported them."""

	file: LedgerFile
	title: str
	organisation: str
	year: int | None
	several: bool
	unchanged: frozenset[int]
	is_unchanged: bool
	exported: int = 0
	"""How many rows it had when this site exported it, 0 if it does not say so."""

	found: int = 0
	"""How many rows it has now."""

	@property
	def refusal(self) -> Problem | None:
		"""Why nothing of the file is brought in, None if it may be read."""
		if self.file.sheet and self.is_unchanged:
			return None
		if self.several and self.file.read_back:
			return file_problem(
				"This is the export of the ledger {ledger} of several organisations ({organisation}). Workbooks are kept by branches: export that of the branch alone.",
				ledger=self.title,
				organisation=self.organisation,
			)
		if self.file.read_back:
			return None
		return file_problem(
			"This is the export of the ledger {ledger} of {organisation}, no year workbook: nothing of it is brought in. Correct the records themselves, or fill in the template.",
			ledger=self.title,
			organisation=self.organisation,
		)

	def note(self) -> Problem:
		"""Return how many rows stand as they were exported."""
		return file_problem(
			"This is the export of the ledger {ledger} of {organisation}. {count} rows stand as they were exported and change nothing.",
			ledger=self.title,
			organisation=self.organisation,
			count=len(self.unchanged),
		)

	def leave_out_unchanged(self, book: YearWorkbook) -> None:
		"""Take the rows that stand as they were exported out of a workbook that was read, with what is said of them."""
		book.notes = [note for note in book.notes if note.sheet != ROWS_SHEET]
		book.rows_edited = bool(self.exported)
		if self.found < self.exported:
			book.notes.append(
				file_problem(
					"{count} rows of the export are not in this file. Their records stay as they are.",
					count=self.exported - self.found,
				)
			)
		if not self.unchanged:
			return
		for sheet in book.sheets:
			sheet.rows = [row for row in sheet.rows if row.number not in self.unchanged]
		book.problems = [problem for problem in book.problems if problem.row not in self.unchanged]
		book.notes = [self.note(), *(note for note in book.notes if note.row not in self.unchanged)]


def recognise(content: bytes) -> Export | None:
	"""Return the ledger that a file is, None if it is none of ours, or cannot be read."""
	if not content.startswith(b"PK"):
		return None
	try:
		origin = _origin(content)
		if origin is None and not _is_called_like_one(content):
			return None
		sheets = open_book(content).sheets
	except (zipfile.BadZipFile, OSError, ElementTree.ParseError, KeyError, WorkbookError):
		return None
	shown = next((sheet for sheet in sheets if not sheet.hidden), None)
	return _export(origin, shown, sheets) if shown else None


def _origin(content: bytes) -> Origin | None:
	with zipfile.ZipFile(io.BytesIO(content)) as package:
		if _PROPERTIES not in package.namelist():
			return None
		if package.getinfo(_PROPERTIES).file_size > _LONGEST_PROPERTIES:
			return None
		root = ElementTree.fromstring(package.read(_PROPERTIES))
	for entry in root:
		if entry.get("name") == PROPERTY:
			return Origin.from_text("".join(entry.itertext()).strip())
	return None


def _is_called_like_one(content: bytes) -> bool:
	"""Whether the package speaks of a title such as 2025年度联系群众台账, as files of before the property do."""
	titles = [file.title for file in ledger_files().values()]
	with zipfile.ZipFile(io.BytesIO(content)) as package:
		parts = [name for name in package.namelist() if _WITH_TEXT.fullmatch(name)]
		beginnings = [unescape(package.open(name).read(_BEGINNING).decode(errors="ignore")) for name in parts]
	return any(_AS_OF in text for text in beginnings) and any(
		title in text for text in beginnings for title in titles
	)


def _export(origin: Origin | None, shown: Grid, sheets: list[Grid]) -> Export | None:
	title, subtitle = (_TITLE.fullmatch(_text(shown, 1)), _SUBTITLE.search(_text(shown, 2)))
	key = origin.ledger if origin else by_title(title[2]) if title and subtitle else None
	file = ledger_files().get(key or "")
	if file is None:
		return None
	organisation = subtitle[1] if subtitle else ""
	marks = _marks(sheets) if origin and origin.site == site_key() else []
	now = _rows(shown)
	left = set(marks)
	return Export(
		file=file,
		title=_text(shown, 1) or file.title,
		organisation=organisation,
		year=int(title[1]) if title else None,
		several=origin.several if origin else bool(_SEVERAL.match(organisation)),
		unchanged=frozenset(number for number, mark in now.items() if mark in left),
		exported=len(marks),
		found=len(now),
		is_unchanged=bool(origin) and bool(marks or not now) and sorted(now.values()) == sorted(marks),
	)


def _text(grid: Grid, row: int) -> str:
	value = grid.own(row, 1)
	return "" if is_empty(value) else str(value).strip()


def _marks(sheets: list[Grid]) -> list[str]:
	hidden = next((sheet for sheet in sheets if sheet.name == ROWS_SHEET), None)
	if hidden is None:
		return []
	return [str(hidden.own(row, 1)) for row in range(1, hidden.last_row + 1) if hidden.own(row, 1)]


def _rows(grid: Grid) -> dict[int, str]:
	"""The marks of the rows below the header by number of the row: notes stand in the first column alone."""
	headings = {number: grid.own(_HEADER_ROW, number) for number in range(2, grid.last_column + 1)}
	return {
		row: row_mark((heading, grid.own(row, number)) for number, heading in headings.items() if heading)
		for row in range(_HEADER_ROW + 1, grid.last_row + 1)
		if _text(grid, row) not in _TOTALS and any(column > 1 for column, _value in grid.written(row))
	}
