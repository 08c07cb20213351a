"""What keeps the accounts of dues right: closed years stay as they are, and nobody spends what is not there.

Both checks first lock the organisations concerned, in the order of their names. Another change of their accounts at
the same time waits, and then reckons with what was done meanwhile.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import frappe
from frappe import _
from frappe.utils import flt

from party_affairs.dues.locks import lock_branches
from party_affairs.exceptions import DuesError
from party_affairs.facts import remembered
from party_affairs.facts.dues import account as facts
from party_affairs.facts.dues.months import yuan
from party_affairs.rules.dues import account as rules
from party_affairs.settings import SETTINGS


def refuse_closed_years(pairs: Iterable[tuple[str, date]]) -> None:
	"""Raise DuesError if one of the (organisation, day) lies in a closed year, or before the books of it begin.

	Two queries, whatever their number; where answers are kept, an organisation is locked and asked about once.
	"""
	days: dict[str, set[date]] = defaultdict(set)
	for branch, day in pairs:
		if branch and day:
			days[branch].add(day)
	found = remembered.once(("locked books", *sorted(days)), lambda: _locked_books(days)) if days else {}
	for branch, books in found.items():
		earliest = min(days[branch]).year
		if books.last_closed and earliest <= books.last_closed:
			frappe.throw(
				_(
					"The year {0} of {1} is closed: nothing in it can be entered or cancelled any more. Enter it with a later day, or reopen the year first."
				).format(earliest, frappe.bold(branch)),
				DuesError,
			)
		if books.first_year and earliest < books.first_year:
			frappe.throw(
				_(
					"The books of {0} begin with {1}: what lies before is part of the opening balance. Please check the day."
				).format(frappe.bold(branch), books.first_year),
				DuesError,
			)


def _locked_books(branches: Iterable[str]) -> dict[str, facts.Books]:
	return facts.books(lock_branches(branches), locked=True)


def refuse_negative_balance(branches: Iterable[str], openings: Mapping[str, Decimal] | None = None) -> None:
	"""Raise DuesError if the account of one of `branches`, as it is now in this transaction, is overdrawn on any day.

	To be called after a change that takes money away: what was paid out, or a receipt that was cancelled. `openings` are
	those with which books are about to begin. Six queries, whatever the number of organisations.
	"""
	names = lock_branches(branches)
	if not names:
		return
	books = facts.books(names, locked=True)
	movements = defaultdict(list)
	for row in facts.daily_sums(names, min(book.begins for book in books.values()), locked=True):
		if row.day >= books[row.branch].begins:
			movements[row.branch].append(row.movement)
	for branch in names:
		carried = (openings or {}).get(branch, books[branch].carried)
		shortfall = rules.first_shortfall(carried, movements[branch])
		if shortfall:
			frappe.throw(
				_(
					"The dues account of {0} would be overdrawn on {1}: {2} yuan are lacking. Correct the sum or the day, or enter what was received first."
				).format(frappe.bold(branch), shortfall.day.isoformat(), shortfall.amount),
				DuesError,
			)


def account_of(branch: str, year: int, locked: bool = False) -> rules.YearAccount:
	"""Return the account of an organisation in a calendar year."""
	return facts.accounts([branch], year, locked)[branch]


def share_percent(branch: str) -> Decimal:
	"""Return the share of its dues, in percent, that an organisation passes on.

	Its own, else that of the nearest organisation above that has one, else the site's.
	"""
	found = facts.share_percent(branch)
	if found is not None:
		return found
	default = flt(frappe.get_single(SETTINGS).dues_share_percent)
	return Decimal(str(default)) if default else rules.WHOLE_PERCENT


def refuse_months_twice(
	branch: str, first: date, last: date, leaving_out: str | None = None, locked: bool = False
) -> None:
	"""Raise RuleError if some of the months `first` to `last` of an organisation were remitted before."""
	rows = facts.remitted_periods(branch, leaving_out, locked)
	rules.check_months_once(first, last, {row.name: (row.period_from, row.period_to) for row in rows})


def remittance(
	branch: str, first: date, last: date, leaving_out: str | None = None, locked: bool = False
) -> dict[str, Any]:
	"""Return the sums (fields of Party Dues Remittance) that an organisation passes on for the months `first` to `last`.

	What was entered or cancelled since in periods remitted before is settled with them. Raise RuleError if nothing
	is to be remitted.
	"""
	earlier = facts.remitted_periods(branch, leaving_out, locked)
	spans = [(row.period_from, row.period_to) for row in earlier]
	earliest = min([first, *(start for start, _end in spans)])
	days = facts.collected(branch, earliest, max([last, *(end for _start, end in spans)]), locked)
	collected = rules.collected_in(days, [(first, last)])
	since = rules.collected_in(days, spans)
	settled = sum(
		(yuan(row.collected_amount) + yuan(row.correction_amount) for row in earlier),
		rules.NOTHING,
	)
	settled_whole = sum((yuan(row.large_voluntary_amount) for row in earlier), rules.NOTHING)
	percent = share_percent(branch)
	correction = since.shared - settled
	whole = collected.whole + since.whole - settled_whole
	return {
		"collected_amount": collected.shared,
		"correction_amount": correction,
		"share_percent": percent,
		"large_voluntary_amount": whole,
		"amount": rules.remittance_due(collected.shared + correction, percent, whole),
	}


def balance_on(branch: str, day: date) -> dict[str, Decimal]:
	"""Return the `balance` of an organisation at the end of a day, and what of it is `available`: not spent later."""
	books = facts.books([branch])[branch]
	movements = [row.movement for row in facts.daily_sums([branch], books.begins)]
	balances = rules.balances(books.carried, movements)
	until = [balance for on, balance in balances.items() if on <= day]
	balance = until[-1] if until else books.carried
	later = [balance for on, balance in balances.items() if on > day]
	return {"balance": balance, "available": max(rules.NOTHING, min([balance, *later]))}
