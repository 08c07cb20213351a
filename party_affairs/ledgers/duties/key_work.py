"""重点工作推进情况: the points of the year's work in each organisation: to be done until when, how it goes, who is late."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from frappe import _

from party_affairs.facts.duties import key_work
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import select
from party_affairs.rules.duties import tasks

DOCTYPE = "Key Work Task"
TITLE = "Key Work and How It Stands"
STATES = (tasks.OVERDUE, tasks.TO_BE_DONE, tasks.UNDER_WAY, tasks.CLOSED, tasks.DONE_LATE, tasks.TAKEN_BACK)
"""Choices of the filter `task_state`, in the order of the chart."""


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the tasks of the year as they stand on the ledger's day; own filter: `task_state`."""
	selection = select(DOCTYPE, filters, user, ptype, goes_on=True)
	asked, day = selection.filter("task_state", STATES), selection.as_of
	rows = key_work.tasks(selection.rows_of, selection.year.start.year)
	for row in rows:
		state = tasks.state_on(row.status, row.closed_on, row.deadline, day)
		closed = row.closed_on if row.closed_on and row.closed_on <= day else None
		row.update(
			doctype=DOCTYPE,
			state_key=state,
			state=_(state),
			closed_day=closed,
			words=(row.result if closed else row.last_words) or "",
		)
	if asked:
		rows = [row for row in rows if row.state_key == asked]
	counts = Counter(row.state_key for row in rows)
	found = [state for state in STATES if counts[state]]
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals={"title": _("{0} tasks").format(len(rows))},
		chart=Chart(
			tuple(_(state) for state in found),
			((_("Tasks"), tuple(counts[state] for state in found)),),
		)
		if found
		else None,
		figures=(
			Figure(_("Tasks"), len(rows)),
			Figure(_(tasks.CLOSED), counts[tasks.CLOSED] + counts[tasks.DONE_LATE], indicator="Green"),
			Figure(
				_(tasks.OVERDUE), counts[tasks.OVERDUE], indicator="Red" if counts[tasks.OVERDUE] else "Green"
			),
		),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("title", _("Key Work Point"), width_mm=56),
		Column("committee", _("Set By"), width_mm=30),
		Column("deadline", _("To Be Done Until"), "Date", 22, short=True),
		Column("reported", _("Times Reported"), "Int", 12),
		Column("last_day", _("Reported Last"), "Date", 22, short=True),
		Column("words", _("Progress"), "Small Text", 60),
		Column("closed_day", _("Closed On"), "Date", 22, short=True),
		Column("state", _("Status"), width_mm=16, align="center"),
	)
