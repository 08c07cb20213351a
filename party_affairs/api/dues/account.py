"""Endpoints of the dues account: sums for the forms, receipt of remittances, cancelling with a reason."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, nowdate

from party_affairs.api.caller import required_member
from party_affairs.arguments import parse_day
from party_affairs.dues import account, publication
from party_affairs.dues.locks import lock_branches
from party_affairs.exceptions import DuesError, rules_speak_to_user
from party_affairs.facts.dues.account import EXPENSE, RECEIPT, REMITTANCE, YEAR, successor_of
from party_affairs.facts.members import profile
from party_affairs.permissions import scope_for
from party_affairs.rules.dues import account as rules


@frappe.whitelist()
def remittance_sums(branch: str, period_from: str, period_to: str, name: str | None = None) -> dict[str, Any]:
	"""Return the sums of a remittance of an organisation for these months, as its form shows them before it is saved."""
	scope_for(REMITTANCE, "create").check_branch(branch)
	with rules_speak_to_user(DuesError):
		first, last = rules.months_of(parse_day(period_from), parse_day(period_to))
		account.refuse_months_twice(branch, first, last, name)
		return {"period_from": first, "period_to": last, **account.remittance(branch, first, last, name)}


@frappe.whitelist()
def balance(branch: str, on: str | None = None) -> dict[str, Any]:
	"""Return what an organisation has in its account at the end of a day (default: today), and what it can spend then.

	`available` is less than `balance` where later payments are entered already.
	"""
	scope_for(EXPENSE).check_branch(branch)
	return account.balance_on(branch, parse_day(on or nowdate()))


@frappe.whitelist()
def of_my_branch(year: int | str | None = None) -> dict[str, Any]:
	"""Return the account of a closed year (default: the latest) of the caller's own branch, and which years are closed.

	It is what the rule has made known to every member: sums of the branch, nobody's payments. Raises PermissionError for
	logins that belong to no member.
	"""
	return publication.of_branch(profile.branch_of(required_member()), cint(year))


@frappe.whitelist(methods=["POST"])
def receive(name: str, received_on: str | None = None, receipt_no: str | None = None) -> dict[str, str]:
	"""Confirm that a remittance has arrived; for whoever keeps the account of the receiver, and never for the sender.

	Raises PermissionError and DuesError.
	"""
	remittance = frappe.get_doc(REMITTANCE, name, for_update=True)
	remittance.check_permission("read")
	_check_acts_for_receiver(remittance)
	remittance.receive(parse_day(received_on or nowdate()), receipt_no)
	return {"status": remittance.status}


@frappe.whitelist(methods=["POST"])
def take_back_receipt(name: str, reason: str) -> dict[str, str]:
	"""Undo the confirmation of a receipt, so that the sender can cancel and correct; for the receiver alone."""
	remittance = frappe.get_doc(REMITTANCE, name, for_update=True)
	remittance.check_permission("read")
	_check_acts_for_receiver(remittance)
	remittance.take_back_receipt(reason)
	return {"status": remittance.status}


def _check_acts_for_receiver(remittance) -> None:
	if not remittance.acts_for_receiver():
		frappe.throw(
			_(
				"The receipt is confirmed by the receiving organisation, {0}, and not by who sent the money."
			).format(frappe.bold(remittance.to_branch or remittance.other_organisation)),
			frappe.PermissionError,
		)


@frappe.whitelist(methods=["POST"])
def cancel(doctype: str, name: str, reason: str) -> dict[str, str | None]:
	"""Cancel a receipt, a remittance or an expense, or reopen a closed year, and keep the reason.

	Of a reopened year `successor` names the draft in which it goes on.
	"""
	if doctype not in (RECEIPT, REMITTANCE, EXPENSE, YEAR):
		frappe.throw(_("{0} is not cancelled here.").format(frappe.bold(doctype)), frappe.PermissionError)
	document = frappe.get_doc(doctype, name)
	document.check_permission("cancel")
	# First the organisations, then the document: in this order the others take their locks too.
	lock_branches([document.branch, document.get("to_branch")])
	document = frappe.get_doc(doctype, name, for_update=True)
	document.cancel_reason = reason
	document.cancel()
	return {"successor": successor_of(doctype, name)}
