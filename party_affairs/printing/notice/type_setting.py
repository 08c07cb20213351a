"""Chinese type set by us, line by line and character by character, so that screen, PDF and picture show the same lines.

A Chinese character is as wide as its size whatever the font, which makes the length of a line known beforehand. Lengths are in em.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from html import escape
from unicodedata import east_asian_width

_WIDE = frozenset("WFA")
_NEVER_FIRST = frozenset("，。、；：？！）》】”’〉」』…—·,.;:?!)")
_NEVER_LAST = frozenset("（《【“‘〈「『(")
_PIECE = re.compile(r"[!-~]+|\s|[^!-~\s]")
_LATIN_RUN = re.compile(r"[!-~ ]+|[^!-~ ]")
_LONGEST_WORD = 18
_ASTRAL = 0xFFFF
_CHARACTERS_BY_WIDTH = {
	0.26: " ",
	0.34: "',.:;j|",
	0.36: "il",
	0.38: "!-[]{}",
	0.4: "()/\\",
	0.42: "ft",
	0.44: "I",
	0.5: "rs",
	0.52: "*?z",
	0.58: '"Jcev',
	0.6: "$0123456789_agxy",
	0.62: "#+<=>^~",
	0.64: "SZ`o",
	0.66: "FLdkq",
	0.68: "EPbpu",
	0.7: "TYhn",
	0.72: "BC",
	0.74: "VX",
	0.76: "AGR",
	0.78: "K",
	0.8: "DOQ",
	0.82: "&NU",
	0.88: "Hw",
	0.98: "%",
	1: "M",
	1.02: "@m",
	1.1: "W",
}
"""As measured: the widest of Noto Serif and Noto Sans CJK SC, regular and bold, in em."""
_NARROW = {character: width for width, characters in _CHARACTERS_BY_WIDTH.items() for character in characters}
_USUAL = 0.7
_MOST_SPREAD = 0.35
"""So much of an em may be put between the characters of a line to fill it."""


def length_of(text: str) -> float:
	"""Return how long a text is on one line, in em."""
	return sum(map(_length, text))


def _length(character: str) -> float:
	if east_asian_width(character) in _WIDE:
		return 1.0
	return _NARROW.get(character, _USUAL)


def spread_length(text: str, spread: float) -> float:
	"""Return how long a text is on one line with so many em between its characters."""
	return length_of(text) + spread * (len(_LATIN_RUN.findall(text)) - 1)


def wrapped(text: str, room: float, indent: float = 0.0) -> list[str]:
	"""Return the lines of a paragraph `room` em wide, whose first line begins `indent` em in.

	No line begins with closing or ends with opening punctuation, and no word or number is broken that fits on a line.
	"""
	lines: list[str] = []
	line, used = "", indent
	for piece, length in _pieces(text, room):
		if line and used + length > room + 1e-6:
			if piece == " ":
				continue
			line, carried = _broken(line, piece)
			lines.append(line)
			line, used = carried, length_of(carried)
		if not line and piece == " ":
			continue
		line += piece
		used += length
	return [*lines, line] if line or not lines else lines


def _pieces(text: str, room: float) -> Iterator[tuple[str, float]]:
	for piece, length in _measured(text):
		if len(piece) > 1 and (len(piece) > _LONGEST_WORD or length > room):
			yield from ((character, _length(character)) for character in piece)
		else:
			yield piece, length


@lru_cache(maxsize=2048)
def _measured(text: str) -> tuple[tuple[str, float], ...]:
	"""What stays together on a line, with its length; a text is set many times until its size is found."""
	pieces = (" " if piece.isspace() else piece for piece in _PIECE.findall(text))
	return tuple((piece, length_of(piece)) for piece in pieces)


def _broken(line: str, following: str) -> tuple[str, str]:
	"""Return a full line and what it leaves to the next, before which `following` would stand."""
	cut = len(line)
	while cut > 1 and ((line[cut:] or following)[0] in _NEVER_FIRST or line[cut - 1] in _NEVER_LAST):
		cut -= 1
	if cut <= 1:
		return line, ""
	return line[:cut].rstrip(), line[cut:]


@dataclass(frozen=True)
class Face:
	"""How a text looks: size in millimetres, colour, family (`song` or `hei`), weight."""

	size: float
	colour: str
	family: str = "song"
	bold: bool = False


def text_line(
	text: str,
	x: float,
	baseline: float,
	face: Face,
	*,
	width: float | None = None,
	spread: float = 0.0,
	align: str = "left",
) -> str:
	"""Return a line of SVG text whose every character stands where it is put.

	`x` is the left edge, the middle or the right edge as `align` says. With `width` the line is filled to it, if it is nearly full;
	`spread` puts so many em between its characters.
	"""
	if not text.strip():
		return ""
	length = length_of(text) * face.size
	runs = _LATIN_RUN.findall(text)
	gap = spread * face.size
	if width is not None and len(runs) > 1:
		gap = min((width - length) / (len(runs) - 1), _MOST_SPREAD * face.size)
	length += gap * (len(runs) - 1)
	place = x - {"left": 0.0, "center": length / 2, "right": length}[align]
	spans, group, starts = [], "", []
	for run in runs:
		alone = len(run) > 1 or ord(run[0]) > _ASTRAL or run.isascii()
		if alone and group:
			spans.append(_span(group, starts))
			group, starts = "", []
		if alone:
			spans.append(_span(run, [place]))
		else:
			group += run
			starts.append(place)
		place += length_of(run) * face.size + gap
	if group:
		spans.append(_span(group, starts))
	weight = ' font-weight="bold"' if face.bold else ""
	return (
		f'<text class="{face.family}" y="{baseline:.2f}" font-size="{face.size:.3f}" fill="{face.colour}"{weight}>'
		f"{''.join(spans)}</text>"
	)


def _span(text: str, starts: list[float]) -> str:
	return f'<tspan x="{" ".join(f"{start:.2f}" for start in starts)}">{escape(text)}</tspan>'


def shared(text: str, number: int) -> list[str]:
	"""Return a text in `number` lines at most, about as long as each other, no word broken that is not longer than a line."""
	words = [length for piece, length in _measured(text) if len(piece) <= _LONGEST_WORD]
	room = max(length_of(text) / number, *words, 1.0)
	lines = wrapped(text, room)
	while len(lines) > number:
		room += 0.25
		lines = wrapped(text, room)
	return lines


def largest(fits: Callable[[float], bool], low: float, high: float, steps: int = 14) -> float | None:
	"""Return the largest size between `low` and `high` that fits, None if not even the lowest does."""
	if fits(high):
		return high
	if not fits(low):
		return None
	for _step in range(steps):
		middle = (low + high) / 2
		if fits(middle):
			low = middle
		else:
			high = middle
	return low
