"""按计划落实情况 (guide 一（四）2 and 3): each line of the annual plan with the meeting that fulfilled it."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from frappe import _

from party_affairs.facts.meetings import plans
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import Selection, select
from party_affairs.ledgers.text import lines, month_spans
from party_affairs.rules.meetings import plans as plan_rules

DOCTYPE = "Party Annual Plan"
TITLE = "Plan and What Was Held"
_COLOURS = {
	plan_rules.HELD: "Green",
	plan_rules.HELD_LATE: "Orange",
	plan_rules.OPEN: "Blue",
	plan_rules.OVERDUE: "Red",
}


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the plans' lines of the year as they stand on the day that it names, of a year gone by today; own filter: `plan_status` (of `rules.plans`)."""
	selection = select(DOCTYPE, filters, user, ptype, goes_on=True)
	rows = _load(selection)
	counts = Counter(row.status for row in rows)
	asked = selection.filter("plan_status", plan_rules.STATUSES)
	kinds = labels_of("Party Annual Plan Line", "kind")
	shown = [_row(row, kinds) for row in rows if asked in (None, row.status)]
	return compose(
		selection,
		_(TITLE),
		_columns(),
		shown,
		chart=Chart(
			tuple(_(status) for status in plan_rules.STATUSES),
			((_("Plan Lines"), tuple(counts[status] for status in plan_rules.STATUSES)),),
		),
		figures=tuple(
			Figure(_(status), counts[status], indicator=colour) for status, colour in _COLOURS.items()
		),
		notes=(
			_(
				"A line is held by a submitted meeting of its kind in its month, of lectures and assemblies in its quarter, or by the meeting that the line names."
			),
		),
		key=__name__,
	)


def _load(selection: Selection) -> list:
	return plans.planned_and_held(
		sorted(selection.scope().branches),
		selection.year.start.year,
		# What was planned for December may have been held since.
		selection.as_of,
		sorted(selection.scope("Party Meeting").branches),
	)


def _row(row, kinds: Mapping[str, str]):
	row.update(
		doctype=DOCTYPE,
		name=row.plan,
		month_text=month_spans([row.month]),
		kind_text=kinds[row.kind],
		person=lines(dict.fromkeys((row.responsible_name or "", row.lecturer or ""))),
		status_text=_(row.status),
	)
	return row


def _columns() -> tuple[Column, ...]:
	return (
		Column("month_text", _("Plan Month"), width_mm=14, align="center"),
		Column("kind_text", _("Kind"), width_mm=22),
		Column("topic", _("Plan Topic"), "Small Text", 70),
		Column("person", _("Person Responsible or Lecturer"), "Small Text", 24),
		Column("status_text", _("Status"), width_mm=18, align="center"),
		Column("meeting_date", _("Meeting Date"), "Date", 21),
		Column("meeting_topic", _("Held As"), "Small Text", 70),
	)
