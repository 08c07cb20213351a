from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.calendar import Workdays, theme_day
from party_affairs.rules.errors import RuleError

CHINA = Workdays()


@pytest.mark.parametrize(
	("day", "works"),
	[
		(date(2026, 2, 13), True),  # an ordinary Friday
		(date(2026, 2, 14), True),  # Saturday, made up for the Spring Festival
		(date(2026, 2, 15), False),  # first day of the Spring Festival
		(date(2026, 2, 23), False),  # Monday, its last day
		(date(2026, 2, 24), True),
		(date(2026, 2, 28), True),  # Saturday, made up
		(date(2026, 3, 14), False),  # an ordinary Saturday
		(date(2026, 10, 1), False),
		(date(2026, 10, 10), True),  # Saturday, made up
		(date(2025, 1, 26), True),  # Sunday, made up
	],
)
def test_workdays_know_holidays_and_made_up_days(day, works):
	assert CHINA.is_workday(day) is works


@pytest.mark.parametrize(
	("month", "day"),
	[
		(1, date(2026, 1, 15)),
		(2, date(2026, 2, 24)),  # 15 to 23 February are the Spring Festival
		(3, date(2026, 3, 16)),  # Sunday
		(4, date(2026, 4, 15)),
		(5, date(2026, 5, 15)),
		(6, date(2026, 6, 15)),
		(7, date(2026, 7, 15)),
		(8, date(2026, 8, 17)),  # Saturday
		(9, date(2026, 9, 15)),
		(10, date(2026, 10, 15)),
		(11, date(2026, 11, 16)),  # Sunday
		(12, date(2026, 12, 15)),
	],
)
def test_the_theme_day_of_each_month_of_2026(month, day):
	assert theme_day(2026, month, CHINA.is_workday) == day


def test_a_theme_day_without_a_working_day_after_it_stays_in_its_month():
	assert theme_day(2026, 1, CHINA.is_workday, day=31) == date(2026, 1, 30)
	assert theme_day(2026, 2, CHINA.is_workday, day=31) == date(2026, 2, 28)


@given(st.integers(2010, 2035), st.integers(1, 12), st.integers(1, 31))
def test_a_theme_day_is_a_working_day_of_its_month(year, month, day):
	found = theme_day(year, month, CHINA.is_workday, day)
	assert (found.year, found.month) == (year, month)
	assert CHINA.is_workday(found)


@pytest.mark.parametrize(
	("month", "day", "field"),
	[(13, 15, "Month"), (0, 15, "Month"), (1, 0, "Theme day"), (1, 32, "Theme day")],
)
def test_a_theme_day_outside_the_calendar_is_refused_by_name(month, day, field):
	with pytest.raises(RuleError, match=field):
		theme_day(2026, month, CHINA.is_workday, day)


def test_a_calendar_without_working_days_is_refused_instead_of_searched_for_ever():
	with pytest.raises(RuleError, match="No working day"):
		theme_day(2026, 1, lambda day: False)


def test_a_year_without_published_made_up_days_says_so():
	assert CHINA.is_announced(2026)
	assert not CHINA.is_announced(2099)
	assert not CHINA.is_workday(date(2099, 1, 3))  # a Saturday
	assert not CHINA.is_workday(date(2099, 10, 1))  # statutory
	assert CHINA.is_workday(date(2099, 10, 15))


def test_an_override_wins_over_the_library_and_announces_a_year():
	calendar = Workdays({date(2026, 3, 16): False, date(2099, 1, 3): True})
	assert not calendar.is_workday(date(2026, 3, 16))
	assert theme_day(2026, 3, calendar.is_workday) == date(2026, 3, 17)
	assert calendar.is_workday(date(2099, 1, 3))
	assert calendar.is_announced(2099)
	assert not calendar.is_announced(2098)


def test_a_day_of_rest_in_the_overrides_does_not_announce_a_year():
	assert not Workdays({date(2099, 5, 4): False}).is_announced(2099)


@pytest.mark.parametrize(
	("first", "last", "count"),
	[
		(date(2026, 6, 1), date(2026, 6, 5), 5),
		(date(2026, 6, 1), date(2026, 6, 8), 6),
		(date(2026, 2, 13), date(2026, 2, 24), 3),  # Friday, made-up Saturday, the Tuesday after the festival
		(date(2026, 6, 5), date(2026, 6, 1), 0),
	],
)
def test_working_days_between_two_days_count_both_ends(first, last, count):
	assert CHINA.workdays_between(first, last) == count
