"""Honours (荣誉表彰) that members and branches were awarded."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import NamedTuple

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.criteria import Which, of_branches
from party_affairs.rules.members import honours as rules

_HONOUR, _EVENT = "Honour", "Party Member Event"
_AWARD = "Award"
_AWARDED = 1
_FIELDS = (
	*("name", "branch", "recipient", "member", "member_name", "honour_name", "level", "kind", "awarded_by"),
	*("document_no", "awarded_on", "valid_from", "valid_until", "reason"),
	*("published_on", "published_until", "published_where"),
)


class Awarded(NamedTuple):
	"""An honour that was awarded to a member, or to a branch: then `member` is None."""

	name: str
	branch: str
	member: str | None
	honour_name: str
	level: str
	kind: str
	awarded_on: date


def awarded(branches: Sequence[str], first: date, last: date) -> list[Awarded]:
	"""Return what members of `branches`, and these themselves, were awarded from `first` to `last`, by day: one query."""
	return [
		Awarded(
			row.name, row.branch, row.member or None, row.honour_name, row.level, row.kind, row.awarded_on
		)
		for row in in_years(of_branches(branches), first, last)
	]


def in_years(which: Which, first: date, last: date) -> list:
	"""Return the honours awarded from `first` to `last`, as their register shows them, by day: one query."""
	honour = DocType(_HONOUR)
	return _run(honour, which(honour) & honour.awarded_on[first:last])


def in_force(which: Which, day: date) -> list:
	"""Return the honours that are in force on a day, the oldest first: one query."""
	honour = DocType(_HONOUR)
	rows = _run(honour, which(honour) & (honour.awarded_on <= day))
	return [row for row in rows if rules.is_in_force(row.awarded_on, row.valid_from, row.valid_until, day)]


def of_member(member: str) -> list:
	"""Return the honours of a member, the latest first: one query. The caller has made sure whose page it is."""
	honour = DocType(_HONOUR)
	return _run(honour, honour.member == member)[::-1]


def of_branch(branch: str) -> list:
	"""Return the honours of a branch itself, the latest first: one query."""
	honour = DocType(_HONOUR)
	return _run(honour, (honour.branch == branch) & (honour.recipient == "Party Branch"))[::-1]


def names_by_member(rows: Iterable) -> dict[str, list[str]]:
	"""Return by member the names of his honours among `rows`."""
	found: dict[str, list[str]] = {}
	for row in rows:
		if row.member:
			found.setdefault(row.member, []).append(row.honour_name)
	return found


def same_honour(
	branch: str, member: str | None, honour_name: str, awarded_on: date | str, leaving_out: str
) -> str | None:
	"""Return the name of another honour of the same name and day for the same recipient, None without one: one query."""
	filters = {
		"branch": branch,
		"member": member or ["is", "not set"],
		"honour_name": honour_name,
		"awarded_on": awarded_on,
		"docstatus": ["<", 2],
		"name": ["!=", leaving_out],
	}
	return frappe.db.exists(_HONOUR, filters)


def event_of(honour: str) -> str | None:
	"""Return the member's event that an honour made or took over, None without one: one query."""
	return frappe.db.get_value(_EVENT, {"honour": honour}, "name")


def unclaimed_award(member: str, awarded_on: date | str) -> str | None:
	"""Return a member's event of an award on a day that belongs to no honour yet, None without one: one query."""
	filters = {"member": member, "kind": _AWARD, "happened_on": awarded_on, "honour": ["is", "not set"]}
	return frappe.db.get_value(_EVENT, filters, "name", order_by="creation")


def _run(honour, condition) -> list:
	return (
		frappe.qb.from_(honour)
		.select(*(honour[field] for field in _FIELDS))
		.where((honour.docstatus == _AWARDED) & condition)
		.orderby(honour.awarded_on, honour.name)
	).run(as_dict=True)
