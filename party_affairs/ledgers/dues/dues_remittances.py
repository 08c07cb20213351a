"""党费上缴台账: what was remitted up and allocated down, for which months, by which share, and whether it has arrived."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from frappe import _

from party_affairs.facts.dues import movements
from party_affairs.facts.dues.account import DOWN, REMITTANCE, UP
from party_affairs.facts.dues.months import yuan
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.dues.dues_use import period_of_remittance
from party_affairs.ledgers.ledger import Column, Figure, Ledger
from party_affairs.ledgers.selection import Selection, select
from party_affairs.rules.dues.account import NOTHING

DOCTYPE = REMITTANCE
TITLE = "Dues Remittance Ledger"
_ON_THE_WAY = "In Transit"
_SUMS = ("collected_amount", "large_voluntary_amount", "amount")


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the remittances and allocations paid in the year by the organisations, and those allocated to them.

	Own filter: `remittance_status` (of Party Dues Remittance).
	"""
	selection = select(DOCTYPE, filters, user, ptype)
	asked = selection.filter("remittance_status", tuple(labels_of(DOCTYPE, "status")))
	# A reader who sees an organisation whole sees what was allocated to it as well, from any side.
	loaded = movements.remittances(selection.rows_of, selection.year.start, selection.until)
	for row in loaded:
		if row.received_on and row.received_on > selection.as_of:
			row.update(received_on=None, status=_ON_THE_WAY)
	rows = [_row(selection, row) for row in loaded if asked in (None, row.status)]
	up = [row for row in rows if row["kind"] == UP]
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals={
			"paid_on": None,
			"kind_text": _("Remitted Up"),
			**{field: _sum(up, field) for field in _SUMS},
		},
		figures=(
			Figure(_("Remitted Up"), _sum(up, "amount"), "Currency", "Green"),
			Figure(_("Allocated Down"), _sum(rows, "amount", kind=DOWN), "Currency"),
			Figure(
				_("In Transit"),
				_sum([row for row in rows if not row["received_on"]], "amount"),
				"Currency",
				"Orange",
			),
		),
		notes=(
			_(
				"In yuan. The share is of what was collected in the months, changes of earlier months included; large voluntary sums are passed on whole. The total is of what was remitted up."
			),
		),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("paid_on", _("Payment Date"), "Date", 21),
		Column("kind_text", _("Kind of Remittance"), width_mm=13, align="center"),
		Column("from_name", _("Paying Organisation"), width_mm=31),
		Column("to_name", _("Receiving Organisation"), width_mm=31),
		Column("period", _("Months"), width_mm=31),
		Column("collected_amount", _("Collected in the Period"), "Currency", 20),
		Column("share", _("Share (%)"), width_mm=13, align="right"),
		Column("large_voluntary_amount", _("Large Voluntary"), "Currency", 18),
		Column("amount", _("Amount"), "Currency", 20),
		Column("voucher_no", _("Voucher No."), width_mm=25),
		Column("handled_by_name", _("Handler"), width_mm=16),
		Column("received_on", _("Money Received On"), "Date", 21),
		Column("status_text", _("Status"), width_mm=18, align="center"),
	)


def _row(selection: Selection, row) -> dict[str, Any]:
	is_up = row.kind == UP
	return {
		**row,
		"doctype": DOCTYPE,
		# Of what the organisation above allocated, the row is the receiver's.
		"branch": row.branch if row.branch in selection.branches else row.to_branch,
		"kind_text": _(row.kind),
		"from_name": _name(selection, row.branch, row.other_organisation),
		"to_name": _name(selection, row.to_branch, row.other_organisation),
		"period": period_of_remittance(row),
		"collected_amount": yuan(row.collected_amount) + yuan(row.correction_amount) if is_up else None,
		"share": f"{Decimal(str(row.share_percent)).normalize():f}" if is_up else "",
		"large_voluntary_amount": yuan(row.large_voluntary_amount) if is_up else None,
		"amount": yuan(row.amount),
		"status_text": _(row.status),
	}


def _name(selection: Selection, branch: str | None, other: str | None) -> str:
	if branch in selection.branches:
		return selection.name_of(branch)
	return branch or other or ""


def _sum(rows: list, field: str, kind: str | None = None) -> Decimal:
	return sum((row[field] or NOTHING for row in rows if kind in (None, row["kind"])), NOTHING)
