"""Elections: who is entitled to vote in an organisation on a day, and the trigger and answers of clause N01."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.members import register as members
from party_affairs.facts.members import sanctions
from party_affairs.rules.findings import Evidence, Subject, Trigger
from party_affairs.rules.members.sanctions import PROBATION, Sanction
from party_affairs.rules.message import Message
from party_affairs.rules.organisation.elections import bar_to_vote, reminder_day
from party_affairs.rules.periods import Period

SUBMITTED = 1


@dataclass(frozen=True)
class Elector:
	"""A person of an organisation on a day: `bar` says why there is no vote and no candidature, None for an elector.

	`stage` is the key of his stage on that day.
	"""

	member: str
	name: str
	stage: str
	bar: Message | None
	full_member_on: date | None

	@property
	def is_full_member(self) -> bool:
		return self.stage == members.FULL_MEMBER

	@property
	def is_party_member(self) -> bool:
		return self.stage in members.PARTY_MEMBER_STAGES


def electors(branches: Sequence[str], day: date) -> dict[str, Elector]:
	"""Return the people of `branches` on `day`, applicants included, by their record's name: two queries.

	Probation within the Party is read from the sanctions among the members' events. The caller checks the
	right to these members.
	"""
	people = [row for row in members.load_of_branches(branches) if members.belongs_on(row, day)]
	sanctioned = sanctions.of_members(row.name for row in people)
	found = {}
	for row in people:
		stage = members.stage_on(row, day)
		found[row.name] = Elector(
			member=row.name,
			name=row.member_name,
			stage=stage,
			bar=bar_to_vote(stage, True, _is_on_probation(sanctioned[row.name], day)),
			full_member_on=row.full_member_on,
		)
	return found


def _is_on_probation(of_member: Iterable[Sanction], day: date) -> bool:
	return any(sanction.kind == PROBATION and sanction.in_effect(day) for sanction in of_member)


def built_on(name: str, branch: str, term_start: date, creation: datetime) -> str | None:
	"""Return the title of the first submitted election of `branch` that came after the election `name`, None without one.

	It came after if it was entered later, for a term that began no earlier. One query.
	"""
	later = frappe.get_all(
		"Party Election",
		filters={
			"branch": branch,
			"docstatus": SUBMITTED,
			"name": ["!=", name],
			"term_start": [">=", term_start],
			"creation": [">", creation],
		},
		pluck="title",
		order_by="creation",
		limit=1,
	)
	return later[0] if later else None


# Clause N01


def load(branches: Sequence[str]) -> list:
	"""Return the submitted term elections of `branches`: one query."""
	election = DocType("Party Election")
	return (
		frappe.qb.from_(election)
		.select(election.name, election.branch, election.held_on, election.previous_term_end)
		.where(election.branch.isin(branches))
		.where((election.docstatus == SUBMITTED) & (election.kind == "Term Election"))
		.orderby(election.held_on, election.name)
	).run(as_dict=True)


def triggers(
	subjects: Mapping[str, Subject], branches: Sequence, elections: Sequence, year: Period
) -> list[Trigger]:
	"""Return the ends of term that call for an election in `year`: present terms, and those that an election ended.

	`subjects` are the organisations by name, `branches` their rows with the end of the present term. Each waits from six
	months before its end, or from the election where that was held earlier, or from the year's first day if that is
	later, so that a term that ran out in an earlier year is found again each year until there is an election.
	"""
	waiting = [(row.name, row.term_end, reminder_day(row.term_end), None) for row in branches if row.term_end]
	waiting += [
		(
			row.branch,
			row.previous_term_end,
			min(reminder_day(row.previous_term_end), row.held_on),
			row.held_on,
		)
		for row in elections
		if row.previous_term_end
	]
	found = []
	for branch, end, day, held_on in waiting:
		subject = subjects.get(branch)
		if subject is None or day > year.end or (held_on is not None and max(end, held_on) < year.start):
			continue
		begins = subject.belongs.items[0].first if subject.belongs else year.end
		day = max(day, year.start, begins)
		# A term that ended before the organisation kept records here, or after it was dissolved, is not asked about.
		if subject.belongs.covers(end) and subject.belongs.covers(day) and day <= year.end:
			what = Message("the term ends on {day}", day=end)
			found.append(Trigger(subject, day, "Party Branch", branch, due=end, what=what))
	return found


def evidence(elections: Sequence) -> list[Evidence]:
	"""Return the elections as answers to the ends of term of their organisations."""
	return [
		Evidence(subject=row.branch, day=row.held_on, doctype="Party Election", name=row.name)
		for row in elections
	]
