"""Public welfare on a member's own page."""

from collections import defaultdict
from datetime import date
from typing import Any

from party_affairs.facts.contact import welfare

_YEARS = 3


def welfare_years(member: str, today: date) -> list[dict[str, Any]]:
	"""Return by year, the present one first, in what a member took part and what it comes to; this year always, two more if there is anything."""
	first = date(today.year - _YEARS + 1, 1, 1)
	found: dict[int, list] = defaultdict(list)
	for row in welfare.of_member(member, first, today):
		found[row.activity_date.year].append(row)
	return [
		{
			"year": year,
			"activities": found[year],
			"sessions": sum(row.sessions for row in found[year]),
			"hours": sum(row.hours for row in found[year]),
		}
		for year in range(today.year, today.year - _YEARS, -1)
		if year == today.year or found[year]
	]
