"""上级通知签阅情况: which organisations have read and acknowledged what came down, and who is missing."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from frappe import _
from frappe.utils import getdate

from party_affairs.compliance.notices import missing
from party_affairs.facts.duties import notices
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import select
from party_affairs.rules.duties import tasks

DOCTYPE = "Notice Delivery"
TITLE = "Notices and Who Has Acknowledged"
_NAMES_SHOWN = 12
STATES = (tasks.OVERDUE, tasks.NOT_READ, tasks.READ, tasks.ACKNOWLEDGED, tasks.DONE_LATE, tasks.TAKEN_BACK)
"""Choices of the filter `notice_state`, in the order of the chart."""


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return what went down in the year, one row an organisation, as it stands on the ledger's day; own filter: `notice_state`."""
	selection = select(DOCTYPE, filters, user, ptype, goes_on=True)
	asked_state, day = selection.filter("notice_state", STATES), selection.as_of
	rows = notices.deliveries(selection.rows_of, selection.year.start, selection.until)
	asked, lacking = notices.asked(rows), missing(rows, day)
	for row in rows:
		done_on = row.acknowledged_on if row.needs_acknowledgement else row.read_on
		state = tasks.state_on(row.status, done_on and getdate(done_on), row.deadline, day)
		names = [person.name for person in lacking[row.name]]
		row.update(
			doctype=DOCTYPE,
			state_key=state,
			state=_(state),
			sent_day=getdate(row.sent_on),
			read_day=_by(row.read_on, day),
			done_day=_by(row.acknowledged_on, day),
			people=f"{len(asked[row.name]) - len(names)} / {len(asked[row.name])}",
			lacking="、".join(names[:_NAMES_SHOWN]) + ("……" if len(names) > _NAMES_SHOWN else ""),
		)
	if asked_state:
		rows = [row for row in rows if row.state_key == asked_state]
	counts = Counter(row.state_key for row in rows)
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals={"title": _("{0} deliveries").format(len(rows))},
		chart=_chart(counts),
		figures=(
			Figure(_("Sent"), len(rows)),
			Figure(
				_(tasks.ACKNOWLEDGED), counts[tasks.ACKNOWLEDGED] + counts[tasks.DONE_LATE], indicator="Green"
			),
			Figure(
				_(tasks.OVERDUE), counts[tasks.OVERDUE], indicator="Red" if counts[tasks.OVERDUE] else "Green"
			),
		),
		key=__name__,
	)


def _by(moment: datetime | None, day: date) -> date | None:
	"""Return the day of what had happened by `day`, None for what came later."""
	return getdate(moment) if moment and getdate(moment) <= day else None


def _columns() -> tuple[Column, ...]:
	return (
		Column("title", _("Title"), width_mm=60),
		Column("committee", _("Issued By"), width_mm=30),
		Column("sent_day", _("Sent On"), "Date", 20, short=True),
		Column("deadline", _("To Be Acknowledged Until"), "Date", 20, short=True),
		Column("read_day", _("Read On"), "Date", 20, short=True),
		Column("done_day", _("Acknowledged On"), "Date", 20, short=True),
		Column("people", _("Done"), width_mm=14, align="center"),
		Column("state", _("Status"), width_mm=16, align="center"),
		Column("lacking", _("Who Is Missing"), "Small Text", 50),
	)


def _chart(counts: Counter) -> Chart | None:
	found = [state for state in STATES if counts[state]]
	if not found:
		return None
	return Chart(
		tuple(_(state) for state in found), ((_("Deliveries"), tuple(counts[state] for state in found)),)
	)
