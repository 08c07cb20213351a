"""One member as named on the member's own page. The caller has made sure whose page it is."""

from typing import Any

import frappe
from frappe.query_builder import DocType


def of_member(member: str) -> Any:
	"""Return who a member is: one query.

	The row has name, member_name, branch with its branch_short_name, party_group with its group_name, stage, joined_on and
	full_member_on.
	"""
	person, group, branch = DocType("Party Member"), DocType("Party Group"), DocType("Party Branch")
	(row,) = (
		frappe.qb.from_(person)
		.left_join(group)
		.on(group.name == person.party_group)
		.left_join(branch)
		.on(branch.name == person.branch)
		.select(branch.short_name.as_("branch_short_name"))
		.select(person.name, person.member_name, person.branch, person.party_group, group.group_name)
		.select(person.stage, person.joined_on, person.full_member_on)
		.where(person.name == member)
	).run(as_dict=True)
	return row
