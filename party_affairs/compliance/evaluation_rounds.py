"""The sheets of a round that were measured join it in its stage, and it knows how many wait to be judged."""

from datetime import date

import frappe
from frappe import _

from party_affairs.compliance import evaluation, evaluation_parts
from party_affairs.facts.evaluation import rounds

MEASURED_IN = (rounds.PREPARED, rounds.SELF_EVALUATION, rounds.REVIEW)
"""Stages in which the records may still change the points."""


def measure(name: str, as_of: date, *, commit: bool = False, told: str | None = None) -> str:
	"""Make or bring up to date the sheets of a round as of a day, and return a sentence that tells how many.

	With `commit`, as a job, all workers that are free take part, and the user `told` sees the progress. No permission is checked. A round that has left the stages in which it is measured stays as it is.
	"""
	stage = rounds.stage_of(name)
	if stage not in MEASURED_IN:
		return _("The evaluation has gone on to {0}, and nothing was measured.").format(_(stage))
	if commit:
		evaluation_parts.evaluate_round_shared(name, as_of, told=told)
	else:
		evaluation.evaluate_round(name, as_of)
	frappe.db.set_value(
		rounds.EVALUATION,
		{"round": name, "docstatus": 0, "stage": ["!=", stage]},
		"stage",
		stage,
		update_modified=False,
	)
	if commit:
		frappe.db.commit()  # nosemgrep: end of a background job's unit of work
	return rounds.result_of(name)


def write_numbers(name: str) -> None:
	"""Write on a round how many sheets it has, and how many of them wait to be judged."""
	# The form of the round may be open, and must not be out of date for what it does not write.
	frappe.db.set_value(rounds.ROUND, name, rounds.counts(name), update_modified=False)
