from datetime import date, timedelta
from decimal import Decimal
from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.guide.dues import uses as dues_uses
from party_affairs.rules.dues.account import (
	NOTHING,
	Collected,
	Movement,
	Shortfall,
	YearAccount,
	balances,
	check_months_once,
	check_year_may_close,
	check_year_may_reopen,
	collected_in,
	first_shortfall,
	months_of,
	remittance_due,
	share_of,
)
from party_affairs.rules.errors import RuleError

MONEY = st.decimals(0, 100_000, places=2)
DAYS = st.dates(date(2024, 1, 1), date(2027, 12, 31))
MOVEMENTS = st.lists(st.builds(Movement, DAYS, st.decimals(-10_000, 10_000, places=2)), max_size=30)


def day(text):
	return date.fromisoformat(f"2025-{text}")


def moved(*rows):
	return [Movement(day(text), Decimal(amount)) for text, amount in rows]


# Balance


@pytest.mark.parametrize(
	("opening", "rows", "shortfall"),
	[
		("0", (), None),
		("0", (("03-15", "100"), ("03-20", "-100")), None),
		("0", (("03-15", "100"), ("03-20", "-100.01")), ("03-20", "0.01")),
		# What comes in on a day counts before what goes out, in whichever order they are written.
		("0", (("03-15", "-100"), ("03-15", "100")), None),
		("0", (("03-15", "-100"), ("03-16", "100")), ("03-15", "100")),
		("50", (("03-15", "-100"), ("03-16", "100")), ("03-15", "50")),
		# A payment entered late leaves too little for one that was made since.
		("0", (("01-10", "100"), ("06-01", "-80"), ("02-01", "-30")), ("06-01", "10")),
		("-1", (("01-10", "0.99"),), ("01-10", "0.01")),
	],
)
def test_the_first_day_on_which_money_is_lacking(opening, rows, shortfall):
	found = first_shortfall(Decimal(opening), moved(*rows))
	assert found == (shortfall and Shortfall(day(shortfall[0]), Decimal(shortfall[1])))


@given(MONEY, MOVEMENTS)
def test_balances_are_the_sums_up_to_each_day(opening, movements):
	found = balances(opening, movements)
	assert list(found) == sorted({movement.day for movement in movements})
	for on, balance in found.items():
		assert balance == opening + sum(row.amount for row in movements if row.day <= on)
	assert first_shortfall(opening, movements) == next(
		(Shortfall(on, -balance) for on, balance in found.items() if balance < 0), None
	)


@given(MONEY, MOVEMENTS, st.randoms())
def test_the_order_of_entry_does_not_matter(opening, movements, random):
	shuffled = movements[:]
	random.shuffle(shuffled)
	assert balances(opening, shuffled) == balances(opening, movements)


# Years


@given(MONEY, st.lists(st.tuples(*[MONEY] * 6), min_size=1, max_size=5))
def test_a_year_opens_with_what_the_last_one_left(opening, years):
	accounts = list(
		accumulate(years, lambda last, sums: YearAccount(last.closing, *sums), initial=YearAccount(opening))
	)
	income = sum((account.income for account in accounts), NOTHING)
	outlay = sum((account.outlay for account in accounts), NOTHING)
	assert accounts[-1].closing == opening + income - outlay


@pytest.mark.parametrize(
	("year", "today", "first_year", "last_closed", "words"),
	[
		(2025, date(2025, 12, 31), 2025, None, "2026-01-01"),
		(2026, date(2025, 12, 31), 2025, 2025, "not over"),
		(2025, date(2026, 1, 1), 2025, None, None),
		(2025, date(2026, 1, 1), None, None, None),
		(2024, date(2026, 1, 1), 2025, None, None),
		(2025, date(2026, 1, 1), 2024, None, "of 2024"),
		(2025, date(2026, 1, 1), 2023, 2024, None),
		(2025, date(2026, 1, 1), 2023, 2023, "2024 comes next"),
		(2024, date(2026, 1, 1), 2023, 2024, "2025 comes next"),
	],
)
def test_years_close_when_they_are_over_and_in_order(year, today, first_year, last_closed, words):
	if words is None:
		check_year_may_close(year, today, first_year, last_closed)
		return
	with pytest.raises(RuleError, match=words):
		check_year_may_close(year, today, first_year, last_closed)


def test_only_the_latest_year_is_reopened():
	check_year_may_reopen(2025, 2025)
	with pytest.raises(RuleError, match="2025"):
		check_year_may_reopen(2024, 2025)


# Shares


@pytest.mark.parametrize(
	("amount", "percent", "due"),
	[
		("1000", "100", "1000.00"),
		("1000", "40", "400.00"),
		("0.01", "50", "0.01"),
		("0.01", "49", "0.00"),
		("33.33", "33.3", "11.10"),
		("1000", "0.5", "5.00"),
		("-10", "50", "-5.00"),
		("0", "5", "0.00"),
	],
)
def test_a_share_is_rounded_to_the_cent(amount, percent, due):
	assert share_of(Decimal(amount), Decimal(percent)) == Decimal(due)


@pytest.mark.parametrize("percent", ["0", "-1", "100.01", "250"])
def test_a_share_that_is_none_is_refused(percent):
	with pytest.raises(RuleError, match="Share"):
		share_of(Decimal(1000), Decimal(percent))


@given(MONEY, st.decimals("0.01", 100, places=2), MONEY)
def test_no_more_goes_up_than_there_is_and_large_sums_go_whole(shared, percent, whole):
	if not share_of(shared, percent) + whole:
		with pytest.raises(RuleError, match="Nothing"):
			remittance_due(shared, percent, whole)
		return
	due = remittance_due(shared, percent, whole)
	assert whole <= due <= shared + whole
	assert due - whole == share_of(shared, percent)


def test_what_was_reported_too_high_is_taken_back():
	assert remittance_due(Decimal(-20), Decimal(50), Decimal(1000)) == Decimal("990.00")
	with pytest.raises(RuleError, match=r"-10\.00"):
		remittance_due(Decimal(-20), Decimal(50))


# Periods


def test_a_period_is_whole_months():
	assert months_of(day("03-15"), day("06-02")) == (day("03-01"), day("06-30"))
	assert months_of(day("02-20"), day("02-01")) == (day("02-01"), day("02-28"))
	with pytest.raises(RuleError, match="before"):
		months_of(day("03-15"), day("02-28"))


@pytest.mark.parametrize(
	("first", "last", "common"),
	[
		("01-01", "03-31", None),
		("07-01", "09-30", None),
		("03-01", "04-30", "2025-4 was"),
		("06-01", "12-31", "2025-6 was"),
		("01-01", "12-31", "2025-4, 2025-5, 2025-6 was"),
		("05-01", "05-31", "2025-5 was"),
	],
)
def test_months_that_were_remitted_before(first, last, common):
	others = {
		"PDR-0": (day("01-01").replace(year=2024), day("12-31").replace(year=2024)),
		"PDR-1": (day("04-01"), day("06-30")),
	}
	if common is None:
		check_months_once(day(first), day(last), others)
		return
	with pytest.raises(RuleError, match=f"{common} remitted before, with PDR-1"):
		check_months_once(day(first), day(last), others)


@given(DAYS, st.integers(0, 400), DAYS, st.integers(0, 400))
def test_no_month_is_remitted_twice_whichever_came_first(first, length, other, other_length):
	mine = months_of(first, first + timedelta(days=length))
	theirs = months_of(other, other + timedelta(days=other_length))
	for one, two in ((mine, theirs), (theirs, mine)):
		if mine[1] < theirs[0] or theirs[1] < mine[0]:
			check_months_once(*one, {"x": two})
		else:
			with pytest.raises(RuleError, match="with x"):
				check_months_once(*one, {"x": two})


COLLECTED = st.lists(st.builds(Collected, MONEY, MONEY, DAYS), max_size=20)


@given(COLLECTED, st.lists(DAYS, min_size=2, max_size=6, unique=True))
def test_periods_side_by_side_share_out_all_that_was_collected(days, bounds):
	bounds = sorted(bounds)
	spans = [(first, last - timedelta(days=1)) for first, last in pairwise(bounds)]
	parts = [collected_in(days, [span]) for span in spans]
	together = collected_in(days, spans)
	assert together == collected_in(days, [(bounds[0], bounds[-1] - timedelta(days=1))])
	assert together.shared == sum((part.shared for part in parts), NOTHING)
	assert together.whole == sum((part.whole for part in parts), NOTHING)


# Uses


def test_five_uses_are_allowed():
	assert [use.title for use in dues_uses.uses()] == [
		"培训党员",
		"订阅或购买报刊资料和设备",
		"表彰",
		"补助困难党员",
		"补助受灾",
	]
	assert "中组发〔2008〕3号" in dues_uses.citation()
	assert len({use.label for use in dues_uses.uses()}) == 5
