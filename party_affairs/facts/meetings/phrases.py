"""Phrases of a branch's own for its minutes."""

import frappe


def of_branch(branch: str, kind: str) -> list:
	"""Return the own phrases of a branch for a kind of meeting (its label), the oldest first: one query.

	Rows have part, phrase and replaces.
	"""
	return frappe.get_all(
		"Meeting Phrase",
		filters={"branch": branch, "kind": kind},
		fields=["part", "phrase", "replaces"],
		order_by="creation, name",
	)
