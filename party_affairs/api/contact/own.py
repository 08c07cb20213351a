"""What a member sees of public welfare and of the questionnaires of his branch on his own page."""

from collections import defaultdict
from datetime import date
from typing import Any

from frappe.utils import getdate, nowdate

from party_affairs.ballots.answering import ROLL
from party_affairs.facts.contact import questionnaires, welfare

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


def open_questionnaires(member: str) -> list[dict[str, Any]]:
	"""Return the questionnaires that ask a member now or soon, and whether he has answered."""
	today = getdate(nowdate())
	rows = questionnaires.asking_members(today)
	answered = ROLL.has_voted([row.name for row in rows], member)
	return [
		{**row, "is_open": row.opens_on <= today, "answered": answered[row.name]}
		for row in rows
		if row.name in answered
	]
