"""Letters of transfer, changes of firm and departures: what N02, N03 and N04 wait for, and what answers them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count

from party_affairs.facts.activity import covers
from party_affairs.facts.criteria import Which
from party_affairs.facts.members.changes import AWAY
from party_affairs.rules.findings import Evidence, Subject, Trigger, subject_of
from party_affairs.rules.message import Message

SUBMITTED = 1
_TRANSFER, _CHANGE, _EVENT = "Party Membership Transfer", "Party Membership Change", "Party Member Event"


def load(
	branches: Mapping[str, Subject], first: date, last: date
) -> tuple[dict[str, list[Trigger]], dict[str, list[Evidence]]]:
	"""Return the triggers from `first` to `last`, and the answers from `first` on without an end, by their keys.

	They belong to the branch that was responsible at the time, whatever the member's branch is now. Nothing is asked
	before a branch keeps records. Four queries.
	"""
	names = list(branches)
	transfers = _transfers(names, first, last)
	changes = _changes(names, first)
	firm_changes = _firm_changes(names, first, last)
	coverage = _coverage(names)
	triggers = {
		"transfer_letter": [
			_trigger(
				row,
				row.letter_date,
				_TRANSFER,
				Message("letter of transfer of {day}", day=row.letter_date),
				row.valid_until,
			)
			for row in transfers
			if row.letter_date >= first
		],
		"member_away": [
			_trigger(row, row.effective_on, _CHANGE, Message("away since {day}", day=row.effective_on))
			for row in changes
			if row.kind == AWAY and row.effective_on <= last
		],
		"firm_change": [
			_trigger(row, row.happened_on, _EVENT, Message("change of firm on {day}", day=row.happened_on))
			for row in firm_changes
			if not _is_covered(coverage[row.branch, row.to_firm], row.happened_on, last)
		],
	}
	triggers = {key: [found for found in rows if is_asked(branches, found)] for key, rows in triggers.items()}
	return triggers, _evidence(transfers, changes)


def number_of_letters_not_received(which: Which, day: date) -> int:
	"""Return how many letters of transfer are past their validity on `day` and were received by nobody: one query."""
	table = DocType(_TRANSFER)
	query = frappe.qb.from_(table).select(Count(table.name))
	waiting = (table.status == "Letter Issued") & (table.valid_until < day)
	return query.where(which(table) & waiting).run()[0][0]


def _transfers(names: Sequence[str], first: date, last: date) -> list:
	table = DocType(_TRANSFER)
	answered = (table.received_on >= first) | (table.returned_on >= first)
	return (
		frappe.qb.from_(table)
		.select(
			table.name,
			table.member,
			table.member_name,
			table.branch,
			table.letter_date,
			table.valid_until,
			table.received_on,
			table.returned_on,
		)
		.where(table.branch.isin(names) & (table.docstatus == SUBMITTED) & (table.direction != "In"))
		.where((table.letter_date <= last) & ((table.letter_date >= first) | answered))
		.orderby(table.name)
	).run(as_dict=True)


def _changes(names: Sequence[str], first: date) -> list:
	table = DocType(_CHANGE)
	return (
		frappe.qb.from_(table)
		.select(
			table.name,
			table.member,
			table.member_name,
			table.branch,
			table.kind,
			table.effective_on,
			table.registered_on,
		)
		.where(table.branch.isin(names) & (table.docstatus == SUBMITTED) & (table.effective_on >= first))
		.orderby(table.name)
	).run(as_dict=True)


def _firm_changes(names: Sequence[str], first: date, last: date) -> list:
	table = DocType(_EVENT)
	return (
		frappe.qb.from_(table)
		.select(table.name, table.member, table.member_name, table.branch, table.happened_on, table.to_firm)
		.where(table.branch.isin(names) & (table.kind == "Firm Change") & table.happened_on[first:last])
		# Whoever left a firm for no other one follows nowhere.
		.where(table.to_firm != "")
		.orderby(table.name)
	).run(as_dict=True)


def _coverage(names: Sequence[str]) -> dict[tuple[str, str], list]:
	rows = frappe.get_all(
		"Party Branch Firm",
		filters={"parent": ["in", names]},
		fields=["parent", "firm", "joined_on", "left_on"],
		order_by="parent, idx",
	)
	found: dict[tuple[str, str], list] = defaultdict(list)
	for row in rows:
		found[row.parent, row.firm].append(row)
	return found


def _is_covered(spans: Iterable, *days: date) -> bool:
	"""Whether the branch covered the firm when the member went there, or does so by now."""
	return any(covers(row.joined_on, row.left_on, day) for row in spans for day in days)


def _trigger(row, day: date, doctype: str, what: Message, due: date | None = None) -> Trigger:
	subject = subject_of(row.branch, "Party Member", row.member, row.member_name)
	return Trigger(subject, day, doctype, row.name, due, what=what)


def is_asked(branches: Mapping[str, Subject], trigger: Trigger) -> bool:
	"""Whether the branch of a trigger kept records on its day."""
	branch = trigger.subject.belongs.on(trigger.day)
	return branch in branches and branches[branch].belongs.covers(trigger.day)


def _evidence(transfers: Iterable, changes: Iterable) -> dict[str, list[Evidence]]:
	transfers = list(transfers)
	moved = [
		Evidence(row.member, row.received_on, _TRANSFER, row.name) for row in transfers if row.received_on
	]
	receipts = [
		Evidence(row.member, day, _TRANSFER, row.name, answers=row.name)
		for row in transfers
		if (day := row.received_on or row.returned_on)
	]
	settled = []
	for row in changes:
		if row.kind != AWAY:
			# Back, or no longer a member: either way nobody is away any more.
			settled.append(Evidence(row.member, row.effective_on, _CHANGE, row.name))
		elif row.registered_on:
			settled.append(Evidence(row.member, row.registered_on, _CHANGE, row.name, answers=row.name))
	return {"transfer_receipt": receipts, "relations_moved": moved, "away_settled": [*moved, *settled]}
