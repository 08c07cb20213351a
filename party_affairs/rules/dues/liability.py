"""Who owes dues for a month, and to which branch (dues rule of 2008, articles 8, 9 and 12).

Dues are owed for whole months, where the formal membership is. Probationary members owe from the month of the assembly
that admitted them (article 8). The month in which a member comes, leaves or dies counts. A month of transfer between two
branches counts once: for the branch that has the member at its end, or for the old one if the letter of transfer says that
it is paid.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from party_affairs.rules.periods import Period, period_of


@dataclass(frozen=True)
class Stay:
	"""A person's time in one branch, both days included and None for an open end.

	`paid_until` is the day to which dues are paid elsewhere, by the letter of transfer.
	"""

	branch: str
	first: date | None = None
	last: date | None = None
	paid_until: date | None = None


@dataclass(frozen=True)
class Absence:
	"""A time away during which a floating member pays dues at the other place (article 9): from leaving to coming back."""

	left_on: date
	back_on: date | None = None


def liable_branch(
	month: Period,
	stays: Iterable[Stay],
	joined_on: date | None = None,
	absences: Sequence[Absence] = (),
) -> str | None:
	"""Return the branch to which a Party member owes dues for `month`, None if to none here.

	`stays` are all the member's stays in branches of the system that touch the month or come with a letter that covers it,
	in any order; `joined_on` is the day of the admitting assembly, None if it is not on record. The caller knows that it is
	a member.
	"""
	if joined_on is not None and joined_on > month.end:
		return None
	owner, paid_until = None, date.min
	for stay in sorted(stays, key=_order):
		paid_until = max(paid_until, _end_of_month(stay.paid_until))
		if _touches(stay, month) and paid_until < month.end:
			owner = stay
	if owner is None or any(pays_elsewhere(absence, owner, month) for absence in absences):
		return None
	return owner.branch


def pays_elsewhere(absence: Absence, stay: Stay, month: Period) -> bool:
	"""Whether a member pays at the other place for `month`, away during his `stay` in a branch.

	The months of leaving and of coming back are paid at home; a transfer ends an absence.
	"""
	first, last = _order(stay)
	return (
		first <= absence.left_on <= last
		and absence.left_on < month.start
		and (absence.back_on is None or absence.back_on > month.end)
	)


def _order(stay: Stay) -> tuple[date, date]:
	return stay.first or date.min, stay.last or date.max


def _touches(stay: Stay, month: Period) -> bool:
	first, last = _order(stay)
	return first <= month.end and last >= month.start


def _end_of_month(day: date | None) -> date:
	return date.min if day is None else period_of("month", day).end
