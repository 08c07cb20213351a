"""党费使用台账: what came in and went out by day, for which use, who approved it, and what was left (guide 一（四）12).

Of an organisation's own account every movement has a line, receipts of members summed by day; of the organisations below
one line shows the sums. Nobody's single payment stands here.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from frappe import _

from party_affairs.facts.dues import account as facts
from party_affairs.facts.dues import movements
from party_affairs.facts.dues.account import EXPENSE, REMITTANCE, UP
from party_affairs.facts.dues.months import yuan
from party_affairs.guide.dues import uses as dues_uses
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import Selection, select
from party_affairs.ledgers.text import full_date, joined, periods_text
from party_affairs.rules.dues.account import NOTHING, YearAccount
from party_affairs.rules.periods import periods_between

DOCTYPE = EXPENSE
TITLE = "Dues Use Ledger"


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the account of the organisation asked for line by line, and those below it in one line each.

	A reader who asks for none sees his own line by line if it is the only one, else a line for each.
	"""
	selection = select(DOCTYPE, filters, user, ptype)
	own = selection.branch or (next(iter(selection.branches)) if len(selection.branches) == 1 else None)
	accounts = facts.accounts(list(selection.branches), selection.year.start.year, until=selection.until)
	rows = _own_rows(selection, own, accounts[own]) if own else []
	rows += [_summed(branch, accounts[branch]) for branch in selection.branches if branch != own]
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals=_totals(selection, accounts[own] if own else None, rows),
		chart=_chart(rows) if own else None,
		figures=_figures(selection, accounts, own),
		notes=_notes(selection, own),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("day", _("Date"), "Date", 21),
		Column("summary", _("Summary of the Expense"), "Small Text", 62),
		Column("use_text", _("Kind of Use"), width_mm=34),
		Column("income", _("Income"), "Currency", 22),
		Column("outlay", _("Outlay"), "Currency", 22),
		Column("balance", _("Balance"), "Currency", 24),
		Column("voucher_no", _("Voucher No."), width_mm=24),
		Column("approval", _("Approved By (Meeting)"), "Small Text", 34),
		Column("handler", _("Handler"), width_mm=18),
	)


# The account line by line


def _own_rows(selection: Selection, branch: str, account: YearAccount) -> list[dict[str, Any]]:
	"""Return the opening, then the movements by day, what came in before what went out, each with the balance after it."""
	first, last = selection.year.start, selection.until
	rows = [
		*_receipts(branch, first, last),
		*_remittances(branch, first, last),
		*_expenses(branch, first, last),
	]
	rows.sort(key=lambda row: (row["day"], row["outlay"] is not None, row["name"]))
	balance = account.opening
	opening = _line(branch, first, "Party Branch", branch, _("Carried over from the Year Before"))
	for row in rows:
		balance += (row["income"] or NOTHING) - (row["outlay"] or NOTHING)
		row["balance"] = balance
	return [{**opening, "balance": account.opening}, *rows]


def _line(
	branch: str, day: date | None, doctype: str, name: str, summary: str, **values: Any
) -> dict[str, Any]:
	return {
		"branch": branch,
		"day": day,
		"doctype": doctype,
		"name": name,
		"summary": summary,
		"income": None,
		"outlay": None,
		**values,
	}


def _receipts(branch: str, first: date, last: date) -> Iterable[dict[str, Any]]:
	for received in movements.received_by_day(branch, first, last):
		summary = _("Dues of {0} members").format(received.members)
		yield _line(branch, received.day, "Party Branch", branch, summary, income=received.amount)


def _remittances(branch: str, first: date, last: date) -> Iterable[dict[str, Any]]:
	for row in movements.transfers(branch, first, last):
		goes_out = row.branch == branch
		day = row.paid_on if goes_out else row.received_on
		if not day or not first <= day <= last:
			continue
		# The same slip stands in the accounts of both; a handler is named where he handed the money out.
		from_outside = not row.branch
		yield _line(
			branch,
			day,
			REMITTANCE,
			row.name,
			_transfer_text(row, goes_out),
			income=None if goes_out else yuan(row.amount),
			outlay=yuan(row.amount) if goes_out else None,
			voucher_no=row.voucher_no if goes_out or from_outside else row.receipt_no,
			handler=row.handled_by_name if goes_out or from_outside else None,
		)


def _transfer_text(row, goes_out: bool) -> str:
	other = (row.to_branch if goes_out else row.branch) or row.other_organisation
	if row.kind == UP:
		words = _("Remitted up to {0} ({1})") if goes_out else _("Remitted up by {0} ({1})")
		return words.format(other, period_of_remittance(row))
	return (_("Allocated to {0}") if goes_out else _("Allocated by {0}")).format(other)


def period_of_remittance(row) -> str:
	"""Return the months for which something was remitted, as people say them."""
	if not row.period_from:
		return ""
	return periods_text(month.key for month in periods_between("month", row.period_from, row.period_to))


def _expenses(branch: str, first: date, last: date) -> Iterable[dict[str, Any]]:
	for row in movements.expenses(branch, first, last):
		yield _line(
			branch,
			row.spent_on,
			EXPENSE,
			row.name,
			joined((row.summary, row.payee)),
			outlay=yuan(row.amount),
			use=row.use,
			use_text=_(row.use),
			voucher_no=row.voucher_no,
			approval=approval_text(row),
			handler=row.handled_by_name,
		)


def approval_text(row: Mapping[str, Any]) -> str:
	"""Return which meeting approved an expense, and when."""
	kind = "Member Assembly" if row["also_assembly"] else row["kind"]
	return _("{kind} of {day}").format(kind=_(kind), day=full_date(row["decided_on"]))


# Sums


def _summed(branch: str, account: YearAccount) -> dict[str, Any]:
	return _line(
		branch,
		None,
		"Party Branch",
		branch,
		_("Sums of the year"),
		income=account.income,
		outlay=account.outlay,
		balance=account.closing,
	)


def _totals(
	selection: Selection, own: YearAccount | None, rows: Iterable[Mapping[str, Any]]
) -> dict[str, Any]:
	if own:
		words, sums = (
			_("This organisation") if selection.shows_branch else _("Sums of the year"),
			{"income": own.income, "outlay": own.outlay, "balance": own.closing},
		)
	else:
		words = ""
		sums = {
			field: sum((row[field] or NOTHING for row in rows), NOTHING)
			for field in ("income", "outlay", "balance")
		}
	return {"day": None, "summary": words, **sums}


def _chart(rows: Iterable[Mapping[str, Any]]) -> Chart | None:
	spent: dict[str, Decimal] = defaultdict(lambda: NOTHING)
	for row in rows:
		if row.get("use"):
			spent[row["use"]] += row["outlay"]
	if not spent:
		return None
	uses = dues_uses.uses()
	return Chart(
		tuple(_(use.label) for use in uses),
		((_("Amount Spent (Yuan)"), tuple(spent[use.label] for use in uses)),),
	)


def _figures(
	selection: Selection, accounts: Mapping[str, YearAccount], own: str | None
) -> tuple[Figure, ...]:
	below = [account for branch, account in accounts.items() if branch != own]
	coming = facts.in_transit(list(selection.branches), selection.as_of)
	figures = []
	if own:
		account = accounts[own]
		figures += [
			Figure(_("Carried over from the Year Before"), account.opening, "Currency"),
			Figure(_("Income"), account.income, "Currency", "Green"),
			Figure(_("Outlay"), account.outlay, "Currency", "Orange"),
			Figure(_("Balance"), account.closing, "Currency"),
		]
	if below:
		figures.append(
			Figure(_("Balances Below"), sum((account.closing for account in below), NOTHING), "Currency")
		)
	figures.append(
		Figure(_("In Transit"), sum(coming.values(), NOTHING), "Currency", "Orange" if coming else "Blue")
	)
	return tuple(figures)


def _notes(selection: Selection, own: str | None) -> tuple[str, ...]:
	notes = [
		_(
			"In yuan. Within a day what came in stands before what went out; receipts of members are summed by day."
		)
	]
	if selection.shows_branch:
		notes.append(
			_(
				"Of organisations below only the sums are shown; what they pass on to each other stands with both."
			)
		)
	notes.append(
		_("Uses by {0}: {1}.").format(dues_uses.citation(), joined(use.title for use in dues_uses.uses()))
	)
	return tuple(notes)
