"""久未联系名单: the pairings in which nobody has kept contact for a set time, the longest first.

It answers for its day; how many months that is stands in the settings.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from frappe import _

from party_affairs import settings
from party_affairs.facts.contact import pairings
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.organisation.posts import load_posts
from party_affairs.ledgers.selection import select
from party_affairs.rules.periods import add_months

DOCTYPE = "Contact Pairing"
TITLE = "Contacts to Visit"


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the running pairings without a contact for the months of the settings, as of the ledger's day."""
	selection = select(DOCTYPE, filters, user, ptype, goes_on=True)
	months = settings.contact_visit_months()
	day = selection.as_of
	kinds = labels_of(DOCTYPE, "contact_kind")
	posts = load_posts(selection)
	rows = pairings.not_visited(selection.rows_of, day, add_months(day, -months))
	for row in rows:
		row.update(
			doctype=DOCTYPE,
			kind=kinds.get(row.contact_kind, ""),
			posts=posts.get((row.branch, row.member), ""),
			days=(day - (row.last_contact or row.start_date)).days,
		)
	by_member = Counter(row.member_name for row in rows)
	never = sum(row.last_contact is None for row in rows)
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		chart=Chart(tuple(by_member), ((_("Contacts to Visit"), tuple(by_member.values())),))
		if rows
		else None,
		figures=(
			Figure(_("Contacts to Visit"), len(rows), indicator="Orange" if rows else "Green"),
			Figure(_("Never Contacted"), never, indicator="Red" if never else "Green"),
			Figure(_("Members Concerned"), len(by_member)),
		),
		notes=(
			_(
				"Listed is whom nobody has contacted for {0} months; a pairing counts from its first day."
			).format(months),
		),
		orientation="portrait",
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("member_name", _("Contact Member"), width_mm=22),
		Column("posts", _("Party Posts"), width_mm=28),
		Column("contact_name", _("Contact Name"), width_mm=24),
		Column("kind", _("Contact Kind"), width_mm=28),
		Column("start_date", _("Paired From"), "Date", 24),
		Column("last_contact", _("Last Contact"), "Date", 24),
		Column("days", _("Days Without"), "Int", 16),
	)
