"""Groups stand in the order of the numbers in their names."""

import random

from party_affairs.rules.organisation.group_names import group_key


def test_groups_are_sorted_by_their_numbers():
	numbers = ("一", "二", "三", "四", "九", "十", "十一", "十二", "二十", "二十一")
	names = [f"第{number}党小组" for number in numbers]
	mixed = random.Random(1).sample(names, len(names))
	assert sorted(mixed, key=group_key) == names


def test_names_without_numbers_and_with_figures_are_sorted_too():
	assert sorted(["第10组", "第2组", "青年组", "第一组"], key=group_key) == [
		"第一组",
		"第2组",
		"第10组",
		"青年组",
	]
