"""The account of an organisation's dues: balance by day, the share that goes up, and a year's opening and closing.

All sums are yuan as `Decimal`. Within a day what comes in counts before what goes out: a branch may spend in the evening
what it collected in the morning.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from party_affairs.rules.dues.monthly_dues import CENT, NOTHING
from party_affairs.rules.errors import RuleError, decimal_number
from party_affairs.rules.message import Message
from party_affairs.rules.periods import period_of, periods_between

WHOLE_PERCENT = Decimal(100)
"""The share that goes up where nothing else was decided: a branch that does not know its share must not keep money."""

SHARE_LABEL = Message("Share That Goes Up (%)")


@dataclass(frozen=True)
class Movement:
	"""Money that came in (`amount` above zero) or went out (below) on a day."""

	day: date
	amount: Decimal


@dataclass(frozen=True)
class Shortfall:
	"""The first day on which an account would be overdrawn, and by how much."""

	day: date
	amount: Decimal


@dataclass(frozen=True)
class Collected:
	"""Money of which a share goes up (`shared`), and money that goes up `whole`, of a day or of a time."""

	shared: Decimal = NOTHING
	whole: Decimal = NOTHING
	day: date | None = None


@dataclass(frozen=True)
class YearAccount:
	"""What an organisation had at the beginning of a year, what came in and went out in it, and what is left.

	`collected` comes from its own members, `received` from the organisations below, `allocated` from the one above;
	`remitted` went up, `passed_down` to organisations below, `spent` was used.
	"""

	opening: Decimal = NOTHING
	collected: Decimal = NOTHING
	received: Decimal = NOTHING
	allocated: Decimal = NOTHING
	remitted: Decimal = NOTHING
	passed_down: Decimal = NOTHING
	spent: Decimal = NOTHING

	@property
	def income(self) -> Decimal:
		return self.collected + self.received + self.allocated

	@property
	def outlay(self) -> Decimal:
		return self.remitted + self.passed_down + self.spent

	@property
	def closing(self) -> Decimal:
		return self.opening + self.income - self.outlay


def balances(opening: Decimal, movements: Iterable[Movement]) -> dict[date, Decimal]:
	"""Return the balance at the end of each day on which money moved, in the order of the days."""
	by_day: dict[date, Decimal] = {}
	for movement in movements:
		by_day[movement.day] = by_day.get(movement.day, NOTHING) + movement.amount
	balance, found = opening, {}
	for day in sorted(by_day):
		balance += by_day[day]
		found[day] = balance
	return found


def first_shortfall(opening: Decimal, movements: Iterable[Movement]) -> Shortfall | None:
	"""Return the first day at whose end the account is overdrawn, None if it never is."""
	return next(
		(
			Shortfall(day, -balance)
			for day, balance in balances(opening, movements).items()
			if balance < NOTHING
		),
		None,
	)


def share_of(amount: Decimal, percent: Decimal) -> Decimal:
	"""Return `percent` of a sum, to the cent. Raise `RuleError` for a share that is none.

	The sum may be below zero: what was reported too high for an earlier period is taken back.
	"""
	check_percent(percent)
	return (amount * percent / 100).quantize(CENT, ROUND_HALF_UP)


def check_percent(percent: Decimal) -> None:
	"""Raise `RuleError` unless a share lies above 0 and does not exceed 100 percent."""
	if not 0 < decimal_number(percent, SHARE_LABEL) <= WHOLE_PERCENT:
		raise RuleError(
			"{field} must be more than 0 and at most 100, not {value}.", field=SHARE_LABEL, value=percent
		)


def collected_in(days: Iterable[Collected], spans: Collection[tuple[date, date]]) -> Collected:
	"""Return what was collected on those of `days` that lie in one of `spans`, which do not overlap."""
	inside = [row for row in days if any(first <= row.day <= last for first, last in spans)]
	return Collected(
		shared=sum((row.shared for row in inside), NOTHING), whole=sum((row.whole for row in inside), NOTHING)
	)


def remittance_due(shared: Decimal, percent: Decimal, whole: Decimal = NOTHING) -> Decimal:
	"""Return what goes up for a period: `percent` of the sum `shared`, and the sum `whole` without a deduction.

	Raise `RuleError` if nothing is left to remit.
	"""
	due = share_of(shared, percent) + whole
	if due <= NOTHING:
		raise RuleError(
			"Nothing is to be remitted for this period: {amount} yuan. Choose a longer period, or enter the receipts first.",
			amount=due.quantize(CENT),
		)
	return due


def months_of(first: date, last: date) -> tuple[date, date]:
	"""Return the first day of the month of `first` and the last of that of `last`. Raise `RuleError` if that is no span."""
	start, end = period_of("month", first).start, period_of("month", last).end
	if end < start:
		raise RuleError("The last month lies before the first. Please check the period.")
	return start, end


def check_months_once(first: date, last: date, others: Mapping[str, tuple[date, date]]) -> None:
	"""Raise `RuleError` naming the first of `others` (periods by name) that has months in common with `first` to `last`."""
	for name, (start, end) in others.items():
		common = periods_between("month", max(first, start), min(last, end))
		if common:
			raise RuleError(
				"{months} was remitted before, with {name}. Choose other months: what came in later for that time is added "
				"by itself.",
				months=tuple(month.title for month in common),
				name=name,
			)


def check_year_may_close(year: int, today: date, first_year: int | None, last_closed: int | None) -> None:
	"""Raise `RuleError` unless a year is over, and is the one that follows the last closed one.

	`first_year` is that of the earliest money of the account (None: there is none), `last_closed` None if no year is.
	"""
	if year >= today.year:
		raise RuleError(
			"{year} is not over yet: it can be closed from {day} on.", year=year, day=date(year + 1, 1, 1)
		)
	if last_closed is not None and year != last_closed + 1:
		raise RuleError(
			"Years are closed in order: {expected} comes next, not {year}.",
			expected=last_closed + 1,
			year=year,
		)
	if last_closed is None and first_year is not None and year > first_year:
		raise RuleError(
			"There are receipts or payments of {first}: close that year first. Years are closed in order.",
			first=first_year,
		)


def check_year_may_reopen(year: int, last_closed: int | None) -> None:
	"""Raise `RuleError` unless a year is the latest closed one."""
	if year != last_closed:
		raise RuleError("Only the latest closed year can be reopened: {last}.", last=last_closed)
