"""The heat map of branches and clauses: what a cell says, which organisation stands first, which part of them a page shows."""

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Generic, TypeVar

from party_affairs.rules.errors import RuleError

MISSED, DUE, LATE, MET = "Missed", "Due", "Late", "Met"
EXCUSED, PLANNED = "Excused", "Planned"
BY_URGENCY = (MISSED, DUE, LATE, MET, EXCUSED, PLANNED)
"""Statuses, the one that is shown first: of several in one cell the first that occurs gives the cell its mark."""

PAGE_LENGTH = 50
_MARKS: Mapping[str, str] = {MISSED: "×", DUE: "!", LATE: "迟", MET: "✓", EXCUSED: "免", PLANNED: "·"}
_NUMBERED = (MISSED, DUE, LATE)
HEAT_STEPS = (Decimal("0.25"), Decimal("0.5"))
"""Shares of missed duties, of those whose time is over, from which a cell is darker; from the last it is hatched."""

_DAY = timedelta(days=1)

T = TypeVar("T")


@dataclass(frozen=True)
class Cell:
	"""What one organisation has of one clause: `status` gives the colour, `heat` (1 to 3, 0 without gaps) how dark it is.

	`text` is a mark with the number of duties of that status, so that nobody needs the colours. Both are empty where nothing
	was asked.
	"""

	status: str = ""
	text: str = ""
	heat: int = 0


def cell_of(numbers: Mapping[str, int]) -> Cell:
	"""Return what the cell of some duties, counted by status, says."""
	status = next((name for name in BY_URGENCY if numbers.get(name)), "")
	if not status:
		return Cell()
	number = numbers[status]
	text = f"{_MARKS[status]}{number}" if status in _NUMBERED else _MARKS[status]
	share = missed_share(numbers)
	heat = 1 + sum(share >= step for step in HEAT_STEPS) if status == MISSED else 0
	return Cell(status, text, heat)


def mark_of(status: str) -> str:
	"""Return the mark of a status, for the legend."""
	return _MARKS[status]


def missed_share(numbers: Mapping[str, int]) -> Decimal:
	"""Return the share of missed duties among those whose time is over, from 0 to 1; 0 where there are none."""
	over = sum(numbers.get(status, 0) for status in (MISSED, LATE, MET))
	return Decimal(numbers.get(MISSED, 0)) / over if over else Decimal(0)


def met_share(numbers: Mapping[str, int]) -> Decimal | None:
	"""Return the share of met duties, late ones included, among those whose time is over; None where there are none."""
	over = sum(numbers.get(status, 0) for status in (MISSED, LATE, MET))
	return 1 - missed_share(numbers) if over else None


def totals(counted: Iterable[Mapping[str, int]]) -> Counter:
	"""Return what several counts by status add up to."""
	found: Counter = Counter()
	for numbers in counted:
		found.update(numbers)
	return found


def worst_first(
	names: Sequence[str], numbers: Mapping[str, Mapping[str, int]], sizes: Mapping[str, int]
) -> list[str]:
	"""Return organisations, those first that miss most for each organisation they stand for (`sizes`, itself included).

	Of equals those with more late and due duties come first; then they keep their order.
	"""

	def badness(name: str) -> tuple[Decimal, ...]:
		counted, size = numbers.get(name, {}), Decimal(sizes.get(name, 1) or 1)
		return tuple(-Decimal(counted.get(status, 0)) / size for status in (MISSED, LATE, DUE))

	return sorted(names, key=badness)


@dataclass(frozen=True)
class Page(Generic[T]):
	"""A part of a list: its `items`, its `number` counted from 1, and how many pages and items there are in all."""

	items: tuple[T, ...]
	number: int
	pages: int
	total: int


def page_of(items: Sequence[T], number: int, length: int = PAGE_LENGTH) -> Page[T]:
	"""Return one page of a list; a number beyond its end gives the last one. Raise `RuleError` for a number below 1."""
	if number < 1:
		raise RuleError("Pages are counted from 1, not from {number}.", number=number)
	pages = max(-(-len(items) // length), 1)
	number = min(number, pages)
	return Page(tuple(items[(number - 1) * length : number * length]), number, pages, len(items))


@dataclass(frozen=True)
class Place:
	"""An organisation in the tree: its place (`lft`, `rgt`) says which others are below it."""

	name: str
	lft: int
	rgt: int


def below_each(tops: Iterable[Place], inside: Iterable[Place]) -> dict[str, list[str]]:
	"""Return by each of `tops` the organisations of `inside` in its subtree, itself included, in the order of the tree."""
	ordered = sorted(inside, key=lambda place: place.lft)
	lefts = [place.lft for place in ordered]
	return {
		top.name: [
			place.name for place in ordered[bisect_left(lefts, top.lft) : bisect_right(lefts, top.rgt)]
		]
		for top in tops
	}


def months_of_getting_worse(day: date) -> tuple[tuple[date, date], tuple[date, date]]:
	"""Return first and last day on which the periods ended that became missed this month until `day`, and in the last month.

	What was to be done by the last day of a month is missed on the first of the next one, and so belongs to that.
	"""
	begins = day.replace(day=1)
	before = (begins - _DAY).replace(day=1)
	return (begins - _DAY, day - _DAY), (before - _DAY, begins - 2 * _DAY)
