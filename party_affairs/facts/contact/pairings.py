"""Contact pairings: how many contacts of each kind a member has on a day (R43), and what their ledger shows of them.

The check counts the contacts of the people of a branch, whichever branch recorded them; the ledger lists what a
branch recorded. So these are two reads; when a pairing runs is said once.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from pypika.terms import Criterion

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Max

from party_affairs.facts.criteria import Which
from party_affairs.facts.members.people import Person, asked_of
from party_affairs.guide.privacy import retention
from party_affairs.rules.contact import pairing as rules
from party_affairs.rules.contact.facts import PairingFacts
from party_affairs.rules.contact.predicates import PAIRING_FIELDS
from party_affairs.rules.findings import Subject
from party_affairs.rules.spells import Spells, between

_PAIRING, _PERSON, _LOG = "Contact Pairing", "Contacted Person", "Contact Pairing Log"
_FIELDS = (
	*("name", "branch", "member", "member_name", "contact_name", "contact_kind"),
	*("address", "phone", "family", "measures", "results"),
)


_TOLD = tuple(field for field in PAIRING_FIELDS if field != "contact_name")
_PERSONAL = ("address", "phone", "family")
_FORGOTTEN = retention.placeholder()


def runs(pairing, first: date, last: date) -> Criterion:
	"""Return the criterion that a pairing runs on some day from `first` to `last`."""
	return (pairing.start_date <= last) & (pairing.end_date.isnull() | (pairing.end_date >= first))


def load(members: Sequence[str], first: date, last: date) -> list:
	"""Return the pairings of `members` that run on some day from `first` to `last`: one query, none without members.

	Rows have name, member, contact, contact_name, contact_kind, start_date and end_date, and of each other field of
	`predicates.PAIRING_FIELDS` whether it holds something: what it holds stays in the table. `ceased` says since when and
	why the contact is no longer of the pairing's kind, `refused` whether he wants his personal data not to be kept.
	"""
	if not members:
		return []
	pairing, person = DocType(_PAIRING), DocType(_PERSON)
	rows = (
		frappe.qb.from_(pairing)
		.left_join(person)
		.on(person.name == pairing.contact)
		.select(pairing.name, pairing.member, pairing.contact, pairing.contact_name, pairing.contact_kind)
		.select(pairing.start_date, pairing.end_date, person.joined_party_on, person.left_firm_on)
		.select((person.consent == "Consent Declined").as_("refused"))
		.select(*((pairing[field] != "").as_(field) for field in _TOLD))
		.where(pairing.member.isin(list(members)) & runs(pairing, first, last))
	).run(as_dict=True)
	for row in rows:
		row.ceased = rules.ceases(frappe.scrub(row.contact_kind), row.joined_party_on, row.left_firm_on)
	return rows


def subjects(
	rows: Iterable, people: Mapping[str, Person], kept: Mapping[str, Spells[str]]
) -> tuple[Subject, ...]:
	"""Return pairings as subjects of R57: the branch answers in which the member is while they run.

	They are called by the member: findings outlive the data of people outside the Party. Those whose contact was forgotten when the time of keeping was over are asked nothing any more.
	"""
	found = []
	for row in rows:
		if row.contact_name == _FORGOTTEN:
			continue
		span = between(row.start_date, row.end_date, True)
		person = people[row.member]
		found.append(Subject(_PAIRING, row.name, person.label, asked_of(person, kept).within_spells(span)))
	return tuple(found)


def recorded(rows: Iterable) -> dict[str, PairingFacts]:
	"""Return by pairing which of its fields hold something; what its contact refuses to have kept counts as filled in."""
	return {
		row.name: PairingFacts(
			row.start_date,
			frozenset(key for key in PAIRING_FIELDS if row[key] or (row.refused and key in _PERSONAL)),
		)
		for row in rows
	}


def contacts(rows: Iterable, day: date) -> dict[str, Counter]:
	"""Return by member the number of pairings that count on `day`, by contact kind.

	They run, and their contact is still of the kind that he is paired as.
	"""
	found: dict[str, Counter] = defaultdict(Counter)
	for row in rows:
		if _runs_on(row, day) and not _has_ceased(row, day):
			found[row.member][frappe.scrub(row.contact_kind)] += 1
	return found


def ceased(rows: Iterable, day: date) -> dict[str, tuple[rules.Ceased, ...]]:
	"""Return by member his pairings that run on `day` and count no more, the earliest first."""
	found: dict[str, list] = defaultdict(list)
	for row in rows:
		if _runs_on(row, day) and _has_ceased(row, day):
			found[row.member].append(row.ceased)
	return {member: tuple(sorted(of_member)) for member, of_member in found.items()}


def _runs_on(row, day: date) -> bool:
	return row.start_date <= day and (row.end_date is None or row.end_date >= day)


def _has_ceased(row, day: date) -> bool:
	return row.ceased is not None and row.ceased.since <= day


def listed(which: Which, first: date, last: date) -> list:
	"""Return the pairings that ran from `first` to `last`, by member: one query.

	Address, phone and family are sensitive: a caller that shows them has asked for level 1.
	"""
	pairing = DocType(_PAIRING)
	return (
		frappe.qb.from_(pairing)
		.select(*(pairing[field] for field in _FIELDS))
		.where(which(pairing) & runs(pairing, first, last))
		.orderby(pairing.member_name, pairing.member, pairing.start_date, pairing.name)
	).run(as_dict=True)


def numbers(which: Which, day: date) -> list[tuple[str, str, int]]:
	"""Return (name of the member, contact kind, number) of the pairings that run on `day`: one query; no contact is named."""
	pairing = DocType(_PAIRING)
	return list(
		frappe.qb.from_(pairing)
		.select(pairing.member_name, pairing.contact_kind, Count(pairing.name))
		.where(which(pairing) & runs(pairing, day, day))
		.groupby(pairing.member, pairing.member_name, pairing.contact_kind)
		.run()
	)


def is_paired(member: str, contact: str, first: date, last: date | None, leaving_out: str) -> bool:
	"""Whether a member has another pairing with a contact that runs between `first` and `last` (None: without end): one query.

	One that ends on the day on which the other begins is gone on with, and not doubled.
	"""
	pairing = DocType(_PAIRING)
	meets = pairing.end_date.isnull() | (pairing.end_date > first)
	if last:
		meets &= pairing.start_date <= last
	query = (
		frappe.qb.from_(pairing)
		.select(pairing.name)
		.where((pairing.member == member) & (pairing.contact == contact) & (pairing.name != leaving_out))
		.where(meets)
		.limit(1)
	)
	return bool(query.run())


def not_visited(which: Which, day: date, since: date) -> list:
	"""Return the pairings that run on `day` and in whose log nothing stands after `since`, the longest without one first: one query.

	Rows have name, branch, member, member_name, contact_name, contact_kind, start_date and `last_contact`. Pairings that began
	after `since` are left out: nobody was to be seen yet.
	"""
	pairing, log = DocType(_PAIRING), DocType(_LOG)
	latest = Max(log.contact_date)
	rows = (
		frappe.qb.from_(pairing)
		.left_join(log)
		.on((log.parent == pairing.name) & (log.parenttype == _PAIRING) & (log.contact_date <= day))
		.select(pairing.name, pairing.branch, pairing.member, pairing.member_name, pairing.contact_name)
		.select(pairing.contact_kind, pairing.start_date, latest.as_("last_contact"))
		.where(which(pairing) & runs(pairing, day, day) & (pairing.start_date <= since))
		.where(pairing.contact_name != _FORGOTTEN)
		.groupby(pairing.name, pairing.branch, pairing.member, pairing.member_name, pairing.contact_name)
		.groupby(pairing.contact_kind, pairing.start_date)
		.having(latest.isnull() | (latest <= since))
	).run(as_dict=True)
	return sorted(rows, key=lambda row: (row.last_contact or row.start_date, row.name))


def days_of_contact(which: Which, first: date, last: date) -> dict[str, list[date]]:
	"""Return by pairing the days from `first` to `last` on which contact was made, in their order: one query."""
	pairing, log = DocType(_PAIRING), DocType(_LOG)
	rows = (
		frappe.qb.from_(log)
		.join(pairing)
		.on(pairing.name == log.parent)
		.select(log.parent, log.contact_date)
		.where(which(pairing) & runs(pairing, first, last))
		.where((log.parenttype == _PAIRING) & log.contact_date[first:last])
		.orderby(log.contact_date, log.idx)
	).run()
	found: dict[str, list[date]] = defaultdict(list)
	for name, day in rows:
		found[name].append(day)
	return found


def made_by(members: Sequence[str], first: date, last: date) -> list[tuple[str, str, date]]:
	"""Return (member, pairing, day) of the contacts that `members` made from `first` to `last`: one query, none without members.

	Whichever branch recorded them.
	"""
	if not members:
		return []
	pairing, log = DocType(_PAIRING), DocType("Contact Pairing Log")
	rows = (
		frappe.qb.from_(log)
		.join(pairing)
		.on(pairing.name == log.parent)
		.select(pairing.member, pairing.name, log.contact_date)
		.where(pairing.member.isin(list(members)))
		.where((log.parenttype == _PAIRING) & log.contact_date[first:last])
		.orderby(log.contact_date, pairing.name, log.idx)
	).run()
	return [tuple(row) for row in rows]
