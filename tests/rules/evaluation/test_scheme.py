from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.errors import RuleError
from party_affairs.rules.evaluation.scheme import (
	Band,
	Criterion,
	band_for,
	measured_points,
	measured_ratio,
	score,
)

CRITERIA = (
	Criterion("meetings", "组织生活", Decimal(60), "measured", ("R22", "R26")),
	Criterion("talks", "谈心谈话", Decimal(20), "measured"),
	Criterion("effect", "作用发挥", Decimal(20), "judged"),
)
BANDS = (Band(Decimal(60), "三星", 3), Band(Decimal(90), "五星", 5), Band(Decimal("75"), "四星", 4))


def test_points_add_up_and_reach_the_highest_band_they_can():
	card = score(CRITERIA, {"meetings": Decimal(55), "talks": Decimal(15), "effect": Decimal(20)}, BANDS)
	assert card.total == Decimal("90.00")
	assert card.band.name == "五星"
	assert [line.state for line in card.lines] == ["scored", "scored", "scored"]
	assert card.awaiting == 0


@pytest.mark.parametrize(
	("total", "name"), [("59.99", None), ("60", "三星"), ("74.99", "三星"), ("75", "四星"), ("100", "五星")]
)
def test_a_band_begins_with_its_points(total, name):
	found = band_for(Decimal(total), BANDS)
	assert (found.name if found else None) == name


def test_a_criterion_of_which_nothing_was_demanded_is_left_out_and_the_rest_scaled():
	card = score(CRITERIA, {"meetings": Decimal(60), "talks": None, "effect": Decimal(10)}, BANDS)
	assert card.total == Decimal("87.50")  # 70 of 80, on the scale of 100
	assert [line.state for line in card.lines] == ["scored", "not_applicable", "scored"]


def test_a_criterion_not_yet_judged_counts_nothing_and_is_named():
	card = score(CRITERIA, {"meetings": Decimal(60), "talks": Decimal(20)}, BANDS)
	assert (card.total, card.awaiting) == (Decimal("80.00"), 1)
	assert card.lines[2].points is None


def test_nothing_to_score_reaches_no_band():
	card = score(CRITERIA, dict.fromkeys(("meetings", "talks", "effect")), (Band(Decimal(0), "一星", 1),))
	assert (card.total, card.band) == (Decimal("0.00"), None)


@pytest.mark.parametrize(
	("criteria", "achieved", "sentence"),
	[
		((), {}, "Criteria are missing"),
		((CRITERIA[0], CRITERIA[0]), {}, "Key meetings is used by 2"),
		((Criterion("a", "甲", Decimal(0)),), {}, "Maximum Points of 甲"),
		((Criterion("a", "甲", Decimal(-5)),), {}, "Maximum Points must not be negative"),
		((Criterion("a", "甲", Decimal(5), "guessed"),), {}, "guessed"),
		(CRITERIA, {"merits": Decimal(5)}, "merits"),
		(CRITERIA, {"talks": Decimal(21)}, "Points of 谈心谈话"),
		(CRITERIA, {"talks": Decimal(-1)}, "Points must not be negative"),
		(CRITERIA, {"talks": 1.5}, "Points must be given as an exact number"),
	],
)
def test_contradictions_are_refused_by_name(criteria, achieved, sentence):
	with pytest.raises(RuleError, match=sentence):
		score(criteria, achieved)


@pytest.mark.parametrize(
	("statuses", "ratio"),
	[
		([], None),
		(["planned", "due", "exempt", "not_applicable"], None),
		(["met"], "1"),
		(["missed"], "0"),
		(["met", "missed", "due"], "0.5"),
		(["met", "late"], "0.75"),
		(["met", "met", "met", "missed"], "0.75"),
	],
)
def test_the_ratio_of_what_was_demanded(statuses, ratio):
	assert measured_ratio(statuses) == (None if ratio is None else Decimal(ratio))


def test_points_of_a_measured_criterion():
	assert measured_points(CRITERIA[1], ["met", "met", "missed"]) == Decimal("13.33")
	assert measured_points(CRITERIA[1], ["due"]) is None
	assert measured_points(Criterion("a", "甲", Decimal("3.336")), ["met"]) == Decimal("3.336")


STATUSES = st.lists(st.sampled_from(["met", "late", "missed", "due", "exempt"]))


@given(STATUSES)
def test_measured_points_always_fit_their_criterion(statuses):
	points = measured_points(CRITERIA[0], statuses)
	card = score(CRITERIA[:1], {"meetings": points})
	assert Decimal(0) <= card.total <= 60


@given(STATUSES)
def test_fulfilling_one_more_never_lowers_the_ratio(statuses):
	before = measured_ratio(statuses)
	after = measured_ratio([*statuses, "met"])
	assert before is None or after >= before


@given(st.permutations(CRITERIA))
def test_the_order_of_criteria_does_not_matter(criteria):
	achieved = {"meetings": Decimal("33.3"), "talks": None, "effect": Decimal("7.77")}
	assert score(criteria, achieved, BANDS).total == score(CRITERIA, achieved, BANDS).total
