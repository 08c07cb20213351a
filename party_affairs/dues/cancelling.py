"""Cancelling with a reason: what moved money is never undone without saying why."""

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.exceptions import DuesError

_LONGEST = 500


def require_reason(doc: Document) -> None:
	"""Raise DuesError unless a document that is being cancelled says why."""
	doc.cancel_reason = checked(doc.cancel_reason)


def checked(reason: str | None) -> str:
	"""Return a reason without blanks around it. Raise DuesError if there is none."""
	reason = (reason or "").strip()
	if not reason:
		frappe.throw(_("Please say why this is cancelled: money moved by it."), DuesError)
	return reason[:_LONGEST]
