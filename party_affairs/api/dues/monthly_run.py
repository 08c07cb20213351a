"""Endpoint of the monthly run of dues."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.checks.dates import EARLIEST_YEAR
from party_affairs.dues import schedule
from party_affairs.dues.monthly_run import BRANCHES_A_CHUNK, run_month
from party_affairs.exceptions import DuesError, rules_speak_to_user
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.permissions import scope_for
from party_affairs.rules.periods import Period, parse


@frappe.whitelist(methods=["POST"])
def make_entries(month: str, branch: str | None = None) -> dict[str, Any]:
	"""Make the entries of `month`, such as `2026-03`, for `branch` with all below it, or for all branches whose dues the caller keeps.

	Only who may enter dues of a branch may do it. Some branches are done at once, many on the long queue. Returns `queued`, a
	`message` for the user, and in `lacking` who has no assessment, empty if all have.
	"""
	branches = _branches_to_run(branch)
	period = _month(month)
	if len(branches) > BRANCHES_A_CHUNK:
		schedule.enqueue(period.start, branches, told=frappe.session.user)
		return {
			"queued": True,
			"message": _("The entries of {0} branches for {1} are made in the background.").format(
				len(branches), period.key
			),
			"lacking": "",
		}
	summary = run_month(period.start, branches)
	return {"queued": False, "message": schedule.outcome(summary), "lacking": schedule.lacking(summary)}


def _branches_to_run(branch: str | None) -> list[str]:
	"""Return the branches of which the caller may enter dues, or raise PermissionError."""
	scope = scope_for("Party Dues Entry", "create")
	scope.check_not_empty()
	if branch:
		scope.check_branch(branch)
		names = branch_and_below(branch)
	else:
		names = branch_facts.all_names()
	return sorted(name for name in names if scope.covers(name))


def _month(key: str) -> Period:
	with rules_speak_to_user(DuesError):
		period = parse(key)
	this_month = getdate(nowdate()).replace(day=1)
	if period.kind != "month" or not EARLIEST_YEAR <= period.start.year or period.start > this_month:
		frappe.throw(
			_(
				"{0}: choose a month from {1} to {2}. Months paid in advance get their entries with the payment."
			).format(
				frappe.bold(frappe.utils.escape_html(key)), f"{EARLIEST_YEAR}-01", f"{this_month:%Y-%m}"
			),
			DuesError,
		)
	return period
