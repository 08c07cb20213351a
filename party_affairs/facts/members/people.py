"""People over time: in which branch somebody was when, at what stage, and what excused him.

Membership in a branch is read from the record and from the transfers that were accepted, stages from their dates, a time
without membership from the changes of standing. "Who belongs here now" is one question among others.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.activity import is_dated, last_day_of_member
from party_affairs.facts.criteria import of_branches
from party_affairs.facts.members import register
from party_affairs.rules.findings import Subject
from party_affairs.rules.spells import (
	NEVER,
	Spell,
	Spells,
	between,
	merged,
	one_after_another,
)

TRANSFER, CHANGE = "Party Membership Transfer", "Party Membership Change"
SUSPENDED, RESTORED = "Membership Suspended", "Membership Restored"
_SUBMITTED = 1
_ARRIVAL, _OUT = "In", "Out"
_DECEASED = "Deceased"
_DAY = timedelta(days=1)
_NOTHING_EXCUSES: Mapping[str, Spells] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Person:
	"""Somebody on record: `belongs` has his branches of the system by day, `in_party` and `full` his stages.

	`frail` is the time in which he counts as aged or ill. `row` is his record as `register.load` reads it.
	"""

	name: str
	label: str
	belongs: Spells[str]
	in_party: Spells[bool]
	full: Spells[bool]
	frail: Spells[bool]
	row: Any


def of_branches_since(branches: Sequence[str], first: date) -> dict[str, Person]:
	"""Return by name everybody who belonged to one of `branches` on `first` or later: five queries at most.

	Applicants are among them. Departed ones whose last day is not known are left out, as in every check.
	"""
	rows = {row.name: row for row in register.load(of_branches(branches))}
	moved = _moved_from(branches, first)
	rows.update(_rows(moved - set(rows)))
	return of_rows(rows.values(), first, moved)


def called(names: Iterable[str], first: date) -> dict[str, Person]:
	"""Return those people by the names of their records, wherever they belong: two queries at most, none without names."""
	return of_rows(_rows(names).values(), first)


def of_rows(rows: Iterable, first: date, moved: Iterable[str] = ()) -> dict[str, Person]:
	"""Return people by name from rows of `register.load`, with their moves since `first`: two queries at most.

	`moved` names those of whom it is known that they moved.
	"""
	rows, known = list(rows), set(moved)
	transfers = _transfers(
		[row.name for row in rows if row.name in known or _may_have_moved(row, first)], first
	)
	gaps = _gaps([row.name for row in rows])
	return {
		row.name: _person(row, transfers.get(row.name, ()), gaps.get(row.name, NEVER))
		for row in rows
		if is_dated(row)
	}


def _may_have_moved(row, first: date) -> bool:
	"""Whether a transfer since a day can be on record: one sets the day of coming or the day of leaving."""
	return any(day and day >= first for day in (row.joined_branch_on, row.left_branch_on))


def _person(row, transfers: Sequence, gaps: Spells[bool]) -> Person:
	stage = register.stage_now(row)
	in_party = stage in register.PARTY_MEMBER_STAGES
	return Person(
		name=row.name,
		label=row.member_name,
		belongs=one_after_another(_stays(row, transfers)).without(gaps),
		in_party=between(row.joined_on, None, True) if in_party else NEVER,
		full=between(row.full_member_on, None, True) if stage == register.FULL_MEMBER else NEVER,
		frail=between(row.frail_from, row.frail_until, True) if row.is_frail else NEVER,
		row=row,
	)


def _stays(row, transfers: Sequence) -> Iterable[Spell[str]]:
	"""Go through a person's transfers: each ends a stay, unless he came from outside, and begins one, unless he went there."""
	begins = None if transfers else row.joined_branch_on
	for position, transfer in enumerate(transfers):
		if transfer.direction != _ARRIVAL and transfer.branch:
			# The new branch has him from the day of the receipt on; who goes elsewhere is here until that day.
			last = transfer.received_on if transfer.direction == _OUT else transfer.received_on - _DAY
			yield from between(begins or transfer.stayed_from, last, transfer.branch)
		elif transfer.stayed_in and position == 0:
			# Back from outside, and no letter tells when he left.
			yield from between(transfer.stayed_from, transfer.stayed_until, transfer.stayed_in)
		begins = transfer.received_on
	if not transfers or transfers[-1].direction != _OUT:
		yield from between(begins, last_day_of_member(row), row.branch)


def _moved_from(branches: Sequence[str], first: date) -> set[str]:
	"""Those who left one of `branches` by a transfer accepted since a day, or came back since then: one query."""
	table = DocType(TRANSFER)
	query = (
		frappe.qb.from_(table)
		.select(table.member)
		.where(table.branch.isin(list(branches)) | table.stayed_in.isin(list(branches)))
		.where((table.received_on >= first) & (table.docstatus == _SUBMITTED))
	)
	return set(query.run(pluck=True))


def _rows(names: Iterable[str]) -> dict[str, Any]:
	wanted = sorted(names)
	if not wanted:
		return {}
	return {row.name: row for row in register.load(lambda member: member.name.isin(wanted))}


def _transfers(members: Sequence[str], first: date) -> dict[str, list]:
	"""By member the transfers accepted since a day, in their order: one query, none without members."""
	if not members:
		return {}
	table = DocType(TRANSFER)
	rows = (
		frappe.qb.from_(table)
		.select(table.member, table.branch, table.to_branch, table.direction, table.received_on)
		.select(table.stayed_in, table.stayed_from, table.stayed_until)
		.where(table.member.isin(sorted(members)) & (table.docstatus == _SUBMITTED))
		.where(table.received_on >= first)
		.orderby(table.received_on, table.creation)
	).run(as_dict=True)
	found: dict[str, list] = {}
	for row in rows:
		found.setdefault(row.member, []).append(row)
	return found


def _gaps(members: Sequence[str]) -> dict[str, Spells[bool]]:
	"""By member the times in which the membership was suspended: one query, none without members.

	A suspension ends when the membership is restored; whatever else follows it, such as being struck off, does not end it.
	"""
	if not members:
		return {}
	rows = frappe.get_all(
		CHANGE,
		filters={
			"member": ["in", list(members)],
			"docstatus": _SUBMITTED,
			"kind": ["in", [SUSPENDED, RESTORED]],
		},
		fields=["member", "kind", "effective_on"],
		order_by="effective_on, creation",
	)
	suspended: dict[str, date] = {}
	found: dict[str, list[Spell[bool]]] = {}
	for row in rows:
		if row.kind == SUSPENDED:
			suspended.setdefault(row.member, row.effective_on + _DAY)
		elif began := suspended.pop(row.member, None):
			found.setdefault(row.member, []).extend(between(began, row.effective_on - _DAY, True))
	for member, began in suspended.items():
		found.setdefault(member, []).extend(between(began, None, True))
	return {member: merged(spells) for member, spells in found.items()}


def answered_by(person: Person, kept: Mapping[str, Spells[str]]) -> Spells[str]:
	"""Return which branch answers for somebody on each day: his own, while it keeps records here (`kept`)."""
	found = []
	for spell in person.belongs:
		keeps = kept.get(spell.value)
		if keeps:
			found.extend(Spells((spell,)).within_spells(keeps))
	return Spells(tuple(found))


def asked_of(person: Person, kept: Mapping[str, Spells[str]]) -> Spells[str]:
	"""Return in which branch something is asked of somebody as a member of the Party on each day."""
	return answered_by(person, kept).within_spells(person.in_party)


def subjects(people: Iterable[Person], kept: Mapping[str, Spells[str]]) -> tuple[Subject, ...]:
	"""Return people as subjects. Nothing is asked of anybody before his branch keeps records or after it ended."""
	return tuple(
		Subject(
			doctype="Party Member",
			name=person.name,
			label=person.label,
			belongs=answered_by(person, kept),
			during={"in_party": person.in_party},
			excused=_excuses(person),
		)
		for person in people
	)


def _excuses(person: Person) -> Mapping[str, Spells]:
	died = person.row.left_branch_on if person.row.status == _DECEASED else None
	excuses = {"frail": person.frail, "died": between(died, died, True) if died else NEVER}
	return {name: spells for name, spells in excuses.items() if spells} or _NOTHING_EXCUSES


def full_members_over_time(people: Iterable[Person], branch: str) -> Spells[int]:
	"""Return how many full members a branch had, from each change to the next."""
	changes: dict[date, int] = {}
	for person in people:
		here = person.belongs.only(branch)
		for spell in here.within_spells(person.full):
			changes[spell.first] = changes.get(spell.first, 0) + 1
			if spell.last is not None:
				changes[spell.last + _DAY] = changes.get(spell.last + _DAY, 0) - 1
	days = sorted(changes)
	items, number = [], 0
	for position, day in enumerate(days):
		number += changes[day]
		last = days[position + 1] - _DAY if position + 1 < len(days) else None
		items.append(Spell(day, last, number))
	return Spells(tuple(items))


def numbers_on(people: Mapping[str, Person], day: date) -> dict[str, tuple[int, int]]:
	"""Return by branch the (full members, full and probationary members) of a day. Only these are members of the Party."""
	found: dict[str, tuple[int, int]] = {}
	for person in people.values():
		branch = person.belongs.on(day)
		if branch is not None and person.in_party.covers(day):
			full, party = found.get(branch, (0, 0))
			found[branch] = (full + person.full.covers(day), party + 1)
	return found
