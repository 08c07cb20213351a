"""联系群众台账 (guide 一（九）2): whom each member keeps contact with, what he does for them, and what came of it."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _

from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.organisation.posts import load_posts
from party_affairs.ledgers.selection import Selection, select
from party_affairs.ledgers.text import joined, short_date

DOCTYPE = "Contact Pairing"
TITLE = "Contact Pairing Ledger"


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the ledger of the pairings that existed in the year, with the contacts made in it.

	Address, phone and family circumstances are personal data of people outside the Party, and masked where the reader
	may not see them.
	"""
	selection = select(DOCTYPE, filters, user, ptype)
	kinds = labels_of(DOCTYPE, "contact_kind")
	contacts = _load_contacts(selection)
	posts = load_posts(selection)
	rows = _load_pairings(selection)
	for row in rows:
		row.update(
			doctype=DOCTYPE,
			kind=kinds.get(row.contact_kind, ""),
			posts=posts.get((row.branch, row.member), ""),
			times=len(contacts[row.name]),
			contacted_on=joined(contacts[row.name]),
		)
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals={
			"contact_name": _("{0} people").format(len(rows)),
			"times": sum(row.times for row in rows),
		},
		chart=_chart(rows, kinds),
		figures=_figures(rows),
		notes=(_("Contains personal data of the people contacted: keep it safe and do not pass it on."),),
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("member_name", _("Contact Member"), width_mm=15),
		Column("posts", _("Party Posts"), width_mm=20),
		Column("contact_name", _("Contact Name"), width_mm=16),
		Column("kind", _("Contact Kind"), width_mm=22),
		Column("address", _("Home Address"), "Small Text", 30, sensitive=True),
		Column("phone", _("Phone"), width_mm=24, sensitive=True),
		Column("family", _("Family Circumstances"), "Small Text", 32, sensitive=True),
		Column("measures", _("Measures of Help"), "Small Text", 40),
		Column("results", _("Results"), "Small Text", 40),
		Column("times", _("Times"), "Int", 10),
		Column("contacted_on", _("Contacted On"), "Small Text", 24),
	)


def _existing(selection: Selection, pairing):
	first, last = selection.year.start, selection.year.end
	return (
		selection.rows_of(pairing)
		& (pairing.start_date <= last)
		& (pairing.end_date.isnull() | (pairing.end_date >= first))
	)


def _load_pairings(selection: Selection) -> list:
	pairing = frappe.qb.DocType(DOCTYPE)
	return (
		frappe.qb.from_(pairing)
		.select(
			pairing.name,
			pairing.branch,
			pairing.member,
			pairing.member_name,
			pairing.contact_name,
			pairing.contact_kind,
			pairing.address,
			pairing.phone,
			pairing.family,
			pairing.measures,
			pairing.results,
		)
		.where(_existing(selection, pairing))
		.orderby(pairing.member_name, pairing.member, pairing.start_date, pairing.name)
	).run(as_dict=True)


def _load_contacts(selection: Selection) -> dict[str, list[str]]:
	pairing, log = frappe.qb.DocType(DOCTYPE), frappe.qb.DocType("Contact Pairing Log")
	year = selection.year
	rows = (
		frappe.qb.from_(log)
		.join(pairing)
		.on(pairing.name == log.parent)
		.select(log.parent, log.contact_date)
		.where(_existing(selection, pairing))
		.where(
			(log.parenttype == DOCTYPE) & (log.contact_date >= year.start) & (log.contact_date <= year.end)
		)
		.orderby(log.contact_date, log.idx)
	).run(as_dict=True)
	contacts = defaultdict(list)
	for row in rows:
		contacts[row.parent].append(short_date(row.contact_date, year.start.year))
	return contacts


def _chart(rows: list, kinds: Mapping[str, str]) -> Chart | None:
	counts = Counter(row.contact_kind for row in rows)
	found = [kind for kind in kinds if counts[kind]]
	if not found:
		return None
	return Chart(
		tuple(kinds[kind] for kind in found), ((_("People"), tuple(counts[kind] for kind in found)),), "pie"
	)


def _figures(rows: list) -> tuple[Figure, ...]:
	never = sum(not row.times for row in rows)
	return (
		Figure(_("Members Keeping Contact"), len({row.member for row in rows})),
		Figure(_("People Contacted"), len(rows)),
		Figure(_("Without a Contact This Year"), never, indicator="Orange" if never else "Green"),
	)
