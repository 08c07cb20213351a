"""To which branch a month's dues are owed: admissions, arrivals, departures, transfers with and without a letter's word."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.dues.liability import Absence, Stay, liable_branch
from party_affairs.rules.periods import Period, period_of, periods_between

YEAR = periods_between("month", date(2025, 1, 1), date(2025, 12, 31))
DAYS = st.dates(date(2024, 11, 1), date(2026, 2, 28))


def day(text: str | None) -> date | None:
	return date.fromisoformat(text) if text else None


def owed(*stays: Stay, joined_on: str | None = None, absences=()) -> dict[str, list[int]]:
	"""The months of 2025 by branch."""
	found: dict[str, list[int]] = {}
	for month in YEAR:
		branch = liable_branch(month, stays, day(joined_on), absences)
		if branch:
			found.setdefault(branch, []).append(month.number)
	return found


def months(first: int, last: int) -> list[int]:
	return list(range(first, last + 1))


def test_who_belongs_all_year_owes_every_month():
	assert owed(Stay("A")) == {"A": months(1, 12)}
	assert owed() == {}


@pytest.mark.parametrize(
	("joined_on", "first"),
	[("2025-03-31", 3), ("2025-04-01", 4), ("2025-04-30", 4), ("2024-12-31", 1), ("2025-12-31", 12)],
)
def test_a_probationary_member_owes_from_the_month_of_the_assembly(joined_on, first):
	assert owed(Stay("A"), joined_on=joined_on) == {"A": months(first, 12)}
	assert owed(Stay("A"), joined_on="2026-01-01") == {}


@pytest.mark.parametrize(
	("came", "left", "expected"), [("03-31", "09-01", (3, 9)), ("04-01", "08-31", (4, 8))]
)
def test_the_months_of_coming_and_of_leaving_the_register_are_owed(came, left, expected):
	assert owed(Stay("A", day(f"2025-{came}"), day(f"2025-{left}"))) == {"A": months(*expected)}


@pytest.mark.parametrize(
	("paid_until", "old", "new"),
	[
		(None, (1, 4), (5, 12)),
		("2025-02-28", (1, 4), (5, 12)),
		("2025-04-30", (1, 4), (5, 12)),
		("2025-05-01", (1, 5), (6, 12)),
		("2025-05-31", (1, 5), (6, 12)),
		("2025-07-31", (1, 5), (8, 12)),
	],
)
@pytest.mark.parametrize("moved", ["2025-05-01", "2025-05-15", "2025-05-31"])
def test_a_transfer_hands_over_whole_months(moved, paid_until, old, new):
	found = owed(Stay("A", None, day(moved)), Stay("B", day(moved), None, day(paid_until)))
	assert found == {"A": months(*old), "B": months(*new)}


def test_what_was_paid_outside_before_an_arrival_is_owed_to_nobody_here():
	assert owed(Stay("A", date(2025, 9, 10), None, date(2025, 10, 31))) == {"A": [11, 12]}


def test_a_letters_word_holds_on_when_he_moves_again():
	found = owed(
		Stay("A", None, date(2025, 3, 10)),
		Stay("B", date(2025, 3, 10), date(2025, 5, 10), date(2025, 6, 30)),
		Stay("C", date(2025, 5, 10)),
	)
	assert found == {"A": months(1, 3), "C": months(7, 12)}


def test_back_within_the_month_he_owes_where_he_was():
	there_and_back = (
		Stay("A", None, date(2025, 5, 5)),
		Stay("B", date(2025, 5, 5), date(2025, 5, 20)),
		Stay("A", date(2025, 5, 20)),
	)
	assert owed(*there_and_back) == {"A": months(1, 12)}


@pytest.mark.parametrize(
	("left_on", "back_on", "expected"),
	[
		("2025-03-01", "2025-06-30", [1, 2, 3, *months(6, 12)]),
		("2025-02-28", "2025-07-01", [1, 2, *months(7, 12)]),
		("2025-10-15", None, months(1, 10)),
		("2025-03-05", "2025-03-20", months(1, 12)),
		("2025-03-05", "2025-04-20", months(1, 12)),
	],
)
def test_a_floating_member_who_pays_at_the_other_place_owes_no_whole_month_at_home(
	left_on, back_on, expected
):
	assert owed(Stay("A"), absences=[Absence(day(left_on), day(back_on))]) == {"A": expected}


def test_a_transfer_ends_an_absence():
	absence = Absence(date(2025, 2, 10))
	assert owed(Stay("A", None, date(2025, 5, 10)), Stay("B", date(2025, 5, 10)), absences=[absence]) == {
		"A": [1, 2],
		"B": months(5, 12),
	}


@st.composite
def histories(draw):
	"""Stays one after the other, each in another branch than the one before, some with a letter's word."""
	moves = sorted(draw(st.lists(DAYS, max_size=4)))
	ends = [None, *moves, None]
	letters = [None, *(draw(st.one_of(st.none(), DAYS)) for _move in moves)]
	return [
		Stay("ABCDE"[number], first, last, letters[number])
		for number, (first, last) in enumerate(pairwise(ends))
	]


def _has_relation(stays: list[Stay], month: Period) -> set[str]:
	return {
		stay.branch
		for stay in stays
		if (stay.first or date.min) <= month.end and (stay.last or date.max) >= month.start
	}


@given(histories(), st.sampled_from(YEAR), st.randoms())
def test_a_month_is_owed_once_and_where_he_was(stays, month, random):
	branch = liable_branch(month, stays)
	letters = [stay.paid_until for stay in stays if stay.paid_until]
	if branch is None:
		assert any(period_of("month", letter).end >= month.end for letter in letters)
	else:
		assert branch in _has_relation(stays, month)
	if not letters:
		at_the_end = month.end
		last = [stay for stay in stays if (stay.first or date.min) <= at_the_end][-1]
		assert branch == last.branch
	shuffled = list(stays)
	random.shuffle(shuffled)
	same_days = len({stay.first for stay in stays}) < len(stays)
	assert same_days or liable_branch(month, shuffled) == branch


@given(histories(), st.sampled_from(YEAR), DAYS)
def test_admission_only_takes_months_away(stays, month, joined_on):
	branch = liable_branch(month, stays, joined_on)
	assert branch in (None, liable_branch(month, stays))
	assert (branch is None) or joined_on <= month.end


@given(DAYS, st.integers(0, 200), st.sampled_from(YEAR))
def test_an_absence_takes_whole_months_only(left_on, length, month):
	back_on = left_on + timedelta(days=length)
	away = liable_branch(month, [Stay("A")], absences=[Absence(left_on, back_on)]) is None
	assert away == (left_on < month.start and month.end < back_on)
