"""意见建议登记簿: who raised what on which occasion, to whom it went, until when, what was answered and when it was told.

Whoever raised something unnamed stays unnamed; overdue answers are marked.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from frappe import _

from party_affairs.compliance.opinions import CLAUSE, limit_days
from party_affairs.facts.contact import opinions
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import select
from party_affairs.ledgers.text import joined
from party_affairs.rules.contact import opinions as rules

DOCTYPE = "Raised Opinion"
TITLE = "Opinion Register"
_IS: Mapping[str, Callable[[Any], bool]] = {
	"Overdue": lambda row: row.overdue,
	"Not Answered": lambda row: not row.has_answer,
	"Answered": lambda row: row.has_answer,
}
"""Choices of the filter `opinion_status`."""


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the opinions raised in the year, as they stand on the ledger's day; own filter: `opinion_status`."""
	selection = select(DOCTYPE, filters, user, ptype, goes_on=True)
	day, limit = selection.as_of, limit_days(selection.year)
	asked = selection.filter("opinion_status", tuple(_IS))
	occasions = labels_of(DOCTYPE, "occasion")
	rows = opinions.registered(selection.rows_of, selection.year.start, selection.until)
	for row in rows:
		row.due = rules.due_on(row.raised_on, row.answer_until, limit)
		row.overdue = rules.is_overdue(row.due, row.answered_on, day)
		answered = row.answered_on if row.answered_on and row.answered_on <= day else None
		row.in_time = rules.was_in_time(row.due, answered)
		row.has_answer = answered is not None
		told = row.told_on if row.told_on and row.told_on <= day else None
		row.update(
			doctype=DOCTYPE,
			occasion_text=occasions.get(row.occasion, ""),
			raised_by=_("Unnamed") if row.is_unnamed else row.raised_by_name or "",
			opinion_text=row.opinion,
			referred=joined(name for name in (row.referred_name, row.referred_body) if name),
			answer_text=row.answer if answered else "",
			answered=answered,
			told=told,
			told_how_text=_(row.told_how) if told and row.told_how else "",
			state=_("Overdue") if row.overdue else _(_state(row, answered, told)),
		)
	if asked:
		rows = [row for row in rows if _IS[asked](row)]
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals={"raised_by": _("{0} opinions").format(len(rows))},
		chart=_chart(rows, occasions),
		figures=_figures(rows, day),
		notes=(
			_(
				"Without a day of its own an opinion is to be answered within {0} days; the guide names no time, the committee sets it (clause {1})."
			).format(limit, CLAUSE),
		),
		key=__name__,
	)


def _state(row, answered, told) -> str:
	words = {
		rules.OPEN: "Registered",
		rules.REFERRED: "Referred",
		rules.ANSWERED: "Answered",
		rules.TOLD: "Told",
	}
	return words[rules.state(row.referred_on, answered, told)]


def _columns() -> tuple[Column, ...]:
	return (
		Column("raised_on", _("Raised On"), "Date", 18, short=True),
		Column("occasion_text", _("On Which Occasion"), width_mm=22),
		Column("raised_by", _("Raised By"), width_mm=18),
		Column("opinion_text", _("Opinion or Suggestion"), "Small Text", 58),
		Column("referred", _("To Whom It Went"), width_mm=24),
		Column("due", _("Answer Until"), "Date", 18, short=True),
		Column("answer_text", _("Answer"), "Small Text", 52),
		Column("answered", _("Answered On"), "Date", 18, short=True),
		Column("told", _("Told On"), "Date", 18, short=True),
		Column("told_how_text", _("Told How"), width_mm=18),
		Column("state", _("Status"), width_mm=14, align="center"),
	)


def _chart(rows: list, occasions: Mapping[str, str]) -> Chart | None:
	counts = Counter(row.occasion for row in rows)
	found = [key for key in occasions if counts[key]]
	if not found:
		return None
	return Chart(
		tuple(occasions[key] for key in found),
		(
			(
				_("Answered"),
				tuple(sum(row.occasion == key and row.has_answer for row in rows) for key in found),
			),
			(
				_("Not Answered"),
				tuple(sum(row.occasion == key and not row.has_answer for row in rows) for key in found),
			),
		),
		stacked=True,
	)


def _figures(rows: list, day) -> tuple[Figure, ...]:
	overdue = sum(row.overdue for row in rows)
	settled = [row for row in rows if row.has_answer or row.overdue]
	in_time = sum(row.in_time for row in settled)
	waiting = len(rows) - len(settled)
	if not settled:
		rate, colour = "—", "Blue"
	else:
		rate = f"{in_time * 100 // len(settled)}% ({in_time}/{len(settled)})"
		# Of what is not due yet nobody knows: as long as it waits, nothing is all well.
		colour = "Orange" if in_time < len(settled) else "Blue" if waiting else "Green"
	if waiting:
		rate = _("{0}, {1} not due yet").format(rate, waiting)
	return (
		Figure(_("Opinions Raised"), len(rows)),
		Figure(_("Answered"), sum(row.has_answer for row in rows), indicator="Green"),
		Figure(_("Answered in Time"), rate, "Data", colour),
		Figure(_("Overdue"), overdue, indicator="Red" if overdue else "Green"),
	)
