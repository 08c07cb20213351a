"""实地检查与整改台账: what was found on the spot, until when it is to be mended, and whether it was."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from frappe import _

from party_affairs.facts.duties import on_site_checks
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import select
from party_affairs.rules.duties import tasks

DOCTYPE = "On Site Check"
TITLE = "On-site Checks and Mending"
STATES = (tasks.OVERDUE, "To Be Mended", "Returned", "Reported Mended", "Confirmed", "Good", "Not Looked At")


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the items of the year's checks as they stand on the ledger's day; own filter: `item_state`."""
	selection = select(DOCTYPE, filters, user, ptype, goes_on=True)
	asked, day = selection.filter("item_state", STATES), selection.as_of
	scope = selection.scope()
	rows = [
		row
		for row in on_site_checks.items(selection.rows_of, selection.year.start, selection.until)
		if row.branch in scope.branches
	]
	for row in rows:
		state = _state(row, day)
		row.update(
			doctype=DOCTYPE,
			state_key=state,
			state_text=_(state),
			clause=row.rule or "",
			mended_text=row.mended if row.mended_on and row.mended_on <= day else "",
			mended_day=row.mended_on if row.mended_on and row.mended_on <= day else None,
			confirmed_day=row.confirmed_on if row.confirmed_on and row.confirmed_on <= day else None,
		)
	if asked:
		rows = [row for row in rows if row.state_key == asked]
	counts = Counter(row.state_key for row in rows)
	found = [state for state in STATES if counts[state]]
	to_mend = len(rows) - counts["Good"] - counts["Not Looked At"]
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals={"item": _("{0} items").format(len(rows))},
		chart=Chart(
			tuple(_(state) for state in found),
			((_("Items Looked At"), tuple(counts[state] for state in found)),),
		)
		if found
		else None,
		figures=(
			Figure(_("Checks"), len({row.name for row in rows})),
			Figure(_("To Be Mended"), to_mend),
			Figure(_("Confirmed"), counts["Confirmed"], indicator="Green"),
			Figure(
				_(tasks.OVERDUE), counts[tasks.OVERDUE], indicator="Red" if counts[tasks.OVERDUE] else "Green"
			),
		),
		key=__name__,
	)


def _state(row: Any, day: date) -> str:
	if row.result != "To Be Mended":
		return row.result
	if row.confirmed_on and row.confirmed_on <= day:
		return "Confirmed"
	if row.state in ("Reported Mended", "Confirmed") and row.mended_on and row.mended_on <= day:
		return "Reported Mended"
	if row.mend_until and row.mend_until < day:
		return tasks.OVERDUE
	return "Returned" if row.state == "Returned" else "To Be Mended"


def _columns() -> tuple[Column, ...]:
	return (
		Column("checked_on", _("Day of the Check"), "Date", 18, short=True),
		Column("committee", _("Checked By"), width_mm=26),
		Column("item", _("What Was Looked At"), width_mm=34),
		Column("clause", _("Clause"), width_mm=12),
		Column("found", _("What Was Found"), "Small Text", 44),
		Column("mend_until", _("Mend Until"), "Date", 18, short=True),
		Column("mended_text", _("How It Was Mended"), "Small Text", 40),
		Column("mended_day", _("Mended On"), "Date", 18, short=True),
		Column("confirmed_day", _("Confirmed On"), "Date", 18, short=True),
		Column("state_text", _("Status"), width_mm=16, align="center"),
	)
