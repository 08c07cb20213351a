"""Which row is which record: by what identifies a record, then by the row it came from last time."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from party_affairs.importing.normalise import key_text

LIKENESS = 0.5
"""From which share of common characters on two titles may be one, corrected."""

Row = Mapping[str, Any]
Key = Callable[[Row], Hashable | None]


def match(
	rows: Sequence[Row],
	existing: Sequence[Row],
	keys: Sequence[Key],
	plausible: Callable[[Row, Row], bool] = lambda row, record: True,
	contradicts: Callable[[Row, Row], bool] = lambda row, record: False,
) -> dict[int, int]:
	"""Return, for the positions of `rows`, the position of the existing record that each one is.

	`keys` give what identifies a row, the surest first; None means that the row lacks it. A key decides only where one
	row and one record share it, and, but for the first, where nothing else `contradicts`. What is left is matched by `import_row`, where `plausible` agrees: a number in the
	first column alone must not turn one person's record into another's.
	"""
	found: dict[int, int] = {}
	taken: set[int] = set()

	def claim(row: int, record: int) -> None:
		found[row] = record
		taken.add(record)

	for number, key in enumerate(keys):
		wanted = _positions(rows, key, found)
		there = _positions(existing, key, taken)
		for value, positions in wanted.items():
			if not len(positions) == len(there.get(value, ())) == 1:
				continue
			row, record = positions[0], there[value][0]
			if number == 0 or not contradicts(rows[row], existing[record]):
				claim(row, record)
	by_row = _positions(existing, lambda record: record.get("import_row") or None, taken)
	for position, row in enumerate(rows):
		if position in found:
			continue
		for candidate in by_row.get(row.get("import_row"), ()):
			if candidate not in taken and plausible(row, existing[candidate]):
				claim(position, candidate)
				break
	return found


def _positions(rows: Sequence[Row], key: Key, skip) -> dict[Hashable, list[int]]:
	positions: dict[Hashable, list[int]] = defaultdict(list)
	for position, row in enumerate(rows):
		value = None if position in skip else key(row)
		if value is not None:
			positions[value].append(position)
	return positions


def agreeing(row: Row, record: Row, *fields: str) -> int:
	"""Return in how many of `fields` a row and a record have the same value, not counting empty ones."""
	return sum(1 for field in fields if row.get(field) is not None and row.get(field) == record.get(field))


def alike(one: Any, other: Any) -> bool:
	"""Whether two titles may be those of one thing: the same, one within the other, or mostly of the same characters."""
	first, second = key_text(one or ""), key_text(other or "")
	if not first or not second or first in second or second in first:
		return True
	return SequenceMatcher(None, first, second, autojunk=False).ratio() >= LIKENESS
