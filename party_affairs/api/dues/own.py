"""Dues on a member's own page: his months and receipts, what is payable next, and how his dues were assessed."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import zip_longest
from typing import Any

from frappe import _, scrub

from party_affairs.api.tasks import Task
from party_affairs.facts.dues import arrears, assessment, of_member
from party_affairs.facts.dues.months import yuan
from party_affairs.ledgers.text import periods_text
from party_affairs.rules.dues import assessment as assessment_rules
from party_affairs.rules.dues.monthly_dues import NOTHING, MonthAccount
from party_affairs.rules.periods import calendar_year, period_of, periods_between


def dues(member: str, year: int, today: date) -> dict[str, Any]:
	"""The twelve months of a year with what is due and paid, their sums, and the years that can be chosen."""
	entries = of_member.entries(member)
	by_month = {period_of("month", row.dues_month).key: row for row in entries}
	period = calendar_year(year)
	months = [
		{"month": month.start, "entry": by_month.get(month.key)}
		for month in periods_between("month", period.start, period.end)
	]
	of_year = [row["entry"] for row in months if row["entry"]]
	accounts = [arrears.account_of(row) for row in entries]
	owed = [account for account in accounts if account.is_in_arrears(today)]
	return {
		"year": year,
		"years": sorted({row.dues_month.year for row in entries} | {year, today.year}, reverse=True),
		"months": months,
		"total_due": _sum(of_year, "due_amount"),
		"total_paid": _sum(of_year, "paid_amount"),
		"arrears": sum((account.open for account in owed), NOTHING),
		"months_in_arrears": len(owed),
		"oldest": owed[0].month.key if owed else None,
		"next": _next_payable(accounts, today),
		"receipts": of_member.receipts(member, period),
	}


def tasks(member: str, today: date) -> list[Task]:
	"""Return what a member has to pay of the months that have begun, what is overdue apart; nothing where all is paid."""
	accounts = [arrears.account_of(row) for row in of_member.entries(member)]
	payable = [row for row in accounts if row.open and row.month.start <= today]
	owed = [row for row in payable if row.is_in_arrears(today)]
	in_time = [row for row in payable if row not in owed]
	return [_task(months, late=months is owed) for months in (owed, in_time) if months]


def _task(months: Sequence[MonthAccount], *, late: bool) -> Task:
	return Task(
		title=_("Pay My Dues"),
		words=_("{months}, {amount} yuan in all").format(
			months=periods_text(row.month.key for row in months),
			amount=f"{sum((row.open for row in months), NOTHING):,.2f}",
		),
		until=min(row.payable_by or row.month.end for row in months),
		late=late,
		path="/party/dues",
	)


def _next_payable(accounts: Iterable[MonthAccount], today: date) -> dict[str, Any] | None:
	"""What is payable next and by when, of months that have begun: nothing where all of it is paid."""
	begun = [
		row for row in accounts if row.open and row.month.start <= today and not row.is_in_arrears(today)
	]
	if not begun:
		return None
	day = min(row.payable_by or row.month.end for row in begun)
	due = [row for row in begun if (row.payable_by or row.month.end) == day]
	return {
		"day": day,
		"months": [row.month.key for row in due],
		"amount": sum((row.open for row in due), NOTHING),
	}


def _sum(rows: Iterable[Mapping[str, Any]], fieldname: str) -> Decimal:
	return sum((yuan(row[fieldname]) for row in rows), NOTHING)


def assessments(member: str, year: int) -> list[Mapping[str, Any]]:
	"""The member's own assessments of a year: what he told of his income is shown to him as well."""
	rows = assessment.of_members([member], date(year, 1, 1), date(year, 12, 1)).get(member, ())
	return [
		{
			"category": row.category,
			"method": row.basis_method if scrub(row.category) in assessment_rules.BASED else None,
			"base": row.monthly_base if scrub(row.category) in assessment_rules.BASED else None,
			"due": row.monthly_due,
			"quarterly": row.payment_frequency == "Quarterly",
			"first": row.effective_from,
			"last": assessment_rules.reaches_to(row.effective_to, later_one and later_one.effective_from),
		}
		for row, later_one in zip_longest(rows, rows[1:])
	]
