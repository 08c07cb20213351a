"""What the form of an honour asks for: withdrawing it, with its reason and day."""

import frappe

from party_affairs.arguments import parse_day
from party_affairs.party_affairs.doctype.honour.steps import Withdraw


@frappe.whitelist(methods=["POST"])
def withdraw(name: str, reason: str, day: str) -> dict[str, str]:
	"""Withdraw an awarded honour on `day`, and return its status.

	Raise PermissionError without the right to cancel it, ValidationError for what is lacking; then it stays as it was.
	"""
	honour = Withdraw.of(name).document
	honour.withdrawn_reason, honour.withdrawn_on = reason.strip(), parse_day(day)
	honour.cancel()
	return {"status": honour.status}
