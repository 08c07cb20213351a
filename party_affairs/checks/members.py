"""People whom a document names belong to its branch."""

import frappe
from frappe import _

from party_affairs.facts.members.register import homes_of, moved_away_from
from party_affairs.facts.organisation.tree import branch_and_below


def require_members_of(
	members: list[str],
	branch: str,
	exception=frappe.ValidationError,
	*,
	subtree: bool = False,
	former: bool = False,
) -> None:
	"""Raise `exception` naming those of `members` who do not belong to `branch`: two queries at most, whatever their number.

	With `subtree` the members of the organisations below `branch` belong as well, with `former` those who were
	transferred from there: they keep their place in its records of the time before.
	"""
	members = sorted({member for member in members if member})
	if not members:
		return
	rows = homes_of(members)
	allowed = set(branch_and_below(branch)) if subtree else {branch}
	unknown = sorted(set(members) - {row.name for row in rows})
	if unknown:
		frappe.throw(
			_("There is no Party member {0}. Choose one from the list.").format(
				frappe.bold(frappe.utils.escape_html("、".join(unknown)))
			),
			exception,
		)
	elsewhere = [row for row in rows if row.branch not in allowed]
	asked = former and elsewhere
	moved = moved_away_from(sorted(allowed), [row.name for row in elsewhere]) if asked else {}
	strangers = [row.member_name for row in elsewhere if row.name not in moved]
	if strangers:
		frappe.throw(
			_("{0} do not belong to {1}. Remove them here, or enter them as guests.").format(
				frappe.bold("、".join(strangers)), frappe.bold(branch)
			),
			exception,
		)
