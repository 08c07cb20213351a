"""The tree of organisations in the Desk."""

from typing import Any

import frappe
from frappe.utils import getdate, nowdate, sbool

from party_affairs.api.caller import check_right
from party_affairs.checks.markup import disarmed
from party_affairs.facts.members import register
from party_affairs.facts.organisation import branches, posts
from party_affairs.permissions import scope_for
from party_affairs.rules.organisation.elections import reminded_until

_BRANCH = "Party Branch"


@frappe.whitelist()
def get_branch_nodes(
	doctype: str, parent: str | None = None, is_root: bool | str = False
) -> list[dict[str, Any]]:
	"""Nodes of the organisation tree below `parent`; at the root, the highest organisations that the caller may see."""
	check_right(_BRANCH, "read")
	rows = branches.subtree(scope_for(_BRANCH).criterion)
	if sbool(is_root) or not parent:
		visible = {row.name for row in rows}
		rows = [row for row in rows if row.parent not in visible]
	else:
		rows = [row for row in rows if row.parent == parent]
	today, names = getdate(nowdate()), [row.name for row in rows]
	numbers = register.numbers_on_register(scope_for("Party Member").criterion, names)
	secretaries = posts.names_of_secretaries(names, scope_for("Party Post").criterion, today)
	horizon = reminded_until(today)
	return [
		frappe._dict(
			value=row.name,
			title=disarmed(row.branch_name),
			expandable=row.is_group,
			parent=row.parent,
			branch_type=row.branch_type,
			status=row.status,
			# Only where the term is over or ends within the time in which the next election is prepared (N01).
			term_end=row.term_end
			if row.status == "Active" and row.term_end and row.term_end <= horizon
			else None,
			members=numbers.get(row.name),
			secretary=disarmed(secretaries.get(row.name) or "") or None,
		)
		for row in rows
	]
