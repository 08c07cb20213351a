"""How people call the sheets, columns and entries of their workbooks, read once.

The words stand in `workbook_words.json`; what the template itself uses stands in `importing/layout/`.
"""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from party_affairs.guide.data import read, require

SOURCE = "workbook_words.json"
EVERY_SHEET = "every_sheet"
"""Columns that each sheet has."""

_OF_A_MONTH = re.compile(r"_\d{1,2}$")


def tabs(sheet: str) -> tuple[str, ...]:
	"""Return what the tab or title of a sheet is called, besides its title in the template."""
	return _TABS.get(sheet, ())


def headings(sheet: str, column: str) -> tuple[str, ...]:
	"""Return what a column is headed, besides its title in the template; those of the twelve months are headed alike."""
	key = _OF_A_MONTH.sub("", column)
	return _HEADINGS.get(sheet, {}).get(key) or _HEADINGS[EVERY_SHEET].get(key, ())


def choices(name: str) -> Mapping[str, tuple[str, ...]]:
	"""Return the words of a choice by what the database calls it; the first one is the usual one."""
	return _CHOICES[name]


def ignored_tabs() -> tuple[str, ...]:
	"""Return what sheets without records are called."""
	return _LISTS["ignored_tabs"]


def attendance_tabs() -> tuple[str, ...]:
	"""Return words in the names of lists in which those present sign, which are not read."""
	return _LISTS["attendance_tabs"]


def example_marks() -> tuple[str, ...]:
	"""Return what stands in the first column of a row that only shows how to fill in the sheet."""
	return _LISTS["example_marks"]


def not_kept(sheet: str) -> tuple[str, ...]:
	"""Return headings of columns that people have and that are not brought in: no fault, only told of."""
	return (*_NOT_KEPT[EVERY_SHEET], *_NOT_KEPT.get(sheet, ()))


def sums_of_headings() -> tuple[str, ...]:
	"""Return what columns are headed that sum up others."""
	return _LISTS["sums_of_headings"]


def heading_changes() -> tuple[str, ...]:
	"""Return words that make something else of a heading in whose brackets they stand, such as 上年."""
	return _LISTS["heading_changes"]


def footers(kind: str) -> tuple[str, ...]:
	"""Return the words of rows that are no records, by kind: `sums`, `signatures`, `remarks`, `blanks`."""
	return _FOOTERS[kind]


def labels(kind: str) -> tuple[str, ...]:
	"""Return the labels above a table of a kind: `branch`, `year`, or `other` ones that are not read."""
	return _LABELS[kind]


def _words(data: Mapping[str, Any], where: str) -> Mapping[str, tuple[str, ...]]:
	for key, words in data.items():
		require(len(set(words)) == len(words), SOURCE, f"{where} {key}", "a word stands there twice")
	return MappingProxyType({key: tuple(words) for key, words in data.items()})


def _read() -> Mapping[str, Any]:
	data = read(SOURCE)
	for name, words in data["choices"].items():
		every = [word for of_key in words.values() for word in of_key]
		require(len(set(every)) == len(every) or name == "content", SOURCE, name, "a word means two things")
	return data


_DATA = _read()
_TABS = _words(_DATA["tabs"], "tabs")
_HEADINGS = {sheet: _words(words, sheet) for sheet, words in _DATA["headings"].items()}
_CHOICES = {name: _words(words, name) for name, words in _DATA["choices"].items()}
_LABELS = _words(_DATA["labels"], "labels")
_FOOTERS = _words(_DATA["footers"], "footers")
_NOT_KEPT = _words(_DATA["not_kept"], "not_kept")
_LISTS = {
	name: tuple(_DATA[name])
	for name in ("ignored_tabs", "attendance_tabs", "example_marks", "sums_of_headings", "heading_changes")
}
