"""The members whom ledgers list: loaded once, and judged by where they stood on the ledger's days."""

import frappe

from party_affairs.facts.activity import covers, earlier, is_dated, last_day_of_member
from party_affairs.facts.members.register import PARTY_MEMBER_STAGES, is_in_party_here_on, stage_on
from party_affairs.ledgers.selection import Selection

_FIELDS = (
	*("name", "member_name", "branch", "stage", "status"),
	*("joined_on", "full_member_on", "joined_branch_on", "left_branch_on"),
)


def load_members(selection: Selection, fields: tuple[str, ...] = ()) -> list:
	"""Return the members of the selected branches with their standing and `fields`, former ones included: one query."""
	member, firm = frappe.qb.DocType("Party Member"), frappe.qb.DocType("Law Firm")
	rows = (
		frappe.qb.from_(member)
		.left_join(firm)
		.on(firm.name == member.firm)
		.select(*(member[field] for field in (*_FIELDS, *fields)), firm.short_name.as_("firm_short_name"))
		.where(selection.rows_of(member, "Party Member"))
		.orderby(member.name)
	).run(as_dict=True)
	return [row for row in rows if is_dated(row)]


def is_party_member(row, selection: Selection) -> bool:
	"""Whether somebody belonged to his branch as full or probationary member on the selection's day."""
	return is_in_party_here_on(row, selection.as_of)


def belonged_as_party_member(row, selection: Selection) -> bool:
	"""Whether somebody belonged to his branch as full or probationary member at some time of the year so far."""
	last = earlier(selection.as_of, last_day_of_member(row))
	joined_in_time = covers(row.joined_branch_on, None, last)
	return joined_in_time and last >= selection.year.start and stage_on(row, last) in PARTY_MEMBER_STAGES
