"""What an inspection is shown of each clause: how it was kept, what proves it, and what is missing. Pure."""

import json
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple, Protocol

DONE, OPEN = ("Met", "Late"), ("Missed", "Due")
TOLD = (*DONE, *OPEN)
"""States of findings that a pack tells of, in the order of its columns."""


class Found(Protocol):
	"""A finding as it is stored."""

	rule: str
	branch: str
	subject_doctype: str
	subject_name: str
	period_key: str
	period_start: date
	status: str
	message: str
	due_date: date | None
	evidence: str | None


class Evidence(NamedTuple):
	"""A record that proves something, known by DocType and name."""

	doctype: str
	name: str


class PeriodState(NamedTuple):
	"""How a clause was kept in one period: for each of TOLD how many findings."""

	period_key: str
	counts: tuple[int, ...]


@dataclass
class ClauseState:
	"""What an inspection is shown of one clause."""

	rule: str
	counts: Counter = field(default_factory=Counter)
	periods: list[PeriodState] = field(default_factory=list)
	gaps: list[Any] = field(default_factory=list)
	"""The findings that say that something is missing, late ones not."""
	evidence: list[Evidence] = field(default_factory=list)

	@property
	def has_gaps(self) -> bool:
		return bool(self.counts["Missed"])

	@property
	def is_asked(self) -> bool:
		return any(self.counts[status] for status in TOLD)


def clause_states(rules: Sequence[str], findings: Iterable[Found]) -> list[ClauseState]:
	"""Return what is shown of each of `rules`, in their order; evidence that proves a clause twice is named once."""
	states = {rule: ClauseState(rule) for rule in rules}
	periods: dict[str, dict[tuple[date, str], Counter]] = {rule: {} for rule in rules}
	for finding in sorted(findings, key=lambda one: (one.period_start, one.period_key, one.branch)):
		if finding.rule not in states or finding.status not in TOLD:
			continue
		state = states[finding.rule]
		state.counts[finding.status] += 1
		key = (finding.period_start, finding.period_key)
		periods[finding.rule].setdefault(key, Counter())[finding.status] += 1
		if finding.status == "Missed":
			state.gaps.append(finding)
		for doctype, name in json.loads(finding.evidence or "[]"):
			one = Evidence(doctype, name)
			if one not in state.evidence:
				state.evidence.append(one)
	for rule, state in states.items():
		state.periods = [
			PeriodState(key, tuple(counts[status] for status in TOLD))
			for (_start, key), counts in sorted(periods[rule].items())
		]
	return list(states.values())


def numbered(states: Iterable[ClauseState], of: Collection[str], most: int) -> dict[Evidence, int]:
	"""Return the numbers of the evidence whose papers are bound, those of DocTypes `of`: in the order in which clauses name them.

	No more than `most`: what comes after is named alone.
	"""
	numbers: dict[Evidence, int] = {}
	for state in states:
		for one in state.evidence:
			if one.doctype in of and one not in numbers and len(numbers) < most:
				numbers[one] = len(numbers) + 1
	return numbers


def by_doctype(evidence: Iterable[Evidence]) -> Mapping[str, list[str]]:
	"""Return the names of evidence by DocType, each once."""
	found: dict[str, dict[str, None]] = {}
	for one in evidence:
		found.setdefault(one.doctype, {})[one.name] = None
	return {doctype: list(names) for doctype, names in found.items()}
