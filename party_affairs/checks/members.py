"""People whom a document names belong to its branch."""

from collections.abc import Iterable

import frappe
from frappe import _

from party_affairs.facts.members.register import homes_of, moved_away_from
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.permissions.scope import scope_for

_MEMBER = "Party Member"


def require_members_of(
	members: list[str],
	branch: str,
	exception=frappe.ValidationError,
	*,
	subtree: bool = False,
	former: bool = False,
) -> None:
	"""Raise `exception` naming those of `members` who do not belong to `branch`: two queries at most, whatever their number.

	Whom the caller may not read is answered for as if there were no such number: LinkValidationError with the number alone.

	With `subtree` the members of the organisations below `branch` belong as well, with `former` those who were
	transferred from there: they keep their place in its records of the time before.
	"""
	members = sorted({member for member in members if member})
	if not members:
		return
	rows = homes_of(members)
	allowed = set(branch_and_below(branch)) if subtree else {branch}
	elsewhere = [row for row in rows if row.branch not in allowed]
	asked = former and elsewhere
	moved = moved_away_from(sorted(allowed), [row.name for row in elsewhere]) if asked else {}
	strangers = [row for row in elsewhere if row.name not in moved]
	scope = scope_for(_MEMBER)
	unseen = {row.name for row in strangers if not scope.includes(row)}
	refuse_unknown((set(members) - {row.name for row in rows}) | unseen)
	if strangers:
		frappe.throw(
			_("{0} do not belong to {1}. Remove them here, or enter them as guests.").format(
				frappe.bold("、".join(row.member_name for row in strangers)), frappe.bold(branch)
			),
			exception,
		)


def refuse_unknown(members: Iterable[str]) -> None:
	"""Raise LinkValidationError naming `members`, numbers without a record that the caller may read, if there are any."""
	numbers = sorted(members)
	if numbers:
		frappe.throw(
			_("There is no Party member {0}. Choose one from the list.").format(
				frappe.bold(frappe.utils.escape_html("、".join(numbers)))
			),
			frappe.LinkValidationError,
		)


def shown_name(member: str | None) -> str:
	"""Return how a sentence names a member, in bold: by name if the caller may read the record, else by number."""
	scope = scope_for(_MEMBER)
	names = {row.name: row.member_name for row in homes_of([member or ""]) if scope.includes(row)}
	return frappe.bold(frappe.utils.escape_html(names.get(member, member or "")))
