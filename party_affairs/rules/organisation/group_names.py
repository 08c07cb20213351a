"""The order of Party groups, which are numbered in words that do not sort by themselves."""

import re

_NUMERAL = re.compile("[一二三四五六七八九十]+|[0-9]+")
_DIGITS = {digit: number for number, digit in enumerate("一二三四五六七八九", start=1)}
_TEN = "十"


def group_key(name: str) -> tuple[tuple[int, int | str], ...]:
	"""Return the key that sorts names of groups by the numbers in them: 第二党小组 before 第十党小组 before 第十一党小组."""
	key: list[tuple[int, int | str]] = []
	place = 0
	for found in _NUMERAL.finditer(name):
		key += [(1, character) for character in name[place : found.start()]]
		key.append((0, _number(found.group())))
		place = found.end()
	return (*key, *((1, character) for character in name[place:]))


def _number(text: str) -> int:
	if text.isascii():
		return int(text)
	tens, ten, ones = text.rpartition(_TEN)
	number = 0
	for digit in ones:
		number = 10 * number + _DIGITS[digit]
	return number + (10 * (_DIGITS.get(tens[-1:], 1)) if ten else 0)
