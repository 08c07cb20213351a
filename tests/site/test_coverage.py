"""docs/coverage.md is what the clauses and the tests say today."""

from party_affairs.compliance import coverage
from party_affairs.guide import loader


def test_the_file_is_current():
	assert coverage.TARGET.read_text(encoding="utf-8") == coverage.text(), (
		"Run python -m party_affairs.compliance.coverage"
	)


def test_every_clause_that_is_checked_has_a_test():
	tests = coverage.tests_by_clause()
	assert [clause.id for clause in loader.all_clauses() if clause.evaluated and clause.id not in tests] == []


def test_every_clause_is_accounted_for():
	assert [clause.id for clause in loader.clauses()] == [f"R{number:02d}" for number in range(1, 68)]
	text = coverage.text()
	for clause in loader.all_clauses():
		assert f"| {clause.id} | {clause.citation} |" in text
