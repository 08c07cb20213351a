"""Examples of sheets in which other systems take member data, and the codes of the national standards in them (guide 一（十）1).

The formats are our own and are to be compared with the receiving system's template. Codes are facts of GB/T 2261.1, 3304 and 4658; which
of them are listed is our choice.
"""

from dataclasses import dataclass

from party_affairs.guide.data import build, read, require

_FILE = "members/code_tables.json"


@dataclass(frozen=True)
class Code:
	"""A code and the receiver's word for it, with our words for the same, divided by 、."""

	our_words: str
	code: str
	their_word: str


@dataclass(frozen=True)
class Table:
	"""A code table; `standard` is the one that it follows."""

	title: str
	standard: str
	note: str
	codes: tuple[Code, ...]


@dataclass(frozen=True)
class Column:
	"""A column of a sheet: its heading, which of our fields stands in it, and how it is written. `width` is in characters."""

	heading: str
	source: str
	code_table: str
	written_as: str
	date_format: str
	fixed_text: str
	is_required: bool
	width: int


@dataclass(frozen=True)
class Format:
	"""A sheet as a system takes it; `persons` says who stands in it."""

	title: str
	receiver: str
	persons: str
	note: str
	columns: tuple[Column, ...]


def tables() -> tuple[Table, ...]:
	"""Return the code tables that a site begins with."""
	return _TABLES


def formats() -> tuple[Format, ...]:
	"""Return the examples of formats that a site begins with."""
	return _FORMATS


_DATA = read(_FILE)
_TABLES = build(
	Table,
	_DATA["tables"],
	_FILE,
	name="title",
	codes=lambda rows: build(Code, rows, _FILE, name="our_words"),
)
_FORMATS = build(
	Format,
	_DATA["formats"],
	_FILE,
	name="title",
	columns=lambda rows: build(Column, rows, _FILE, name="heading"),
)

for _format in _FORMATS:
	for _column in _format.columns:
		require(
			not _column.code_table or _column.code_table in {table.title for table in _TABLES},
			_FILE,
			f"{_format.title}: {_column.heading}",
			"names no code table",
		)
