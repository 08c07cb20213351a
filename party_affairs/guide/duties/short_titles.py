"""What a checked clause is called where there is room for five characters: heads of matrices, charts, cells."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from party_affairs.guide import registry
from party_affairs.guide.data import build, read, require

LONGEST = 5
_SOURCE = "duties/short_titles.json"


@dataclass(frozen=True)
class ShortTitle:
	"""The short title of one clause, in the guide's own words."""

	clause: str
	text: str


def short_title(clause_id: str) -> str:
	"""Return what the clause is called in brief; a rule of the site's own is called by its id."""
	return _BY_CLAUSE.get(clause_id, clause_id)


def parse_short_titles(raw: Mapping[str, Any]) -> tuple[ShortTitle, ...]:
	"""Return the titles of a decoded `duties/short_titles.json`. Raise `GuideDataError` for the first that cannot be."""
	found = build(ShortTitle, raw["short_titles"], _SOURCE, "clause")
	for entry in found:
		require(0 < len(entry.text) <= LONGEST, _SOURCE, entry.clause, f"it has 1 to {LONGEST} characters")
	texts = [entry.text for entry in found]
	require(len(texts) == len(set(texts)), _SOURCE, "short_titles", "two clauses are called alike")
	checked = {clause.id for clause in registry.all_clauses() if clause.evaluated}
	named = {entry.clause for entry in found}
	require(
		named == checked,
		_SOURCE,
		"short_titles",
		f"these are checked or named alone: {sorted(named ^ checked)}",
	)
	return found


_BY_CLAUSE = {entry.clause: entry.text for entry in parse_short_titles(read(_SOURCE))}
