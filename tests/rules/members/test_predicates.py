from datetime import date

import pytest

from tests.support.clauses import applies, judge


@pytest.mark.parametrize(
	("stage", "expected"),
	[
		("applicant", False),
		("activist", False),
		("development_target", False),
		("probationary_member", True),
		("full_member", True),
	],
)
def test_members_are_those_admitted(stage, expected):
	assert applies("R43", {"stage": stage}) is expected
	assert applies("R49", {"stage": stage}) is expected


def test_a_development_case_is_in_order_without_a_violation():
	outcome = judge("R47", {"violations": ()})
	assert (outcome.ok, outcome.required, outcome.found) == (True, 0, 0)


@pytest.mark.parametrize(("number", "shown"), [(1, 1), (3, 3), (4, 3)])
def test_the_first_violations_of_a_development_case_are_told(number, shown):
	sentences = tuple(f"sentence {index}" for index in range(number))
	outcome = judge("R47", {"violations": sentences})
	assert (outcome.ok, outcome.found) == (False, number)
	assert sum(sentence in outcome.message for sentence in sentences) == shown


def test_only_who_was_named_as_activist_is_investigated():
	assert not applies("N06", {"investigated_from": None})
	assert applies("N06", {"investigated_from": date(2026, 3, 1)})
