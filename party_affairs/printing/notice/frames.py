"""Frames on a board: parts of the notice board, some of them empty to pin sheets into, photos, and a line of figures over a text."""

from collections.abc import Sequence
from dataclasses import dataclass

from party_affairs.printing.notice.bodies import LEAST_MM, NOTHING_TYPED, Drawn, Words, fitted_line
from party_affairs.printing.notice.looks import Look
from party_affairs.printing.notice.shapes import Rect, box, image, rule
from party_affairs.printing.notice.type_setting import Face, largest, text_line, wrapped

_LEADING, _BASELINE = 1.5, 0.9
_HEAD_OF_SIDE = 0.1
_FEW_WORDS, _LARGER = 120, 1.25
"""Characters of a text that does not fill a board beside figures, and how much larger it may be set."""
_LABEL_OF_TILE = 0.17


@dataclass(frozen=True)
class Frame:
	"""A part of a notice board: what heads it and its lines; without lines it is left empty, with `hint` in it, to pin sheets into."""

	head: str
	lines: tuple[str, ...] = ()
	hint: str = ""


@dataclass(frozen=True)
class Frames:
	"""Frames of equal size, each with type as large as it allows."""

	frames: tuple[Frame, ...]

	@property
	def demand(self) -> float:
		return 220 * len(self.frames)

	def draw(self, place: Rect, look: Look, most: float) -> Drawn:
		gap = min(place.width, place.height) * 0.035
		places = _even(len(self.frames), place, gap, 1.0)
		svg, types, fits = "", [NOTHING_TYPED], True
		for frame, spot in zip(self.frames, places, strict=True):
			drawn = self._frame(frame, spot, look, most)
			svg += drawn.svg
			types.append(drawn.type_mm)
			fits = fits and drawn.fits
		return Drawn(svg, min(types), fits)

	def _frame(self, frame: Frame, place: Rect, look: Look, most: float) -> Drawn:
		side = min(place.width, place.height)
		high = side * _HEAD_OF_SIDE
		svg = box(place, look.card, look.line, side * 0.005, side * 0.012)
		head = Rect(place.x, place.y, place.width, high * 1.25)
		svg += box(head, look.accent, radius=side * 0.012)
		svg += fitted_line(
			frame.head,
			head.inside(high * 0.4, high * 0.2),
			high * 0.72,
			Face(1, look.on_accent, "hei", bold=True),
		)
		inner = Rect(place.x, head.bottom, place.width, place.bottom - head.bottom).inside(side * 0.05)
		if frame.lines:
			return self._lines(frame.lines, inner, look, most, svg)
		dashed = _dashed(inner, look, side)
		hint = Rect(inner.x, inner.centre - high * 0.4, inner.width, high * 0.8)
		return Drawn(
			svg + dashed + fitted_line(frame.hint, hint, high * 0.5, Face(1, look.quiet, "hei")),
			NOTHING_TYPED,
		)

	def _lines(self, lines: Sequence[str], place: Rect, look: Look, most: float, svg: str) -> Drawn:
		def high(size: float) -> float:
			return sum(len(wrapped(text, place.width / size)) * _LEADING + 0.35 for text in lines) * size

		size = largest(lambda size: high(size) <= place.height, LEAST_MM, most)
		chosen = size or LEAST_MM
		y = place.y + max(place.height - high(chosen), 0) * 0.3
		for text in lines:
			for line in wrapped(text, place.width / chosen):
				baseline = y + ((_LEADING - 1) / 2 + _BASELINE) * chosen
				svg += text_line(line, place.x, baseline, Face(chosen, look.ink))
				y += _LEADING * chosen
			y += 0.35 * chosen
		return Drawn(svg, chosen, size is not None)


def _even(number: int, place: Rect, gap: float, shape: float) -> list[Rect]:
	"""Return places of equal size whose width to height comes nearest to `shape`."""
	across = min(
		range(1, number + 1),
		key=lambda across: _off(place, gap, across, -(-number // across), shape, number),
	)
	down = -(-number // across)
	width = (place.width - gap * (across - 1)) / across
	height = (place.height - gap * (down - 1)) / down
	places = []
	for spot in range(number):
		row, column = divmod(spot, across)
		in_row = min(across, number - row * across)
		left = (place.width - in_row * width - (in_row - 1) * gap) / 2
		places.append(
			Rect(place.x + left + column * (width + gap), place.y + row * (height + gap), width, height)
		)
	return places


def _off(place: Rect, gap: float, across: int, down: int, shape: float, number: int) -> float:
	width = (place.width - gap * (across - 1)) / across
	height = (place.height - gap * (down - 1)) / down
	if width <= 0 or height <= 0:
		return float("inf")
	found = width / height / shape
	return max(found, 1 / found) * (1 + 0.6 * (across * down - number) / number * 2)


def _dashed(place: Rect, look: Look, side: float) -> str:
	width, dashes = side * 0.004, f"{side * 0.02:.2f} {side * 0.014:.2f}"
	return "".join(
		rule(*ends, look.card_line, width, dashes)
		for ends in (
			(place.x, place.y, place.right, place.y),
			(place.right, place.y, place.right, place.bottom),
			(place.right, place.bottom, place.x, place.bottom),
			(place.x, place.bottom, place.x, place.y),
		)
	)


@dataclass(frozen=True)
class Photos:
	"""Photos with captions in frames of equal size; where there are none, empty frames to put some into."""

	photos: tuple[tuple[str, str], ...]
	hint: str
	least: int = 6

	@property
	def demand(self) -> float:
		return 110 * (len(self.photos) or self.least)

	def draw(self, place: Rect, look: Look, most: float) -> Drawn:
		number = len(self.photos) or self.least
		gap = min(place.width, place.height) * 0.03
		svg, types, fits = "", [NOTHING_TYPED], True
		for spot, frame in enumerate(_even(number, place, gap, 1.25)):
			side = min(frame.width, frame.height)
			svg += box(frame, look.card, look.card_line, side * 0.006)
			if not self.photos:
				inner = frame.inside(side * 0.06)
				svg += _dashed(inner, look, side)
				hint = Rect(inner.x, inner.centre - side * 0.05, inner.width, side * 0.1)
				svg += fitted_line(self.hint, hint, side * 0.07, Face(1, look.quiet, "hei"))
				continue
			source, caption = self.photos[spot]
			drawn = _captioned(source, caption, frame.inside(side * 0.035), side, look, most)
			svg += drawn.svg
			types.append(drawn.type_mm)
			fits = fits and drawn.fits
		return Drawn(svg, min(types), fits)


def _captioned(source: str, caption: str, place: Rect, side: float, look: Look, most: float) -> Drawn:
	size = min(side * 0.062, most)
	lines = wrapped(caption, place.width / size)
	while len(lines) > 2 and size > LEAST_MM:
		size *= 0.94
		lines = wrapped(caption, place.width / size)
	taken = 2 * 1.4 * size
	picture = Rect(place.x, place.y, place.width, place.height - taken - 0.3 * size)
	svg = image(picture, source, fill=True)
	y = picture.bottom + 0.3 * size + (2 - len(lines)) * 0.7 * size
	for line in lines[:2]:
		svg += text_line(line, place.middle, y + 1.1 * size, Face(size, look.ink, "hei"), align="center")
		y += 1.4 * size
	return Drawn(svg, size, len(lines) <= 2)


@dataclass(frozen=True)
class FiguresOverWords:
	"""A line of figures, as pairs of number and what it counts, over a text."""

	figures: tuple[tuple[str, str], ...]
	words: Words

	@property
	def demand(self) -> float:
		return max(self.words.demand, 200) + 60

	def draw(self, place: Rect, look: Look, most: float) -> Drawn:
		if not self.figures:
			return self.words.draw(place, look, most)
		number = len(self.figures)
		gap = min(place.width, place.height) * 0.03
		high = min(place.height * 0.2, place.width / number * 0.55)
		# A sentence leaves a board empty: the figures take the room, and it is set larger.
		length = sum(map(len, self.words.lead))
		is_short = length < _FEW_WORDS
		if is_short:
			high = place.height * (0.3 + 0.25 * (1 - length / _FEW_WORDS) if length else 1.0)
			most *= _LARGER
		above = Rect(place.x, place.y, place.width, high)
		spots = _even(number, above, gap, 1.6) if is_short else _in_a_row(number, above, gap)
		svg = "".join(
			_tile(figure, label, spot, look)
			for (figure, label), spot in zip(self.figures, spots, strict=True)
		)
		below = Rect(place.x, place.y + high + gap, place.width, place.height - high - gap)
		if not length:
			return Drawn(svg, min(_height_of_tile(spots[0]) * _LABEL_OF_TILE, most))
		drawn = self.words.draw(below, look, most)
		return Drawn(svg + drawn.svg, drawn.type_mm, drawn.fits)


def _in_a_row(number: int, place: Rect, gap: float) -> list[Rect]:
	width = (place.width - gap * (number - 1)) / number
	return [Rect(place.x + spot * (width + gap), place.y, width, place.height) for spot in range(number)]


def _height_of_tile(frame: Rect) -> float:
	"""The height in the middle of a frame that a figure with its label takes."""
	return min(frame.height, frame.width * 0.62)


def _tile(figure: str, label: str, frame: Rect, look: Look) -> str:
	high = _height_of_tile(frame)
	top = frame.y + (frame.height - high) / 2
	width = frame.width
	svg = box(frame, look.card, look.card_line, high * 0.008, high * 0.05)
	line = Rect(frame.x + width * 0.34, top + high * 0.93, width * 0.32, high * 0.03)
	svg += box(line, look.accent)
	upper = Rect(frame.x + width * 0.06, top + high * 0.1, width * 0.88, high * 0.48)
	svg += fitted_line(figure, upper, high * 0.42, Face(1, look.accent, "hei", bold=True))
	lower = Rect(frame.x + width * 0.06, top + high * 0.62, width * 0.88, high * 0.22)
	return svg + fitted_line(label, lower, high * _LABEL_OF_TILE, Face(1, look.ink, "hei"))
