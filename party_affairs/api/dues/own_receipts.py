"""A member's own receipt of dues, to be printed."""

import frappe
from frappe import _

from party_affairs.api.caller import required_member
from party_affairs.facts.dues import of_member
from party_affairs.language import in_site_language


@frappe.whitelist()
def receipt(name: str) -> None:
	"""Send the PDF of one of the caller's own receipts. Raise PermissionError for another's as for one that does not exist."""
	if not of_member.has_receipt(required_member(), name):
		frappe.throw(_("You have no receipt of this number."), frappe.PermissionError)
	with in_site_language():
		paper = frappe.get_print("Party Dues Receipt", name, "Dues Receipt", as_pdf=True)
	frappe.local.response.update({"filename": f"{name}.pdf", "filecontent": paper, "type": "pdf"})
