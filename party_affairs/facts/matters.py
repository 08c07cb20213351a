"""Matters that the committee or the assembly must decide together (R12): plans, development of members, awards, sanctions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

import frappe
from frappe.query_builder import DocType

from party_affairs.guide import loader
from party_affairs.rules.periods import period_of

SUBMITTED = 1
_DECIDING_MEETINGS = ("Committee Meeting", "Member Assembly")
_AWARDS_AND_SANCTIONS = ("Award", "Party Sanction", "Professional Sanction")
_PLAN = "Party Annual Plan"
_DECIDED_STEPS = sorted({step.label for book in loader.rulebooks() for step in book.steps if step.meeting})

NO_MATTERS: Mapping[str, Any] = {"matters": 0, "matters_undecided": ()}
"""Facts of a branch that had nothing to decide."""


def load(branches: Iterable, day: date) -> dict[str, dict[str, Any]]:
	"""Return by branch how many such matters the year of `day` has had by then, and those without a deciding meeting.

	`branches` are rows of `branches.load`; nothing is asked of what happened before a branch keeps records here. Decided
	is what names a submitted meeting of the committee or the assembly. Three queries.
	"""
	records_from = {row.name: row.records_from or row.founded_on for row in branches}
	names = list(records_from)
	year = period_of("year", day)
	rows = [*_plans(names, day.year), *_events(names, year.start, day), *_steps(names, year.start, day)]
	found: dict[str, list] = defaultdict(list)
	for row in rows:
		asked_from = records_from[row.branch]
		# A plan binds the whole year, whenever the record was made.
		if asked_from is None or (row.day or year.end) >= asked_from:
			found[row.branch].append(row)
	return {
		branch: {
			"matters": len(of_branch),
			"matters_undecided": tuple((row.matter, row.about) for row in of_branch if not row.decided),
		}
		for branch, of_branch in found.items()
	}


def _plans(branches: Sequence[str], year: int) -> list:
	plan = DocType(_PLAN)
	query = frappe.qb.from_(plan).select(plan.branch, plan.year.as_("about"))
	rows = _with_decision(query, plan.discussed_in).where(plan.branch.isin(branches) & (plan.year == year))
	return [_row(row, _PLAN, None, str(row.about)) for row in rows.run(as_dict=True)]


def _events(branches: Sequence[str], first: date, last: date) -> list:
	event = DocType("Party Member Event")
	query = frappe.qb.from_(event).select(event.branch, event.kind, event.member_name, event.happened_on)
	rows = _with_decision(query, event.meeting).where(
		event.branch.isin(branches) & event.kind.isin(_AWARDS_AND_SANCTIONS) & event.happened_on[first:last]
	)
	rows = rows.orderby(event.happened_on, event.name).run(as_dict=True)
	return [_row(row, row.kind, row.happened_on, row.member_name) for row in rows]


def _steps(branches: Sequence[str], first: date, last: date) -> list:
	"""Steps of development cases; those done before the person came here are the former branch's."""
	step, case, member = (
		DocType("Party Development Step"),
		DocType("Party Development Case"),
		DocType("Party Member"),
	)
	query = (
		frappe.qb.from_(step)
		.join(case)
		.on(case.name == step.parent)
		.join(member)
		.on(member.name == case.member)
		.select(case.branch, case.member_name, step.step, step.done_on)
	)
	rows = _with_decision(query, step.meeting).where(
		case.branch.isin(branches) & step.step.isin(_DECIDED_STEPS) & step.done_on[first:last]
	)
	rows = rows.where(member.joined_branch_on.isnull() | (member.joined_branch_on <= step.done_on))
	rows = rows.orderby(step.done_on, step.name).run(as_dict=True)
	return [_row(row, row.step, row.done_on, row.member_name) for row in rows]


def _with_decision(query, link):
	"""Add to a query the name of the meeting behind `link`, if it is held and one that decides."""
	meeting = DocType("Party Meeting")
	deciding = meeting.kind.isin(_DECIDING_MEETINGS) | (meeting.also_assembly == 1)
	held = (meeting.name == link) & (meeting.docstatus == SUBMITTED) & deciding
	return query.left_join(meeting).on(held).select(meeting.name.as_("decided"))


def _row(row, matter: str, day: date | None, about: str):
	return frappe._dict(branch=row.branch, matter=matter, day=day, about=about or "", decided=row.decided)
