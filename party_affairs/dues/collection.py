"""Collecting: sums that members pay become receipts for the months that they owe."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import getdate, nowdate

from party_affairs.dues import monthly_run, receipts
from party_affairs.dues.locks import lock_branches
from party_affairs.dues.receipts import Payment, Share
from party_affairs.exceptions import DuesError, rules_speak_to_user
from party_affairs.facts.dues.months import open_months
from party_affairs.facts.dues.standard import standard_on
from party_affairs.rules.dues import allocation
from party_affairs.rules.dues.allocation import OpenMonth
from party_affairs.rules.dues.monthly_dues import NOTHING
from party_affairs.rules.periods import add_months, period_of

PAID_BY_ANOTHER = "Paid by Another"
_ADVANCE_MONTHS = 12
"""Assessments are made for a year at most, so nothing further ahead can be paid."""


@dataclass(frozen=True)
class CollectionLine:
	"""What one member pays, in yuan.

	`amount` are dues, without the `voluntary` extra; None stands for all that is due by the end of the month of payment. `months` limits
	the payment to these months (first days). `key` tells a line that may be sent twice.
	"""

	member: str
	amount: Decimal | None = None
	voluntary: Decimal = NOTHING
	paid_by: str | None = None
	key: str | None = None
	months: tuple[date, ...] = ()
	remarks: str | None = None


def collect(
	branch: str,
	received_on: date,
	method: str,
	lines: Sequence[CollectionLine],
	*,
	source: str = "Collected",
	statement: str | None = None,
) -> list[str]:
	"""Write receipts of a branch for what `lines` say was paid on a day; return their names in the order of the lines.

	A payment settles the oldest unpaid month first; what is left pays coming months in advance. All or nothing: raises DuesError, naming the
	member, if nothing is owed, if a sum is more than can be paid in advance, or if an organisation pays.
	"""
	_check_day(received_on)
	organisations = organisations_of(branch)
	for line in lines:
		_check_payer(line, method, organisations)
	payments = [
		Payment(
			branch=branch,
			member=line.member,
			received_on=received_on,
			method=method,
			shares=shares,
			paid_by=line.paid_by,
			source=source,
			statement=statement,
			key=line.key,
			remarks=line.remarks,
		)
		for line, shares in zip(lines, _shares(branch, lines, received_on), strict=True)
	]
	return receipts.write(payments)


def shares_of(branch: str, line: CollectionLine, received_on: date) -> tuple[Share, ...]:
	"""Return how the sum of one line is divided among months; raises DuesError like `collect`."""
	return _shares(branch, [line], received_on)[0]


def check_payer(branch: str, paid_by: str | None) -> None:
	"""Raise DuesError if an organisation, such as the branch or one of its firms, pays for a member."""
	if paid_by:
		with rules_speak_to_user(DuesError):
			allocation.check_payer(paid_by, organisations_of(branch))


def _shares(branch: str, lines: Sequence[CollectionLine], received_on: date) -> list[tuple[Share, ...]]:
	lock_branches([branch])
	large_from = standard_on(received_on)[1].large_voluntary_from
	return [
		(*plan.shares(received_on), *_extra(plan.line, large_from))
		for plan in _allocated(branch, lines, received_on)
	]


@dataclass
class _Plan:
	"""How the dues of one line are divided: the parts, and what no month has taken yet."""

	line: CollectionLine
	rest: Decimal
	parts: list[tuple[OpenMonth, Decimal]] = field(default_factory=list)

	def take(self, months: Iterable[OpenMonth]) -> None:
		if self.line.months:
			months = [month for month in months if month.month in self.line.months]
		taken, self.rest = allocation.allocate(self.rest, months)
		self.parts += taken

	def shares(self, received_on: date) -> list[Share]:
		return [
			Share(
				allocation.MONTHLY,
				amount,
				month.entry,
				month.month,
				allocation.timing(month.month, received_on, month.payable_by),
			)
			for month, amount in self.parts
		]


def _allocated(branch: str, lines: Sequence[CollectionLine], received_on: date) -> list[_Plan]:
	months = open_months(branch, [line.member for line in lines], lock=True)
	plans = [_Plan(line, _dues_of(line, months[line.member], received_on)) for line in lines]
	for plan in plans:
		plan.take(months[plan.line.member])
	_pay_in_advance(branch, plans, received_on)
	for plan in plans:
		if plan.rest:
			_refuse_rest(plan)
		if not plan.parts and not plan.line.voluntary:
			frappe.throw(
				_(
					"{0} owes nothing in this branch. Enter an amount to pay in advance, or a voluntary extra."
				).format(frappe.bold(_name_of(plan.line.member))),
				DuesError,
			)
	return plans


def _dues_of(line: CollectionLine, months: Sequence[OpenMonth], received_on: date) -> Decimal:
	if line.amount is not None:
		return line.amount
	end = period_of("month", received_on).end
	wanted = [
		month for month in months if (month.month in line.months if line.months else month.month <= end)
	]
	return sum((month.open for month in wanted), NOTHING)


def _pay_in_advance(branch: str, plans: Sequence[_Plan], received_on: date) -> None:
	"""Make entries of the months to come, one month at a time, until each sum has found its place."""
	this_month = received_on.replace(day=1)
	for ahead in range(_ADVANCE_MONTHS + 1):
		month = add_months(this_month, ahead)
		waiting = [
			plan for plan in plans if plan.rest and (not plan.line.months or month in plan.line.months)
		]
		if not waiting:
			continue
		members = [plan.line.member for plan in waiting]
		monthly_run.ensure_entries([(member, month) for member in members], branch=branch)
		found = open_months(branch, members, lock=True)
		for plan in waiting:
			known = {entry.entry for entry, _amount in plan.parts}
			plan.take(entry for entry in found[plan.line.member] if entry.entry not in known)


def _refuse_rest(plan: _Plan) -> None:
	frappe.throw(
		_(
			"{0}: {1} yuan are more than is due for the months assessed. Lower the amount, or enter the rest as a "
			"voluntary extra."
		).format(frappe.bold(_name_of(plan.line.member)), plan.rest),
		DuesError,
	)


def _extra(line: CollectionLine, large_from: Decimal | None) -> list[Share]:
	if not line.voluntary:
		return []
	return [Share(allocation.voluntary_kind(line.voluntary, large_from), line.voluntary)]


def organisations_of(branch: str) -> list[str]:
	"""Return by what a payer is known for no person: the branch and its firms."""
	return [
		branch,
		*frappe.get_all("Party Branch Firm", filters={"parent": branch}, pluck="firm", order_by="idx"),
	]


def _name_of(member: str) -> str:
	return frappe.get_cached_value("Party Member", member, "member_name") or member


def _check_payer(line: CollectionLine, method: str, organisations: Sequence[str]) -> None:
	if method == PAID_BY_ANOTHER and not line.paid_by:
		frappe.throw(
			_("{0}: enter who handed the money over.").format(frappe.bold(_name_of(line.member))), DuesError
		)
	with rules_speak_to_user(DuesError):
		allocation.check_payer(line.paid_by, organisations)


def _check_day(received_on: date) -> None:
	if received_on > getdate(nowdate()):
		frappe.throw(
			_("The day of payment lies in the future. Please enter the day on which it happened."), DuesError
		)
