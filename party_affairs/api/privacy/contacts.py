"""What somebody whom a member keeps contact with may ask for, though he has no login: that his data is forgotten."""

import frappe
from frappe import _

from party_affairs.permissions import scope_for
from party_affairs.privacy import requests

_PERSON = "Contacted Person"


@frappe.whitelist(methods=["POST"])
def anonymise(name: str) -> int:
	"""Anonymise a contact person at his request, in all pairings and opinions, without a way back; return how many records that was.

	Raises PermissionError unless the caller may change the person's sensitive fields, ValidationError while a pairing still runs.
	"""
	person = frappe.get_doc(_PERSON, name)
	person.check_permission("write")
	scope_for(_PERSON, "write", permlevel=1).check_branch(person.branch)
	if not person.paired_until:
		frappe.throw(_("The pairing still runs. Enter the day on which it ended first."))
	return requests.forget_contacts([person])
