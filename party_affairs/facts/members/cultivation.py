"""The list of two-way cultivation (双向培养) of each branch: who stands on it, and what R46 asks of it."""

from collections.abc import Iterable, Sequence
from datetime import date

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.criteria import Which, of_branches
from party_affairs.rules.members.facts import CultivationFacts
from party_affairs.rules.periods import full_months

_FIELDS = (
	*("name", "branch", "direction", "person_name", "position", "mentor_name", "started_on", "reviewed_on"),
	*("status", "ended_on", "measures", "progress"),
)


def load(branches: Sequence[str], first: date, last: date) -> list:
	"""Return the entries of people on the lists of `branches` from `first` to `last`: one query."""
	return listed(of_branches(branches), first, last)


def facts(rows: Iterable, branches: Sequence[str], day: date) -> dict[str, CultivationFacts]:
	"""Return by branch how many people are on its list on `day`, and the full months since one was reviewed.

	An entry counts as reviewed on the day it was made.
	"""
	reviews: dict[str, list[date]] = {}
	for row in rows:
		# A person taken off the list on the day is no longer on it.
		if row.started_on > day or (row.ended_on and row.ended_on <= day):
			continue
		known = [seen for seen in (row.started_on, row.reviewed_on) if seen and seen <= day]
		reviews.setdefault(row.branch, []).append(max(known))
	return {
		branch: CultivationFacts(len(reviews[branch]), full_months(max(reviews[branch]), day))
		if branch in reviews
		else CultivationFacts()
		for branch in branches
	}


def is_on_list(branch: str, direction: str, person: str, member: str | None, leaving_out: str) -> bool:
	"""Whether another entry in progress has the same person on the list of a branch: one query.

	`direction` is a label; `member` the record of a member, None for somebody outside the Party.
	"""
	same = {
		"branch": branch,
		"direction": direction,
		"person_name": person,
		"member": member or ["is", "not set"],
		"status": "In Progress",
		"name": ["!=", leaving_out],
	}
	return bool(frappe.db.exists("Two Way Cultivation", same))


def listed(which: Which, first: date, last: date) -> list:
	"""Return the entries of people on the list from `first` to `last`, with the name of the firm: one query."""
	entry, firm = DocType("Two Way Cultivation"), DocType("Law Firm")
	return (
		frappe.qb.from_(entry)
		.left_join(firm)
		.on(firm.name == entry.firm)
		.select(*(entry[field] for field in _FIELDS), firm.firm_name)
		.where(which(entry) & (entry.started_on <= last))
		.where(entry.ended_on.isnull() | (entry.ended_on >= first))
		.orderby(entry.name)
	).run(as_dict=True)
