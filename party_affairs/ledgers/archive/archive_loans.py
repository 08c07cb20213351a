"""档案借阅登记: who had which volume of the archive, for what, until when, and when it was back."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from frappe import _

from party_affairs.facts.archive import volumes
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.ledger import Column, Figure, Ledger
from party_affairs.ledgers.selection import select

DOCTYPE = volumes.VOLUME
TITLE = "Register of Archive Loans"
BACK, OUT, OVERDUE = "Brought Back", "Lent", "Not Back in Time"


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the loans that lasted into the year, as they stood on the ledger's day."""
	selection = select(DOCTYPE, filters, user, ptype, goes_on=True)
	day, year = selection.as_of, selection.year
	rows = volumes.loans(selection.rows_of, year.start, min(day, year.end))
	for row in rows:
		back = row.returned_on if row.returned_on and row.returned_on <= day else None
		state = BACK if back else OVERDUE if row.due_on and row.due_on < day else OUT
		row.update(doctype=DOCTYPE, returned_on=back, state_key=state, state=_(state))
	counts = Counter(row.state_key for row in rows)
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals={"title": _("{0} in all.").format(len(rows))},
		figures=(
			Figure(_("Loans"), len(rows)),
			Figure(_(OUT), counts[OUT] + counts[OVERDUE]),
			Figure(_(OVERDUE), counts[OVERDUE], indicator="Red" if counts[OVERDUE] else "Green"),
		),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("title", _("Archive Volume"), width_mm=70),
		Column("lent_to", _("Lent To"), width_mm=34),
		Column("purpose", _("Purpose"), "Small Text", 50),
		Column("lent_on", _("Lent On"), "Date", 24),
		Column("due_on", _("Due Back"), "Date", 24),
		Column("returned_on", _("Brought Back On"), "Date", 24),
		Column("state", _("Status"), width_mm=18, align="center"),
	)
