"""What all ledgers have in common: numbered rows, the branch column, masking, title and lines to sign."""

from collections.abc import Iterable, Sequence
from typing import Any

import frappe
from frappe import _

from party_affairs.ledgers.ledger import Column, Ledger
from party_affairs.ledgers.selection import Selection
from party_affairs.ledgers.text import full_date

MASK = "***"


def compose(
	selection: Selection, title: str, columns: Sequence[Column], rows: Iterable[dict[str, Any]], **rest: Any
) -> Ledger:
	"""Return the ledger `title` (translated) of a selection; `rest` are further fields of Ledger.

	Every row carries `branch`, `doctype` and `name`. Rows are put in the order of the branches, keeping their own order
	within one, and numbered through. Values of sensitive columns are masked where the reader may not see them.
	"""
	rows = sorted(rows, key=lambda row: selection.position(row["branch"]))
	_mask(selection, columns, rows)
	for number, row in enumerate(rows, start=1):
		row["no"] = number
		row["branch_name"] = selection.name_of(row["branch"])
	leading = [Column("no", _("No."), width_mm=10, align="center")]
	if selection.shows_branch:
		leading.append(Column("branch_name", _("Party Branch"), width_mm=25))
	return Ledger(
		title=_("{title} of {year}").format(title=title, year=selection.year.key),
		subtitle=selection.subtitle(),
		year=selection.year.start.year,
		dated=full_date(selection.as_of),
		columns=(*leading, *columns),
		rows=tuple(rows),
		**{"signatures": (_("Prepared By"), _("Reviewed By"), _("Signed On")), **rest},
	)


def _mask(selection: Selection, columns: Sequence[Column], rows: Iterable[dict[str, Any]]) -> None:
	fieldnames = [column.fieldname for column in columns if column.sensitive]
	if not fieldnames:
		return
	scope = selection.scope(permlevel=1)
	for row in rows:
		if not scope.covers(row["branch"]):
			row.update({fieldname: MASK for fieldname in fieldnames if row.get(fieldname)})


def labels_of(doctype: str, fieldname: str) -> dict[str, str]:
	"""Return the options of a Select field with their translations, in the field's order."""
	options = frappe.get_meta(doctype).get_field(fieldname).options or ""
	return {option: _(option) for option in options.split("\n") if option}
