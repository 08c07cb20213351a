"""Checks of the rooms (阵地): what was found by organisation, and what the latest check says on a day."""

from collections.abc import Sequence
from datetime import date

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.criteria import Which, of_branches

CHECK, ITEM = "Party Venue Check", "Venue Check Item"
_FIELDS = ("name", "branch", "checked_on", "inspector", "remarks")


def latest(which: Which, first: date, last: date) -> list:
	"""Return the latest check of each organisation from `first` to `last`, each with its `items`: two queries.

	Items have item, label, place, clause, state, photo and note, in the order of the sheet.
	"""
	check = DocType(CHECK)
	rows = (
		frappe.qb.from_(check)
		.select(*(check[field] for field in _FIELDS))
		.where(which(check) & check.checked_on[first:last])
		.orderby(check.checked_on, check.creation)
	).run(as_dict=True)
	found = {row.branch: row for row in rows}
	items = frappe.get_all(
		ITEM,
		filters={"parenttype": CHECK, "parent": ["in", [row.name for row in found.values()] or [""]]},
		fields=["parent", "item", "label", "place", "clause", "state", "photo", "note"],
		order_by="parent, idx",
	)
	of_check: dict[str, list] = {row.name: [] for row in found.values()}
	for item in items:
		of_check[item.parent].append(item)
	for row in found.values():
		row["items"] = of_check[row.name]
	return list(found.values())


def states(branches: Sequence[str], first: date, last: date) -> dict[str, list[tuple[str, str | None]]]:
	"""Return by branch what its latest check of a span found, as (item, state): two queries; none where nobody looked."""
	return {
		row.branch: [(item.item, item.state) for item in row["items"]]
		for row in latest(of_branches(branches), first, last)
	}
