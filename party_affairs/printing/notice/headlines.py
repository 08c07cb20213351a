"""The title of a board, in one line or, if it is long, in a few as long as each other."""

from dataclasses import dataclass

from party_affairs.printing.notice.type_setting import Face, length_of, shared, spread_length, text_line

_SHORT, _SPREAD_OF_SHORT, _SPREAD = 8, 0.28, 0.1
"""Characters up to which a title is spread wide, and the spread of such a one and of others, in em."""
_OF_MOST = (1.0, 0.72, 0.56, 0.46, 0.4)
"""The largest type of a title in one line, in two and so on, of the most."""
_WORTH_A_LINE = 1.15
_LEADING = 1.22
_OF_A_LINE = 1.2
_CROWDED = 0.45
"""Of the most: a title in smaller type than this looks like a slip beside the others on the wall."""


@dataclass(frozen=True)
class Headline:
	"""A title set: its lines, its type and the height that it takes in millimetres, `is_crowded` if it is too long to look well."""

	text: str
	lines: tuple[str, ...]
	size: float
	most: float
	spread: float

	@property
	def height(self) -> float:
		return max(
			(len(self.lines) - 1) * _LEADING * self.size + _OF_A_LINE * self.size, _OF_A_LINE * self.most
		)

	@property
	def is_crowded(self) -> bool:
		return self.size < _CROWDED * self.most

	def svg(self, middle: float, top: float, face: Face) -> str:
		"""Return it drawn below `top`, each line around `middle`."""
		taken = (len(self.lines) - 1) * _LEADING * self.size + _OF_A_LINE * self.size
		first = top + (self.height - taken) / 2 + 0.95 * self.size
		return "".join(
			text_line(
				line, middle, first + row * _LEADING * self.size, face, spread=self.spread, align="center"
			)
			for row, line in enumerate(self.lines)
		)


def headline(text: str, width: float, most: float, spread: float | None = None) -> Headline:
	"""Return a title set in `width`, no larger than `most`: in as few lines as let it be nearly as large as it can be."""
	if spread is None:
		spread = _SPREAD_OF_SHORT if length_of(text) <= _SHORT else _SPREAD
	best = None
	for number, share in enumerate(_OF_MOST, start=1):
		lines = tuple(shared(text, number)) if number > 1 else (text,)
		longest = max(spread_length(line, spread) for line in lines)
		found = Headline(text, lines, min(most * share, width / max(longest, 1)), most, spread)
		if best is None or found.size > best.size * _WORTH_A_LINE:
			best = found
	return best
