"""What people write inside the cells of a workbook besides the entry itself, read once.

All of it is a closed list: what stands in none of them is not understood, and the cell is refused or asked about.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from party_affairs.guide.data import read, require

SOURCE = "cell_words.json"
ANY = "*"
DATE, TIMES = "<日期>", "<次数>"
"""Entries of `harmless` that stand for any date, and for any number of an occasion, such as 第3次."""


def empty() -> frozenset[str]:
	"""Return what is written into a cell to say that nothing stands there."""
	return _LISTS["empty"]


def hidden() -> frozenset[str]:
	"""Return what is written in place of something that is not to be seen."""
	return _LISTS["hidden"]


def refined(column: str) -> frozenset[str]:
	"""Return the words of a column that another word in brackets says more exactly, such as 中共党员（预备）."""
	return _REFINED.get(column, frozenset())


def harmless(column: str, choice: str) -> frozenset[str]:
	"""Return what may stand beside a choice without changing what it says; in `column`, if one is given, other words besides."""
	columns = [_HARMLESS.get(column, {})] if column else _HARMLESS.values()
	found = [_HARMLESS["every"][ANY], _HARMLESS.get(column, {}).get(ANY, frozenset())]
	found += [of_column[choice] for of_column in columns if choice in of_column]
	return frozenset().union(*found)


def payments(kind: str) -> frozenset[str]:
	"""Return words about a payment: `paid`, `unpaid`, `deferred`, `exempt`, `quarterly`, `made_up` or `harmless`."""
	return _PAYMENTS[kind]


def people(kind: str) -> frozenset[str]:
	"""Return words beside names: `titles`, `there`, `absent`, `guest`, `nobody_absent`, `groups`, `everybody` or `compound_surnames`."""
	return _PEOPLE[kind]


def labels(kind: str) -> frozenset[str]:
	"""Return the labels within a list of people: `expected`, `there`, `absent` or `guest`."""
	return _LABELS[kind]


def education() -> Mapping[str, tuple[str, ...]]:
	"""Return by level of education the words that say it."""
	return _EDUCATION


def education_beside() -> frozenset[str]:
	"""Return what may stand beside a level of education."""
	return _LISTS["education_beside"]


def _sets(data: Mapping[str, Any], where: str) -> Mapping[str, frozenset[str]]:
	for key, words in data.items():
		require(len(set(words)) == len(words), SOURCE, f"{where} {key}", "a word stands there twice")
	return MappingProxyType({key: frozenset(words) for key, words in data.items()})


_DATA = read(SOURCE)
_LISTS = _sets({key: _DATA[key] for key in ("empty", "hidden", "education_beside")}, "list")
_REFINED = _sets(_DATA["refined"], "refined")
_HARMLESS = {column: _sets(words, column) for column, words in _DATA["harmless"].items()}
_PAYMENTS = _sets(_DATA["payments"], "payments")
_PEOPLE = _sets({key: words for key, words in _DATA["people"].items() if key != "labels"}, "people")
_LABELS = _sets(_DATA["people"]["labels"], "labels")
_EDUCATION = MappingProxyType({key: tuple(words) for key, words in _DATA["education"].items()})
