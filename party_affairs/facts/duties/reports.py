"""The reports of duties that were frozen, and which of them still wait for their mail.

A report that was corrected stays as its first version; where nothing else is said, the one that replaced it is meant.
"""

import json
from collections.abc import Collection, Sequence
from datetime import date, timedelta
from itertools import groupby
from typing import Any

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.criteria import Which
from party_affairs.rules.duties.reports import Missing
from party_affairs.rules.periods import Period

REPORT, LINE = "Compliance Report", "Compliance Report Line"
_STANDING = {"replaced_by": ["is", "not set"]}
_NOT_MAILED = {"docstatus": 1, "mailed_on": ["is", "not set"], "not_mailed": 0, **_STANDING}
_SHOWN = (
	*("name", "branch", "status", "missed_count", "all_missed_count", "previous", "previous_missed_count"),
	*("acknowledge_by", "acknowledge_remark", "correct_by", "return_remark", "is_silent", "last_record_on"),
	*("docstatus", "mailed_on", "not_mailed", "replaced_by"),
)
_BEGUN = "coalesce(branch.records_from, date(branch.creation))"
_DAY = timedelta(days=1)


def by_branch(period_key: str) -> dict[str, str]:
	"""Return by branch the name of its report for a period such as `2025-12`, cancelled ones included: one query."""
	rows = frappe.get_all(
		REPORT,
		filters={"period_key": period_key, **_STANDING},
		fields=["branch", "name"],
		order_by="branch",
	)
	return {row.branch: row.name for row in rows}


def before(period_key: str, branches: Sequence[str]) -> dict[str, Any]:
	"""Return by branch the report of the period `period_key`, with its figures: one query."""
	rows = frappe.get_all(
		REPORT,
		filters={"period_key": period_key, "branch": ["in", list(branches)], "docstatus": 1, **_STANDING},
		fields=[
			*("name", "branch", "met_count", "due_count", "late_count", "missed_count"),
			*("below_count", "below_missed_count"),
		],
	)
	return {row.branch: row for row in rows}


def missing_in(names: Sequence[str]) -> dict[str, list[Missing]]:
	"""Return by report what is missed in the reports `names`, each omission once: one query."""
	rows = frappe.get_all(
		LINE,
		filters={
			"parent": ["in", list(names) or [""]],
			"parentfield": "lines",
			"status": "Missed",
			"linked_to": ["is", "not set"],
		},
		fields=["parent", "rule", "period_key", "subject", "subject_name"],
		order_by="parent, idx",
	)
	return {
		parent: [Missing(row.rule, row.period_key, row.subject, row.subject_name) for row in group]
		for parent, group in groupby(rows, key=lambda row: row.parent)
	}


def begun() -> date | None:
	"""Return the first day on which records of an organisation began, None without any: one query.

	An organisation that does not say since when its records are kept begins on the day on which it was entered.
	"""
	return frappe.db.sql(f"select min({_BEGUN}) from `tabParty Branch` branch")[0][0]


def lacking(
	periods: Sequence[Period], last: Collection[str] = (), branches: Sequence[str] | None = None
) -> dict[str, list[str]]:
	"""Return by period the organisations that should have a report of it and have none, cancelled ones included: one query.

	They were founded, kept records before the period was over, and were not dissolved by the day after it. Of the periods
	`last` those are asked as well that do not say since when they keep records and were entered later.
	"""
	days = [[period.key, str(period.end + _DAY), int(period.key in last)] for period in periods]
	rows = frappe.db.sql(
		f"""select asked.period_key, branch.name
		from json_table(%(days)s, '$[*]' columns (
			place for ordinality, period_key varchar(10) path '$[0]', day date path '$[1]', is_last int path '$[2]'
		)) asked
		join `tabParty Branch` branch on branch.founded_on < asked.day
			and ({_BEGUN} < asked.day or (asked.is_last = 1 and branch.records_from is null))
			and (branch.status = 'Active' or branch.dissolved_on >= asked.day)
		left join `tab{REPORT}` report on report.branch = branch.name
			and report.period_key = convert(asked.period_key using utf8mb4) collate utf8mb4_unicode_ci
		where report.name is null {"and branch.name in %(branches)s" if branches is not None else ""}
		order by asked.place, branch.name""",
		{"days": json.dumps(days), "branches": list(branches or ()) or [""]},
	)
	return {key: [name for _key, name in group] for key, group in groupby(rows, key=lambda row: row[0])}


def names_of(period_key: str) -> list[str]:
	"""Return the names of all reports of a period: one query."""
	return frappe.get_all(
		REPORT, filters={"period_key": period_key, **_STANDING}, pluck="name", order_by="name"
	)


def any_unmailed(period_key: str) -> bool:
	"""Whether a report of the period still waits for its mail: one query."""
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
			*("below_with_gaps", "below_unchecked_count", "below_silent_count", "all_missed_count"),
			*("carried_missed_count", "version", "previous", "previous_missed_count", "new_missed_count"),
			*("made_good_count", "previous_below_missed_count"),
		],
		order_by="branch",
	)


def lines(names: Sequence[str]) -> dict[str, list]:
	"""Return by report the lines of the reports `names`, in their order: one query."""
	rows = frappe.get_all(
		LINE,
		filters={"parent": ["in", list(names)], "parentfield": "lines"},
		fields=[
			*("parent", "rule", "linked_to", "citation", "title", "subject_name", "period_key", "status"),
			*("due_date", "remedy"),
		],
		order_by="parent, idx",
	)
	return {parent: list(group) for parent, group in groupby(rows, key=lambda row: row.parent)}


def cells_of(which: Which, period_key: str) -> dict[str, str]:
	"""Return by organisation the figures by clause (JSON) that its report of a period has: one query."""
	report = DocType(REPORT)
	query = frappe.qb.from_(report).select(report.branch, report.cells)
	return dict(query.where(which(report) & _standing(report, period_key)).run())


def standing_of(which: Which, period_key: str) -> dict[str, Any]:
	"""Return by organisation its report of a period with its figures and where it stands: one query."""
	report = DocType(REPORT)
	query = frappe.qb.from_(report).select(*(report[column] for column in _SHOWN))
	rows = query.where(which(report) & _standing(report, period_key)).run(as_dict=True)
	return {row.branch: row for row in rows}


def _standing(report, period_key: str):
	alone = report.replaced_by.isnull() | (report.replaced_by == "")
	return (report.period_key == period_key) & (report.docstatus == 1) & alone
