"""What answers a duty: for each clause that is checked, the one thing that a button does, and a member's own page for it.

The record that a button opens is filled in by `api.duties.actions`; here stands what the clause itself says of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from party_affairs.guide import registry
from party_affairs.guide.data import build, one_of, read, require

DOES = ("new", "open", "list", "branch", "page", "remind", "self_check")
"""A new record; the record that the duty is about; the list of the branch's records; the branch; a page of the Desk; a
reminder to the persons behind the line; the self-check sheet of the period."""
EVER, WITHIN_YEAR, NEVER = "ever", "within_year", "never"
"""Until when what was missed can still be made good: at any time (late, but done), while its year lasts, or no more, since only
what was held in time and not entered can still be entered."""
AFTERWARDS = (EVER, WITHIN_YEAR, NEVER)
_SOURCE = "duties/actions.json"


@dataclass(frozen=True)
class Action:
	"""What the button of a clause does.

	`short` is what the duty is called where there is room for a few characters, in Chinese as the clauses are. `afterwards` says until when what was missed can be
	made good. `values` are fields of the new record. `remind` says that the persons behind the line may be reminded. `portal` is the
	path of the page where a member answers the duty himself, None where he cannot.
	"""

	clause: str
	short: str
	does: str
	label: str
	doctype: str | None
	values: Mapping[str, str]
	page: str | None
	afterwards: str
	remind: bool
	portal: str | None


def action_of(clause_id: str) -> Action:
	"""Return what answers a checked clause. Raise `KeyError` for one that is not checked."""
	return _BY_CLAUSE[clause_id]


def afterwards_of(clause_id: str) -> str:
	"""Return until when what was missed of a clause can be made good; of a site's own clause: while its year lasts."""
	entry = find_action(clause_id)
	return entry.afterwards if entry else WITHIN_YEAR


def answerable_ever() -> frozenset[str]:
	"""Return the clauses of which what was missed can be made good at any time."""
	return frozenset(entry.clause for entry in _ACTIONS if entry.afterwards == EVER)


def find_action(clause_id: str) -> Action | None:
	"""Return what answers a clause, None of a site's own clause."""
	return _BY_CLAUSE.get(clause_id)


def actions() -> tuple[Action, ...]:
	"""Return the actions of all clauses that are checked."""
	return _ACTIONS


def parse_actions(raw: Mapping[str, Any]) -> tuple[Action, ...]:
	"""Return the actions of a decoded `duties/actions.json`. Raise `GuideDataError` for the first thing that cannot be."""
	found = build(Action, raw["actions"], _SOURCE, "clause", values=MappingProxyType)
	for entry in found:
		one_of(entry.does, DOES, _SOURCE, entry.clause, "does")
		one_of(entry.afterwards, AFTERWARDS, _SOURCE, entry.clause, "afterwards")
		require(bool(entry.short), _SOURCE, entry.clause, "short is empty")
		require(
			bool(entry.doctype) != bool(entry.page), _SOURCE, entry.clause, "it needs a doctype or a page"
		)
		require(
			entry.portal is None or entry.portal.startswith("/party/"),
			_SOURCE,
			entry.clause,
			"portal is no page of members",
		)
	checked = {clause.id for clause in registry.all_clauses() if clause.evaluated}
	named = {entry.clause for entry in found}
	require(
		named == checked, _SOURCE, "actions", f"these are checked or named alone: {sorted(named ^ checked)}"
	)
	return found


_ACTIONS = parse_actions(read(_SOURCE))
_BY_CLAUSE = {entry.clause: entry for entry in _ACTIONS}
