"""公益性活动台账 (guide 一（九）3): what members and lawyers did for society: project, form, times, effect."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from frappe import _

from party_affairs.facts.contact import welfare
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import select
from party_affairs.ledgers.text import joined
from party_affairs.rules.contact.welfare import sessions_of

DOCTYPE = "Public Welfare Activity"
TITLE = "Public Welfare Ledger"


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the ledger of the year's public welfare activities, in hours, times and people served."""
	selection = select(DOCTYPE, filters, user, ptype)
	span = selection.rows_of, selection.year.start, selection.until
	participants = welfare.participants(*span)
	rows = welfare.activities(*span)
	for row in rows:
		taking_part = participants[row.name]
		row.update(
			doctype=DOCTYPE,
			sessions=sessions_of(row.sessions),
			form=row.form_of_service or "",
			members=joined(person.member_name for person in taking_part if person.member),
			lawyers=_lawyers(row, taking_part),
		)
	totals = {
		"project": _("{0} activities").format(len(rows)),
		"sessions": sum(row.sessions for row in rows),
		"hours": sum(row.hours or 0 for row in rows),
		"people_served": sum(row.people_served or 0 for row in rows),
	}
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals=totals,
		chart=_chart(rows),
		figures=(
			Figure(_("Activities"), len(rows)),
			Figure(_("Sessions"), totals["sessions"]),
			Figure(_("Hours"), totals["hours"], "Float"),
			Figure(_("Number of People Served"), totals["people_served"], indicator="Green"),
		),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("activity_date", _("Activity Date"), "Date", 20),
		Column("project", _("Project"), width_mm=40),
		Column("form", _("Form of Service"), width_mm=18),
		Column("location", _("Location"), width_mm=28),
		Column("members", _("Members Taking Part"), "Small Text", 36),
		Column("lawyers", _("Lawyers Taking Part"), "Small Text", 30),
		Column("served_group", _("People Served"), width_mm=22),
		Column("people_served", _("Number of People Served"), "Int", 14),
		Column("sessions", _("Sessions"), "Int", 10),
		Column("hours", _("Duration (Hours)"), "Float", 15),
		Column("effect", _("Effect"), "Small Text", 44),
	)


def _lawyers(row, taking_part: list) -> str:
	names = [person.lawyer_name for person in taking_part if person.lawyer_name and not person.member]
	if row.other_lawyers:
		names.append(
			_("{0} others").format(row.other_lawyers) if names else _("{0} lawyers").format(row.other_lawyers)
		)
	return joined(names)


def _chart(rows: list) -> Chart | None:
	counts = Counter()
	for row in rows:
		counts[row.form] += row.sessions
	found = sorted(form for form in counts if form and counts[form])
	if not found:
		return None
	return Chart(tuple(found), ((_("Sessions"), tuple(counts[form] for form in found)),))
