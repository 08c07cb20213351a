"""Charts as SVG, made on the server: the same on screen and on paper, readable without colour, by either PDF engine.

Pure functions from figures to text. Nothing in a chart is active: no script, no address; what users wrote stands escaped.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from unicodedata import east_asian_width

ACCENT = "#b3282d"
SCALE = ("#b3282d", "#e39b86", "#d8d8d8", "#9cc3ae", "#2f7d5b")
"""From bad to good; neighbours differ in lightness, so that a copier keeps them apart."""

_INK, _QUIET, _TRACK = "#222222", "#666666", "#efefef"
_SIZE = 13
"""Of the type, in pixels; charts are drawn in pixels and scaled as a whole."""
_LINE = 18
_NARROW = 0.56
"""The width of a Latin letter or a figure, of the size of the type."""


@dataclass(frozen=True)
class Bar:
	"""A row of a bar chart: its label, its value, and the text that says the value (by default the number)."""

	label: str
	value: float
	text: str = ""
	colour: str = ACCENT


@dataclass(frozen=True)
class Part:
	"""A part of a whole: its label, its value and its colour."""

	label: str
	value: float
	colour: str


def bars(
	rows: Sequence[Bar],
	title: str = "",
	*,
	most: float | None = None,
	width: int = 640,
	label_share: float = 0.34,
) -> str:
	"""Return horizontal bars, one below the other, each with its label at the left and its value at the right.

	`most` is the value of a full bar (default: the largest one). Long labels take several lines. `title` is read out by
	screen readers and is not drawn.
	"""
	full = most or max((row.value for row in rows), default=0) or 1
	label_width = width * label_share
	text_width = max((_width(_text_of(row)) for row in rows), default=0) + 12
	room = max(width - label_width - 10 - text_width, 20)
	drawn, top = [], 4.0
	for row in rows:
		lines = wrapped(row.label, label_width)
		height = max(len(lines) * _LINE, 24)
		first = top + height / 2 - (len(lines) - 1) * _LINE / 2
		drawn += [
			_text(label_width, first + place * _LINE, line, anchor="end") for place, line in enumerate(lines)
		]
		length = room * min(max(row.value, 0) / full, 1)
		left, bar_top = label_width + 10, top + height / 2 - 8
		drawn.append(_box(left, bar_top, room, 16, _TRACK))
		if length:
			drawn.append(_box(left, bar_top, length, 16, row.colour))
		drawn.append(_text(left + room + 8, top + height / 2, _text_of(row)))
		top += height + 6
	return _svg(width, top, drawn, title)


def stacked(parts: Sequence[Part], title: str = "", *, width: int = 640) -> str:
	"""Return one bar that is divided among `parts`, with the number of each in it and what it stands for below."""
	total = sum(part.value for part in parts) or 1
	drawn, left = [], 0.0
	if not any(part.value for part in parts):
		drawn.append(_box(0, 4, width, 26, _TRACK))
	for part in parts:
		length = width * part.value / total
		if not length:
			continue
		drawn.append(_box(left, 4, length, 26, part.colour))
		text = _number(part.value)
		if _width(text) + 4 <= length:
			drawn.append(
				_text(left + length / 2, 17, text, anchor="middle", colour=_readable_on(part.colour))
			)
		left += length
	left, top = 0.0, 48.0
	for part in parts:
		text = f"{part.label} {_number(part.value)}"
		length = 18 + _width(text) + 16
		if left and left + length > width:
			left, top = 0.0, top + _LINE + 4
		drawn += [_box(left, top - 6, 12, 12, part.colour), _text(left + 18, top, text, colour=_QUIET)]
		left += length
	return _svg(width, top + 12, drawn, title)


def wrapped(text: str, width: float) -> list[str]:
	"""Return the lines into which a label is broken to fit `width` pixels, at least one."""
	lines, used = [""], 0.0
	for character in " ".join(text.split()):
		length = _width(character)
		if used and used + length > width:
			lines.append("")
			used = 0.0
		lines[-1] += character
		used += length
	return lines


def _text_of(row: Bar) -> str:
	return row.text or _number(row.value)


def _number(value: float) -> str:
	return f"{value:g}"


def _width(text: str) -> float:
	return sum(_SIZE if east_asian_width(character) in "WFA" else _SIZE * _NARROW for character in text)


def _readable_on(colour: str) -> str:
	red, green, blue = (int(colour[place : place + 2], 16) for place in (1, 3, 5))
	return "#ffffff" if red * 299 + green * 587 + blue * 114 < 140_000 else _INK


def _box(left: float, top: float, width: float, height: float, colour: str) -> str:
	return f'<rect x="{left:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'


def _text(left: float, middle: float, text: str, *, anchor: str = "start", colour: str = _INK) -> str:
	# Moved down by hand to stand in the middle: old engines know no dominant-baseline.
	return (
		f'<text x="{left:.1f}" y="{middle + _SIZE * 0.36:.1f}" font-size="{_SIZE}" text-anchor="{anchor}" '
		f'fill="{colour}">{escape(text)}</text>'
	)


def _svg(width: float, height: float, drawn: Iterable[str], title: str) -> str:
	return (
		f'<svg xmlns="http://www.w3.org/2000/svg" width="{width:.0f}" height="{height:.0f}" '
		f'viewBox="0 0 {width:.0f} {height:.0f}" style="max-width: 100%" role="img" aria-label="{escape(title)}">'
		f"{''.join(drawn)}</svg>"
	)
