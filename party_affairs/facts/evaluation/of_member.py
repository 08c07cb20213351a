"""Evaluations as one member may know of them: his own sheets, and the results that hang out in his branch."""

import frappe
from frappe.query_builder import DocType, Order

from party_affairs.facts.evaluation.rounds import EVALUATION, PREPARED, ROUND

_CANCELLED = 2


def own_sheets(member: str) -> list[frappe._dict]:
	"""Return the member's sheets that are his to see, the latest first: those of a round once it has begun, others when final.

	Rows have name, round, stage and year: one query.
	"""
	sheet = DocType(EVALUATION)
	return (
		frappe.qb.from_(sheet)
		.select(sheet.name, sheet.round, sheet.stage, sheet.year)
		.where((sheet.subject_doctype == "Party Member") & (sheet.subject == member))
		.where(sheet.docstatus < _CANCELLED)
		.where((sheet.docstatus == 1) | (sheet.round.isnotnull() & (sheet.stage != PREPARED)))
		.orderby(sheet.year, order=Order.desc)
		.orderby(sheet.scheme)
		.run(as_dict=True)
	)


def has_any(member: str, branch: str | None) -> bool:
	"""Whether there is something to see for a member on the page of evaluations: two queries at most."""
	return bool(own_sheets(member)) or bool(
		branch
		and frappe.db.exists(ROUND, {"branch": branch, "applies_to": "Party Member", "stage": "Publicity"})
	)


def called(member: str) -> str | None:
	"""Return the name of a member: one query."""
	return frappe.db.get_value("Party Member", member, "member_name")
