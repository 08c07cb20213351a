"""补会补课情况: who missed a meeting whose content is made up, and whether that was done. No ranking of members."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from frappe import _

from party_affairs.facts.meetings import make_ups
from party_affairs.facts.meetings.make_ups import MADE_UP
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import select

DOCTYPE = "Party Meeting"
TITLE = "Meetings to Make Up"
_OPEN, _DONE = "To Be Made Up", "Made Up"
"""Choices of the filter `make_up_status`."""


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return who missed which meeting of the year, by the day of the meeting; own filter: `make_up_status`."""
	selection = select(DOCTYPE, filters, user, ptype, goes_on=True)
	loaded = make_ups.load(selection.rows_of, selection.year.start, selection.until)
	rows = [_row(row, selection.as_of) for row in loaded]
	open_rows = [row for row in rows if row.status == _OPEN]
	asked = selection.filter("make_up_status", (_OPEN, _DONE))
	return compose(
		selection,
		_(TITLE),
		_columns(),
		[row for row in rows if asked in (None, row.status)],
		chart=Chart((_(_OPEN), _(_DONE)), ((_("Records"), (len(open_rows), len(rows) - len(open_rows))),)),
		figures=(
			Figure(_(_OPEN), len(open_rows), indicator="Orange" if open_rows else "Green"),
			Figure(_(_DONE), len(rows) - len(open_rows), indicator="Green"),
		),
		notes=(
			_(
				"In the order of the meetings, for the secretary to arrange what is missing; members are not compared. The aged and ill are not asked."
			),
		),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("meeting_date", _("Meeting Date"), "Date", 22),
		Column("kind_text", _("Kind"), width_mm=24),
		Column("topic", _("Topic"), "Small Text", 78),
		Column("member_name", _("Full Name"), width_mm=20),
		Column("reason", _("Reason for Absence"), "Small Text", 32),
		Column("status_text", _("Status"), width_mm=20, align="center"),
		Column("made_up_on", _("Made Up On"), "Date", 22),
		Column("made_up_how", _("How It Was Made Up"), "Small Text", 40),
	)


def _row(row, day: date):
	is_made_up = row.attendance == MADE_UP and not (row.made_up_on and row.made_up_on > day)
	if not is_made_up:
		row.update(made_up_on=None, made_up_how=None)
	row.update(
		doctype=DOCTYPE,
		kind_text=_(row.kind),
		reason=row.reason or ("" if row.attendance == MADE_UP else _(row.attendance)),
		status=_DONE if is_made_up else _OPEN,
	)
	row.status_text = _(row.status)
	return row
