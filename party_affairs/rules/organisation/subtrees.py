"""Dividing a tree of organisations into parts that lie together."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple


class Place(NamedTuple):
	"""Where an organisation stands in the tree: all below it have a `left` between its own and its `right`."""

	name: str
	left: int
	right: int


def subtrees(places: Sequence[Place], size: int) -> list[list[str]]:
	"""Divide organisations, given in the order of the tree, into parts of at most `size` names, in the same order.

	What lies below one organisation stays together where it fits into a part; small neighbours share one, and only what is
	larger than a part is divided. The places may have gaps: not all of a tree need be given.
	"""
	parts: list[list[str]] = []
	part: list[str] = []
	for unit in _units(places, size):
		if part and len(part) + len(unit) > size:
			parts.append(part)
			part = []
		part = [*part, *unit]
	return [*parts, part] if part else parts


def _units(places: Sequence[Place], size: int) -> Iterator[list[str]]:
	"""Yield what must not be divided: whole subtrees, and the organisations above those that are too large, one by one."""
	number = 0
	while number < len(places):
		top = places[number]
		end = number + 1
		while end < len(places) and top.left < places[end].left <= top.right:
			end += 1
		if end - number > size:
			end = number + 1
		yield [place.name for place in places[number:end]]
		number = end
