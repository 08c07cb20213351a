"""A ledger on paper: one template for all of them."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _

from party_affairs.language import CHINESE, in_language
from party_affairs.ledgers import get
from party_affairs.ledgers.ledger import Column, Ledger
from party_affairs.ledgers.text import lines, short_date, text_of
from party_affairs.printing import pages
from party_affairs.printing.paper import PAPERS, TableColumn, TableRow, lay_out

_HEADING_MM = 17
_NOTE_MM = 5
_SIGNATURES_MM = 14


def to_html(ledger: Ledger) -> str:
	"""Return the ledger as a complete HTML page for A4."""
	return pages.whole_page(_part(ledger))


def to_pdf(ledger: Ledger) -> bytes:
	"""Return the ledger as a PDF for A4 with page numbers."""
	return pages.to_pdf(_part(ledger))


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
	return _part(build_in_chinese(name, filters, ptype="print"))


def _part(ledger: Ledger) -> str:
	with in_language(CHINESE):
		return _render(ledger)


def _render(ledger: Ledger) -> str:
	paper = PAPERS[ledger.orientation]
	groups = ledger.printed_columns
	columns = [
		TableColumn(lines(_label(column) for column in group), group[0].width_mm, group[0].alignment)
		for group in groups
	]
	rows = [TableRow(_cells(ledger, groups, row)) for row in ledger.rows]
	if ledger.totals and rows:
		totals = _cells(ledger, groups, {**ledger.totals, "no": _("Total")})
		rows.append(TableRow(totals, "totals"))
	below = _SIGNATURES_MM + _NOTE_MM * (len(ledger.notes) + bool(ledger.mark))
	table = lay_out(columns, rows, paper, _HEADING_MM, below)
	return pages.render("ledger", {"ledger": ledger, "table": table}, table.paper)


def _label(column: Column) -> str:
	return "" if column.short else column.label


def _cells(ledger: Ledger, groups, row: Mapping[str, Any]) -> tuple[str, ...]:
	return tuple(lines(_cell_text(ledger, column, row) for column in group) for group in groups)


def _cell_text(ledger: Ledger, column: Column, row: Mapping[str, Any]) -> str:
	value = row.get(column.fieldname)
	if column.short and value:
		return short_date(value, ledger.year)
	text = text_of(value, column.fieldtype)
	# The time stands below its day, where the column is narrow.
	return text.replace(" ", "\n") if column.fieldtype == "Datetime" else text
