"""Text as whoever wants to hide something in it may write it, made plain, with the way back to what was typed.

Full-width characters, characters that nobody sees, numerals of other scripts, spaces and dots between characters, numbers in Chinese
numerals, as they are called by radio, and with letters that look like digits.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from party_affairs.rules.names import without_invisible

_NUMERALS = str.maketrans("〇零○一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "00012345678911" + "23456789")
_RADIO = str.maketrans("洞要两拐勾", "01279")
_LOOK_ALIKES = str.maketrans("OoОоΟοIlі", "000000111")
_WITH_LOOK_ALIKES = re.compile(r"[0-9OoОоΟοIlі](?:[ \-.·_/*]{0,2}[0-9OoОоΟοIlі]){7,}")
_KEYCAP = "\u20e3"
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
		if character == _KEYCAP:
			continue
		seen = character if character in "\n\t" else without_invisible(character)
		for part in unicodedata.normalize("NFKC", seen):
			characters.append(part if part.isascii() else _digit(part))
			places.append(place)
	return Plain("".join(characters), tuple(places))


def _digit(character: str) -> str:
	"""A digit of any script as 0 to 9, and what is none as it stands."""
	value = unicodedata.decimal(character, None)
	return character if value is None else str(value)


def closed_up(text: Plain) -> Plain:
	"""Return the text without the blanks and dots between Chinese characters, and between these and numbers."""
	return _without(_without(text, _BETWEEN_CHARACTERS), _BESIDE_NUMBERS)


def ways_to_read(text: Plain) -> Iterator[Plain]:
	"""Yield a text in each way in which numbers may be read out of it, none twice."""
	seen = set()
	for numerals in ({}, _NUMERALS, _NUMERALS | _RADIO):
		read = text.text.translate(numerals)
		for way in (read, _WITH_LOOK_ALIKES.sub(_as_digits, read)):
			if way not in seen:
				seen.add(way)
				yield Plain(way, text.places)


def _as_digits(match: re.Match) -> str:
	run = match.group()
	return run.translate(_LOOK_ALIKES) if sum(map(str.isdigit, run)) * 2 > sum(map(str.isalnum, run)) else run


_ONES = {**dict(zip("〇零一二三四五六七八九", (0, 0, 1, 2, 3, 4, 5, 6, 7, 8, 9), strict=True)), "两": 2}
_ONES |= dict(zip("壹贰叁肆伍陆柒捌玖", range(1, 10), strict=True))
_UNITS = {"十": 10, "拾": 10, "百": 100, "佰": 100, "千": 1000, "仟": 1000, "万": 10_000, "萬": 10_000}
_ONE = "".join(_ONES)
_CHINESE = re.compile(
	rf"(?P<whole>[{_ONE}十]{{1,9}})点(?P<part>[{_ONE}]{{1,9}})(?=[万千元块])"
	rf"|[{_ONE}十]{{1,9}}(?=[年月日号])|[{_ONE}{''.join(_UNITS)}]{{2,20}}"
)


def in_figures(text: Plain) -> Plain:
	"""Return the text with days and numbers that are written in Chinese as figures: 一万二千元 is 12000元."""
	characters: list[str] = []
	places: list[int] = []
	last = 0
	for match in _CHINESE.finditer(text.text):
		start, end = match.span()
		characters += text.text[last:start]
		places += text.places[last:start]
		figures = (
			f"{_value(match['whole'])}.{''.join(str(_ONES[one]) for one in match['part'])}"
			if match["part"]
			else str(_value(match.group()))
		)
		characters += figures
		places += [text.places[start]] * (len(figures) - 1) + [text.places[end - 1]]
		last = end
	characters += text.text[last:]
	places += text.places[last:]
	return Plain("".join(characters), tuple(places))


def _value(written: str) -> int | str:
	"""The number that Chinese numerals make, or their digits one by one where no unit stands among them."""
	if not any(character in _UNITS for character in written):
		return "".join(str(_ONES[character]) for character in written)
	total = section = digit = 0
	unit = 1
	for character in written:
		if character in _ONES:
			digit = _ONES[character]
			unit = 1 if digit == 0 else unit
			continue
		unit = _UNITS[character]
		if unit == 10_000:
			total, section = (total + section + digit or 1) * unit, 0
		else:
			section += (digit or 1) * unit
		digit = 0
	# 一万五 is fifteen thousand: a last digit counts the next lower unit.
	return total + section + digit * max(unit // 10, 1)


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
