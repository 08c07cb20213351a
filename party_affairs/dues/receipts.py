"""Receipts: the one place where money paid for dues is written down, and what entries learn from it.

A submitted Party Dues Receipt is the only proof that a month was paid. Party Dues Entries carry the sum of their
receipts, set by `settle` alone. Rights are the caller's business.
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from pypika import Case
from pypika import functions as fn

import frappe
from frappe import _
from frappe.utils import now

from party_affairs.dues import account, bulk
from party_affairs.dues.locks import lock_branches
from party_affairs.exceptions import DuesError, rules_speak_to_user
from party_affairs.facts.dues.months import yuan
from party_affairs.facts.members.register import names_of
from party_affairs.integrations.erpnext import door
from party_affairs.rules.dues import allocation
from party_affairs.rules.dues.monthly_dues import NOTHING, check_amount
from party_affairs.rules.message import Message
from party_affairs.touches import touch

RECEIPT, ITEM, ENTRY = "Party Dues Receipt", "Party Dues Receipt Item", "Party Dues Entry"
UNNUMBERED = ("Workbook", "Carried Over")
"""Sources whose money got its receipt on paper, before or beside this app."""

KIND_LABELS = {
	allocation.MONTHLY: "Monthly Dues",
	allocation.VOLUNTARY: "Voluntary",
	allocation.LARGE_VOLUNTARY: "Large Voluntary",
}
TIMING_LABELS = {"in_month": "In Month", "in_advance": "In Advance", "back_payment": "Back Payment"}
_ENTRIES_A_CHUNK = 5000
_ISO_DAY_LENGTH = 10


@dataclass(frozen=True)
class Share:
	"""A part of a payment: `kind` as in `rules.dues.allocation`, `amount` in yuan; of monthly dues the entry and its month."""

	kind: str
	amount: Decimal
	entry: str | None = None
	month: date | None = None
	timing: str | None = None


@dataclass(frozen=True)
class Payment:
	"""Money of one member on one day. `key` tells a payment that may be sent twice; the database takes it once."""

	branch: str
	member: str
	received_on: date
	method: str | None
	shares: tuple[Share, ...]
	paid_by: str | None = None
	source: str = "Collected"
	statement: str | None = None
	key: str | None = None
	remarks: str | None = None


@dataclass(frozen=True)
class Paid:
	"""What the submitted receipts say of a month: the sum in yuan, the last day, and how was paid on it."""

	amount: Decimal = NOTHING
	last_day: date | None = None
	method: str | None = None


def write(payments: Sequence[Payment]) -> list[str]:
	"""Write a submitted, numbered receipt for each payment and settle its entries; return the receipts' names in order.

	The number of queries does not grow with that of payments. Raises DuesError for sums that cannot be, and
	DuplicateEntryError where a payment's key was used before.
	"""
	for payment in payments:
		_check(payment)
	account.refuse_closed_years((payment.branch, payment.received_on) for payment in payments)
	names = store(payments)
	settle(share.entry for payment in payments for share in payment.shares if share.entry)
	door.post(RECEIPT, names)
	return names


def any_recorded(keys: Iterable[str]) -> bool:
	"""Whether a payment with one of these keys was recorded, cancelled ones included: one query."""
	receipt = frappe.qb.DocType(RECEIPT)
	found = (
		frappe.qb.from_(receipt).select(receipt.name).where(receipt.collection_key.isin(list(keys))).limit(1)
	)
	return bool(found.run())


def store(payments: Sequence[Payment]) -> list[str]:
	"""Store a submitted, numbered receipt for each payment and return their names; their entries are left as they are."""
	if not payments:
		return []
	numbers = next_numbers([(payment.branch, payment.received_on, payment.source) for payment in payments])
	names = names_of({payment.member for payment in payments})
	receipts = [
		_receipt(payment, number, names.get(payment.member))
		for payment, number in zip(payments, numbers, strict=True)
	]
	bulk.insert(RECEIPT, receipts)
	bulk.insert(
		ITEM,
		[
			row
			for payment, receipt in zip(payments, receipts, strict=True)
			for row in _items(payment, receipt)
		],
	)
	return [receipt["name"] for receipt in receipts]


def next_numbers(asked: Sequence[tuple[str, date, str]]) -> list[tuple[str | None, int, int]]:
	"""Return number, year and serial for a receipt of each (branch, day received, source); None for unnumbered sources.

	Serials run without gaps in a branch and year: they are counted on from the stored receipts, cancelled ones
	included, while the branch's row is locked until the end of the transaction. Two queries.
	"""
	wanted = {(branch, day.year) for branch, day, source in asked if source not in UNNUMBERED}
	last = _last_serials(wanted) if wanted else {}
	numbers = []
	for branch, day, source in asked:
		if source in UNNUMBERED:
			numbers.append((None, day.year, 0))
			continue
		last[branch, day.year] += 1
		serial = last[branch, day.year]
		numbers.append((f"{day.year}-{serial:05d}", day.year, serial))
	return numbers


def settle(entries: Iterable[str]) -> None:
	"""Set what was paid, when, how, and the state of `entries` from their submitted receipts: one query per 5,000."""
	names = sorted(set(entries))
	for start in range(0, len(names), _ENTRIES_A_CHUNK):
		_settle(names[start : start + _ENTRIES_A_CHUNK])


def _settle(names: list[str]) -> None:
	entry = frappe.qb.DocType(ENTRY)
	paid = _paid_for(names)
	amount = fn.Coalesce(paid.sum_paid, 0)
	# The same as `rules.dues.monthly_dues.status_of`, for a whole branch at once; a test holds the two together.
	status = (
		Case()
		.when((amount > 0) & (amount >= entry.due_amount), "Paid")
		.when(amount > 0, "Partly Paid")
		.when(entry.due_amount == 0, "Exempt")
		.else_("Unpaid")
	)
	(
		frappe.qb.update(entry)
		.left_join(paid)
		.on(paid.paid_entry == entry.name)
		.set(entry.status, status)
		.set(entry.paid_amount, amount)
		.set(entry.paid_on, paid.last_day)
		.set(entry.method, paid.last_method)
		.set(entry.modified, now())
		.set(entry.modified_by, frappe.session.user)
		.where(entry.name.isin(names))
	).run()
	touch(ENTRY, records=names)


def _paid_for(names: list[str]):
	"""Subquery: per entry the sum of its receipts, the last day, and how was paid on it."""
	receipt, item = frappe.qb.DocType(RECEIPT), frappe.qb.DocType(ITEM)
	latest = fn.Max(fn.Concat(receipt.received_on, fn.Coalesce(receipt.method, "")))
	return (
		frappe.qb.from_(item)
		.join(receipt)
		.on((receipt.name == item.parent) & (receipt.docstatus == 1))
		.select(
			item.entry.as_("paid_entry"),
			fn.Sum(item.amount).as_("sum_paid"),
			fn.Max(receipt.received_on).as_("last_day"),
			fn.Substring(latest, _ISO_DAY_LENGTH + 1, 100).as_("last_method"),
		)
		.where(item.entry.isin(names))
		.groupby(item.entry)
	)


def paid_for(entry: str) -> Paid:
	"""Return what the receipts of an entry say: one query."""
	row = _paid_for([entry]).run(as_dict=True)
	if not row:
		return Paid()
	return Paid(yuan(row[0].sum_paid), row[0].last_day, row[0].last_method or None)


def cancelled(names: Sequence[str]) -> None:
	"""Settle the entries of receipts that were just cancelled.

	Raises DuesError if the year of one is closed, or its money is spent.
	"""
	account.refuse_negative_balance(_settle_cancelled(names))


def withdraw_unnumbered(entry: str) -> bool:
	"""Cancel the receipts of an entry that stand for paper ones, and return whether there were any.

	What was copied from paper may be copied again. The caller writes what is right in their place, and then checks that
	the account is not overdrawn. Raises DuesError if the year of one is closed.
	"""
	receipt, item = frappe.qb.DocType(RECEIPT), frappe.qb.DocType(ITEM)
	rows = (
		frappe.qb.from_(receipt)
		.join(item)
		.on(item.parent == receipt.name)
		.select(receipt.name)
		.distinct()
		.where((item.entry == entry) & (receipt.docstatus == 1) & receipt.source.isin(UNNUMBERED))
	).run()
	names = [row[0] for row in rows]
	if not names:
		return False
	(
		frappe.qb.update(receipt)
		.set(receipt.docstatus, 2)
		.set(receipt.cancel_reason, _("Corrected"))
		.set(receipt.modified, now())
		.set(receipt.modified_by, frappe.session.user)
		.where(receipt.name.isin(names))
	).run()
	frappe.qb.update(item).set(item.docstatus, 2).where(item.parent.isin(names)).run()
	# Their money was never booked in ERPNext: the paper receipts' was booked by hand, if at all.
	_settle_cancelled(names)
	return True


def _settle_cancelled(names: Sequence[str]) -> set[str]:
	receipt, item = frappe.qb.DocType(RECEIPT), frappe.qb.DocType(ITEM)
	days = (
		frappe.qb.from_(receipt).select(receipt.branch, receipt.received_on).where(receipt.name.isin(names))
	).run()
	account.refuse_closed_years(days)
	entries = frappe.qb.from_(item).select(item.entry).where(item.parent.isin(names) & item.entry.isnotnull())
	settle(row[0] for row in entries.run())
	return {branch for branch, _day in days}


def sums(shares: Iterable[Share]) -> dict[str, Decimal]:
	"""Return a receipt's sums in yuan by fieldname."""
	by_kind = defaultdict(lambda: NOTHING)
	for share in shares:
		by_kind[share.kind] += share.amount
	return {
		"dues_amount": by_kind[allocation.MONTHLY],
		"voluntary_amount": by_kind[allocation.VOLUNTARY],
		"large_voluntary_amount": by_kind[allocation.LARGE_VOLUNTARY],
	}


def item_of(share: Share, received_on: date) -> dict[str, Any]:
	"""Return the row of a receipt's table for a share."""
	timing = share.timing or (allocation.timing(share.month, received_on) if share.month else None)
	return {
		"kind": KIND_LABELS[share.kind],
		"entry": share.entry,
		"dues_month": share.month,
		"timing": TIMING_LABELS[timing] if timing else None,
		"amount": share.amount,
	}


def _check(payment: Payment) -> None:
	if not payment.shares:
		frappe.throw(_("Please enter an amount greater than zero."), DuesError)
	for share in payment.shares:
		with rules_speak_to_user(DuesError):
			check_amount(share.amount, Message("Amount Received (Yuan)"))
		if not share.amount:
			frappe.throw(_("Please enter an amount greater than zero."), DuesError)


def _last_serials(wanted: set[tuple[str, int]]) -> dict[tuple[str, int], int]:
	branches = sorted({branch for branch, _year in wanted})
	lock_branches(branches)
	receipt = frappe.qb.DocType(RECEIPT)
	# A locking read: what others committed since this transaction began counts.
	rows = (
		frappe.qb.from_(receipt)
		.select(receipt.branch, receipt.receipt_year, fn.Max(receipt.receipt_serial))
		.where(receipt.branch.isin(branches))
		.where(receipt.receipt_year.isin(sorted({year for _branch, year in wanted})))
		.groupby(receipt.branch, receipt.receipt_year)
		.for_update()
	).run()
	return defaultdict(int, {(branch, year): serial for branch, year, serial in rows})


def _receipt(
	payment: Payment, number: tuple[str | None, int, int], member_name: str | None
) -> dict[str, Any]:
	parts = sums(payment.shares)
	receipt_no, year, serial = number
	return {
		"name": bulk.new_name(),
		"docstatus": 1,
		"branch": payment.branch,
		"member": payment.member,
		"member_name": member_name,
		"received_on": payment.received_on,
		"method": payment.method,
		"paid_by": payment.paid_by,
		"receipt_no": receipt_no,
		"receipt_year": year,
		"receipt_serial": serial,
		"source": payment.source,
		"statement": payment.statement,
		"collection_key": payment.key,
		# Who copies a paper receipt did not collect the money.
		"collected_by": None if payment.source in UNNUMBERED else frappe.session.user,
		"remarks": payment.remarks,
		"amount": sum(parts.values()),
		"voluntary": parts["voluntary_amount"] + parts["large_voluntary_amount"],
		**parts,
	}


def _items(payment: Payment, receipt: dict[str, Any]) -> list[dict[str, Any]]:
	return [
		{
			"name": bulk.new_name(),
			"docstatus": 1,
			"parent": receipt["name"],
			"parenttype": RECEIPT,
			"parentfield": "items",
			"idx": position,
			**item_of(share, payment.received_on),
		}
		for position, share in enumerate(payment.shares, 1)
	]
