"""Findings of clauses over some years with their evidence, and what the evidence is called, for books that are shown."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from typing import NamedTuple

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.duties.findings import FINDING, counted_alone
from party_affairs.permissions.register import CONFIDENTIAL

_COLUMNS = (
	*("rule", "branch", "subject_doctype", "subject_name", "period_key", "period_start", "status"),
	*("message", "due_date", "evidence"),
)
_DAYS = ("meeting_date", "activity_date", "talk_on", "handed_in_on", "paid_on", "awarded_on", "held_on")


class Named(NamedTuple):
	"""What a record is called, and its day; of a confidential one the day alone."""

	title: str
	day: date | None


def findings(branches: Collection[str], rules: Collection[str], first: date, last: date) -> list:
	"""Return the findings of clauses for organisations, of periods that end from `first` to `last`: one query."""
	finding = DocType(FINDING)
	return (
		frappe.qb.from_(finding)
		.select(*(finding[column] for column in _COLUMNS))
		.where(finding.branch.isin(list(branches) or [""]) & finding.rule.isin(list(rules) or [""]))
		.where(finding.period_end[first:last] & counted_alone(finding))
	).run(as_dict=True)


def clauses(rules: Collection[str]) -> dict[str, frappe._dict]:
	"""Return title, citation, clause_text and held of clauses by their number: one query."""
	rows = frappe.get_all(
		"Guide Rule",
		filters={"name": ["in", sorted(rules) or [""]]},
		fields=["name", "title", "citation", "clause_text"],
	)
	return {row.name: row for row in rows}


def named(names: Mapping[str, Iterable[str]]) -> dict[tuple[str, str], Named]:
	"""Return by DocType and name what records are called, those that are stored: a query for each DocType."""
	found = {}
	for doctype, wanted in names.items():
		if not frappe.db.exists("DocType", doctype):
			continue
		meta, table = frappe.get_meta(doctype), DocType(doctype)
		title = None if is_confidential(doctype) else meta.title_field
		day = next((name for name in _DAYS if meta.has_field(name)), None)
		query = frappe.qb.from_(table).select(table.name, table[day or "creation"].as_("day"))
		if title:
			query = query.select(table[title].as_("title"))
		for row in query.where(table.name.isin(list(wanted) or [""])).run(as_dict=True):
			found[doctype, row.name] = Named(row.get("title") or "", frappe.utils.getdate(row.day))
	return found


def is_confidential(doctype: str) -> bool:
	"""Whether records of a DocType are named by number and day alone."""
	return doctype in CONFIDENTIAL
