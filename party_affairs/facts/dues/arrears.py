"""Dues in arrears: which months members still owe on a day. Ledgers, cards, reminders and the member's page read them here."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from pypika.terms import Criterion

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Max, Sum
from frappe.utils import getdate, nowdate

from party_affairs.facts.criteria import Which
from party_affairs.facts.dues.months import leave_out_later_payments, yuan
from party_affairs.permissions.scope import ON_REGISTER
from party_affairs.rules.dues.monthly_dues import NOTHING, Arrears, MonthAccount, arrears_of
from party_affairs.rules.periods import period_of

ENTRY = "Party Dues Entry"


def is_payable_over(entry, day: date) -> Criterion:
	"""Return the criterion that an entry could have been paid in time only before `day`; as `MonthAccount` says it."""
	month = period_of("month", day).start
	by_default = entry.payable_by.isnull() & (entry.dues_month < month)
	return by_default | (entry.payable_by < day)


def total_open(which: Which, day: date) -> Decimal:
	"""Return the sum in yuan that is unpaid of the entries whose time is over on `day`: one query."""
	entry = DocType(ENTRY)
	query = frappe.qb.from_(entry).select(Sum(entry.due_amount - entry.paid_amount))
	owed = (entry.paid_amount < entry.due_amount) & is_payable_over(entry, day)
	return yuan(query.where(which(entry) & owed).run()[0][0])


def account_of(row: Mapping[str, Any]) -> MonthAccount:
	"""Return the month's account that a row of entries shows."""
	return MonthAccount(
		month=period_of("month", getdate(row["dues_month"])),
		due=yuan(row["due_amount"]),
		paid=yuan(row["paid_amount"]),
		payable_by=row.get("payable_by") and getdate(row["payable_by"]),
	)


def load(day: date, which: Callable[[Any, Any], Criterion]) -> list:
	"""Return the entries that are in arrears on `day`, oldest first for each member: one query, two where something was paid later.

	`which` narrows them: it is given the tables of entries and of members. Rows carry the entry's fields, and `open`, what
	is still to be paid. What was paid after the day is left out by its receipts.
	"""
	entry, member = DocType(ENTRY), DocType("Party Member")
	is_open = entry.paid_amount < entry.due_amount
	rows = (
		frappe.qb.from_(entry)
		.join(member)
		.on(member.name == entry.member)
		.select(
			*(entry.name, entry.branch, entry.member, entry.dues_month, entry.payable_by),
			*(entry.due_amount, entry.paid_amount, entry.paid_on),
			*(member.member_name, member.branch.as_("own_branch"), member.user),
		)
		.where(is_open | (entry.paid_on > day))
		.where(is_payable_over(entry, day) & which(entry, member))
		.orderby(entry.member, entry.dues_month)
	).run(as_dict=True)
	leave_out_later_payments(rows, day)
	for row in rows:
		row.open = account_of(row).open
	return [row for row in rows if row.open]


def load_of_members_in(branches: Sequence[str], day: date) -> list:
	"""Return the entries in arrears of the members on register in `branches`, whichever branch is to collect them: one query."""
	return load(
		day, lambda _entry, member: member.branch.isin(list(branches)) & member.status.isin(ON_REGISTER)
	)


def runs(members: Iterable[str], day: date) -> dict[str, Arrears]:
	"""Return what each of `members` is in arrears with on `day`, wherever it is to be collected: two queries."""
	names = sorted(set(members))
	return runs_of(load(day, lambda entry, _member: entry.member.isin(names)), day) if names else {}


def runs_of(rows: Iterable, day: date) -> dict[str, Arrears]:
	"""Return by member what he is in arrears with on `day`, `rows` being all his entries in arrears: one query.

	Of the months paid only the latest is read: what lies before it is no part of a run.
	"""
	accounts = defaultdict(list)
	for row in rows:
		accounts[row.member].append(account_of(row))
	if not accounts:
		return {}
	entry = DocType(ENTRY)
	settled = (
		frappe.qb.from_(entry)
		.select(entry.member, Max(entry.dues_month))
		.where(entry.member.isin(sorted(accounts)) & (entry.dues_month <= day))
		.where(entry.paid_amount >= entry.due_amount)
		.where(entry.paid_on.isnull() | (entry.paid_on <= day))
		.groupby(entry.member)
	).run()
	for name, month in settled:
		accounts[name].append(MonthAccount(period_of("month", getdate(month)), NOTHING, NOTHING))
	return {name: arrears_of(of_member, day) for name, of_member in accounts.items()}


def of_member(member: str, day: date | None = None) -> list:
	"""Return the entries with which one member is in arrears: one query."""
	return load(day or getdate(nowdate()), lambda entry, _member: entry.member == member)
