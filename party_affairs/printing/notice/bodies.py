"""What stands under the title of a board: words as a list, as cards or as running text, set as large as the place allows.

A body draws itself into a place and says how large its smallest type became. Nothing is ever cut: what does not fit at the
least size is said not to fit.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Protocol

from party_affairs.printing.notice.looks import Look
from party_affairs.printing.notice.shapes import Rect, box, circle
from party_affairs.printing.notice.type_setting import Face, largest, length_of, text_line, wrapped

LEAST_MM = 0.8
"""No type is set smaller, whatever has to go onto the board."""
NOTHING_TYPED = 1000.0
"""Millimetres: what holds no words limits no type."""
_LEADING, _MOST_LEADING = 1.58, 2.0
_CARD_LEADING = 1.5
_GAP = 0.42
_LONGEST_LINE = 44
"""Characters: longer lines are divided among columns."""
_SHORTEST_LINE = 9
_BETWEEN_COLUMNS = 2.2
_SHORT_HEAD = 12
"""Characters: the heads of cards up to so long stand on one line."""
_BASELINE = 0.88
"""Of the size: how far below the top of a character its baseline lies."""


class Drawn(NamedTuple):
	"""SVG, the height of its smallest characters in millimetres, and whether everything had room."""

	svg: str
	type_mm: float
	fits: bool = True


class Body(Protocol):
	"""Something that draws itself into a place."""

	@property
	def demand(self) -> float:
		"""How much room it asks for beside others: about its number of characters."""

	def draw(self, place: Rect, look: Look, most: float) -> Drawn:
		"""Return it drawn, with type no larger than `most` millimetres."""


class _Line(NamedTuple):
	text: str
	indent: float = 0.0
	fills: bool = False
	number: str = ""


class _Chunk(NamedTuple):
	"""Lines that stay together, with the gap before them in em."""

	lines: tuple[_Line, ...]
	gap: float = 0.0


@dataclass(frozen=True)
class Words:
	"""Paragraphs, then numbered items as pairs of head and text; `layout` is `list`, `cards` or `text`."""

	lead: tuple[str, ...] = ()
	items: tuple[tuple[str, str], ...] = ()
	layout: str = "list"

	@property
	def demand(self) -> float:
		return sum(map(len, self.lead)) + sum(len(head) + len(text) + 14 for head, text in self.items) + 40

	def draw(self, place: Rect, look: Look, most: float) -> Drawn:
		if self.layout == "cards" and self.items:
			return _Cards(self, place, look).drawn(most)
		return _Running(self, place, look).drawn(most)


@dataclass(frozen=True)
class _Running:
	"""Running text and lists, in as many columns as let the type be largest."""

	words: Words
	place: Rect
	look: Look

	def drawn(self, most: float) -> Drawn:
		best, columns = None, 1
		for number in (1, 2, 3, 4):
			least = max(LEAST_MM, (best or 0) * 1.06)
			if least <= most and (
				found := largest(lambda size, number=number: self._fits(size, number), least, most)
			):
				best, columns = found, number
		size = best or LEAST_MM
		return Drawn(self._svg(size, columns), size, best is not None)

	def _width(self, size: float, columns: int) -> float:
		return (self.place.width - (columns - 1) * _BETWEEN_COLUMNS * size) / columns

	def _fits(self, size: float, columns: int) -> bool:
		room = self._width(size, columns) / size
		if room < _SHORTEST_LINE or (columns > 1 and room > _LONGEST_LINE):
			return False
		lead, parts = self._parts(size, columns)
		height = _height(lead, size) + max((_height(part, size) for part in parts), default=0)
		return height <= self.place.height

	def _parts(self, size: float, columns: int) -> tuple[list[_Chunk], list[list[_Chunk]]]:
		"""The lead, which goes across, and the chunks of each column; running text has no lead of its own."""
		room = self._width(size, columns) / size
		if not self.words.items:
			return [], _divided(self._paragraphs(room, by_line=True), columns, size)
		lead = self._paragraphs(self.place.width / size, by_line=False)
		items = [
			_item(number, head, text, room, len(self.words.items) > 9)
			for number, (head, text) in enumerate(self.words.items, start=1)
		]
		if lead:
			items[0] = items[0]._replace(gap=_GAP * 1.6)
		return lead, _divided(items, columns, size)

	def _paragraphs(self, room: float, by_line: bool) -> list[_Chunk]:
		chunks: list[_Chunk] = []
		for paragraph in self.words.lead:
			texts = wrapped(paragraph, room, indent=2.0)
			lines = [
				_Line(text, 2.0 if place == 0 else 0.0, place < len(texts) - 1)
				for place, text in enumerate(texts)
			]
			gap = _GAP if chunks else 0.0
			if by_line:
				chunks += [_Chunk((line,), gap if place == 0 else 0.0) for place, line in enumerate(lines)]
			else:
				chunks.append(_Chunk(tuple(lines), gap))
		return chunks

	def _svg(self, size: float, columns: int) -> str:
		lead, parts = self._parts(size, columns)
		tallest = max((_height(part, size) for part in parts), default=0)
		spare = max(self.place.height - _height(lead, size) - tallest, 0)
		lines = sum(len(chunk.lines) for chunk in lead)
		lines += max((sum(len(chunk.lines) for chunk in part) for part in parts), default=0)
		leading = min(_LEADING + spare / max(lines, 1) / size, _MOST_LEADING)
		spare = max(spare - (leading - _LEADING) * size * lines, 0)
		gaps = sum(1 for chunk in lead if chunk.gap)
		gaps += max((sum(1 for chunk in part if chunk.gap) for part in parts), default=0)
		wider = min(spare / max(gaps, 1) / size, 1.3) if gaps else 0
		top = self.place.y + (spare - wider * size * gaps) * 0.42
		svg, y = _set(lead, self.place.x, top, self.place.width, size, leading, wider, self.look)
		for number, part in enumerate(parts):
			width = self._width(size, columns)
			x = self.place.x + number * (width + _BETWEEN_COLUMNS * size)
			if number:
				part = [part[0]._replace(gap=parts[0][0].gap), *part[1:]] if part else part
			drawn, _y = _set(part, x, y, width, size, leading, wider, self.look)
			svg += drawn
		return svg


def _item(number: int, head: str, text: str, room: float, wide: bool) -> _Chunk:
	indent = 2.3 if wide else 1.9
	whole = f"{head}。{text}" if head and text else head or text
	texts = wrapped(whole, room - indent)
	return _Chunk(
		tuple(
			_Line(line, indent, place < len(texts) - 1, f"{number}." if place == 0 else "")
			for place, line in enumerate(texts)
		),
		_GAP,
	)


def _height(chunks: Sequence[_Chunk], size: float, leading: float = _LEADING) -> float:
	return sum(len(chunk.lines) * leading + chunk.gap for chunk in chunks) * size


def _divided(chunks: list[_Chunk], columns: int, size: float) -> list[list[_Chunk]]:
	"""Divide chunks among columns in their order so that the tallest is as low as can be."""
	if columns == 1 or not chunks:
		return [chunks]
	heights = [_height([chunk], size) for chunk in chunks]
	low, high = max(heights), sum(heights)
	for _step in range(18):
		middle = (low + high) / 2
		if len(_filled(heights, middle)) <= columns:
			high = middle
		else:
			low = middle
	places = _filled(heights, high)
	return [chunks[first:end] for first, end in places]


def _filled(heights: Sequence[float], most: float) -> list[tuple[int, int]]:
	places, first, used = [], 0, 0.0
	for place, height in enumerate(heights):
		if place > first and used + height > most:
			places.append((first, place))
			first, used = place, 0.0
		used += height
	return [*places, (first, len(heights))]


def _set(
	chunks: Sequence[_Chunk],
	x: float,
	y: float,
	width: float,
	size: float,
	leading: float,
	wider: float,
	look: Look,
) -> tuple[str, float]:
	"""Return the SVG of chunks from `y` down, and where they end."""
	face, numbers = Face(size, look.ink), Face(size, look.accent, "hei", bold=True)
	svg = ""
	for chunk in chunks:
		y += (chunk.gap + (wider if chunk.gap else 0)) * size
		for line in chunk.lines:
			baseline = y + (leading - 1) / 2 * size + _BASELINE * size
			left = x + line.indent * size
			if line.number:
				svg += text_line(line.number, left - 0.45 * size, baseline, numbers, align="right")
			svg += text_line(
				line.text, left, baseline, face, width=width - line.indent * size if line.fills else None
			)
			y += leading * size
	return svg, y


class _Grid(NamedTuple):
	"""How cards are put: so many columns, row by row or (`stacked`) one column after the other, with type of this size."""

	columns: int
	stacked: bool
	size: float


@dataclass(frozen=True)
class _Cards:
	"""A card an item, in the grid that lets the type be largest."""

	words: Words
	place: Rect
	look: Look

	def drawn(self, most: float) -> Drawn:
		best, score = None, 0.0
		count = len(self.words.items)
		for columns in range(1, min(count, 6) + 1):
			for stacked in (False, True):
				# Rows are read more easily than stacks, and a last row that is half empty looks unfinished.
				worth = 0.88 if stacked else 1.0 if count % columns == 0 else 0.8
				least = max(LEAST_MM, score * 1.02 / worth)
				if least <= most and (
					found := largest(
						lambda size, columns=columns, stacked=stacked: self._fits(size, columns, stacked),
						least,
						most,
					)
				):
					best, score = _Grid(columns, stacked, found), found * worth
		return Drawn(
			self._svg(best or _Grid(1, False, LEAST_MM)), (best or _Grid(1, False, LEAST_MM)).size, bool(best)
		)

	def _lead(self, size: float) -> list[_Chunk]:
		return _Running(replace(self.words, items=()), self.place, self.look)._paragraphs(
			self.place.width / size, by_line=False
		)

	def _above(self, size: float) -> float:
		lead = self._lead(size)
		return _height(lead, size) + 0.9 * size if lead else 0.0

	def _width(self, size: float, columns: int) -> float:
		return (self.place.width - (columns - 1) * size) / columns

	def _card(self, head: str, text: str, size: float, inner: float) -> tuple[list[str], list[str]]:
		heads = wrapped(head, (inner - 2.4 * size) / (size * 1.14)) if head else []
		indent = 0.0 if head else 2.4
		return heads, wrapped(text, inner / size - indent) if text else []

	def _card_height(self, head: str, text: str, size: float, columns: int) -> float:
		heads, lines = self._card(head, text, size, self._width(size, columns) - 2.2 * size)
		head_height = max(len(heads) * 1.14 * 1.35, 1.9) + 0.35 if heads else 0
		return (2.0 + head_height + max(len(lines) * _CARD_LEADING, 0 if heads else 1.9)) * size

	def _fits(self, size: float, columns: int, stacked: bool) -> bool:
		inner = self._width(size, columns) - 2.2 * size
		if inner < 6 * size or (columns == 1 and stacked):
			return False
		if any(
			len(head) <= _SHORT_HEAD and len(self._card(head, "", size, inner)[0]) > 1
			for head, _text in self.words.items
		):
			return False
		rows = self._placed(size, columns, stacked)
		tallest = (
			max(sum(high for _number, high in row) + (len(row) - 1) * size for row in rows)
			if stacked
			else (sum(max(high for _number, high in row) for row in rows) + (len(rows) - 1) * size)
		)
		return self._above(size) + tallest <= self.place.height

	def _placed(self, size: float, columns: int, stacked: bool) -> list[list[tuple[int, float]]]:
		"""Return the cards, by number and height, row by row, or column by column."""
		heights = [self._card_height(head, text, size, columns) for head, text in self.words.items]
		cards = list(enumerate(heights))
		if not stacked:
			return [cards[first : first + columns] for first in range(0, len(cards), columns)]
		low, high = max(heights), sum(heights) + len(heights) * size
		for _step in range(18):
			middle = (low + high) / 2
			if len(_filled([height + size for height in heights], middle + size)) <= columns:
				high = middle
			else:
				low = middle
		return [
			cards[first:end] for first, end in _filled([height + size for height in heights], high + size)
		]

	def _svg(self, grid: _Grid) -> str:
		size, columns = grid.size, grid.columns
		svg, _y = _set(
			self._lead(size), self.place.x, self.place.y, self.place.width, size, _LEADING, 0, self.look
		)
		top = self.place.y + self._above(size)
		room, width = self.place.bottom - top, self._width(size, columns)
		placed = self._placed(size, columns, grid.stacked)
		if grid.stacked:
			for column, cards in enumerate(placed):
				used = sum(high for _number, high in cards) + (len(cards) - 1) * size
				extra, y = max(room - used, 0) / len(cards), top
				for number, high in cards:
					card = Rect(self.place.x + column * (width + size), y, width, high + extra)
					svg += self._drawn_card(number, card, size, extra)
					y += high + extra + size
			return svg
		highs = [max(high for _number, high in row) for row in placed]
		spare = max(room - sum(highs) - (len(highs) - 1) * size, 0)
		extra = min(spare / len(highs), 3.2 * size)
		y = top + (spare - extra * len(highs)) * 0.42
		for row, high in zip(placed, highs, strict=True):
			for column, (number, _own) in enumerate(row):
				card = Rect(self.place.x + column * (width + size), y, width, high + extra)
				svg += self._drawn_card(number, card, size, extra)
			y += high + extra + size
		return svg

	def _drawn_card(self, number: int, card: Rect, size: float, extra: float) -> str:
		look, (head, text) = self.look, self.words.items[number]
		inner = card.width - 2.2 * size
		heads, lines = self._card(head, text, size, inner)
		svg = box(card, look.card, look.card_line, 0.05 * size, 0.35 * size)
		svg += box(Rect(card.x, card.y + 0.35 * size, 0.22 * size, card.height - 0.7 * size), look.accent)
		x, y = card.x + 1.1 * size, card.y + size + extra / 2 * 0.8
		svg += circle(x + 0.9 * size, y + 0.95 * size, 0.92 * size, look.accent)
		digits = Face(size * 1.05, look.on_accent, "hei", bold=True)
		svg += text_line(str(number + 1), x + 0.9 * size, y + 1.32 * size, digits, align="center")
		if heads:
			face = Face(size * 1.14, look.accent, "hei", bold=True)
			taken = len(heads) * face.size * 1.35
			top = y + max((1.9 * size - taken) / 2, 0)
			for place, line in enumerate(heads):
				baseline = top + place * face.size * 1.35 + (0.175 + _BASELINE) * face.size
				svg += text_line(line, x + 2.4 * size, baseline, face)
			y += max(taken, 1.9 * size) + 0.35 * size
		indent = 0.0 if heads else 2.4 * size
		body = Face(size, look.ink)
		for place, line in enumerate(lines):
			baseline = y + place * _CARD_LEADING * size + ((_CARD_LEADING - 1) / 2 + _BASELINE) * size
			fills = inner - indent if place < len(lines) - 1 else None
			svg += text_line(line, x + indent, baseline, body, width=fills)
		return svg


def fitted_line(text: str, place: Rect, most: float, face: Face, align: str = "center") -> str:
	"""Return one line of text in a place, no larger than `most` and no wider than the place."""
	size = min(most, place.width / max(length_of(text), 1), place.height)
	x = {"left": place.x, "center": place.middle, "right": place.right}[align]
	return text_line(text, x, place.centre + (_BASELINE - 0.5) * size, replace(face, size=size), align=align)
