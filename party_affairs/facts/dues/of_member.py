"""Dues of one member: the account of his months, and his receipts."""

import frappe

from party_affairs.rules.periods import Period


def entries(member: str) -> list:
	"""Return the entries of a member, whichever branch collects them, by month: one query."""
	return frappe.get_all(
		"Party Dues Entry",
		filters={"member": member},
		fields=["dues_month", "payable_by", "due_amount", "paid_amount", "paid_on", "method", "status"],
		order_by="dues_month",
	)


def receipts(member: str, year: Period) -> list:
	"""Return the receipts of what a member paid in a year, the latest first: one query. Cancelled ones are none."""
	return frappe.get_all(
		"Party Dues Receipt",
		filters={"member": member, "docstatus": 1, "received_on": ["between", [year.start, year.end]]},
		fields=["name", "receipt_no", "received_on", "amount", "voluntary", "method", "paid_by"],
		order_by="received_on desc, receipt_serial desc",
	)


def has_receipt(member: str, name: str) -> bool:
	"""Whether a receipt is one of the member's and holds: one query."""
	return bool(frappe.db.exists("Party Dues Receipt", {"name": name, "member": member, "docstatus": 1}))
