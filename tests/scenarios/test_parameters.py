"""Each parameter of each clause matters: with another value, a scenario finds otherwise than it says.

With every test run those of clauses that one scenario alone is about, all of them with `--hypothesis-profile=thorough`.
"""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from types import MappingProxyType
from typing import Any

import pytest

from party_affairs.guide import registry
from party_affairs.guide.registry import Clause
from party_affairs.guide.vocabulary import MonthAndDay, Number, Value, Whole, Word, Words
from tests.support import scenario_file
from tests.support.scenario_file import Scenario
from tests.support.scenario_house import House
from tests.support.site import _at

pytestmark = pytest.mark.site

OWN_LINES = "lines_of"
"""Names the clause itself: the registry takes no other value."""
DECIDED_BY_SETTINGS = {"thresholds", "day", "dues_mode", "period_setting"}
"""What a clause says only where the site's settings say nothing."""


def _others(kind: Value, value: Any) -> Iterator[Any]:
	"""Values beside the one that a parameter has."""
	match kind:
		case Whole(least, most):
			yield from {max(least, value - 1), min(most, value + 1)} - {value}
		case Word(words):
			yield from (word for word in words if word != value)
		case Words(_words):
			yield value[:-1]
		case MonthAndDay():
			yield "11-15"
		case Number():
			yield str(float(value) + 1)


def _variants(clause: Clause) -> Iterator[tuple[str, Clause]]:
	"""A clause with one thing about it changed, and what that is."""
	for key, value in clause.parameters.items():
		if key not in {OWN_LINES, *DECIDED_BY_SETTINGS}:
			for other in _others(clause.schema[key], value):
				yield f"{clause.id} {key} {json.dumps(other)}", clause.with_parameters(**{key: other})
	for key in ("during", "due_days"):
		if key in clause.parameters:
			left = {name: value for name, value in clause.parameters.items() if name != key}
			yield f"{clause.id} without {key}", replace(clause, parameters=MappingProxyType(left))
	if clause.applies_when:
		yield f"{clause.id} without a condition", replace(clause, applies_when=None)


def _all_variants(scenarios: Iterable[Scenario], thorough: bool) -> dict[str, Clause]:
	about = Counter(number for scenario in scenarios for number in scenario.clauses)
	return {
		name: variant
		for clause in registry.all_clauses()
		if clause.evaluated and (thorough or about[clause.id] == 1)
		for name, variant in _variants(clause)
	}


def _is_seen(variant: Clause, house: House, scenario: Scenario, monkeypatch) -> bool:
	"""Whether some check of a scenario finds otherwise than it says once the clause is a variant."""
	with monkeypatch.context() as patch:
		patch.setattr(registry, "all_clauses", lambda: (variant,))
		for check in scenario.checks:
			own = tuple(one for one in check.expected if one.clause == variant.id)
			if own and not check.awaited and house.problems(replace(check, expected=own)):
				return True
	return False


def _size(scenario: Scenario) -> int:
	return sum(len(rows) for rows in scenario.tables.values())


def test_another_value_is_seen_by_a_scenario(request, rolled_back, monkeypatch):
	thorough = request.config.getoption("--hypothesis-profile", None) == "thorough"
	# Those that are made quickly come first: most variants are seen by them.
	scenarios = sorted(map(scenario_file.load, scenario_file.paths()), key=_size)
	unseen = _all_variants(scenarios, thorough)
	assert unseen
	for scenario in scenarios:
		mine = {name: variant for name, variant in unseen.items() if variant.id in scenario.clauses}
		if mine:
			with rolled_back(), _at(scenario.last_day):
				house = House(scenario)
				for name, variant in mine.items():
					if _is_seen(variant, house, scenario, monkeypatch):
						del unseen[name]
	assert list(unseen) == []
