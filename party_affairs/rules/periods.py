"""Calendar periods: months, quarters, half-years and years.

All limits of the rules count in calendar months, never in 30 or 365 days. A period is known by its key: `2026-03`,
`2026-Q1`, `2026-H1`, `2026`.
"""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property, lru_cache

from party_affairs.rules.errors import RuleError
from party_affairs.rules.message import Message

MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}

_KEY = re.compile(r"(?P<year>\d{4})(?:-(?P<letter>[QH]?)(?P<number>\d{1,2}))?")
_KIND_OF_LETTER = {"": "month", "Q": "quarter", "H": "half_year"}


@dataclass(frozen=True, order=True)
class Period:
	"""One period of the calendar, both ends included.

	`kind` is one of `month, quarter, half_year, year`; `number` counts from 1 within the year.
	"""

	start: date
	end: date
	kind: str
	number: int

	@cached_property
	def key(self) -> str:
		"""The period's name, such as `2026-03`, `2026-Q1`, `2026-H1` or `2026`."""
		year = f"{self.start.year:04d}"
		if self.kind == "year":
			return year
		if self.kind == "month":
			return f"{year}-{self.number:02d}"
		return f"{year}-{'Q' if self.kind == 'quarter' else 'H'}{self.number}"

	@property
	def title(self) -> Message:
		"""The period as people call it, to be translated where it is shown."""
		year = self.start.year
		if self.kind == "month":
			return Message("{year}-{number}", year=year, number=self.number)
		if self.kind == "quarter":
			return Message("Quarter {number} of {year}", year=year, number=self.number)
		if self.kind == "half_year":
			if self.number == 1:
				return Message("First half of {year}", year=year)
			return Message("Second half of {year}", year=year)
		return Message("Year {year}", year=year)

	def contains(self, day: date) -> bool:
		"""Return whether `day` lies in the period."""
		return self.start <= day <= self.end

	def next(self) -> "Period":
		"""Return the period of the same kind that follows."""
		return period_of(self.kind, self.end + timedelta(days=1))


def period_of(kind: str, day: date) -> Period:
	"""Return the period of `kind` in which `day` lies. Raise `RuleError` for an unknown kind."""
	length = _months_of(kind)
	return _period(kind, day.year, (day.month - 1) // length + 1)


def calendar_year(year: int) -> Period:
	"""Return a year as a period."""
	return _period("year", year, 1)


def periods_between(kind: str, first: date, last: date) -> tuple[Period, ...]:
	"""Return the periods of `kind` that overlap the days `first` to `last`, in order; none if `last` is earlier."""
	length = _months_of(kind)
	if last < first:
		return ()
	per_year = 12 // length
	start = first.year * per_year + (first.month - 1) // length
	end = last.year * per_year + (last.month - 1) // length
	return tuple(_period(kind, index // per_year, index % per_year + 1) for index in range(start, end + 1))


def parse(key: str) -> Period:
	"""Return the period named by `key`. Raise `RuleError` if no period has that name."""
	found = _KEY.fullmatch(key)
	if found and found["number"] is None and int(found["year"]):
		return _period("year", int(found["year"]), 1)
	if found and found["number"] and int(found["year"]):
		kind = _KIND_OF_LETTER[found["letter"]]
		number = int(found["number"])
		if 1 <= number <= 12 // MONTHS[kind] and _period(kind, int(found["year"]), number).key == key:
			return _period(kind, int(found["year"]), number)
	raise RuleError("Period {key} is unknown: write 2026, 2026-H1, 2026-Q1 or 2026-03.", key=repr(key))


def add_months(day: date, months: int) -> date:
	"""Return the same day `months` calendar months later (or earlier), clipped to the end of a shorter month."""
	index = day.year * 12 + day.month - 1 + months
	year, month = index // 12, index % 12 + 1
	return date(year, month, min(day.day, monthrange(year, month)[1]))


def full_months(first: date, last: date) -> int:
	"""Return how many whole calendar months have passed from the day `first` to the day `last`, 0 if `last` is earlier."""
	months = max(0, (last.year - first.year) * 12 + last.month - first.month)
	return months - 1 if months and add_months(first, months) > last else months


def _months_of(kind: str) -> int:
	if kind not in MONTHS:
		raise RuleError("Period kind {kind} is unknown: use {known}.", kind=repr(kind), known=tuple(MONTHS))
	return MONTHS[kind]


@lru_cache(maxsize=1024)
def _period(kind: str, year: int, number: int) -> Period:
	length = MONTHS[kind]
	last_month = number * length
	return Period(
		start=date(year, last_month - length + 1, 1),
		end=date(year, last_month, monthrange(year, last_month)[1]),
		kind=kind,
		number=number,
	)
