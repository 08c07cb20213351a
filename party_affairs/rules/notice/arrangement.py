"""Several boards on one sheet: who stands where, each as large as its words need (guide annex 一: 可视面积合并制作)."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import combinations, islice, pairwise

Place = tuple[float, float, float, float]
"""x, y, width and height."""

_WIDEST, _NARROWEST = 2.2, 0.45
"""Of a panel, width to height: beyond them a text is hard to read and a drawing to make out."""


def arrangements(
	demands: Sequence[float], width: float, height: float, gap: float, most: int = 6
) -> list[list[Place]]:
	"""Return the likeliest arrangements of panels in their order, the best first; none without panels.

	Panels stand in rows, or in columns; areas are as their `demands`, above zero. An arrangement is the better the less any
	of its panels is drawn out.
	"""
	if not demands:
		return []
	found = [
		(max(_drawn_out(place) for place in places), places) for places in _all(demands, width, height, gap)
	]
	found.sort(key=lambda pair: pair[0])
	return [places for _score, places in islice(found, most)]


def is_even(places: Sequence[Place]) -> bool:
	"""Whether each row of panels, or each column, has as many as the others."""
	rows = Counter(round(y) for _x, y, _width, _height in places)
	columns = Counter(round(x) for x, _y, _width, _height in places)
	return len(set(rows.values())) == 1 or len(set(columns.values())) == 1


def _all(demands: Sequence[float], width: float, height: float, gap: float) -> Iterator[list[Place]]:
	for rows in _divisions(len(demands)):
		yield _in_rows(rows, demands, width, height, gap)
		if len(rows) > 1 or len(demands) == 1:
			turned = _in_rows(rows, demands, height, width, gap)
			yield [(y, x, high, wide) for x, y, wide, high in turned]


def _divisions(number: int) -> Iterator[list[range]]:
	"""All ways to divide so many panels, in their order, into rows."""
	for cuts in range(number):
		for borders in combinations(range(1, number), cuts):
			ends = (0, *borders, number)
			yield [range(first, end) for first, end in pairwise(ends)]


def _in_rows(
	rows: Sequence[range], demands: Sequence[float], width: float, height: float, gap: float
) -> list[Place]:
	sums = [sum(demands[place] for place in row) for row in rows]
	high_in_all = height - gap * (len(rows) - 1)
	places, y = [], 0.0
	for row, total in zip(rows, sums, strict=True):
		high = high_in_all * total / sum(sums)
		wide_in_all, x = width - gap * (len(row) - 1), 0.0
		for place in row:
			wide = wide_in_all * demands[place] / total
			places.append((x, y, wide, high))
			x += wide + gap
		y += high + gap
	return places


def _drawn_out(place: Place) -> float:
	_x, _y, width, height = place
	if width <= 0 or height <= 0:
		return float("inf")
	shape = width / height
	return max(shape / _WIDEST, _NARROWEST / shape, 1.0) + abs(shape - 1) / 10
