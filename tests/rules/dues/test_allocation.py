"""Which months a payment settles, when it counts as late or early, and who may not pay (dues rule of 2008, 11, 12, 14)."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.dues.allocation import (
	OpenMonth,
	allocate,
	check_payer,
	is_organisation,
	timing,
	voluntary_kind,
)
from party_affairs.rules.errors import RuleError

cents = st.integers(0, 200_000).map(lambda number: Decimal(number) / 100)
months = st.lists(
	st.builds(
		OpenMonth,
		st.uuids().map(str),
		st.dates(date(2024, 1, 1), date(2026, 12, 31)).map(lambda day: day.replace(day=1)),
		st.integers(1, 100_000).map(lambda number: Decimal(number) / 100),
	),
	max_size=20,
	unique_by=lambda month: month.month,
)


@given(cents, months)
def test_nothing_is_lost_and_no_month_gets_more_than_it_owes(amount, owed):
	parts, rest = allocate(amount, owed)
	assert sum((part for _month, part in parts), rest) == amount
	assert all(0 < part <= month.open for month, part in parts)
	assert rest == max(amount - sum(month.open for month in owed), Decimal(0))


@given(cents, months)
def test_no_month_is_left_behind_a_paid_one(amount, owed):
	parts, _rest = allocate(amount, owed)
	in_order = sorted(owed, key=lambda month: month.month)
	assert [month for month, _part in parts] == in_order[: len(parts)]
	assert all(part == month.open for month, part in parts[:-1])


@pytest.mark.parametrize(
	("received_on", "payable_by", "expected"),
	[
		("2026-02-28", None, "in_advance"),
		("2026-03-01", None, "in_month"),
		("2026-03-31", None, "in_month"),
		("2026-04-01", None, "back_payment"),
		("2026-03-31", "2026-03-31", "in_month"),
		("2026-04-01", "2026-06-30", "in_month"),
		("2026-07-01", "2026-06-30", "back_payment"),
		("2026-02-28", "2026-06-30", "in_advance"),
	],
)
def test_whether_a_payment_is_early_or_late(received_on, payable_by, expected):
	limit = payable_by and date.fromisoformat(payable_by)
	assert timing(date(2026, 3, 1), date.fromisoformat(received_on), limit) == expected


@pytest.mark.parametrize(
	("amount", "large_from", "kind"),
	[
		("999.99", "1000", "voluntary"),
		("1000", "1000", "large_voluntary"),
		("1000000", None, "voluntary"),
	],
)
def test_from_which_sum_a_voluntary_extra_goes_up_whole(amount, large_from, kind):
	assert voluntary_kind(Decimal(amount), large_from and Decimal(large_from)) == kind


@pytest.mark.parametrize(
	("name", "answer"),
	[
		("浙江澄砚律师事务所", True),
		("某某律所第一党支部", True),
		("金华市某某科技有限公司", True),
		("澄砚所", True),
		("王小明", False),
		("其妻 李会", False),
		("", False),
	],
)
def test_an_organisation_is_told_by_its_name(name, answer):
	assert is_organisation(name, ["澄砚所"]) is answer
	if answer:
		with pytest.raises(RuleError, match="organisation"):
			check_payer(name, ["澄砚所"])
	else:
		check_payer(name, ["澄砚所"])
		check_payer(None)
