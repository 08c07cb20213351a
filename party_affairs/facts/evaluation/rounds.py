"""Rounds of evaluation: one version of a scheme, one organisation, one year."""

import hashlib

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Sum

from party_affairs.facts.evaluation.sheets import BRANCH_TYPES

ROUND = "Evaluation Round"
PREPARED, SELF_EVALUATION, REVIEW = "Being Prepared", "Self-Evaluation", "Review"
PUBLICITY, FINAL = "Publicity", "Final"
STAGES = (PREPARED, SELF_EVALUATION, REVIEW, PUBLICITY, FINAL)


def key_of(scheme: str, branch: str, year: int) -> str:
	"""Return what stands for scheme, organisation and year, of fixed length."""
	return hashlib.sha256("\n".join((scheme, branch, str(year))).encode()).hexdigest()


def with_key(key: str) -> str | None:
	"""Return the round with a `round_key`, None without one: one query."""
	return frappe.db.get_value(ROUND, {"round_key": key}, "name")


def is_branch(branch: str) -> bool:
	"""Whether an organisation is a branch or joint branch, which has members of its own: one query."""
	return frappe.db.get_value("Party Branch", branch, "branch_type") in BRANCH_TYPES


def numbers(name: str) -> dict[str, int]:
	"""Return how many `sheets` a round has, and how many criteria of them are `unjudged`: one query."""
	sheet = DocType("Evaluation")
	((number, unjudged),) = (
		frappe.qb.from_(sheet)
		.select(Count(sheet.name), Sum(sheet.unjudged))
		.where((sheet.round == name) & (sheet.docstatus < 2))
	).run()
	return {"sheets": number, "unjudged": int(unjudged or 0)}
