"""The single movements of accounts of dues: receipts by day, remittances, expenses. Only submitted documents count.

What they come to in a year is summed up by `account`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from pypika.enums import DatePart
from pypika.terms import Criterion

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Extract, Sum

from party_affairs.facts.criteria import Which
from party_affairs.facts.dues.account import EXPENSE, RECEIPT, REMITTANCE, SUBMITTED, UP
from party_affairs.facts.dues.months import yuan
from party_affairs.rules.periods import Period

_REMITTANCE_FIELDS = (
	*("name", "kind", "status", "branch", "to_branch", "other_organisation", "period_from", "period_to"),
	*("paid_on", "received_on", "voucher_no", "handled_by_name"),
)
_AMOUNTS = ("collected_amount", "correction_amount", "share_percent", "large_voluntary_amount", "amount")
_EXPENSE_FIELDS = (
	*("name", "spent_on", "summary", "payee", "use", "amount"),
	*("voucher_no", "handled_by_name", "decided_on"),
)


@dataclass(frozen=True)
class ReceivedOn:
	"""What members paid on a day, in yuan, and how many of them."""

	day: date
	amount: Decimal
	members: int


@dataclass(frozen=True)
class RemittedIn:
	"""What was remitted in a month, in yuan, and by how many organisations."""

	amount: Decimal
	branches: int


def received_by_day(branch: str, first: date, last: date) -> list[ReceivedOn]:
	"""Return what an organisation received from members from `first` to `last`, by day: one query."""
	receipt = DocType(RECEIPT)
	rows = (
		frappe.qb.from_(receipt)
		.select(receipt.received_on, Sum(receipt.amount), Count(receipt.member).distinct())
		.where((receipt.branch == branch) & (receipt.docstatus == SUBMITTED))
		.where(receipt.received_on[first:last])
		.groupby(receipt.received_on)
	).run()
	return [ReceivedOn(day, yuan(amount), members) for day, amount, members in rows]


def remittances(which: Which, first: date, last: date) -> list:
	"""Return what was remitted or allocated from `first` to `last`, by the day of payment: one query."""
	remittance = DocType(REMITTANCE)
	paid = remittance.paid_on[first:last]
	return _remittances(remittance, which(remittance) & paid, (*_REMITTANCE_FIELDS, *_AMOUNTS))


def remitted_up_by_month(which: Which, to: str, year: Period) -> dict[int, RemittedIn]:
	"""Return by month (1 to 12) of payment what was remitted up to the organisation `to` in `year`: one query."""
	remittance = DocType(REMITTANCE)
	month = Extract(DatePart.month, remittance.paid_on)
	rows = (
		frappe.qb.from_(remittance)
		.select(month, Sum(remittance.amount), Count(remittance.branch).distinct())
		.where(which(remittance) & (remittance.to_branch == to) & (remittance.kind == UP))
		.where((remittance.docstatus == SUBMITTED) & remittance.paid_on[year.start : year.end])
		.groupby(month)
	).run()
	return {month: RemittedIn(yuan(amount), branches) for month, amount, branches in rows}


def transfers(branch: str, first: date, last: date) -> list:
	"""Return what an organisation remitted, allocated or was sent from `first` to `last`: one query.

	In its account money moves on the day on which it was paid, or on which it arrived, so that both are looked at.
	"""
	remittance = DocType(REMITTANCE)
	own = (remittance.branch == branch) | (remittance.to_branch == branch)
	moved = remittance.paid_on[first:last] | remittance.received_on[first:last]
	return _remittances(remittance, own & moved, (*_REMITTANCE_FIELDS, "amount", "receipt_no"))


def _remittances(remittance, condition: Criterion, fields: Sequence[str]) -> list:
	return (
		frappe.qb.from_(remittance)
		.select(*(remittance[field] for field in fields))
		.where(condition & (remittance.docstatus == SUBMITTED))
		.orderby(remittance.paid_on, remittance.name)
	).run(as_dict=True)


def expenses(branch: str, first: date, last: date) -> list:
	"""Return what an organisation spent from `first` to `last`, with `kind` and `also_assembly` of the meeting that approved it: one query."""
	expense, meeting = DocType(EXPENSE), DocType("Party Meeting")
	return (
		frappe.qb.from_(expense)
		.join(meeting)
		.on(meeting.name == expense.resolution)
		.select(*(expense[field] for field in _EXPENSE_FIELDS), meeting.kind, meeting.also_assembly)
		.where((expense.branch == branch) & (expense.docstatus == SUBMITTED) & expense.spent_on[first:last])
	).run(as_dict=True)
