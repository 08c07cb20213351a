import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.dues.chinese_amount import DIGITS, LARGEST, to_chinese
from party_affairs.rules.errors import RuleError

_UNITS = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(
	("amount", "text"),
	[
		("0", "零元整"),
		("0.01", "壹分"),
		("0.10", "壹角整"),
		("0.25", "贰角伍分"),
		("1", "壹元整"),
		("10", "壹拾元整"),
		("15.00", "壹拾伍元整"),
		("75.02", "柒拾伍元零贰分"),
		("100.20", "壹佰元贰角整"),
		("105.05", "壹佰零伍元零伍分"),
		("325.04", "叁佰贰拾伍元零肆分"),
		("1005", "壹仟零伍元整"),
		("1050", "壹仟零伍拾元整"),
		("1409.50", "壹仟肆佰零玖元伍角整"),
		("6007.14", "陆仟零柒元壹角肆分"),
		("10000", "壹万元整"),
		("10001", "壹万零壹元整"),
		("16409.02", "壹万陆仟肆佰零玖元零贰分"),
		("100010", "壹拾万零壹拾元整"),
		("101000", "壹拾万壹仟元整"),
		("107000.53", "壹拾万柒仟元伍角叁分"),
		("1000000", "壹佰万元整"),
		("1680.32", "壹仟陆佰捌拾元叁角贰分"),
		("100000001", "壹亿零壹元整"),
		("100010000", "壹亿零壹万元整"),
		("1000100000", "壹拾亿零壹拾万元整"),
		("999999999999.99", "玖仟玖佰玖拾玖亿玖仟玖佰玖拾玖万玖仟玖佰玖拾玖元玖角玖分"),
	],
)
def test_sums_in_capital_numerals(amount, text):
	assert to_chinese(amount) == text
	assert to_chinese(Decimal(amount)) == text


@pytest.mark.parametrize("amount", ["-1", "0.001", str(LARGEST), "abc", 1.5, None, "NaN"])
def test_what_is_no_sum_is_refused(amount):
	with pytest.raises(RuleError, match="Amount"):
		to_chinese(amount)


@given(st.decimals(0, LARGEST - Decimal("0.01"), places=2))
def test_the_numerals_say_the_sum_and_nothing_else(amount):
	text = to_chinese(amount)
	assert _read(text) == amount
	assert "零零" not in text and "零元" not in text.removeprefix("零元")
	assert text.endswith("分") or text.endswith("整")


def _read(text):
	found = re.fullmatch(r"(?:(.*)元)?零?(?:(.)角)?零?(?:(.)分)?整?", text)
	yuan, jiao, fen = found.groups()
	return Decimal(_integer(yuan or "") * 100 + _digit(jiao) * 10 + _digit(fen)) / 100


def _digit(character):
	return DIGITS.index(character) if character else 0


def _integer(text):
	total = group = digit = 0
	for character in text:
		if character in DIGITS:
			digit = DIGITS.index(character)
		elif character in _UNITS:
			group, digit = group + digit * _UNITS[character], 0
		else:
			total, group, digit = total + (group + digit) * {"万": 10**4, "亿": 10**8}[character], 0, 0
	return total + group + digit
