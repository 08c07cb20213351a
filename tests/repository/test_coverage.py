"""docs/coverage.md is what the clauses and the scenarios say today."""

import pytest

from devbench import coverage
from party_affairs.guide import registry


def test_the_file_is_current():
	assert coverage.TARGET.read_text(encoding="utf-8") == coverage.text(), "Run python -m devbench.coverage"


@pytest.mark.parametrize("shown", coverage.SHOWN)
def test_a_scenario_shows_each_clause_kept_not_kept_and_not_asked(shown):
	found = coverage.shown_by_clause()
	assert [
		clause.id
		for clause in registry.all_clauses()
		if clause.evaluated and not found.get(clause.id, {}).get(shown)
	] == []


def test_every_clause_is_accounted_for():
	assert [clause.id for clause in registry.clauses()] == [f"R{number:02d}" for number in range(1, 68)]
	text = coverage.text()
	for clause in registry.all_clauses():
		assert f"| {clause.id} | {clause.citation} |" in text
