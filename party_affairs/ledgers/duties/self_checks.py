"""自查情况汇总: how far each branch is with the sheets that it ticks, what it answered, and what was confirmed above.

No branch is ranked: rows stand in the order of the tree.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe import _

from party_affairs.facts.duties import self_checks as facts
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import Selection, select

DOCTYPE = "Self Check"
TITLE = "Self-Check Overview"
_TYPES = ("Branch", "Joint Branch")
_STATES = ("not_ticked", "ticked", "returned", "confirmed")
_TICKS = ("yes", "partly", "no", "does_not_apply")
_TICKED = {f"ticked_{key}": key for key in _TICKS}
"""Columns by what was ticked: `no` is the number of the row."""
_NUMBERS = (*_STATES, *_TICKED, "unproved")


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return a row for each sheet of the year, and one for each branch that has none."""
	selection = select(DOCTYPE, filters, user, ptype)
	kinds, statuses = labels_of(DOCTYPE, "kind"), labels_of(DOCTYPE, "status")
	rows = [_row(row, kinds, statuses) for row in _load(selection)]
	totals = {key: sum(row[key] or 0 for row in rows) for key in _NUMBERS}
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals=totals,
		chart=Chart(
			tuple(_(label) for label in ("Not Ticked", "Ticked", "Returned", "Confirmed")),
			((_("Number of Lines"), tuple(totals[key] for key in _STATES)),),
		),
		figures=(
			Figure(_("Sheets"), sum(row["doctype"] == DOCTYPE for row in rows)),
			Figure(
				_("Branches Without a Sheet"),
				sum(row["doctype"] != DOCTYPE for row in rows),
				indicator="Orange",
			),
			Figure(_("Lines Returned"), totals["returned"], indicator="Orange"),
		),
		notes=(_("What was ticked is the branch's own observation until it is confirmed above."),),
		key=__name__,
	)


def _row(row, kinds: Mapping[str, str], statuses: Mapping[str, str]) -> dict[str, Any]:
	return {
		"branch": row.branch,
		"doctype": DOCTYPE if row.name else "Party Branch",
		"name": row.name or row.branch,
		"kind_text": kinds.get(row.kind) or "",
		"status_text": statuses.get(row.status) or _("Not Begun"),
		"handed_up_on": row.handed_up_on,
		**{key: row.get(_TICKED.get(key, key), 0) if row.name else None for key in _NUMBERS},
	}


def _columns() -> tuple[Column, ...]:
	number = lambda key, label: Column(key, label, "Int", 15)  # noqa: E731
	return (
		Column("kind_text", _("Kind of Sheet"), width_mm=24),
		Column("status_text", _("Status"), width_mm=20, align="center"),
		Column("handed_up_on", _("Handed Up On"), "Date", 21),
		number("not_ticked", _("Not Ticked")),
		number("ticked", _("Ticked")),
		number("returned", _("Returned")),
		number("confirmed", _("Confirmed")),
		number("ticked_yes", _("Ticked Yes")),
		number("ticked_partly", _("Partly")),
		number("ticked_no", _("Ticked No")),
		number("ticked_does_not_apply", _("Does Not Apply")),
		Column("unproved", _("Yes without evidence"), "Int", 20),
	)


def _load(selection: Selection) -> Iterable:
	"""Return the sheets of the selection with their numbers, and the branches without one: three queries."""
	sheets = facts.overview(selection.rows_of, selection.year.start, selection.year.end)
	begun = {row.branch for row in sheets}
	missing = [
		name for name, row in selection.branches.items() if row.branch_type in _TYPES and name not in begun
	]
	return [*sheets, *(frappe._dict(branch=name) for name in missing)]
