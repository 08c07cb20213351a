"""A ledger on paper: one template for all of them."""

from collections.abc import Callable, Mapping
from typing import Any

import frappe
from frappe import _

from party_affairs.language import CHINESE, in_language
from party_affairs.ledgers import get
from party_affairs.ledgers.ledger import Column, Ledger
from party_affairs.ledgers.text import lines, short_date, text_of
from party_affairs.printing import files, html, pages
from party_affairs.printing.noting import note
from party_affairs.printing.page_setup import PAGES
from party_affairs.printing.paper import EXPORT_MARK, Paper, Signatures, Table, Text, Title
from party_affairs.printing.parts import left_and_right
from party_affairs.printing.table_layout import TableColumn, TableRow

_DAY_SHARE = 26  # of the line above the table: the name of an organisation takes the rest


def to_html(ledger: Ledger) -> str:
	"""Return the ledger as a complete HTML page for A4."""
	return pages.whole_page(html.to_html(paper_of(ledger)))


def to_pdf(ledger: Ledger) -> bytes:
	"""Return the ledger as a PDF for A4 with page numbers."""
	return pages.paper_to_pdf(paper_of(ledger))


def to_docx(ledger: Ledger) -> bytes:
	"""Return the ledger as a Word document."""
	return files.write((paper_of(ledger),), "docx", ledger.mark)


def build_in_chinese(
	name: str, filters: Mapping[str, Any], user: str | None = None, ptype: str = "read"
) -> Ledger:
	"""Return the ledger `name` with Chinese labels, whatever language the reader uses: what leaves the house is Chinese."""
	with in_language(CHINESE):
		return get(name).build(filters, user, ptype)


def party_ledger(name: str, branch: str, year: int | str | None = None) -> str:
	"""Template function of the print formats: the ledger `name` of a branch and a year, as far as the caller may see it.

	The year is the given one, else the request's `year`, else the current one.
	"""
	filters = {"branch": branch, "year": year or frappe.form_dict.get("year")}
	return html.to_html(note(paper_of(build_in_chinese(name, filters, ptype="print"))))


def paper_of(ledger: Ledger) -> Paper:
	"""Return the ledger as a paper: one description for all of them."""
	with in_language(CHINESE):
		return _describe(ledger)


def _describe(ledger: Ledger) -> Paper:
	notes = [
		Text(_("Note: {0}").format(note) if number == 0 else note, style="notes")
		for number, note in enumerate(ledger.notes)
	]
	if ledger.mark:
		notes.append(Text(ledger.mark, style="notes", css=EXPORT_MARK))
	return Paper(
		ledger.title,
		(
			Title(ledger.title),
			left_and_right(
				_("Party organisation: {0}").format(ledger.subtitle),
				_("As of: {0}").format(ledger.dated),
				_DAY_SHARE,
			),
			_table(ledger),
			*notes,
			Signatures(tuple(_("{0}:").format(label) for label in ledger.signatures)),
		),
		PAGES[ledger.orientation],
	)


def _table(ledger: Ledger) -> Table:
	"""The table as there is room for it on a page, and as a workbook takes it: days in full, a column each."""
	groups = ledger.printed_columns
	columns = tuple(
		TableColumn(lines(_label(column) for column in group), group[0].width_mm, group[0].alignment)
		for group in groups
	)
	rows = _rows(ledger, lambda row: _cells(ledger, groups, row))
	each = tuple(TableColumn(column.label, column.width_mm, column.alignment) for column in ledger.columns)
	values = _rows(
		ledger,
		lambda row: tuple(text_of(row.get(column.fieldname), column.fieldtype) for column in ledger.columns),
	)
	apart = Table(each, values, _("No records"), name=ledger.title)
	return Table(columns, rows, _("No records"), name=ledger.title, apart=apart)


def _rows(ledger: Ledger, cells_of: Callable[[Mapping[str, Any]], tuple[str, ...]]) -> tuple[TableRow, ...]:
	rows = [TableRow(cells_of(row)) for row in ledger.rows]
	if ledger.totals and rows:
		rows.append(TableRow(cells_of({**ledger.totals, "no": _("Total")}), "totals"))
	return tuple(rows)


def _label(column: Column) -> str:
	"""A short day below another value stands under that one's label."""
	return "" if column.short and column.under else column.label


def _cells(ledger: Ledger, groups, row: Mapping[str, Any]) -> tuple[str, ...]:
	return tuple(lines(_cell_text(ledger, column, row) for column in group) for group in groups)


def _cell_text(ledger: Ledger, column: Column, row: Mapping[str, Any]) -> str:
	value = row.get(column.fieldname)
	if column.short and value:
		return short_date(value, ledger.year)
	text = text_of(value, column.fieldtype)
	# The time stands below its day, where the column is narrow.
	return text.replace(" ", "\n") if column.fieldtype == "Datetime" else text
