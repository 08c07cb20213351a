"""What a committee's compliance report says of the organisations below it: their figures, who stands how, and the matrix of clauses."""

from collections.abc import Mapping, Sequence
from math import ceil

from frappe import _
from frappe.model.document import Document

from party_affairs.compliance.report import read_cells
from party_affairs.facts.organisation import branches as branch_facts
from party_affairs.guide.duties.short_titles import short_title
from party_affairs.ledgers.duties.matrix import cell_text, rules_in, total_of
from party_affairs.ledgers.text import joined, lines, text_of
from party_affairs.printing.paper import Table
from party_affairs.printing.table_layout import TableColumn, TableRow
from party_affairs.rules.duties.reports import Cell, Trend, best, worst

NAMES_SHOWN = 24
_RANKED = 5
_CLAUSES_ON_A_SHEET = 22
_NAME_MM, _SUM_MM, _CLAUSE_MM = 30, 10, 10


def below(doc: Document) -> list[Table]:
	"""Return the table of the organisations below that the caller may read; none for an organisation without any."""
	if not doc.below_count:
		return []
	columns = (
		TableColumn(_("No."), 11, "center"),
		TableColumn(_("Party Branch"), 49),
		TableColumn(_("Met"), 14, "center"),
		TableColumn(_("Late"), 18, "center"),
		TableColumn(_("Missed"), 22, "center"),
		TableColumn(_("Due"), 14, "center"),
		TableColumn(_("Last Record"), 26, "center"),
		TableColumn(_("Missed Most"), 70),
	)
	rows = [TableRow((_("III. Organisations below"),), "section")]
	for number, row in enumerate(doc.below_rows, start=1):
		unchecked = _("Could not be checked: {0}").format(row.unchecked) if row.unchecked else ""
		missed = str(row.missed_count or 0)
		if row.missed_before:
			trend = Trend(int(row.missed_before), row.missed_count or 0)
			missed = f"{missed} ({trend.arrow}{trend.by or ''})"
		last = lines((text_of(row.last_record_on), _("Silent") if row.is_silent else ""))
		figures = (str(row.met_count or 0), str(row.late_count or 0), missed, str(row.due_count or 0), last)
		rows.append(TableRow((str(number), row.branch, *figures, lines((row.worst or "", unchecked)))))
	sums = (doc.below_met_count, doc.below_late_count, doc.below_missed_count, doc.below_due_count)
	rows.append(TableRow(("", _("Total"), *(str(figure or 0) for figure in sums), "", ""), "totals"))
	return [Table(columns, tuple(rows), name=_("Organisations Below"))]


def ranking(doc: Document) -> list[TableRow]:
	"""Name who stands worst and best, who is silent, and who could not be checked."""
	last, first = worst(doc.below_rows, _RANKED), best(doc.below_rows, _RANKED)
	named = (
		(
			_("Most missed: {0}"),
			[_("{0} ({1})").format(row.branch, row.missed_count) for row in last if row.missed_count],
		),
		(_("Nothing missed: {0}"), [row.branch for row in first]),
		(_("Silent: {0}"), [row.branch for row in doc.below_rows if row.is_silent]),
		(_("Could not be checked: {0}"), [row.branch for row in doc.below_rows if row.unchecked]),
	)
	return [
		TableRow((words.format(joined(names[:NAMES_SHOWN])),), "group") for words, names in named if names
	]


def matrix(doc: Document) -> list[Table]:
	"""Return the matrix of the organisations below and the clauses, as many tables as the clauses take."""
	cells = {row.branch: read_cells(row.cells) for row in doc.below_rows}
	rules = rules_in(cells.values())
	if not rules:
		return []
	names = names_of(list(cells))
	size = ceil(len(rules) / ceil(len(rules) / _CLAUSES_ON_A_SHEET))
	parts = [rules[start : start + size] for start in range(0, len(rules), size)]
	return [
		_matrix_part(cells, names, part, number, len(parts)) for number, part in enumerate(parts, start=1)
	]


def names_of(branches: Sequence[str]) -> dict[str, str]:
	"""Return the short names of organisations, by record."""
	return {row.name: row.short_name or row.branch_name for row in branch_facts.load(branches)}


def _matrix_part(
	cells: Mapping[str, Mapping[str, Cell]],
	names: Mapping[str, str],
	rules: Sequence[str],
	number: int,
	of: int,
) -> Table:
	title = _("IV. Organisations and clauses")
	if of > 1:
		title = _("{title} ({number} of {all})").format(title=title, number=number, all=of)
	marks = _("Marks: the number missed, met late, or due by now; √ all done; empty: nothing asked.")
	rows = [TableRow((title,), "section"), TableRow((marks,), "group")]
	for branch, of_branch in cells.items():
		missed = total_of(of_branch.values()).missed
		texts = (cell_text(of_branch.get(rule, Cell())) for rule in rules)
		rows.append(TableRow((names.get(branch, branch), str(missed), *texts)))
	sums = [total_of(of_branch.get(rule, Cell()) for of_branch in cells.values()) for rule in rules]
	every = total_of(cell for of_branch in cells.values() for cell in of_branch.values())
	rows.append(TableRow((_("Total"), str(every.missed), *(cell_text(cell) for cell in sums)), "totals"))
	columns = (
		TableColumn(_("Party Branch"), _NAME_MM),
		TableColumn(_("Missed"), _SUM_MM, "center"),
		*(TableColumn(short_title(rule), _CLAUSE_MM, "center") for rule in rules),
	)
	return Table(columns, tuple(rows), name=title)
