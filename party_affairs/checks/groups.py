"""The Party group that a document names."""

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.fields import label_of, require
from party_affairs.facts.organisation.branches import branch_of_group


def require_group_of_branch(document: Document, exception: type[Exception] = frappe.ValidationError) -> None:
	"""Raise `exception` if `document` names no Party group, or one of another organisation than its own: one query."""
	require(document, "party_group", exception=exception)
	if branch_of_group(document.party_group) != document.branch:
		frappe.throw(
			_("{0} {1} does not belong to {2}.").format(
				label_of(document, "party_group"),
				frappe.bold(document.party_group),
				frappe.bold(document.branch),
			),
			exception,
		)
