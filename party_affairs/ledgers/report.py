"""A ledger as a script report: what `execute` returns."""

from collections.abc import Mapping
from typing import Any

from frappe import _

from party_affairs.checks.markup import disarmed
from party_affairs.ledgers import get
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.text import text_of

_PIXELS_A_MM = 5
_LEAST_PIXELS = {"Date": 110, "Datetime": 150}
_HEADING_PIXELS, _LETTER_PIXELS = 36, 7
_ORDINAL = "no"  # the grid numbers its rows itself


def run(name: str, filters: Mapping[str, Any] | None) -> tuple:
	"""Return (columns, rows, message, chart, summary) of the ledger `name` for the caller.

	The totals stand in the last row: Frappe's own total row would add up ages and standards as well.
	"""
	return as_report(get(name).build(filters))


def as_report(ledger: Ledger) -> tuple:
	"""Return (columns, rows, message, chart, summary) of a ledger as Frappe's query report shows them."""
	columns = [column for column in ledger.columns if column.fieldname != _ORDINAL]
	rows = [_on_one_line(row) for row in ledger.rows]
	if ledger.totals and rows:
		rows.append({columns[0].fieldname: _("Total"), **ledger.totals, "is_total": 1, "bold": 1})
	return (
		[_column(column) for column in columns],
		rows,
		"<br>".join(ledger.notes),
		ledger.chart and _chart(ledger.chart),
		[_figure(figure) for figure in ledger.figures],
	)


def _on_one_line(row: Mapping[str, Any]) -> dict[str, Any]:
	"""Rows of the grid are one line high, and it takes a text for markup."""
	return {
		key: disarmed(value.replace("\n", " ")) if isinstance(value, str) else value
		for key, value in row.items()
	}


def _column(column: Column) -> dict[str, Any]:
	return {
		"fieldname": column.fieldname,
		"label": column.label,
		"width": max(
			round(column.width_mm * _PIXELS_A_MM),
			_LEAST_PIXELS.get(column.fieldtype, 60),
			_label_pixels(column.label),
		),
		"align": column.alignment,
		**_type(column.fieldtype),
	}


def _label_pixels(label: str) -> int:
	"""Return the width at which a heading is shown in whole: a Chinese character is twice as wide as a letter."""
	letters = sum(character.isascii() for character in label)
	return _HEADING_PIXELS + (2 * len(label) - letters) * _LETTER_PIXELS


def _type(fieldtype: str) -> dict[str, Any]:
	"""All money here is yuan, so its sign before each number would only take room; hours are kept to a tenth."""
	if fieldtype == "Currency":
		return {"fieldtype": "Float", "precision": 2}
	return {"fieldtype": "Float", "precision": 1} if fieldtype == "Float" else {"fieldtype": fieldtype}


def _figure(figure: Figure) -> dict[str, Any]:
	as_text = figure.fieldtype in ("Currency", "Float")
	return {
		"label": figure.label,
		"value": text_of(figure.value, figure.fieldtype) if as_text else figure.value,
		"indicator": figure.indicator,
		"datatype": "Data" if as_text else figure.fieldtype,
	}


def _chart(chart: Chart) -> dict[str, Any]:
	return {
		"type": chart.kind,
		"data": {
			"labels": list(chart.labels),
			"datasets": [
				{"name": name, "values": [float(value) for value in values]} for name, values in chart.series
			],
		},
		"barOptions": {"stacked": int(chart.stacked)},
		**({"colors": list(chart.colours)} if chart.colours else {}),
	}
