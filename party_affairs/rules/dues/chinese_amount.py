"""Sums of money in capital numerals (大写金额), as receipts and vouchers carry them beside the figures.

By the norm of banks and bookkeeping (《支付结算办法》附一): 正 or 整 follows yuan and jiao, not fen; noughts in the middle
are spoken once, those at the end not at all.
"""

from decimal import Decimal

from party_affairs.rules.errors import RuleError, decimal_number
from party_affairs.rules.message import Message

DIGITS = "零壹贰叁肆伍陆柒捌玖"
_UNITS = ("", "拾", "佰", "仟")
_GROUPS = ("", "万", "亿")
LARGEST = Decimal(10) ** 12

_AMOUNT = Message("Amount")


def to_chinese(amount: Decimal | int | str) -> str:
	"""Return a sum of yuan in capital numerals, such as 壹佰零伍元贰角整.

	Raise `RuleError` for a sum that is negative, has parts of a cent or is beyond all reckoning.
	"""
	number = decimal_number(amount, _AMOUNT)
	cents = number * 100
	if cents != cents.to_integral_value() or number >= LARGEST:
		raise RuleError(
			"{field} ({amount} yuan) cannot be written out: it takes yuan and cents.",
			field=_AMOUNT,
			amount=number,
		)
	yuan, rest = divmod(int(cents), 100)
	jiao, fen = divmod(rest, 10)
	return _whole(yuan, rest) + _small(yuan, jiao, fen)


def _whole(yuan: int, rest: int) -> str:
	if not yuan:
		return "" if rest else "零元"
	text, gap = "", False
	for place, group in _groups(yuan):
		if not group:
			gap = bool(text)
			continue
		# A nought is spoken where a group, or the thousands of this one, were left out.
		if text and (gap or group < 1000):
			text += DIGITS[0]
		text += _group(group) + _GROUPS[place]
		gap = False
	return text + "元"


def _groups(yuan: int) -> list[tuple[int, int]]:
	"""Return the number in groups of four digits with their places, the highest first."""
	groups = []
	while yuan:
		yuan, group = divmod(yuan, 10_000)
		groups.append(group)
	return list(reversed(list(enumerate(groups))))


def _group(group: int) -> str:
	text, gap = "", False
	for place in (3, 2, 1, 0):
		digit = group // 10**place % 10
		if not digit:
			gap = bool(text)
			continue
		text += (DIGITS[0] if gap else "") + DIGITS[digit] + _UNITS[place]
		gap = False
	return text


def _small(yuan: int, jiao: int, fen: int) -> str:
	if not (jiao or fen):
		return "整"
	if not fen:
		return f"{DIGITS[jiao]}角整"
	if jiao:
		return f"{DIGITS[jiao]}角{DIGITS[fen]}分"
	return f"{DIGITS[0] if yuan else ''}{DIGITS[fen]}分"
