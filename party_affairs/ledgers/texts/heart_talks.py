"""谈心谈话登记 (form of guide 一（四）8): who talked with whom, on what occasion, about what, and what follows.

It shows talks to the officers in charge of the branch in which they were held.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from frappe import _

from party_affairs.facts.texts import talks
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import select
from party_affairs.ledgers.text import lines

DOCTYPE = "Heart Talk"
TITLE = "Heart Talk Register"


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the year's talks."""
	selection = select(DOCTYPE, filters, user, ptype, goes_on=True)
	pairs, occasions = labels_of(DOCTYPE, "pair_kind"), labels_of(DOCTYPE, "occasion")
	rows = talks.registered(selection.rows_of, selection.year.start, selection.until)
	for row in rows:
		if row.follow_up_done_on and row.follow_up_done_on > selection.as_of:
			row.follow_up_done_on = None
		row.update(
			doctype=DOCTYPE,
			talker=lines((row.talker_name, row.talker_post)),
			partner=lines((row.partner_name, row.partner_post)),
			pair=pairs.get(row.pair_kind, ""),
			occasion_text=occasions.get(row.occasion, ""),
		)
	numbers = Counter(row.pair_kind for row in rows)
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals={"talker": _("{0} talks").format(len(rows))},
		chart=Chart(tuple(pairs.values()), ((_("Talks"), tuple(numbers[pair] for pair in pairs)),)),
		figures=(
			Figure(_("Talks"), len(rows)),
			Figure(_("Must-Talks"), sum(bool(row.occasion) for row in rows)),
			Figure(
				_("Follow-Up Open"),
				sum(bool(row.follow_up and not row.follow_up_done_on) for row in rows),
				indicator="Orange",
			),
		),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("talk_on", _("Talk Held On"), "Date", 20),
		Column("location", _("Location"), width_mm=18),
		Column("talker", _("Talker"), "Small Text", 22),
		Column("partner", _("Talked With"), "Small Text", 22),
		Column("pair", _("Pair Kind"), width_mm=20),
		Column("occasion_text", _("Must-Talk Occasion"), width_mm=26),
		Column("content", _("Main Content"), "Small Text", 60),
		Column("opinions", _("Opinions and Suggestions"), "Small Text", 40),
		Column("follow_up", _("Follow-Up Arranged"), "Small Text", 34),
		Column("follow_up_done_on", _("Follow-Up Done On"), "Date", 20),
	)
