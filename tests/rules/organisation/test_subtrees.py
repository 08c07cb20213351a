"""Parts of a tree: nothing is lost, nothing too large, and what lies together stays so where it fits."""

from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.organisation.subtrees import Place, subtrees


def places(tree, left=1):
	"""Return the places of nested lists [name, *below] in the order of the tree, and the next free number."""
	name, *below = tree
	found, number = [], left + 1
	for one in below:
		inner, number = places(one, number)
		found += inner
	return [Place(name, left, number), *found], number + 1


TREE = ["党委", ["总支一", ["一"], ["二"]], ["总支二", ["三"], ["四"], ["五"], ["六"]], ["七"], ["八"]]


def test_small_subtrees_stay_whole_and_share_a_part():
	found, _end = places(TREE)
	assert subtrees(found, 4) == [
		["党委", "总支一", "一", "二"],
		["总支二", "三", "四", "五"],
		["六", "七", "八"],
	]
	assert subtrees(found, 5) == [
		["党委", "总支一", "一", "二"],
		["总支二", "三", "四", "五", "六"],
		["七", "八"],
	]
	assert subtrees(found, 20) == [[place.name for place in found]]


def test_gaps_and_branches_without_a_place_do_no_harm():
	found, _end = places(TREE)
	some = [place for place in found if place.name in ("总支一", "二", "四", "八")]
	assert subtrees(some, 2) == [["总支一", "二"], ["四", "八"]]
	assert subtrees([Place(str(number), 0, 0) for number in range(3)], 2) == [["0", "1"], ["2"]]
	assert subtrees([], 3) == []


trees = st.recursive(st.just([]), lambda below: st.lists(below, max_size=5), max_leaves=40)


def named(tree, numbers):
	return [str(next(numbers)), *(named(one, numbers) for one in tree)]


@given(trees, st.integers(1, 7))
def test_every_branch_is_in_one_part_in_the_order_of_the_tree(tree, size):
	found, _end = places(named(tree, iter(range(10_000))))
	parts = subtrees(found, size)
	assert [name for part in parts for name in part] == [place.name for place in found]
	assert all(1 <= len(part) <= size for part in parts)
