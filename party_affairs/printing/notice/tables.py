"""A table on a board: the year's plan, the criteria of stars."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from party_affairs.printing.notice.bodies import LEAST_MM, Drawn
from party_affairs.printing.notice.looks import Look
from party_affairs.printing.notice.shapes import Rect, box, rule
from party_affairs.printing.notice.type_setting import Face, largest, length_of, text_line, wrapped

_LEADING, _BASELINE = 1.42, 0.9
_PAD_X, _PAD_Y = 0.7, 0.5
_APART = 1.6
_NARROWEST, _WIDEST_SHORT = 8.0, 8.0
"""Of a column of texts, and of one of short words, in em."""
_SMALL = 0.92


class Column(NamedTuple):
	"""A column: its head, its share of the width, and whether it holds short words, which are centred and take what they need."""

	head: str
	share: float
	centred: bool = False


@dataclass(frozen=True)
class Rows:
	"""A table with a head; `closing` are lines below it. Where the place is wide it stands in two halves side by side."""

	columns: tuple[Column, ...]
	rows: tuple[tuple[str, ...], ...]
	closing: tuple[str, ...] = ()

	@property
	def demand(self) -> float:
		return sum(len(cell) + 6 for row in self.rows for cell in row) + sum(map(len, self.closing)) + 60

	def draw(self, place: Rect, look: Look, most: float) -> Drawn:
		best: tuple[float, int] | None = None
		for halves in (1, 2):
			least = best[0] * 1.1 if best else LEAST_MM
			if least <= most and (
				found := largest(lambda size, halves=halves: self._fits(size, halves, place), least, most)
			):
				best = found, halves
		size, halves = best or (LEAST_MM, 1)
		return Drawn(self._svg(size, halves, place, look), size * _SMALL, best is not None)

	def _widths(self, size: float, halves: int, place: Rect) -> list[float]:
		"""The widths of the columns in em: those of short texts as wide as these, the others share what is left."""
		room = (place.width / size - _APART * (halves - 1)) / halves
		needed = [
			min(max(length_of(text) for text in texts), _WIDEST_SHORT) + 2 * _PAD_X + 0.2
			if column.centred
			else 0.0
			for column, texts in zip(self.columns, self._texts, strict=True)
		]
		left = room - sum(needed)
		total = sum(column.share for column in self.columns if not column.centred)
		return [
			need or left * column.share / total for column, need in zip(self.columns, needed, strict=True)
		]

	@property
	def _texts(self) -> list[tuple[str, ...]]:
		"""The head and the cells of each column."""
		return [
			(column.head, *(row[place] for row in self.rows)) for place, column in enumerate(self.columns)
		]

	def _high(self, row: Sequence[str], widths: Sequence[float]) -> float:
		lines = max(len(wrapped(cell, width - 2 * _PAD_X)) for cell, width in zip(row, widths, strict=True))
		return max(lines, 1) * _LEADING + 2 * _PAD_Y

	def _closing(self, size: float, place: Rect) -> list[str]:
		return [line for text in self.closing for line in wrapped(text, place.width / size / _SMALL)]

	def _parts(self, halves: int, heights: Sequence[float]) -> list[range]:
		if halves == 1 or len(self.rows) < 2:
			return [range(len(self.rows))]
		half, used, cut = sum(heights) / 2, 0.0, 0
		while cut < len(heights) - 1 and used + heights[cut] / 2 < half:
			used += heights[cut]
			cut += 1
		return [range(cut), range(cut, len(self.rows))]

	def _fits(self, size: float, halves: int, place: Rect) -> bool:
		widths = self._widths(size, halves, place)
		flowing = [width for column, width in zip(self.columns, widths, strict=True) if not column.centred]
		if min(flowing, default=_NARROWEST) < _NARROWEST:
			return False
		heights = [self._high(row, widths) for row in self.rows]
		tallest = max(sum(heights[number] for number in part) for part in self._parts(halves, heights))
		closing = len(self._closing(size, place)) * _LEADING * _SMALL
		head = self._high([column.head for column in self.columns], widths)
		return (head + tallest + (closing + 0.8 if closing else 0)) * size <= place.height

	def _svg(self, size: float, halves: int, place: Rect, look: Look) -> str:
		widths = self._widths(size, halves, place)
		heights = [self._high(row, widths) for row in self.rows]
		parts = self._parts(halves, heights)
		head = self._high([column.head for column in self.columns], widths)
		closing = self._closing(size, place)
		below = (len(closing) * _LEADING * _SMALL + 0.8 if closing else 0) * size
		most = max(sum(heights[number] for number in part) for part in parts)
		spare = max(place.height - below - (head + most) * size, 0)
		extra = min(spare / max(len(part) for part in parts), 1.3 * size) if self.rows else 0
		rows_of_most = max(len(part) for part in parts)
		top = place.y + (spare - extra * rows_of_most) * 0.4
		svg = ""
		for number, part in enumerate(parts):
			x = place.x + number * (sum(widths) + _APART) * size
			svg += self._head(x, top, head * size, widths, size, look)
			y = top + head * size
			for place_in, row in enumerate(part):
				high = heights[row] * size + extra
				frame = Rect(x, y, sum(widths) * size, high)
				if place_in % 2 == 0:
					svg += box(frame, look.card)
				svg += rule(frame.x, frame.bottom, frame.right, frame.bottom, look.card_line, 0.06 * size)
				svg += self._row(self.rows[row], frame, widths, size, look)
				y += high
		y = place.bottom - below + 0.8 * size
		for line in closing:
			face = Face(size * _SMALL, look.accent, "hei")
			svg += text_line(line, place.x, y + _BASELINE * face.size, face)
			y += _LEADING * face.size
		return svg

	def _head(self, x: float, y: float, high: float, widths: Sequence[float], size: float, look: Look) -> str:
		frame = Rect(x, y, sum(widths) * size, high)
		svg = box(frame, look.accent)
		for column, width in zip(self.columns, widths, strict=True):
			face = Face(size, look.on_accent, "hei", bold=True)
			svg += _centred(wrapped(column.head, width - 2 * _PAD_X), x + width * size / 2, frame, face)
			x += width * size
		return svg

	def _row(self, row: Sequence[str], frame: Rect, widths: Sequence[float], size: float, look: Look) -> str:
		svg, x = "", frame.x
		face = Face(size * _SMALL, look.ink)
		for cell, column, width in zip(row, self.columns, widths, strict=True):
			lines = wrapped(cell, width - 2 * _PAD_X)
			if column.centred:
				svg += _centred(lines, x + width * size / 2, frame, face)
			else:
				svg += _centred(lines, x + _PAD_X * size, frame, face, "left")
			x += width * size
		return svg


def _centred(lines: Sequence[str], x: float, frame: Rect, face: Face, align: str = "center") -> str:
	"""Lines in the middle of the height of a frame."""
	pitch = _LEADING * face.size
	top = frame.centre - len(lines) * pitch / 2
	return "".join(
		text_line(line, x, top + (number + 0.5) * pitch + (_BASELINE - 0.5) * face.size, face, align=align)
		for number, line in enumerate(lines)
	)
