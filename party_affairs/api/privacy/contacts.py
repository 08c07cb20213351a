"""What somebody whom a member keeps contact with may ask for, though he has no login: that his data is forgotten."""

import frappe
from frappe import _

from party_affairs.permissions import scope_for
from party_affairs.privacy import requests

_PAIRING = "Contact Pairing"


@frappe.whitelist(methods=["POST"])
def anonymise(name: str) -> int:
	"""Anonymise the contact of a pairing at his request, without a way back; return how many pairings that was.

	Raises PermissionError unless the caller may change the pairing's sensitive fields, ValidationError while it still runs.
	"""
	pairing = frappe.get_doc(_PAIRING, name)
	pairing.check_permission("write")
	scope_for(_PAIRING, "write", permlevel=1).check_branch(pairing.branch)
	if not pairing.end_date:
		frappe.throw(_("The pairing still runs. Enter the day on which it ended first."))
	return requests.forget_contacts([pairing])
