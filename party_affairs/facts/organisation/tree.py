"""The tree of Party organisations."""

from collections.abc import Iterable

import frappe

from party_affairs.facts import remembered


def branch_and_below(branch: str) -> list[str]:
	"""Return the names of a Party organisation and of all organisations below it."""
	return remembered.once(("branch and below", branch), lambda: _branch_and_below(branch))


def _branch_and_below(branch: str) -> list[str]:
	table = frappe.qb.DocType("Party Branch")
	top = frappe.db.get_value("Party Branch", branch, ["lft", "rgt"], as_dict=True)
	if not top:
		return []
	rows = frappe.qb.from_(table).select(table.name).where((table.lft >= top.lft) & (table.rgt <= top.rgt))
	return [row[0] for row in rows.run()]


def below(tops: Iterable[str]) -> dict[str, list[str]]:
	"""Return the organisations below each of `tops`, in the order of the tree; none for one without any: one query."""
	top, inside = frappe.qb.DocType("Party Branch").as_("top"), frappe.qb.DocType("Party Branch")
	rows = (
		frappe.qb.from_(top)
		.join(inside)
		.on((inside.lft > top.lft) & (inside.rgt < top.rgt))
		.select(top.name, inside.name)
		.where(top.name.isin(list(tops) or [""]))
		.orderby(inside.lft)
	).run()
	found: dict[str, list[str]] = {}
	for name, one in rows:
		found.setdefault(name, []).append(one)
	return found


def branch_and_above(branch: str) -> list[str]:
	"""Return the names of a Party organisation and of all organisations above it, the highest first: two queries."""
	table = frappe.qb.DocType("Party Branch")
	place = frappe.db.get_value("Party Branch", branch, ["lft", "rgt"], as_dict=True)
	rows = frappe.qb.from_(table).select(table.name)
	above = (table.lft <= place.lft) & (table.rgt >= place.rgt)
	return [row[0] for row in rows.where(above).orderby(table.lft).run()]


def ancestors(branches: Iterable[str]) -> dict[str, set[str]]:
	"""Return by each of `branches` itself and all organisations above it: one query."""
	one, over = frappe.qb.DocType("Party Branch"), frappe.qb.DocType("Party Branch").as_("over")
	rows = (
		frappe.qb.from_(one)
		.join(over)
		.on((over.lft <= one.lft) & (over.rgt >= one.rgt))
		.select(one.name, over.name)
		.where(one.name.isin(list(branches) or [""]))
	).run()
	found: dict[str, set[str]] = {}
	for name, above in rows:
		found.setdefault(name, set()).add(above)
	return found


def directly_above(names: Iterable[str]) -> dict[str, str | None]:
	"""Return by organisation the one directly above it, None for one without any: one query."""
	table = frappe.qb.DocType("Party Branch")
	rows = frappe.qb.from_(table).select(table.name, table.parent_party_branch)
	return dict(rows.where(table.name.isin(list(names) or [""])).run())
