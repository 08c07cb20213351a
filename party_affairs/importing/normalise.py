"""One cell: what people type in Chinese offices, as dates, times, sums, names and choices.

Every function takes the value as openpyxl hands it out and returns None for an empty cell. What cannot be understood
raises `CellError` with a sentence that says how to write it.
"""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from openpyxl.utils.datetime import WINDOWS_EPOCH, from_excel

from party_affairs.importing.problems import CellError

CENT = Decimal("0.01")
YEARS = range(1900, 2101)
SERIAL_DAYS = range(7000, 80000)
"""Plain numbers that are taken for Excel's count of days: 1919 to 2119."""

_EMPTY_MARKS = {"", "-", "--", "—", "——", "/", "\\", "\u3007", "n/a"}
_NOTHING = {"无", "暂无", "没有", "none"}
_YES = {"是", "有", "对", "√", "✓", "✔", "☑", "v", "y", "yes", "true", "1", "●", "○√"}
_NO = {"否", "无", "没有", "不是", "×", "✗", "✘", "x", "n", "no", "false", "0"}

_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―－−", "-") | dict.fromkeys("～〜∼", "~"))
_CHINESE_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")

_DAY = re.compile(r"(\d{4})[年./-](\d{1,2})[月./-](\d{1,2})[日号]?")
_MONTH = re.compile(r"(\d{4})[年./-](\d{1,2})(?:月份?)?")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})[月./-](\d{1,2})[日号]?")
_DAY_ALONE = re.compile(r"(\d{1,2})[日号]")
_SHORT_YEAR = re.compile(r"'?\d{2}[年./-]\d{1,2}[月./-]\d{1,2}[日号]?")
_WEEKDAY = re.compile(r"\(?(?:周|星期|礼拜)[一二三四五六日天]\)?")
_CLOCK_AFTER_DATE = re.compile(
	r"(?:\s+|(?<=\d)T|(?<=[日号]))(?:上午|下午|晚上|早上|中午)?\d{1,2}(?::\d{2}|[点时]).*$"
)
_DATE_BEFORE_CLOCK = re.compile(
	r"^(?:\d{4}\s*[年./-]\s*\d{1,2}\s*[月./-]\s*\d{1,2}(?:\s*[日号]|\s+|$)|\d{1,2}\s*月\s*\d{1,2}(?:\s*[日号]|\s+|$))"
)
_CLOCK = re.compile(
	r"(?P<part>凌晨|清晨|早上|早|上午|中午|下午|傍晚|晚上|晚|am|pm)?"
	r"(?P<hour>\d{1,2})(?:[:点时.](?:(?P<minute>\d{1,2})分?|(?P<half>半))?(?::\d{2})?(?:整)?)?(?P<suffix>am|pm)?"
)
_AFTERNOON = {"下午", "傍晚", "晚上", "晚", "pm"}

_SEPARATORS = "、，,；;\n\r|/"
_AND_OTHERS = re.compile(r"等(?:\d+[人名位]|人)?$")
_NUMBERING = re.compile(r"^\(?\d{1,2}[.、)]\s*")


@dataclass(frozen=True)
class Day:
	"""A day as typed. `exact` is False if only year and month were given and the first day was taken."""

	day: date
	exact: bool = True


@dataclass(frozen=True)
class Mention:
	"""A person named in a list, and what stands in brackets behind the name, such as the reason for an absence."""

	name: str
	note: str = ""


def key_text(value: Any) -> str:
	"""Return text for comparing and parsing: full-width characters made plain, no white space, lower case."""
	return "".join(_plain(value).split()).lower()


def _plain(value: Any) -> str:
	return unicodedata.normalize("NFKC", str(value)).translate(_DASHES).strip()


def is_empty(value: Any) -> bool:
	"""Whether a cell says nothing: no value, white space only, or a mere dash."""
	return value is None or (isinstance(value, str) and key_text(value) in _EMPTY_MARKS)


def says_nothing(value: Any) -> bool:
	"""Whether a cell is empty or says 无, which in lists, dates and numbers comes to the same."""
	return is_empty(value) or (isinstance(value, str) and key_text(value) in _NOTHING)


def parse_text(value: Any) -> str | None:
	"""Return text as typed, without white space at its ends and of its lines. Numbers lose a needless `.0`."""
	if is_empty(value):
		return None
	if isinstance(value, (datetime, date)):
		return value.strftime("%Y-%m-%d")
	if isinstance(value, time):
		return value.strftime("%H:%M")
	if isinstance(value, float) and value.is_integer():
		value = int(value)
	lines = [line.strip() for line in str(value).replace("\r\n", "\n").replace("\r", "\n").split("\n")]
	return "\n".join(lines).strip("\n").strip("\u3000 ")


def parse_line(value: Any) -> str | None:
	"""Return text in one line, for names of things and topics."""
	text = parse_text(value)
	return " ".join(text.split()) if text else None


def parse_code(value: Any) -> str | None:
	"""Return a number that is a name, such as a telephone or licence number: plain characters, no white space."""
	if says_nothing(value):
		return None
	if isinstance(value, float):
		if not value.is_integer():
			raise CellError("This is not a number of the kind expected here. Set the cell's format to text.")
		value = int(value)
	return unicodedata.normalize("NFKC", "".join(str(value).split())).translate(_DASHES)


def parse_id_number(value: Any) -> str | None:
	"""Return an identity number in capital letters, None if the cell is empty or the number is masked with asterisks."""
	if says_nothing(value):
		return None
	if isinstance(value, (int, float)):
		raise CellError(
			"Excel has turned the ID number into a figure and lost its last digits. Set the cell's format to text and enter it again."
		)
	text = key_text(value).upper().lstrip("'")
	return None if "*" in text else text


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
	text = _CLOCK_AFTER_DATE.sub("", _WEEKDAY.sub("", _plain(value)).strip())
	return _date_from_text(key_text(text), year, month, month_is_enough)


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
	if month is not None and (found := _DAY_ALONE.fullmatch(text)):
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
		text = _plain(value)
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


def parse_votes(value: Any) -> tuple[int, int, int] | None:
	"""Return votes in favour, against and abstentions of one cell, such as `12/0/1` or `赞成12票，弃权1票`."""
	if says_nothing(value):
		return None
	text = key_text(value)
	if found := re.fullmatch(r"(\d+)[/:、,](\d+)[/:、,](\d+)", text):
		return int(found[1]), int(found[2]), int(found[3])
	named = [
		re.search(rf"(?:{words})票?:?(\d+)|(\d+)(?:票|人)?(?:{words})", text)
		for words in ("赞成|同意", "反对", "弃权")
	]
	if not any(named):
		raise CellError("Write the votes like 赞成12、反对0、弃权1.")
	favour, against, abstained = (int(found[1] or found[2]) if found else 0 for found in named)
	return favour, against, abstained


def parse_month(value: Any, *, year: int | None = None) -> int | None:
	"""Return the month (1 to 12) that `3`, `3月`, `三月`, `2026年3月` or a date names."""
	if says_nothing(value):
		return None
	if isinstance(value, (datetime, date)):
		return value.month
	text = key_text(int(value) if isinstance(value, float) and value.is_integer() else value)
	text = text.replace("十二", "12").replace("十一", "11").replace("十月", "10月").translate(_CHINESE_DIGITS)
	found = re.fullmatch(r"(?:(\d{4})[年./-])?(\d{1,2})(?:月份?)?", "10" if text == "十" else text)
	if found and 1 <= int(found[2]) <= 12 and (year is None or not found[1] or int(found[1]) == year):
		return int(found[2])
	raise CellError("This is not a month of the year. Write a number from 1 to 12.")


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
	text = key_text(_DATE_BEFORE_CLOCK.sub("", _WEEKDAY.sub("", _plain(value)).strip()))
	if not text:
		return None, None
	pieces = [piece for piece in re.split(r"[-~至到]+", text) if piece]
	clocks = [_CLOCK.fullmatch(piece) for piece in pieces]
	if len(pieces) > 2 or not all(clocks):
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


def parse_money(value: Any) -> Decimal | None:
	"""Return a sum in yuan to the cent. `元`, `￥`, thousands commas and `1.2万` are understood; negative sums are refused."""
	amount = parse_signed_money(value)
	if amount is not None and amount < 0:
		raise CellError("A sum of money cannot be negative.")
	return amount


def parse_signed_money(value: Any) -> Decimal | None:
	"""Return a sum in yuan to the cent as `parse_money` does, below zero too."""
	if says_nothing(value):
		return None
	return _decimal(value, "元", "圆", "人民币", "¥", "$cny", "rmb", "/月", "每月").quantize(
		CENT, ROUND_HALF_UP
	)


def parse_count(value: Any) -> int | None:
	"""Return a whole number of people or times; `12人`, `3次` are understood."""
	if says_nothing(value):
		return None
	number = _decimal(value, "余", "人次", "人", "名", "次", "场", "件", "约", "位", "票")
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
	text = key_text(value).replace("两", "2").translate(_CHINESE_DIGITS)
	if found := re.fullmatch(r"(?:(\d+)(?:小时|时))?(\d+)(?:分钟|分)", text):
		return _hours(Decimal(int(found[1] or 0) * 60 + int(found[2])))
	if found := re.fullmatch(r"(\d+)个?半小时", text):
		return Decimal(found[1]) + Decimal("0.5")
	if text == "半小时":
		return Decimal("0.5")
	number = _decimal(text if isinstance(value, str) else value, "个小时", "小时", "个钟头", "h")
	if number < 0:
		raise CellError("A length of time cannot be negative.")
	return number.quantize(CENT, ROUND_HALF_UP)


def _hours(minutes: Decimal) -> Decimal:
	return (minutes / 60).quantize(CENT, ROUND_HALF_UP)


def _decimal(value: Any, *units: str) -> Decimal:
	if isinstance(value, (bool, datetime, date, time, timedelta)):
		raise CellError("This is not a number.")
	if isinstance(value, float):
		# The figure as Excel shows it, without the noise of binary fractions.
		value = repr(round(value, 6))
	text = key_text(value).replace(",", "")
	for unit in units:
		text = text.replace(unit, "")
	factor = Decimal(10000) if text.endswith("万") else Decimal(1)
	try:
		number = Decimal(text.removesuffix("万"))
	except InvalidOperation:
		raise CellError("This is not a number.") from None
	if not number.is_finite():
		raise CellError("This is not a number.")
	return number * factor


def parse_check(value: Any) -> bool | None:
	"""Return whether a box is ticked: 是/否, √/×, 1/0 and the like."""
	if is_empty(value):
		return None
	text = key_text(int(value) if isinstance(value, (bool, float)) else value)
	if text in _YES:
		return True
	if text in _NO:
		return False
	raise CellError("Write 是 or 否 here, or √ or nothing.")


def parse_choice(value: Any, choices: Mapping[str, Iterable[str]]) -> str | None:
	"""Return the key of `choices` among whose words the cell's text is. The first word of each key is the usual one."""
	if is_empty(value):
		return None
	wanted = _bare(key_text(value))
	for key, words in choices.items():
		if wanted == key_text(key) or any(wanted == _bare(key_text(word)) for word in words):
			return key
	raise CellError(
		"Not one of the words known here. Choose from: {words}.",
		words=tuple(next(iter(w)) for w in choices.values()),
	)


def _bare(text: str) -> str:
	return re.sub(r"\([^)]*\)", "", text) or text


def parse_name(value: Any) -> str | None:
	"""Return a person's name without the spaces that are put in to align it, such as in 张　三."""
	if says_nothing(value):
		return None
	return unicodedata.normalize("NFKC", "".join(str(value).split())).replace("・", "·")


def parse_mentions(value: Any) -> list[Mention]:
	"""Return the people of a list, each with what stands in brackets behind the name.

	Names are separated by 、 ， ； a new line or white space. A note such as 均出差 holds for all names before it that have
	none. Raises CellError for 等, since a record names everybody.
	"""
	if says_nothing(value):
		return []
	mentions: list[Mention] = []
	for piece in _pieces(str(value)):
		name, note = _split_note(piece)
		if _AND_OTHERS.search(name):
			raise CellError("等 leaves names out. Write down everybody.")
		if note[:1] in ("均", "都"):
			note = note[1:]
			mentions = [Mention(earlier.name, earlier.note or note) for earlier in mentions]
		mentions.append(Mention(name, note))
	return mentions


def _pieces(text: str) -> list[str]:
	"""Split a list at separators outside brackets."""
	text = text.replace("（", "(").replace("）", ")").replace("\u3000", " ")
	pieces, depth, current = [], 0, ""
	for character in text:
		depth += (character == "(") - (character == ")")
		if depth <= 0 and character in _SEPARATORS:
			pieces.append(current)
			current = ""
		else:
			current += character
	pieces = [piece.strip() for piece in [*pieces, current]]
	pieces = [piece for piece in pieces if piece and piece not in _EMPTY_MARKS]
	if len(pieces) == 1:
		pieces = _split_at_spaces(pieces[0])
	return [_NUMBERING.sub("", piece).rstrip("。.") for piece in pieces]


def _split_at_spaces(text: str) -> list[str]:
	"""Split `张三 李四` at its spaces, but keep `张 三` as one name."""
	words = [word for word in re.split(r"\s+(?![^(]*\))", text) if word]
	names: list[str] = []
	for word in words:
		if names and (word.startswith("(") or (len(names[-1]) == 1 and len(word) == 1)):
			names[-1] += word
		else:
			names.append(word)
	return names


def _split_note(piece: str) -> tuple[str, str]:
	found = re.fullmatch(r"([^(:：]*)(?:\((.*?)\)?|[:：](.*))?", piece, flags=re.DOTALL)
	if not found:
		return "".join(piece.split()), ""
	name = unicodedata.normalize("NFKC", "".join(found[1].split()))
	return name, " ".join((found[2] or found[3] or "").split())


@dataclass(frozen=True)
class Payment:
	"""What a month's cell of the dues sheet says: a sum, `in_full` for a mere tick, or `exempt`; perhaps with the day."""

	amount: Decimal | None = None
	in_full: bool = False
	exempt: bool = False
	paid_on: date | None = None


def parse_payment(value: Any, *, year: int, month: int, epoch: datetime = WINDOWS_EPOCH) -> Payment | None:
	"""Return the payment of a month: `150`, `150元（3月15日）`, `√`, `未交`, `免交`."""
	if is_empty(value):
		return None
	if not isinstance(value, str):
		return Payment(parse_money(value))
	text = key_text(value)
	if text in _YES - {"1"} or text in {"已交", "已缴", "交清", "足额"}:
		return Payment(in_full=True)
	if text in _NO or text in {"未交", "未缴", "欠交", "欠缴", "欠"}:
		return Payment(Decimal("0.00"))
	if text in {"免", "免交", "免缴"}:
		return Payment(exempt=True)
	found = re.fullmatch(r"([^(]+)\(([^)]+)\)", text)
	if not found:
		return Payment(parse_money(value))
	day = parse_date(found[2], year=year, month=month, epoch=epoch)
	before = parse_payment(found[1], year=year, month=month)
	return Payment(before.amount, before.in_full, before.exempt, day.day if day else None)


_FIRST_HALF = {"上半年", "h1", "1-6月", "1月-6月", "1月至6月", "1至6月", "前半年"}
_SECOND_HALF = {"下半年", "h2", "7-12月", "7月-12月", "7月至12月", "7至12月", "后半年"}


def parse_half_year(value: Any, *, year: int | None = None) -> str | None:
	"""Return a half-year as `2025-H1` from `上半年`, `2025年下半年`, `2025-H1`, `1-6月`; `year` is taken where none is named."""
	if says_nothing(value):
		return None
	found = re.fullmatch(r"(?:(\d{4})(?:年度?|[-./])?)?(.+)", key_text(value))
	half = found[2].strip("份度") if found else ""
	number = 1 if half in _FIRST_HALF else 2 if half in _SECOND_HALF else None
	if number is None or not (found[1] or year):
		raise CellError("This is not a half-year. Write 上半年 or 下半年, or 2026年上半年.")
	return f"{found[1] or year}-H{number}"


def parse_days(value: Any) -> Decimal | None:
	"""Return a number of days; `3天`, `2.5` are understood."""
	if says_nothing(value):
		return None
	number = _decimal(value, "天", "日")
	if number < 0:
		raise CellError("A number of days cannot be negative.")
	return number.quantize(CENT, ROUND_HALF_UP)


def parse_person(value: Any) -> Mention | None:
	"""Return the one person of a cell with what stands behind the name in brackets, or in lines below it, such as a post."""
	if says_nothing(value):
		return None
	first, *below = [line for line in parse_text(value).split("\n") if line.strip()]
	name, note = _split_note(first.replace("（", "(").replace("）", ")"))
	return Mention(parse_name(name) or "", " ".join(part for part in (note, *below) if part))
