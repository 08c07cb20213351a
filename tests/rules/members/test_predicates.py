import pytest

from tests.support.clauses import judge


def test_a_development_case_is_in_order_without_a_violation():
	outcome = judge("R47", {"violations": ()})
	assert (outcome.ok, outcome.required, outcome.found) == (True, 0, 0)


@pytest.mark.parametrize(("number", "shown"), [(1, 1), (3, 3), (4, 3)])
def test_the_first_violations_of_a_development_case_are_told(number, shown):
	sentences = tuple(f"sentence {index}" for index in range(number))
	outcome = judge("R47", {"violations": sentences})
	assert (outcome.ok, outcome.found) == (False, number)
	assert sum(sentence in outcome.message for sentence in sentences) == shown
