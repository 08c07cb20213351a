"""The wording that a branch gives a board in place of the official one: paragraphs, then numbered articles."""

import re
from typing import NamedTuple

_NUMBER = re.compile(r"\s*(?:\d{1,2}\s*[.、．)）]|[（(]\s*\d{1,2}\s*[）)]|[一二三四五六七八九十]{1,3}、)\s*")
_HEAD = re.compile(r"([^。：:]{1,16})[。：:]\s*(?=\S)")


class OwnWords(NamedTuple):
	"""Paragraphs, and articles as pairs of head and text; the head is empty where an article has none."""

	lead: tuple[str, ...]
	items: tuple[tuple[str, str], ...]


def read_own_words(text: str) -> OwnWords:
	"""Return what a text says: each line is a paragraph, and a line that begins with a number an article.

	A line without a number after an article goes on with it. A short sentence at the head of an article heads it.
	"""
	lead: list[str] = []
	items: list[str] = []
	for line in filter(None, (line.strip() for line in text.splitlines())):
		number = _NUMBER.match(line)
		if number and line[number.end() :]:
			items.append(line[number.end() :])
		elif items:
			items[-1] += line
		else:
			lead.append(line)
	return OwnWords(tuple(lead), tuple(_divided(item) for item in items))


def _divided(item: str) -> tuple[str, str]:
	head = _HEAD.match(item)
	return (head[1], item[head.end() :]) if head else ("", item)
