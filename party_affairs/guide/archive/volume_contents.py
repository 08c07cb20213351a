"""What belongs in the archive volume of a branch and year (guide 一（九）5), how each of it is made, and what stays outside."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from party_affairs.guide import registry
from party_affairs.guide.data import build, one_of, read, require

_SOURCE = "archive/volume_contents.json"
PAPER, LEDGER, SEALED, FILE, SCAN = "paper", "ledger", "sealed", "file", "scan"
_MADE = (PAPER, LEDGER, SEALED, FILE, SCAN)
BY_DAY, BY_YEAR, BY_PERIOD, BY_ROW = "day", "year", "period", "row"
_YEARS_BY = (BY_DAY, BY_YEAR, BY_PERIOD, BY_ROW)


@dataclass(frozen=True)
class Part:
	"""A part of the volume, with its title in Chinese."""

	key: str
	title: str


@dataclass(frozen=True)
class Item:
	"""One kind of thing in a volume, with the clauses whose findings say whether any is missing.

	`made` says what it is: `paper` (the `papers` of records of `doctype`), `ledger`, `sealed` (records that are named by number
	and day alone), `file` (the PDF in a field of that name of a record) or `scan` (papers that exist nowhere else). What is `always` kept counts as missing where there is none.
	`year_by` says how a record belongs to a year: by its `day`, its field `year`, its `period` key, or the days of the `row`s of a child
	table; `dated` names the day. `where` gives by field the values that a record must have.
	"""

	key: str
	part: str
	title: str
	clauses: tuple[str, ...]
	made: str
	always: bool
	ledger: str = ""
	doctype: str = ""
	papers: tuple[str, ...] = ()
	file: str = ""
	dated: str = ""
	year_by: str = ""
	row: str = ""
	where: Mapping[str, tuple] = field(default_factory=dict)

	@property
	def of_records(self) -> bool:
		"""Whether the item is made of single records."""
		return self.made in (PAPER, SEALED, FILE)


@dataclass(frozen=True)
class Fixed:
	"""A DocType whose records of a year are not changed while a volume of that year is closed: what stands in ledgers alone."""

	doctype: str
	year_by: str
	dated: str


def parts() -> tuple[Part, ...]:
	"""Return the parts of a volume in their order."""
	return _PARTS


def items() -> tuple[Item, ...]:
	"""Return all kinds of things in a volume in their order."""
	return _ITEMS


def item(key: str) -> Item:
	"""Return one kind by its key. Raise `KeyError` for another."""
	return _BY_KEY[key]


def by_title(title: str) -> Item:
	"""Return one kind by its title, as forms show it. Raise `KeyError` for another."""
	return _BY_TITLE[title]


def open_papers() -> Mapping[str, Item]:
	"""Return by DocType the items whose papers may lie in a volume or an inspection pack: nothing of them is confidential."""
	return {entry.doctype: entry for entry in _ITEMS if entry.made == PAPER}


def left_out() -> tuple[str, ...]:
	"""Return in Chinese what does not stand in a volume, for the page that says so."""
	return _LEFT_OUT


def watched() -> tuple[str, ...]:
	"""Return the DocTypes whose changes are looked at once their records lie in a closed volume."""
	return (*open_papers(), *_FIXED)


def fixed(doctype: str) -> Fixed | None:
	"""Return how records of a DocType belong to a year if a closed volume fixes them; None where changes are noted instead."""
	return _FIXED.get(doctype)


def parse_items(raw: Mapping[str, Any]) -> tuple[Item, ...]:
	"""Return the items of a decoded file. Raise `GuideDataError` for the first thing that cannot be."""
	defaults = {
		"ledger": "",
		"doctype": "",
		"papers": [],
		"file": "",
		"dated": "",
		"year_by": "",
		"row": "",
		"where": {},
	}
	entries = build(
		Item,
		[{**defaults, **row} for row in raw["items"]],
		_SOURCE,
		clauses=tuple,
		papers=tuple,
		where=lambda where: {name: tuple(values) for name, values in where.items()},
	)
	known = {clause.id for clause in registry.all_clauses()}
	keys = tuple(part["key"] for part in raw["parts"])
	for entry in entries:
		one_of(entry.made, _MADE, _SOURCE, entry.key, "made")
		one_of(entry.part, keys, _SOURCE, entry.key, "part")
		for clause in entry.clauses:
			require(clause in known, _SOURCE, entry.key, f"there is no clause {clause}")
		require(bool(entry.ledger) == (entry.made == LEDGER), _SOURCE, entry.key, "ledger and made differ")
		require(bool(entry.papers) == (entry.made == PAPER), _SOURCE, entry.key, "papers and made differ")
		require(bool(entry.file) == (entry.made == FILE), _SOURCE, entry.key, "file and made differ")
		require(bool(entry.doctype and entry.dated) == entry.of_records, _SOURCE, entry.key, "which records?")
		if entry.of_records:
			one_of(entry.year_by, _YEARS_BY, _SOURCE, entry.key, "year_by")
	titles = [entry.title for entry in entries]
	require(len(titles) == len(set(titles)), _SOURCE, "items", "two have the same title")
	return entries


_RAW = read(_SOURCE)
_PARTS = build(Part, _RAW["parts"], _SOURCE)
_ITEMS = parse_items(_RAW)
_BY_KEY = {entry.key: entry for entry in _ITEMS}
_BY_TITLE = {entry.title: entry for entry in _ITEMS}
_LEFT_OUT = tuple(_RAW["left_out"])
_FIXED = {entry.doctype: entry for entry in build(Fixed, _RAW["fixed"], _SOURCE, "doctype")}
