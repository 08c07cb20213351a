"""The wording that a branch gives a board in place of the official one: paragraphs, then numbered articles."""

import re
from datetime import date
from typing import NamedTuple

from party_affairs.guide.notice import wall_texts
from party_affairs.rules.notice.kinds import WORDS, BoardKind

_NUMBER = re.compile(r"\s*(?:\d{1,2}\s*[.、．)）]|[（(]\s*\d{1,2}\s*[）)]|[一二三四五六七八九十]{1,3}、)\s*")
_HEAD = re.compile(r"([^。：:]{1,16})[。：:]\s*(?=\S)")


class OwnWords(NamedTuple):
	"""Paragraphs, and articles without their numbers."""

	lead: tuple[str, ...]
	articles: tuple[str, ...]


def read_own_words(text: str) -> OwnWords:
	"""Return what a text says: each line is a paragraph, and a line that begins with a number an article.

	A line without a number after an article goes on with it.
	"""
	lead: list[str] = []
	articles: list[str] = []
	for line in filter(None, (line.strip() for line in text.splitlines())):
		number = _NUMBER.match(line)
		if number and line[number.end() :]:
			articles.append(line[number.end() :])
		elif articles:
			articles[-1] += line
		else:
			lead.append(line)
	return OwnWords(tuple(lead), tuple(articles))


def official_lines(kind: BoardKind, day: date) -> tuple[str, ...]:
	"""Return the official wording of a kind of board line by line, its articles numbered; none where the guide gives none."""
	if kind.made_of != WORDS or not kind.text:
		return ()
	text = wall_texts.wall_text(kind.text).mended(basic_tasks=wall_texts.constitution(day).basic_tasks)
	articles = (
		f"{number}.{item.head}{'。' if item.head and item.text else ''}{item.text}"
		for number, item in enumerate(text.items, start=1)
	)
	return (*text.lead, *articles)


def head_and_text(article: str) -> tuple[str, str]:
	"""Return the few words that head an article, up to its first stop or colon, and the rest; no head where there are no such words."""
	head = _HEAD.match(article)
	return (head[1], article[head.end() :]) if head else ("", article)
