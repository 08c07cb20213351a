"""整改落实情况 (guide 一（四）6): the rectification items of organisation life reviews, who does them by when, and their state."""

from collections.abc import Mapping
from typing import Any

from frappe import _

from party_affairs.facts.meetings import life_reviews
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import select
from party_affairs.rules.meetings.life_reviews import STATE_LABELS, state_of_measure

DOCTYPE = "Party Life Review"
TITLE = "Rectification Ledger"
_OPEN, _OVERDUE = "open", "overdue"
_STATES = {str(label): key for key, label in STATE_LABELS.items()}


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the items of the life reviews of the year, and those of earlier years that were open in it.

	`state` narrows it to items that are open, overdue, closed or were closed late.
	"""
	selection = select(DOCTYPE, filters, user, ptype)
	wanted = selection.filter("state", _STATES)
	rows = []
	for row in life_reviews.measures(selection.rows_of, selection.year.start, selection.as_of):
		state = state_of_measure(row.deadline, row.closed_on, selection.as_of)
		if wanted and state != _STATES[wanted]:
			continue
		row.update(doctype=DOCTYPE, state=state, state_text=STATE_LABELS[state].text(_))
		rows.append(row)
	numbers = {state: sum(row.state == state for row in rows) for state in STATE_LABELS}
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		chart=Chart(
			tuple(label.text(_) for label in STATE_LABELS.values()),
			((_("Items"), tuple(numbers.values())),),
		),
		figures=(
			Figure(_("Items"), len(rows)),
			Figure(_("Items Closed"), numbers["closed"] + numbers["closed_late"], indicator="Green"),
			Figure(STATE_LABELS[_OPEN].text(_), numbers[_OPEN], indicator="Orange"),
			Figure(STATE_LABELS[_OVERDUE].text(_), numbers[_OVERDUE], indicator="Red"),
		),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("theme", _("Life Review"), width_mm=36),
		Column("held_on", _("Meeting Date"), "Date", 21, under="theme"),
		Column("problem", _("Problem to Rectify"), "Small Text", 52),
		Column("measure", _("Rectification Measure"), "Small Text", 58),
		Column("responsible_name", _("Responsible Member"), width_mm=20, align="center"),
		Column("deadline", _("Deadline"), "Date", 22),
		Column("state_text", _("State of the Item"), width_mm=20, align="center"),
		Column("closed_on", _("Item Closed On"), "Date", 22),
		Column("evidence", _("Evidence of Rectification"), "Small Text", 46),
	)
