"""The heat map: marks without colours, the worst first, pages, subtrees, and the windows of what got worse."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.guide.data import GuideDataError
from party_affairs.guide.duties import themes
from party_affairs.rules.duties.overview import (
	Place,
	below_each,
	cell_of,
	met_share,
	months_of_getting_worse,
	page_of,
	worst_first,
)
from party_affairs.rules.errors import RuleError


@pytest.mark.parametrize(
	("numbers", "status", "text", "heat"),
	[
		({}, "", "", 0),
		({"Met": 12}, "Met", "✓", 0),
		({"Met": 11, "Missed": 1}, "Missed", "×1", 1),
		({"Met": 3, "Missed": 1}, "Missed", "×1", 2),
		({"Missed": 2, "Late": 1}, "Missed", "×2", 3),
		({"Met": 4, "Due": 3, "Late": 2}, "Due", "!3", 0),
		({"Met": 4, "Late": 2}, "Late", "迟2", 0),
		({"Excused": 1, "Planned": 2}, "Excused", "免", 0),
		({"Planned": 2, "Missed": 0}, "Planned", "·", 0),
	],
)
def test_a_cell_says_the_most_urgent_by_mark_and_number(numbers, status, text, heat):
	cell = cell_of(numbers)
	assert (cell.status, cell.text, cell.heat) == (status, text, heat)


def test_what_is_not_over_has_no_share():
	assert met_share({"Due": 3, "Planned": 4, "Excused": 1}) is None
	assert met_share({"Met": 2, "Late": 1, "Missed": 1, "Due": 9}) == Decimal("0.75")


def test_a_level_is_judged_by_what_each_of_its_branches_misses():
	numbers = {
		"总支": {"Missed": 6},
		"甲": {"Missed": 3},
		"乙": {"Missed": 3, "Late": 1},
		"丙": {"Met": 9},
		"丁": {},
	}
	sizes = {"总支": 4}
	assert worst_first(["丁", "丙", "总支", "甲", "乙"], numbers, sizes) == ["乙", "甲", "总支", "丁", "丙"]


@given(st.integers(0, 120), st.integers(1, 9), st.integers(1, 50))
def test_pages_hold_everything_once(total, number, length):
	items = list(range(total))
	first = page_of(items, 1, length)
	pages = [page_of(items, each, length) for each in range(1, first.pages + 1)]
	assert [item for page in pages for item in page.items] == items
	assert page_of(items, number, length).number == min(number, first.pages)
	assert first.total == total


def test_there_is_no_page_nought():
	with pytest.raises(RuleError):
		page_of([1], 0)


def test_below_each_stands_its_subtree_also_where_one_is_inside_another():
	tree = [
		Place("党委", 1, 10),
		Place("总支", 2, 7),
		Place("甲", 3, 4),
		Place("乙", 5, 6),
		Place("丙", 8, 9),
	]
	found = below_each(tree[:3], tree)
	assert found == {"党委": ["党委", "总支", "甲", "乙", "丙"], "总支": ["总支", "甲", "乙"], "甲": ["甲"]}


@given(st.dates(date(2024, 1, 1), date(2027, 12, 31)))
def test_windows_of_getting_worse_meet_and_end_before_the_day(day):
	(first, last), (before_first, before_last) = months_of_getting_worse(day)
	assert last == day - timedelta(days=1) and first == day.replace(day=1) - timedelta(days=1)
	assert before_last + timedelta(days=1) == first and before_first < before_last
	assert before_first == first.replace(day=1) - timedelta(days=1)


def test_a_month_that_just_began_counts_what_ended_with_the_last_one():
	assert months_of_getting_worse(date(2026, 11, 1))[0] == (date(2026, 10, 31), date(2026, 10, 31))


@pytest.mark.parametrize("clauses", [["R22"], ["R22", "R22"], ["R99"]])
def test_each_checked_clause_stands_under_one_theme(clauses):
	with pytest.raises(GuideDataError):
		themes.parse_themes({"themes": [{"key": "one", "label": "One", "clauses": clauses}]})
