from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.contact.opinions import due_on, is_overdue, state, was_in_time

DAYS = st.dates(date(2025, 1, 1), date(2025, 12, 31))
DAY = date(2025, 3, 1)


@pytest.mark.parametrize(
	("steps", "expected"),
	[
		((None, None, None), "open"),
		((DAY, None, None), "referred"),
		((DAY, DAY, None), "answered"),
		((None, DAY, None), "answered"),
		((DAY, DAY, DAY), "told"),
	],
)
def test_the_last_step_taken_is_the_state(steps, expected):
	assert state(*steps) == expected


def test_its_own_day_wins_over_the_limit():
	assert due_on(DAY, None, 30) == date(2025, 3, 31)
	assert due_on(DAY, date(2025, 3, 5), 30) == date(2025, 3, 5)
	assert due_on(DAY, date(2025, 6, 30), 30) == date(2025, 6, 30)


@given(DAYS, st.none() | DAYS, DAYS)
def test_what_was_answered_in_time_is_never_overdue(due, answered, day):
	if was_in_time(due, answered):
		assert not is_overdue(due, answered, max(day, answered))
	if is_overdue(due, answered, day):
		assert due < day and is_overdue(due, None, day + timedelta(days=1))
