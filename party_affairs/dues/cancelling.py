"""Cancelling with a reason: what moved money is never undone without saying why."""

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.exceptions import DuesError

_LONGEST = 500


def require_reason(doc: Document) -> None:
	"""Raise DuesError unless a document that is being cancelled says why; nothing else comes with the cancellation.

	Frappe stores what a request brings along: a day or a sum that is another than the submitted one would get past what is
	checked, and out of the trace.
	"""
	reason = checked(doc.cancel_reason)
	submitted = doc.get_doc_before_save()
	for field in doc.meta.fields:
		doc.set(field.fieldname, submitted.get(field.fieldname))
	for row in doc.get_all_children():
		row.docstatus = doc.docstatus
	doc.cancel_reason = reason


def checked(reason: str | None) -> str:
	"""Return a reason without blanks around it. Raise DuesError if there is none."""
	reason = (reason or "").strip()
	if not reason:
		frappe.throw(_("Please say why this is cancelled: money moved by it."), DuesError)
	return reason[:_LONGEST]
