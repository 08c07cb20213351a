"""问卷情况汇总: the year's questionnaires that were counted: how many answered and how satisfied they are; what was answered is not in it.

A questionnaire stays within its branch; committees above see these sums.
"""

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from frappe import _

from party_affairs.facts.contact import questionnaires as facts
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import select
from party_affairs.rules.contact.questionnaires import mean_of_means, percent

DOCTYPE = "Questionnaire"
TITLE = "Questionnaire Overview"


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return a row for each questionnaire that closed in the year and was counted: two queries beside the selection."""
	selection = select(DOCTYPE, filters, user, ptype, sums=True)
	purposes, audiences = labels_of(DOCTYPE, "purpose"), labels_of(DOCTYPE, "audience")
	held = facts.counted(selection.rows_of, selection.year.start, selection.year.end)
	# One that all have answered is counted before its last day.
	rows = [row for row in held if row.counted_on.date() <= selection.until]
	points = _points(facts.satisfaction_rows([row.name for row in rows]))
	for row in rows:
		row.update(
			doctype=DOCTYPE,
			purpose_text=purposes.get(row.purpose, ""),
			audience_text=audiences.get(row.audience, ""),
			points=points.get(row.name),
			remark="" if row.shown_as == facts.SHOWN else _("Too few answers to be shown"),
		)
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals={"answers": sum(row.answers or 0 for row in rows)},
		chart=_chart(rows),
		figures=(
			Figure(_(DOCTYPE), len(rows)),
			Figure(_("Number of Answers"), sum(row.answers or 0 for row in rows), indicator="Green"),
		),
		notes=(_("What people answered is read within the branch; above it only these sums."),),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("closes_on", _("Closes On"), "Date", 20),
		Column("title", _("Title"), width_mm=52),
		Column("purpose_text", _("Purpose"), width_mm=30),
		Column("audience_text", _("Who Answers"), width_mm=34),
		Column("answers", _("Number of Answers"), "Int", 14),
		Column("points", _("Mean Satisfaction (0 to 100)"), "Float", 18),
		Column("remark", _("Remarks"), width_mm=30),
	)


def _points(rows: Iterable) -> dict[str, float]:
	"""Return by questionnaire the mean of its questions on the scale, from 0 to 100, with one decimal."""
	by_name: dict[str, list[tuple[int, Fraction]]] = {}
	for row in rows:
		by_name.setdefault(row.parent, []).append((row.answered, Fraction(str(row.mean))))
	return {name: round(float(percent(mean_of_means(means))), 1) for name, means in by_name.items()}


def _chart(rows: list) -> Chart | None:
	shown = [row for row in rows if row.points is not None]
	if not shown:
		return None
	return Chart(
		tuple(row.title for row in shown),
		((_("Mean Satisfaction (0 to 100)"), tuple(row.points for row in shown)),),
	)
