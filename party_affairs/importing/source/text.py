"""Tables in text files: .csv, and what Excel calls Unicode text. Encoding and delimiter are found, not asked for."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from pathlib import PurePath

from party_affairs.importing.problems import WorkbookError, file_problem
from party_affairs.importing.source.grid import MAX_COLUMNS, MAX_ROWS, Book, Grid, unguarded

SHEET = "CSV"
"""What the only sheet is called if the file has no name."""

_DELIMITERS = (",", "\t", ";", "|")
_UTF_16_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
_CONTROL = re.compile(r"[\x00-\x08\x0e-\x1f]")
_LONGEST_CELL = 100_000
_ROWS_LOOKED_AT = 200


def read(content: bytes, file_name: str = "") -> Book | None:
	"""Return the table in a text file as a book of one sheet, None if it is no text or no table.

	Raises WorkbookError if it is text of an encoding that cannot be told.
	"""
	text = decoded(content)
	if text is None or _CONTROL.search(text):
		return None
	rows = _rows(text)
	if rows is None:
		return None
	values = {}
	beyond = None
	for number, row in enumerate(rows, start=1):
		for column, cell in enumerate(row, start=1):
			if not (value := unguarded(cell.strip())):
				continue
			if number > MAX_ROWS or column > MAX_COLUMNS:
				beyond = beyond or (number, column)
			else:
				values[number, column] = value
	return Book([Grid(PurePath(file_name).stem or SHEET, values, beyond=beyond)])


def decoded(content: bytes) -> str | None:
	"""Return the text of a file, None if its bytes are no text at all.

	Raises WorkbookError if they may be text of an encoding that cannot be told.
	"""
	for mark, encoding in _UTF_16_MARKS.items():
		if content.startswith(mark):
			return _as(content, encoding)
	for encoding in ("utf-8-sig", "gb18030"):
		text = _as(content, encoding)
		if text is not None and not _CONTROL.search(text):
			return text
	if 0 in content:
		# Text in two bytes a character without the mark of its order has empty halves; read the wrong way round it is no text.
		texts = (_as(content, encoding) for encoding in ("utf-16-le", "utf-16-be"))
		return next((text for text in texts if text and "\n" in text and not _CONTROL.search(text)), None)
	if _CONTROL.search(content.decode("latin-1")):
		return None
	raise WorkbookError(
		file_problem("The characters of the file cannot be read. Open it in Excel and save it as .xlsx.")
	)


def _as(content: bytes, encoding: str) -> str | None:
	try:
		return content.decode(encoding)
	except UnicodeDecodeError:
		return None


def _rows(text: str) -> list[list[str]] | None:
	"""Return the rows by the delimiter that divides most rows into equally many cells, None if none does."""
	csv.field_size_limit(_LONGEST_CELL)
	scores = {delimiter: _score(text, delimiter) for delimiter in _DELIMITERS}
	best = max(scores, key=scores.get)
	if not scores[best]:
		return None
	try:
		return list(_reader(text, best))
	except csv.Error:
		return None


def _reader(text: str, delimiter: str) -> Iterator[list[str]]:
	return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _score(text: str, delimiter: str) -> int:
	try:
		first = list(islice(_reader(text, delimiter), _ROWS_LOOKED_AT))
	except csv.Error:
		return 0
	widths = Counter(len(row) for row in first if len(row) > 1)
	if sum(widths.values()) < 2:
		return 0
	width, times = widths.most_common(1)[0]
	return times * (width - 1)
