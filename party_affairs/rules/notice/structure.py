"""The chart of an organisation (组织架构图): organisations above, itself, its committee, its groups or what stands below, in tiers.

Lengths are in em of the type until the chart is laid out; then in the unit of the place it is laid into. However many cards a tier has,
it wraps into rows.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Wrap = Callable[[str, float], Sequence[str]]
"""Returns the lines of a text in a room of so many em."""

_WIDEST_CARD, _NARROWEST_CARD = 11.0, 4.2
_PAD, _GAP, _ROW_GAP, _TIER_GAP = 0.7, 0.9, 1.1, 1.7
_TITLE, _LINE = 1.5, 1.42
"""Heights of the lines of a card: of its title, and of the others."""
_LABEL = 1.9
_SMALLER = 0.92
"""The size of the lines below a title, of the type."""
_STEPS = 16


@dataclass(frozen=True)
class Card:
	"""Something on the chart: a title, and lines below it such as names. `is_main` is the organisation itself."""

	title: str
	lines: tuple[str, ...] = ()
	is_main: bool = False


@dataclass(frozen=True)
class Tier:
	"""Cards side by side. With a `label` they stand in a frame of their own; else each hangs on the line from above."""

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
	if _height(tiers, width / most, wrap) * most <= height:
		return _placed(tiers, width, height, most, wrap, True)
	low, high = least, most
	fits = _height(tiers, width / least, wrap) * least <= height
	for _step in range(_STEPS if fits else 0):
		middle = (low + high) / 2
		if _height(tiers, width / middle, wrap) * middle <= height:
			low = middle
		else:
			high = middle
	return _placed(tiers, width, height, low, wrap, fits)


@dataclass(frozen=True)
class _Rows:
	"""The cards of a tier divided into rows: how wide a card is, how many stand in a row, and the height of each row, in em."""

	card_width: float
	across: int
	heights: tuple[float, ...]

	@property
	def height(self) -> float:
		return sum(self.heights) + (len(self.heights) - 1) * _ROW_GAP


def _rows(tier: Tier, room: float, wrap: Wrap) -> _Rows:
	natural = max(
		max([_longest(card.title, wrap), *(_longest(line, wrap) * _SMALLER for line in card.lines)])
		for card in tier.cards
	)
	card_width = min(max(natural, _NARROWEST_CARD) + 2 * _PAD, room)
	fitting = max(int((room + _GAP) / (card_width + _GAP)), 1)
	rows = -(-len(tier.cards) // fitting)
	across = -(-len(tier.cards) // rows)
	if rows > 1:
		# Cards share the row, as wide as need be.
		card_width = min((room - (across - 1) * _GAP) / across, _WIDEST_CARD + 2 * _PAD)
	heights = tuple(
		max(_card_height(card, card_width, wrap) for card in tier.cards[first : first + across])
		for first in range(0, len(tier.cards), across)
	)
	return _Rows(card_width, across, heights)


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
	lines = sum(len(wrap(line, room / _SMALLER)) for line in card.lines)
	return 2 * _PAD + titles * _TITLE + lines * _LINE * _SMALLER + (0.25 if lines else 0)


def _height(tiers: Sequence[Tier], room: float, wrap: Wrap) -> float:
	if room < _NARROWEST_CARD + 2 * (_PAD + _GAP):
		return float("inf")
	total = 0.0
	# A frame has borders, and rows that hang leave a way at the left.
	for tier in tiers:
		total += _rows(tier, room - 2 * _GAP, wrap).height
		total += _LABEL + 2 * _PAD if tier.label else 0
	return total + (len(tiers) - 1) * _TIER_GAP


def _placed(
	tiers: Sequence[Tier], width: float, height: float, size: float, wrap: Wrap, fits: bool
) -> Layout:
	room = width / size
	spare = max(height - _height(tiers, room, wrap) * size, 0)
	between = min(spare / max(len(tiers), 1), 2.2 * size)
	y = (spare - between * (len(tiers) - 1)) / 2
	found, joints = [], []
	middle = width / 2
	for place, tier in enumerate(tiers):
		rows = _rows(tier, room - 2 * _GAP, wrap)
		frame = None
		top = y
		if tier.label:
			high = (rows.height + _LABEL + 2 * _PAD) * size
			wide = min(width, (rows.across * (rows.card_width + _GAP) + _GAP) * size)
			frame = ((width - wide) / 2, y, wide, high)
			top = y + (_LABEL + _PAD) * size
		cards, starts = _cards_of(tier, rows, width, top, size, wrap)
		if place:
			above = y - _TIER_GAP * size - between
			joints += _joints(cards, starts, frame, middle, above, size)
		found.append(PlacedTier(tier, frame, tuple(cards)))
		y = (frame[1] + frame[3] if frame else top + rows.height * size) + _TIER_GAP * size + between
	return Layout(size, tuple(found), tuple(joints), fits)


def _cards_of(
	tier: Tier, rows: _Rows, width: float, top: float, size: float, wrap: Wrap
) -> tuple[list[Placed], list[tuple[int, float]]]:
	"""Return the cards of a tier in their places, and where each row starts: its first card's number and its upper edge."""
	cards: list[Placed] = []
	starts = []
	room = rows.card_width - 2 * _PAD
	for row, high in enumerate(rows.heights):
		chosen = tier.cards[row * rows.across : (row + 1) * rows.across]
		wide = (len(chosen) * (rows.card_width + _GAP) - _GAP) * size
		starts.append((len(cards), top))
		for column, card in enumerate(chosen):
			cards.append(
				Placed(
					card,
					(width - wide) / 2 + column * (rows.card_width + _GAP) * size,
					top,
					rows.card_width * size,
					high * size,
					tuple(balanced(card.title, room, wrap)),
					tuple(part for line in card.lines for part in wrap(line, room / _SMALLER)),
				)
			)
		top += (high + _ROW_GAP) * size
	return cards, starts


def _joints(
	cards: Sequence[Placed],
	starts: Sequence[tuple[int, float]],
	frame: tuple[float, float, float, float] | None,
	middle: float,
	above: float,
	size: float,
) -> list[tuple[float, float, float, float]]:
	"""The lines from what stands above, which ends at `above`, to a tier: to its frame, or along a bar to each card of each row."""
	if frame:
		return [(middle, above, middle, frame[1])]
	if len(cards) == 1:
		return [(middle, above, middle, cards[0].y)]
	joints = []
	side = min(card.x for card in cards) - 0.55 * size
	bars = []
	for row, (first, top) in enumerate(starts):
		end = starts[row + 1][0] if row + 1 < len(starts) else len(cards)
		bar = (above + top) / 2 if row == 0 else top - _ROW_GAP / 2 * size
		bars.append(bar)
		middles = [card.x + card.width / 2 for card in cards[first:end]]
		left = min([*middles, middle]) if row == 0 else middles[0]
		right = max([*middles, middle]) if row == 0 else middles[-1]
		joints.append((side if len(starts) > 1 else left, bar, right, bar))
		joints += [(x, bar, x, top) for x in middles]
	joints.append((middle, above, middle, bars[0]))
	if len(bars) > 1:
		joints.append((side, bars[0], side, bars[-1]))
	return joints
