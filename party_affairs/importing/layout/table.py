"""What a sheet and a column of the workbook are; their synonyms come from `guide/workbook_words.json`."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from party_affairs.guide import workbook_words

Choices = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True)
class Column:
	"""A column of a sheet.

	`kind` says how its cells are read (see `rows.PARSERS`); `ignored` columns are known but computed from others.
	`group` is the heading above it where a sheet has two header rows. An `alternative` column is read where people use
	it, but the template asks for the same in another one.
	"""

	key: str
	title: str
	kind: str = "line"
	required: bool = False
	synonyms: tuple[str, ...] = ()
	choices: Choices = field(default_factory=lambda: MappingProxyType({}))
	group: str = ""
	alternative: bool = False
	hint: str = ""
	example: str = ""
	width: int = 12


@dataclass(frozen=True)
class Sheet:
	"""A sheet of the workbook. `anchors` are the columns by which its header row is known: all of them are needed.

	Where the anchors stand in other sheets too, one of the `telling` columns is needed beside them.

	`register` marks lists that are kept over the years: an empty cell of theirs never empties a field.
	`given` are columns that the template fills in: a row with nothing else was not filled in, and is no record.
	`day` is the column whose day must lie in the year, or the quarter, that the title names.
	`personal` marks texts that stay within the branch: problems name their cells and do not repeat what stands there.
	`title_fields` are facts that stand above the table, such as 制定日期：….
	`stand_ins` names, for a column that is not there, the column whose cells are read in its place.
	"""

	key: str
	title: str
	columns: tuple[Column, ...]
	anchors: tuple[str, ...]
	telling: tuple[str, ...] = ()
	synonyms: tuple[str, ...] = ()
	register: bool = False
	given: tuple[str, ...] = ()
	day: str = ""
	personal: bool = False
	title_fields: tuple[Column, ...] = ()
	stand_ins: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
	note: str = ""

	def column(self, key: str) -> Column:
		"""Return a column or title field by its key."""
		return next(column for column in (*self.columns, *self.title_fields) if column.key == key)


SERIAL = Column("serial", "序号", "serial", width=6)


def ignored(key: str, title: str, group: str = "") -> Column:
	"""Return a column that people keep and that is computed from others."""
	return Column(key, title, "ignored", group=group)


def worded(sheet: Sheet) -> Sheet:
	"""Return a sheet with the words by which people call it and its columns."""
	return replace(
		sheet,
		synonyms=workbook_words.tabs(sheet.key),
		columns=tuple(_worded(sheet.key, column) for column in sheet.columns),
		title_fields=tuple(_worded(sheet.key, column) for column in sheet.title_fields),
	)


def _worded(sheet: str, column: Column) -> Column:
	return replace(column, synonyms=workbook_words.headings(sheet, column.key))
