"""A compliance report (履职报告) on paper, as it was frozen."""

from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any

from frappe import _
from frappe.model.document import Document

from party_affairs.guide import registry
from party_affairs.ledgers.compose import labels_of
from party_affairs.ledgers.text import full_date, lines, period_text, periods_text, text_of
from party_affairs.printing import pages
from party_affairs.printing.paper import PORTRAIT, Table, TableColumn, TableRow, lay_out

_GUIDE_CLAUSES = frozenset(clause.id for clause in registry.clauses())
_OPEN, _COMING = ("Missed", "Late"), ("Due", "Planned")
_HEADING_MM, _FOOT_MM = 30, 22


def compliance_report(doc: Document) -> str:
	"""Return a frozen compliance report: what is missing by clause with citation and remedy, then what is due next."""
	statuses = labels_of("Compliance Report Line", "status")
	missing = [row for row in doc.lines if row.status in _OPEN]
	coming = [row for row in doc.lines if row.status in _COMING]
	rows = [TableRow((_("I. Missing or late"),), "section")]
	rows += _grouped(missing, statuses, with_remedy=True) or [TableRow((_("Nothing is missing."),), "group")]
	rows.append(TableRow((_("II. Due next"),), "section"))
	rows += _grouped(coming, statuses, with_remedy=False) or [TableRow((_("Nothing is due."),), "group")]
	columns = (
		TableColumn(_("No."), 11, "center"),
		TableColumn(_("Subject of the Duty"), 30),
		TableColumn(_("Period"), 32),
		TableColumn(_("Status"), 17, "center"),
		TableColumn(_("Due Date"), 24, "center"),
		TableColumn(_("Finding in Words"), 60),
	)
	table = lay_out(columns, rows, PORTRAIT, _HEADING_MM, _FOOT_MM)
	context = {
		"doc": doc,
		"tables": [table, *_below(doc)],
		"period": period_text(doc.period_key),
		"full_date": full_date,
		"unchecked": (doc.unchecked or "").splitlines(),
	}
	return pages.render("compliance_report", context, table.paper)


def _below(doc: Document) -> list[Table]:
	"""Return the table of the organisations below that the caller may read; none for an organisation without any."""
	doc.hide_rows_of_others()
	if not doc.below_count:
		return []
	columns = (
		TableColumn(_("No."), 11, "center"),
		TableColumn(_("Party Branch"), 49),
		TableColumn(_("Met"), 14, "center"),
		TableColumn(_("Late"), 18, "center"),
		TableColumn(_("Missed"), 14, "center"),
		TableColumn(_("Due"), 14, "center"),
		TableColumn(_("Missed Most"), 55),
	)
	rows = [TableRow((_("III. Organisations below"),), "section")]
	for number, row in enumerate(doc.below_rows, start=1):
		unchecked = _("Could not be checked: {0}").format(row.unchecked) if row.unchecked else ""
		figures = (row.met_count, row.late_count, row.missed_count, row.due_count)
		worst = lines((row.worst or "", unchecked))
		rows.append(TableRow((str(number), row.branch, *(str(figure or 0) for figure in figures), worst)))
	sums = (doc.below_met_count, doc.below_late_count, doc.below_missed_count, doc.below_due_count)
	rows.append(TableRow(("", _("Total"), *(str(figure or 0) for figure in sums), ""), "totals"))
	return [lay_out(columns, rows, PORTRAIT, _HEADING_MM, _FOOT_MM)]


def _grouped(findings: list, statuses: dict[str, str], with_remedy: bool) -> list[TableRow]:
	"""Return a heading for each clause, and below it one row for all periods of a subject."""
	rows = []
	by_clause: Callable[[Any], tuple] = lambda row: (row.rule, row.title, row.citation)  # noqa: E731
	for (rule, title, citation), of_clause in groupby(sorted(findings, key=by_clause), key=by_clause):
		of_clause = list(of_clause)
		of_guide = rule in _GUIDE_CLAUSES
		words = _("{clause} {title} (guide {citation})") if of_guide else _("{clause} {title} ({citation})")
		heading = words.format(clause=rule, title=title, citation=citation)
		remedy = _("Remedy: {0}").format(of_clause[0].remedy) if with_remedy and of_clause[0].remedy else ""
		rows.append(TableRow((lines((heading, remedy)),), "group"))
		by_subject: dict[tuple[str, str, str], list] = {}
		for row in of_clause:
			key = (row.subject_name or "", row.status, row.linked_to or "")
			by_subject.setdefault(key, []).append(row)
		for number, ((subject, status, _linked_to), found) in enumerate(by_subject.items(), start=1):
			cells = (
				str(number),
				subject,
				periods_text(row.period_key for row in found),
				statuses[status],
				_first_and_last(text_of(row.due_date) for row in found),
				_said_of(found),
			)
			rows.append(TableRow(cells))
	return rows


def _said_of(found: list) -> str:
	"""Return the sentence of one finding, or how many periods there are; both say with which clause they are counted."""
	if len(found) == 1:
		return found[0].message or ""
	carrier = found[0].linked_to
	counted = _("The same omission as {0}, and counted there.").format(carrier) if carrier else ""
	return lines((_("{0} periods in all").format(len(found)), counted))


def _first_and_last(days: Iterable[str]) -> str:
	known = sorted(day for day in days if day)
	return lines(dict.fromkeys((known[0], known[-1]))) if known else ""


COMPLIANCE_PAPERS = {"Compliance Report": compliance_report}
