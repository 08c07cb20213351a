"""Files that a document names: private ones, and only those that the caller may attach."""

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.fields import label_of
from party_affairs.facts.files import with_address


def require_private_file(doc: Document, fieldname: str, exception=frappe.ValidationError) -> None:
	"""Raise `exception` unless the file that a field names is private and the caller's to attach.

	A file is named by its address, which anybody may write; Frappe then attaches it to the document.
	"""
	address = doc.get(fieldname)
	if not address or not (doc.is_new() or doc.has_value_changed(fieldname)):
		return
	if not address.startswith("/private/files/"):
		frappe.throw(
			_("{0} must be a private file: mark it as private and upload it again.").format(
				label_of(doc, fieldname)
			),
			exception,
		)
	if not any(frappe.has_permission("File", "read", name) for name in with_address(address)):
		frappe.throw(
			_("{0}: there is no such file of yours. Upload it again.").format(label_of(doc, fieldname)),
			exception,
		)
