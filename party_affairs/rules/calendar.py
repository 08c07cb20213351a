"""Workdays with the make-up days of the State Council (调休), and the monthly theme day.

Public holidays and make-up days come from the library `holidays`. A year whose make-up days are not yet published has
only weekends and statutory days: `Workdays.is_announced` says so, and a caller should say so to the reader.
"""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache

import holidays

from party_affairs.rules.errors import RuleError, whole_number
from party_affairs.rules.message import Message

ONE_DAY = timedelta(days=1)


class Workdays:
	"""The working days of mainland China.

	`overrides` maps single days to True (work) or False (rest) and wins over the library, for make-up days that the
	library does not know yet.
	"""

	def __init__(self, overrides: Mapping[date, bool] | None = None) -> None:
		self._overrides = dict(overrides or {})

	def is_workday(self, day: date) -> bool:
		"""Return whether `day` is a working day."""
		if day in self._overrides:
			return self._overrides[day]
		days_off, made_up = _published(day.year)
		return day in made_up or (day.weekday() < 5 and day not in days_off)

	def is_announced(self, year: int) -> bool:
		"""Return whether the make-up days of `year` are known, from the library or from the overrides."""
		return bool(_published(year)[1]) or any(
			works and day.year == year and day.weekday() >= 5 for day, works in self._overrides.items()
		)

	def workdays_between(self, first: date, last: date) -> int:
		"""Return the number of working days from `first` to `last`, both included; 0 if `last` is earlier."""
		return count_workdays(first, last, self.is_workday)


def count_workdays(first: date, last: date, is_workday: Callable[[date], bool]) -> int:
	"""Return the number of working days from `first` to `last`, both included, by the calendar `is_workday`."""
	return sum(is_workday(first + ONE_DAY * offset) for offset in range((last - first).days + 1))


def last_of_workdays(first: date, number: int, is_workday: Callable[[date], bool]) -> date:
	"""Return the day on which `number` working days from `first` on, itself included, are over; the day before it for none."""
	day = first - ONE_DAY
	for _number in range(number):
		day = _seek(day + ONE_DAY, is_workday, ONE_DAY)
	return day


def theme_day(year: int, month: int, is_workday: Callable[[date], bool], day: int = 15) -> date:
	"""Return the theme day of a month: the `day`-th, moved to the next working day (guide 一（四）2).

	A day that the month does not have is its last one. If no working day is left in the month, the theme day moves
	back to the last working day before it, since it must be held in its month.
	"""
	nominal = nominal_theme_day(year, month, day)
	moved = _seek(nominal, is_workday)
	if moved.month == nominal.month:
		return moved
	return _seek(nominal, is_workday, -ONE_DAY)


def nominal_theme_day(year: int, month: int, day: int = 15) -> date:
	"""Return the `day`-th of the month (or its last day) whether or not it is a working day."""
	if not 1 <= whole_number(month, Message("Month of the year")) <= 12:
		raise RuleError("Month of the year must be 1 to 12, not {value}.", value=month)
	if not 1 <= whole_number(day, Message("Theme day")) <= 31:
		raise RuleError("Theme day must be 1 to 31, not {value}.", value=day)
	return date(year, month, min(day, monthrange(year, month)[1]))


def _seek(day: date, is_workday: Callable[[date], bool], step: timedelta = ONE_DAY) -> date:
	# No rest of the calendar is longer than two months: an endless search means a calendar without working days.
	for offset in range(62):
		if is_workday(day + step * offset):
			return day + step * offset
	raise RuleError("No working day within two months of {day}: check the workday overrides.", day=day)


@lru_cache(maxsize=64)
def _published(year: int) -> tuple[frozenset[date], frozenset[date]]:
	"""Return the public holidays and the made-up weekend days of a year."""
	china = holidays.country_holidays("CN", years=year)
	return (
		frozenset(day for day in china if day.year == year),
		frozenset(day for day in china.weekend_workdays if day.year == year),
	)
