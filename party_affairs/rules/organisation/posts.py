"""Terms of office: days are inclusive at both ends, and a post without an end is open."""

from datetime import date, timedelta

from party_affairs.rules.errors import whole_number
from party_affairs.rules.message import Message
from party_affairs.rules.periods import add_months

TERM_YEARS = 3  # branch regulation art. 21, units other than villages and communities
TERM_YEARS_MAXIMUM = 5  # Party Constitution art. 31: terms of three to five years


def is_active(start: date, end: date | None, on: date) -> bool:
	"""Return whether a post held from `start` to `end` (None: open) is held on the day `on`."""
	return start <= on and (end is None or on <= end)


def overlaps(start: date, end: date | None, other_start: date, other_end: date | None) -> bool:
	"""Return whether two terms share a day. A term that ends before it begins has no day to share."""
	last = min((day for day in (end, other_end) if day is not None), default=None)
	return last is None or max(start, other_start) <= last


def span(start: date, end: date | None, removed_on: date | None = None) -> tuple[date, date | None]:
	"""Return the first and the last day on which a post is held; the day of removal is no longer one of them.

	A post that was removed on its first day was never held: its last day then lies before its first.
	"""
	if removed_on is None:
		return start, end
	last_before_removal = removed_on - timedelta(days=1)
	return start, last_before_removal if end is None else min(end, last_before_removal)


def checked_years(years: int) -> int:
	"""Return the years of a term. Raise `RuleError` unless they are from one to five."""
	return whole_number(years, Message("Term in years"), minimum=1, maximum=TERM_YEARS_MAXIMUM)


def term_end(start: date, years: int = TERM_YEARS) -> date:
	"""Return the last day of a term of `years` that begins on `start`. Raise `RuleError` unless it is from one to five years."""
	return add_months(start, 12 * checked_years(years)) - timedelta(days=1)
