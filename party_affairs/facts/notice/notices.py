"""Notices of organisations (党务公开), what was objected to them, and who is told of them."""

from collections.abc import Iterable, Sequence
from datetime import date

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.criteria import Which
from party_affairs.facts.organisation.tree import branch_and_below
from party_affairs.permissions.scope import IN_THE_PARTY, ON_REGISTER
from party_affairs.rules.notice import notices as rules

NOTICE, OBJECTION = "Party Notice", "Party Notice Objection"
_FIELDS = (
	*("name", "branch", "kind", "term", "title", "status", "audience", "published_from", "published_until"),
	*("published_on", "ended_on", "withdrawn_on", "proposed_by", "approved_by", "approved_on"),
)
_SHOWN = (*_FIELDS, "body", "table_data")


def went_out(which: Which, first: date, last: date) -> list:
	"""Return the notices that hung on some day from `first` to `last`, or were withdrawn from it, by the day: one query."""
	notice = DocType(NOTICE)
	return (
		frappe.qb.from_(notice)
		.select(*(notice[field] for field in _FIELDS))
		.where(which(notice) & notice.status.isin(rules.WENT_OUT) & notice.published_on.isnotnull())
		.where((notice.published_from <= last) & (notice.published_until >= first))
		.orderby(notice.published_from, notice.name)
	).run(as_dict=True)


def on_board_of(branch: str, above: Sequence[str], first: date, last: date) -> list:
	"""Return what members of a branch may read of the time from `first` to `last`, the newest first: one query.

	Their own branch's, and what the organisations `above` it published for members below too. Withdrawn ones are left out.
	"""
	notice = DocType(NOTICE)
	own = notice.branch == branch
	if above:
		own |= notice.branch.isin(list(above)) & (notice.audience != rules.WITHIN)
	return (
		frappe.qb.from_(notice)
		.select(*(notice[field] for field in _SHOWN))
		.where(own & notice.status.isin([rules.PUBLISHED, rules.ENDED]))
		.where((notice.published_from <= last) & (notice.published_until >= first))
		.orderby(notice.published_from, order=frappe.qb.desc)
		.orderby(notice.name, order=frappe.qb.desc)
	).run(as_dict=True)


def hanging(which: Which, day: date) -> list:
	"""Return the notices that hang on a day, by their kinds' days, the newest first: one query."""
	notice = DocType(NOTICE)
	return (
		frappe.qb.from_(notice)
		.select(*(notice[field] for field in _SHOWN))
		.where(which(notice) & (notice.status == rules.PUBLISHED))
		.where((notice.published_from <= day) & (notice.published_until >= day))
		.orderby(notice.published_from, order=frappe.qb.desc)
		.orderby(notice.name, order=frappe.qb.desc)
	).run(as_dict=True)


def over(day: date) -> list[str]:
	"""Return the published notices whose time is over on a day: one query."""
	filters = {"status": rules.PUBLISHED, "published_until": ["<", day]}
	return frappe.get_all(NOTICE, filters=filters, pluck="name", order_by="published_until, name")


def untold(day: date) -> list[str]:
	"""Return the notices that hang on a day and of which the members were not told yet: one query."""
	filters = {
		"status": rules.PUBLISHED,
		"published_from": ["<=", day],
		"published_until": [">=", day],
		"told_on": ["is", "not set"],
	}
	return frappe.get_all(NOTICE, filters=filters, pluck="name", order_by="published_on, name")


def to_be_told(notice: str):
	"""Return name, branch, title, kind, audience and told_on of a notice: one query."""
	return frappe.db.get_value(
		NOTICE, notice, ["name", "branch", "title", "kind", "audience", "told_on", "status"], as_dict=True
	)


def logins_of_members(branch: str, below: bool) -> list[str]:
	"""Return the logins of the members of an organisation, and of those below it if asked for: two queries at most."""
	branches = branch_and_below(branch) if below else [branch]
	filters = {
		"branch": ["in", branches],
		"stage": ["in", IN_THE_PARTY],
		"status": ["in", ON_REGISTER],
		"user": ["is", "set"],
	}
	return frappe.get_all("Party Member", filters=filters, pluck="user", order_by="name")


def organisations_above(branch: str) -> list[str]:
	"""Return the organisations above a branch, the nearest last: two queries."""
	place = frappe.db.get_value("Party Branch", branch, ["lft", "rgt"])
	if not place:
		return []
	filters = {"lft": ["<", place[0]], "rgt": [">", place[1]]}
	return frappe.get_all("Party Branch", filters=filters, pluck="name", order_by="lft")


def objections_of(member: str, notices: Iterable[str]) -> list:
	"""Return what a member objected by name to these notices, the latest first: one query."""
	wanted = sorted(set(notices)) or [""]
	return frappe.get_all(
		OBJECTION,
		filters={"member": member, "notice": ["in", wanted]},
		fields=["name", "notice", "received_on", "objection", "answer", "answered_on"],
		order_by="received_on desc, creation desc",
	)


def unnamed_unread(received_on: date) -> list:
	"""Return notice and branch of the unnamed objections that came in on a day and that nobody has read: one query."""
	return frappe.get_all(
		OBJECTION,
		filters={"received_on": received_on, "anonymous": 1, "seen_on": ["is", "not set"]},
		fields=["name", "notice", "branch"],
		order_by="name",
	)


def count_objections(notices: Iterable[str], day: date | None = None) -> dict[str, tuple[int, int, int]]:
	"""Return by notice how many objections it has, how many nobody has read, and how many are not answered: one query.

	With a `day` it is as it stood at its end.
	"""
	wanted = sorted(set(notices))
	if not wanted:
		return {}
	rows = frappe.get_all(
		OBJECTION,
		filters={"notice": ["in", wanted], **({"received_on": ["<=", day]} if day else {})},
		fields=["notice", "seen_on", "answered_on"],
	)
	found: dict[str, tuple[int, int, int]] = {}
	for row in rows:
		number, unread, unanswered = found.get(row.notice, (0, 0, 0))
		answered = row.answered_on is not None and (day is None or row.answered_on <= day)
		found[row.notice] = (number + 1, unread + (row.seen_on is None), unanswered + (not answered))
	return found
