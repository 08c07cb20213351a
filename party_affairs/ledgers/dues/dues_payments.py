"""党费收缴台账（明细）(guide 一（九）4, R59): every payment of the year, item by item, as its receipt says.

Money counts on the day on which it was received, whatever months it was paid for. Cancelled receipts keep their place
and number, but their sums count nowhere.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

from frappe import _

from party_affairs.facts.dues import payments
from party_affairs.facts.dues.months import yuan
from party_affairs.ledgers.compose import compose, labels_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import Selection, select
from party_affairs.rules.dues.monthly_dues import NOTHING

DOCTYPE = "Party Dues Receipt"
TITLE = "Dues Payments Ledger"
_ITEM = "Party Dues Receipt Item"
_MONTHS = tuple(range(1, 13))
_VIEWS = ("member", "branch")
_BY_BRANCH = "branch"
_CANCELLED = 2


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return what was received in the year; own filters: `month` (of receiving) and `view`.

	With the view `branch` there is one row a branch with the sums of its months.
	"""
	selection = select(DOCTYPE, filters, user, ptype)
	items = _load(selection)
	is_by_branch = selection.filter("view", _VIEWS) == _BY_BRANCH
	counted = [row for row in items if row.docstatus != _CANCELLED]
	words = {**labels_of(_ITEM, "kind"), **labels_of(_ITEM, "timing"), **labels_of(DOCTYPE, "method")}
	received = sum((row.amount for row in counted), NOTHING)
	return compose(
		selection,
		_(TITLE),
		_columns_by_branch() if is_by_branch else _columns(),
		_by_branch(counted) if is_by_branch else [_row(row, words) for row in items],
		totals=_by_month(counted) if is_by_branch else {"amount": received},
		chart=Chart(
			tuple(_("M{0}").format(month) for month in _MONTHS),
			((_("Amount Received (Yuan)"), tuple(_by_month(counted)[_field(month)] for month in _MONTHS)),),
		)
		if counted
		else None,
		figures=(
			Figure(_("Amount Received (Yuan)"), received, "Currency", "Green"),
			Figure(_("Receipts"), len({row.name for row in counted})),
			Figure(
				_("Receipts Cancelled"), len({row.name for row in items}) - len({row.name for row in counted})
			),
		),
		notes=(
			_(
				"In yuan, by the day of receiving. What is due stands beside each payment for its month, so it is not added "
				"up. Cancelled receipts are marked and do not count."
			),
		),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("member_name", _("Full Name"), width_mm=20),
		Column("of_year", _("Year"), width_mm=14, align="center"),
		Column("of_month", _("Dues Month"), width_mm=14, align="center"),
		Column("standard", _("Monthly Standard"), "Currency", 20),
		Column("due", _("Due (Yuan)"), "Currency", 20),
		Column("amount", _("Paid (Yuan)"), "Currency", 22),
		Column("received_on", _("Paid On"), "Date", 24),
		Column("method_text", _("Payment Method"), width_mm=22, align="center"),
		Column("receipt", _("Receipt Number"), width_mm=26, align="center"),
		Column("state", _("Status"), width_mm=26, align="center"),
		Column("remarks", _("Remarks"), "Small Text", 36),
	)


def _columns_by_branch() -> tuple[Column, ...]:
	return (
		*(Column(_field(month), _("M{0}").format(month), "Currency", 16) for month in _MONTHS),
		Column("amount", _("Total"), "Currency", 22),
	)


def _field(month: int) -> str:
	return f"month_{month:02d}"


def _load(selection: Selection) -> list:
	month = selection.filter("month", (*_MONTHS, *map(str, _MONTHS)))
	rows = payments.items(selection.rows_of, selection.year.start, selection.until)
	return [row for row in rows if not month or row.received_on.month == int(month)]


def _row(row, words: Mapping[str, str]) -> dict[str, Any]:
	is_cancelled = row.docstatus == _CANCELLED
	due = None if row.due_amount is None else yuan(row.due_amount)
	return {
		"doctype": DOCTYPE,
		"name": row.name,
		"branch": row.branch,
		"member_name": row.member_name,
		"of_year": f"{row.dues_month:%Y}" if row.dues_month else "",
		"of_month": str(row.dues_month.month) if row.dues_month else "",
		"standard": due if row.monthly_due is None else yuan(row.monthly_due),
		"due": due,
		"amount": None if is_cancelled else row.amount,
		"received_on": row.received_on,
		"method_text": words.get(row.method, ""),
		"receipt": row.receipt_no or _("on paper"),
		"state": _("Receipt Cancelled") if is_cancelled else words.get(row.timing or row.kind, ""),
		"remarks": _remarks(row, is_cancelled),
	}


def _remarks(row, is_cancelled: bool) -> str:
	if is_cancelled:
		return _("{0} yuan do not count: {1}").format(row.amount, row.cancel_reason or _("cancelled"))
	return _("brought by {0}").format(row.paid_by) if row.paid_by else ""


def _by_month(rows: Iterable) -> dict[str, Decimal]:
	sums = dict.fromkeys((*map(_field, _MONTHS), "amount"), NOTHING)
	for row in rows:
		sums[_field(row.received_on.month)] += row.amount
		sums["amount"] += row.amount
	return sums


def _by_branch(rows: Iterable) -> list[dict[str, Any]]:
	of_branch = defaultdict(list)
	for row in rows:
		of_branch[row.branch].append(row)
	return [
		{
			"doctype": "Party Branch",
			"name": branch,
			"branch": branch,
			"of_branch": branch,
			**_by_month(of_its),
		}
		for branch, of_its in of_branch.items()
	]
