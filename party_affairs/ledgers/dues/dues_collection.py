"""党费收缴台账 (guide 一（九）4): each member's standard, what he paid for every month, and when.

Money is in yuan. Incomes and bases of assessment are no part of this ledger: it is posted on the board.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import groupby
from typing import Any

from frappe import _

from party_affairs.facts.dues import months as dues_months
from party_affairs.facts.dues.arrears import account_of
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.members.listed import belonged_as_party_member, load_members
from party_affairs.ledgers.selection import Selection, select
from party_affairs.ledgers.text import joined, month_spans
from party_affairs.rules.dues.monthly_dues import NOTHING

DOCTYPE = "Party Dues Entry"
TITLE = "Dues Collection Ledger"
MONTHS = range(1, 13)


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return the ledger of the year's dues: one row a member, whether or not he has entries.

	Of a year gone by it shows what has been paid by today, as the ledger of arrears does.
	"""
	selection = select(DOCTYPE, filters, user, ptype, goes_on=True)
	entries = load_entries(selection)
	members = [row for row in load_members(selection) if belonged_as_party_member(row, selection)]
	rows = [
		_row(selection, branch, member, name, entries.get((branch, member), {}))
		for (branch, member), name in _everybody(members, entries).items()
	]
	rows.sort(key=lambda row: (row["member_name"], row["name"]))
	totals = _totals(rows)
	return compose(
		selection,
		_(TITLE),
		_columns(),
		rows,
		totals=totals,
		chart=_chart(entries, totals),
		figures=_figures(rows, totals),
		notes=(
			_(
				"In yuan. Each month shows the amount paid and the day of payment. The standard is what is due for the "
				"latest month; changes in the year stand in the remarks. A month is in arrears once the day by which it is "
				"payable is over: its last day, for quarterly payers that of the quarter."
			),
		),
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	months = []
	for month in MONTHS:
		name = month_field(month)
		months.append(Column(name, _("M{0}").format(month), "Currency", 15))
		months.append(
			Column(paid_on_field(month), _("M{0} Paid On").format(month), "Date", 15, under=name, short=True)
		)
	return (
		Column("member_name", _("Full Name"), width_mm=14),
		Column("standard", _("Standard"), "Currency", 13),
		*months,
		Column("due", _("Due in Year"), "Currency", 17),
		Column("paid", _("Paid in Year"), "Currency", 17),
		Column("arrears", _("Arrears"), "Currency", 14),
		Column("remarks", _("Remarks"), "Small Text", 20),
	)


def month_field(month: int) -> str:
	"""Return the fieldname under which a month's payment stands."""
	return f"month_{month:02d}"


def paid_on_field(month: int) -> str:
	"""Return the fieldname under which the day of a month's payment stands."""
	return f"month_{month:02d}_paid_on"


def load_entries(selection: Selection) -> dict[tuple[str, str], dict[int, Any]]:
	"""Return the year's entries by (branch, member) and month, paid as they were on the selection's day."""
	rows = dues_months.to_collect(
		selection.rows_of, selection.year.start, selection.year.end, selection.as_of
	)
	entries = {}
	for key, group in groupby(rows, key=lambda row: (row.branch, row.member)):
		entries[key] = {row.dues_month.month: row for row in group}
	return entries


def _everybody(members: Iterable, entries: Mapping) -> dict[tuple[str, str], str]:
	"""Return (branch, member) and name of all who belong to a branch in the year or paid there."""
	names = {(row.branch, row.name): row.member_name for row in members}
	for key, months in entries.items():
		names.setdefault(key, next(iter(months.values())).member_name)
	return names


def _row(
	selection: Selection, branch: str, member: str, name: str, entries: Mapping[int, Any]
) -> dict[str, Any]:
	begun = {month for month, entry in entries.items() if entry.dues_month <= selection.as_of}
	accounts = [account_of(entry) for entry in entries.values()]
	row = {
		"doctype": "Party Member",
		"name": member,
		"branch": branch,
		"member_name": name,
		"standard": standard_of(entries),
		"due": sum((entry.due_amount for entry in entries.values()), NOTHING),
		"paid": sum((entry.paid_amount for entry in entries.values()), NOTHING),
		"arrears": sum(
			(account.open for account in accounts if account.is_in_arrears(selection.as_of)), NOTHING
		),
		"remarks": remarks_of(entries),
	}
	for month, entry in entries.items():
		is_blank = entry.status == "Exempt" or (not entry.paid_amount and month not in begun)
		row[month_field(month)] = None if is_blank else entry.paid_amount
		row[paid_on_field(month)] = entry.paid_on
	return row


def standard_of(entries: Mapping[int, Any]) -> Decimal | None:
	"""Return what is due for the latest month that is not exempt."""
	due = [entries[month].due_amount for month in sorted(entries) if entries[month].status != "Exempt"]
	return due[-1] if due else None


def remarks_of(entries: Mapping[int, Any]) -> str:
	"""Return the remarks on a member's year: changes of his standard, exempt months, and what was typed."""
	if not entries:
		return _("No dues entered")
	parts = changes_of(entries)
	parts += paid_later(entries)
	parts += dict.fromkeys(entry.remarks for _month, entry in sorted(entries.items()) if entry.remarks)
	return joined(parts)


def changes_of(entries: Mapping[int, Any]) -> list[str]:
	"""Return in words what the months show of changes of the standard, and which are exempt."""
	by_standard = defaultdict(list)
	exempt = []
	for month, entry in sorted(entries.items()):
		(exempt if entry.status == "Exempt" else by_standard[entry.due_amount]).append(month)
	parts = []
	if len(by_standard) > 1:
		parts += [
			_("{months}: {amount}").format(months=month_spans(months), amount=amount)
			for amount, months in by_standard.items()
		]
	if exempt:
		parts.append(_("{months} exempt").format(months=month_spans(exempt)))
	return parts


def paid_later(entries: Mapping[int, Any]) -> list[str]:
	"""Return in words which months were paid only after the day that the ledger names."""
	months = [month for month, entry in sorted(entries.items()) if entry.paid_later]
	return [_("{months} paid after this day").format(months=month_spans(months))] if months else []


def _totals(rows: list) -> dict[str, Any]:
	totals = {
		fieldname: sum((row.get(fieldname) or NOTHING for row in rows), NOTHING)
		for fieldname in (*map(month_field, MONTHS), "due", "paid", "arrears")
	}
	return {"member_name": _("{0} people").format(len(rows)), **totals}


def _chart(entries: Mapping, totals: Mapping[str, Any]) -> Chart | None:
	if not entries:
		return None
	due = {month: NOTHING for month in MONTHS}
	for months in entries.values():
		for month, entry in months.items():
			due[month] += entry.due_amount
	return Chart(
		tuple(_("M{0}").format(month) for month in MONTHS),
		(
			(_("Amount Due (Yuan)"), tuple(due.values())),
			(_("Amount Paid (Yuan)"), tuple(totals[month_field(month)] for month in MONTHS)),
		),
	)


def _figures(rows: list, totals: Mapping[str, Any]) -> tuple[Figure, ...]:
	behind = sum(bool(row["arrears"]) for row in rows)
	return (
		Figure(_("Due in Year"), totals["due"], "Currency"),
		Figure(_("Paid in Year"), totals["paid"], "Currency", "Green"),
		Figure(_("Arrears"), totals["arrears"], "Currency", "Red" if behind else "Green"),
		Figure(_("Members in Arrears"), behind, indicator="Red" if behind else "Green"),
	)
