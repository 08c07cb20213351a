"""The .xlsx format, as Excel, WPS and LibreOffice write it, strict or transitional: one pass over each sheet.

Values and formulas stand side by side in the file, so that a formula without a saved result is seen without a second reading.
Pictures, charts and comments are not unpacked.
"""

import posixpath
import re
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any, Protocol
from xml.parsers import expat

from openpyxl.styles.numbers import BUILTIN_FORMATS, is_date_format, is_timedelta_format
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH, from_ISO8601

from party_affairs.importing.source import kinds
from party_affairs.importing.source.grid import (
	MAX_COLUMNS,
	MAX_ROWS,
	Book,
	Grid,
	Range,
	Unreadable,
	in_error,
	moment,
	number,
	unguarded,
)
from party_affairs.rules.message import Message

_EAST_ASIAN_DATES = frozenset((*range(27, 37), *range(50, 59)))
"""Numbers of formats that Chinese Excel means by 2025年3月 and the like, and that stand in no table."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_NO_RESULT = (
	"The formula in this cell has no saved result. Open the workbook in Excel, save it, and upload it again."
)


def is_read(name: str) -> bool:
	"""Whether a part of the package is read: the list of sheets, the sheets, their strings and formats."""
	name = name.replace("\\", "/").lower()
	return name.endswith((".xml", ".rels")) and not name.startswith(
		("xl/media/", "xl/drawings/", "xl/charts/", "xl/theme/", "xl/pivot", "customxml/", "docprops/")
	)


def read(package: zipfile.ZipFile) -> Book:
	"""Return the sheets of a package; raises WorkbookError if it is damaged."""
	try:
		return _Package(package).book()
	except (expat.ExpatError, KeyError, ValueError, IndexError, OverflowError) as error:
		raise kinds.damaged() from error


class _Reader(Protocol):
	"""What takes the elements of a part; names carry their namespace in front."""

	def start(self, name: str, attributes: dict[str, str]) -> None: ...

	def end(self, name: str) -> None: ...

	def text(self, data: str) -> None: ...


@dataclass(frozen=True)
class _Element:
	name: str
	attributes: dict[str, str]


@dataclass
class _ElementReader:
	"""All elements of a small part in their order."""

	elements: list[_Element] = field(default_factory=list)

	def start(self, name: str, attributes: dict[str, str]) -> None:
		self.elements.append(_Element(_local(name), attributes))

	def end(self, name: str) -> None:
		"""Only beginnings count."""

	def text(self, data: str) -> None:
		"""Only attributes count."""


class _Package:
	def __init__(self, package: zipfile.ZipFile) -> None:
		self._package = package
		self._entries = {
			entry.filename.replace("\\", "/").lstrip("/").lower(): entry for entry in package.infolist()
		}

	def book(self) -> Book:
		main = next(
			(
				self._target("", relation)
				for relation in self._elements("_rels/.rels", "Relationship")
				if relation.get("Type", "").endswith("/officeDocument")
			),
			"xl/workbook.xml",
		)
		relations = {
			relation.get("Id"): relation for relation in self._elements(_relations_of(main), "Relationship")
		}
		elements = self._all_elements(main)
		is_mac = any(
			element.name == "workbookPr" and _is_set(element.attributes.get("date1904"))
			for element in elements
		)
		book = Book(epoch=MAC_EPOCH if is_mac else WINDOWS_EPOCH)
		strings = self._strings(self._part(main, relations, "/sharedStrings"))
		formats = self._formats(self._part(main, relations, "/styles"))
		for element in elements:
			if element.name != "sheet":
				continue
			relation = relations.get(_id_of(element.attributes))
			if relation is None or not relation.get("Type", "").endswith("/worksheet"):
				continue
			reader = _SheetReader(strings, formats, book.epoch)
			self._parse(self._target(main, relation), reader)
			book.sheets.append(
				reader.grid(
					element.attributes.get("name", ""),
					element.attributes.get("state", "visible") != "visible",
				)
			)
		return book

	def _part(self, main: str, relations: dict, kind: str) -> str | None:
		for relation in relations.values():
			if relation.get("Type", "").endswith(kind):
				target = self._target(main, relation)
				return target if target.lower() in self._entries else None
		return None

	@staticmethod
	def _target(source: str, relation: dict[str, str]) -> str:
		target = relation.get("Target", "").replace("\\", "/")
		joined = target if target.startswith("/") else posixpath.join(posixpath.dirname(source), target)
		return posixpath.normpath(joined).lstrip("/")

	def _elements(self, part: str, name: str) -> list[dict[str, str]]:
		if part.lower() not in self._entries:
			return []
		return [element.attributes for element in self._all_elements(part) if element.name == name]

	def _all_elements(self, part: str) -> list[_Element]:
		reader = _ElementReader()
		self._parse(part, reader)
		return reader.elements

	def _parse(self, part: str, reader: _Reader) -> None:
		parser = expat.ParserCreate(namespace_separator=" ")
		parser.buffer_text = True
		parser.StartDoctypeDeclHandler = _refuse_doctype
		parser.StartElementHandler = reader.start
		parser.EndElementHandler = reader.end
		parser.CharacterDataHandler = reader.text
		with self._package.open(self._entries[part.lower()]) as file:
			parser.ParseFile(file)

	def _strings(self, part: str | None) -> list[str]:
		reader = _StringReader()
		if part:
			self._parse(part, reader)
		return reader.strings

	def _formats(self, part: str | None) -> list[str]:
		"""Return by style what its numbers are: a `date`, a `length` of time, or nothing of the kind."""
		reader = _FormatReader()
		if part:
			self._parse(part, reader)
		return reader.kinds()


class _StringReader:
	"""The texts of the workbook; parts in different fonts are joined, readings above characters are left out."""

	def __init__(self) -> None:
		self.strings: list[str] = []
		self._pieces: list[str] = []
		self._takes = False
		self._aside = 0

	def start(self, name: str, _attributes: dict[str, str]) -> None:
		name = _local(name)
		if name == "si":
			self._pieces = []
		elif name == "rPh":
			self._aside += 1
		elif name == "t":
			self._takes = not self._aside

	def end(self, name: str) -> None:
		name = _local(name)
		if name == "si":
			self.strings.append(_unescaped("".join(self._pieces)))
		elif name == "rPh":
			self._aside -= 1
		elif name == "t":
			self._takes = False

	def text(self, data: str) -> None:
		if self._takes:
			self._pieces.append(data)


class _FormatReader:
	def __init__(self) -> None:
		self._codes: dict[int, str] = {}
		self._styles: list[int] = []
		self._in_styles = False

	def start(self, name: str, attributes: dict[str, str]) -> None:
		name = _local(name)
		if name == "numFmt" and "numFmtId" in attributes:
			self._codes[int(attributes["numFmtId"])] = attributes.get("formatCode", "")
		elif name == "cellXfs":
			self._in_styles = True
		elif name == "xf" and self._in_styles:
			self._styles.append(int(attributes.get("numFmtId", 0)))

	def end(self, name: str) -> None:
		if _local(name) == "cellXfs":
			self._in_styles = False

	def text(self, data: str) -> None:
		"""Formats have no text."""

	def kinds(self) -> list[str]:
		return [self._kind(number) for number in self._styles]

	def _kind(self, format_number: int) -> str:
		code = self._codes.get(format_number, BUILTIN_FORMATS.get(format_number))
		if code is None:
			return "date" if format_number in _EAST_ASIAN_DATES else ""
		if is_timedelta_format(code):
			return "length"
		return "date" if is_date_format(code) else ""


@dataclass
class _SheetReader:
	strings: list[str]
	formats: list[str]
	epoch: datetime
	values: dict[tuple[int, int], Any] = field(default_factory=dict)
	merged: list[Range] = field(default_factory=list)
	hidden_rows: set[int] = field(default_factory=set)
	hidden_columns: set[int] = field(default_factory=set)
	beyond: tuple[int, int] | None = None

	def __post_init__(self) -> None:
		self._row = self._column = 0
		self._kind = ""
		self._style = 0
		self._value: list[str] = []
		self._formula: list[str] = []
		self._text: list[str] = []
		self._has_formula = self._has_text = False
		self._into: list[str] | None = None
		self._aside = 0
		self._columns_of: dict[str, int] = {}

	def start(self, name: str, attributes: dict[str, str]) -> None:
		name = name.rpartition(" ")[2]
		if name == "c":
			self._start_cell(attributes)
		elif name == "v":
			self._into = self._value
		elif name == "f":
			self._has_formula = True
			self._into = self._formula
		elif name == "t":
			self._has_text = True
			self._into = None if self._aside else self._text
		elif name == "row":
			self._row = int(attributes.get("r", self._row + 1))
			self._column = 0
			if _is_set(attributes.get("hidden")) or attributes.get("ht") in ("0", "0.0"):
				self.hidden_rows.add(self._row)
		elif name == "rPh":
			self._aside += 1
		elif name == "col":
			if _is_set(attributes.get("hidden")) or attributes.get("width") in ("0", "0.0"):
				first, last = int(attributes["min"]), int(attributes["max"])
				self.hidden_columns.update(range(first, min(last, MAX_COLUMNS) + 1))
		elif name == "mergeCell":
			self._merge(attributes.get("ref", ""))

	def end(self, name: str) -> None:
		name = name.rpartition(" ")[2]
		if name == "c":
			self._end_cell()
		elif name == "rPh":
			self._aside -= 1
		elif name in ("v", "f", "t"):
			self._into = None

	def text(self, data: str) -> None:
		if self._into is not None:
			self._into.append(data)

	def _start_cell(self, attributes: dict[str, str]) -> None:
		reference = attributes.get("r")
		if reference:
			letters = reference.rstrip("0123456789")
			self._column = self._columns_of.get(letters) or self._columns_of.setdefault(
				letters, _column_number(letters)
			)
		else:
			self._column += 1
		self._kind = attributes.get("t", "n")
		self._style = int(attributes.get("s", 0))
		self._value, self._formula, self._text = [], [], []
		self._has_formula = self._has_text = False

	def _end_cell(self) -> None:
		value = self._cell_value()
		if value is None:
			return
		if self._row > MAX_ROWS or self._column > MAX_COLUMNS:
			self.beyond = self.beyond or (self._row, self._column)
			return
		self.values[self._row, self._column] = value

	def _cell_value(self) -> Any:
		raw = "".join(self._value)
		if self._kind == "s":
			return unguarded(self.strings[int(raw)]) or None if raw else None
		if self._kind == "inlineStr" or (self._has_text and not raw):
			return unguarded(_unescaped("".join(self._text))) or None
		if not raw.strip() and self._kind != "str":
			return self._without_result() if self._has_formula else None
		if self._kind == "str":
			return unguarded(_unescaped(raw)) or None
		if self._kind == "e":
			return in_error(raw)
		if self._kind == "b":
			return raw.strip() in ("1", "true")
		if self._kind == "d":
			return _iso_moment(raw)
		return self._number(raw)

	def _without_result(self) -> Unreadable:
		return Unreadable("=" + "".join(self._formula), Message(_NO_RESULT))

	def _number(self, raw: str) -> Any:
		value = number(float(raw)) if any(sign in raw for sign in ".eE") else int(raw)
		kind = self.formats[self._style] if self._style < len(self.formats) else ""
		return moment(value, self.epoch, is_length=kind == "length") if kind else value

	def _merge(self, reference: str) -> None:
		first, _colon, last = reference.replace("$", "").partition(":")
		start, end = _REFERENCE.fullmatch(first), _REFERENCE.fullmatch(last or first)
		if start and end:
			self.merged.append((int(start[2]), _column_number(start[1]), int(end[2]), _column_number(end[1])))

	def grid(self, name: str, hidden: bool) -> Grid:
		return Grid(
			name,
			self.values,
			self.merged,
			hidden=hidden,
			hidden_rows=self.hidden_rows,
			hidden_columns=self.hidden_columns,
			beyond=self.beyond,
		)


def _iso_moment(raw: str) -> Any:
	found = from_ISO8601(raw.rstrip("Z"))
	is_day = isinstance(found, date) and not isinstance(found, datetime)
	return datetime.combine(found, time()) if is_day else found


def _column_number(letters: str) -> int:
	found = 0
	for letter in letters:
		found = found * 26 + ord(letter) - 64
	return found


def _unescaped(text: str) -> str:
	return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text) if "_x" in text else text


def _is_set(value: str | None) -> bool:
	return value in ("1", "true", "on")


def _local(name: str) -> str:
	return name.rpartition(" ")[2]


def _id_of(attributes: dict[str, str]) -> str | None:
	"""The relation of a sheet: its id stands in the namespace of relations, whichever the file uses."""
	return next((value for name, value in attributes.items() if name.endswith(" id")), attributes.get("id"))


def _relations_of(part: str) -> str:
	folder, name = posixpath.split(part)
	return posixpath.join(folder, "_rels", f"{name}.rels")


def _refuse_doctype(*_arguments: Any) -> None:
	raise ValueError("a workbook has no document type")
