"""Payments of dues, item by item as their receipts say."""

from datetime import date

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.criteria import Which
from party_affairs.facts.dues.account import RECEIPT
from party_affairs.facts.dues.months import yuan


def items(which: Which, first: date, last: date) -> list:
	"""Return the items of the receipts from `first` to `last`, cancelled ones included, by day and number: one query.

	Rows have the receipt's name, docstatus, branch, member_name, received_on, method, paid_by, receipt_no and
	cancel_reason; the item's kind, dues_month, timing and amount (yuan); due_amount of the month it was paid for, and
	monthly_due of the assessment in force then, None for what was paid for no month.
	"""
	receipt, item, entry, assessment = (
		DocType(doctype)
		for doctype in (RECEIPT, "Party Dues Receipt Item", "Party Dues Entry", "Dues Assessment")
	)
	rows = (
		frappe.qb.from_(item)
		.join(receipt)
		.on(receipt.name == item.parent)
		.left_join(entry)
		.on(entry.name == item.entry)
		.left_join(assessment)
		.on(assessment.name == entry.assessment)
		.select(
			*(receipt.name, receipt.docstatus, receipt.branch, receipt.member_name, receipt.received_on),
			*(receipt.method, receipt.paid_by, receipt.receipt_no, receipt.cancel_reason),
			*(item.kind, item.dues_month, item.timing, item.amount),
			*(entry.due_amount, assessment.monthly_due),
		)
		.where(which(receipt) & (receipt.docstatus > 0) & receipt.received_on[first:last])
		.orderby(receipt.received_on, receipt.receipt_serial, receipt.member_name, receipt.name, item.idx)
	).run(as_dict=True)
	for row in rows:
		row.amount = yuan(row.amount)
	return rows
