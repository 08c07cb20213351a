"""Questionnaires: which are open or over, and what members of a branch are asked."""

from collections.abc import Sequence
from datetime import date

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.criteria import Which

_QUESTIONNAIRE = "Questionnaire"
OPEN, COUNTED = "Answers Open", "Answers Counted"
SHOWN = "All Answers"


def with_status(*statuses: str) -> list[str]:
	"""Return the names of all questionnaires with one of `statuses`: one query."""
	return frappe.get_all(_QUESTIONNAIRE, filters={"status": ["in", statuses]}, pluck="name", order_by="name")


def over(day: date) -> list[str]:
	"""Return the names of the open questionnaires whose last day lies before `day`: one query."""
	return frappe.get_all(
		_QUESTIONNAIRE, filters={"status": OPEN, "closes_on": ["<", day]}, pluck="name", order_by="name"
	)


def asking_members(day: date) -> list:
	"""Return the questionnaires that ask members and take answers on `day` or later, of all branches: one query.

	Who is asked is said by their roll. Rows have name, branch, title, named, opens_on and closes_on.
	"""
	return frappe.get_all(
		_QUESTIONNAIRE,
		filters={"status": OPEN, "audience": "Members of the Branch", "closes_on": [">=", day]},
		fields=["name", "branch", "title", "named", "opens_on", "closes_on"],
		order_by="closes_on, name",
	)


def counted(which: Which, first: date, last: date) -> list:
	"""Return the questionnaires that closed from `first` to `last` and were counted: one query.

	Rows have name, branch, title, purpose, audience, closes_on, counted_on, answers and `shown_as`.
	"""
	table = DocType(_QUESTIONNAIRE)
	return (
		frappe.qb.from_(table)
		.select(
			table.name,
			table.branch,
			table.title,
			table.purpose,
			table.audience,
			table.closes_on,
			table.counted_on,
			table.answers,
			table.shown_as,
		)
		.where(which(table) & (table.status == COUNTED) & table.closes_on[first:last])
		.orderby(table.branch, table.closes_on, table.name)
	).run(as_dict=True)


def satisfaction_rows(names: Sequence[str]) -> list:
	"""Return of questionnaires the questions on the scale that were answered: one query, none without names.

	Rows have `parent`, `answered` and `mean`.
	"""
	if not names:
		return []
	row = DocType("Questionnaire Question")
	return (
		frappe.qb.from_(row)
		.select(row.parent, row.answered, row.mean)
		.where(row.parent.isin(list(names)) & (row.kind == "Satisfaction") & (row.answered > 0))
		.orderby(row.parent, row.idx)
	).run(as_dict=True)
