"""Dues from the list view: several entries paid at once."""

from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from party_affairs.exceptions import DuesError

_LIMIT = 500
_SETTLED = ("Paid", "Exempt")


@frappe.whitelist(methods=["POST"])
def mark_paid(entries: list[str] | str, paid_on: str, method: str) -> dict[str, Any]:
	"""Enter for each of `entries` that its full amount was paid on `paid_on` by `method`: all of them, or none.

	Entries that are paid or exempt already stay as they are. Returns the numbers `marked` and `untouched` and the sum
	`received` in yuan, as text. Raises PermissionError if the caller may not change one of the entries.
	"""
	documents = [frappe.get_doc("Party Dues Entry", name) for name in _names(entries)]
	for document in documents:
		document.check_permission("write")
	_check_payment(paid_on, method)
	received = Decimal(0)
	open_entries = [document for document in documents if document.status not in _SETTLED]
	frappe.db.savepoint("mark_paid")
	for document in open_entries:
		received += document.yuan("due_amount") - document.yuan("paid_amount")
		document.update({"paid_amount": document.due_amount, "paid_on": getdate(paid_on), "method": method})
		try:
			document.save()
		except frappe.ValidationError:
			frappe.db.rollback(save_point="mark_paid")
			_explain_refusal(document)
			raise
	return {
		"marked": len(open_entries),
		"untouched": len(documents) - len(open_entries),
		"received": f"{received:.2f}",
	}


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


def _explain_refusal(document) -> None:
	frappe.msgprint(
		_(
			"Nothing was changed. The entry of {0} for {1} was refused; correct it or leave it out of the selection."
		).format(frappe.bold(document.member_name), f"{getdate(document.dues_month):%Y-%m}"),
		indicator="red",
	)
