"""What a member sees of public welfare and of the questionnaires of his branch on his own page."""

from collections import defaultdict
from datetime import date
from typing import Any
from urllib.parse import urlencode

from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs import settings
from party_affairs.api.tasks import Task
from party_affairs.ballots.answering import ROLL
from party_affairs.facts.contact import of_member, questionnaires, welfare
from party_affairs.ledgers.text import joined
from party_affairs.rules.message import Message
from party_affairs.rules.periods import add_months

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


def activities_of_branch(branch: str, today: date) -> list[dict[str, Any]]:
	"""Return the activities of a branch of this year, the latest first: day, project, form, place, and the hours of all together."""
	rows = welfare.activities(lambda activity: activity.branch == branch, date(today.year, 1, 1), today)
	shown = ("activity_date", "project", "form_of_service", "location")
	return [{key: row[key] for key in shown} for row in reversed(rows)]


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


def tasks(member: str, today: date) -> list[Task]:
	"""Return the questionnaires that wait for a member's answers, and whom he has not seen for too long."""
	asked = [
		Task(
			title=row["title"],
			words=_("Questionnaire"),
			until=row["closes_on"],
			path=f"/party/questionnaire?{urlencode({'name': row['name']})}",
			label=Message("Answer the Questions"),
		)
		for row in open_questionnaires(member)
		if row["is_open"] and not row["answered"]
	]
	limit = add_months(today, -settings.contact_visit_months())
	waiting = [
		row.contact_name
		for row in of_member.pairings(member, today)
		if (row.last_contact or row.start_date) <= limit
	]
	if waiting:
		asked.append(Task(title=_("A visit is due"), words=joined(waiting), path="/party/contacts"))
	return asked
