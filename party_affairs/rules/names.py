"""Lists of people in the stroke order of their surnames (按姓氏笔画为序)."""

from party_affairs.guide import strokes


def stroke_key(name: str) -> tuple:
	"""Return the key that sorts a Chinese name as such lists do.

	First comes the surname's first character, by its number of strokes and then by its strokes one after the other in
	the order 横 竖 撇 点 折. Among equal ones the shorter name comes first, then decides the second character, and so on.
	A character without known strokes stands behind all others.
	"""
	places = [_place(character) for character in "".join(name.split())]
	return (places[:1], len(places), places[1:])


def _place(character: str) -> tuple[int, int]:
	place = strokes.place(character)
	return (1, ord(character)) if place is None else (0, place)
