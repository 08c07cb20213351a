"""What the matching of a statement needs to know of a branch: its members, what they owe, what will be due."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.dues import assessment as dues_assessment
from party_affairs.facts.dues.months import yuan
from party_affairs.rules.dues import assessment as assessment_rules
from party_affairs.rules.dues.matching import MOST_ADVANCE_MONTHS, DueMonth, Payer
from party_affairs.rules.periods import add_months

_PAYING_STAGES = ("Probationary Member", "Full Member")
_ON_REGISTER = ("On Register", "Floating")
_STILL_OWED = ("Unpaid", "Partly Paid")


def payers(branch: str, first_day: date, members: Sequence[str] | None = None) -> list[Payer]:
	"""Return those who may pay dues to `branch`: its members, and former ones who still owe it something.

	`first_day` is that of the first payment; months before it that were not owed are not offered. `members` narrows
	the answer. Three queries.
	"""
	people = _people(branch, members)
	names = [row.name for row in people]
	entries = _entries(branch, names)
	start = first_day.replace(day=1)
	assessments = dues_assessment.of_members(names, start, None)
	return [
		Payer(
			row.name,
			row.member_name,
			owing=_owing(entries[row.name]),
			coming=_coming(row, branch, entries[row.name], assessments.get(row.name, []), start),
		)
		for row in people
	]


def _people(branch: str, members: Sequence[str] | None) -> list[Any]:
	member, entry = DocType("Party Member"), DocType("Party Dues Entry")
	owing = (
		frappe.qb.from_(entry)
		.select(entry.member)
		.where((entry.branch == branch) & entry.status.isin(_STILL_OWED))
	)
	on_register = (
		(member.branch == branch) & member.stage.isin(_PAYING_STAGES) & member.status.isin(_ON_REGISTER)
	)
	query = (
		frappe.qb.from_(member)
		.select(member.name, member.member_name, member.branch, member.status)
		.where(on_register | member.name.isin(owing))
		.orderby(member.name)
	)
	if members is not None:
		query = query.where(member.name.isin(list(members) or [""]))
	return query.run(as_dict=True)


def _entries(branch: str, members: Iterable[str]) -> dict[str, list[Any]]:
	entry = DocType("Party Dues Entry")
	rows = (
		frappe.qb.from_(entry)
		.select(entry.member, entry.branch, entry.dues_month, entry.due_amount, entry.paid_amount)
		.where(entry.member.isin(list(members) or [""]))
		.orderby(entry.dues_month, entry.name)
	).run(as_dict=True)
	by_member = defaultdict(list)
	for row in rows:
		row.ours = row.branch == branch
		by_member[row.member].append(row)
	return by_member


def _owing(entries: list[Any]) -> tuple[DueMonth, ...]:
	return tuple(
		DueMonth(row.dues_month, yuan(row.due_amount) - yuan(row.paid_amount))
		for row in entries
		if row.ours and yuan(row.due_amount) > yuan(row.paid_amount)
	)


def _coming(
	person: Any, branch: str, entries: list[Any], assessments: list[Any], start: date
) -> tuple[DueMonth, ...]:
	"""The months behind the last entry, by the assessments in force, as far as they reach without a gap."""
	if person.branch != branch or person.status not in _ON_REGISTER:
		return ()
	if entries:
		start = max(start, add_months(entries[-1].dues_month, 1))
	months = []
	for ahead in range(2 * MOST_ADVANCE_MONTHS):
		month = add_months(start, ahead)
		assessed = assessment_rules.in_force(assessments, month)
		if not assessed or not assessed.monthly_due:
			break
		months.append(DueMonth(month, assessed.monthly_due))
	return tuple(months)
