"""Development cases (发展党员纪实): what is on record of them, and the subjects, triggers and evidence of R47, N06 and N07."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import getdate

from party_affairs.facts.activity import earlier, is_dated, last_day_of_member
from party_affairs.facts.criteria import Which
from party_affairs.facts.members import sanctions
from party_affairs.facts.members.people import Person, answered_by
from party_affairs.guide.meetings import meeting_kinds
from party_affairs.guide.members import rulebooks
from party_affairs.rules.findings import Evidence, Subject, Trigger
from party_affairs.rules.meetings.records import kinds_of
from party_affairs.rules.members import admission
from party_affairs.rules.members.development import BIRTH_DATE, Calendar, probation, stage_dates
from party_affairs.rules.members.facts import CaseFacts
from party_affairs.rules.members.sanctions import Sanction
from party_affairs.rules.message import Message
from party_affairs.rules.periods import Period
from party_affairs.rules.spells import NEVER, Spells, between

DOCTYPE = "Party Development Case"
KEY_OF_LABEL = {step.label: step.key for step in rulebooks.rulebooks()[-1].steps}
"""The keys of the steps by the labels under which the case lists them; both editions call them alike."""

_FIELDS = (
	*(
		"name",
		"member",
		"member_name",
		"branch",
		"status",
		"birth_date",
		"cultivated_before",
		"recommended_by",
	),
	*("publicity_result", "political_review_result", "training_days", "training_hours"),
	*("training_exempt_reason", "extension_months", "extended_on", "probation_end", "ended_on"),
)
_STEP_FIELDS = (
	*("parent", "step", "done_on", "meeting", "document_no"),
	*("eligible", "present", "in_favour", "against", "abstained", "written_in_favour"),
)
_VOTE_FIELDS = ("eligible", "present", "in_favour", "against", "abstained", "written_in_favour")


def load(branches: Sequence[str], members: Iterable[str] = ()) -> list:
	"""Return the cases of `branches` and of `members`, who may have moved: five queries at most.

	Each has its `steps`, `sponsors` and `investigations`.
	"""
	case = DocType(DOCTYPE)
	query = frappe.qb.from_(case).select(*(case[field] for field in _FIELDS))
	found = {row.name: row for row in query.where(case.branch.isin(list(branches))).run(as_dict=True)}
	others = sorted(set(members))
	if others:
		found.update((row.name, row) for row in query.where(case.member.isin(others)).run(as_dict=True))
	cases = [found[name] for name in sorted(found)]
	steps = _children("Party Development Step", cases, _STEP_FIELDS)
	sponsors = _children(
		"Party Development Sponsor", cases, ("parent", "capacity", "member", "from_date", "to_date")
	)
	investigations = _children("Party Development Investigation", cases, ("parent", "investigated_on"))
	for case in cases:
		case.steps = steps[case.name]
		case.sponsors = sponsors[case.name]
		case.investigations = investigations[case.name]
	return cases


def _children(doctype: str, cases: Sequence, fields: Sequence[str]) -> Mapping[str, list]:
	found: dict[str, list] = defaultdict(list)
	if cases:
		rows = frappe.get_all(
			doctype,
			filters={"parent": ["in", [case.name for case in cases]], "parenttype": DOCTYPE},
			fields=list(fields),
			order_by="parent, idx",
		)
		for row in rows:
			found[row.parent].append(row)
	return found


def case_of(member: str) -> str | None:
	"""Return the case of a member, whatever its state, None without one: one query."""
	return frappe.db.get_value(DOCTYPE, {"member": member}, "name")


def number_open(which: Which) -> int:
	"""Return how many cases are under way now: one query."""
	case = DocType(DOCTYPE)
	query = frappe.qb.from_(case).select(Count(case.name))
	return query.where(which(case) & (case.status == "Open")).run()[0][0]


def by_next_step(which: Which, day: date) -> list[tuple[str, int, int]]:
	"""Return of the cases of development under way the next step, how many wait for it, and of how many it is overdue on `day`: two queries at most."""
	case = DocType(DOCTYPE)
	query = frappe.qb.from_(case).select(case.next_step, Count(case.name))
	query = query.where(which(case) & (case.status == "Open")).groupby(case.next_step)
	numbers = dict(query.run())
	overdue = dict(query.where(case.next_step_due < day).run()) if numbers else {}
	return [(step or "", number, overdue.get(step, 0)) for step, number in numbers.items()]


def steps_of(case) -> dict[str, date]:
	"""Return the days of the steps done, by their keys, and the `birth_date` where it is known."""
	days = {KEY_OF_LABEL[row.step]: getdate(row.done_on) for row in case.steps if row.done_on}
	return {BIRTH_DATE: getdate(case.birth_date), **days} if case.birth_date else days


def records_of(cases: Sequence) -> dict[str, admission.Case]:
	"""Return for the rules what is on record of each case, by its name: three queries at most, whatever their number.

	`cases` are documents or rows of `load`. Checks no permission: sponsors and decisions count for every reader.
	"""
	people = {row.member for case in cases for row in case.sponsors if row.member}
	members = _members(people)
	sanctioned = sanctions.of_members(people)
	kinds = _kinds_of_meetings({row.meeting for case in cases for row in case.steps if row.meeting})
	return {case.name: _record(case, members, sanctioned, kinds) for case in cases}


def _record(
	case, members: Mapping, sanctioned: Mapping, kinds: Mapping[str, tuple[str, ...]]
) -> admission.Case:
	done = [(KEY_OF_LABEL[row.step], row) for row in case.steps if row.done_on]
	return admission.Case(
		person=case.member,
		steps=steps_of(case),
		votes={key: vote for key, row in done if (vote := _vote(row))},
		meetings={key: kinds[row.meeting] for key, row in done if row.meeting in kinds},
		documents=frozenset(key for key, row in done if row.document_no),
		sponsors=tuple(
			_sponsor(row, members[row.member], sanctioned.get(row.member, ()))
			for row in case.sponsors
			if row.member in members
		),
		cultivated_before=case.cultivated_before or 0,
		is_recommended=bool(case.recommended_by),
		publicity_result=_key(case.publicity_result),
		political_review_result=_key(case.political_review_result),
		training_days=case.training_days or 0,
		training_hours=case.training_hours or 0,
		training_exempt=bool(case.training_exempt_reason),
		extension_months=case.extension_months or 0,
		extended_on=getdate(case.extended_on) if case.extended_on else None,
	)


def _vote(row) -> admission.Vote | None:
	counts = {field: row.get(field) or 0 for field in _VOTE_FIELDS}
	return admission.Vote(**counts) if any(counts.values()) else None


def _key(label: str | None) -> str | None:
	return frappe.scrub(label) if label else None


def _sponsor(row, member, of_sponsor: tuple[Sanction, ...]) -> admission.Sponsor:
	is_full = member.stage == "Full Member" and is_dated(member)
	return admission.Sponsor(
		capacity=frappe.scrub(row.capacity or ""),
		person=row.member,
		name=member.member_name,
		full_from=(member.full_member_on or date.min) if is_full else None,
		full_until=last_day_of_member(member),
		first=getdate(row.from_date) if row.from_date else None,
		last=getdate(row.to_date) if row.to_date else None,
		sanctions=of_sponsor,
	)


def _members(names: Collection[str]) -> dict[str, Any]:
	if not names:
		return {}
	rows = frappe.get_all(
		"Party Member",
		filters={"name": ["in", sorted(names)]},
		fields=["name", "member_name", "stage", "status", "full_member_on", "left_branch_on"],
		order_by="name",
	)
	return {row.name: row for row in rows}


def _kinds_of_meetings(names: Collection[str]) -> dict[str, tuple[str, ...]]:
	# Without names the filter would fall away, and every meeting be read.
	if not names:
		return {}
	rows = frappe.get_all(
		"Party Meeting",
		filters={"name": ["in", sorted(names)], "docstatus": 1},
		fields=["name", "kind", *meeting_kinds.also_ticks()],
		order_by="name",
	)
	return {row.name: kinds_of(row) for row in rows}


# --- duties ----------------------------------------------------------------------------------------------------------


def subjects(
	cases: Sequence, people: Mapping[str, Person], kept: Mapping[str, Spells[str]]
) -> tuple[Subject, ...]:
	"""Return the cases as subjects: each belongs to the branch of its person, from the application to the end.

	Nothing is asked of a case before its branch keeps records, nor after its papers are archived or it was terminated.
	"""
	found = []
	for case in cases:
		steps = steps_of(case)
		open_time = between(steps.get("application"), earlier(steps.get("archived"), case.ended_on), True)
		found.append(
			Subject(
				doctype=DOCTYPE,
				name=case.name,
				label=case.member_name,
				belongs=_answered_by(case, people, kept).within_spells(open_time),
				during={
					"investigated": between(
						steps["activist"], earlier(steps.get("full_approval"), case.ended_on), True
					)
					if "activist" in steps
					else NEVER
				},
			)
		)
	return tuple(found)


def _answered_by(case, people: Mapping[str, Person], kept: Mapping[str, Spells[str]]) -> Spells[str]:
	person = people.get(case.member)
	return answered_by(person, kept) if person else kept.get(case.branch, Spells())


def facts(
	cases: Sequence,
	people: Mapping[str, Person],
	kept: Mapping[str, Spells[str]],
	day: date,
	is_workday: Calendar,
) -> dict[str, CaseFacts]:
	"""Return by case what does not keep to the rules of admission, judged by the steps up to `day`: three queries.

	A branch answers for the steps that were done while the person was there and it kept records.
	"""
	records = records_of(cases)
	found = {}
	for case in cases:
		record, here = records[case.name], _answered_by(case, people, kept).spell_on(day)
		so_far = replace(record, steps={key: done for key, done in record.steps.items() if done <= day})
		found[case.name] = CaseFacts(
			tuple(
				violation.message
				for violation in admission.judge(so_far, is_workday)
				if here and here.covers(record.steps.get(violation.step, day))
			)
		)
	return found


def evidence_of_investigations(cases: Sequence) -> list[Evidence]:
	"""Return the investigations of people named as activists (N06)."""
	return [
		Evidence(case.name, row.investigated_on, DOCTYPE, case.name)
		for case in cases
		for row in case.investigations
	]


def evidence_of_decisions(cases: Sequence) -> list[Evidence]:
	"""Return the decisions on full membership, or the ends of cases without one (N07)."""
	return [
		Evidence(case.name, day, DOCTYPE, case.name)
		for case in cases
		for day in (steps_of(case).get("full_assembly"), case.ended_on)
		if day
	]


def triggers(cases: Sequence, subjects: Iterable[Subject], year: Period) -> list[Trigger]:
	"""Return the probations that end in `year`, an extended one with its new end (N07)."""
	by_name = {subject.name: subject for subject in subjects}
	ends = []
	for case in cases:
		admitted = stage_dates(steps_of(case))["joined_on"]
		if admitted is None or case.name not in by_name:
			continue
		subject = by_name[case.name]
		end = probation(admitted, case.extension_months or 0).end
		if year.start <= end <= year.end and subject.belongs.covers(end):
			what = Message("the probation ends on {day}", day=end)
			ends.append(Trigger(subject, end, DOCTYPE, case.name, what=what))
	return ends
