"""What belongs in the archive volume of a branch and year (guide 一（九）5), how each of it is made, and what stays outside."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from party_affairs.guide import registry
from party_affairs.guide.data import build, one_of, read, require

_SOURCE = "archive/volume_contents.json"
PAPER, LEDGER, SEALED, FILE, SCAN = "paper", "ledger", "sealed", "file", "scan"
_MADE = (PAPER, LEDGER, SEALED, FILE, SCAN)
BY_DAY, BY_YEAR, BY_PERIOD, BY_ROW, BY_SPELL = "day", "year", "period", "row", "spell"
_YEARS_BY = (BY_DAY, BY_YEAR, BY_PERIOD, BY_ROW)
REFUSED, NOTED = "refused", "noted"
_LATER = (REFUSED, NOTED)


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
	table; `dated` names the day. `where` gives by field the values that a record must have. `shows` names the DocTypes of which a
	ledger tells.
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
	shows: tuple[str, ...] = ()

	@property
	def of_records(self) -> bool:
		"""Whether the item is made of single records."""
		return self.made in (PAPER, SEALED, FILE)


@dataclass(frozen=True)
class Kind:
	"""A DocType of which bound volumes show records, and what is done about a later change of one: it is refused or noted.

	`year_by`, `dated` and `where` say to which years a record belongs, as for an `Item`; besides, a record may run through the years as
	a `spell` from the day `dated` `until` another one, an empty one being open; `row` is the field of the table of rows, and
	`filled` one without which a record does not stand in a volume. What counts as a change is in `fields` (all
	without any, and never `besides`); of `tables` only what lies in the year or before, by the days from and until. `above`: it stands in the volumes of the organisations above as
	well; `in_papers`: records of it lie in volumes one by one; `nameless`: who changed it is not told.
	"""

	doctype: str
	later: str
	year_by: str
	dated: str = ""
	until: str = ""
	row: str = ""
	filled: str = ""
	where: Mapping[str, tuple] = field(default_factory=dict)
	fields: tuple[str, ...] = ()
	besides: tuple[str, ...] = ()
	tables: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
	nameless: bool = False
	above: bool = False
	in_papers: bool = False


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


def kinds() -> Mapping[str, Kind]:
	"""Return by DocType all kinds of records that a bound volume shows, with what is done about their later changes."""
	return _KINDS


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
		"shows": [],
	}
	entries = build(
		Item,
		[{**defaults, **row} for row in raw["items"]],
		_SOURCE,
		clauses=tuple,
		papers=tuple,
		shows=tuple,
		where=_tuples,
	)
	known = {clause.id for clause in registry.all_clauses()}
	keys = tuple(part["key"] for part in raw["parts"])
	for entry in entries:
		one_of(entry.made, _MADE, _SOURCE, entry.key, "made")
		one_of(entry.part, keys, _SOURCE, entry.key, "part")
		for clause in entry.clauses:
			require(clause in known, _SOURCE, entry.key, f"there is no clause {clause}")
		require(bool(entry.ledger) == (entry.made == LEDGER), _SOURCE, entry.key, "ledger and made differ")
		require(bool(entry.shows) == (entry.made == LEDGER), _SOURCE, entry.key, "shows and made differ")
		require(bool(entry.papers) == (entry.made == PAPER), _SOURCE, entry.key, "papers and made differ")
		require(bool(entry.file) == (entry.made == FILE), _SOURCE, entry.key, "file and made differ")
		require(bool(entry.doctype and entry.dated) == entry.of_records, _SOURCE, entry.key, "which records?")
		if entry.of_records:
			one_of(entry.year_by, _YEARS_BY, _SOURCE, entry.key, "year_by")
	titles = [entry.title for entry in entries]
	require(len(titles) == len(set(titles)), _SOURCE, "items", "two have the same title")
	return entries


def parse_kinds(raw: Mapping[str, Any], entries: Iterable[Item]) -> dict[str, Kind]:
	"""Return by DocType the kinds of a decoded file; those of records that lie in volumes one by one follow from their items.

	Raise `GuideDataError` for a DocType of which an item tells and that has no kind.
	"""
	defaults = {name: [] for name in ("fields", "besides")} | {name: {} for name in ("where", "tables")}
	defaults |= {
		"dated": "",
		"until": "",
		"row": "",
		"filled": "",
		"nameless": False,
		"above": False,
		"in_papers": False,
	}
	written = build(
		Kind,
		[{**defaults, **row} for row in raw["kinds"]],
		_SOURCE,
		"doctype",
		fields=tuple,
		besides=tuple,
		where=_tuples,
		tables=_tuples,
	)
	found = {kind.doctype: kind for kind in written}
	for kind in written:
		one_of(kind.later, _LATER, _SOURCE, kind.doctype, "later")
		one_of(kind.year_by, (*_YEARS_BY, BY_SPELL), _SOURCE, kind.doctype, "year_by")
		require(bool(kind.row) == (kind.year_by == BY_ROW), _SOURCE, kind.doctype, "row and year_by differ")
	for entry in entries:
		if entry.of_records:
			found[entry.doctype] = replace(
				found.get(entry.doctype) or _kind_of(entry), in_papers=True, nameless=entry.made == SEALED
			)
		for doctype in entry.shows:
			shown = [one for one in entries if one.doctype == doctype]
			require(
				doctype in found or bool(shown), _SOURCE, entry.key, f"what of later changes of {doctype}?"
			)
	above = {doctype for entry in entries for doctype in entry.shows}
	return {doctype: replace(kind, above=doctype in above) for doctype, kind in found.items()}


def _kind_of(entry: Item) -> Kind:
	"""Of what is sealed a volume shows number and day alone."""
	require(entry.year_by != BY_ROW, _SOURCE, entry.key, "rows of which table?")
	fields = (entry.dated,) if entry.made == SEALED else ()
	fields = (entry.file,) if entry.made == FILE else fields
	return Kind(
		entry.doctype,
		NOTED,
		entry.year_by,
		entry.dated,
		filled=entry.file,
		where=entry.where,
		fields=fields,
	)


def _tuples(values: Mapping[str, Any]) -> dict[str, tuple]:
	return {name: tuple(listed) for name, listed in values.items()}


_RAW = read(_SOURCE)
_PARTS = build(Part, _RAW["parts"], _SOURCE)
_ITEMS = parse_items(_RAW)
_BY_KEY = {entry.key: entry for entry in _ITEMS}
_BY_TITLE = {entry.title: entry for entry in _ITEMS}
_LEFT_OUT = tuple(_RAW["left_out"])
_KINDS = parse_kinds(_RAW, _ITEMS)
