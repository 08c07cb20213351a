"""The right to one document, asked where a method of the platform does not ask."""

import frappe
from frappe import _

from party_affairs.exceptions import unsaid


def check_document(doctype: str, name: str, right: str = "read") -> None:
	"""Raise PermissionError unless the caller has the right to the document; one that is not there looks the same."""
	try:
		with unsaid():
			document = frappe.get_doc(doctype, name)
		allowed = document.has_permission(right)
	except frappe.DoesNotExistError:
		# A form that is not stored yet is asked for under such a name, and already takes files.
		is_new = name == "new" or name.startswith("new-")
		allowed = is_new and frappe.has_permission(doctype, right)
	if not allowed:
		frappe.local.message_log = []
		frappe.throw(_("You have no right to {0}.").format(_(doctype)), frappe.PermissionError)
