"""A member's own study and honours on his pages, and the honours of his branch."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from party_affairs.compliance import education
from party_affairs.facts.members import education as study_facts
from party_affairs.facts.members import honours as facts
from party_affairs.rules.members.honours import is_in_force


def honours_of(member: str, today: date) -> list[dict[str, Any]]:
	"""Return the honours of a member, the latest first, each with whether it is in force."""
	return _shown(facts.of_member(member), today)


def honours_of_branch(branch: str, today: date) -> list[dict[str, Any]]:
	"""Return the honours of a branch itself, the latest first, each with whether it is in force."""
	return _shown(facts.of_branch(branch), today)


def study(member: str, branch: str, today: date) -> dict[str, Any]:
	"""Return a member's study of the year: `hours` found and required, the `meetings` and `trainings` they come from, and what he reported `online`.

	Rows have day, title, kind and hours, the latest first; `online_hours` are those of what he reported that count.
	"""
	first = date(today.year, 1, 1)
	return {
		"year": today.year,
		"hours": education.of_member(member, branch, today),
		"meetings": study_facts.meetings_of(member, first, today),
		"trainings": study_facts.trainings_of_member(member, first, today),
		"online": study_facts.online_of_member(member, first, today),
		"online_hours": sum(hours for *_who, hours in study_facts.online_of([member], first, today)),
	}


def _shown(rows: Iterable, today: date) -> list[dict[str, Any]]:
	return [
		{
			"honour_name": row.honour_name,
			"level": row.level,
			"awarded_by": row.awarded_by,
			"awarded_on": row.awarded_on,
			"valid_until": row.valid_until,
			"in_force": is_in_force(row.awarded_on, row.valid_from, row.valid_until, today),
		}
		for row in rows
	]
