"""Handbooks that were made, and whether the records have changed since."""

from datetime import datetime

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count
from frappe.utils import get_datetime

HANDBOOK = "Party Handbook"
_BY_DAY = (
	("Party Meeting", "meeting_date"),
	("Public Welfare Activity", "activity_date"),
	("Heart Talk", "talk_on"),
	("Thought Report", "handed_in_on"),
	("Party Dues Entry", "dues_month"),
	("Honour", "awarded_on"),
	("On Site Check", "checked_on"),
)
_BY_YEAR = (
	"Party Annual Plan",
	"Democratic Appraisal",
	"Party Life Review",
	"Self Check",
	"Party Work Report",
)
_LASTING = ("Party Member", "Party Post", "Contact Pairing", "Party Development Case")


def of_branch_and_year(branch: str, year: int) -> str | None:
	"""Return the handbook of a branch for a year, None without one: one query."""
	return frappe.db.get_value(HANDBOOK, {"branch": branch, "year": year})


def changed_since(branch: str, year: int, made_on: datetime | str | None) -> dict[str, int]:
	"""Return by DocType how many records of the branch's year were written after its book was made; none without a book.

	One query for each kind of record that the book tells of, sixteen in all.
	"""
	if not made_on:
		return {}
	moment = get_datetime(made_on)
	numbers = {}
	for doctype, fieldname in _BY_DAY:
		record = DocType(doctype)
		numbers[doctype] = _count(
			record, branch, moment, record[fieldname][f"{year}-01-01" : f"{year}-12-31"]
		)
	for doctype in _BY_YEAR:
		record = DocType(doctype)
		numbers[doctype] = _count(record, branch, moment, record.year == year)
	for doctype in _LASTING:
		numbers[doctype] = _count(DocType(doctype), branch, moment)
	return {doctype: number for doctype, number in numbers.items() if number}


def _count(record, branch: str, moment: datetime, condition=None) -> int:
	query = frappe.qb.from_(record).select(Count(record.name)).where(record.branch == branch)
	query = query.where(record.modified > moment)
	return (query.where(condition) if condition else query).run()[0][0]
