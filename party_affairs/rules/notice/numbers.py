"""Numbers that belong to a person: identity card, telephone, bank card, however they are written, divided or masked."""

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.iso7064 import mod_11_2

from party_affairs.rules.notice.named import NAME

ID_NUMBER, PHONE, ACCOUNT = "id_number", "phone", "account"
_MASK = r"*•×●✱＊★☆○□■xX#"
_MASKED = re.compile(rf"(?<!\d)\d{{1,15}} ?[{_MASK}]{{3,}}[ {_MASK}]*\d{{0,8}}[0-9Xx]?(?![0-9A-Za-z])")
_MASKED_BEFORE = re.compile(
	rf"(?<![0-9A-Za-z])(?:[{_MASK.replace('xX#', '')}]{{4,20}}|[xX]{{6,20}}) ?\d{{3,5}}[0-9Xx]?(?!\d)"
)
_LAST_DIGITS = r"(?:[后末][0-9一二三四五六两]{1,2}位|尾号)"
_TO_NUMBER = r"[^0-9\n。;]{0,8}"
_NAMED = (
	(
		PHONE,
		re.compile(
			rf"(?:电话|手机|座机|电联|联系方式|固话|热线|致电|拨打|TEL|PHONE){_TO_NUMBER}(\d[\d\- ]{{5,14}}\d)",
			re.I,
		),
	),
	(PHONE, re.compile(r"(?:短号|集团号|虚拟网|[vV]网)[^0-9\n。;]{0,6}(\d{3,6})(?!\d)")),
	(
		PHONE,
		re.compile(rf"(?:手机|电话|号码)[^0-9\n。;]{{0,4}}{_LAST_DIGITS}[^0-9\n。;]{{0,4}}(\d{{4}})(?!\d)"),
	),
	(
		PHONE,
		re.compile(
			rf"{NAME}[^0-9A-Za-z\u3400-\u9fff。\n]{{0,4}}((?!20[0-3])[2-8]\d{{2,3}}[ \-]?\d{{4}})(?![\d元年月日号分册期次个人万])"
		),
	),
	(PHONE, re.compile(rf"(?<!\d)((?!20[0-3])[2-8]\d{{2,3}}[ \-]?\d{{4}})[ (,、:/]{{0,3}}{NAME}")),
	(
		ACCOUNT,
		re.compile(
			rf"(?:(?<!党费)(?<!党费专用)(?:账号|帐号|账户|帐户)|卡号|银行卡|工资卡|户头){_TO_NUMBER}(\d[\d \-]{{6,24}}\d)"
		),
	),
	(
		ACCOUNT,
		re.compile(
			rf"(?:卡|账户|账号|帐号)[^0-9\n。;]{{0,4}}{_LAST_DIGITS}[^0-9\n。;]{{0,4}}(\d{{3,6}})(?!\d)"
		),
	),
	(ID_NUMBER, re.compile(r"(?:身份证|证件号|身份号码)[^\n。;]{0,14}?(\d{4}[\dXx*• ]{0,24})(?![年\d])")),
)
_PROVINCES = frozenset(
	"11 12 13 14 15 21 22 23 31 32 33 34 35 36 37 41 42 43 44 45 46 50 51 52 53 54 61 62 63 64 65 71 81 82".split()
)
_MOBILE_PARTS = frozenset(
	{
		(3, 4, 4),
		(3, 8),
		(4, 7),
		(3, 3, 5),
		(4, 3, 4),
		(7, 4),
		(5, 6),
		(6, 5),
		(3, 4, 2, 2),
		(3, 2, 2, 2, 2),
		(2, 3, 3, 3),
	}
)
_PUBLIC_NUMBERS = re.compile(r"1[02]\d{3,4}$|[48]00\d{7}$|1[12]\d$|9\d{4}$")
"""Numbers of offices for everybody: 12371, 12380, 12388, 12348, 400 numbers, emergency calls."""

_AREA = r"0(?:10|2\d|[3-9]\d{2})"
_LAND_LINE = re.compile(rf"{_AREA}[2-8]\d{{6,7}}")
_COUNTRY = re.compile(r"(?:00)?86(?=1\d{10}$)")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_TOKEN = re.compile(r"\d+")
_GAP = re.compile(
	r"[^0-9A-Za-z\u3400-\u9fff]{0,4}|[A-Za-z]|[ ]?(?:空格?|横[杠线]?|短横|杠|点|减|斜杠|逗号|再|然后|转|接)[ ]?"
)
_LISTS = re.compile(r"[,、;。:\n|]|[A-Za-z]|[\u3400-\u9fff]")
"""What stands between the items of a list as well: groups of digits beside it are one number only in the usual division."""

_LONGEST = 19
_LATEST_BIRTH_BY_FORM = 2012
"""A day after this year among digits is more likely that of a meeting: then the check digit must be right."""


class Number(NamedTuple):
	"""A number of a person: its kind and where it stands."""

	kind: str
	start: int
	end: int


class _Group(NamedTuple):
	digits: str
	start: int
	end: int


def numbers(text: str, own: Sequence[str] = ()) -> Iterator[Number]:
	"""Yield the personal numbers of a plain text whose numerals are digits and whose names are marked (`named.marked`).

	`own` are numbers of offices, digits alone.
	"""
	for groups in _runs(text):
		yield from _of_run(text, groups, own)
	for match in _MASKED.finditer(text):
		if kind := _kind_of_masked(match.group()):
			yield Number(kind, *match.span())
	for match in _MASKED_BEFORE.finditer(text):
		yield Number(_kind_of_masked(match.group()) or ACCOUNT, *match.span())
	for kind, pattern in _NAMED:
		for match in pattern.finditer(text):
			digits = _digits(match.group(1))
			if kind == PHONE and (_PUBLIC_NUMBERS.match(digits) or len(digits) > 12 or _is_own(digits, own)):
				continue
			yield Number(kind, *match.span(1))


def _is_own(digits: str, own: Sequence[str]) -> bool:
	return digits in own or (len(digits) >= 7 and any(one.endswith(digits) for one in own))


def _runs(text: str) -> Iterator[list[_Group]]:
	"""Groups of digits that nothing but marks stand between."""
	run: list[_Group] = []
	for match in _TOKEN.finditer(text):
		if run and not _GAP.fullmatch(text, run[-1].end, match.start()):
			yield run
			run = []
		run.append(_Group(match.group(), *match.span()))
	if run:
		yield run


def _of_run(text: str, run: Sequence[_Group], own: Sequence[str]) -> Iterator[Number]:
	for first, group in enumerate(run):
		if len(group.digits) >= _LONGEST:
			yield from _inside(group)
			continue
		digits = ""
		for last in range(first, len(run)):
			digits += run[last].digits
			if len(digits) > _LONGEST:
				break
			end = run[last].end
			is_whole = _is_whole(run, first, last)
			kind, end = _kind(text, digits, run[first : last + 1], is_whole, end)
			if kind and not (kind == PHONE and _is_own(digits, own)):
				yield Number(kind, group.start, end)


def _is_whole(run: Sequence[_Group], first: int, last: int) -> bool:
	"""Whether the groups beside are of another length: single digits or pairs that go on are another number."""
	length = len(run[first].digits)
	return (first == 0 or len(run[first - 1].digits) != length) and (
		last == len(run) - 1 or len(run[last + 1].digits) != length
	)


def _inside(group: _Group) -> Iterator[Number]:
	"""An identity number with other digits before or behind it, or the number of a card."""
	digits = group.digits
	for start in range(len(digits) - 16):
		if _is_id_number(digits[start : start + 18], is_one=True):
			yield Number(ID_NUMBER, group.start + start, group.start + min(start + 18, len(digits)))
			return
	if len(digits) == 19 and digits[0] in "3456" and luhn.is_valid(digits):
		yield Number(ACCOUNT, group.start, group.end)


def _kind(
	text: str, digits: str, groups: Sequence[_Group], is_whole: bool, end: int
) -> tuple[str | None, int]:
	parts = tuple(len(group.digits) for group in groups)
	if len(digits) < 10:
		return None, end
	if _MOBILE.fullmatch(_COUNTRY.sub("", digits)):
		is_list = _is_list(text, groups)
		if _is_mobile(parts, digits, is_whole, is_list):
			is_sum = len(parts) > 1 and is_list and text[end : end + 1] in ("元", "万", "%")
			return (None if is_sum else PHONE), end
	if _LAND_LINE.fullmatch(digits) and (len(parts) == 1 or re.fullmatch(_AREA, groups[0].digits)):
		return PHONE, end
	if re.fullmatch(r"01[3-9]\d{9}", digits) and len(parts) == 1:
		return PHONE, end
	ends_in_x = text[end : end + 1] in ("x", "X") and len(digits) == 17
	if _is_id_number(digits + "X" if ends_in_x else digits, len(parts) == 1, text[groups[0].start : end]):
		return ID_NUMBER, end + ends_in_x
	if len(digits) == 15 and parts in ((15,), (6, 6, 3)) and digits[:2] in _PROVINCES:
		return (ID_NUMBER if _day(f"19{digits[6:12]}") else None), end
	is_card = (
		(len(parts) == 1 or min(parts[:-1]) >= 4) and len(digits) in (16, 18, 19) and digits[0] in "3456"
	)
	return (ACCOUNT if is_card and luhn.is_valid(digits) else None), end


def _is_list(text: str, groups: Sequence[_Group]) -> bool:
	return any(_LISTS.search(text, one.end, other.start) for one, other in pairwise(groups))


def _is_mobile(parts: tuple[int, ...], digits: str, is_whole: bool, is_list: bool) -> bool:
	if len(parts) > 1 and parts[0] in (2, 4) and _COUNTRY.match(digits):
		parts = parts[1:]
	if len(parts) == 1 or parts in _MOBILE_PARTS:
		return True
	if is_whole and (set(parts) == {1} or (set(parts[:-1]) == {2} and not is_list)):
		return True
	return not is_list and min(parts[:-1]) >= 3


def _is_id_number(digits: str, is_one: bool, within: str = "") -> bool:
	"""Whether 17 or 18 digits are an identity number, mistyped ones too; `is_one`: nothing stands between them."""
	if len(digits) not in (17, 18) or digits[:2] not in _PROVINCES:
		return False
	day = _day(digits[6:14])
	if not day:
		return False
	return day.year <= _LATEST_BIRTH_BY_FORM or (
		_has_check_digit(digits) and (is_one or not re.search(r"\d\d:\d\d", within))
	)


def _has_check_digit(digits: str) -> bool:
	try:
		mod_11_2.validate(digits)
	except ValidationError:
		return False
	return len(digits) == 18


def _day(digits: str) -> date | None:
	try:
		day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:8]))
	except ValueError:
		return None
	return day if 1900 <= day.year <= 2100 else None


def _kind_of_masked(text: str) -> str | None:
	length = len(text.replace(" ", ""))
	if length == 11:
		return PHONE if text[0] == "1" or not text[0].isdigit() else None
	if length in (15, 18):
		return ID_NUMBER
	return ACCOUNT if length in (16, 17, 19) else ID_NUMBER if length >= 12 else None


def _digits(text: str) -> str:
	return "".join(character for character in text if character.isdigit())
