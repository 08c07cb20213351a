"""Who owes dues for a month in which branch, with the assessment in force."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pypika.terms import Criterion

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.activity import is_dated, last_day_of_branch, last_day_of_member, later
from party_affairs.facts.dues import assessment as dues_assessment
from party_affairs.facts.members import people as checked
from party_affairs.facts.members import register as members
from party_affairs.facts.members.changes import AWAY, BACK
from party_affairs.facts.organisation import branches
from party_affairs.rules.dues.liability import Absence, Stay, liable_branch, pays_elsewhere
from party_affairs.rules.findings import Evidence
from party_affairs.rules.periods import Period, periods_between

_TRANSFER, _CHANGE = "Party Membership Transfer", "Party Membership Change"

_ARRIVAL = "In"


@dataclass(frozen=True)
class Person:
	"""A person with his stays in branches, as far as they matter to the months asked about."""

	row: Any
	stays: tuple[Stay, ...]
	absences: tuple[Absence, ...] = ()

	def branch_of(self, month: Period) -> str | None:
		"""Return the branch to which he owes dues for `month`, None if to none."""
		if members.stage_on(self.row, month.end) not in members.PARTY_MEMBER_STAGES:
			return None
		return liable_branch(month, self.stays, self.row.joined_on, self.absences)


@dataclass(frozen=True)
class Liability:
	"""A month's dues that somebody owes to a branch; `assessment` is the row in force, None if he has none."""

	member: str
	member_name: str
	branch: str
	assessment: Any = field(default=None, compare=False)


def liable(month: Period, names: Sequence[str], only: Sequence[str] | None = None) -> list[Liability]:
	"""Return who owes dues for `month` to the branches `names`: five queries, whatever their number.

	`only` limits the answer to these members. Nothing is asked for months in which a branch keeps no records here.
	"""
	keeping = {row.name for row in branches.load(names) if _keeps_records(row, month)}
	found = people(sorted(keeping), month.start, month.end, only)
	owing = [
		(branch, person.row) for person in found.values() if (branch := person.branch_of(month)) in keeping
	]
	owing.sort(key=lambda pair: (pair[0], pair[1].name))
	assessed = dues_assessment.in_force([row.name for _branch, row in owing], month.start)
	return [Liability(row.name, row.member_name, branch, assessed.get(row.name)) for branch, row in owing]


def people(
	names: Sequence[str], first: date, last: date, only: Sequence[str] | None = None
) -> dict[str, Person]:
	"""Return by name those who belonged to one of the branches `names` at some time from `first` to `last`: three queries.

	Applicants are among them; `only` limits the answer to these members. Departed ones whose last day is not known are left out, as in every check.
	"""
	names = list(names)
	if not names:
		return {}
	transfers = _transfers(names, first)
	absences = _absences(names, transfers, last)
	return {
		row.name: Person(row, tuple(_stays(row, transfers.get(row.name, ()))), absences.get(row.name, ()))
		for row in _members(names, transfers, only)
		if is_dated(row)
	}


def _keeps_records(branch, month: Period) -> bool:
	opens, closes = later(branch.founded_on, branch.records_from), last_day_of_branch(branch)
	return (opens is None or opens <= month.end) and (closes is None or closes >= month.start)


def _transfers(names: Sequence[str], first: date) -> dict[str, list]:
	"""Return by member the accepted transfers since `first`, or with a word about months since, of those who came to or
	left one of `names` by any of them."""
	table, met = DocType(_TRANSFER), DocType(_TRANSFER).as_("met")

	def counted(transfer):
		return (
			(transfer.docstatus == 1)
			& transfer.received_on.isnotnull()
			& ((transfer.received_on >= first) | (transfer.dues_paid_until >= first))
		)

	touched = (
		frappe.qb.from_(met)
		.select(met.member)
		.where(counted(met) & (met.branch.isin(names) | met.to_branch.isin(names)))
	)
	rows = (
		frappe.qb.from_(table)
		.select(
			table.member,
			table.branch,
			table.to_branch,
			table.direction,
			table.received_on,
			table.dues_paid_until,
		)
		.where(counted(table) & table.member.isin(touched))
		.orderby(table.received_on, table.creation)
	).run(as_dict=True)
	found: dict[str, list] = defaultdict(list)
	for row in rows:
		found[row.member].append(row)
	return found


def _members(names: Sequence[str], moved: Iterable[str], only: Sequence[str] | None) -> list:
	table = DocType("Party Member")
	query = (
		frappe.qb.from_(table)
		.select(
			*("name", "member_name", "branch", "stage", "status"),
			*("joined_branch_on", "left_branch_on", "joined_on", "full_member_on"),
		)
		.where(table.branch.isin(names) | table.name.isin([*moved] or [""]))
		.orderby(table.name)
	)
	if only is not None:
		query = query.where(table.name.isin([*only] or [""]))
	return query.run(as_dict=True)


def _stays(row, transfers: Sequence) -> Iterable[Stay]:
	"""Go through a person's transfers: each ends a stay, unless he came from outside, and begins one, unless he went there."""
	begins, paid_until = (None if transfers else row.joined_branch_on), None
	for transfer in transfers:
		if transfer.direction != _ARRIVAL:
			yield Stay(transfer.branch, begins, transfer.received_on, paid_until)
		begins, paid_until = transfer.received_on, transfer.dues_paid_until
	if not transfers or transfers[-1].to_branch:
		yield Stay(row.branch, begins, last_day_of_member(row), paid_until)


def excused_while_away(people: Mapping[str, checked.Person], first: date, last: date) -> list[Evidence]:
	"""Return the evidence (R49) for months that `people` pay at another place: one query."""
	member = DocType("Party Member")
	rows = _departures_of(member.name.isin(sorted(people)), last) if people else ()
	return [
		Evidence(row.member, month.start, _CHANGE, row.name, exempt=True)
		for row in rows
		for month in periods_between("month", max(row.absence.left_on, first), last)
		if pays_elsewhere(row.absence, _stay_of(people[row.member], row.absence.left_on), month)
	]


def _stay_of(person: checked.Person, day: date) -> Stay:
	"""The stay of somebody in the branch to which he belonged on a day; one without an end where he belonged to none."""
	spell = person.belongs.spell_on(day)
	return Stay(spell.value, spell.first, spell.last) if spell else Stay(person.row.branch)


def _absences(names: Sequence[str], moved: Iterable[str], last: date) -> dict[str, tuple[Absence, ...]]:
	found: dict[str, tuple[Absence, ...]] = {}
	for row in _departures(names, moved, last):
		found[row.member] = (*found.get(row.member, ()), row.absence)
	return found


def _departures(names: Sequence[str], moved: Iterable[str], last: date) -> list:
	member = DocType("Party Member")
	return _departures_of(member.branch.isin(names) | member.name.isin([*moved] or [""]), last)


def _departures_of(which: Criterion, last: date) -> list:
	"""Return the departures until `last` from which the members asked for pay dues elsewhere, with the `absence`: one query."""
	change, member = DocType(_CHANGE), DocType("Party Member")
	rows = (
		frappe.qb.from_(change)
		.join(member)
		.on(member.name == change.member)
		.select(change.name, change.member, change.kind, change.effective_on, change.pays_dues_there)
		.where(which)
		.where((change.docstatus == 1) & change.kind.isin((AWAY, BACK)) & (change.effective_on <= last))
		.orderby(change.effective_on, change.creation)
	).run(as_dict=True)
	back_on: dict[str, date] = {}
	found = []
	for row in reversed(rows):
		if row.kind == BACK:
			back_on[row.member] = row.effective_on
		elif row.pays_dues_there:
			row.absence = Absence(row.effective_on, back_on.get(row.member))
			found.append(row)
	return found
