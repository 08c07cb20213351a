"""Who has seen sensitive data: what the log of it says, and which organisation a line of it belongs to."""

from collections.abc import Collection
from datetime import date, timedelta

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce, Count, Date, Max, Sum

from party_affairs.facts.criteria import Which

LOG = "Sensitive Data Access"


def by_day(which: Which, first: date, last: date, untold: Collection[str] = ()) -> list:
	"""Return what each user saw on each day from `first` to `last`, the latest first: one query.

	Rows have day, user, user_name, way, document_type, sensitive_fields, branch, `records` (their sum) and `times`. Lines about
	documents of which nobody is told are left out but for those of the organisations `untold`.
	"""
	log = DocType(LOG)
	day, branch = Date(log.seen_at), Coalesce(log.branch, log.untold_branch)
	mine = which(log)
	if untold:
		mine |= log.untold_branch.isin(sorted(untold))
	return (
		frappe.qb.from_(log)
		.select(day.as_("day"), log.user, Max(log.user_name).as_("user_name"), log.way, log.document_type)
		.select(log.sensitive_fields, branch.as_("branch"), Sum(log.records).as_("records"))
		.select(Count(log.name).as_("times"))
		.where(mine & (log.seen_at >= first) & (log.seen_at < last + timedelta(days=1)))
		.groupby(day, log.user, log.way, log.document_type, log.sensitive_fields, branch)
		.orderby(day, order=frappe.qb.desc)
		.orderby(log.user, log.document_type, log.way)
	).run(as_dict=True)


def lowest_above(branches: Collection[str]) -> list[str | None]:
	"""Return the lowest organisation in which all of `branches` lie; several where they lie in different trees.

	One query, none for a single organisation; [None] where none is named.
	"""
	if len(branches) < 2:
		return list(branches) or [None]
	table = DocType("Party Branch")
	rows = (
		frappe.qb.from_(table)
		.select(table.name, table.lft, table.rgt)
		.where(table.name.isin(sorted(branches)) | (table.is_group == 1))
		.orderby(table.lft)
	).run(as_dict=True)
	named = [row for row in rows if row.name in branches]
	trees = {}
	for row in named:
		top = next(other for other in rows if other.lft <= row.lft and other.rgt >= row.rgt)
		trees.setdefault(top.name, []).append(row)
	return [_lowest_over(rows, tree) for tree in trees.values()] or [None]


def _lowest_over(rows: list, tree: list) -> str:
	first, last = min(row.lft for row in tree), max(row.rgt for row in tree)
	return [row.name for row in rows if row.lft <= first and row.rgt >= last][-1]


def names_of_branches() -> frozenset[str]:
	"""Return the names of all Party organisations: one query."""
	return frozenset(frappe.get_all("Party Branch", pluck="name"))


def attached_to(file_url: str) -> tuple[str, str] | None:
	"""Return DocType and name of a document that a file with this address is attached to, None without one: one query."""
	filters = {"file_url": file_url, "attached_to_name": ["is", "set"]}
	return frappe.db.get_value("File", filters, ["attached_to_doctype", "attached_to_name"])
