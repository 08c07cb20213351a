from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.errors import RuleError
from party_affairs.rules.periods import MONTHS, add_months, parse, period_of, periods_between

KINDS = st.sampled_from(sorted(MONTHS))
DAYS = st.dates(date(1990, 1, 1), date(2090, 12, 31))


@pytest.mark.parametrize(
	("kind", "day", "key", "start", "end"),
	[
		("month", date(2024, 2, 29), "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
		("quarter", date(2026, 3, 31), "2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
		("quarter", date(2026, 4, 1), "2026-Q2", date(2026, 4, 1), date(2026, 6, 30)),
		("half_year", date(2026, 6, 30), "2026-H1", date(2026, 1, 1), date(2026, 6, 30)),
		("half_year", date(2026, 7, 1), "2026-H2", date(2026, 7, 1), date(2026, 12, 31)),
		("year", date(2026, 12, 31), "2026", date(2026, 1, 1), date(2026, 12, 31)),
	],
)
def test_a_period_has_its_calendar_bounds_and_its_key(kind, day, key, start, end):
	period = period_of(kind, day)
	assert (period.key, period.start, period.end) == (key, start, end)


@given(KINDS, DAYS)
def test_every_day_lies_in_exactly_one_period_of_a_kind(kind, day):
	period = period_of(kind, day)
	assert period.contains(day)
	assert not period.next().contains(day)
	assert period.next().start == period.end + timedelta(days=1)


@given(KINDS, DAYS)
def test_a_key_names_its_period_again(kind, day):
	period = period_of(kind, day)
	assert parse(period.key) == period


@given(KINDS, DAYS, st.integers(0, 900))
def test_periods_between_two_days_follow_each_other_without_gap(kind, first, length):
	last = first + timedelta(days=length)
	periods = periods_between(kind, first, last)
	assert periods[0].contains(first)
	assert periods[-1].contains(last)
	assert all(earlier.next() == later for earlier, later in pairwise(periods))
	if kind == "month":
		assert len(periods) == (last.year - first.year) * 12 + last.month - first.month + 1


def test_no_period_lies_between_a_day_and_an_earlier_one():
	assert periods_between("month", date(2026, 2, 1), date(2026, 1, 31)) == ()


@pytest.mark.parametrize(
	"key", ["", "2026-13", "2026-3", "2026-00", "2026-Q5", "2026-Q01", "2026-H3", "26", "2026-W1", "0000"]
)
def test_an_unknown_key_is_refused_by_name(key):
	with pytest.raises(RuleError, match="Period"):
		parse(key)


def test_an_unknown_kind_is_refused_with_the_known_ones():
	with pytest.raises(RuleError, match=r"week.*month, quarter, half_year, year"):
		period_of("week", date(2026, 1, 1))


@pytest.mark.parametrize(
	("day", "months", "expected"),
	[
		(date(2026, 1, 31), 1, date(2026, 2, 28)),
		(date(2024, 1, 31), 1, date(2024, 2, 29)),
		(date(2024, 2, 29), 12, date(2025, 2, 28)),
		(date(2026, 12, 15), 1, date(2027, 1, 15)),
		(date(2026, 3, 31), -1, date(2026, 2, 28)),
		(date(2026, 5, 31), 6, date(2026, 11, 30)),
	],
)
def test_months_are_calendar_months_clipped_to_the_shorter_one(day, months, expected):
	assert add_months(day, months) == expected


@given(DAYS, st.integers(0, 240), st.integers(0, 240))
def test_more_months_never_lead_to_an_earlier_day(day, fewer, more):
	assert add_months(day, fewer) <= add_months(day, fewer + more)
