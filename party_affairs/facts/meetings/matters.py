"""Matters that the committee or the assembly must decide together (R12), and those reserved for the assembly (R09)."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date

import frappe
from frappe.query_builder import DocType

from party_affairs.guide.members import rulebooks
from party_affairs.rules.meetings.facts import MatterFacts
from party_affairs.rules.periods import period_of

SUBMITTED = 1
_DECIDING_MEETINGS = ("Committee Meeting", "Member Assembly")
_ASSEMBLY = "Member Assembly"
_AWARDS_AND_SANCTIONS = ("Award", "Party Sanction", "Professional Sanction")
_RESERVED_EVENTS = ("Party Sanction",)
_RESERVED_CHANGES = ("Struck Off", "Withdrew", "Expelled")
_PLAN, _EXTENSION = "Party Annual Plan", "Extension of Probation"
_STEPS = [step for book in rulebooks.rulebooks() for step in book.steps if step.meeting]
_DECIDED_STEPS = sorted({step.label for step in _STEPS})
_RESERVED_STEPS = {step.label for step in _STEPS if step.meeting == "member_assembly"}


def load(branches: Iterable, day: date) -> dict[str, MatterFacts]:
	"""Return by branch how many such matters the year of `day` has had by then, and those without a deciding meeting.

	`branches` are rows of `branches.load`; nothing is asked of what happened before a branch keeps records here. Decided
	is what names a submitted meeting of the committee or the assembly. Of what is reserved for the assembly, a matter that
	names another meeting was decided elsewhere; one that names none is left to R12, unless R12 does not ask about it.
	Five queries.
	"""
	records_from = {row.name: row.records_from or row.founded_on for row in branches}
	names = list(records_from)
	year = period_of("year", day)
	rows = [
		*_plans(names, day.year),
		*_events(names, year.start, day),
		*_steps(names, year.start, day),
		*_extensions(names, year.start, day),
		*_changes(names, year.start, day),
	]
	found: dict[str, list] = defaultdict(list)
	for row in rows:
		asked_from = records_from[row.branch]
		# A plan binds the whole year, whenever the record was made.
		if asked_from is None or (row.day or year.end) >= asked_from:
			found[row.branch].append(row)
	return {branch: _facts(found[branch]) for branch in names}


def _facts(rows: list) -> MatterFacts:
	together = [row for row in rows if row.together]
	reserved = [row for row in rows if row.reserved]
	return MatterFacts(
		matters=len(together),
		matters_undecided=tuple((row.matter, row.about) for row in together if not row.decided),
		reserved_matters=len(reserved),
		reserved_elsewhere=tuple(
			(row.matter, row.about)
			for row in reserved
			if not row.in_assembly and (row.meeting or not row.together)
		),
	)


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
	return [
		_row(row, row.kind, row.happened_on, row.member_name, reserved=row.kind in _RESERVED_EVENTS)
		for row in rows
	]


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
	return [
		_row(row, row.step, row.done_on, row.member_name, reserved=row.step in _RESERVED_STEPS)
		for row in rows
	]


def _extensions(branches: Sequence[str], first: date, last: date) -> list:
	"""Extensions of a probation."""
	case = DocType("Party Development Case")
	query = frappe.qb.from_(case).select(case.branch, case.member_name, case.extended_on)
	rows = _with_decision(query, case.extension_meeting).where(
		case.branch.isin(branches) & case.extended_on[first:last]
	)
	rows = rows.orderby(case.extended_on, case.name).run(as_dict=True)
	return [
		_row(row, _EXTENSION, row.extended_on, row.member_name, together=False, reserved=True) for row in rows
	]


def _changes(branches: Sequence[str], first: date, last: date) -> list:
	"""Changes by which a membership ends."""
	change = DocType("Party Membership Change")
	query = frappe.qb.from_(change).select(
		change.branch, change.kind, change.member_name, change.effective_on
	)
	rows = _with_decision(query, change.meeting).where(
		change.branch.isin(branches) & change.kind.isin(_RESERVED_CHANGES) & change.effective_on[first:last]
	)
	rows = (
		rows.where(change.docstatus == SUBMITTED).orderby(change.effective_on, change.name).run(as_dict=True)
	)
	return [
		_row(row, row.kind, row.effective_on, row.member_name, together=False, reserved=True) for row in rows
	]


def _with_decision(query, link):
	"""Add to a query the name and kind of the meeting behind `link`, if it was held."""
	meeting = DocType("Party Meeting")
	held = (meeting.name == link) & (meeting.docstatus == SUBMITTED)
	return (
		query.left_join(meeting)
		.on(held)
		.select(meeting.name.as_("meeting"), meeting.kind.as_("meeting_kind"), meeting.also_assembly)
	)


def _row(row, matter: str, day: date | None, about: str, together: bool = True, reserved: bool = False):
	"""A matter: whether it is to be decided `together`, or by the assembly alone, and in what it was decided."""
	in_assembly = bool(row.also_assembly) or row.meeting_kind == _ASSEMBLY
	return frappe._dict(
		branch=row.branch,
		matter=matter,
		day=day,
		about=about or "",
		meeting=row.meeting,
		in_assembly=in_assembly,
		decided=in_assembly or row.meeting_kind in _DECIDING_MEETINGS,
		together=together,
		reserved=reserved,
	)
