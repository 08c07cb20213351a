"""Law firms: how many Party members practise there and which organisation covers them (R01, R02, R07, R08)."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.activity import covers, last_day_of_branch
from party_affairs.facts.members import people
from party_affairs.facts.members import register as members
from party_affairs.facts.members.people import Person
from party_affairs.rules.findings import Subject
from party_affairs.rules.organisation.facts import FirmFacts
from party_affairs.rules.spells import between

_RISING = ("branch", "general_branch", "primary_committee")
"""Forms of organisation that one firm can have for itself, smallest first."""


@dataclass(frozen=True)
class Firms:
	"""The firms in practice under some committees, who practised there since a day, and the organisations that cover them."""

	rows: Sequence[Any]
	people: Mapping[str, Person]
	moves: Mapping[str, Sequence[Any]]
	coverage: Sequence[Any]
	children: Sequence[Any]


def load(committees: Sequence[str], since: date | None = None) -> Firms:
	"""Return the firms in practice under `committees` with what is asked of them on days from `since` on: eight queries at most.

	Without `since` people are those who practise there now.
	"""
	committees = list(committees)
	firms = frappe.get_all(
		"Law Firm",
		filters={"committee": ["in", committees], "is_active": 1},
		fields=["name", "firm_name", "committee", "registered_on"],
		order_by="name",
	)
	if not firms:
		return Firms((), {}, {}, (), ())
	names = [row.name for row in firms]
	moves = _moves(names, since) if since else {}
	rows = members.load_practising(names, moves)
	return Firms(
		firms,
		people.of_rows(rows, since or date.max),
		moves,
		_load_coverage(names),
		_load_children(names),
	)


def subjects(firms: Firms) -> tuple[Subject, ...]:
	"""Return the firms as subjects. What is asked of a firm belongs to the committee in charge, which sets up organisations."""
	return tuple(
		Subject(
			doctype="Law Firm",
			name=firm.name,
			label=firm.firm_name,
			belongs=between(firm.registered_on, None, firm.committee),
		)
		for firm in firms.rows
	)


def facts(firms: Firms, day: date) -> dict[str, FirmFacts]:
	"""Return by firm its Party members and the organisations that cover it on `day`."""
	practising: dict[str, list[Person]] = defaultdict(list)
	for person in firms.people.values():
		if person.belongs.covers(day) and person.in_party.covers(day):
			practising[_firm_on(person, firms.moves, day)].append(person)
	coverage = [row for row in firms.coverage if _is_active(row, day)]
	own, joint = _own_organisations(coverage), {row.firm for row in coverage if _key(row) == "joint_branch"}
	below = Counter(row.parent for row in firms.children if _exists(row, day))
	return {
		firm.name: _facts(practising[firm.name], own.get(firm.name), firm.name in joint, below, day)
		for firm in firms.rows
	}


def _facts(
	practising: Sequence[Person], own, in_joint_branch: bool, below: Mapping[str, int], day: date
) -> FirmFacts:
	return FirmFacts(
		full_members=sum(person.full.covers(day) for person in practising),
		party_members=len(practising),
		own_organisation=_key(own) if own else None,
		in_joint_branch=in_joint_branch,
		approval_no=own.approval_no if own else None,
		child_branches=below.get(own.parent, 0) if own else 0,
	)


def _firm_on(person: Person, moves: Mapping[str, Sequence], day: date) -> str | None:
	"""The firm of somebody on a day: the one from which his first move after it took him, else that of his record."""
	for move in moves.get(person.name, ()):
		if move.happened_on > day:
			return move.from_firm
	return person.row.firm


def _moves(firms: Sequence[str], since: date) -> dict[str, list]:
	"""By member the changes of firm since a day, of those who left one of `firms` or came to one, in their order: two queries."""
	event = DocType("Party Member Event")
	query = frappe.qb.from_(event).where((event.kind == "Firm Change") & (event.happened_on >= since))
	leavers = query.where(event.from_firm.isin(list(firms))).select(event.member).run(pluck=True)
	if not leavers:
		return {}
	rows = query.where(event.member.isin(sorted(set(leavers))))
	rows = rows.select(event.member, event.happened_on, event.from_firm)
	found: dict[str, list] = defaultdict(list)
	for row in rows.orderby(event.happened_on, event.creation).run(as_dict=True):
		found[row.member].append(row)
	return found


def _key(row) -> str:
	return frappe.scrub(row.branch_type)


def _organisations_covering(firms: Sequence[str]):
	coverage = DocType("Party Branch Firm")
	return frappe.qb.from_(coverage).select(coverage.parent).where(coverage.firm.isin(list(firms)))


def _load_coverage(firms: Sequence[str]) -> list:
	"""All firms covered by any organisation that covers one of `firms`: whether it covers one only matters."""
	coverage, branch = DocType("Party Branch Firm"), DocType("Party Branch")
	return (
		frappe.qb.from_(coverage)
		.join(branch)
		.on(branch.name == coverage.parent)
		.select(
			coverage.parent,
			coverage.firm,
			coverage.joined_on,
			coverage.left_on,
			branch.branch_type,
			branch.approval_no,
			branch.founded_on,
			branch.dissolved_on,
			branch.status,
		)
		.where(coverage.parent.isin(_organisations_covering(firms)))
		.orderby(coverage.parent, coverage.idx)
	).run(as_dict=True)


def _is_active(row, day: date) -> bool:
	return _exists(row, day) and covers(row.joined_on, row.left_on, day)


def _exists(row, day: date) -> bool:
	if row.status == "Dissolved" and not row.dissolved_on:
		return False
	return covers(row.founded_on, last_day_of_branch(row), day)


def _own_organisations(coverage: Iterable) -> dict:
	"""Return by firm the highest organisation that covers it and no other firm."""
	by_organisation = defaultdict(list)
	for row in coverage:
		if _key(row) in _RISING:
			by_organisation[row.parent].append(row)
	own: dict = {}
	for rows in by_organisation.values():
		if len({row.firm for row in rows}) > 1:
			continue
		row = rows[0]
		best = own.get(row.firm)
		if best is None or _RISING.index(_key(row)) > _RISING.index(_key(best)):
			own[row.firm] = row
	return own


def _load_children(firms: Sequence[str]) -> list:
	"""The organisations directly below one that covers one of `firms`, with parent and days: one query."""
	branch = DocType("Party Branch")
	return (
		frappe.qb.from_(branch)
		.select(
			branch.parent_party_branch.as_("parent"), branch.founded_on, branch.dissolved_on, branch.status
		)
		.where(branch.parent_party_branch.isin(_organisations_covering(firms)))
	).run(as_dict=True)


def called(texts: Iterable[str | None]) -> dict[str, str]:
	"""Return by firm name and short name the firms that have one of `texts` as either: one query, none without texts."""
	wanted = sorted({text for text in texts if text})
	if not wanted:
		return {}
	rows = frappe.get_all(
		"Law Firm",
		or_filters=[["firm_name", "in", wanted], ["short_name", "in", wanted]],
		fields=["name", "firm_name", "short_name"],
		order_by="name",
	)
	return {text: row.name for row in rows for text in (row.short_name, row.firm_name) if text}
