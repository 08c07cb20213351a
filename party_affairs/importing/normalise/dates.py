"""Days, months, terms and times of day, in all the ways in which people write them."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

from party_affairs.importing.normalise.text import is_empty, key_text, plain_text, says_nothing
from party_affairs.importing.problems import CellError

YEARS = range(1900, 2101)
SERIAL_DAYS = range(7000, 80000)
"""Plain numbers that are taken for Excel's count of days: 1919 to 2119."""

_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")

_DAY = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})[日号]?")
_MONTH = re.compile(r"(\d{4})[年./-](\d{1,2})(?:月份?)?")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})[月./-](\d{1,2})[日号]?")
_DAY_ALONE = re.compile(r"(\d{1,2})[日号]")
_SHORT_YEAR = re.compile(r"'?\d{2}[年./-]\d{1,2}[月./-]\d{1,2}[日号]?")
_WEEKDAY = re.compile(r"\(?(?:周|星期|礼拜)[一二三四五六日天]\)?")
_PART_OF_DAY = "凌晨|清晨|早上|早|上午|中午|下午|傍晚|晚上|晚"
_ONE_CLOCK = rf"(?:{_PART_OF_DAY})?\d{{1,2}}(?::\d{{2}}(?::\d{{2}}(?:\.\d+)?)?|[点时](?:\d{{1,2}}分?|半|整)?)"
_CLOCK_AFTER_DATE = re.compile(
	rf"(?:\s+|(?<=\d)T|(?<=[日号])|(?<=\d)(?={_PART_OF_DAY}))\s*\(?"
	rf"(?:(?P<clock>{_ONE_CLOCK}(?:\s*[-~至到]+\s*{_ONE_CLOCK})?)|(?:{_PART_OF_DAY}|全天))\s*\)?$"
)
_DATE_BEFORE_CLOCK = re.compile(
	r"^(?:\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}(?:\s*[日号]|\s+|(?<=\d)T|(?<=\d)(?=[凌清早上中下傍晚])|$)|\d{1,2}\s*月\s*\d{1,2}(?:\s*[日号]|\s+|$))"
)
_CLOCK = re.compile(
	rf"(?P<part>{_PART_OF_DAY}|am|pm)?"
	r"(?P<hour>\d{1,2})(?:[:点时.](?:(?P<minute>\d{1,2})分?|(?P<half>半))?(?::\d{2})?(?:整)?)?(?P<suffix>am|pm)?"
)
_AFTERNOON = {"下午", "傍晚", "晚上", "晚", "pm"}

_WRITTEN_OUT = re.compile(
	r"([一二][〇○零一二三四五六七八九]{3})年(?:([一二三四五六七八九十]{1,2}|元)月)?(?:([一二三四五六七八九十]{1,3})[日号])?"
)
_SPLIT_NUMBER = re.compile(r"(?<=\d)\s+(?=\d)")


@dataclass(frozen=True)
class Day:
	"""A day as typed. `exact` is False if only year and month were given and the first day was taken."""

	day: date
	exact: bool = True


def parse_date(
	value: Any,
	*,
	year: int | None = None,
	month: int | None = None,
	month_is_enough: bool = False,
	epoch: datetime = WINDOWS_EPOCH,
) -> Day | None:
	"""Return the day a cell names.

	Understood are Excel dates, `2026-03-15` with any of the usual separators, `2026年3月15日`, `20260315`; with `year`
	also `3月15日`; with `month` besides also `15日`; with `month_is_enough` also `2026.3`, `2026年3月`, `202603`.
	"""
	if says_nothing(value):
		return None
	if isinstance(value, bool):
		raise _not_a_date()
	if isinstance(value, datetime):
		return Day(_plausible(value.date()))
	if isinstance(value, date):
		return Day(_plausible(value))
	if isinstance(value, (int, float)):
		return _date_from_number(value, year, month, month_is_enough, epoch)
	if isinstance(value, (time, timedelta)):
		raise _not_a_date()
	return _date_from_text(_date_alone(value), year, month, month_is_enough)


def _date_alone(value: str) -> str:
	"""Return the text of a date without weekday and time of day; numbers that stand apart stay apart."""
	text = _CLOCK_AFTER_DATE.sub("", _WEEKDAY.sub("", plain_text(value)).strip())
	text = _SPLIT_NUMBER.sub(lambda found: "|" if "\n" in found[0] else "-", text)
	text = key_text(text).replace("。", ".").rstrip(".")
	text = re.sub(r"(?<=\d年)元月", "1月", text)
	if written := _WRITTEN_OUT.fullmatch(text):
		year, month, day = written.groups()
		parts = [
			year.replace("○", "〇").translate(_CHINESE_DIGITS),
			*(_numeral(part) for part in (month, day) if part),
		]
		text = "-".join(parts)
	return text


def _numeral(text: str) -> str:
	"""Return 元, 三, 十, 十二, 二十, 二十一 … as digits."""
	if text == "元":
		return "1"
	tens, ten, ones = text.rpartition("十")
	if not ten:
		return text.translate(_CHINESE_DIGITS)
	return str(
		int((tens or "一").translate(_CHINESE_DIGITS)) * 10 + int((ones or "〇").translate(_CHINESE_DIGITS))
	)


def clock_of_date(value: Any) -> tuple[time | None, time | None]:
	"""Return start and end of what a date cell says of the time of day, such as 2025年1月15日上午9:00; None for what it does not say."""
	if isinstance(value, str):
		found = _CLOCK_AFTER_DATE.search(_WEEKDAY.sub("", plain_text(value)).strip())
		return parse_times(found["clock"]) if found and found["clock"] else (None, None)
	return parse_times(value) if isinstance(value, datetime) else (None, None)


def _date_from_number(
	value: int | float, year: int | None, month: int | None, month_is_enough: bool, epoch: datetime
) -> Day:
	if isinstance(value, float) and not value.is_integer():
		text = repr(value)
		if text.endswith(".1") or (value < 13 and text.endswith((".2", ".3"))):
			# Excel stores 2026.1 and 2026.10, 3.2 and 3.20 as the same number.
			raise CellError(
				"As a figure this may end in {digit} or {digit}0. Write the month and day in full, such as 2026-03-15.",
				digit=text[-1],
			)
		return _date_from_text(text, year, month, month_is_enough)
	number = int(value)
	if month is not None and 1 <= number <= 31:
		return Day(_calendar_day(year, month, number))
	if number in SERIAL_DAYS:
		return Day(_plausible(from_excel(number, epoch).date()))
	return _date_from_text(str(number), year, month, month_is_enough)


def _date_from_text(text: str, year: int | None, month: int | None, month_is_enough: bool) -> Day:
	if found := _DAY.fullmatch(text):
		return Day(_calendar_day(*map(int, found.groups())))
	if re.fullmatch(r"\d{8}", text):
		return Day(_calendar_day(int(text[:4]), int(text[4:6]), int(text[6:])))
	month_found = _MONTH.fullmatch(text) or (re.fullmatch(r"(\d{4})(\d{2})", text))
	if month_found and int(month_found[1]) in YEARS:
		if not month_is_enough:
			raise CellError("The day of the month is missing. Write the date like 2026-03-15.")
		return Day(_calendar_day(int(month_found[1]), int(month_found[2]), 1), exact=False)
	if year is not None and (found := _MONTH_AND_DAY.fullmatch(text)):
		return Day(_calendar_day(year, int(found[1]), int(found[2])))
	if found := _DAY_ALONE.fullmatch(text):
		if month is None:
			raise CellError("The month is missing. Write the date like 3月15日 or 2026-03-15.")
		return Day(_calendar_day(year, month, int(found[1])))
	if _SHORT_YEAR.fullmatch(text):
		raise CellError("Write the year with four digits, such as 2026-03-15.")
	raise _not_a_date()


def _not_a_date() -> CellError:
	return CellError("This is not a date. Write it like 2026-03-15 or 2026年3月15日.")


def _calendar_day(year: int, month: int, day: int) -> date:
	try:
		named = date(year, month, day)
	except ValueError:
		raise CellError(
			"The calendar has no day {year}-{month}-{day}.", year=year, month=month, day=day
		) from None
	return _plausible(named)


def _plausible(day: date) -> date:
	if day.year not in YEARS:
		raise CellError("The year {year} cannot be right.", year=day.year)
	return day


def parse_dates(value: Any, *, year: int | None = None, epoch: datetime = WINDOWS_EPOCH) -> list[date]:
	"""Return the days of a list such as `3月12日、6月20日`."""
	if not isinstance(value, str):
		day = parse_date(value, year=year, epoch=epoch)
		return [day.day] if day else []
	pieces = [piece for piece in re.split(r"[、，,;；\n]+", value) if not says_nothing(piece)]
	return [parse_date(piece, year=year, epoch=epoch).day for piece in pieces]


def parse_term(value: Any, *, epoch: datetime = WINDOWS_EPOCH) -> tuple[Day | None, Day | None]:
	"""Return first and last day of a term such as `2024.3-2027.2` or `2024-03-01至2027-02-28`.

	A month is enough: the first day of the first, the last day of the last. A single date is the first day.
	"""
	pieces = [value]
	if isinstance(value, str):
		text = plain_text(value)
		# A hyphen divides the term where it does not divide year and month.
		divider = r"[至到~]|\s-+\s|--+" + ("" if re.match(r"\d{4}-", text) else "|-")
		pieces = [piece for piece in re.split(divider, text) if piece.strip()]
	if len(pieces) > 2:
		raise CellError("This is not a term. Write it like 2024-03-01至2027-02-28.")
	start, *rest = [parse_date(piece, month_is_enough=True, epoch=epoch) for piece in pieces] or [None]
	return start, last_of_month(rest[0]) if rest else None


def last_of_month(day: Day | None) -> Day | None:
	"""Return a day of which only the month is given as the last of that month."""
	if day is None or day.exact:
		return day
	return Day(day.day.replace(day=monthrange(day.day.year, day.day.month)[1]), exact=False)


def parse_month(value: Any, *, year: int | None = None) -> int | None:
	"""Return the month (1 to 12) that `3`, `3月`, `三月`, `2026年3月` or a date names."""
	if says_nothing(value):
		return None
	if isinstance(value, (datetime, date)):
		return value.month
	typed = int(value) if isinstance(value, float) and value.is_integer() else value
	text = key_text(_SPLIT_NUMBER.sub("|", plain_text(typed))).replace("元月", "1月")
	text = text.replace("十二", "12").replace("十一", "11").replace("十月", "10月").translate(_CHINESE_DIGITS)
	found = re.fullmatch(r"(?:(\d{4})[年./-])?(\d{1,2})(?:月份?)?", "10" if text == "十" else text)
	if found and 1 <= int(found[2]) <= 12 and (year is None or not found[1] or int(found[1]) == year):
		return int(found[2])
	raise CellError("This is not a month of the year. Write a number from 1 to 12.")


def parse_day_of_month(value: Any) -> int | None:
	"""Return the day of every month that `15`, `15日` or `每月15号` names."""
	if says_nothing(value):
		return None
	typed = int(value) if isinstance(value, float) and value.is_integer() else value
	found = re.fullmatch(r"(?:每月)?(\d{1,2})[日号]?", key_text(_SPLIT_NUMBER.sub("|", plain_text(typed))))
	if not found or not 1 <= int(found[1]) <= 31:
		raise CellError("This is not a day of the month. Write a number from 1 to 31.")
	return int(found[1])


def parse_times(value: Any) -> tuple[time | None, time | None]:
	"""Return start and end of a meeting from one cell, such as `14:00-15:40`, `下午2点` or an Excel time.

	What is not given is None. A part of the day said once holds for both ends: `下午2点-4点` ends at 16:00.
	"""
	if is_empty(value):
		return None, None
	if isinstance(value, datetime):
		return (None if value.time() == time() else _minute(value.time())), None
	if isinstance(value, time):
		return _minute(value), None
	if isinstance(value, (timedelta, float, int)) and not isinstance(value, bool):
		return _time_of_number(value), None
	typed = _DATE_BEFORE_CLOCK.sub("", _WEEKDAY.sub("", plain_text(value)).strip())
	text = key_text(_SPLIT_NUMBER.sub("|", typed))
	if not text:
		return None, None
	pieces = [piece for piece in re.split(r"[-~至到]+", text) if piece]
	clocks = [_CLOCK.fullmatch(piece) for piece in pieces]
	if not 1 <= len(pieces) <= 2 or not all(clocks):
		raise CellError("This is not a time. Write it like 14:00-15:40.")
	start, part = _clock_time(clocks[0], None)
	end = _clock_time(clocks[1], part, start)[0] if len(clocks) == 2 else None
	return start, end


def _time_of_number(value: timedelta | float) -> time:
	seconds = value.total_seconds() if isinstance(value, timedelta) else float(value) * 86400
	if not 0 <= seconds < 86400:
		raise CellError("This is not a time. Write it like 14:00-15:40.")
	minutes = round(seconds / 60)
	return time(minutes // 60 % 24, minutes % 60)


def _minute(moment: time) -> time:
	return moment.replace(second=0, microsecond=0)


def _clock_time(found: re.Match, inherited: str | None, after: time | None = None) -> tuple[time, str | None]:
	part = found["part"] or found["suffix"]
	hour = int(found["hour"])
	minute = 30 if found["half"] else int(found["minute"] or 0)
	if part == "中午":
		hour += 12 if hour < 3 else 0
	elif part in _AFTERNOON:
		hour += 12 if hour < 12 else 0
	elif part is None and inherited and hour < 12 and after:
		# 下午2点-4点, and 上午10点-2点 which goes on past noon.
		hour += 12 if inherited in _AFTERNOON or (hour, minute) <= (after.hour, after.minute) else 0
	if hour > 23 or minute > 59:
		raise CellError("This is not a time. Write it like 14:00-15:40.")
	return time(hour, minute), part
