"""One organisation or law firm on a day, for the set-up checks on its page (R01–R08, R11, N01, N08)."""

from collections import defaultdict
from dataclasses import asdict
from datetime import date
from typing import Any

import frappe

from party_affairs.facts.members import register as members
from party_affairs.facts.organisation import branches, firms, posts
from party_affairs.rules.organisation.elections import reminded_until
from party_affairs.rules.organisation.forms import NO_COMMITTEE


def of_branch(name: str, day: date) -> dict[str, Any]:
	"""Return the facts of a branch or joint branch: four queries."""
	rows = members.load_of_branches([name])
	full, party = members.count_party_members(rows, day)
	by_firm = defaultdict(list)
	for row in rows:
		if row.firm:
			by_firm[row.firm].append(row)
	record = _record(name)
	return {
		"branch_type": frappe.scrub(record.branch_type),
		"full_members": full,
		"party_members": party,
		"covered_firms": branches.count_covered_firms(branches.covered_firms([name]), day).get(name, 0),
		"firm_members": tuple(members.count_party_members(of_firm, day)[0] for of_firm in by_firm.values()),
		"term_end": record.term_end,
		**asdict(posts.committees(posts.load([name]), day).get(name, NO_COMMITTEE)),
	}


def of_committee(name: str, day: date) -> dict[str, Any]:
	"""Return the facts of a general branch or committee and of the organisations directly and further below it."""
	record = _record(name)
	below = frappe.get_all(
		"Party Branch",
		filters={"lft": [">", record.lft], "rgt": ["<", record.rgt], "status": "Active"},
		fields=["branch_name", "short_name", "parent_party_branch", "term_end"],
		order_by="lft",
	)
	ahead = reminded_until(day)
	ends = [(row.short_name or row.branch_name, row.term_end) for row in below if row.term_end]
	return {
		"branch_type": frappe.scrub(record.branch_type),
		"child_branches": sum(row.parent_party_branch == name for row in below),
		"term_end": record.term_end,
		"terms_over": tuple(label for label, end in ends if end < day),
		"terms_ending": tuple(label for label, end in ends if day <= end <= ahead),
	}


def of_firm(name: str, day: date) -> dict[str, Any] | None:
	"""Return the facts of a law firm, None if it no longer practises."""
	committee = frappe.db.get_value("Law Firm", name, "committee")
	found = firms.facts(firms.load([committee]), day).get(name)
	return asdict(found) if found else None


def _record(name: str):
	fields = ["branch_type", "term_end", "lft", "rgt"]
	return frappe.db.get_value("Party Branch", name, fields, as_dict=True)
