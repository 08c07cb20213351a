"""Whether two records of money are the same payment: one that stands in two files, or in a file and on a receipt.

Only a transaction number that is whole says so beyond doubt. Excel keeps fifteen digits of a number and shows few of
them: such a number is no identity, of the payment it was written for or of any other.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import lru_cache

from party_affairs.rules.message import Message

EXACT_DIGITS = 15
"""As many digits of a number Excel keeps; behind them it writes zeros."""

LONG_NUMBER = 12
"""A transaction number of that many characters is the service's own, given once. Shorter ones count vouchers of a day."""

MOST_NAMED = 3
_REMEMBERED = 10_000

_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?e\+\d{1,3}|\d\.\d+e\d{1,3}")
_BRACKETED = re.compile(r"\([^()]*\)")
_MASKS = "*×○□■"
_CHINESE = re.compile(r"[\u3400-\u9fff]")
_ACCOUNT = re.compile(r"[\d*]*\d[\d*]*$")


@dataclass(frozen=True)
class Money:
	"""What is known of a payment.

	`key` is the record's name, `names` are those of the payer and of the member it was taken for, `number` is the
	transaction number as written, `at` the time of day (`10:01` or `10:01:02`). `place` says where it is written, for people;
	`document` are doctype and name of what they open there.
	"""

	key: str
	paid_on: date
	amount: Decimal
	names: tuple[str, ...] = ()
	member: str | None = None
	number: str = ""
	at: str = ""
	note: str = ""
	refund: bool = False
	place: str = ""
	document: tuple[str, str] | None = None


# --- numbers ---------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=_REMEMBERED)
def sound_number(number: str | None) -> str:
	"""Return a transaction number for comparing, nothing if it is damaged: `1.00005E+30`, `620012345678901000`, `####`."""
	text = "".join(unicodedata.normalize("NFKC", number or "").split()).strip("'`").lower()
	if not re.search(r"[^\W_]", text) or not text.strip("0") or _SCIENTIFIC.fullmatch(text):
		return ""
	return "" if text.isdecimal() and _lost_digits(text) else text


def _lost_digits(digits: str) -> bool:
	"""Whether a number of 17 digits or more has only zeros behind those that Excel keeps, or is what a float of it says."""
	if len(digits) < EXACT_DIGITS + 2:
		return False
	if not digits[EXACT_DIGITS:].strip("0"):
		return True
	as_float = float(digits)
	kept = repr(as_float).partition("e")[0].replace(".", "").strip("0")
	return len(kept) <= EXACT_DIGITS and int(as_float) == int(digits)


def tell_apart(one: str, other: str) -> bool:
	"""Whether two sound numbers are those of two payments; one that may be the other cut off after 15 digits does not say so."""
	if not one or not other or one == other:
		return False
	if len(one) != len(other) or one[:EXACT_DIGITS] != other[:EXACT_DIGITS]:
		return True
	return bool(one[EXACT_DIGITS:].strip("0") and other[EXACT_DIGITS:].strip("0"))


# --- names -----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=_REMEMBERED)
def bare(name: str | None) -> str:
	"""Return a name for comparing: letters and masks alone, without brackets and account numbers."""
	text = unicodedata.normalize("NFKC", name or "").casefold()
	if _CHINESE.search(text):
		text = text.replace("x", "*")
	kept = "".join(
		"*" if letter in _MASKS else letter
		for letter in _BRACKETED.sub("", text)
		if letter.isalnum() or letter in _MASKS
	)
	kept = _ACCOUNT.sub("", kept) or kept
	return kept or "".join(text.split())


def fits(one: str | None, other: str | None) -> bool:
	"""Whether two names can be the same person's: equal but for blanks and dots, or one of them masked like `*三`."""
	one, other = bare(one), bare(other)
	if one == other:
		return bool(one)
	if not one.strip("*") or not other.strip("*"):
		return False
	return _covers(one, other) or _covers(other, one)


def _covers(masked: str, name: str) -> bool:
	if "*" not in masked:
		return False
	pattern = "".join(
		".+" if part.startswith("*") else re.escape(part) for part in re.split(r"(\*+)", masked)
	)
	return bool(re.fullmatch(pattern, name))


def same_person(one: Money, other: Money) -> bool:
	"""Whether two payments can be the same person's, as far as payers and members are known."""
	if one.member and one.member == other.member:
		return True
	if not one.names and not other.names:
		return not one.member and not other.member
	return any(fits(first, second) for first in one.names for second in other.names)


# --- payments --------------------------------------------------------------------------------------------------------


def known(money: Sequence[Money], stored: Iterable[Money]) -> dict[str, Money]:
	"""Return which of a file's payments are stored beyond doubt, by key: their sound numbers and sums are equal.

	A number that several payments share says it of those whose payers fit. Each stored payment makes one known.
	"""
	by_number: dict[tuple, list[Money]] = {}
	for other in stored:
		by_number.setdefault(_identity(other), []).append(other)
	shared = Counter(_identity(item) for item in money)
	found = {}
	for item in money:
		others = by_number.get(_identity(item), []) if sound_number(item.number) else []
		alone = shared[_identity(item)] == 1 and len(others) == 1
		for other in others:
			if (alone and _is_long(item)) or (item.paid_on == other.paid_on and same_person(item, other)):
				found[item.key] = other
				others.remove(other)
				break
	return found


def _identity(money: Money) -> tuple:
	return sound_number(money.number), money.amount, money.refund


def _is_long(money: Money) -> bool:
	return len(sound_number(money.number)) >= LONG_NUMBER


def twins(money: Money, others: Iterable[Money], same_file: bool = False) -> list[Money]:
	"""Return those of `others` that may be the same payment, the likeliest first.

	In the `same_file` two rows are two payments if their time or their note differs; another export may write these
	in another way.
	"""
	found = [other for other in others if _may_be(money, other, same_file)]
	return sorted(found, key=lambda other: (not _same_number(money, other), _minutes_between(money, other)))


def _may_be(one: Money, other: Money, same_file: bool) -> bool:
	if one.amount != other.amount:
		return False
	if _same_number(one, other):
		return same_person(one, other) or not same_file
	if one.paid_on != other.paid_on or not same_person(one, other):
		return False
	if tell_apart(sound_number(one.number), sound_number(other.number)):
		return False
	return not same_file or not (_minutes_between(one, other) or one.note != other.note)


def _same_number(one: Money, other: Money) -> bool:
	return _is_long(one) and sound_number(one.number) == sound_number(other.number)


def _minutes_between(one: Money, other: Money) -> int:
	"""Minutes between two payments, 0 where one of them has no time: Excel leaves the seconds out."""
	if not one.at or not other.at:
		return 0
	first, second = (int(at[:2]) * 60 + int(at[3:5]) for at in (one.at, other.at))
	return abs(first - second)


def doubt(found: Sequence[Money]) -> Message:
	"""Return the question that stands with a payment of which `found` may be the same."""
	return Message(
		"The same as {places}: the same payment once more, or another one?",
		places=tuple(other.place for other in found if other.place)[:MOST_NAMED],
	)
