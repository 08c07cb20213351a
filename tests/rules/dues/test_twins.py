"""The same payment in two records: damaged numbers are no identity, names are compared as people write them."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.dues import twins
from party_affairs.rules.dues.twins import Money, fits, known, sound_number, tell_apart

LONG = "1000050001202603050001"


def money(key="a", **values):
	return replace(Money(key, date(2026, 3, 5), Decimal("15.00"), ("张三",)), **values)


@pytest.mark.parametrize(
	"number",
	[
		*("1.00005E+30", "1.00E+27", "1E+27", "1.00005e30", "1.00005e+30", "'1.00005E+30", "########"),
		*("620012345678901000", "12345678901234500", str(int(1.00005e30))),
		*("", None, "0", "000000", "-", "/"),
	],
)
def test_a_damaged_number_is_none(number):
	assert sound_number(number) == ""


@pytest.mark.parametrize(
	"number",
	[
		LONG,
		"1000050001202503150012345678901",
		"620012345678901234",
		"W1",
		"100",
		"1234567890123450",
		"20250315E12",
		"12000",
	],
)
def test_a_whole_number_is_one(number):
	assert sound_number(number) == number.lower()
	assert sound_number(f"'{number} ") == number.lower()


@given(st.integers(10**16, 10**32))
def test_what_excel_makes_of_a_long_number_is_never_an_identity(number):
	kept = f"{float(f'{number:.14e}'):.14E}"
	assert sound_number(kept) == ""
	digits = str(number)
	assert sound_number(digits[:15] + "0" * (len(digits) - 15)) == ""
	assert sound_number(str(int(float(f"{number:.14e}")))) == ""


def test_a_number_cut_off_after_fifteen_digits_does_not_tell_apart():
	assert tell_apart("W1", "W2")
	assert tell_apart("1234567890123451", "1234567890123452")
	assert not tell_apart("1234567890123450", "1234567890123456")
	assert not tell_apart("W1", "W1")
	assert not tell_apart("", "W1")


@pytest.mark.parametrize(
	"one, other",
	[
		("张三", "张 三"),
		("张三", "*三"),
		("张三", "张*"),
		("张三", "＊三"),
		("张三丰", "张**"),
		("张三", "张三(个人)"),
		("张三", "张三6217****1234"),
		("张三", "张X"),
		("买买提·试不都", "买买提•试不都"),
		("买买提·试不都", "买买提试不都"),
		("张\u200b三", "张三"),
		("Sunny", "sunny "),
	],
)
def test_names_that_can_be_the_same(one, other):
	assert fits(one, other) and fits(other, one)


@pytest.mark.parametrize(
	"one, other",
	[
		("张三", "李四"),
		("张三", "*四"),
		("张三", "***"),
		("张三", ""),
		("", ""),
		("张三", "张三丰"),
		(None, "张三"),
	],
)
def test_names_that_are_different(one, other):
	assert not fits(one, other) and not fits(other, one)


def test_only_a_whole_number_makes_a_payment_known():
	stored = money("s", number=LONG)
	assert known([money(number=LONG)], [stored]) == {"a": stored}
	assert known([money(number=LONG, names=("Sunny",), paid_on=date(2026, 3, 6))], [stored]) == {"a": stored}
	for other in (
		money(number=""),
		money(number="1.00005E+30"),
		money(number=LONG[:-1] + "2"),
		money(number=LONG, amount=Decimal(30)),
		money(number=LONG, refund=True),
	):
		assert known([other], [stored]) == {}
	damaged = money("s", number="1.00005E+30")
	assert known([replace(damaged, key="a")], [damaged]) == {}


def test_a_number_that_several_share_says_it_of_those_whose_payers_fit():
	stored = money("s", number="001")
	assert known([money(number="001", names=("*三",))], [stored]) == {"a": stored}
	assert known([money(number="001", names=("李四",))], [stored]) == {}
	batch = [money("a", number=LONG, names=("李四",)), money("b", number=LONG)]
	assert known(batch, [money("s", number=LONG)]) == {"b": money("s", number=LONG)}


def test_one_stored_payment_makes_one_known():
	twice = [money("a", number=LONG), money("b", number=LONG)]
	assert set(known(twice, [money("s", number=LONG)])) == {"a"}
	assert set(known(twice, [money("s", number=LONG), money("t", number=LONG)])) == {"a", "b"}


def same(one, other, **more):
	return bool(twins.twins(one, [other], **more))


def test_day_payer_and_sum_make_a_twin():
	assert same(money(), money("s"))
	assert same(money(), money("s", number=LONG))
	assert same(money(number="1.00005E+30"), money("s", number="1.00005E+30"))
	assert same(money(member="M1", names=("Sunny",)), money("s", member="M1"))
	assert not same(money(), money("s", amount=Decimal(16)))
	assert not same(money(), money("s", paid_on=date(2026, 3, 6)))
	assert not same(money(), money("s", names=("李四",)))
	assert not same(money(number="W1"), money("s", number="W2"))


def test_in_one_file_time_and_note_tell_two_payments_apart():
	early, late = money(at="10:01:02"), money("s", at="15:30")
	assert not same(early, late, same_file=True)
	assert same(early, money("s", at="10:01"), same_file=True)
	assert not same(money(note="3月"), money("s", note="4月"), same_file=True)
	assert same(money(note="3月"), money("s", note="4月"))


def test_of_several_the_nearest_in_time_stands_first():
	found = twins.twins(money(at="15:31"), [money("s", at="10:01"), money("t", at="15:30:10")])
	assert [twin.key for twin in found] == ["t", "s"]
