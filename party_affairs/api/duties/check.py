"""Endpoints of the compliance check."""

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.checks.dates import check_year
from party_affairs.compliance import runs
from party_affairs.compliance.run import run_compliance
from party_affairs.compliance.schedule import enqueue_check
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.permissions import scope_for
from party_affairs.permissions.roles import MANAGER, SECRETARY
from party_affairs.permissions.scope import access_of


@frappe.whitelist(methods=["POST"])
def run_check(year: int, branch: str | None = None) -> dict:
	"""Check a calendar year as of today for `branch` with all below it, or for all branches the caller answers for.

	The secretary of the branch may start it, and officers of a committee above. A single branch is checked at
	once; more of them on the long queue. Returns `queued` and a `message` for the user.
	"""
	branches = branches_to_check(branch)
	year = check_year(year)
	if len(branches) == 1:
		summary = run_compliance(year, getdate(nowdate()), branches, kind=runs.ON_DEMAND)
		for branch, reason in summary.broken.items():
			message = _("{0} could not be checked, its findings stay as they were: {1}").format(
				branch, reason
			)
			return {"queued": False, "message": message}
		changes = summary.changes
		message = _("The records of {0} were checked: {1} findings are new, {2} changed, {3} ended.").format(
			year, changes.created, changes.updated, changes.deleted
		)
		if summary.unchecked:
			unchecked = "、".join(breakage.rule for breakage in summary.unchecked)
			message += " " + _("Clauses that could not be checked: {0}.").format(unchecked)
		return {"queued": False, "message": message}
	enqueue_check(year, branches, told=frappe.session.user)
	return {
		"queued": True,
		"message": _("The check of {0} branches for {1} runs in the background.").format(len(branches), year),
	}


def branches_to_check(branch: str | None = None) -> list[str]:
	"""Return the branches that the caller may check, of `branch` and below it if one is named, or raise PermissionError."""
	scope = scope_for("Compliance Finding")
	if branch:
		scope.check_branch(branch)
	if scope.unrestricted:
		allowed = None
	else:
		reach = access_of(frappe.session.user).branches_by_role
		allowed = scope.branches & (reach.get(MANAGER, frozenset()) | reach.get(SECRETARY, frozenset()))
		if not allowed or (branch and branch not in allowed):
			frappe.throw(
				_("Only the secretary of a Party branch, or a committee above it, may start the check."),
				frappe.PermissionError,
			)
	if branch:
		branches = branch_and_below(branch)
		return sorted(branches if allowed is None else allowed.intersection(branches))
	return sorted(branch_facts.all_names() if allowed is None else allowed)
