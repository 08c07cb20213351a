"""Democratic appraisals as one member may know of them: those open for votes, and his own announced grades."""

from collections.abc import Sequence
from datetime import datetime

import frappe
from frappe.query_builder import DocType, Order

from party_affairs.rules.appraisal.grades import GRADES

_APPRAISAL = "Democratic Appraisal"


def voting_open(moment: datetime) -> list:
	"""Return the appraisals whose voting was opened and closes at `moment` or later, of all branches: one query.

	Who votes in them is said by their roll. Rows have name, branch, year, opens_on and closes_on.
	"""
	return frappe.get_all(
		_APPRAISAL,
		filters={"status": "Voting Open", "closes_on": [">=", moment]},
		fields=["name", "branch", "year", "opens_on", "closes_on"],
		order_by="closes_on",
	)


def announced_grades(member: str) -> list:
	"""Return the member's own grades in appraisals that were announced, the latest first: one query.

	Rows have name and year of the appraisal, grade, and `show_counts`: whether its branch shows him his votes.
	"""
	appraisal, row = DocType(_APPRAISAL), DocType("Democratic Appraisal Member")
	return (
		frappe.qb.from_(row)
		.join(appraisal)
		.on(appraisal.name == row.parent)
		.select(appraisal.name, appraisal.year, appraisal.show_counts, row.grade)
		.where((row.member == member) & (row.parenttype == _APPRAISAL))
		.where((appraisal.docstatus == 1) & (appraisal.status == "Result Announced") & (row.grade != ""))
		.orderby(appraisal.year, order=Order.desc)
	).run(as_dict=True)


def votes(member: str, appraisals: Sequence[str]) -> list:
	"""Return the numbers of votes that a member got for each grade in `appraisals`, by electorate: one query."""
	return frappe.get_all(
		"Democratic Appraisal Result",
		filters={"parent": ["in", list(appraisals)], "member": member, "aspect": "Overall Grade"},
		fields=["parent", "electorate", *GRADES],
		order_by="parent, idx",
	)
