"""The monthly reports that were frozen, and which of them still wait for their mail."""

import json
from collections.abc import Sequence
from datetime import date, timedelta
from itertools import groupby

import frappe

from party_affairs.rules.periods import Period

REPORT = "Compliance Report"
_NOT_MAILED = {"docstatus": 1, "mailed_on": ["is", "not set"], "not_mailed": 0}
_BEGUN = "coalesce(branch.records_from, date(branch.creation))"
_DAY = timedelta(days=1)


def by_branch(period_key: str) -> dict[str, str]:
	"""Return by branch the name of its report for a month such as `2025-12`, cancelled ones included: one query."""
	rows = frappe.get_all(
		REPORT,
		filters={"period_key": period_key},
		fields=["branch", "name"],
		order_by="branch",
	)
	return {row.branch: row.name for row in rows}


def begun() -> date | None:
	"""Return the first day on which records of an organisation began, None without any: one query.

	An organisation that does not say since when its records are kept begins on the day on which it was entered.
	"""
	return frappe.db.sql(f"select min({_BEGUN}) from `tabParty Branch` branch")[0][0]


def lacking(
	months: Sequence[Period], last: str | None = None, branches: Sequence[str] | None = None
) -> dict[str, list[str]]:
	"""Return by month the organisations that should have a report of it and have none, cancelled ones included: one query.

	They were founded, kept records before the month was over, and were not dissolved by the day after it. Of the month
	`last` those are asked as well that do not say since when they keep records and were entered later.
	"""
	days = [[month.key, str(month.end + _DAY), int(month.key == last)] for month in months]
	rows = frappe.db.sql(
		f"""select month.period_key, branch.name
		from json_table(%(days)s, '$[*]' columns (
			period_key varchar(10) path '$[0]', day date path '$[1]', is_last int path '$[2]'
		)) month
		join `tabParty Branch` branch on branch.founded_on < month.day
			and ({_BEGUN} < month.day or (month.is_last = 1 and branch.records_from is null))
			and (branch.status = 'Active' or branch.dissolved_on >= month.day)
		left join `tab{REPORT}` report on report.branch = branch.name
			and report.period_key = convert(month.period_key using utf8mb4) collate utf8mb4_unicode_ci
		where report.name is null {"and branch.name in %(branches)s" if branches is not None else ""}
		order by month.period_key, branch.name""",
		{"days": json.dumps(days), "branches": list(branches or ()) or [""]},
	)
	return {key: [name for _key, name in group] for key, group in groupby(rows, key=lambda row: row[0])}


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
			*("met_count", "due_count", "late_count", "missed_count", "unchecked"),
			*("below_count", "below_met_count", "below_due_count", "below_late_count", "below_missed_count"),
			*("below_with_gaps", "below_unchecked_count"),
		],
		order_by="branch",
	)


def lines(names: Sequence[str]) -> dict[str, list]:
	"""Return by report the lines of the reports `names`, in their order: one query."""
	rows = frappe.get_all(
		"Compliance Report Line",
		filters={"parent": ["in", list(names)]},
		fields=[
			*("parent", "rule", "linked_to", "citation", "title", "subject_name", "period_key", "status"),
			*("due_date", "remedy"),
		],
		order_by="parent, idx",
	)
	return {parent: list(group) for parent, group in groupby(rows, key=lambda row: row.parent)}
