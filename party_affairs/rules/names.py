"""How a name is written and compared, and lists of people in the stroke order of their surnames (按姓氏笔画为序)."""

import re
import unicodedata
from functools import cache, lru_cache

from party_affairs.guide import strokes

_FORMAT, _CONTROL = "Cf", "Cc"
_FILLERS = frozenset("\u034f\u115f\u1160\u2800\u3164\uffa0\u180b\u180c\u180d\u180f")
"""Characters that show nothing and are neither format characters nor white space."""

_VARIATION = (range(0xFE00, 0xFE10), range(0xE0100, 0xE01F0))
_LINES = "\t\n\r"
_DOTS = "·•・‧∙⋅。⸳⸱᛫ꞏ՛․˙∘◦"
"""What people type for the dot inside a name, once its full-width and half-width forms are made plain."""

_DASHES = "-‐‑‒–—―－−_"
_DOT_INSIDE = re.compile(rf"[{re.escape(_DOTS)}]+|(?<=[^\x00-\x7f])\.+(?=[^\x00-\x7f])")
_NOT_COMPARED = str.maketrans("", "", f"·.{_DASHES}")

_PRINTABLE_AND_INVISIBLE = re.compile(
	"[" + "".join(sorted(_FILLERS)) + "".join(f"{chr(span[0])}-{chr(span[-1])}" for span in _VARIATION) + "]"
)
"""What Python takes for printable, as it does no control and no format character."""


def without_invisible(text: str) -> str:
	"""Return text without the characters that nobody sees: zero-width, direction marks, soft hyphens, variation selectors."""
	if text.isprintable() and (text.isascii() or not _PRINTABLE_AND_INVISIBLE.search(text)):
		return text
	return "".join(character for character in text if not _is_invisible(character))


@cache
def _is_invisible(character: str) -> bool:
	if character in _FILLERS or any(ord(character) in span for span in _VARIATION):
		return True
	return unicodedata.category(character) in (_FORMAT, _CONTROL) and character not in _LINES


@lru_cache(maxsize=8192)
def canonical(name: str | None) -> str:
	"""Return a person's name as it is stored: characters made plain, no white space, and · for every dot inside it."""
	text = without_invisible(name or "").translate(str.maketrans(dict.fromkeys("˙", "·")))
	text = "".join(without_invisible(unicodedata.normalize("NFKC", text)).split())
	# Characters that stood apart may have become one by now.
	text = unicodedata.normalize("NFC", text)
	return _DOT_INSIDE.sub("·", text).strip("·.")


def name_key(name: str | None) -> str:
	"""Return what tells one name from another: its canonical form without dots, dashes and the case of its letters."""
	return canonical(name).translate(_NOT_COMPARED).casefold()


def is_near(one: str, other: str) -> bool:
	"""Whether two names, by their :func:`name_key`, or two numbers differ in one character: another one, one more, or one less."""
	if one == other or abs(len(one) - len(other)) > 1:
		return False
	start = next((at for at, pair in enumerate(zip(one, other, strict=False)) if pair[0] != pair[1]), None)
	if start is None:
		return True
	rest, of_other = one[start:], other[start:]
	return rest[len(one) >= len(other) :] == of_other[len(other) >= len(one) :]


def stroke_key(name: str) -> tuple:
	"""Return the key that sorts a Chinese name as such lists do.

	First comes the surname's first character, by its number of strokes and then by its strokes one after the other in
	the order 横 竖 撇 点 折. Among equal ones the shorter name comes first, then decides the second character, and so on.
	A character without known strokes stands behind all others.
	"""
	places = [_place(character) for character in "".join(name.split())]
	return (places[:1], len(places), places[1:])


def _place(character: str) -> tuple[int, int]:
	place = strokes.place(character)
	return (1, ord(character)) if place is None else (0, place)
