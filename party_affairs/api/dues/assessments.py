"""Endpoint of dues assessments: those of a year for a whole branch."""

from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate, nowdate

from party_affairs.dues import assessing
from party_affairs.exceptions import DuesError
from party_affairs.permissions import scope_for

DOCTYPE = "Dues Assessment"


@frappe.whitelist(methods=["POST"])
def renew(branch: str, year: int | str) -> dict[str, Any]:
	"""Make the assessments of this year or the next for all members of a branch from their last ones.

	Returns the numbers `created` and `present`, `left` (name and reason of those to be assessed by hand) and a `message`.
	Raises PermissionError unless the caller assesses the members of this branch, incomes included.
	"""
	_check_right(branch)
	renewal = assessing.renew(branch, _checked(cint(year)))
	return {
		"created": renewal.created,
		"present": renewal.present,
		"left": [{"member_name": name, "reason": reason} for name, reason in renewal.left],
		"message": _(
			"{0} assessments made as a starting point, {1} were there already; {2} are to be made by hand."
		).format(renewal.created, renewal.present, len(renewal.left)),
	}


def _check_right(branch: str) -> None:
	scope_for(DOCTYPE, ptype="create").check_branch(branch)
	scope_for(DOCTYPE, ptype="write", permlevel=1).check_branch(branch)


def _checked(year: int) -> int:
	this_year = getdate(nowdate()).year
	if year not in (this_year, this_year + 1):
		frappe.throw(
			_("{0}: assessments are made for {1} or {2}, not for {3}.").format(
				frappe.bold(_("Year")), this_year, this_year + 1, year
			),
			DuesError,
		)
	return year
