"""联系群众台账 (guide 一（九）2): whom each member keeps contact with, what he does for them, and what came of it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from frappe import _

from party_affairs.facts.contact import pairings
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.organisation.posts import load_posts
from party_affairs.ledgers.selection import select
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
	first, last = selection.year.start, selection.until
	contacts = pairings.days_of_contact(selection.rows_of, first, last)
	posts = load_posts(selection)
	rows = pairings.listed(selection.rows_of, first, last)
	for row in rows:
		row.update(
			doctype=DOCTYPE,
			kind=kinds.get(row.contact_kind, ""),
			posts=posts.get((row.branch, row.member), ""),
			times=len(contacts[row.name]),
			contacted_on=joined(short_date(day, first.year) for day in contacts[row.name]),
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
		key=__name__,
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
