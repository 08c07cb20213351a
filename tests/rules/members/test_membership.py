"""A member's stage dates, years in the Party and identity number."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.errors import RuleError
from party_affairs.rules.members import membership

DAYS = st.dates(date(1950, 1, 1), date(2049, 12, 31))


def test_dates_in_order_are_accepted():
	membership.check_stage_dates(
		{"applied_on": date(2018, 1, 1), "joined_on": date(2020, 6, 1), "full_member_on": date(2021, 6, 1)},
		birth_date=date(2000, 1, 1),
	)


def test_same_day_for_two_stages_is_accepted():
	membership.check_stage_dates({"joined_on": date(1976, 7, 1), "full_member_on": date(1976, 7, 1)})


def test_later_stage_before_an_earlier_one_is_named():
	with pytest.raises(RuleError, match=r"Full Member On \(2020-05-31\).*Joined the Party On \(2020-06-01\)"):
		membership.check_stage_dates({"joined_on": date(2020, 6, 1), "full_member_on": date(2020, 5, 31)})


@given(st.dictionaries(st.sampled_from(membership.STAGE_DATES), DAYS))
def test_dates_are_accepted_exactly_when_they_rise(dates):
	days = [dates[key] for key in membership.STAGE_DATES if key in dates]
	if days == sorted(days):
		membership.check_stage_dates(dates)
	else:
		with pytest.raises(RuleError):
			membership.check_stage_dates(dates)


@pytest.mark.parametrize("day, accepted", [(date(2017, 12, 31), False), (date(2018, 1, 1), True)])
def test_applicant_is_eighteen(day, accepted):
	dates, birth_date = {"applied_on": day}, date(2000, 1, 1)
	if accepted:
		membership.check_stage_dates(dates, birth_date)
	else:
		with pytest.raises(RuleError, match="18th birthday"):
			membership.check_stage_dates(dates, birth_date)


def test_unknown_stage_is_a_mistake_of_the_caller():
	with pytest.raises(ValueError, match="left_on"):
		membership.check_stage_dates({"left_on": date(2020, 1, 1)})


@pytest.mark.parametrize(
	"since, on, years",
	[
		(date(2015, 6, 1), date(2025, 5, 31), 9),
		(date(2015, 6, 1), date(2025, 6, 1), 10),
		(date(2016, 2, 29), date(2025, 2, 28), 8),
		(date(2016, 2, 29), date(2025, 3, 1), 9),
		(date(2025, 6, 1), date(2025, 5, 31), None),
		(None, date(2025, 5, 31), None),
	],
)
def test_years_in_the_party(since, on, years):
	assert membership.party_age(since, on) == years


def with_check_digit(body: str) -> str:
	"""The standard's own arithmetic (GB 11643), so that the test does not ask the code under test."""
	weights = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
	return (
		body
		+ "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights, strict=True)) % 11]
	)


@given(DAYS, st.integers(0, 999))
def test_birth_date_stands_in_the_number(day, order):
	assert membership.birth_date_of_id_number(with_check_digit(f"000000{day:%Y%m%d}{order:03d}")) == day


@given(DAYS, st.integers(0, 999), st.integers(0, 16), st.integers(1, 9))
def test_a_wrong_digit_is_noticed(day, order, place, shift):
	number = with_check_digit(f"000000{day:%Y%m%d}{order:03d}")
	wrong = number[:place] + str((int(number[place]) + shift) % 10) + number[place + 1 :]
	with pytest.raises(RuleError, match="ID Number"):
		membership.birth_date_of_id_number(wrong)


@pytest.mark.parametrize(
	"number", ["", "12345678901234567", "1234567890123456789", "00000019900315001x", "Ａ" * 18]
)
def test_other_shapes_are_refused(number):
	with pytest.raises(RuleError, match="18 digits"):
		membership.birth_date_of_id_number(number)


def test_number_without_a_real_date_is_refused():
	with pytest.raises(RuleError, match="date of birth"):
		membership.birth_date_of_id_number(with_check_digit("00000019900230001"))


# Changes of membership


@pytest.mark.parametrize(
	("kind", "status", "after"),
	[
		("away", "on_register", "on_register"),
		("membership_suspended", "on_register", "membership_suspended"),
		("membership_suspended", "floating", "membership_suspended"),
		("membership_restored", "membership_suspended", "on_register"),
		("struck_off", "membership_suspended", "left_the_party"),
		("withdrew", "on_register", "left_the_party"),
		("expelled", "floating", "left_the_party"),
		("deceased", "membership_suspended", "deceased"),
	],
)
def test_a_change_leads_from_one_standing_to_the_next(kind, status, after):
	assert membership.standing_after(kind, status) == after


@pytest.mark.parametrize(
	("kind", "status"),
	[
		("away", "floating"),
		("away", "transferred_out"),
		("membership_suspended", "membership_suspended"),
		("membership_restored", "on_register"),
		("membership_restored", "left_the_party"),
		("struck_off", "transferred_out"),
		("withdrew", "left_the_party"),
		("expelled", "deceased"),
		("deceased", "deceased"),
		("deceased", "transferred_out"),
	],
)
def test_a_change_from_the_wrong_standing_says_which_it_needs(kind, status):
	with pytest.raises(RuleError, match="It must be"):
		membership.standing_after(kind, status)


def test_only_who_is_away_comes_back_and_nobody_leaves_twice():
	assert membership.standing_after("back_from_away", "on_register", is_away=True) == "on_register"
	assert membership.standing_after("back_from_away", "floating") == "on_register"
	with pytest.raises(RuleError, match="not away"):
		membership.standing_after("back_from_away", "on_register")
	with pytest.raises(RuleError, match="away already"):
		membership.standing_after("away", "on_register", is_away=True)


def test_membership_is_lost_by_members_only_but_anybody_dies():
	for kind in ("struck_off", "withdrew", "expelled", "membership_suspended", "away"):
		with pytest.raises(RuleError, match="Party members only"):
			membership.standing_after(kind, "on_register", is_member=False)
	assert membership.standing_after("deceased", "on_register", is_member=False) == "deceased"


def test_what_the_organisation_above_decides():
	own = {kind for kind, change in membership.STANDING_CHANGES.items() if not change.needs_approval}
	assert own == {"away", "back_from_away", "deceased"}


@pytest.mark.parametrize(
	("away_from", "expected_back", "day"),
	[
		(date(2026, 1, 15), None, date(2026, 7, 15)),
		(date(2026, 8, 31), None, date(2027, 2, 28)),
		(date(2026, 1, 15), date(2026, 7, 15), date(2026, 7, 15)),
		(date(2026, 1, 15), date(2026, 7, 16), date(2026, 1, 15)),
	],
)
def test_six_calendar_months_make_a_member_floating(away_from, expected_back, day):
	assert membership.floats_from(away_from, expected_back) == day
