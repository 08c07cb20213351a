"""What a change of a scheme would do: the same as scoring anew, and nothing to those whom it does not concern."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.errors import RuleError
from party_affairs.rules.evaluation.scheme import Band, Criterion, Inputs, Version, Veto, score
from party_affairs.rules.evaluation.what_if import (
	Changes,
	awaiting,
	band,
	by_rank,
	changed,
	check_whole,
	compare,
	shielded,
)

VERSION = Version(
	(
		Criterion("life", "组织生活", Decimal(60), "measured", measure="attendance_rate"),
		Criterion("effect", "作用发挥", Decimal(40), "judged"),
	),
	(Band(Decimal(90), "五星", 5), Band(Decimal(60), "三星", 3), Band(Decimal(0), "一星", 1)),
	vetoes=(Veto("sanction", "受处分", "sanction", "一星"), Veto("unqualified", "不合格", "unqualified")),
)


def subject(life, effect, **vetoes):
	return Inputs({"life": Decimal(life), "effect": Decimal(effect)}, {}, vetoes)


PEOPLE = (
	("甲", subject("1", "1")),
	("乙", subject("1", "0.5")),
	("丙", subject("0.5", "1")),
	("丁", subject("1", "1", sanction=True)),
	("戊", subject("1", "1", unqualified=True)),
)


def outcome(changes, whole=100):
	return compare(VERSION, changed(VERSION, changes, whole), PEOPLE)


@pytest.mark.parametrize(
	("changes", "after", "moved"),
	[
		(Changes(), {"五星": 1, "三星": 2, "一星": 1, "": 1}, []),
		(Changes(weights={"life": 90, "effect": 10}), {"五星": 2, "三星": 0, "一星": 2, "": 1}, ["乙", "丙"]),
		(Changes(vetoes={"sanction": None}), {"五星": 2, "三星": 2, "一星": 0, "": 1}, ["丁"]),
		(Changes(vetoes={"sanction": "三星"}), {"五星": 1, "三星": 3, "一星": 0, "": 1}, ["丁"]),
		(
			Changes(bands=(band(75, "五星", 5), band(60, "三星", 3), band(0, "一星", 1))),
			{"五星": 2, "三星": 1, "一星": 1, "": 1},
			["乙"],
		),
		# Another scale for the judge is no other weight of what he judged.
		(
			Changes(maxima={"effect": 10}, weights={"effect": 40}),
			{"五星": 1, "三星": 2, "一星": 1, "": 1},
			[],
		),
	],
)
def test_a_change_moves_whom_it_concerns(changes, after, moved):
	found = outcome(changes)
	assert found.before == {"五星": 1, "三星": 2, "一星": 1, "": 1}
	assert (found.after, [move.key for move in found.moves]) == (after, moved)


@pytest.mark.parametrize(
	("changes", "whole", "named"),
	[
		(Changes(weights={"life": 70}), 100, "110"),
		(Changes(weights={"lif": 60}), 100, "lif"),
		(Changes(weights={"life": "viel"}), 100, "viel"),
		(Changes(weights={"life": 0}), 40, "组织生活"),
		(Changes(bands=(band(10, "五星", 5),)), 100, "五星"),
		(Changes(bands=(band(0, "一星", 1), band(0, "二星", 2))), 100, "0"),
		(Changes(bands=(band(0, "无", 0),)), 100, "一星"),
		(Changes(vetoes={"sanction": "七星"}), 100, "七星"),
	],
)
def test_a_change_that_contradicts_itself_is_refused_with_the_sentence_of_the_rule(changes, whole, named):
	with pytest.raises(RuleError, match=named):
		changed(VERSION, changes, whole)


def test_bands_are_named_from_the_best_down():
	assert by_rank(VERSION.bands) == ["五星", "三星", "一星"]
	check_whole(VERSION, "100.00")


shares = st.decimals(0, 1, places=3) | st.none()
people = st.lists(
	st.tuples(
		st.integers(0, 99).map(str),
		st.builds(
			lambda life, effect, veto: Inputs({"life": life, "effect": effect}, {}, {"sanction": veto}),
			shares,
			shares,
			st.booleans(),
		),
	),
	max_size=8,
)
weights = st.integers(1, 99)


@given(people, weights)
def test_it_is_the_same_as_scoring_by_the_other_version(inputs, weight):
	after = changed(VERSION, Changes(weights={"life": weight, "effect": 100 - weight}), 100)
	found = compare(VERSION, after, inputs)
	bands = [score(after, given).band for _key, given in inputs]
	for name, number in found.after.items():
		assert number == sum((part.name if part else "") == name for part in bands)
	assert sum(found.before.values()) == sum(found.after.values()) == len(inputs)
	assert found.moves == compare(VERSION, after, tuple(inputs)).moves


@given(people, st.randoms())
def test_the_order_of_subjects_does_not_matter(inputs, random):
	after = replace(VERSION, vetoes=())
	mixed = random.sample(inputs, len(inputs))
	one, other = compare(VERSION, after, inputs), compare(VERSION, after, mixed)
	assert (one.before, one.after) == (other.before, other.after)
	assert sorted(one.moves, key=repr) == sorted(other.moves, key=repr)


@given(people)
def test_trying_out_what_is_there_already_moves_nobody(inputs):
	found = compare(VERSION, changed(VERSION, Changes(), 100), inputs)
	assert found.before == found.after and not found.moves


@pytest.mark.parametrize(
	("counts", "least", "shown"),
	[
		((3, 1, 1), 5, [None, None, None]),
		((10, 1, 0), 5, [None, None, 0]),
		((10, 6, 1), 5, [10, None, None]),
		((10, 6, 2, 3), 5, [10, 6, None, None]),
		((10, 0, 5), 5, [10, 0, 5]),
		((1, 0, 0), 5, [None, None, None]),
		((3, 1, 1), 0, [3, 1, 1]),
		((), 5, []),
	],
)
def test_no_number_lets_few_people_be_picked_out(counts, least, shown):
	assert shielded(counts, least) == shown


@given(st.lists(st.integers(0, 30), max_size=8), st.integers(2, 9))
def test_what_is_not_shown_does_not_follow_from_the_rest(counts, least):
	found = shielded(counts, least)
	hidden = [number for number, told in zip(counts, found, strict=True) if told is None]
	assert not any(told is not None and 0 < told < least for told in found)
	assert not hidden or (len(hidden) >= 2 and sum(hidden) >= least) or len(hidden) == len(counts)


def test_criteria_that_are_new_wait_for_points():
	more = replace(VERSION, criteria=(*VERSION.criteria, Criterion("new", "新项", Decimal(10), "judged")))
	assert awaiting(VERSION, more) == ["新项"]
	assert awaiting(more, VERSION) == [] == awaiting(VERSION, VERSION)
