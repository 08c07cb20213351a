"""Spells: what has a beginning and an end, such as membership in a branch, a stage, a post or a committee.

Both days of a spell are included. A known end is a day, an open one None; an unknown beginning is `date.min`. The
spells of one thing are sorted and do not overlap, so that on any day it has one value or none.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise
from typing import Generic, TypeVar

from party_affairs.rules.errors import RuleError

V = TypeVar("V")
W = TypeVar("W")
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Spell(Generic[V]):
	"""A value from the day `first` to the day `last`, None while it has no end."""

	first: date
	last: date | None
	value: V

	def covers(self, day: date) -> bool:
		"""Whether `day` lies within."""
		return self.first <= day and (self.last is None or day <= self.last)


@dataclass(frozen=True, slots=True)
class Spells(Generic[V]):
	"""The spells of one thing in the order of their days."""

	items: tuple[Spell[V], ...] = ()

	def __bool__(self) -> bool:
		return bool(self.items)

	def __iter__(self) -> Iterator[Spell[V]]:
		return iter(self.items)

	def on(self, day: date) -> V | None:
		"""Return the value on a day, None where there is none."""
		found = self.spell_on(day)
		return None if found is None else found.value

	def spell_on(self, day: date) -> Spell[V] | None:
		"""Return the spell that holds `day`, None where there is none."""
		for spell in self.items:
			if spell.covers(day):
				return spell
		return None

	def covers(self, day: date) -> bool:
		"""Whether some spell holds `day`."""
		return self.spell_on(day) is not None

	def values(self) -> set[V]:
		"""Return every value that there is at some time."""
		return {spell.value for spell in self.items}

	def only(self, value: V) -> "Spells[V]":
		"""Return the times of one value."""
		return Spells(tuple(spell for spell in self.items if spell.value == value))

	def within(self, first: date, last: date) -> "Spells[V]":
		"""Return what lies between two days, cut at both."""
		return Spells(
			tuple(
				Spell(max(spell.first, first), _earlier(spell.last, last), spell.value)
				for spell in self.items
				if spell.first <= last and (spell.last is None or spell.last >= first)
			)
		)

	def days_in(self, first: date, last: date) -> int:
		"""Return on how many days from `first` to `last` there is a value."""
		number = 0
		for spell in self.items:
			start = spell.first if spell.first > first else first
			end = last if spell.last is None or spell.last > last else spell.last
			if start <= end:
				number += (end - start).days + 1
		return number

	def last_before(self, day: date) -> Spell[V] | None:
		"""Return the last spell that began by `day`, None where none did."""
		found = None
		for spell in self.items:
			if spell.first > day:
				break
			found = spell
		return found

	def seen_on(self, day: date) -> "Spells[V]":
		"""Return what was known on a day: nothing that begins later, and no end that had not come.

		Without it the check of September would know in whose branch somebody is in October.
		"""
		items = self.items
		if not items or (items[-1].first <= day and (items[-1].last is None or items[-1].last < day)):
			return self
		return Spells(
			tuple(
				spell if spell.last is None or spell.last < day else Spell(spell.first, None, spell.value)
				for spell in items
				if spell.first <= day
			)
		)

	def borders(self, after: date) -> tuple[date, ...]:
		"""Return the days after a day on which the value changes, in order."""
		days = set()
		for spell in self.items:
			days.add(spell.first)
			if spell.last is not None:
				days.add(spell.last + _DAY)
		return tuple(sorted(day for day in days if day > after))

	def within_spells(self, other: "Spells[W]") -> "Spells[V]":
		"""Return what lies in time within `other` as well, with the own values."""
		if other.holds(self):
			return self
		found = []
		for spell in self.items:
			for limit in other.items:
				first, last = max(spell.first, limit.first), _earlier(spell.last, limit.last)
				if last is None or first <= last:
					found.append(Spell(first, last, spell.value))
		return Spells(tuple(found))

	def holds(self, other: "Spells[W]") -> bool:
		"""Whether one spell holds all of another's time: the usual case, seen without going through them."""
		if len(self.items) != 1 or not other.items:
			return False
		(whole,) = self.items
		last = other.items[-1].last
		return whole.first <= other.items[0].first and (
			whole.last is None or (last is not None and last <= whole.last)
		)

	def without(self, other: "Spells[W]") -> "Spells[V]":
		"""Return what lies in time outside `other`, with the own values."""
		found = list(self.items)
		for gap in other.items:
			left: list[Spell[V]] = []
			for spell in found:
				if gap.last is not None and spell.first > gap.last:
					left.append(spell)
					continue
				if spell.last is not None and spell.last < gap.first:
					left.append(spell)
					continue
				if spell.first < gap.first:
					left.append(Spell(spell.first, gap.first - _DAY, spell.value))
				if gap.last is not None and (spell.last is None or spell.last > gap.last):
					left.append(Spell(gap.last + _DAY, spell.last, spell.value))
			found = left
		return Spells(tuple(found))


ALWAYS: Spells[bool] = Spells((Spell(date.min, None, True),))
NEVER: Spells[bool] = Spells()


def always(value: V) -> Spells[V]:
	"""Return a value that has neither beginning nor end."""
	return Spells((Spell(date.min, None, value),))


def between(first: date | None, last: date | None, value: V) -> Spells[V]:
	"""Return one spell; an unknown beginning is open. Nothing where it would end before it begins."""
	start = first or date.min
	return Spells() if last is not None and last < start else Spells((Spell(start, last, value),))


def in_order(spells: Iterable[Spell[V]]) -> Spells[V]:
	"""Return spells sorted by their days. Raise RuleError where two of them overlap."""
	items = tuple(sorted(spells, key=lambda spell: spell.first))
	for before, after in pairwise(items):
		if before.last is None or before.last >= after.first:
			raise RuleError(
				"From {first} on there are two values at once: {before} and {after}.",
				first=after.first,
				before=str(before.value),
				after=str(after.value),
			)
	return Spells(items)


def one_after_another(spells: Iterable[Spell[V]]) -> Spells[V]:
	"""Return spells of which a later one ends an earlier one, as when somebody moves on the same day on which he leaves."""
	items: list[Spell[V]] = []
	for spell in sorted(spells, key=lambda spell: spell.first):
		if items and items[-1].first == spell.first:
			items.pop()
		elif items and (items[-1].last is None or items[-1].last >= spell.first):
			items[-1] = Spell(items[-1].first, spell.first - _DAY, items[-1].value)
		items.append(spell)
	return Spells(tuple(items))


def merged(spells: Iterable[Spell]) -> Spells[bool]:
	"""Return the days on which any of the spells holds, neighbours and overlaps put together."""
	items: list[Spell[bool]] = []
	for spell in sorted(spells, key=lambda spell: spell.first):
		before = items[-1] if items else None
		if before and (before.last is None or spell.first <= before.last + _DAY):
			items[-1] = Spell(before.first, _later(before.last, spell.last), True)
		else:
			items.append(Spell(spell.first, spell.last, True))
	return Spells(tuple(items))


def _earlier(one: date | None, other: date | None) -> date | None:
	if one is None or other is None:
		return other if one is None else one
	return min(one, other)


def _later(one: date | None, other: date | None) -> date | None:
	return None if one is None or other is None else max(one, other)
