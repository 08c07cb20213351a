"""Spells against the days that they stand for: every operation gives what a list of days would give."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.errors import RuleError
from party_affairs.rules.spells import (
	ALWAYS,
	NEVER,
	Spell,
	Spells,
	always,
	between,
	in_order,
	merged,
	one_after_another,
)

FIRST, LENGTH = date(2025, 1, 1), 60
ALL_DAYS = [FIRST + timedelta(days=number) for number in range(LENGTH)]
LAST = ALL_DAYS[-1]
DAYS = st.sampled_from(ALL_DAYS)
SPELL = st.builds(
	lambda one, other, value, is_open: Spell(min(one, other), None if is_open else max(one, other), value),
	DAYS,
	DAYS,
	st.sampled_from("甲乙丙"),
	st.booleans(),
)
SPELLS = st.lists(SPELL, max_size=5).map(one_after_another)


def by_day(spells):
	"""What holds on each day."""
	return {day: spells.on(day) for day in ALL_DAYS if spells.covers(day)}


@given(st.lists(SPELL, max_size=5))
def test_a_later_spell_ends_the_one_before(items):
	found = one_after_another(items)
	assert in_order(found) == found
	for day in ALL_DAYS:
		begun = [spell for spell in sorted(items, key=lambda spell: spell.first) if spell.first <= day]
		expected = begun[-1] if begun else None
		assert found.on(day) == (expected.value if expected and expected.covers(day) else None)


@given(SPELLS, SPELLS)
def test_what_two_have_in_common_and_what_only_one_has_make_up_the_one(one, other):
	common, rest = one.within_spells(other), one.without(other)
	days, others = by_day(one), by_day(other)
	assert by_day(common) == {day: value for day, value in days.items() if day in others}
	assert by_day(rest) == {day: value for day, value in days.items() if day not in others}


@given(SPELLS, DAYS, DAYS)
def test_days_are_counted_and_cut_as_they_are(spells, one, other):
	first, last = min(one, other), max(one, other)
	inside = {day: value for day, value in by_day(spells).items() if first <= day <= last}
	assert by_day(spells.within(first, last)) == inside
	assert spells.days_in(first, last) == len(inside)


@given(SPELLS, DAYS)
def test_on_a_day_nothing_is_known_of_what_comes_later(spells, day):
	seen = spells.seen_on(day)
	assert {known: seen.on(known) for known in ALL_DAYS if known <= day} == {
		known: spells.on(known) for known in ALL_DAYS if known <= day
	}
	assert {seen.on(later) for later in ALL_DAYS if later > day} <= {spells.on(day)}
	assert seen.borders(day) == ()


@given(SPELLS, DAYS)
def test_the_value_changes_at_borders_alone(spells, after):
	borders = set(spells.borders(after))
	for day in ALL_DAYS:
		if day > after and spells.on(day) != spells.on(day - timedelta(days=1)):
			assert day in borders
	assert all(border > after for border in borders)


@given(st.lists(SPELL, max_size=5))
def test_merged_spells_hold_on_the_days_of_any_of_them(items):
	found = merged(items)
	assert set(by_day(found)) == {day for day in ALL_DAYS if any(spell.covers(day) for spell in items)}
	for before, after in pairwise(found.items):
		assert before.last + timedelta(days=1) < after.first


def test_two_values_at_once_are_refused():
	with pytest.raises(RuleError, match="2025-01-10"):
		in_order(
			[Spell(date(2025, 1, 1), None, "甲支部"), Spell(date(2025, 1, 10), date(2025, 2, 1), "乙支部")]
		)
	touching = [
		Spell(date(2025, 1, 10), None, "乙支部"),
		Spell(date(2025, 1, 1), date(2025, 1, 9), "甲支部"),
	]
	assert [spell.value for spell in in_order(touching)] == ["甲支部", "乙支部"]


def test_a_spell_that_would_end_before_it_begins_is_none():
	assert between(date(2025, 1, 2), date(2025, 1, 1), True) == Spells() == NEVER
	assert between(None, date(2025, 1, 1), True).on(date.min) is True
	assert ALWAYS.covers(date.min) and ALWAYS.covers(date.max)
	assert always("甲").days_in(FIRST, LAST) == LENGTH


def test_the_last_spell_that_has_begun_is_found():
	spells = one_after_another(
		[Spell(date(2025, 1, 5), date(2025, 1, 9), "甲"), Spell(date(2025, 2, 1), None, "乙")]
	)
	assert spells.last_before(date(2025, 1, 1)) is None
	assert spells.last_before(date(2025, 1, 20)).value == "甲"
	assert spells.last_before(date(2025, 2, 1)).value == "乙"


@given(SPELLS)
def test_each_value_has_its_own_times(spells):
	assert spells.values() == set(by_day(spells).values())
	for value in spells.values():
		assert by_day(spells.only(value)) == {day: own for day, own in by_day(spells).items() if own == value}
