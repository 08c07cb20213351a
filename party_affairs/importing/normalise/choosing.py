"""A choice among known words, and what stands beside it: brackets are read or known to be harmless, never thrown away."""

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from party_affairs.guide import cell_words
from party_affairs.importing.normalise.text import is_empty, key_text
from party_affairs.importing.problems import CellError

Choices = Mapping[str, Iterable[str]]

YES = frozenset({"是", "有", "对", "√", "✓", "✔", "☑", "v", "y", "yes", "true", "1", "●", "○√"})
NO = frozenset({"否", "无", "没有", "不是", "×", "✗", "✘", "x", "n", "no", "false", "0"})

_QUOTES = str.maketrans("", "", "\"“”「」『』《》〈〉<>''‘’")
_BRACKETED = re.compile(r"\(([^()]*)\)?")
_BETWEEN = re.compile(r"[、，,;；/+|\n]|(?<=.)[兼暨](?=.)")
_DATE = re.compile(
	r"(?:自|从|于)?(?:19|20)\d{2}(?:年度?|[./-])?(?:\d{1,2}(?:月份?|[./-])?)?(?:\d{1,2}[日号]?)?(?:起|至今|以来)?(?:开始)?"
)
_TIMES = re.compile(r"第?[\d一二三四五六七八九十]+[次期季月讲](?:月|度)?(?:份)?")


def parse_check(value: Any) -> bool | None:
	"""Return whether a box is ticked: 是/否, √/×, 1/0 and the like."""
	if is_empty(value):
		return None
	text = key_text(int(value) if isinstance(value, (bool, float)) else value)
	if text in YES:
		return True
	if text in NO:
		return False
	raise CellError("Write 是 or 否 here, or √ or nothing.")


def parse_choice(value: Any, choices: Choices, column: str = "") -> str | None:
	"""Return the key of `choices` among whose words the cell's text is. The first word of each key is the usual one.

	What stands in brackets or beside the word is read, where it makes it more exact, as in 中共党员（预备）, and ignored
	where it is known to be harmless in `column`. Raises CellError for anything else, and for two choices in one cell.
	"""
	if is_empty(value):
		return None
	text = key_text(value).translate(_QUOTES)
	words = _words(choices)
	if text in words:
		return words[text]
	pieces = [piece for piece in _outside_brackets(text) if piece]
	found = dict.fromkeys(_one(piece, words, column, choices) for piece in pieces)
	if len(found) > 1:
		raise _two(list(found), choices)
	if not found:
		raise _unknown(choices)
	return next(iter(found))


def _words(choices: Choices) -> dict[str, str]:
	"""Return by word, as it is compared, the choice that it names."""
	found = {}
	for key, words in choices.items():
		for word in (key, *words):
			plain = key_text(word).translate(_QUOTES)
			found.setdefault(plain, key)
			found.setdefault(_BRACKETED.sub("", plain) or plain, key)
	return found


def _outside_brackets(text: str) -> list[str]:
	"""Split a text at what separates two entries, brackets apart."""
	hidden = _BRACKETED.sub(lambda found: "\x00" * len(found[0]), text)
	pieces, start = [], 0
	for found in _BETWEEN.finditer(hidden):
		pieces.append(text[start : found.start()])
		start = found.end()
	return [*pieces, text[start:]]


def _one(text: str, words: Mapping[str, str], column: str, choices: Choices) -> str:
	"""Return the one choice that a text names, with all that stands beside it."""
	if text in words:
		return words[text]
	inside = [piece for found in _BRACKETED.findall(text) for piece in _BETWEEN.split(found) if piece]
	outside = _BRACKETED.sub("", text)
	for bracket in inside:
		# 党员（预备） and 委员（组织） are one word taken apart.
		joined = next((word for word in (bracket + outside, outside + bracket) if word in words), None)
		if joined:
			return _refined(
				words[joined], joined, [other for other in inside if other != bracket], words, column, choices
			)
	if outside in words:
		return _refined(words[outside], outside, inside, words, column, choices)
	glued = sorted((word for word in words if len(word) > 1 and word in outside), key=len, reverse=True)
	if not glued:
		raise _unknown(choices)
	before, _word, after = outside.partition(glued[0])
	beside = [piece for piece in (before, after) if piece]
	return _refined(words[glued[0]], glued[0], beside + inside, words, column, choices)


def _refined(
	choice: str, word: str, beside: list[str], words: Mapping[str, str], column: str, choices: Choices
) -> str:
	"""Return what a word says together with what stands beside it."""
	others = []
	open_words = cell_words.refined(column)
	for piece in beside:
		if piece in words:
			if piece not in open_words:
				others.append(words[piece])
		elif not is_harmless(piece, column, choice):
			raise CellError(
				"It is not known here what {piece} says beside {word}. Choose from: {words}; what else there is to say has its own column.",
				piece=piece,
				word=word,
				words=_usual(choices),
			)
	differing = [other for other in dict.fromkeys(others) if other != choice]
	if not differing:
		return choice
	if len(differing) == 1 and word in open_words:
		return differing[0]
	raise _two([choice, *differing], choices)


def is_harmless(text: str, column: str, choice: str) -> bool:
	"""Whether what stands beside a choice of a column is known to change nothing: words of a closed list, and dates with them."""
	known = cell_words.harmless(column, choice)
	if text in known:
		return True
	if cell_words.TIMES in known and _TIMES.fullmatch(text):
		return True
	dates = _DATE.match(text)
	if not dates:
		return False
	if dates.end() == len(text) and text.endswith(("起", "至今", "以来")):
		return True
	rest = text[dates.end() :]
	return rest in known if rest else cell_words.DATE in known


def _usual(choices: Choices) -> tuple[str, ...]:
	return tuple(next(iter(words)) for words in choices.values())


def _unknown(choices: Choices) -> CellError:
	return CellError("Not one of the words known here. Choose from: {words}.", words=_usual(choices))


def _two(found: list[str], choices: Choices) -> CellError:
	return CellError(
		"Two things stand in this cell: {words}. Write one; the other belongs in a row of its own.",
		words=tuple(next(iter(choices[key])) for key in found),
	)


# --- education -------------------------------------------------------------------------------------------------------


_LEVEL_OF_WORD = {word: key for key, words in cell_words.education().items() for word in words}
_EDUCATION = re.compile(
	"|".join(
		re.escape(word)
		for word in sorted({*_LEVEL_OF_WORD, *cell_words.education_beside()}, key=len, reverse=True)
	)
)


def parse_education(value: Any, choices: Choices = MappingProxyType({})) -> str | None:
	"""Return the level of education that a cell names in any of the usual wordings, None for an empty cell.

	`choices` are further words by level, to be met as a whole. Raises CellError where it names none or two, or says that the studies were not finished.
	"""
	if is_empty(value):
		return None
	text = key_text(value).translate(_QUOTES)
	levels = cell_words.education()
	whole = _words({key: (key, *words) for key, words in {**dict.fromkeys(levels, ()), **choices}.items()})
	if text in whole:
		return whole[text]
	found = {_LEVEL_OF_WORD[word] for word in _EDUCATION.findall(text) if word in _LEVEL_OF_WORD}
	rest = _EDUCATION.sub("", text)
	if len(found) == 1 and not re.sub(r"[|()、,;/+\s.·-]", "", rest):
		return found.pop()
	raise CellError(
		"This education is not understood. Choose from: {words}.",
		words=tuple(words[0] for words in levels.values()),
	)
