"""荣誉台账: what members and branches were awarded in the year or in several years, or what is in force."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from frappe import _

from party_affairs.facts.members import honours
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import select
from party_affairs.ledgers.text import full_date, joined
from party_affairs.rules.members.honours import LEVELS, is_in_force

DOCTYPE = "Honour"
TITLE = "Honours Register"
AWARDED, IN_FORCE = "awarded", "in_force"
RECIPIENTS = ("Party Member", "Party Branch")


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the honours awarded in the year, or since `from_year`; with `view` `in_force` those in force on the day.

	`level`, `kind` and `recipient` narrow it.
	"""
	selection = select(DOCTYPE, filters, user, ptype)
	first = selection.first_day()
	in_force = selection.filter("view", (AWARDED, IN_FORCE)) == IN_FORCE
	rows = (
		honours.in_force(selection.rows_of, selection.as_of)
		if in_force
		else honours.in_years(selection.rows_of, first, selection.until)
	)
	wanted = {
		field: value
		for field, choices in (
			("level", LEVELS),
			("kind", tuple(labels_of(DOCTYPE, "kind"))),
			("recipient", RECIPIENTS),
		)
		if (value := selection.filter(field, choices))
	}
	rows = [row for row in rows if all(row[field] == value for field, value in wanted.items())]
	for row in rows:
		row.update(
			doctype=DOCTYPE,
			who=row.member_name if row.member else selection.name_of(row.branch),
			recipient_text=_("Member") if row.member else _("Party Branch"),
			level_text=_(row.level),
			kind_text=_(row.kind),
			term=_term(row),
			state=_state(row, selection.as_of),
			published=joined(
				(row.published_on.isoformat() if row.published_on else "", row.published_where or "")
			),
		)
	members = {row.member for row in rows if row.member}
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		since=None if in_force else first,
		chart=_chart(rows),
		figures=(
			Figure(_("Honours"), len(rows)),
			Figure(_("Honours of Members"), sum(bool(row.member) for row in rows)),
			Figure(_("Honours of Organisations"), sum(not row.member for row in rows)),
			Figure(_("Members Honoured"), len(members), indicator="Green"),
		),
		notes=(_("In force on {day}.").format(day=full_date(selection.as_of)),) if in_force else (),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("who", _("Given To"), width_mm=26),
		Column("recipient_text", _("Kind of Recipient"), width_mm=14, align="center"),
		Column("honour_name", _("Name of the Honour"), width_mm=44),
		Column("level_text", _("Level"), width_mm=20, align="center"),
		Column("kind_text", _("Kind"), width_mm=20, align="center"),
		Column("awarded_by", _("Awarded By"), width_mm=38),
		Column("document_no", _("Document No."), width_mm=30, under="awarded_by"),
		Column("awarded_on", _("Awarded On"), "Date", 21),
		Column("term", _("Term"), width_mm=26, align="center"),
		Column("state", _("State"), width_mm=15, align="center"),
		Column("reason", _("What It Is For"), "Small Text", 40),
		Column("published", _("Publication"), width_mm=28),
	)


def _term(row) -> str:
	if not row.valid_until:
		return _("for good")
	return _("until {day}").format(day=row.valid_until.isoformat())


def _state(row, day) -> str:
	if is_in_force(row.awarded_on, row.valid_from, row.valid_until, day):
		return _("in force")
	return _("expired") if row.valid_until and row.valid_until < day else _("not yet in force")


def _chart(rows: Sequence) -> Chart | None:
	"""Honours by level; where they are of several years, by year, each level a part of the bar."""
	levels = [level for level in LEVELS if any(row.level == level for row in rows)]
	years = sorted({row.awarded_on.year for row in rows})
	if not rows:
		return None
	counts = Counter((row.awarded_on.year, row.level) for row in rows)
	if len(years) == 1:
		numbers = tuple(counts[years[0], level] for level in levels)
		return Chart(tuple(_(level) for level in levels), ((_("Honours"), numbers),))
	return Chart(
		tuple(str(year) for year in years),
		tuple((_(level), tuple(counts[year, level] for year in years)) for level in levels),
		stacked=True,
	)
