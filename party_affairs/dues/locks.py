"""Locks: nobody collects, spends or closes a year in an organisation while somebody else does."""

from collections.abc import Iterable

import frappe


def lock_branches(branches: Iterable[str | None]) -> list[str]:
	"""Keep others from collecting or spending in `branches` until the end of the transaction: one query.

	Returns their names in order, which is also the order of locking: two of these calls never wait for each other.
	"""
	names = sorted({branch for branch in branches if branch})
	if names:
		branch = frappe.qb.DocType("Party Branch")
		(
			frappe.qb.from_(branch)
			.select(branch.name)
			.where(branch.name.isin(names))
			.orderby(branch.name)
			.for_update()
		).run()
	return names
