"""Sums, counts, lengths of time, votes, and what a cell says of a month's dues. Two numbers in one cell are never joined."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from typing import Any

from openpyxl.utils.datetime import WINDOWS_EPOCH

from party_affairs.guide import cell_words, workbook_words
from party_affairs.importing.normalise.choosing import NO, YES
from party_affairs.importing.normalise.dates import parse_date
from party_affairs.importing.normalise.text import (
	EXACT_DIGITS,
	is_empty,
	key_text,
	plain_text,
	says_nothing,
	shortened,
)
from party_affairs.importing.problems import CellError

CENT = Decimal("0.01")
_NOISE = Decimal("0.000001")
"""Less than this is what a sum reckoned in binary fractions is off."""
_SHORTENED = re.compile(r"\de\+?\d")
_SCIENTIFIC = re.compile(
	r"(?<![\d.,])(?P<number>[1-9]\.(?P<places>\d{1,13}))e\+?(?P<power>\d{1,2})(?![\d.])",
	re.ASCII | re.IGNORECASE,
)
_NUMBER = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"
_TWO_NUMBERS = re.compile(r"\d[^\d.,]*(?:[、,，;；/|+\s]|和|及)[^\d.]*\d|\d\s+\d", re.DOTALL)
_YUAN_BEFORE = r"(?:人民币|每月|月均|¥|\$cny|rmb|cny)*"
_YUAN_AFTER = r"(?:元|圆|¥|rmb|cny)?整?(?:/月|每月|/人)?"
_HEADS_BEFORE = r"(?:约|共计|共|合计|计|应到|实到|到会|参加)*"
_HEADS_AFTER = r"(?:余|多)?(?:人次|人|名|次|场|件|位|票|个)?(?:左右)?"
_CHINESE = str.maketrans("〇零一二两三四五六七八九", "001223456789")


def parse_money(value: Any, exact: bool = False) -> Decimal | None:
	"""Return a sum in yuan to the cent. `元`, `￥`, thousands commas, `1.2万` and `90+90` are understood; negative sums are refused.

	`exact` refuses what is no whole number of cents: nobody pays it.
	"""
	amount = parse_signed_money(value, exact)
	if amount is not None and amount < 0:
		raise CellError("A sum of money cannot be negative.")
	return amount


def parse_signed_money(value: Any, exact: bool = False) -> Decimal | None:
	"""Return a sum in yuan to the cent as `parse_money` does, below zero too."""
	if says_nothing(value):
		return None
	if isinstance(value, str):
		value = _spelled_out(value)
	if isinstance(value, str) and "+" in key_text(value)[1:]:
		if _SHORTENED.search(key_text(value)):
			raise shortened()
		return _added(key_text(value), exact)
	return _to_the_cent(_number(value, _YUAN_BEFORE, _YUAN_AFTER), exact)


def _spelled_out(text: str) -> str:
	"""Return `1.41E+2` as `141`. One that has not all digits before its point, such as `1.4E+2`, may have lost some and stays."""
	return _SCIENTIFIC.sub(
		lambda found: (
			found[0]
			if len(found["places"]) < int(found["power"])
			else f"{Decimal(found['number']).scaleb(int(found['power'])):f}"
		),
		text,
	)


def _to_the_cent(number: Decimal, exact: bool = False) -> Decimal:
	amount = number.quantize(CENT, ROUND_HALF_UP)
	if number and not amount:
		raise CellError("This is not a number.")
	if exact and abs(number - amount) >= _NOISE:
		raise CellError("This sum has more than two decimals. Write what was paid, to the cent.")
	return amount


def _added(text: str, exact: bool) -> Decimal:
	"""Return the total of `90+90`, which a total behind `=` must agree with."""
	parts, equals, total = text.partition("=")
	amount = sum(
		(_to_the_cent(_number(part, _YUAN_BEFORE, _YUAN_AFTER), exact) for part in parts.split("+")),
		Decimal(0),
	)
	if equals and _to_the_cent(_number(total, _YUAN_BEFORE, _YUAN_AFTER)) != amount:
		raise CellError("The parts come to {amount} yuan, the cell says {total}.", amount=amount, total=total)
	return amount


def parse_count(value: Any) -> int | None:
	"""Return a whole number of people or times; `12人`, `3次` are understood."""
	if says_nothing(value):
		return None
	number = _number(value, _HEADS_BEFORE, _HEADS_AFTER)
	if number < 0 or number != number.to_integral_value():
		raise CellError("A whole number is expected here, not below zero.")
	return int(number)


def parse_hours(value: Any) -> Decimal | None:
	"""Return a length in hours; `2小时`, `1.5h`, `90分钟` and an Excel time are understood."""
	if says_nothing(value):
		return None
	if isinstance(value, time):
		return _hours(Decimal(value.hour * 60 + value.minute))
	if isinstance(value, timedelta):
		return _hours(Decimal(round(value.total_seconds() / 60)))
	text = key_text(_apart(value)).translate(_CHINESE)
	if found := re.fullmatch(r"(?:(\d+)个?(?:小时|时))?(\d+)(?:分钟|分)", text):
		return _hours(Decimal(int(found[1] or 0) * 60 + int(found[2])))
	if found := re.fullmatch(r"(\d+)个?半(?:小时|钟头)", text):
		return Decimal(found[1]) + Decimal("0.5")
	if text in ("半小时", "半个小时"):
		return Decimal("0.5")
	number = _number(text if isinstance(value, str) else value, "", r"(?:个?小时|个?钟头|学时|h)?")
	if number < 0:
		raise CellError("A length of time cannot be negative.")
	return number.quantize(CENT, ROUND_HALF_UP)


def parse_days(value: Any) -> Decimal | None:
	"""Return a number of days; `3天`, `2.5` are understood."""
	if says_nothing(value):
		return None
	number = _number(value, "(?:共|约)?", "(?:天|日)?")
	if number < 0:
		raise CellError("A number of days cannot be negative.")
	return number.quantize(CENT, ROUND_HALF_UP)


def _hours(minutes: Decimal) -> Decimal:
	return (minutes / 60).quantize(CENT, ROUND_HALF_UP)


def _apart(value: Any) -> Any:
	"""Return a value in which numbers that stand apart stay apart when white space is taken out."""
	return re.sub(r"(?<=\d)\s+(?=\d)", "|", plain_text(value)) if isinstance(value, str) else value


def _number(value: Any, before: str, after: str) -> Decimal:
	"""Return the one number of a cell, with the words of two patterns before and after it."""
	if isinstance(value, (bool, datetime, date, time, timedelta)):
		raise CellError("This is not a number.")
	if isinstance(value, (int, float)):
		if abs(value) >= 10**EXACT_DIGITS or value != value:
			raise shortened()
		# The figure as Excel shows it, without the noise of binary fractions.
		return Decimal(repr(round(value, 6)) if isinstance(value, float) else value)
	text = key_text(_apart(value))
	found = re.fullmatch(rf"{before}(?P<sign>[+-]?)(?P<number>{_NUMBER})(?P<tens>万?){after}", text)
	if found:
		number = Decimal(found["number"].replace(",", "")) * (10000 if found["tens"] else 1)
		return -number if found["sign"] == "-" else number
	if _SHORTENED.search(text):
		raise shortened()
	if _TWO_NUMBERS.search(plain_text(value)):
		raise CellError("Two numbers stand in this cell, and they are not joined to one. Write one number.")
	raise CellError("This is not a number.")


def parse_votes(value: Any) -> tuple[int, int, int] | None:
	"""Return votes in favour, against and abstentions of one cell, such as `12/0/1` or `赞成12票，弃权1票`."""
	if says_nothing(value):
		return None
	text = key_text(_apart(value))
	if found := re.fullmatch(r"(\d+)[/:、,](\d+)[/:、,](\d+)", text):
		return int(found[1]), int(found[2]), int(found[3])
	named = [
		re.search(rf"(?:{words})票?:?(\d+)|(\d+)(?:票|人)?(?:{words})", text)
		for words in ("赞成|同意", "反对", "弃权")
	]
	if not any(named) or "|" in text:
		raise CellError("Write the votes like 赞成12、反对0、弃权1.")
	favour, against, abstained = (int(found[1] or found[2]) if found else 0 for found in named)
	return favour, against, abstained


# --- dues ------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Payment:
	"""What a month's cell of the dues sheet says: a sum, `in_full` for a mere tick, or `exempt`; perhaps with the day.

	`method` is how it was paid, `made_up` that it was paid on another day than usual (补交, 预交), `deferred` that it was
	put off with leave, which leaves the month unpaid.
	"""

	amount: Decimal | None = None
	in_full: bool = False
	exempt: bool = False
	paid_on: date | None = None
	method: str | None = None
	made_up: bool = False
	deferred: bool = False
	quarterly: bool = False
	"""Whether the month was paid with the others of its quarter: 季交, with the sum of all of them or without one."""


def parse_payment(value: Any, *, year: int, month: int, epoch: datetime = WINDOWS_EPOCH) -> Payment | None:
	"""Return the payment of a month: `150`, `150元（3月15日）`, `150（补）`, `120（现金）`, `90+90`, `√`, `未交`, `缓交`, `免交`."""
	if is_empty(value):
		return None
	if isinstance(value, bool):
		# A box to tick, as WPS and Excel store it.
		return Payment(in_full=True) if value else Payment(Decimal("0.00"))
	if not isinstance(value, str):
		return Payment(parse_money(value, exact=True))
	text = key_text(_apart(_spelled_out(value)))
	if _SHORTENED.search(text):
		raise shortened()
	outside = re.sub(r"\([^()]*\)?", "|", text).strip("|")
	beside = _Beside(year, month, epoch)
	for piece in re.findall(r"\(([^()]*)\)?", text):
		beside.read(piece)
	outside = beside.strip(outside)
	if not outside and beside.quarterly:
		return Payment(**beside.values())
	fixed = _payment_of_words(outside)
	if fixed is not None:
		return fixed if not beside.any else Payment(**{**vars(fixed), **beside.values()})
	try:
		amount = parse_money(outside, exact=True)
	except CellError:
		if re.fullmatch(r"[+-]?[\d.,]+(?:元|圆)?", outside) or _TWO_NUMBERS.search(outside):
			raise
		raise not_a_payment() from None
	if amount is None:
		raise not_a_payment()
	return Payment(**{"amount": amount, **beside.values()})


def _payment_of_words(text: str) -> Payment | None:
	if text in YES - {"1"} or text in cell_words.payments("paid"):
		return Payment(in_full=True)
	if text in NO or text in cell_words.payments("unpaid"):
		return Payment(Decimal("0.00"))
	if text in cell_words.payments("deferred"):
		return Payment(Decimal("0.00"), deferred=True)
	if text in cell_words.payments("exempt"):
		return Payment(exempt=True)
	return None


def not_a_payment() -> CellError:
	"""Return the refusal of what is no payment, with what may stand there."""
	return CellError(
		"It is not clear what was paid. Write the sum, such as 150, 150（3月15日）, 150（现金）, 150（补） or 90+90; √ for paid in full, 未交, 缓交 or 免交."
	)


_PAYMENT_WORDS = (
	cell_words.payments("made_up") | cell_words.payments("harmless") | cell_words.payments("quarterly")
)


_ENDINGS = sorted(cell_words.payments("made_up") | cell_words.payments("harmless"), key=len, reverse=True)


@cache
def _words_beside() -> tuple[re.Pattern, re.Pattern]:
	"""Return what finds the longest known word at the beginning, and at the end, of what stands with a sum."""
	words = sorted({*_PAYMENT_WORDS, *_methods()}, key=len, reverse=True)
	any_word = "|".join(map(re.escape, words))
	return re.compile(any_word), re.compile(rf"(?:{any_word})$")


class _Beside:
	"""What stands beside the sum of a payment: day, way of paying, 补; anything else is refused."""

	def __init__(self, year: int, month: int, epoch: datetime) -> None:
		self._year, self._month, self._epoch = year, month, epoch
		self._paid_on: date | None = None
		self._method: str | None = None
		self._made_up = False
		self.quarterly = False

	@property
	def any(self) -> bool:
		return bool(self.values())

	def values(self) -> dict[str, Any]:
		"""Return the fields of a payment that are told."""
		found = {"paid_on": self._paid_on, "method": self._method, "made_up": self._made_up}
		found["quarterly"] = self.quarterly
		return {key: value for key, value in found.items() if value}

	def read(self, text: str) -> None:
		"""Read what stands in a pair of brackets."""
		for piece in re.split(r"[、,;]", text):
			if piece and not self._word(piece) and not self._date(piece):
				raise not_a_payment()

	def strip(self, text: str) -> str:
		"""Return a text without the known words before and after the sum, which are read."""
		while text and not _payment_of_words(text):
			found = _words_beside()[0].match(text) or _words_beside()[1].search(text)
			if not found or (found[0] == text and text not in cell_words.payments("quarterly")):
				return text
			self._word(found[0])
			text = (text[: found.start()] + text[found.end() :]).strip(":-、,")
		return text

	def _word(self, text: str) -> bool:
		if text in _methods():
			if self._method not in (None, _methods()[text]):
				raise not_a_payment()
			self._method = _methods()[text]
			return True
		self._made_up = self._made_up or text in cell_words.payments("made_up")
		if text in cell_words.payments("quarterly"):
			named = re.search(r"[一二三四1-4](?=季度)", text)
			if named and int(named[0].translate(_CHINESE)) != (self._month + 2) // 3:
				raise not_a_payment()
			self.quarterly = True
		return text in _PAYMENT_WORDS or text in (
			f"{self._month}月",
			f"{self._month}月份",
			f"{self._month}月党费",
		)

	def _date(self, text: str) -> bool:
		for word in _ENDINGS:
			if text.endswith(word) and text != word:
				self._word(word)
				text = text.removesuffix(word)
				break
		try:
			day = parse_date(text, year=self._year, month=self._month, epoch=self._epoch)
		except CellError:
			return False
		if day is None or self._paid_on not in (None, day.day):
			return False
		self._paid_on = day.day
		return True


@cache
def _methods() -> dict[str, str]:
	"""Return by word the way of paying that it names."""
	return {
		key_text(word): key
		for key, words in workbook_words.choices("payment_method").items()
		for word in words
	}


def share_out(payment: Payment, dues: Iterable[Decimal]) -> list[Payment] | None:
	"""Return the payments of months for which one was written, None where it is not certain how it divides.

	A sum is divided where it is what the months come to together; what is no sum holds for each of them.
	"""
	dues = list(dues)
	if payment.in_full or payment.exempt or not payment.amount:
		return [payment] * len(dues)
	if payment.amount != sum(dues, Decimal(0)) or not all(dues):
		return None
	return [Payment(**{**vars(payment), "amount": due}) for due in dues]
