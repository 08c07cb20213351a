"""Assessment of dues: base and months by method, sums agreed on, and which assessment counts for a month."""

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.guide.data import read
from party_affairs.guide.dues.income_items import is_deduction
from party_affairs.rules.dues.assessment import (
	BASED,
	METHODS,
	IncomeItem,
	base_of,
	covers,
	due_of,
	in_force,
	income_of,
	last_month,
	payable_by,
	reaches_to,
)
from party_affairs.rules.dues.monthly_dues import monthly_due, standard_on
from party_affairs.rules.errors import RuleError

STANDARD = standard_on(date(2026, 1, 1))
MONTHS = st.dates(date(2020, 1, 1), date(2030, 12, 31)).map(lambda day: day.replace(day=1))


@dataclass(frozen=True)
class Assessment:
	effective_from: date
	effective_to: date | None = None


@pytest.mark.parametrize(
	("method", "last"),
	[
		("monthly_pay", None),
		("annual_salary_drawn_in_month", date(2026, 5, 1)),
		("average_of_last_quarter", date(2026, 6, 1)),
		("fixed_yearly_base", date(2026, 12, 1)),
		(None, None),
	],
)
def test_a_base_counts_as_long_as_its_method_says(method, last):
	assert last_month("employed", method, date(2026, 5, 1)) == last


@pytest.mark.parametrize("first", [date(2026, 4, 1), date(2026, 5, 1), date(2026, 6, 1)])
def test_a_quarters_average_counts_to_the_end_of_the_quarter_from_each_of_its_months(first):
	assert last_month("irregular_income", "average_of_last_quarter", first) == date(2026, 6, 1)


@pytest.mark.parametrize("category", ["student", "farmer", "fixed_sum", "exempt"])
def test_without_a_base_the_method_sets_no_end(category):
	assert last_month(category, "fixed_yearly_base", date(2026, 5, 1)) is None


@given(st.sampled_from(BASED), st.sampled_from(METHODS), MONTHS)
def test_the_last_month_never_lies_before_the_first_nor_in_another_year(category, method, first):
	last = last_month(category, method, first)
	assert last is None or (first <= last and last.year == first.year and last.day == 1)


@pytest.mark.parametrize(
	("method", "income", "base"),
	[
		("monthly_pay", "8000", "8000.00"),
		("annual_salary_drawn_in_month", "50000.01", "50000.01"),
		("average_of_last_quarter", "30000", "10000.00"),
		("average_of_last_quarter", "10000", "3333.33"),
		("average_of_last_quarter", "0.02", "0.01"),
		("fixed_yearly_base", "4812", "4812.00"),
		(None, "4812", "4812.00"),
	],
)
def test_base_by_method(method, income, base):
	assert str(base_of(method, income)) == base


def test_an_unknown_method_and_a_negative_income_are_refused_by_name():
	with pytest.raises(RuleError, match="Basis Method"):
		base_of("lottery", "1")
	with pytest.raises(RuleError, match="Income"):
		base_of("monthly_pay", "-1")


def test_income_adds_up_earnings_and_takes_off_deductions():
	items = [IncomeItem("6000", False), IncomeItem("2500.50", False), IncomeItem("800.25", True)]
	assert income_of(items) == Decimal("7700.25")
	assert income_of([]) == 0


def test_deductions_above_the_income_and_negative_items_are_refused():
	with pytest.raises(RuleError, match=r"exceed the income by 0\.01"):
		income_of([IncomeItem("100", False), IncomeItem("100.01", True)])
	with pytest.raises(RuleError, match="Amount"):
		income_of([IncomeItem("-5", True)])


def test_the_guide_knows_earnings_and_deductions():
	labels = [item["label"] for item in read("dues/income_items.json")["items"]]
	assert len(set(labels)) == len(labels)
	assert is_deduction("Income Tax") and is_deduction("Housing Fund") and not is_deduction("Post Pay")


@pytest.mark.parametrize("category", ["student", "unemployed", "relief", "fixed_sum", "farmer"])
def test_fixed_sums_need_no_base(category):
	assert due_of(category, None, STANDARD) == Decimal("0.20")


@pytest.mark.parametrize(
	("agreed", "due"), [(None, "0.20"), ("0.20", "0.20"), ("0.5", "0.50"), ("1.00", "1.00")]
)
def test_farmers_agree_on_a_sum_within_the_range(agreed, due):
	assert str(due_of("farmer", None, STANDARD, agreed and Decimal(agreed))) == due


@pytest.mark.parametrize("agreed", ["0.19", "1.01", "-1"])
def test_farmers_sums_outside_the_range_are_refused(agreed):
	with pytest.raises(RuleError, match="Agreed Monthly Sum"):
		due_of("farmer", None, STANDARD, Decimal(agreed))


def test_exempt_members_owe_nothing_whatever_they_earn():
	assert due_of("exempt", "8000", STANDARD) == 0


@pytest.mark.parametrize(
	("agreed", "allowed"), [("0.01", True), ("44.99", True), ("45", False), ("45.01", False), ("0", False)]
)
def test_a_reduced_sum_lies_below_the_standards(agreed, allowed):
	if allowed:
		assert due_of("reduced", "4500", STANDARD, Decimal(agreed)) == Decimal(agreed)
	else:
		with pytest.raises(RuleError, match="Agreed Monthly Sum"):
			due_of("reduced", "4500", STANDARD, Decimal(agreed))


def test_a_reduced_sum_is_compared_with_the_members_own_category():
	assert monthly_due("5000", "retired", standard=STANDARD) == 25
	with pytest.raises(RuleError, match="25"):
		due_of("reduced", "5000", STANDARD, Decimal("30"), "retired")
	assert due_of("reduced", "5000", STANDARD, Decimal("30"), "employed") == 30
	with pytest.raises(RuleError, match="Monthly Base"):
		due_of("reduced", None, STANDARD, Decimal("1"))


def test_of_several_the_newest_that_covers_the_month_counts():
	year, june = (
		Assessment(date(2026, 1, 1), date(2026, 12, 1)),
		Assessment(date(2026, 6, 1), date(2026, 6, 1)),
	)
	assert in_force([year, june], date(2026, 5, 1)) is year
	assert in_force([june, year], date(2026, 6, 1)) is june
	assert in_force([year, june], date(2026, 7, 1)) is year
	assert in_force([year, june], date(2025, 12, 1)) is None
	assert in_force([year, june], date(2027, 1, 1)) is None
	assert in_force([Assessment(date(2020, 1, 1))], date(2030, 1, 1)) is not None


@given(st.lists(st.tuples(MONTHS, st.none() | MONTHS), max_size=8, unique_by=lambda pair: pair[0]), MONTHS)
def test_what_counts_covers_the_month_and_nothing_newer_does(spans, month):
	assessments = [Assessment(*span) for span in spans]
	found = in_force(assessments, month)
	covering = [row for row in assessments if covers(row, month)]
	assert (found is None) == (not covering)
	assert found is None or (
		found in covering and all(row.effective_from <= found.effective_from for row in covering)
	)


def test_an_assessment_really_counts_until_a_newer_one_begins():
	assert reaches_to(date(2026, 12, 1), date(2026, 7, 1)) == date(2026, 6, 1)
	assert reaches_to(date(2026, 3, 1), date(2026, 7, 1)) == date(2026, 3, 1)
	assert reaches_to(None, None) is None


@pytest.mark.parametrize(
	("month", "frequency", "day"),
	[
		(date(2026, 2, 1), "monthly", date(2026, 2, 28)),
		(date(2026, 2, 1), None, date(2026, 2, 28)),
		(date(2026, 2, 1), "quarterly", date(2026, 3, 31)),
		(date(2026, 4, 1), "quarterly", date(2026, 6, 30)),
		(date(2026, 6, 1), "quarterly", date(2026, 6, 30)),
	],
)
def test_quarterly_payers_have_until_the_quarters_end(month, frequency, day):
	assert payable_by(month, frequency) == day


def test_a_standards_range_must_rise():
	tiers = tuple(
		replace(tier, fixed_maximum=Decimal("0.20")) if tier.category == "farmer" else tier
		for tier in STANDARD.tiers
	)
	assert STANDARD.covers_every_base("farmer")
	assert not replace(STANDARD, tiers=tiers).covers_every_base("farmer")


def test_the_large_voluntary_sum_is_of_the_standard():
	assert STANDARD.large_voluntary_from == 1000
