"""双向培养名单 (guide 一（四）10): partners who are to become members, and members who are to become partners."""

from collections.abc import Mapping
from typing import Any

from frappe import _

from party_affairs.facts.members import cultivation
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import select

DOCTYPE = "Two Way Cultivation"
TITLE = "Two Way Cultivation List"
_RUNNING = "In Progress"


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the people on the list in the year, with measures and progress as they stand on the day that it names."""
	selection = select(DOCTYPE, filters, user, ptype, goes_on=True)
	directions, statuses = labels_of(DOCTYPE, "direction"), labels_of(DOCTYPE, "status")
	rows = cultivation.listed(selection.rows_of, selection.year.start, selection.until)
	for row in rows:
		if row.ended_on and row.ended_on > selection.as_of:
			row.update(status=_RUNNING, ended_on=None)
		if row.reviewed_on and row.reviewed_on > selection.as_of:
			row.reviewed_on = None
		row.update(
			doctype=DOCTYPE,
			direction_text=directions.get(row.direction, ""),
			status_text=statuses.get(row.status, ""),
		)
	rows.sort(key=lambda row: (tuple(directions).index(row.direction), row.started_on))
	in_direction = [sum(row.direction == key for row in rows) for key in directions]
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		chart=Chart(tuple(directions.values()), ((_("People"), tuple(in_direction)),)),
		figures=(
			Figure(_("In Progress"), sum(row.status == "In Progress" for row in rows)),
			Figure(_("Succeeded"), sum(row.status == "Succeeded" for row in rows), indicator="Green"),
			Figure(_("Stopped"), sum(row.status == "Stopped" for row in rows), indicator="Gray"),
		),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("direction_text", _("Cultivation Direction"), width_mm=36),
		Column("person_name", _("Full Name"), width_mm=17),
		Column("firm_name", _("Law Firm"), width_mm=34),
		Column("position", _("Position in Firm"), width_mm=20),
		Column("mentor_name", _("Responsible for Cultivation"), width_mm=17),
		Column("started_on", _("Listed On"), "Date", 21),
		Column("reviewed_on", _("Last Reviewed On"), "Date", 21),
		Column("measures", _("Measures"), "Small Text", 40),
		Column("progress", _("Progress Made"), "Small Text", 40),
		Column("status_text", _("Status"), width_mm=16, align="center"),
		Column("ended_on", _("Ended On"), "Date", 21, under="status_text"),
	)
