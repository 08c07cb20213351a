"""The chart of an organisation (组织架构图): organisations above, itself, its committee, its groups or what stands below, in tiers.

Lengths are in em of the type until the chart is laid out; then in the unit of the place it is laid into. However many cards a tier has,
it wraps into rows.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

Wrap = Callable[[str, float], Sequence[str]]
"""Returns the lines of a text in a room of so many em."""

_WORD = re.compile(r"[^、 ]+[、 ]*|[、 ]+")
_WIDEST_CARD, _NARROWEST_CARD = 11.0, 4.2
_WIDER = 1.5
"""So many times as wide as they need be are cards where there is room."""
_SHORT_TITLE, _LONGEST_ALONE = 6, 16
"""Characters: titles up to so long are not broken, beside others and where a card stands alone."""
_PAD, _GAP, _ROW_GAP, _TIER_GAP = 0.7, 0.9, 1.1, 1.7
_TITLE, _LINE = 1.5, 1.42
"""Heights of the lines of a card: of its title, and of the others."""
_LABEL = 1.9
_SMALLER = 0.92
"""The size of the lines below a title, of the type."""
_STEPS = 16
_WORTH_ONE_ROW = 0.78
"""Cards stand in one row, as on every such chart, unless type in several rows is larger by more than this."""


@dataclass(frozen=True)
class Card:
	"""Something on the chart: a title, and lines below it such as names. `is_main` is the organisation itself."""

	title: str
	lines: tuple[str, ...] = ()
	is_main: bool = False


@dataclass(frozen=True)
class Tier:
	"""Cards side by side. With a `label`, or in several rows, they stand in a frame of their own; else each hangs on the line from above."""

	cards: tuple[Card, ...]
	label: str = ""


@dataclass(frozen=True)
class Placed:
	"""A card in its place, its title and lines as they are set."""

	card: Card
	x: float
	y: float
	width: float
	height: float
	titles: tuple[str, ...]
	lines: tuple[str, ...]


@dataclass(frozen=True)
class PlacedTier:
	"""A tier in its place: the frame (x, y, width, height) of a labelled one, and its cards."""

	tier: Tier
	frame: tuple[float, float, float, float] | None
	cards: tuple[Placed, ...]

	@property
	def edges(self) -> list[tuple[float, float]]:
		"""Upper and lower edges of its frame and cards."""
		framed = [(self.frame[1], self.frame[1] + self.frame[3])] if self.frame else []
		return [*framed, *((card.y, card.y + card.height) for card in self.cards)]


@dataclass(frozen=True)
class Layout:
	"""A chart laid out: the size of its type, its tiers from the top, and the lines between them (x1, y1, x2, y2)."""

	size: float
	tiers: tuple[PlacedTier, ...]
	joints: tuple[tuple[float, float, float, float], ...]
	fits: bool

	@property
	def top(self) -> float:
		"""Where the uppermost thing begins."""
		return min(edge for tier in self.tiers for edge, _end in tier.edges)

	@property
	def bottom(self) -> float:
		"""Where the lowest thing ends."""
		return max(end for tier in self.tiers for _edge, end in tier.edges)


def lay_out(
	tiers: Sequence[Tier], width: float, height: float, wrap: Wrap, least: float, most: float
) -> Layout:
	"""Return the chart laid out in `width` by `height` with the largest type between `least` and `most` that has room."""
	free = _largest(tiers, width, height, wrap, (least, most), False)
	side_by_side = _largest(tiers, width, height, wrap, (least, most), True)
	one_row = side_by_side is not None and (free is None or side_by_side >= free * _WORTH_ONE_ROW)
	size = side_by_side if one_row else free
	return _placed(tiers, width, height, size or least, wrap, size is not None, one_row)


def _largest(
	tiers: Sequence[Tier],
	width: float,
	height: float,
	wrap: Wrap,
	ends: tuple[float, float],
	one_row: bool,
) -> float | None:
	"""The largest type between two ends that has room, None if not even the least has."""

	def has_room(size: float) -> bool:
		return _height(tiers, width / size, wrap, one_row) * size <= height

	low, high = ends
	if has_room(high):
		return high
	if not has_room(low):
		return None
	for _step in range(_STEPS):
		middle = (low + high) / 2
		if has_room(middle):
			low = middle
		else:
			high = middle
	return low


@dataclass(frozen=True)
class _Rows:
	"""The cards of a tier divided into rows: how wide a card is, how many stand in a row, and the height of each row, in em."""

	card_width: float
	across: int
	heights: tuple[float, ...]

	@property
	def height(self) -> float:
		return sum(self.heights) + (len(self.heights) - 1) * _ROW_GAP

	@property
	def is_one(self) -> bool:
		return len(self.heights) == 1


def _rows(tier: Tier, room: float, wrap: Wrap, one_row: bool) -> _Rows | None:
	"""Divide the cards of a tier into rows; None if those that hang have to stand in one row and cannot."""
	number = len(tier.cards)
	if number == 1 and not tier.label:
		alone = min(max(_natural(tier.cards[0], wrap), _in_one_line(tier.cards[0])) + 2 * _PAD, room)
		return _divided(tier, alone, 1, wrap)
	natural = max(_natural(card, wrap) for card in tier.cards) + 2 * _PAD
	least = max(_least(card, wrap) for card in tier.cards) + 2 * _PAD
	share = (room - (number - 1) * _GAP) / number
	if share >= (natural if tier.label else min(least, natural)):
		return _divided(tier, min(natural * _WIDER, share), number, wrap)
	if one_row and not tier.label:
		return None
	card_width = min(natural, room)
	fitting = max(int((room + _GAP) / (card_width + _GAP)), 1)
	rows = -(-number // fitting)
	across = -(-number // rows)
	if rows > 1:
		# Cards share the row, as wide as need be.
		card_width = min((room - (across - 1) * _GAP) / across, _WIDEST_CARD + 2 * _PAD)
	return _divided(tier, card_width, across, wrap)


def _divided(tier: Tier, card_width: float, across: int, wrap: Wrap) -> _Rows:
	heights = tuple(
		max(_card_height(card, card_width, wrap) for card in tier.cards[first : first + across])
		for first in range(0, len(tier.cards), across)
	)
	return _Rows(card_width, across, heights)


def _natural(card: Card, wrap: Wrap) -> float:
	"""The width at which a card looks best: lines that are not broken, or evenly."""
	return max(
		_longest(card.title, wrap), *(_longest(line, wrap) * _SMALLER for line in card.lines), _NARROWEST_CARD
	)


def _in_one_line(card: Card) -> float:
	"""The width at which a title stands in one line, if it is not too long for that."""
	return len(card.title) + 0.5 if len(card.title) <= _LONGEST_ALONE else 0.0


def _least(card: Card, wrap: Wrap) -> float:
	"""The width below which a card breaks names or a short title, or a longer one into more than two lines."""
	words = [part for line in card.lines for part in _words(line)]
	longest = max((min(len(word), _WIDEST_CARD) * _SMALLER for word in words), default=0)
	length = len(card.title)
	title = length if length <= _SHORT_TITLE else min(length / 2 + 1, _WIDEST_CARD)
	return max(longest + 0.1, title + 0.1, _NARROWEST_CARD)


def _words(line: str) -> list[str]:
	"""What of a line is not broken: a post, a name with the mark that follows it."""
	return _WORD.findall(line)


def lines_of(line: str, room: float, wrap: Wrap) -> list[str]:
	"""Return a line of a card set in `room` em: broken between names and, only if one is too long, within it."""
	found = [""]
	for word in _words(line):
		if len(wrap((found[-1] + word).rstrip(), room)) <= 1:
			found[-1] += word
			continue
		*full, last = wrap(word, room)
		found += [*full, last]
	return [part.strip() for part in found if part.strip()]


def balanced(text: str, room: float, wrap: Wrap) -> Sequence[str]:
	"""Return the lines of a text shared evenly: no more than it takes, and the last not much shorter than the first."""
	lines = wrap(text, room)
	while len(lines) > 1 and room > 2:
		narrower = wrap(text, room - 0.5)
		if len(narrower) > len(lines):
			break
		room, lines = room - 0.5, narrower
	return lines


def _longest(text: str, wrap: Wrap) -> float:
	"""The width of a text set in lines of the widest card, shared evenly among as many as it takes."""
	lines = len(wrap(text, _WIDEST_CARD)) or 1
	return (
		_WIDEST_CARD
		if lines > 1 and len(text) / lines > _WIDEST_CARD - 2
		else min(len(text) / lines + 0.5, _WIDEST_CARD)
	)


def _card_height(card: Card, width: float, wrap: Wrap) -> float:
	room = width - 2 * _PAD
	titles = len(wrap(card.title, room))
	lines = sum(len(lines_of(line, room / _SMALLER, wrap)) for line in card.lines)
	return 2 * _PAD + titles * _TITLE + lines * _LINE * _SMALLER + (0.25 if lines else 0)


def _height(tiers: Sequence[Tier], room: float, wrap: Wrap, one_row: bool) -> float:
	if room < _NARROWEST_CARD + 2 * (_PAD + _GAP):
		return float("inf")
	total = 0.0
	for tier in tiers:
		# A frame has borders.
		rows = _rows(tier, room - 2 * _GAP, wrap, one_row)
		if rows is None:
			return float("inf")
		total += rows.height + _around(tier, rows)
	return total + (len(tiers) - 1) * _TIER_GAP


def _around(tier: Tier, rows: _Rows) -> float:
	"""What a frame adds to the height of a tier: a labelled one has a frame, and whatever hangs in more than one row."""
	return (_LABEL if tier.label else 0) + (0 if rows.is_one and not tier.label else 2 * _PAD)


def _placed(
	tiers: Sequence[Tier],
	width: float,
	height: float,
	size: float,
	wrap: Wrap,
	fits: bool,
	one_row: bool,
) -> Layout:
	room = width / size
	spare = max(height - _height(tiers, room, wrap, one_row) * size, 0)
	between = min(spare / max(len(tiers), 1), 2.2 * size)
	y = (spare - between * (len(tiers) - 1)) / 2
	found, joints = [], []
	middle = width / 2
	for place, tier in enumerate(tiers):
		rows = _rows(tier, room - 2 * _GAP, wrap, one_row)
		frame = None
		top = y
		if around := _around(tier, rows):
			high = (rows.height + around) * size
			wide = min(width, (rows.across * (rows.card_width + _GAP) + _GAP) * size)
			frame = ((width - wide) / 2, y, wide, high)
			top = y + (around - _PAD) * size
		cards = _cards_of(tier, rows, width, top, size, wrap)
		if place:
			above = y - _TIER_GAP * size - between
			joints += _joints(cards, frame, middle, above)
		found.append(PlacedTier(tier, frame, tuple(cards)))
		y = (frame[1] + frame[3] if frame else top + rows.height * size) + _TIER_GAP * size + between
	return Layout(size, tuple(found), tuple(joints), fits)


def _cards_of(tier: Tier, rows: _Rows, width: float, top: float, size: float, wrap: Wrap) -> list[Placed]:
	"""Return the cards of a tier in their places."""
	cards: list[Placed] = []
	room = rows.card_width - 2 * _PAD
	for row, high in enumerate(rows.heights):
		chosen = tier.cards[row * rows.across : (row + 1) * rows.across]
		wide = (len(chosen) * (rows.card_width + _GAP) - _GAP) * size
		for column, card in enumerate(chosen):
			cards.append(
				Placed(
					card,
					(width - wide) / 2 + column * (rows.card_width + _GAP) * size,
					top,
					rows.card_width * size,
					high * size,
					tuple(balanced(card.title, room, wrap)),
					tuple(part for line in card.lines for part in lines_of(line, room / _SMALLER, wrap)),
				)
			)
		top += (high + _ROW_GAP) * size
	return cards


def _joints(
	cards: Sequence[Placed],
	frame: tuple[float, float, float, float] | None,
	middle: float,
	above: float,
) -> list[tuple[float, float, float, float]]:
	"""The lines from what stands above, which ends at `above`, to a tier: to its frame, or along a bar to each of its cards."""
	if frame:
		return [(middle, above, middle, frame[1])]
	if len(cards) == 1:
		return [(middle, above, middle, cards[0].y)]
	top = cards[0].y
	bar = (above + top) / 2
	middles = [card.x + card.width / 2 for card in cards]
	down = [(x, bar, x, top) for x in middles]
	return [(middle, above, middle, bar), (middles[0], bar, middles[-1], bar), *down]
