"""The members whom ledgers list: loaded once, and judged by where they stood on the ledger's days."""

from collections.abc import Sequence
from datetime import date

import frappe

from party_affairs.facts.activity import covers, earlier, last_day_of_member
from party_affairs.facts.members import register
from party_affairs.facts.members.register import PARTY_MEMBER_STAGES, is_in_party_here_on, stage_on
from party_affairs.ledgers.selection import Selection

_FIELDS = (
	*("name", "member_name", "branch", "stage", "status", "firm_short_name"),
	*("joined_on", "full_member_on", "joined_branch_on", "left_branch_on"),
)


def load_members(selection: Selection, fields: Sequence[str] = ()) -> list:
	"""Return the members of the selected branches with their standing and `fields`, former ones included: one query."""
	rows = register.load(selection.rows_of, fields)
	# Rows of ledgers go out to browsers: what nobody asked for stays here.
	return [frappe._dict((field, row[field]) for field in (*_FIELDS, *fields)) for row in rows]


def is_party_member(row, selection: Selection) -> bool:
	"""Whether somebody belonged to his branch as full or probationary member on the selection's day."""
	return is_in_party_here_on(row, selection.as_of)


def belonged_as_party_member(row, selection: Selection, since: date | None = None) -> bool:
	"""Whether somebody belonged to his branch as full or probationary member at some time of the year so far.

	With `since`, the first day of an earlier year, at some time from that day on.
	"""
	last = earlier(selection.until, last_day_of_member(row))
	joined_in_time = covers(row.joined_branch_on, None, last)
	return (
		joined_in_time
		and last >= (since or selection.year.start)
		and stage_on(row, last) in PARTY_MEMBER_STAGES
	)
