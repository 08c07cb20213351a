"""思想汇报登记 (form D9): each report of the year with what it says in brief, its comment, and what became of suggestions.

It shows reports to the officers in charge of the branch to which they were handed in.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _

from party_affairs.facts.texts import handed_in
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import select
from party_affairs.ledgers.text import lines, period_text
from party_affairs.rules.periods import periods_between

DOCTYPE = "Thought Report"
TITLE = "Thought Report Register"
_ASPECTS = ("thought", "work", "discipline", "style")
_BRIEF = 24
"""Characters of an aspect that a register shows: the report itself is printed apart."""


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the reports about the half-years of the year."""
	selection = select(DOCTYPE, filters, user, ptype, goes_on=True)
	forms = labels_of(DOCTYPE, "form")
	loaded = handed_in.registered_reports(selection.rows_of, selection.year.start, selection.year.end)
	rows = [row for row in loaded if row.handed_in_on <= selection.as_of]
	for row in rows:
		if row.commented_on and row.commented_on > selection.as_of:
			row.update(comment=None, commented_by_name=None, commented_on=None)
		if row.handled_on and row.handled_on > selection.as_of:
			row.update(handling=None, handled_on=None)
		row.update(
			doctype=DOCTYPE,
			period=period_text(row.half_year),
			form_text=forms[row.form],
			brief=_brief(row),
			suggestions=row.suggestions or "",
			handling=row.handling or "",
		)
	numbers = Counter(row.half_year for row in rows)
	half_years = periods_between("half_year", selection.year.start, selection.year.end)
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals={"member_name": _("{0} reports").format(len(rows))},
		chart=Chart(
			tuple(period_text(period.key) for period in half_years),
			((_("Reports"), tuple(numbers[period.key] for period in half_years)),),
		),
		figures=(
			Figure(_("Reports"), len(rows)),
			Figure(_("Commented"), sum(bool(row.commented_on) for row in rows), indicator="Green"),
			Figure(
				_("Suggestions Open"),
				sum(bool(row.suggestions and not row.handled_on) for row in rows),
				indicator="Orange",
			),
		),
		notes=(
			_(
				"Reports that were handed in; a draft is its writer's alone. Written reports stand here in brief."
			),
		),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("member_name", _("Reported By"), width_mm=18),
		Column("period", _("Half-Year"), width_mm=26),
		Column("handed_in_on", _("Day of Handing In"), "Date", 21),
		Column("form_text", _("Form"), width_mm=12, align="center"),
		Column("brief", _("In Brief"), "Small Text", 70),
		Column("suggestions", _("Suggestions and Problems"), "Small Text", 36),
		Column("handling", _("Handling"), "Small Text", 26),
		Column("comment", _("Comment of the Committee"), "Small Text", 36),
		Column("commented_by_name", _("Commented By"), width_mm=18),
		Column("commented_on", _("Commented On"), "Date", 21),
	)


def _brief(row) -> str:
	if row.form == "Oral":
		return row.summary or ""
	labels = {field: frappe.get_meta(DOCTYPE).get_label(field) for field in _ASPECTS}
	return lines(
		_("{0}: {1}").format(_(labels[aspect]), _shortened(row[aspect])) for aspect in _ASPECTS if row[aspect]
	) or _("See the paper handed in.")


def _shortened(text: str) -> str:
	text = " ".join(text.split())
	return text if len(text) <= _BRIEF else f"{text[:_BRIEF]}……"
