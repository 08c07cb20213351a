"""Rounds of evaluation: one version of a scheme, one organisation, one year."""

import hashlib
from datetime import datetime
from typing import NamedTuple

import frappe
from frappe.query_builder import DocType

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


class Numbers(NamedTuple):
	"""How many `sheets` a round has, how many criteria of them are `unjudged`, and how many sheets are `final`.

	`new` and `measured` are those that were made, and made or brought up to date, since a run began.
	"""

	sheets: int
	unjudged: int
	final: int
	new: int
	measured: int


def numbers(name: str, began: datetime) -> Numbers:
	"""Return the numbers of a round, for a run that began at a moment: one query."""
	sheet = DocType("Evaluation")
	rows = (
		frappe.qb.from_(sheet)
		.select(sheet.docstatus, sheet.unjudged, sheet.creation, sheet.measured_at)
		.where((sheet.round == name) & (sheet.docstatus < 2))
	).run(as_dict=True)
	drafts = [row for row in rows if not row.docstatus]
	return Numbers(
		sheets=len(rows),
		unjudged=sum(row.unjudged or 0 for row in drafts),
		final=len(rows) - len(drafts),
		new=sum(row.creation >= began for row in drafts),
		measured=sum(bool(row.measured_at and row.measured_at >= began) for row in drafts),
	)
