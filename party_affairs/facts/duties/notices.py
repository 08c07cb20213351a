"""Notices of committees: to which organisations each went, who there is to read it, and who has."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

import frappe
from frappe.query_builder import DocType

from party_affairs.facts.criteria import Which
from party_affairs.permissions.scope import IN_THE_PARTY, ON_REGISTER, active_posts
from party_affairs.rules.duties.tasks import ACKNOWLEDGED, ALL_MEMBERS, SECRETARIES, TAKEN_BACK

NOTICE, DELIVERY, READER = "Committee Notice", "Notice Delivery", "Notice Reader"
_COLUMNS = (
	*("name", "notice", "title", "branch", "committee", "status", "deadline", "sent_on", "addressed_to"),
	*("needs_acknowledgement", "read_on", "acknowledged_on", "reminded_on", "told_on", "remark"),
)


class Person(NamedTuple):
	"""Somebody who is to read a notice: his number, his name, and his login if he has one."""

	member: str
	name: str
	user: str | None


def deliveries(which: Which, first: date | None = None, last: date | None = None) -> list[frappe._dict]:
	"""Return the deliveries that were sent from `first` to `last`, the newest first: one query."""
	table = DocType(DELIVERY)
	query = frappe.qb.from_(table).select(*(table[column] for column in _COLUMNS)).where(which(table))
	if first and last:
		query = query.where(table.sent_on[first : f"{last} 23:59:59"])
	return query.orderby(table.sent_on, order=frappe.qb.desc).orderby(table.branch).run(as_dict=True)


def of_notice(notice: str) -> list[frappe._dict]:
	"""Return the deliveries of one notice: one query."""
	return deliveries(lambda table: table.notice == notice)


def untold(notice: str) -> list[str]:
	"""Return the deliveries of a notice whose readers were not told of it yet: one query."""
	filters = {"notice": notice, "told_on": ["is", "not set"], "status": ["!=", TAKEN_BACK]}
	return frappe.get_all(DELIVERY, filters=filters, pluck="name", order_by="name")


def notices_untold() -> list[str]:
	"""Return the notices some of whose readers were not told of them yet: one query."""
	filters = {"told_on": ["is", "not set"], "status": ["!=", TAKEN_BACK]}
	return frappe.get_all(DELIVERY, filters=filters, pluck="notice", distinct=True, order_by="notice")


def named(names: Sequence[str]) -> list[frappe._dict]:
	"""Return the deliveries `names`: one query."""
	return deliveries(lambda table: table.name.isin(list(names) or [""]))


def with_deadline(first: date, last: date) -> list[frappe._dict]:
	"""Return the deliveries to be acknowledged whose deadline lies from `first` to `last`: one query."""
	return deliveries(
		lambda table: (
			table.deadline[first:last]
			& (table.needs_acknowledgement == 1)
			& (table.status != TAKEN_BACK)
			& ((table.status != ACKNOWLEDGED) | (table.addressed_to == ALL_MEMBERS))
		)
	)


def posts_in(member: str) -> set[str]:
	"""Return the organisations in which a member holds a post today: two queries at most."""
	return {post.branch for post in active_posts(members=[member])}


def to_members_of(branches: Sequence[str], first: date) -> list[frappe._dict]:
	"""Return what went to these organisations since `first` and was not taken back, with its text, the newest first: one query."""
	table = DocType(DELIVERY)
	query = frappe.qb.from_(table).select(*(table[column] for column in _COLUMNS), table.text)
	query = query.where(table.branch.isin(list(branches)))
	query = query.where((table.status != TAKEN_BACK) & (table.sent_on >= first))
	return query.orderby(table.sent_on, order=frappe.qb.desc).run(as_dict=True)


def readings(names: Sequence[str]) -> dict[str, dict[str, frappe._dict]]:
	"""Return by delivery and member when he read and acknowledged it: one query."""
	found: dict[str, dict[str, frappe._dict]] = defaultdict(dict)
	rows = frappe.get_all(
		READER,
		filters={"parenttype": DELIVERY, "parent": ["in", list(names) or [""]]},
		fields=["name", "parent", "member", "read_on", "acknowledged_on"],
	)
	for row in rows:
		found[row.parent][row.member] = row
	return found


def last_place(delivery: str) -> int:
	"""Return how many readers a delivery has so far: one query."""
	return frappe.db.count(READER, {"parenttype": DELIVERY, "parent": delivery})


def papers_of(notice: str) -> list[frappe._dict]:
	"""Return the papers of a notice, with name, title and file: one query."""
	return frappe.get_all(
		"Committee Notice Paper",
		filters={"parenttype": NOTICE, "parent": notice},
		fields=["name", "title", "file"],
		order_by="idx",
	)


def papers_of_notices(notices: Iterable[str]) -> dict[str, list[frappe._dict]]:
	"""Return by notice its papers, with name and title: one query."""
	found: dict[str, list[frappe._dict]] = defaultdict(list)
	rows = frappe.get_all(
		"Committee Notice Paper",
		filters={"parenttype": NOTICE, "parent": ["in", sorted(set(notices)) or [""]]},
		fields=["parent", "name", "title"],
		order_by="parent, idx",
	)
	for row in rows:
		found[row.parent].append(row)
	return found


def asked(rows: Sequence[frappe._dict]) -> Mapping[str, list[Person]]:
	"""Return by delivery the people who are to read it today: three queries at most.

	Secretaries are those who lead, a deputy only in their stead; committee members all who hold a post; of all members those on
	register in the Party.
	"""
	branches = {row.branch for row in rows}
	everybody = {row.branch for row in rows if row.addressed_to == ALL_MEMBERS}
	members = _members_of(everybody) if everybody else {}
	holders = _holders_of(branches) if any(row.addressed_to != ALL_MEMBERS for row in rows) else {}
	found = {}
	for row in rows:
		if row.addressed_to == ALL_MEMBERS:
			found[row.name] = members.get(row.branch, [])
		else:
			held = holders.get(row.branch, [])
			leading = row.addressed_to == SECRETARIES
			people = {person for person, leads in held if leads or not leading}
			found[row.name] = sorted(people, key=lambda person: person.member)
	return found


def _members_of(branches: Iterable[str]) -> dict[str, list[Person]]:
	rows = frappe.get_all(
		"Party Member",
		filters={
			"branch": ["in", sorted(branches)],
			"stage": ["in", IN_THE_PARTY],
			"status": ["in", ON_REGISTER],
		},
		fields=["name", "member_name", "user", "branch"],
		order_by="name",
	)
	found: dict[str, list[Person]] = defaultdict(list)
	for row in rows:
		found[row.branch].append(Person(row.name, row.member_name, row.user))
	return found


def _holders_of(branches: Iterable[str]) -> dict[str, list[tuple[Person, bool]]]:
	posts = active_posts(branches=sorted(branches))
	names = dict(
		frappe.get_all(
			"Party Member",
			filters={"name": ["in", sorted({post.member for post in posts}) or [""]]},
			fields=["name", "member_name"],
			as_list=True,
		)
	)
	found: dict[str, list[tuple[Person, bool]]] = defaultdict(list)
	for post in posts:
		leads = post.post == "Secretary" or (post.post == "Deputy Secretary" and post.leads)
		found[post.branch].append((Person(post.member, names[post.member], post.user), leads))
	return found
