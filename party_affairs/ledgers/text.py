"""How values are written in ledgers and prints."""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from frappe import _
from frappe.utils import get_datetime, getdate

from party_affairs.rules.periods import Period, parse

_ORDINALS = "一二三四五六七八九十"


def text_of(value: Any, fieldtype: str = "Data") -> str:
	"""Return a value as it is printed: money with two decimals, days as 2026-03-15, nothing for None."""
	if value is None or value == "":
		return ""
	if fieldtype == "Currency" and isinstance(value, (Decimal, int, float)):
		return f"{value:.2f}"
	if isinstance(value, float):
		return f"{value:.2f}".rstrip("0").rstrip(".")
	if isinstance(value, datetime):
		return f"{value:%Y-%m-%d %H:%M}"
	return value.isoformat() if isinstance(value, date) else str(value)


def joined(parts: Iterable[str]) -> str:
	"""Return names or phrases in one line, separated as the reader's language does."""
	separator = _("{first}, {others}").format(first="", others="")
	return separator.join(part for part in parts if part)


def lines(parts: Iterable[str]) -> str:
	"""Return paragraphs one below the other."""
	return "\n".join(part for part in parts if part)


def ordinal(number: int) -> str:
	"""Return a number, counted from 1, as Chinese papers number their parts; beyond ten in figures."""
	return _ORDINALS[number - 1] if number <= len(_ORDINALS) else str(number)


def numbered(paragraphs: Iterable[str]) -> list[str]:
	"""Return paragraphs with their ordinals before them."""
	return [
		_("{ordinal}. {text}").format(ordinal=ordinal(number), text=text)
		for number, text in enumerate(paragraphs, start=1)
	]


def full_date(day: date | str | None) -> str:
	"""Return a day written out, such as 2026年3月15日."""
	if not day:
		return ""
	day = getdate(day)
	return _("{year}-{month}-{day}").format(year=day.year, month=day.month, day=day.day)


def begin_and_end(starts_on: datetime | str, ends_on: datetime | str | None) -> tuple[str, str]:
	"""Return both written out with the time of day, the end without its day where that is the same; empty where there is none."""
	start = get_datetime(starts_on)
	begun = f"{full_date(start)} {start:%H:%M}"
	if not ends_on:
		return begun, ""
	end = get_datetime(ends_on)
	return begun, f"{end:%H:%M}" if end.date() == start.date() else f"{full_date(end)} {end:%H:%M}"


def short_date(day: date, year: int) -> str:
	"""Return a day in brief for a ledger of `year`: 3.15, and 26.3.15 where it is not that year's."""
	day = getdate(day)
	return f"{day.month}.{day.day}" if day.year == year else f"{day:%y}.{day.month}.{day.day}"


def period_text(key: str | None) -> str:
	"""Return a period's key (`2026-03`, `2026-Q1`, `2026-H1`, `2026`) as people call it."""
	if not key:
		return ""
	return parse(key).title.text(_)


def periods_text(keys: Iterable[str]) -> str:
	"""Return several periods in few words: months of a year as spans, such as 2025年1至3月、6月."""
	periods = sorted({parse(key) for key in keys if key})
	by_year: dict[int, list[Period]] = {}
	for period in periods:
		by_year.setdefault(period.start.year, []).append(period)
	parts = []
	for year, of_year in by_year.items():
		months = [period.number for period in of_year if period.kind == "month"]
		if months:
			parts.append(_("{months} of {year}").format(months=month_spans(months), year=year))
		parts += [period_text(period.key) for period in of_year if period.kind != "month"]
	return joined(parts)


def month_spans(months: Iterable[int]) -> str:
	"""Return month numbers as spans, such as 1–3月、6月."""
	spans: list[list[int]] = []
	for month in sorted(set(months)):
		if spans and spans[-1][1] == month - 1:
			spans[-1][1] = month
		else:
			spans.append([month, month])
	return joined(
		_("month {0}").format(first) if first == last else _("months {0} to {1}").format(first, last)
		for first, last in spans
	)
