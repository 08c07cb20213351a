"""The sheets of a round: measured from the records, by one version, as of one day."""

from datetime import date

import frappe
from frappe import _
from frappe.utils import now_datetime

from party_affairs.compliance import evaluation
from party_affairs.facts.evaluation import rounds
from party_affairs.facts.organisation.tree import branch_and_below

MEASURED_IN = (rounds.PREPARED, rounds.SELF_EVALUATION, rounds.REVIEW)
"""Stages in which the records may still change the points."""


def measure(name: str, as_of: date, *, commit: bool = False) -> str:
	"""Make or bring up to date the sheets of a round as of a day, and return a sentence that tells how many.

	No permission is checked. A round that has left the stages in which it is measured stays as it is.
	"""
	document = frappe.get_doc(rounds.ROUND, name)
	if document.stage not in MEASURED_IN:
		return _("The evaluation has gone on to {0}, and nothing was measured.").format(_(document.stage))
	of_members = document.applies_to == evaluation.MEMBER
	branches = [document.branch] if of_members else sorted(branch_and_below(document.branch))
	done = evaluation.evaluate_all(document.scheme, document.year, as_of, branches, commit=commit)
	_claim(document, done.names)
	result = _(
		"{0} sheets are new, {1} were brought up to date, {2} are submitted and stay as they are."
	).format(len(done.created), len(done.updated), len(done.locked))
	write_numbers(name, as_of=as_of, last_run=now_datetime(), last_run_result=result)
	if commit:
		frappe.db.commit()  # nosemgrep: a background job's work is done
	return result


def write_numbers(name: str, **further) -> None:
	"""Write on a round how many sheets it has, and how many of them wait to be judged."""
	sheets, unjudged = rounds.counts_of(name)
	# The form of the round may be open: what it does not show as its own must not make it out of date.
	frappe.db.set_value(
		rounds.ROUND, name, {"sheets": sheets, "unjudged": unjudged, **further}, update_modified=False
	)


def _claim(document, names: tuple[str, ...]) -> None:
	"""Sheets that belong to no round yet belong to this one."""
	if names:
		frappe.db.set_value(
			rounds.EVALUATION,
			{"name": ["in", names], "round": ["is", "not set"], "docstatus": 0},
			{"round": document.name, "stage": document.stage},
			update_modified=False,
		)
