"""What a suggestion of pairings is made of: the members of a branch with their posts and contacts, and who could be paired."""

from collections import Counter, defaultdict
from datetime import date
from typing import NamedTuple

import frappe

from party_affairs.facts.contact import pairings, persons
from party_affairs.facts.criteria import of_branches
from party_affairs.facts.members import people as members_of
from party_affairs.facts.organisation import posts
from party_affairs.rules.contact.pairing import ceases
from party_affairs.rules.contact.suggestion import Contact, Paired

KINDS = {
	"firm_head": "Firm Head",
	"key_non_party_professional": "Key Non-Party Professional",
	"non_party_lawyer": "Non-Party Lawyer",
	"masses": "Masses",
}
"""Labels of the kinds of contact."""


class People(NamedTuple):
	"""The members and contacts of a branch on a day, and what the members are called."""

	members: list[Paired]
	contacts: list[Contact]
	names: dict[str, str]


def of_branch(branch: str, day: date) -> People:
	"""Return who could be paired with whom in a branch on `day`: its members of the Party by name, and its contacts.

	Contacts who are no longer of their kind, and pairings that count no more, are left out.
	"""
	known = {
		name: person
		for name, person in members_of.of_branches_since([branch], day).items()
		if person.belongs.on(day) == branch and person.in_party.covers(day)
	}
	rows = pairings.load(list(known), day, day)
	counting = [row for row in rows if not (row.ceased and row.ceased.since <= day)]
	of_member: dict[str, list[tuple[str, str]]] = defaultdict(list)
	for row in counting:
		of_member[row.member].append((row.contact or row.name, frappe.scrub(row.contact_kind)))
	held = posts.pairing_duties(posts.load([branch]), day, dict.fromkeys(known, branch))
	found = persons.of_branches(of_branches([branch]), day)
	load = Counter(row.contact for row in persons.running_with([row.name for row in found], day))
	contacts = [
		Contact(row.name, kind, row.firm, load[row.name])
		for row in found
		if not _is_over(kind := frappe.scrub(row.contact_kind), row, day)
	]
	members = [
		Paired(name, person.row.firm, held.get(name, ()), tuple(of_member[name]))
		for name, person in sorted(known.items(), key=lambda one: (one[1].label, one[0]))
	]
	return People(members, contacts, {name: person.label for name, person in known.items()})


def _is_over(kind: str, row, day: date) -> bool:
	ceased = ceases(kind, row.joined_party_on, row.left_firm_on)
	return ceased is not None and ceased.since <= day


def open_of(branch: str) -> str | None:
	"""Return the latest suggestion of a branch on which something is still to be decided, None without one: one query."""
	return frappe.db.get_value(
		"Contact Suggestion", {"branch": branch, "status": "Open"}, "name", order_by="creation desc"
	)
