"""Numbered receipts: those written when money was collected, which nothing but a cancellation takes back."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import frappe
from frappe.utils import getdate

from party_affairs.facts.dues.months import yuan

RECEIPT, ITEM = "Party Dues Receipt", "Party Dues Receipt Item"


@dataclass
class Numbered:
	"""A submitted receipt: what was received in yuan, and what of it is for which entry."""

	number: str
	member: str
	received_on: date
	method: str
	amount: Decimal
	entries: dict[str, Decimal] = field(default_factory=lambda: defaultdict(Decimal))


def of_year(branch: str, year: int) -> list[Numbered]:
	"""Return a branch's numbered receipts for months of a year, and those received in it or in the years beside it: one query."""
	receipt, item = frappe.qb.DocType(RECEIPT), frappe.qb.DocType(ITEM)
	for_its_months = item.dues_month[date(year, 1, 1) : date(year, 12, 31)]
	received_then = receipt.received_on[date(year - 1, 1, 1) : date(year + 1, 12, 31)]
	rows = (
		frappe.qb.from_(receipt)
		.join(item)
		.on(item.parent == receipt.name)
		.select(receipt.name, receipt.receipt_no, receipt.member, receipt.received_on, receipt.method)
		.select(receipt.amount, item.entry, item.amount.as_("share"))
		.where((receipt.branch == branch) & (receipt.docstatus == 1) & (receipt.receipt_serial > 0))
		.where(for_its_months | received_then)
		.orderby(receipt.received_on, receipt.receipt_serial)
	).run(as_dict=True)
	found: dict[str, Numbered] = {}
	for row in rows:
		known = found.setdefault(
			row.name,
			Numbered(
				row.receipt_no, row.member, getdate(row.received_on), row.method or "", yuan(row.amount)
			),
		)
		if row.entry:
			known.entries[row.entry] += yuan(row.share)
	return list(found.values())
