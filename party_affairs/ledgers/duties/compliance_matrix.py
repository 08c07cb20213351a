"""履职矩阵: organisations × clauses, as the duties stand now, or as the frozen reports of a period have it."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.compliance.report import read_cells
from party_affairs.facts.duties import reports, summary
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.duties import matrix
from party_affairs.ledgers.ledger import Column, Figure, Ledger
from party_affairs.ledgers.selection import Selection, select
from party_affairs.ledgers.text import full_date, joined, period_text
from party_affairs.rules.duties.reports import Cell, best, worst
from party_affairs.rules.errors import RuleError
from party_affairs.rules.periods import parse

DOCTYPE = "Compliance Finding"
TITLE = "Compliance Matrix"
_NAMED = 5


class _Row(dict):
	"""A row whose sums can be asked for as the rules ask for them."""

	met_count = property(lambda self: self["done"])
	late_count = property(lambda self: self["late"])
	missed_count = property(lambda self: self["missed"])


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the matrix of a year, by default this one; own filter `period_key`: that of the reports of a period, as they were frozen."""
	filters = frappe._dict(filters or {})
	if filters.period_key:
		filters.year = year_of_period(filters.period_key)
	selection = select(DOCTYPE, filters, user, ptype)
	found = _frozen(selection) if filters.period_key else _current(selection)
	rows = [
		_Row(branch=branch, doctype="Party Branch", name=branch, **matrix.row(found[branch]))
		for branch in selection.branches
		if branch in found
	]
	ledger_rows = list(rows)
	total = matrix.total_of(cell for cells in found.values() for cell in cells.values())
	return compose(
		selection,
		_(TITLE),
		matrix.columns(matrix.rules_in(found.values())),
		ledger_rows,
		totals=matrix.totals(found.values()) if len(rows) > 1 else None,
		figures=(
			Figure(_("Missed"), total.missed, indicator="Red"),
			Figure(_("Late"), total.late, indicator="Yellow"),
			Figure(_("Due"), total.due, indicator="Orange"),
			Figure(_("Organisations with Gaps"), sum(1 for row in rows if row["missed"]), indicator="Red"),
		),
		notes=(_spoken(selection), *_named(rows, selection)),
		key=__name__,
		of_organisations=True,
	)


def year_of_period(period_key: str) -> int:
	"""Return the year of a period that somebody asked for, or raise ValidationError with what can be asked for."""
	try:
		return parse(period_key).start.year
	except RuleError as error:
		frappe.throw(error.message.text(_))


def _current(selection: Selection) -> dict[str, dict[str, Cell]]:
	found: dict[str, dict[str, Cell]] = {}
	counts = summary.by_branch_and_rule(selection.scope().criterion, selection.year)
	for (branch, rule), by_status in counts.items():
		cell = Cell.of(by_status)
		if cell.asked:
			found.setdefault(branch, {})[rule] = cell
	return found


def _frozen(selection: Selection) -> dict[str, dict[str, Cell]]:
	which = selection.scope(reports.REPORT).criterion
	stored = reports.cells_of(which, selection.filters["period_key"])
	return {branch: read_cells(text) for branch, text in stored.items()}


def _spoken(selection: Selection) -> str:
	"""Say for which time the figures speak."""
	key = selection.filters.get("period_key")
	if key:
		return _("As the reports of {0} were frozen.").format(period_text(key))
	spoken = summary.spoken_for(selection.branches, selection.year.start.year)
	if not spoken.as_of:
		return _("The duties of {0} have not been checked yet: an empty list says nothing.").format(
			selection.year.key
		)
	said = _("Duties of {0}, as of {1}.").format(period_text(selection.year.key), full_date(spoken.as_of))
	if spoken.unchecked:
		said += " " + _("{0} organisations were not checked yet.").format(spoken.unchecked)
	return said


def _named(rows: list[_Row], selection: Selection) -> list[str]:
	"""Name those who stand worst and best, where there are several."""
	if len(rows) < 2:
		return []
	said = []
	for words, chosen in (
		(_("Most missed: {0}"), worst(rows, _NAMED)),
		(_("Nothing missed: {0}"), best(rows, _NAMED)),
	):
		names = [
			_("{0} ({1})").format(selection.name_of(row["branch"]), row["missed"] or row["done"])
			for row in chosen
		]
		if names:
			said.append(words.format(joined(names)))
	return said


def of_report(document: Document) -> Ledger:
	"""Return the matrix that a committee's report has frozen, of the organisations below it that the caller may read."""
	document.hide_rows_of_others()
	names = {
		row.name: row.short_name or row.name
		for row in branch_facts.load([row.branch for row in document.below_rows])
	}
	found = {row.branch: read_cells(row.cells) for row in document.below_rows}
	rows = tuple(
		{
			**{"no": number, "branch_name": names.get(row.branch, row.branch)},
			**{"branch": row.branch, "doctype": "Party Branch", "name": row.branch},
			**matrix.row(found[row.branch]),
		}
		for number, row in enumerate(document.below_rows, start=1)
	)
	return Ledger(
		title=_("{title} ({day})").format(title=_(TITLE), day=period_text(document.period_key)),
		subtitle=_("{0} and its organisations").format(document.branch),
		year=parse(document.period_key).start.year,
		dated=full_date(document.as_of),
		columns=(
			Column("no", _("No."), width_mm=10, align="center"),
			Column("branch_name", _("Party Branch"), width_mm=25),
			*matrix.columns(matrix.rules_in(found.values())),
		),
		rows=rows,
		totals=matrix.totals(found.values()),
		signatures=(_("Prepared By"), _("Reviewed By"), _("Signed On")),
		several=True,
	)
