"""The sheets that a branch ticks itself (自查表, 六有自查, 六好申报), made from the clauses that no record can prove.

Each line asks one thing of one clause. Its key is never reused for another question: what was ticked years ago is found by
it. A new wording is a new version of the sheet; sheets in use keep the lines that they were made with.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from party_affairs.guide import registry
from party_affairs.guide.data import GuideDataError, build, build_one, one_of, read, require

SELF_CHECK, SIX_HAVES, SIX_GOODS = "self_check", "six_haves", "six_goods"
KINDS = (SELF_CHECK, SIX_HAVES, SIX_GOODS)
PERIODS = ("half_year", "year")
SHOWN = (
	*("posts", "groups", "members", "meetings", "lectures", "plan", "development", "contacts"),
	*("welfare", "photos", "honours", "sanctions", "platform", "online_study", "publicity"),
	*("rooms", "made_known", "board_photos", "books"),
)
"""Facts that may stand beside a line: `facts.duties.shown` knows each by this name."""
_SOURCE = "duties/self_checks.json"


@dataclass(frozen=True)
class Line:
	"""One question: of which clause, under which heading, what usually proves it.

	`shown` names the facts that stand beside it, `measured` the clauses whose findings do.
	"""

	key: str
	clause: str
	heading: str
	question: str
	evidence: str
	shown: tuple[str, ...]
	measured: tuple[str, ...]


@dataclass(frozen=True)
class Scheme:
	"""One version of a sheet: its kind, the period that it looks back on, and its lines in their order."""

	kind: str
	version: int
	title: str
	effective_from: date
	period: str
	lines: tuple[Line, ...]


def schemes() -> tuple[Scheme, ...]:
	"""Return all versions of all sheets that the app brings along."""
	return _SCHEMES


def scheme(kind: str, on: date | None = None) -> Scheme:
	"""Return the newest version of a sheet that binds on a day (None: of all). Raise `KeyError` if there is none."""
	found = [entry for entry in _SCHEMES if entry.kind == kind and (on is None or entry.effective_from <= on)]
	if not found:
		raise KeyError(f"{kind} in force on {on}" if on else kind)
	return max(found, key=lambda entry: entry.version)


def kind_of(clause_id: str) -> str:
	"""Return the kind of sheet on which a clause is ticked. Raise `KeyError` for one that no sheet asks about."""
	return _KIND_BY_CLAUSE[clause_id]


def parse_schemes(raw: Mapping[str, Any]) -> tuple[Scheme, ...]:
	"""Return the sheets of a decoded `duties/self_checks.json`. Raise `GuideDataError` for the first thing that cannot be."""
	found: list[Scheme] = []
	for row in raw["schemes"]:
		label = f"{row.get('kind', '?')} {row.get('version', '?')}"
		lines = _lines(row.get("lines", []), label)
		entry = build_one(Scheme, {**row, "lines": lines}, _SOURCE, label, {})
		one_of(entry.kind, KINDS, _SOURCE, label, "kind")
		one_of(entry.period, PERIODS, _SOURCE, label, "period")
		require(
			isinstance(entry.version, int) and entry.version > 0,
			_SOURCE,
			label,
			"version is no number above 0",
		)
		require(bool(entry.lines), _SOURCE, label, "the sheet has no lines")
		same = [other for other in found if other.kind == entry.kind]
		require(
			all(other.version < entry.version for other in same),
			_SOURCE,
			label,
			"versions of a kind must rise",
		)
		_keep_keys(entry, found, label)
		found.append(entry)
	_cover(found)
	return tuple(found)


def _lines(rows: Any, label: str) -> tuple[Line, ...]:
	source = f"{_SOURCE}, {label}"
	require(isinstance(rows, list), _SOURCE, label, "lines is no list")
	lines = build(Line, rows, source, shown=tuple, measured=tuple)
	clauses = {clause.id: clause for clause in registry.all_clauses()}
	ticked = tuple(clause.id for clause in clauses.values() if clause.held == "checklist")
	measured = tuple(clause.id for clause in clauses.values() if clause.held == "measured")
	for line in lines:
		one_of(line.clause, ticked, source, line.key, "clause")
		for name in line.shown:
			one_of(name, SHOWN, source, line.key, "shown")
		for number in line.measured:
			one_of(number, measured, source, line.key, "measured")
		for field in ("key", "heading", "question", "evidence"):
			value = getattr(line, field)
			require(isinstance(value, str) and bool(value.strip()), source, line.key, f"{field} is no text")
	return lines


def _keep_keys(entry: Scheme, before: list[Scheme], label: str) -> None:
	"""A key stands for one clause for ever, on one kind of sheet."""
	known = {line.key: (other.kind, line.clause) for other in before for line in other.lines}
	for line in entry.lines:
		require(
			known.get(line.key, (entry.kind, line.clause)) == (entry.kind, line.clause),
			f"{_SOURCE}, {label}",
			line.key,
			"the key stands for another line already",
		)


def _cover(found: list[Scheme]) -> None:
	"""Each clause that is ticked has its line in the newest version of one kind of sheet, and of one alone."""
	newest = {entry.kind: entry for entry in sorted(found, key=lambda entry: entry.version)}
	asked: dict[str, str] = {}
	for kind, entry in newest.items():
		for line in entry.lines:
			if asked.setdefault(line.clause, kind) != kind:
				raise GuideDataError(
					f"{_SOURCE}, {kind}: {line.clause} is asked on {asked[line.clause]} already"
				)
	for clause in registry.all_clauses():
		require(
			clause.held != "checklist" or clause.id in asked,
			_SOURCE,
			clause.id,
			"no sheet asks about the clause",
		)


_SCHEMES = parse_schemes(read(_SOURCE))
_KIND_BY_CLAUSE: Mapping[str, str] = MappingProxyType(
	{line.clause: entry.kind for entry in _SCHEMES for line in entry.lines}
)
