"""Which months a payment of dues settles (dues rule of 2008, art. 11, 12 and 14; guide 一（四）12).

Sums are yuan as `Decimal`. The oldest unpaid month comes first, so that no month is left behind a paid one.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from party_affairs.guide.dues import payers
from party_affairs.rules.errors import RuleError
from party_affairs.rules.periods import period_of

MONTHLY, VOLUNTARY, LARGE_VOLUNTARY = "monthly_dues", "voluntary", "large_voluntary"


@dataclass(frozen=True)
class OpenMonth:
	"""A month of which something is still owed: its entry, first day, what is `open` in yuan, and until when it may be paid."""

	entry: str
	month: date
	open: Decimal
	payable_by: date | None = None


def allocate(amount: Decimal, months: Iterable[OpenMonth]) -> tuple[list[tuple[OpenMonth, Decimal]], Decimal]:
	"""Return how much of `amount` goes to each of `months`, the oldest first, and what is left over."""
	parts, rest = [], amount
	for month in sorted(months, key=lambda month: (month.month, month.entry)):
		part = min(rest, month.open)
		if part > 0:
			parts.append((month, part))
			rest -= part
	return parts, rest


def timing(month: date, received_on: date, payable_by: date | None = None) -> str:
	"""Return whether a payment came `in_month`, `in_advance` or as a `back_payment`.

	`month` is any day of the dues month, `payable_by` the last day on which it may be paid without delay (default: the
	month's last; of quarterly payers the quarter's).
	"""
	period = period_of("month", month)
	if received_on < period.start:
		return "in_advance"
	return "in_month" if received_on <= max(payable_by or period.end, period.end) else "back_payment"


def voluntary_kind(amount: Decimal, large_from: Decimal | None) -> str:
	"""Return the kind of a voluntary extra of `amount` yuan: from `large_from` on it goes up whole (art. 11)."""
	return LARGE_VOLUNTARY if large_from is not None and amount >= large_from else VOLUNTARY


def check_payer(payer: str | None, organisations: Sequence[str] = ()) -> None:
	"""Raise `RuleError` if an organisation pays: it may neither pay for a member nor deduct from pay (art. 14).

	`organisations` are names that are organisations beyond doubt, such as the branch and its firms.
	"""
	name = (payer or "").strip()
	if is_organisation(name, organisations):
		raise RuleError(
			"{payer} is an organisation. It may neither pay a member's dues nor deduct them from pay: enter the person "
			"who handed the money over.",
			payer=name,
		)


def is_organisation(name: str, organisations: Sequence[str] = ()) -> bool:
	"""Whether a payer's name is that of an organisation, by the words such names end with or hold."""
	return name in organisations or any(word in name for word in payers.dues_payer_words())
