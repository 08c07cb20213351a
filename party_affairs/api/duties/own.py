"""Duties on a member's own page: what a clause asks of him and he can answer himself, and what he has done of it."""

import json
from collections.abc import Iterable
from datetime import date
from typing import Any
from urllib.parse import urlencode

from frappe import _

from party_affairs.api.duties import own_notices
from party_affairs.api.tasks import Task
from party_affairs.facts.criteria import every
from party_affairs.facts.duties import findings
from party_affairs.guide.duties import actions
from party_affairs.ledgers.text import period_text, periods_text
from party_affairs.rules.message import Message

DUES = "R49"
"""The clause of monthly dues: of it the member's account speaks, which is never a night old."""
_MISSED, _STATE = "Missed", "State"


def open_duties(member: str, today: date) -> list[dict[str, Any]]:
	"""Return what is asked of a member himself and is not done, by clause, for this year and the last.

	Clauses that others answer for him are left out. Each has rule, title, citation, clause_text, `path` and `label` of the page
	where it is answered, its `periods` (key, status, due_date) and the `shortfall` in words where periods do not say it.
	"""
	duties: dict[str, dict[str, Any]] = {}
	for row in findings.open_of_member(member, every, since=date(today.year - 1, 1, 1)):
		action = actions.action_of(row.rule)
		if not action.portal:
			continue
		clause = {"title": row.title, "citation": row.citation, "clause_text": row.clause_text}
		answered = {"rule": row.rule, "path": action.portal}
		duty = duties.setdefault(row.rule, {**answered, **clause, "periods": [], "shortfall": None})
		duty["periods"].append({"key": row.period_key, "status": row.status, "due_date": row.due_date})
		# Of a regular duty the periods say all, unless a part of it is done; of a state it takes words to say what it lacks.
		if row.evaluation_kind == _STATE or json.loads(row.evidence or "[]"):
			duty["shortfall"] = row.message
	return list(duties.values())


def tasks(member: str, today: date, answered: dict[str, set[str]]) -> list[Task]:
	"""Return a line for each clause that asks something of a member, but for dues; what is overdue of a clause stands apart.

	`answered` are by clause the keys of periods for which he has done it since the last check.
	"""
	found = []
	for duty in open_duties(member, today):
		if duty["rule"] == DUES:
			continue
		done = answered.get(duty["rule"], ())
		periods = [row for row in duty["periods"] if row["key"] not in done]
		late = [row for row in periods if _is_late(row, today)]
		in_time = [row for row in periods if row not in late]
		# What a shortfall says in words it says of all periods together.
		parts = (periods,) if duty["shortfall"] else (late, in_time)
		found += [_task(duty, part, today) for part in parts if part]
	return found


def notices_to_acknowledge(member: str, today: date) -> list[Task]:
	"""Return a line for each notice from above that a member is still to acknowledge."""
	return [
		Task(
			title=_("Acknowledge a Notice"),
			words=row.title,
			until=row.deadline,
			late=bool(row.deadline and row.deadline < today),
			path="/party/notices",
			label=Message("Acknowledge"),
		)
		for row in own_notices.waiting(member)
	]


def _task(duty: dict[str, Any], periods: list[dict[str, Any]], today: date) -> Task:
	until = min((row["due_date"] for row in periods if row["due_date"]), default=None)
	return Task(
		title=duty["title"],
		words=duty["shortfall"] or periods_text(row["key"] for row in periods),
		until=until,
		late=any(_is_late(row, today) for row in periods),
		path=f"{duty['path']}?{urlencode({'period': periods[0]['key']})}",
		citation=duty["citation"],
		text=duty["clause_text"],
	)


def _is_late(period: dict[str, Any], today: date) -> bool:
	return period["status"] == _MISSED or bool(period["due_date"] and period["due_date"] < today)


def done_this_year(member: str, today: date) -> list[str]:
	"""Return in words what a member has done of what clauses ask of him this year, a line a clause."""
	periods: dict[str, list[str]] = {}
	for row in findings.done_by_member(member, every, since=date(today.year, 1, 1)):
		if actions.action_of(row.rule).portal:
			periods.setdefault(row.title, []).append(row.period_key)
	return [
		_("{title}: {periods}").format(title=title, periods=_said(keys)) for title, keys in periods.items()
	]


def _said(keys: Iterable[str]) -> str:
	keys = list(keys)
	return period_text(keys[0]) if len(keys) == 1 else periods_text(keys)
