"""The characters of a cell: what is seen of it, and texts, codes and identity numbers."""

import re
import unicodedata
from datetime import date, datetime, time
from functools import lru_cache
from typing import Any

from party_affairs.guide import cell_words
from party_affairs.importing.normalise.masks import is_masked
from party_affairs.importing.problems import CellError
from party_affairs.rules.names import without_invisible

_EMPTY_MARKS = {"", "-", "--", "—", "——", "/", "\\", "\u3007", "n/a"}
_LONGEST_EMPTY = 20
_NOTHING = {"无", "暂无", "没有", "none"}
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―－−", "-") | dict.fromkeys("～〜∼", "~"))
_BRACKETS = str.maketrans("【】〔〕[]{}", "()()()()")
_PROTECTED = re.compile(r'=\s*"((?:[^"]|"")*)"', re.DOTALL)
_APOSTROPHES = "'‘’＇`"
EXACT_DIGITS = 15
"""Excel keeps no more digits of a figure than these."""

_SHORT = 100
"""Characters of a text that is likely to come again."""
_TEXTS_KEPT = 8192

_SHORTENED = re.compile(r"[+-]?\d+(?:\.\d*)?e\+?\d+", re.IGNORECASE)
_BETWEEN_NUMBERS = re.compile(r"[、,;/\n\r|]+|\s{2,}")
_LONG_ENOUGH = 7
"""Characters from which a piece is a telephone or licence number of its own, and no area code or extension."""


def seen(text: str) -> str:
	"""Return text without invisible characters and without what only protects it in Excel: ="…" and a leading apostrophe."""
	text = without_invisible(text)
	if protected := _PROTECTED.fullmatch(text.strip()):
		return protected[1].replace('""', '"')
	bare = text.lstrip()
	if bare[:1] in tuple(_APOSTROPHES) and not any(mark in bare[1:] for mark in _APOSTROPHES):
		return bare[1:]
	return text


def plain_text(value: Any) -> str:
	"""Return text with full-width characters made plain, all kinds of dashes and brackets made one, nothing around it."""
	text = str(value)
	return _plain_once(text) if len(text) <= _SHORT else _plain(text)


def key_text(value: Any) -> str:
	"""Return text for comparing and parsing: full-width characters made plain, no white space, lower case."""
	text = str(value)
	return _key_once(text) if len(text) <= _SHORT else _key(text)


def _plain(text: str) -> str:
	text = unicodedata.normalize("NFKC", seen(text))
	return text.translate(_DASHES).translate(_BRACKETS).strip()


def _key(text: str) -> str:
	return "".join(plain_text(text).split()).lower()


# The same headings, names and choices stand in a workbook again and again.
_plain_once = lru_cache(maxsize=_TEXTS_KEPT)(_plain)
_key_once = lru_cache(maxsize=_TEXTS_KEPT)(_key)


def is_empty(value: Any) -> bool:
	"""Whether a cell says nothing: no value, white space only, a mere dash, or 以下空白."""
	if value is None:
		return True
	return isinstance(value, str) and len(value.strip()) <= _LONGEST_EMPTY and _says_empty(value)


@lru_cache(maxsize=8192)
def _says_empty(value: str) -> bool:
	text = key_text(value)
	return text in _EMPTY_MARKS or text.strip("()") in cell_words.empty()


def says_nothing(value: Any) -> bool:
	"""Whether a cell is empty or says 无, which in lists, dates and numbers comes to the same."""
	return is_empty(value) or (isinstance(value, str) and key_text(value) in _NOTHING)


def parse_text(value: Any) -> str | None:
	"""Return text as typed, without white space at its ends and of its lines. Numbers lose a needless `.0`."""
	if is_empty(value):
		return None
	if isinstance(value, (datetime, date)):
		return value.strftime("%Y-%m-%d")
	if isinstance(value, time):
		return value.strftime("%H:%M")
	if isinstance(value, float) and value.is_integer():
		value = int(value)
	lines = seen(str(value)).replace("\r\n", "\n").replace("\r", "\n").replace("\xa0", " ").split("\n")
	return "\n".join(line.strip() for line in lines).strip("\n").strip("\u3000 ")


def parse_line(value: Any) -> str | None:
	"""Return text in one line, for names of things and topics."""
	text = parse_text(value)
	return " ".join(text.split()) if text else None


def parse_code(value: Any) -> str | None:
	"""Return a number that is a name, such as a telephone or licence number: plain characters, no white space.

	Two of them in one cell stay two, with 、 between them. A figure that Excel shortened is refused.
	"""
	if says_nothing(value):
		return None
	if isinstance(value, (int, float)) and not isinstance(value, bool):
		if value != int(value):
			raise CellError("This is not a number of the kind expected here. Set the cell's format to text.")
		if abs(value) >= 10**EXACT_DIGITS:
			raise shortened()
		value = int(value)
	text = plain_text(value)
	if _SHORTENED.fullmatch("".join(text.split())):
		raise shortened()
	pieces = [piece.strip() for piece in _BETWEEN_NUMBERS.split(text) if piece.strip()]
	words = text.split()
	if len(pieces) == 1 and len(words) > 1 and all(len(word) >= _LONG_ENOUGH for word in words):
		pieces = words
	return "、".join("".join(piece.split()) for piece in pieces)


def shortened() -> CellError:
	"""Return the refusal of a figure that Excel shows, and has perhaps saved, without its last digits."""
	return CellError(
		"Excel has shortened this number and its last digits are lost. Set the cell's format to text and enter it again."
	)


def parse_id_number(value: Any) -> str | None:
	"""Return an identity number in capital letters, None if the cell is empty or the number is masked."""
	if says_nothing(value) or is_masked(value):
		return None
	text = key_text(value).upper()
	if isinstance(value, (int, float)) or _SHORTENED.fullmatch(text):
		raise CellError(
			"Excel has turned the ID number into a figure and lost its last digits. Set the cell's format to text and enter it again."
		)
	return text
