"""Endpoints of evaluations."""

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs import jobs
from party_affairs.checks.dates import check_year
from party_affairs.compliance import evaluation
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.permissions import scope_for


@frappe.whitelist(methods=["POST"])
def evaluate(scheme: str, year: int, branch: str) -> dict:
	"""Create or bring up to date the sheets of a scheme for `branch` with all below it, as of today.

	Needs the right to create evaluations there. One branch is done at once, more of them on the long queue. Returns
	`queued` and a `message` for the user.
	"""
	scope = scope_for("Evaluation", "create")
	scope.check_branch(branch)
	year = check_year(year)
	if not frappe.get_cached_value(evaluation.SCHEME, scheme, "is_active"):
		frappe.throw(_("{0} is no longer in use. Choose another scheme.").format(frappe.bold(scheme)))
	branches = sorted(name for name in branch_and_below(branch) if scope.covers(name))
	if len(branches) == 1:
		done = evaluation.evaluate_all(scheme, year, getdate(nowdate()), branches)
		return {
			"queued": False,
			"message": evaluation.done_in_words(done),
		}
	jobs.enqueue(
		"party_affairs.compliance.evaluation_parts.evaluate_shared",
		scheme,
		year,
		branches,
		scheme=scheme,
		year=year,
		as_of=getdate(nowdate()),
		branches=branches,
		told=frappe.session.user,
	)
	return {
		"queued": True,
		"message": _("The evaluation of {0} branches for {1} runs in the background.").format(
			len(branches), year
		),
	}
