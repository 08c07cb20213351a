"""Following a document: Frappe mails its changes as long as somebody follows it, and never asks for the right again."""

import frappe

from party_affairs.permissions.register import SCOPED_DOCTYPES


def forget(follow, method: str | None = None) -> None:
	"""Document event of Document Follow: ours are followed by nobody.

	Who follows what he makes, likes or comments does so by a setting of his own; so nothing is said, and his work goes on.
	"""
	if follow.ref_doctype in SCOPED_DOCTYPES:
		frappe.db.delete("Document Follow", {"name": follow.name})
