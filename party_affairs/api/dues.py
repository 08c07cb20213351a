"""Dues from the list view: several entries paid at once."""

from collections import defaultdict
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from party_affairs.dues.collection import CollectionLine, collect
from party_affairs.exceptions import DuesError
from party_affairs.facts.dues import yuan

_LIMIT = 500
_SETTLED = ("Paid", "Exempt")


@frappe.whitelist(methods=["POST"])
def mark_paid(
	entries: list[str] | str, paid_on: str, method: str, paid_by: str | None = None
) -> dict[str, Any]:
	"""Enter for each of `entries` that its full amount was paid on `paid_on` by `method`, one receipt a member: all of them, or none.

	Entries that are paid or exempt already stay as they are. Returns the numbers `marked` and `untouched` and the sum
	`received` in yuan, as text. Raises PermissionError if the caller may not change one of the entries.
	"""
	documents = [frappe.get_doc("Party Dues Entry", name) for name in _names(entries)]
	for document in documents:
		document.check_permission("write")
	_check_payment(paid_on, method)
	open_entries = [document for document in documents if document.status not in _SETTLED]
	by_branch = defaultdict(lambda: defaultdict(list))
	for document in open_entries:
		by_branch[document.branch][document.member].append(getdate(document.dues_month))
	written = []
	for branch in sorted(by_branch):
		lines = [
			CollectionLine(member, paid_by=paid_by, months=tuple(months))
			for member, months in sorted(by_branch[branch].items())
		]
		written += collect(branch, getdate(paid_on), method, lines)
	return {
		"marked": len(open_entries),
		"untouched": len(documents) - len(open_entries),
		"received": f"{_received(written):.2f}",
	}


@frappe.whitelist(methods=["POST"])
def cancel_receipt(receipt: str, reason: str) -> None:
	"""Cancel a receipt and say why; its number stays taken and the months it paid are open again.

	Raises PermissionError if the caller may not cancel it, DuesError without a reason.
	"""
	document = frappe.get_doc("Party Dues Receipt", receipt)
	document.check_permission("cancel")
	document.cancel_reason = reason
	document.cancel()


def _received(receipts: list[str]) -> Decimal:
	amounts = frappe.get_all(
		"Party Dues Receipt", filters={"name": ["in", receipts]}, pluck="amount", order_by="name"
	)
	return sum(map(yuan, amounts), Decimal(0))


def _names(entries: list[str] | str) -> list[str]:
	names = list(dict.fromkeys(frappe.parse_json(entries) or ()))
	if not names:
		frappe.throw(_("Please select at least one entry."), DuesError)
	if len(names) > _LIMIT:
		frappe.throw(_("Please select at most {0} entries at a time.").format(_LIMIT), DuesError)
	return names


def _check_payment(paid_on: str, method: str) -> None:
	methods = [
		option for option in frappe.get_meta("Party Dues Entry").get_options("method").split("\n") if option
	]
	if method not in methods:
		frappe.throw(
			_("{0}: please choose one of {1}.").format(
				frappe.bold(_("Payment Method")), "、".join(_(option) for option in methods)
			),
			DuesError,
		)
	if not paid_on:
		frappe.throw(_("Please enter the day of payment."), DuesError)
