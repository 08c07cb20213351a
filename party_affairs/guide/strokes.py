"""Chinese characters in the order of their strokes (`stroke_order.txt`, whose head names its sources), read once."""

from pathlib import Path

_COMMENT = "#"


def place(character: str) -> int | None:
	"""Return the place of a character among all characters by strokes, None if it is not known."""
	return _PLACES.get(character)


def count(character: str) -> int | None:
	"""Return the number of strokes of a character, None if it is not known."""
	return _COUNTS.get(character)


def _read() -> tuple[dict[str, int], dict[str, int]]:
	text = Path(__file__).with_name("stroke_order.txt").read_text(encoding="utf-8")
	counts: dict[str, int] = {}
	for line in text.splitlines():
		if not line.startswith(_COMMENT):
			number, characters = line.split("\t")
			counts.update(dict.fromkeys(characters, int(number)))
	# A dictionary keeps the order of the file.
	return {character: order for order, character in enumerate(counts)}, counts


_PLACES, _COUNTS = _read()
