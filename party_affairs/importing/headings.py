"""Headings as people write them: one spelling for comparing, and the month of which a heading speaks."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from party_affairs.importing.normalise import key_text

_BRACKETS = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|【[^【】]*】|〔[^〔〕]*〕|<[^<>]*>")
_NUMBERING = re.compile(r"^\d{1,2}(?![\d月年季日号])")
_NUMBER_AND_MARK = re.compile(r"^\(?\d{1,2}[.、:)]+(?!\d)")
_DATE_WORDS = re.compile(r"(?<=.)(?:时间|日期|年月日|年月)$")
_UNIT = re.compile(r"(?<=.)(?:元|人民币)$")

_CHINESE_MONTHS = {"元": 1, "十二": 12, "十一": 11, "十": 10} | {
	digit: number for number, digit in enumerate("一二三四五六七八九", start=1)
}
_MONTH_WORD = r"(?P<month>1[0-2]|0?[1-9]|十[一二]|[元一二三四五六七八九十])"
_YEAR_BEFORE = r"(?:(?P<year>20\d{2}|\d{2})年度?)?"
_WITH_CHARACTER = re.compile(rf"(?<!\d){_YEAR_BEFORE}(?<!\d){_MONTH_WORD}月份?")
_OF_A_YEAR = re.compile(r"(?P<year>20\d{2})年?[./-](?P<month>1[0-2]|0?[1-9])")
_FIRST_DAY = re.compile(r"(?P<year>20\d{2})[年./-](?P<month>1[0-2]|0?[1-9])[月./-]0?1[日号]?(?:00:00:00)?")
_RUN_TOGETHER = re.compile(r"(?P<year>20\d{2})(?P<month>1[0-2]|0[1-9])")
_SPAN = re.compile(
	r"(?:\d{1,2}|[一二三四五六七八九十]+)月?份?[-~至到、,]+(?:\d{1,2}|[一二三四五六七八九十]+)月"
)
_PERIODS = re.compile(r"(?:第?[一二三四1-4]季度?|[上下]半年|q[1-4]|全年|年度|每季度?|\d{4}年度?)")

_PART_OF_A_YEAR = re.compile(r"第?[一二三四1-4]季度?|[上下]半年|q[1-4]")


@dataclass(frozen=True)
class MonthHeading:
	"""What a heading says of a month: which one, of which year if it says so, and what else stands there.

	`maybe_ten` marks the number 2025.1, which may have been typed as 2025.10.
	"""

	month: int
	year: int | None = None
	rest: str = ""
	maybe_ten: bool = False


@lru_cache(maxsize=16384, typed=True)
def heading(text: Any) -> str:
	"""Return a heading for comparing: without brackets and what stands in them, without white space and marks."""
	return bare(_BRACKETS.sub("", key_text(text)))


@lru_cache(maxsize=16384, typed=True)
def bare(text: Any) -> str:
	"""Return a text's letters, digits and characters alone."""
	return "".join(character for character in key_text(text) if character.isalnum())


@lru_cache(maxsize=4096, typed=True)
def in_brackets(text: Any) -> tuple[str, ...]:
	"""Return what stands in the brackets of a heading, each for comparing."""
	return tuple(inner for found in _BRACKETS.findall(key_text(text)) if (inner := bare(found)))


@lru_cache(maxsize=16384, typed=True)
def spellings(text: Any) -> tuple[str, ...]:
	"""Return the ways in which a heading may be looked up, the most literal one first."""
	unnumbered = _NUMBER_AND_MARK.sub("", key_text(text))
	found = [bare(text), heading(text), heading(unnumbered)]
	for pattern in (_NUMBERING, _UNIT):
		found.extend(pattern.sub("", word) for word in list(found))
	return tuple(dict.fromkeys(word for word in found if word))


def canonical(word: str) -> str:
	"""Return one spelling for words that mean the same: 缴 and 交, 时间 and 日期, 号码 and 号."""
	word = word.replace("缴", "交").replace("号码", "号").replace("的", "").replace("與", "与")
	word = re.sub(r"(?<=.)[及和与、]", "", word)
	return _DATE_WORDS.sub("日期", word)


@lru_cache(maxsize=16384, typed=True)
def likenesses(text: Any) -> frozenset[str]:
	"""Return all that a heading could be looked up as."""
	words = {*spellings(text), *in_brackets(text)}
	return frozenset(words | {canonical(word) for word in words})


@lru_cache(maxsize=4096, typed=True)
def is_period(text: Any) -> bool:
	"""Whether a heading speaks of several months, such as 第一季度, 上半年 or 1-3月."""
	text = key_text(text)
	return bool(_SPAN.search(text) or _PERIODS.search(text))


@lru_cache(maxsize=4096, typed=True)
def is_several_months(text: Any) -> bool:
	"""Whether a heading speaks of a quarter, a half-year or a span of months."""
	return bool(_SPAN.search(key_text(text)) or _PART_OF_A_YEAR.search(key_text(text)))


@lru_cache(maxsize=16384, typed=True)
def month_of(value: Any) -> MonthHeading | None:
	"""Return the month of which a heading speaks, None if it names none, or several.

	Understood are 元月, 一月, 6月党费, 实缴（3月）, 2025年5月, 2025.04 as text or number, 202504, 5, and the first day of a month as
	Excel keeps it.
	"""
	if isinstance(value, datetime | date):
		return MonthHeading(value.month, value.year) if value.day == 1 else None
	if isinstance(value, bool):
		return None
	if isinstance(value, int | float):
		return _month_of_number(value)
	text = key_text(value).strip("*:★●·.、#")
	if _SPAN.search(text):
		return None
	if found := _OF_A_YEAR.fullmatch(text) or _RUN_TOGETHER.fullmatch(text):
		return MonthHeading(int(found["month"]), int(found["year"]))
	if re.fullmatch(r"0?[1-9]|1[0-2]", text):
		return MonthHeading(int(text))
	if found := _FIRST_DAY.fullmatch(text):
		return MonthHeading(int(found["month"]), int(found["year"]))
	if re.search(r"\d月\d{1,2}[日号]", text):
		return None
	places = list(_WITH_CHARACTER.finditer(text))
	if len({_month_number(place["month"]) for place in places}) != 1:
		return None
	place = places[0]
	year = place["year"]
	rest = text[: place.start()] + text[place.end() :]
	for other in places[1:]:
		rest = rest.replace(other[0], "")
	return MonthHeading(
		_month_number(place["month"]),
		None if year is None else int(year) if len(year) == 4 else 2000 + int(year),
		re.sub(r"^20\d{2}年度?|^(?:单位)?(?:元|人民币)$", "", bare(rest)),
	)


def _month_of_number(value: int | float) -> MonthHeading | None:
	text = repr(value)
	if re.fullmatch(r"(?:[1-9]|1[0-2])(?:\.0)?", text):
		return MonthHeading(int(value))
	found = _OF_A_YEAR.fullmatch(text) or _RUN_TOGETHER.fullmatch(text)
	if not found:
		return None
	return MonthHeading(int(found["month"]), int(found["year"]), maybe_ten=text.endswith(".1"))


def _month_number(text: str) -> int:
	return int(text) if text.isdigit() else _CHINESE_MONTHS[text]


def settle_tens(months: Iterable[MonthHeading | None]) -> list[MonthHeading | None]:
	"""Return the months of a row of headings, with 2025.1 read as January or October by those beside it.

	What stays uncertain is None, so that nobody's money is booked in the wrong month.
	"""
	found = list(months)
	for place, month in enumerate(found):
		if month and month.maybe_ten:
			before = next((m.month for m in reversed(found[:place]) if m and not m.maybe_ten), None)
			after = next((m.month for m in found[place + 1 :] if m and not m.maybe_ten), None)
			if before == 9 or after == 11:
				found[place] = MonthHeading(10, month.year, month.rest)
			elif (before is None and after is not None and after < 10) or before == 12:
				found[place] = MonthHeading(1, month.year, month.rest)
			else:
				found[place] = None
	return found
