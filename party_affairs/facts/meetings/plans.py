"""Annual plans: what is planned, for when, whether somebody is responsible (R28, R30), and what was held of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.criteria import of_branches
from party_affairs.facts.meetings import held
from party_affairs.rules.meetings.facts import PlanFacts
from party_affairs.rules.meetings.plans import Held, PlanLine, asked_for, fulfilments
from party_affairs.rules.periods import MONTHS, Period
from party_affairs.rules.spells import NEVER, Spells

_LECTURE, _THEME_DAY = "Party Lecture", "Theme Day"


def load(branches: Sequence[str], year: int, kept: Mapping[str, Spells]) -> dict[str, PlanFacts]:
	"""Return by branch what its plan for `year` has, and what it is asked for by the time in which it `kept` records: one query."""
	plans = _load(branches, year)
	found = {}
	for branch in branches:
		months, quarters = asked_for(year, kept.get(branch, NEVER))
		found[branch] = replace(_facts(plans.get(branch, [])), months=months, quarters=quarters)
	return found


def _load(branches: Sequence[str], year: int) -> dict[str, list]:
	"""By branch the lines of its plan of a year, one row without a `line` for a plan that has none: one query."""
	plan, line = DocType("Party Annual Plan"), DocType("Party Annual Plan Line")
	rows = (
		frappe.qb.from_(plan)
		.left_join(line)
		.on(line.parent == plan.name)
		.select(
			plan.name.as_("plan"),
			plan.branch,
			plan.prepared_on,
			line.name.as_("line"),
			line.month,
			line.kind,
			line.topic,
			line.responsible,
			line.responsible_name,
			line.lecturer,
			line.meeting.as_("named"),
		)
		.where(plan.branch.isin(branches) & (plan.year == year))
		.orderby(plan.branch, line.idx)
	).run(as_dict=True)
	plans: dict[str, list] = {}
	for row in rows:
		plans.setdefault(row.branch, []).append(row)
	return plans


def _facts(rows: list) -> PlanFacts:
	lines = [row for row in rows if row.line]
	if not lines:
		return PlanFacts()
	lectures = [row for row in lines if row.kind == _LECTURE]
	themes = [row for row in lines if row.kind == _THEME_DAY]
	return PlanFacts(
		lines=len(lines),
		# The guide has a lecture fall to its lecturer (落实到人), anything else to the member responsible.
		unassigned=sum(not _assigned(row) for row in lines),
		themes=_by_period(themes, 1),
		lectures=_by_period(lectures, MONTHS["quarter"]),
		lectures_unassigned=sum(not _assigned(row) for row in lectures),
		prepared_on=rows[0].prepared_on,
	)


def _by_period(lines: Iterable, months: int) -> dict[int, bool]:
	"""By number of the period of so many months whether all its lines name somebody."""
	found: dict[int, bool] = {}
	for row in lines:
		number = (row.month - 1) // months + 1
		found[number] = found.get(number, True) and _assigned(row)
	return found


def _assigned(row) -> bool:
	return bool(row.responsible or (row.kind == _LECTURE and row.lecturer))


def planned_and_held(branches: Sequence[str], year: int, as_of: date, meetings_of: Sequence[str]) -> list:
	"""Return the lines of the plans of `branches` for `year`, each with the meeting that fulfilled it and its `status`.

	Of `meetings_of` the meetings are read; a line of another branch is shown as if nothing had been held. Two queries.
	"""
	plans, meetings = _load(branches, year), _held(meetings_of, year, as_of)
	lines = []
	for branch, rows in plans.items():
		of_branch = sorted((row for row in rows if row.line), key=lambda line: line.month)
		planned = [PlanLine(line.month, frappe.scrub(line.kind), line.named) for line in of_branch]
		of_year = meetings.get(branch, {})
		found = fulfilments(planned, [row.held for row in of_year.values()], year, as_of)
		for line, (meeting, status) in zip(of_branch, found, strict=True):
			record = of_year[meeting.name] if meeting else None
			line.update(
				status=status,
				meeting=record and record.name,
				meeting_date=record and record.meeting_date,
				meeting_topic=record and record.topic,
			)
		lines += of_branch
	return lines


def _held(branches: Sequence[str], year: int, as_of: date) -> dict[str, dict[str, Any]]:
	"""Meetings held from the beginning of the year; what was planned for December may be held after its end."""
	if not branches:
		return {}
	rows = held.meetings(of_branches(branches), date(year, 1, 1), as_of)
	found: dict[str, dict[str, Any]] = {}
	for row in rows:
		row.held = Held(row.name, row.meeting_date, row.kinds)
		found.setdefault(row.branch, {})[row.name] = row
	return found


def lines_of(branch: str, year: int) -> list:
	"""Return the lines of the plan of a branch for a year, by month: one query.

	Rows have month, kind (its label), topic, responsible_name and lecturer.
	"""
	rows = _load([branch], year).get(branch, [])
	return sorted((row for row in rows if row.line), key=lambda row: row.month)


def topics(branch: str, month: Period, kind: str) -> list[str]:
	"""Return the topics that the plan of a branch has in a month for a kind of meeting (its label): one query."""
	plan, line = DocType("Party Annual Plan"), DocType("Party Annual Plan Line")
	return (
		frappe.qb.from_(line)
		.join(plan)
		.on(plan.name == line.parent)
		.select(line.topic)
		.where((plan.branch == branch) & (plan.year == month.start.year))
		.where((line.month == month.start.month) & (line.kind == kind))
		.orderby(line.idx)
	).run(pluck=True)
