"""Dues: which months a member has paid, part-paid, need not pay or still owes (R49)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Max, Sum
from frappe.utils import getdate

from party_affairs.facts import wide
from party_affairs.facts.criteria import Which
from party_affairs.facts.members.people import Person, asked_of
from party_affairs.rules.dues.allocation import OpenMonth
from party_affairs.rules.dues.assessment import Assessment
from party_affairs.rules.dues.facts import DuesFacts
from party_affairs.rules.dues.monthly_dues import CENT, DuesRecord, status_of
from party_affairs.rules.findings import Evidence
from party_affairs.rules.periods import Period, period_of, periods_between
from party_affairs.rules.spells import Spells

_PAID = ("Paid", "Partly Paid")
_COUNTED = (*_PAID, "Exempt")
_COLLECTED = (
	*("name", "branch", "member", "member_name", "dues_month", "payable_by"),
	*("due_amount", "paid_amount", "paid_on", "status", "remarks"),
)


_STATES = {"paid": "Paid", "partly_paid": "Partly Paid", "unpaid": "Unpaid", "exempt": "Exempt"}
_DAYS = ("dues_month", "paid_on", "payable_by")


def yuan(value: Any) -> Decimal:
	"""Return a stored sum of yuan to the cent; the database driver hands it over as float or Decimal, by version."""
	return Decimal(str(value or 0)).quantize(CENT)


def sums_by_month(which: Which, period: Period) -> dict[date, tuple[Decimal, Decimal]]:
	"""Return by month (its first day) of a period what was due and what was paid, in yuan: one query."""
	entry = DocType("Party Dues Entry")
	rows = (
		frappe.qb.from_(entry)
		.select(entry.dues_month, Sum(entry.due_amount), Sum(entry.paid_amount))
		.where(which(entry) & entry.dues_month[period.start : period.end])
		.groupby(entry.dues_month)
	).run()
	return {month: (yuan(due), yuan(paid)) for month, due, paid in rows}


def latest_month(which: Which) -> date | None:
	"""Return the latest month that has an entry, None where there is none: one query."""
	entry = DocType("Party Dues Entry")
	return frappe.qb.from_(entry).select(Max(entry.dues_month)).where(which(entry)).run()[0][0]


def open_months(
	branch: str, members: Iterable[str] | None = None, *, lock: bool = False
) -> dict[str, list[OpenMonth]]:
	"""Return by member the months of `branch` of which something is owed, those not begun included, oldest first: one query.

	`members` narrows the answer. With `lock` the rows are read as others left them and kept, so that two people who
	collect at once do not collect twice.
	"""
	entry = DocType("Party Dues Entry")
	query = (
		frappe.qb.from_(entry)
		.select(
			entry.name, entry.member, entry.dues_month, entry.due_amount, entry.paid_amount, entry.payable_by
		)
		.where((entry.branch == branch) & (entry.due_amount > entry.paid_amount))
		.orderby(entry.dues_month, entry.name)
	)
	if members is not None:
		query = query.where(entry.member.isin(sorted(set(members)) or [""]))
	if lock:
		query = query.for_update()
	rows = query.run(as_dict=True)
	months = defaultdict(list)
	for row in rows:
		owed = yuan(row.due_amount) - yuan(row.paid_amount)
		months[row.member].append(OpenMonth(row.name, row.dues_month, owed, row.payable_by))
	return months


def evidence(members: Sequence[str], first: date, last: date, entries: Iterable) -> list[Evidence]:
	"""Return the evidence for dues months between `first` and `last` of `members`, `entries` being theirs: two queries.

	An entry counts for its member whichever branch collected it. A month without an entry is excused if an assessment
	of the category Exempt covers it, or if the letter with which the member came says that he has paid for it.
	"""
	return [
		*_from_entries(entries),
		*_from_exemptions(members, first, last),
		*_from_letters(members, first, last),
	]


def load(members: Sequence[str], first: date, last: date) -> list:
	"""Return the entries of months between `first` and `last` of `members`: one query, none without members."""
	if not members:
		return []
	entry = DocType("Party Dues Entry")
	query = (
		frappe.qb.from_(entry)
		.where(entry.member.isin(list(members)) & entry.dues_month[first:last])
		.orderby(entry.dues_month, entry.name)
	)
	fields = [entry.name, entry.member, entry.status, entry.due_amount, entry.paid_amount]
	fields += [entry[name] for name in _DAYS]
	return wide.read(query, fields, days=_DAYS)


def to_collect(which: Which, first: date, last: date, day: date) -> list:
	"""Return the entries of months between `first` and `last` by branch, member and month, sums in yuan: two queries.

	They show what had been paid by `day`, and with `paid_later` whether more came after it.
	Ledgers list what a branch collects, from members of any branch; the check (:func:`load`) asks what a branch's members have
	paid, wherever.
	"""
	entry = DocType("Party Dues Entry")
	rows = (
		frappe.qb.from_(entry)
		.select(*(entry[field] for field in _COLLECTED))
		.where(which(entry) & entry.dues_month[first:last])
		.orderby(entry.branch, entry.member, entry.dues_month)
	).run(as_dict=True)
	leave_out_later_payments(rows, day)
	for row in rows:
		row.due_amount, row.paid_amount = yuan(row.due_amount), yuan(row.paid_amount)
		if row.paid_later:
			row.status = _STATES[status_of(row.due_amount, row.paid_amount)]
	return rows


def leave_out_later_payments(rows: Iterable, day: date) -> None:
	"""Let entries show what had been paid by `day`, and when last, by their receipts: one query, none without later payments."""
	later = {row.name: row for row in rows if row.paid_on and getdate(row.paid_on) > day}
	if not later:
		return
	receipt, item = DocType("Party Dues Receipt"), DocType("Party Dues Receipt Item")
	paid = {
		entry: (amount, last)
		for entry, amount, last in (
			frappe.qb.from_(item)
			.join(receipt)
			.on(receipt.name == item.parent)
			.select(item.entry, Sum(item.amount), Max(receipt.received_on))
			.where(item.entry.isin(list(later)) & (receipt.docstatus == 1) & (receipt.received_on <= day))
			.groupby(item.entry)
		).run()
	}
	for name, row in later.items():
		row.paid_amount, row.paid_on = paid.get(name, (0, None))
		row.paid_later = True


def deadlines(entries: Iterable) -> dict[tuple[str, str], date]:
	"""Return by (member, month) the day by which it may be paid, where the entry says so: that of quarterly payers."""
	return {
		(row.member, period_of("month", row.dues_month).key): row.payable_by
		for row in entries
		if row.payable_by
	}


def records(entries: Iterable, excused: Iterable[Evidence]) -> dict[str, DuesRecord]:
	"""Return by member what is recorded of his dues: his entries, and the months for which nothing is asked of him."""
	recorded, undated, free = defaultdict(set), defaultdict(set), defaultdict(set)
	for row in entries:
		month = period_of("month", row.dues_month).key
		recorded[row.member].add(month)
		if row.status in _PAID and not row.paid_on:
			undated[row.member].add(month)
	for found in excused:
		if found.exempt:
			free[found.subject].add(period_of("month", found.about or found.day).key)
	for member, months in free.items():
		recorded[member] |= months
	return {
		member: DuesRecord(frozenset(months), frozenset(undated[member]), frozenset(free[member]))
		for member, months in recorded.items()
	}


def facts(
	people: Iterable[Person],
	kept: Mapping[str, Spells[str]],
	records: Mapping[str, DuesRecord],
	assessments: Mapping[str, Sequence[Any]],
	modes: Mapping[str, str],
	day: date,
) -> dict[str, DuesFacts]:
	"""Return by person the months of the year that are over on `day` and for which his branch of the day asks dues, with what is recorded.

	`assessments` are rows by person that reach into the year, `modes` tell by branch when it assesses anew.
	"""
	months = [month for month in periods_between("month", date(day.year, 1, 1), day) if month.end <= day]
	found = {}
	for person in people:
		home = person.belongs.on(day)
		asked = asked_of(person, kept)
		found[person.name] = DuesFacts(
			tuple(month for month in months if _asks(asked, month) == home),
			records.get(person.name, DuesRecord()),
			tuple(
				Assessment(row.effective_from, row.effective_to, frappe.scrub(row.category))
				for row in assessments.get(person.name, ())
			),
			modes.get(home),
		)
	return found


def _asks(asked: Spells[str], month: Period) -> str | None:
	"""The branch that asks dues for a month: the last one to which the member belonged in it."""
	inside = asked.within(month.start, month.end)
	return inside.items[-1].value if inside else None


def _from_entries(entries: Iterable) -> list[Evidence]:
	return [
		Evidence(
			subject=row.member,
			day=row.paid_on or row.dues_month,
			doctype="Party Dues Entry",
			name=row.name,
			about=row.dues_month,
			partial=row.status == "Partly Paid",
			exempt=row.status == "Exempt",
			amount=yuan(row.paid_amount) if row.status == "Partly Paid" else None,
			whole=yuan(row.due_amount) if row.status == "Partly Paid" else None,
		)
		for row in entries
		if row.status in _COUNTED
	]


def _from_exemptions(members, first, last) -> list[Evidence]:
	if not members:
		return []
	assessment = DocType("Dues Assessment")
	rows = (
		frappe.qb.from_(assessment)
		.select(assessment.name, assessment.member, assessment.effective_from, assessment.effective_to)
		.where(assessment.member.isin(list(members)) & (assessment.category == "Exempt"))
		.where(assessment.effective_from <= last)
		.where(assessment.effective_to.isnull() | (assessment.effective_to >= first))
		.orderby(assessment.name)
	).run(as_dict=True)
	return [
		Evidence(row.member, month.start, "Dues Assessment", row.name, exempt=True)
		for row in rows
		for month in periods_between(
			"month", max(row.effective_from, first), min(row.effective_to or last, last)
		)
	]


def _from_letters(members, first, last) -> list[Evidence]:
	if not members:
		return []
	transfer = DocType("Party Membership Transfer")
	rows = (
		frappe.qb.from_(transfer)
		.select(transfer.name, transfer.member, transfer.received_on, transfer.dues_paid_until)
		.where(transfer.member.isin(list(members)) & (transfer.docstatus == 1))
		.where(transfer.to_branch.isnotnull() & (transfer.to_branch != ""))
		.where((transfer.received_on <= last) & (transfer.dues_paid_until >= first))
		.orderby(transfer.name)
	).run(as_dict=True)
	return [
		Evidence(row.member, period.start, "Party Membership Transfer", row.name, exempt=True)
		for row in rows
		for period in periods_between("month", max(row.received_on, first), min(row.dues_paid_until, last))
	]
