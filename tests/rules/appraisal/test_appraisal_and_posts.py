from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.appraisal.grades import excellent_quota
from party_affairs.rules.errors import RuleError
from party_affairs.rules.organisation.posts import is_active, overlaps, span, term_end

DAYS = st.dates(date(2020, 1, 1), date(2020, 3, 1))
OPEN_DAYS = st.one_of(st.none(), DAYS)


@pytest.mark.parametrize(
	("members", "quota"), [(0, 0), (2, 0), (3, 1), (4, 1), (5, 1), (6, 2), (30, 10), (50, 16)]
)
def test_at_most_a_third_is_excellent(members, quota):
	assert excellent_quota(members) == quota


@pytest.mark.parametrize("bad", [-1, 3.0, "3", True])
def test_a_number_of_graded_members_that_cannot_be_is_refused_by_name(bad):
	with pytest.raises(RuleError, match="Graded members"):
		excellent_quota(bad)


def test_a_post_is_held_on_its_first_and_on_its_last_day():
	start, end = date(2024, 1, 1), date(2026, 12, 31)
	held = [day for day in (date(2023, 12, 31), start, end, date(2027, 1, 1)) if is_active(start, end, day)]
	assert held == [start, end]
	assert is_active(start, None, date(2099, 1, 1))


@given(DAYS, OPEN_DAYS, DAYS, OPEN_DAYS)
def test_two_terms_overlap_if_and_only_if_both_are_held_on_some_day(start, end, other_start, other_end):
	shared = any(
		is_active(start, end, day) and is_active(other_start, other_end, day) for day in (start, other_start)
	)
	assert overlaps(start, end, other_start, other_end) == shared
	assert overlaps(other_start, other_end, start, end) == shared


def test_on_the_day_of_removal_a_post_is_held_no_more():
	start, end = date(2024, 1, 1), date(2026, 12, 31)
	assert span(start, end) == (start, end)
	assert span(start, end, date(2025, 6, 1)) == (start, date(2025, 5, 31))
	assert span(start, end, date(2028, 1, 1)) == (start, end)
	assert span(start, None, date(2025, 6, 1)) == (start, date(2025, 5, 31))
	never = span(start, end, start)
	assert not is_active(*never, start)
	assert not overlaps(*never, start, end)


def test_a_term_ends_the_day_before_its_anniversary():
	assert term_end(date(2023, 6, 15)) == date(2026, 6, 14)
	assert term_end(date(2023, 1, 1)) == date(2025, 12, 31)
	assert term_end(date(2024, 2, 29), years=5) == date(2029, 2, 27)
	with pytest.raises(RuleError, match="Term in years"):
		term_end(date(2023, 6, 15), years=0)
	with pytest.raises(RuleError, match="Term in years must be from 1 to 5, not 6"):
		term_end(date(2023, 6, 15), years=6)
