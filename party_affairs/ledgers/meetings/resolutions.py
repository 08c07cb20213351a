"""决议落实情况: what was resolved in the year, who does it by when, and whether it was done."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from frappe import _

from party_affairs.facts.meetings import held
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.meetings.organisation_life import resolution_text
from party_affairs.ledgers.selection import select
from party_affairs.rules.meetings.records import (
	DONE,
	DONE_LATE,
	FOLLOW_UPS,
	OVERDUE,
	follow_up_status,
	is_carried_out,
)

DOCTYPE = "Party Meeting"
TITLE = "Resolutions and Their Follow-up"
_COLOURS = {DONE: "Green", DONE_LATE: "Orange", OVERDUE: "Red"}


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the resolutions of submitted meetings that somebody is to carry out.

	Own filters: `follow_up_status` (of `rules.meetings`) and `responsible` (a Party Member).
	"""
	selection = select(DOCTYPE, filters, user, ptype, goes_on=True)
	loaded = held.resolutions_to_follow(
		selection.rows_of, selection.year.start, selection.until, selection.filter("responsible")
	)
	rows = [_row(row, selection.as_of) for row in loaded if is_carried_out(row.result)]
	counts = Counter(row.status for row in rows)
	asked = selection.filter("follow_up_status", FOLLOW_UPS)
	return compose(
		selection,
		_(TITLE),
		_columns(),
		[row for row in rows if asked in (None, row.status)],
		chart=Chart(
			tuple(_(status) for status in FOLLOW_UPS),
			((_("Records"), tuple(counts[status] for status in FOLLOW_UPS)),),
		),
		figures=tuple(
			Figure(_(status), counts[status], indicator=_COLOURS.get(status, "Blue")) for status in FOLLOW_UPS
		),
		notes=(
			_(
				"Resolutions of submitted meetings with a person responsible or a deadline, as they stood on the day above."
			),
		),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("meeting_date", _("Meeting Date"), "Date", 21),
		Column("kind_text", _("Kind"), width_mm=22),
		Column("resolution", _("Resolution"), "Small Text", 80),
		Column("responsible_name", _("Responsible Member"), width_mm=18),
		Column("deadline", _("Deadline"), "Date", 21),
		Column("status_text", _("Status"), width_mm=18, align="center"),
		Column("done_on", _("Done On"), "Date", 21),
		Column("follow_up", _("Follow-up Note"), "Small Text", 52),
	)


def _row(row, day: date):
	if row.done_on and row.done_on > day:
		row.update(done_on=None, follow_up=None)
	row.update(
		doctype=DOCTYPE,
		kind_text=_(row.kind),
		resolution=resolution_text(row),
		status=follow_up_status(row.deadline, row.done_on, day),
	)
	row.status_text = _(row.status)
	return row
