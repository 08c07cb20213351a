"""Numbers that belong to a person: identity card, telephone, bank card, however they are written or masked."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import NamedTuple

from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2

ID_NUMBER, PHONE, ACCOUNT = "id_number", "phone", "account"
_RUN = re.compile(r"(?<![0-9A-Za-z])\+?\d(?:[ .\-–—·_/]{0,2}\d)*[ \-]?[Xx]?(?![A-Za-z])")
_MASKED = re.compile(
	r"(?<![0-9A-Za-z])\d{1,15}[ ]?[*•×●✱xX#＊]{3,}[ *•×●✱xX#＊]*\d{0,8}[0-9Xx]?(?![0-9A-Za-z])"
)
_NAMED_PHONE = re.compile(
	r"(?:电话|手机|座机|电联|联系方式|固话|热线|致电|拨打|Tel|TEL|tel|Phone|phone)[^0-9\n。；]{0,8}(\d[\d\- ]{5,14}\d)"
)
_NAMED_ACCOUNT = re.compile(
	r"(?:账号|帐号|卡号|账户|帐户|银行卡|工资卡|户头)[^0-9\n。；]{0,8}(\d[\d \-]{6,24}\d)"
)
_NAMED_ID = re.compile(r"(?:身份证|证件号|身份号码)[^0-9\n。；]{0,10}(\d[\dXx*• ]{5,24})")
_PROVINCES = frozenset(
	"11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82".split()
)
_MOBILE_PARTS = frozenset({(3, 4, 4), (3, 8), (4, 7), (3, 3, 5), (4, 3, 4), (7, 4), (5, 6), (6, 5)})
_PUBLIC_NUMBERS = re.compile(r"1[02]\d{3,4}$|[48]00\d{7}$|1[12]\d$|9\d{4}$")
"""Numbers of offices for everybody: 12371, 12380, 12388, 12348, 400 numbers, emergency calls."""

_LONGEST = 19


class Number(NamedTuple):
	"""A number of a person: its kind and where it stands."""

	kind: str
	start: int
	end: int


def numbers(text: str, own: Sequence[str] = ()) -> Iterator[Number]:
	"""Yield the personal numbers of a plain text whose numerals are digits. `own` are numbers of offices, digits alone."""
	for match in _RUN.finditer(text):
		if _is_money(text, match.end()):
			continue
		yield from _of_run(match.group(), match.start(), own)
	for match in _MASKED.finditer(text):
		if kind := _kind_of_masked(match.group()):
			yield Number(kind, *match.span())
	for pattern, kind in ((_NAMED_PHONE, PHONE), (_NAMED_ACCOUNT, ACCOUNT), (_NAMED_ID, ID_NUMBER)):
		for match in pattern.finditer(text):
			digits = _digits(match.group(1))
			if kind == PHONE and (
				digits in own or _PUBLIC_NUMBERS.match(digits) or not 7 <= len(digits) <= 12
			):
				continue
			yield Number(kind, *match.span(1))


def _is_money(text: str, end: int) -> bool:
	return text[end : end + 1] in ("元", "万", "%")


def _of_run(run: str, offset: int, own: Sequence[str]) -> Iterator[Number]:
	tokens = [(match.group(), match.start(), match.end()) for match in re.finditer(r"\d+", run)]
	ends_in_x = run[-1:] in "Xx"
	for first in range(len(tokens)):
		digits = ""
		for last in range(first, len(tokens)):
			digits += tokens[last][0]
			if len(digits) > _LONGEST:
				break
			parts = tuple(len(token) for token, _start, _end in tokens[first : last + 1])
			is_last = last == len(tokens) - 1
			whole = first == 0 and is_last
			checked = digits + "X" if ends_in_x and is_last and len(digits) == 17 else digits
			kind = _kind(checked, parts, whole)
			if kind and digits not in own:
				end = len(run) if checked != digits else tokens[last][2]
				yield Number(kind, offset + tokens[first][1], offset + end)


def _kind(digits: str, parts: tuple[int, ...], whole: bool) -> str | None:
	if not _may_be_one(parts, whole):
		return None
	national = digits[2:] if digits.startswith("86") and len(digits) == 13 else digits
	if re.fullmatch(r"1[3-9]\d{9}", national) and (
		len(parts) == 1 or _is_spelt(parts, whole) or _is_mobile(parts, digits)
	):
		return PHONE
	if re.fullmatch(r"0[1-9]\d{8,10}", digits) and (
		len(parts) == 1 or parts[0] in (3, 4) or _is_spelt(parts, whole)
	):
		return PHONE
	if _is_id_number(digits):
		return ID_NUMBER
	if len(digits) in (16, 18, 19) and digits[0] in "3456" and luhn.is_valid(digits):
		return ACCOUNT
	return None


def _may_be_one(parts: tuple[int, ...], whole: bool) -> bool:
	"""Whether numbers that stand apart may be one: long groups, or every digit or pair by itself."""
	return len(parts) == 1 or all(part >= 3 for part in parts[:-1]) or _is_spelt(parts, whole)


def _is_spelt(parts: tuple[int, ...], whole: bool) -> bool:
	return whole and len(parts) > 3 and (set(parts) == {1} or set(parts[:-1]) == {2})


def _is_mobile(parts: tuple[int, ...], digits: str) -> bool:
	without_country = parts[1:] if digits.startswith("86") and parts[0] == 2 else parts
	return without_country in _MOBILE_PARTS


def _is_id_number(digits: str) -> bool:
	if digits[:2] not in _PROVINCES:
		return False
	if len(digits) == 18:
		return _is_day(digits[6:14]) and _has_check_digit(digits)
	return len(digits) == 15 and digits.isdigit() and _is_day(f"19{digits[6:12]}")


def _has_check_digit(digits: str) -> bool:
	try:
		mod_11_2.validate(digits)
	except ValidationError:
		return False
	return True


def _is_day(digits: str) -> bool:
	try:
		day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
	except ValueError:
		return False
	return 1900 <= day.year <= 2100


def _kind_of_masked(text: str) -> str | None:
	length = len(text.replace(" ", ""))
	if length == 11 and text[0] == "1":
		return PHONE
	if length in (15, 18):
		return ID_NUMBER
	return ACCOUNT if length in (16, 17, 19) else ID_NUMBER if length >= 12 else None


def _digits(text: str) -> str:
	return "".join(character for character in text if character.isdigit())
