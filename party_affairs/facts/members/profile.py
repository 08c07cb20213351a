"""One member as his own page names him. Whoever asks has made sure whose page it is."""

from typing import Any

import frappe
from frappe.query_builder import DocType


def of_member(member: str) -> Any:
	"""Return who a member is: one query.

	The row has name, member_name, branch, party_group with its group_name, stage, joined_on and full_member_on.
	"""
	person, group = DocType("Party Member"), DocType("Party Group")
	(row,) = (
		frappe.qb.from_(person)
		.left_join(group)
		.on(group.name == person.party_group)
		.select(person.name, person.member_name, person.branch, person.party_group, group.group_name)
		.select(person.stage, person.joined_on, person.full_member_on)
		.where(person.name == member)
	).run(as_dict=True)
	return row


def branch_of(member: str) -> str:
	"""Return the branch to which a member belongs: one query."""
	return of_member(member).branch
