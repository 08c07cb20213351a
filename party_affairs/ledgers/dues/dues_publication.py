"""党费交纳公布表 (guide annex 二（七）, R66): who has to pay and has paid what, for the board of the branch.

It hangs where everybody passes, so it carries sums and days alone: never an income or a base, and nothing that was typed
as a remark. The members of a branch read their branch's sheet.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from frappe import _

from party_affairs.arguments import parse_day
from party_affairs.facts.dues.arrears import account_of
from party_affairs.facts.organisation.branches import phones
from party_affairs.ledgers.compose import compose
from party_affairs.ledgers.dues.dues_collection import changes_of, load_entries, paid_later, standard_of
from party_affairs.ledgers.ledger import Chart, Column, Figure, Ledger
from party_affairs.ledgers.selection import Selection, select
from party_affairs.ledgers.text import full_date, joined, month_spans, short_date
from party_affairs.rules.dues.allocation import timing
from party_affairs.rules.dues.monthly_dues import NOTHING

DOCTYPE = "Party Dues Entry"
TITLE = "Publication of Dues"
_MONTHS = tuple(range(1, 13))
_QUARTERS = {number: tuple(range(number * 3 - 2, number * 3 + 1)) for number in (1, 2, 3, 4)}
_SUMS = ("due", "paid")
_DAYS_SHOWN = 3


def build(filters: Mapping[str, Any] | None = None, user: str | None = None, ptype: str = "read") -> Ledger:
	"""Return one row a member who had dues in the period.

	Own filters: `month` or `quarter` of the year (default: the whole year), `posted_from` and `posted_until`, the days on
	which it hangs.
	"""
	selection = select(DOCTYPE, filters, user, ptype, board=True, goes_on=True)
	months = _months(selection)
	entries = {
		key: {month: entry for month, entry in of_year.items() if month in months}
		for key, of_year in load_entries(selection).items()
	}
	rows = [
		_row(selection, branch, member, of_period)
		for (branch, member), of_period in entries.items()
		if of_period
	]
	rows.sort(key=lambda row: (row["member_name"], row["name"]))
	totals = {key: sum((row[key] for row in rows), NOTHING) for key in _SUMS}
	return compose(
		selection,
		_title(selection, months),
		_columns(),
		rows,
		totals={"member_name": _("{0} people").format(len(rows)), **totals},
		chart=_chart(months, entries.values()) if rows else None,
		figures=(
			Figure(_("Members"), len(rows)),
			Figure(_("Amount Due (Yuan)"), totals["due"], "Currency"),
			Figure(_("Amount Paid (Yuan)"), totals["paid"], "Currency", "Green"),
		),
		notes=(_("In yuan. Only dues are published, never incomes."), *_posting(selection)),
		signatures=(_("Seal of the Branch"), _("Posted On")),
		orientation="portrait",
		key=__name__,
	)


def _columns() -> tuple[Column, ...]:
	return (
		Column("member_name", _("Full Name"), width_mm=20),
		Column("standard", _("Monthly Standard"), "Currency", 25),
		Column("months", _("Months Covered"), width_mm=20, align="center"),
		Column("due", _("Due (Yuan)"), "Currency", 22),
		Column("paid", _("Paid (Yuan)"), "Currency", 22),
		Column("paid_days", _("Time of Payment"), "Small Text", 48, align="center"),
		Column("remarks", _("Remarks"), "Small Text", 36),
	)


def _months(selection: Selection) -> tuple[int, ...]:
	month = selection.filter("month", (*_MONTHS, *map(str, _MONTHS)))
	if month:
		return (int(month),)
	quarter = selection.filter("quarter", (*_QUARTERS, *map(str, _QUARTERS)))
	return _QUARTERS[int(quarter)] if quarter else _MONTHS


def _title(selection: Selection, months: tuple[int, ...]) -> str:
	if months == _MONTHS:
		return _(TITLE)
	return _("{title} ({months})").format(title=_(TITLE), months=month_spans(months))


def _row(selection: Selection, branch: str, member: str, entries: Mapping[int, Any]) -> dict[str, Any]:
	days = sorted({entry.paid_on for entry in entries.values() if entry.paid_on and entry.paid_amount})
	return {
		"doctype": "Party Member",
		"name": member,
		"branch": branch,
		"member_name": next(iter(entries.values())).member_name,
		"standard": standard_of(entries),
		"months": month_spans(entries),
		"due": sum((entry.due_amount for entry in entries.values()), NOTHING),
		"paid": sum((entry.paid_amount for entry in entries.values()), NOTHING),
		"paid_days": _days(days, selection.year.start.year),
		"remarks": joined((*changes_of(entries), *_timing(entries), *paid_later(entries))),
	}


def _days(days: Sequence[date], year: int) -> str:
	shown = [short_date(day, year) for day in days]
	if len(shown) <= _DAYS_SHOWN:
		return joined(shown)
	return _("{first} to {last}, {times} times").format(first=shown[0], last=shown[-1], times=len(shown))


def _chart(months: tuple[int, ...], accounts: Iterable[Mapping[int, Any]]) -> Chart:
	accounts = list(accounts)
	series = (
		tuple(
			sum((of_one[month][key] for of_one in accounts if month in of_one), NOTHING) for month in months
		)
		for key in ("due_amount", "paid_amount")
	)
	labels = (_("Amount Due (Yuan)"), _("Amount Paid (Yuan)"))
	return Chart(tuple(_("M{0}").format(month) for month in months), tuple(zip(labels, series, strict=True)))


def _timing(entries: Mapping[int, Any]) -> Iterable[str]:
	"""Which months were paid before they began, after their time, or in part."""
	numbers = defaultdict(list)
	for number, entry in entries.items():
		if not entry.paid_amount or not entry.paid_on:
			continue
		if account_of(entry).open:
			numbers["in_part"].append(number)
		else:
			numbers[timing(entry.dues_month, entry.paid_on, entry.payable_by)].append(number)
	for key, template in (
		("in_advance", _("{months} paid in advance")),
		("back_payment", _("{months} paid afterwards")),
		("in_part", _("{months} paid in part")),
	):
		if numbers[key]:
			yield template.format(months=month_spans(numbers[key]))


def _posting(selection: Selection) -> Iterable[str]:
	"""The days on which the sheet hangs, to be filled in by hand unless given, and the number for questions."""
	first, last = (selection.filter(name) for name in ("posted_from", "posted_until"))
	blank = _("(date)")
	yield _("Posted from {0} to {1}").format(
		full_date(parse_day(first)) if first else blank, full_date(parse_day(last)) if last else blank
	)
	numbers = list(phones(selection.branches).values())
	if len(numbers) == 1:
		yield _("For questions call {0}").format(numbers[0] or "　" * 12)
