"""The registry of clauses: R01–R67 of the guide and N01 and following of the national rules behind it."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Any

from party_affairs.guide.data import SEVERITIES, build, in_force, one_of, read, require

FORCES = ("hard", "soft")
WAYS_HELD = ("measured", "checklist", "text")
KINDS = ("frequency", "state", "event")
PERIODS = ("month", "quarter", "half_year", "year", "point")


@dataclass(frozen=True)
class Clause:
	"""One clause: R01–R67 of the guide, N01 and following of the national rules behind it.

	`text` is the guide's own wording; of a national rule it is the substance. `severity` is how heavily an unmet clause weighs in a finding. `held` says
	whether it is `measured` from records, kept by a `checklist`, or printed as `text`; `evaluated` says whether this
	version measures it. `kind` and `period` choose the evaluator, `evidence` the kind of record a frequency or event
	clause counts, `trigger` the kind of event an event clause waits for, `applies_when` and `predicate` the named functions of `rules.applicability` and `rules.predicates`.
	A frequency clause that also names a predicate is judged twice: each period by its records, the year by its state.
	`parameters` may be replaced by a site's settings with `with_parameters`. `remedy` tells the secretary what to do.
	"""

	id: str
	citation: str
	title: str
	text: str
	force: str
	severity: str
	subject: str
	held: str
	kind: str | None
	period: str | None
	evidence: str | None
	trigger: str | None
	applies_when: str | None
	predicate: str | None
	parameters: Mapping[str, Any]
	evaluated: bool
	effective_from: date
	effective_to: date | None
	remedy: str

	def in_force(self, on: date) -> bool:
		"""Return whether the clause binds on the day `on`."""
		return in_force(self, on)

	def with_parameters(self, **changes: Any) -> "Clause":
		"""Return the clause with single parameters replaced, such as the theme day of a site's settings."""
		return replace(self, parameters=MappingProxyType({**self.parameters, **changes}))


def clauses() -> tuple[Clause, ...]:
	"""Return all clauses R01–R67 of the guide in order."""
	return _CLAUSES


def national_clauses() -> tuple[Clause, ...]:
	"""Return the clauses of national rules that the guide presupposes, N01 and following."""
	return _NATIONAL_CLAUSES


def all_clauses() -> tuple[Clause, ...]:
	"""Return the clauses of the guide and of the national rules, all of which may be checked."""
	return _CLAUSES + _NATIONAL_CLAUSES


def clause(clause_id: str) -> Clause:
	"""Return one clause by its number, such as `R22` or `N01`. Raise `KeyError` for an unknown number."""
	return _CLAUSE_BY_ID[clause_id]


def parse_clauses(raw: Mapping[str, Any]) -> tuple[Clause, ...]:
	"""Return the clauses of a decoded `clauses.json`. Raise `GuideDataError` for a contradiction."""
	entries = build(Clause, raw["clauses"], "clauses.json", name="id", parameters=MappingProxyType)
	for entry in entries:
		for field, allowed in (("force", FORCES), ("severity", SEVERITIES), ("held", WAYS_HELD)):
			one_of(getattr(entry, field), allowed, "clauses.json", entry.id, field)
		for field, allowed in (("kind", KINDS), ("period", PERIODS)):
			one_of(getattr(entry, field), (None, *allowed), "clauses.json", entry.id, field)
		require(
			(entry.held == "measured") == (entry.kind is not None),
			"clauses.json",
			entry.id,
			"kind goes with held 'measured'",
		)
		require(
			entry.kind is None or entry.period is not None,
			"clauses.json",
			entry.id,
			"a measured clause needs a period",
		)
		require(
			entry.kind not in ("frequency", "event") or entry.evidence is not None,
			"clauses.json",
			entry.id,
			"evidence is missing",
		)
		require(
			entry.kind == "event" or entry.trigger is None,
			"clauses.json",
			entry.id,
			"only an event has a trigger",
		)
		require(
			not (entry.evaluated and entry.kind == "event") or entry.trigger is not None,
			"clauses.json",
			entry.id,
			"an evaluated event needs a trigger",
		)
		require(
			entry.kind != "frequency" or entry.period != "point",
			"clauses.json",
			entry.id,
			"a frequency needs a calendar period",
		)
		require(
			not entry.evaluated or entry.kind is not None,
			"clauses.json",
			entry.id,
			"only a measured clause is evaluated",
		)
		require(
			not (entry.evaluated and entry.kind == "state") or entry.predicate is not None,
			"clauses.json",
			entry.id,
			"an evaluated state needs a predicate",
		)
	return entries


_CLAUSES = parse_clauses(read("clauses.json"))
_NATIONAL_CLAUSES = parse_clauses(read("national_clauses.json"))
_CLAUSE_BY_ID = {entry.id: entry for entry in all_clauses()}
