"""What all ledgers have in common: numbered rows, the branch column, masking, title and lines to sign."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

import frappe
from frappe import _

from party_affairs.ledgers.ledger import Column, Ledger
from party_affairs.ledgers.selection import Selection
from party_affairs.ledgers.text import full_date
from party_affairs.permissions import seen
from party_affairs.permissions.register import CONFIDENTIAL
from party_affairs.privacy import mark

MASK = "***"
_LEAVING = ("print", "export")


def compose(
	selection: Selection,
	title: str,
	columns: Sequence[Column],
	rows: Iterable[dict[str, Any]],
	*,
	key: str,
	since: date | None = None,
	of_organisations: bool = False,
	**rest: Any,
) -> Ledger:
	"""Return the ledger `title` (translated) of a selection; `key` is the name of its module, `rest` are further fields of Ledger.

	`since` is the first day of what is told, where that lies in an earlier year. A ledger `of_organisations` has one row for each, and
	names it also where there is but one. Every row carries `branch`, `doctype` and `name`. Rows are put in the order of the branches, keeping their own order
	within one, and numbered through. Values of sensitive columns are masked where the reader may not see them.
	"""
	rows = sorted(rows, key=lambda row: selection.position(row["branch"]))
	shows_sensitive = _mask(selection, columns, rows)
	for number, row in enumerate(rows, start=1):
		row["no"] = number
		row["branch_name"] = selection.name_of(row["branch"])
	leading = [Column("no", _("No."), width_mm=10, align="center")]
	if selection.shows_branch or of_organisations:
		leading.append(Column("branch_name", _("Party Branch"), width_mm=25))
	return Ledger(
		title=_titled(title, selection, since),
		subtitle=selection.subtitle(),
		key=key.rpartition(".")[2],
		several=selection.shows_branch,
		year=selection.year.start.year,
		dated=full_date(selection.as_of),
		columns=(*leading, *columns),
		rows=tuple(rows),
		mark=mark.sentence() if shows_sensitive and selection.ptype in _LEAVING else "",
		**{"signatures": (_("Prepared By"), _("Reviewed By"), _("Signed On")), **rest},
	)


def _titled(title: str, selection: Selection, since: date | None) -> str:
	if since and since < selection.year.start:
		return _("{title} of {first} to {last}").format(
			title=title, first=since.year, last=selection.year.key
		)
	return _("{title} of {year}").format(title=title, year=selection.year.key)


def _mask(selection: Selection, columns: Sequence[Column], rows: Sequence[dict[str, Any]]) -> bool:
	"""Mask what the reader may not see, note what he does see, and return whether that is anything."""
	confidential = [] if selection.sums else [row for row in rows if row["doctype"] in CONFIDENTIAL]
	for doctype in {row["doctype"] for row in confidential}:
		seen.note_rows(doctype, (row for row in confidential if row["doctype"] == doctype))
	fieldnames = [column.fieldname for column in columns if column.sensitive]
	shown = _unmasked(selection, fieldnames, rows) if fieldnames else []
	seen.note_rows(selection.doctype, shown, fieldnames)
	return bool(confidential or shown)


def _unmasked(selection: Selection, fieldnames: Sequence[str], rows: Sequence[dict[str, Any]]) -> list:
	scope = selection.scope(permlevel=1)
	shown = []
	for row in rows:
		filled = [fieldname for fieldname in fieldnames if row.get(fieldname)]
		if not filled:
			continue
		if scope.covers(row["branch"]):
			shown.append(row)
		else:
			row.update(dict.fromkeys(filled, MASK))
	return shown


def labels_of(doctype: str, fieldname: str) -> dict[str, str]:
	"""Return the options of a Select field with their translations, in the field's order."""
	options = frappe.get_meta(doctype).get_field(fieldname).options or ""
	return {option: _(option) for option in options.split("\n") if option}
