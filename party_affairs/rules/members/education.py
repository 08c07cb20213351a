"""Study hours of members a year (学时): how many are asked, by post (education regulation art. 20, training plans)."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from party_affairs.rules.errors import RuleError
from party_affairs.rules.message import plain

DEFAULT_HOURS, DEFAULT_LEADERS_HOURS = 32, 56


def required_hours(duties: Collection[str], parameters: Mapping[str, Any]) -> Decimal:
	"""Return the hours a year that are asked of somebody with `duties` in the branch.

	`duties` are `secretary` and `committee_member` as far as such a post is held; it asks for more hours.
	`parameters` are those of clause N05: `hours` and `secretary_hours`.
	"""
	if duties:
		return Decimal(str(parameters.get("secretary_hours", DEFAULT_LEADERS_HOURS)))
	return Decimal(str(parameters.get("hours", DEFAULT_HOURS)))


@dataclass(frozen=True)
class OnlineCaps:
	"""How many hours of online study count at most on a day and in a year; None: as many as there are."""

	a_day: Decimal | None = None
	a_year: Decimal | None = None


_A_DAY = Decimal(24)


def check_online_hours(hours: float | Decimal, caps: OnlineCaps) -> None:
	"""Raise RuleError unless the hours of one report are possible on one day and within the cap of a day."""
	number, most = Decimal(str(hours)), caps.a_day or _A_DAY
	if number <= 0:
		raise RuleError("Enter how many hours it took.")
	if number > min(most, _A_DAY):
		raise RuleError(
			"{hours} hours are more than the {most} that count on one day. Report each day by itself.",
			hours=plain(number),
			most=plain(min(most, _A_DAY)),
		)


def counted_online(entries: Iterable[tuple[date, Decimal]], caps: OnlineCaps) -> list[tuple[date, Decimal]]:
	"""Return what counts of (day, hours), in the order of the days: no more on a day, nor in a year, than the caps allow.

	Entries of which nothing counts are returned with no hours.
	"""
	of_day: dict[date, Decimal] = defaultdict(Decimal)
	of_year: dict[int, Decimal] = defaultdict(Decimal)
	found = []
	for day, hours in sorted(entries, key=lambda entry: entry[0]):
		room = [hours]
		if caps.a_day is not None:
			room.append(caps.a_day - of_day[day])
		if caps.a_year is not None:
			room.append(caps.a_year - of_year[day.year])
		counts = max(Decimal(0), min(room))
		of_day[day] += counts
		of_year[day.year] += counts
		found.append((day, counts))
	return found
