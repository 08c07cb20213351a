"""Monthly dues (中组发〔2008〕3号 with the notice of 2017; guide 一（四）12 and 一（九）4, clause R49).

All sums are yuan as `Decimal`. The rate of a tier applies to the whole base, not to its part above the limit, so the
sum jumps at each limit and the base must be exact to the cent.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal
from types import MappingProxyType

from party_affairs.guide.dues import reminders as dues_reminders
from party_affairs.guide.dues import tiers as guide_tiers
from party_affairs.guide.dues.reminders import Stage
from party_affairs.guide.dues.tiers import DuesStandard, Tier
from party_affairs.rules.errors import RuleError, decimal_number
from party_affairs.rules.message import Message
from party_affairs.rules.periods import Period, periods_between

CENT = Decimal("0.01")
NOTHING = Decimal("0.00")
PAID_LABEL = Message("Amount Paid")
LAPSE_MONTHS = dues_reminders.flag().months
"""Months running without dues after which the branch has to decide (dues rule of 2008, article 13)."""

_ROUNDING = {
	"round_half_up_to_cent": (CENT, ROUND_HALF_UP),
	"round_down_to_cent": (CENT, ROUND_DOWN),
	"round_half_up_to_jiao": (Decimal("0.1"), ROUND_HALF_UP),
}


@dataclass(frozen=True)
class MonthAccount:
	"""What a member owes for a month and what was paid for it, in yuan.

	`payable_by` is the last day on which it is paid in time: of a quarterly payer the quarter's, by default the month's.
	"""

	month: Period
	due: Decimal
	paid: Decimal
	payable_by: date | None = None

	@property
	def open(self) -> Decimal:
		"""What is still to be paid; nothing where more was paid than was due, or nothing was."""
		return max(self.due - self.paid, NOTHING)

	def is_in_arrears(self, on: date) -> bool:
		"""Whether something is still to be paid on the day `on` although the time for it is over."""
		return bool(self.open) and on > (self.payable_by or self.month.end)


@dataclass(frozen=True)
class DuesRecord:
	"""What the ledger of dues holds of a member (R59): months (as keys) with a sum due or an exemption, months paid without a day.

	`excused` are those of the recorded months for which nothing is asked.
	"""

	recorded: frozenset[str] = frozenset()
	undated: frozenset[str] = frozenset()
	excused: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Arrears:
	"""Unpaid months of one member.

	`months` are all of them; `running` counts the unpaid months at the end without a gap.
	"""

	months: tuple[Period, ...]
	running: int

	@property
	def run(self) -> tuple[Period, ...]:
		"""The unpaid months at the end."""
		return self.months[len(self.months) - self.running :]


@dataclass(frozen=True)
class Standing:
	"""How somebody's dues stand on a day: months `owed` whose time is over, and the last of those `paid_until` without a gap (None: none)."""

	owed: int
	paid_until: Period | None

	@property
	def text(self) -> Message | None:
		"""The sentence for a head line; None for somebody who never had dues to pay."""
		if self.owed:
			return Message("Dues: {number} months owed", number=self.owed)
		return Message("Dues paid until {month}", month=self.paid_until.title) if self.paid_until else None


def standing_of(accounts: Iterable[MonthAccount], on: date) -> Standing:
	"""Return how the dues of a member stand on a day, from the accounts of all his months."""
	ordered = sorted(accounts, key=lambda account: account.month.start)
	paid_until = None
	for account in ordered:
		if account.open:
			break
		paid_until = account.month
	return Standing(sum(account.is_in_arrears(on) for account in ordered), paid_until)


def monthly_due(
	base: Decimal | int | str | None,
	category: str = "employed",
	on: date | None = None,
	standard: DuesStandard | None = None,
) -> Decimal:
	"""Return a member's dues for a month in yuan, to two decimals.

	`base` is the assessed monthly income in yuan (Decimal, int or text; floats are refused), taken to the cent; fixed
	sums need none. `on` is a day of the month, by default the newest standard applies; `standard` replaces the
	guide's. Raise `RuleError` for a base that is missing, negative or implausible, and for an unknown category.
	"""
	standard = standard or standard_on(on)
	tiers = _tiers_of(standard, category)
	if tiers[0].rate_percent is None:
		return (tiers[0].fixed_amount or Decimal(0)).quantize(CENT)
	base = _checked_base(base, standard)
	due = _rounded(base * _tier_for(base, tiers).rate_percent / 100, standard)
	if standard.monthly_cap is not None:
		due = min(due, standard.monthly_cap)
	return due.quantize(CENT)


def rate_for(
	base: Decimal | int | str,
	category: str = "employed",
	on: date | None = None,
	standard: DuesStandard | None = None,
) -> Decimal | None:
	"""Return the rate in percent of the base that a member pays, None where a fixed sum is paid."""
	standard = standard or standard_on(on)
	tiers = _tiers_of(standard, category)
	if tiers[0].rate_percent is None:
		return None
	return _tier_for(_checked_base(base, standard), tiers).rate_percent


def standard_on(on: date | None = None) -> DuesStandard:
	"""Return the guide's dues standard in force on a day, by default the newest. Raise `RuleError` if there is none."""
	try:
		return guide_tiers.dues_standard(on)
	except KeyError:
		raise RuleError("No dues standard is in force on {day}: check the month.", day=on) from None


def check_standard(standard: DuesStandard) -> None:
	"""Raise `RuleError` unless each category of a standard has one fixed sum, or tiers that cover every base once."""
	for category in sorted({tier.category for tier in standard.tiers}):
		if not standard.covers_every_base(category):
			raise RuleError(
				"Tiers of {category}: begin at 0 yuan, let each tier begin where the one before ends, leave the last one "
				"open; or enter one fixed amount without a rate, and a higher one if it ends a range.",
				category=category,
			)


def exact(value: float | str | None) -> Decimal:
	"""Return a sum as the figure that was typed; an empty field is nothing.

	Currency fields hold floats, whose shortest text is that figure.
	"""
	return Decimal(str(value or 0))


def check_amount(
	amount: Decimal | int | str, field: Message = PAID_LABEL, standard: DuesStandard | None = None
) -> Decimal:
	"""Return a sum due or paid, checked: to the cent, not negative, not absurd. Raise `RuleError` naming `field` if not.

	Paying more than is due is lawful, so only a sum above any plausible income is refused.
	"""
	standard = standard or standard_on()
	sum_in_yuan = decimal_number(amount, field)
	if sum_in_yuan > standard.plausible_base:
		raise RuleError(
			"{field} ({amount} yuan) is implausible: it exceeds {limit} yuan. Please check it.",
			field=field,
			amount=sum_in_yuan,
			limit=standard.plausible_base,
		)
	if sum_in_yuan != sum_in_yuan.quantize(CENT):
		raise RuleError(
			"{field} ({amount} yuan) has more than two decimals.", field=field, amount=sum_in_yuan
		)
	return sum_in_yuan


def status_of(due: Decimal, paid: Decimal) -> str:
	"""Return the state of a month's dues: `exempt` (nothing is due), `paid`, `partly_paid` or `unpaid`."""
	if not due and not paid:
		return "exempt"
	if paid and paid >= due:
		return "paid"
	return "partly_paid" if paid else "unpaid"


def arrears(
	first: date,
	last: date,
	settled: Collection[str],
	payable_by: Mapping[str, date] = MappingProxyType({}),
	on: date | None = None,
) -> Arrears:
	"""Return the unpaid months of a member who is liable from `first` to `last`.

	`settled` are the keys (`2026-03`) of the months that are paid in full or exempt. With `on`, a month is in arrears only
	if the day by which it is payable lies before that day: the one given by its key in `payable_by`, else its last. A month
	whose time is not over neither counts nor ends a run.
	"""
	unpaid, running = [], 0
	for month in periods_between("month", first, last):
		if month.key in settled:
			running = 0
			continue
		if on is not None and on <= payable_by.get(month.key, month.end):
			continue
		unpaid.append(month)
		running += 1
	return Arrears(tuple(unpaid), running)


def arrears_of(accounts: Iterable[MonthAccount], on: date) -> Arrears:
	"""Return what a member's accounts, one a month, show of arrears on the day `on`.

	A month that has begun and is paid ends a run; so does one for which nothing was asked of him.
	"""
	begun = {account.month: account for account in accounts if account.month.start <= on}
	if not begun:
		return Arrears((), 0)
	first, last = min(begun).start, max(begun).start
	unpaid = {month.key for month, account in begun.items() if account.open}
	return arrears(
		first,
		last,
		{month.key for month in periods_between("month", first, last)} - unpaid,
		{month.key: account.payable_by for month, account in begun.items() if account.payable_by},
		on,
	)


def stage_to_tell(running: int, told: Collection[int], stages: Iterable[Stage] | None = None) -> Stage | None:
	"""Return the stage that is told after `running` unpaid months, None if there is nothing new.

	`told` are the stages (in months) that this run of arrears has had. Only the newest one reached is told: what was missed
	is not made up for.
	"""
	reached = [stage for stage in stages or dues_reminders.stages() if stage.months <= running]
	newest = max(reached, key=lambda stage: stage.months, default=None)
	return None if newest is None or any(months >= newest.months for months in told) else newest


def _tiers_of(standard: DuesStandard, category: str) -> tuple[Tier, ...]:
	tiers = standard.tiers_of(category)
	if not tiers:
		known = sorted({tier.category for tier in standard.tiers} | set(standard.same_tiers_as))
		raise RuleError(
			"Dues category {category} is unknown: use {known}.", category=repr(category), known=tuple(known)
		)
	return tiers


def _checked_base(base: Decimal | int | str | None, standard: DuesStandard) -> Decimal:
	if base is None:
		raise RuleError("Monthly Base is missing: enter the assessed monthly income in yuan.")
	sum_in_yuan = decimal_number(base, Message("Monthly Base"))
	if sum_in_yuan > standard.plausible_base:
		raise RuleError(
			"Monthly Base ({base} yuan) is implausible: it exceeds {limit} yuan a month. Please check it.",
			base=sum_in_yuan,
			limit=standard.plausible_base,
		)
	return sum_in_yuan.quantize(CENT, ROUND_HALF_UP)


def _tier_for(base: Decimal, tiers: tuple[Tier, ...]) -> Tier:
	for tier in tiers:
		if tier.up_to is None or base <= tier.up_to:
			return tier
	raise RuleError("Monthly Base ({base} yuan) lies above the last tier of the dues standard.", base=base)


def _rounded(amount: Decimal, standard: DuesStandard) -> Decimal:
	step, rule = _ROUNDING[standard.rounding]
	return amount.quantize(step, rule)
