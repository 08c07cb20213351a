"""Endpoints of exemptions from duties: the committee above grants, refuses and withdraws them."""

import frappe
from frappe import _

from party_affairs.party_affairs.doctype.duty_exemption import steps


@frappe.whitelist(methods=["POST"])
def grant(exemption: str, document_no: str | None = None, note: str | None = None) -> dict[str, str]:
	"""Grant an exemption that a branch has asked for; for leaders of an organisation above it.

	Raises PermissionError and ExemptionError, as all steps here. Returns its `status` and a `message`: the findings follow within
	seconds.
	"""
	return _taken(steps.Grant.of(exemption, document_no=document_no, note=note))


@frappe.whitelist(methods=["POST"])
def refuse(exemption: str, note: str) -> dict[str, str]:
	"""Refuse an exemption with a reason; for leaders of an organisation above the branch. No finding changes by that."""
	return _taken(steps.Refuse.of(exemption, note=note), _("The exemption was not granted."))


@frappe.whitelist(methods=["POST"])
def withdraw(exemption: str, reason: str) -> dict[str, str]:
	"""Withdraw an exemption that was granted, with a reason; for leaders of an organisation above the branch."""
	return _taken(steps.Withdraw.of(exemption, reason=reason))


def _taken(step: steps.CommitteeStep, message: str | None = None) -> dict[str, str]:
	step.take()
	message = message or _("The duties concerned are checked again now.")
	return {"status": step.document.status, "message": message}
