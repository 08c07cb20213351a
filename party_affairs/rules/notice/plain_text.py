"""Text as whoever wants to hide something in it may write it, made plain, with the way back to what was typed.

Full-width characters, characters that nobody sees, spaces and dots between characters, and numbers in Chinese numerals.
"""

import re
import unicodedata
from dataclasses import dataclass

from party_affairs.rules.names import without_invisible

_NUMERALS = str.maketrans("〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "00012345678911" + "23456789")
_BETWEEN_CHARACTERS = re.compile(r"(?<=[\u3400-\u9fff])[ \t\u3000.·・_\-]+(?=[\u3400-\u9fff])")
_BESIDE_NUMBERS = re.compile(r"(?<=[\u3400-\u9fff:])[ \t]+(?=\d)|(?<=\d)[ \t]+(?=[\u3400-\u9fff])")


@dataclass(frozen=True)
class Plain:
	"""A text made plain: `places` has for each of its characters the place in what was typed."""

	text: str
	places: tuple[int, ...]

	def span(self, start: int, end: int) -> tuple[int, int]:
		"""Return where in the typed text a part of the plain one stands."""
		return self.places[start], self.places[end - 1] + 1


def plain(typed: str) -> Plain:
	"""Return the text in half-width characters, without those that nobody sees; each stays in its place."""
	characters, places = [], []
	for place, character in enumerate(typed):
		seen = character if character in "\n\t" else without_invisible(character)
		for part in unicodedata.normalize("NFKC", seen):
			characters.append(part)
			places.append(place)
	return Plain("".join(characters), tuple(places))


def closed_up(text: Plain) -> Plain:
	"""Return the text without the blanks and dots between Chinese characters, and between these and numbers."""
	return _without(_without(text, _BETWEEN_CHARACTERS), _BESIDE_NUMBERS)


def in_digits(text: Plain) -> Plain:
	"""Return the text with Chinese numerals as digits, one for one."""
	return Plain(text.text.translate(_NUMERALS), text.places)


def _without(text: Plain, pattern: re.Pattern) -> Plain:
	kept: list[int] = []
	last = 0
	for match in pattern.finditer(text.text):
		kept += range(last, match.start())
		last = match.end()
	kept += range(last, len(text.text))
	if len(kept) == len(text.text):
		return text
	return Plain("".join(text.text[place] for place in kept), tuple(text.places[place] for place in kept))
