"""Since when an organisation is asked for its records."""

from datetime import date

import pytest

from party_affairs.rules.organisation.records import begin_in, begin_with


@pytest.mark.parametrize("day", [date(2026, 11, 1), date(2026, 11, 30)])
def test_a_new_organisation_begins_with_its_month(day):
	assert begin_in(day) == date(2026, 11, 1)


@pytest.mark.parametrize(
	("begun", "given", "year", "moved"),
	[
		(date(2026, 11, 1), False, 2026, date(2026, 1, 1)),
		(date(2026, 11, 1), False, 2025, date(2025, 1, 1)),
		(date(2025, 1, 1), False, 2026, None),
		(date(2025, 1, 1), False, 2025, None),
		(date(2025, 1, 1), False, 2024, date(2024, 1, 1)),
		(date(2026, 11, 1), True, 2025, None),
		(None, False, 2025, None),
	],
)
def test_a_year_brought_in_moves_the_beginning_unless_it_was_given(begun, given, year, moved):
	assert begin_with(begun, given, year) == moved
