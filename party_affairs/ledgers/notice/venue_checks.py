"""阵地建设检查表 (R53–R55, R63): what the latest check of each organisation found of rooms, boards and cabinets."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from frappe import _

from party_affairs.facts.notice import venue as facts
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import select
from party_affairs.rules.notice import venue as rules

DOCTYPE = "Party Venue Check"
TITLE = "Check of the Rooms"
STATES = (rules.THERE, rules.MISSING, rules.NOT_APPLICABLE)
"""Choices of the filter `venue_state`."""
_NOT_LOOKED_AT = "Not Looked At"


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the items of the latest check of the year of each organisation; own filter: `venue_state`."""
	selection = select(DOCTYPE, filters, user, ptype)
	asked = selection.filter("venue_state", STATES)
	checks = facts.latest(selection.rows_of, selection.year.start, selection.until)
	rows = [
		{
			"doctype": DOCTYPE,
			"name": check.name,
			"branch": check.branch,
			"place": item.place,
			"label": item.label,
			"clause": item.clause or "",
			"state_key": item.state or _NOT_LOOKED_AT,
			"state": _(item.state or _NOT_LOOKED_AT),
			"checked_on": check.checked_on,
			"inspector": check.inspector,
			"note": item.note,
		}
		for check in checks
		for item in check["items"]
	]
	if asked:
		rows = [row for row in rows if row["state_key"] == asked]
	counts = Counter(row["state_key"] for row in rows)
	found = [state for state in (*STATES, _NOT_LOOKED_AT) if counts[state]]
	looked_at = {check.branch for check in checks}
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals={"label": _("{0} items").format(len(rows))},
		chart=Chart(
			tuple(_(state) for state in found),
			((_("Items Looked At"), tuple(counts[state] for state in found)),),
		)
		if found
		else None,
		figures=(
			Figure(_("Organisations Looked At"), len(looked_at)),
			Figure(
				_(rules.MISSING), counts[rules.MISSING], indicator="Red" if counts[rules.MISSING] else "Green"
			),
			Figure(_("Organisations Not Looked At"), len(set(selection.branches) - looked_at)),
		),
		notes=(
			_(
				"The latest check of the year counts. What the rooms do not allow is not asked (clauses R53 and R54)."
			),
		),
		orientation="portrait",
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("place", _("Place"), width_mm=20, align="center"),
		Column("label", _("What Is Asked"), "Small Text", 66),
		Column("clause", _("Clause"), width_mm=12, align="center"),
		Column("state", _("State"), width_mm=16, align="center"),
		Column("inspector", _("Inspector"), width_mm=24),
		Column("checked_on", _("Day of the Check"), "Date", 24, under="inspector"),
		Column("note", _("Note"), "Small Text", 34),
	)
