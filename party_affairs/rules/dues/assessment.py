"""How a member's monthly base is assessed and for which months it counts (dues rule of 2008, art. 1, 3, 4, 10 and 12; the
notice of 2017: fixed at the beginning of the year).

An assessment counts for whole months. It is kept by its first month and the first day of its last one; without a last
month it counts until a newer one begins.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Protocol, TypeVar

from party_affairs.guide.dues.tiers import DuesStandard
from party_affairs.rules.dues.monthly_dues import CENT, monthly_due
from party_affairs.rules.errors import RuleError, decimal_number
from party_affairs.rules.message import Message
from party_affairs.rules.periods import add_months, period_of

MONTHLY_PAY = "monthly_pay"
ANNUAL_SALARY = "annual_salary_drawn_in_month"
LAST_QUARTER = "average_of_last_quarter"
FIXED_YEARLY = "fixed_yearly_base"
METHODS = (MONTHLY_PAY, ANNUAL_SALARY, LAST_QUARTER, FIXED_YEARLY)
"""Monthly pay (art. 1) counts from the month in which it is drawn until it changes; of an annual salary what was drawn in
a month counts for that month (art. 3); irregular income counts by the average of the quarter before (art. 4); a base
fixed for the year, such as that of social insurance, counts until December."""

EXEMPT, REDUCED = "exempt", "reduced"
DECIDED = (EXEMPT, REDUCED)
"""Categories that the branch decides on and the organisation above approves (art. 7)."""

BASED = ("employed", "annual_salary", "irregular_income", "retired", REDUCED)
"""Categories whose dues are reckoned from a base."""

MONTHLY, QUARTERLY = "monthly", "quarterly"
INCOME_LABEL = Message("Income (Yuan)")
AGREED_LABEL = Message("Agreed Monthly Sum (Yuan)")
_ITEM_LABEL = Message("Amount (Yuan)")
METHODS_OF_A_SPELL = (ANNUAL_SALARY, LAST_QUARTER)
"""Methods that assess anew as the income of a month or quarter is known."""

_COUNTS_FOR = {ANNUAL_SALARY: "month", LAST_QUARTER: "quarter", FIXED_YEARLY: "year"}
_MONTHS_IN_INCOME = {LAST_QUARTER: 3}


class Assessed(Protocol):
	"""An assessment, as far as its months go."""

	effective_from: date
	effective_to: date | None


A = TypeVar("A", bound=Assessed)

ANNUAL = "annual"
"""A branch assesses anew once, at the beginning of the year (notice of 2017); else as the income of a month is known."""


@dataclass(frozen=True, slots=True)
class Assessment:
	"""An assessment on record, as far as it says whether somebody was assessed for a year."""

	effective_from: date
	effective_to: date | None
	category: str


@dataclass(frozen=True)
class IncomeItem:
	"""One line of an income: what the guide calls it, and whether it is taken off."""

	amount: Decimal | int | str
	is_deduction: bool = False


def last_month(category: str, method: str | None, first: date) -> date | None:
	"""Return the first day of the last month for which an assessment from `first` on counts; None: it has no end.

	Where no base is assessed, the method says nothing.
	"""
	span = _COUNTS_FOR.get(_known(method)) if category in BASED else None
	return period_of("month", period_of(span, first).end).start if span else None


def base_of(method: str | None, income: Decimal | int | str) -> Decimal:
	"""Return the monthly base in yuan, to the cent, that an income gives: of a quarter's net income a third.

	Raise `RuleError` for an income that is negative or no number.
	"""
	income = decimal_number(income, INCOME_LABEL)
	return (income / _MONTHS_IN_INCOME.get(_known(method), 1)).quantize(CENT, ROUND_HALF_UP)


def income_of(items: Sequence[IncomeItem]) -> Decimal:
	"""Return the income that its items add up to. Raise `RuleError` if more is taken off than was earned."""
	amounts = [(decimal_number(item.amount, _ITEM_LABEL), item.is_deduction) for item in items]
	total = sum((-amount if is_deduction else amount for amount, is_deduction in amounts), Decimal(0))
	if total < 0:
		raise RuleError(
			"Income Items: the deductions exceed the income by {amount} yuan. Please check the amounts.",
			amount=-total,
		)
	return total


def due_of(
	category: str,
	base: Decimal | int | str | None,
	standard: DuesStandard,
	agreed: Decimal | None = None,
	regular_category: str = "employed",
) -> Decimal:
	"""Return what an assessment asks a month, in yuan to two decimals.

	Exempt members owe nothing. A reduced sum (`agreed`) must lie below what the standard asks of the member's
	`regular_category`; where the standard has a range, the agreed sum must lie in it, and none means its lower end.
	Raise `RuleError` naming the field otherwise.
	"""
	if category == EXEMPT:
		return Decimal("0.00")
	if category == REDUCED:
		return _reduced(agreed, monthly_due(base, regular_category, standard=standard))
	due = monthly_due(base, category, standard=standard)
	highest = standard.tiers_of(category)[0].fixed_maximum
	if highest is None or not agreed:
		return due
	agreed = decimal_number(agreed, AGREED_LABEL)
	if not due <= agreed <= highest:
		raise RuleError(
			"{field} must lie between {lowest} and {highest} yuan, not {agreed}.",
			field=AGREED_LABEL,
			lowest=due,
			highest=highest.quantize(CENT),
			agreed=agreed,
		)
	return agreed.quantize(CENT)


def _reduced(agreed: Decimal | None, regular: Decimal) -> Decimal:
	if not agreed:
		raise RuleError(
			"{field} is missing: enter what was decided, or choose the category Exempt.", field=AGREED_LABEL
		)
	agreed = decimal_number(agreed, AGREED_LABEL)
	if agreed >= regular:
		raise RuleError(
			"{field} ({agreed} yuan) must be lower than the {regular} yuan that the standard asks.",
			field=AGREED_LABEL,
			agreed=agreed,
			regular=regular,
		)
	return agreed.quantize(CENT)


def in_force(assessments: Iterable[A], month: date) -> A | None:
	"""Return of one member's assessments the one for the month whose first day is `month`: the newest that covers it."""
	covering = (row for row in assessments if covers(row, month))
	return max(covering, key=lambda row: row.effective_from, default=None)


def is_assessed_for(year: int, assessments: Sequence[Assessment], month: date) -> bool:
	"""Whether somebody was assessed for a year: by an assessment that begins in it, or one that needs no income.

	`month` is the first day of the last month of which dues are asked. An assessment of an earlier year that just runs on is
	none for the year; a fixed sum or an exemption in force stays right without one.
	"""
	if any(row.effective_from.year == year and row.effective_from <= month for row in assessments):
		return True
	present = in_force(assessments, month)
	return present is not None and present.category not in BASED


def covers(assessment: Assessed, month: date) -> bool:
	"""Whether an assessment reaches to the month whose first day is `month`, a newer one left aside."""
	return assessment.effective_from <= month and (
		assessment.effective_to is None or assessment.effective_to >= month
	)


def reaches_to(last: date | None, newer_from: date | None) -> date | None:
	"""Return the month to which an assessment really counts: its own last one, or the one before a newer begins."""
	ends = [day for day in (last, newer_from and add_months(newer_from, -1)) if day]
	return min(ends, default=None)


def payable_by(month: date, frequency: str | None = MONTHLY) -> date:
	"""Return the last day on which the dues of a month are in time: quarterly payers have until the quarter's end."""
	return period_of("quarter" if frequency == QUARTERLY else "month", month).end


def _known(method: str | None) -> str | None:
	if method is not None and method not in METHODS:
		raise RuleError("Basis Method {method} is unknown: use {known}.", method=repr(method), known=METHODS)
	return method
