"""The monthly reports that were frozen, and which of them still wait for their mail."""

from collections.abc import Sequence
from itertools import groupby

import frappe

REPORT = "Compliance Report"
_NOT_MAILED = {"docstatus": 1, "mailed_on": ["is", "not set"]}


def by_branch(period_key: str) -> dict[str, str]:
	"""Return by branch the name of its report for a month such as `2025-12`, cancelled ones included: one query."""
	rows = frappe.get_all(
		REPORT,
		filters={"period_key": period_key},
		fields=["branch", "name"],
		order_by="branch",
	)
	return {row.branch: row.name for row in rows}


def names_of(period_key: str) -> list[str]:
	"""Return the names of all reports of a month: one query."""
	return frappe.get_all(REPORT, filters={"period_key": period_key}, pluck="name", order_by="name")


def any_unmailed(period_key: str) -> bool:
	"""Whether a report of the month still waits for its mail: one query."""
	return bool(frappe.get_all(REPORT, filters={"period_key": period_key, **_NOT_MAILED}, limit=1))


def unmailed(names: Sequence[str]) -> list:
	"""Return those of the reports `names` that wait for their mail, with their numbers by status: one query."""
	return frappe.get_all(
		REPORT,
		filters={"name": ["in", list(names)], **_NOT_MAILED},
		fields=[
			*("name", "branch", "period_key", "as_of", "title"),
			*("met_count", "due_count", "late_count", "missed_count"),
		],
		order_by="branch",
	)


def lines(names: Sequence[str]) -> dict[str, list]:
	"""Return by report the lines of the reports `names`, in their order: one query."""
	rows = frappe.get_all(
		"Compliance Report Line",
		filters={"parent": ["in", list(names)]},
		fields=["parent", "citation", "title", "subject_name", "period_key", "status", "due_date", "remedy"],
		order_by="parent, idx",
	)
	return {parent: list(group) for parent, group in groupby(rows, key=lambda row: row.parent)}
