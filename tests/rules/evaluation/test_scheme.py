from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.errors import RuleError
from party_affairs.rules.evaluation.scheme import (
	BONUS,
	DEDUCTION,
	Adjustment,
	Band,
	Criterion,
	Inputs,
	Version,
	Veto,
	band_for,
	check_version,
	points_of_share,
	score,
	share_of_points,
)

CRITERIA = (
	Criterion("meetings", "组织生活", Decimal(60), "measured", measure="attendance_rate"),
	Criterion("talks", "谈心谈话", Decimal(20), "measured", measure="clause_rate", rules=("R41",)),
	Criterion("effect", "作用发挥", Decimal(20), "judged"),
)
BANDS = (
	*(Band(Decimal(60), "三星", 3), Band(Decimal(90), "五星", 5)),
	*(Band(Decimal("75"), "四星", 4), Band(Decimal(0), "一星", 1)),
)
HONOURS = Adjustment("honours", "表彰", BONUS, Decimal(2), Decimal(5), measure="honours")
ABSENT = Adjustment("absent", "无故缺席", DEDUCTION, Decimal("1.5"), source="judged")
SANCTION = Veto("sanction", "受处分", "sanction")
UNQUALIFIED = Veto("unqualified", "民主评议不合格", "unqualified", highest_band="三星")
VERSION = Version(CRITERIA, BANDS, (HONOURS, ABSENT), (SANCTION, UNQUALIFIED))
FULL = dict.fromkeys(("meetings", "talks", "effect"), Decimal(1))


def inputs(shares=FULL, times=None, vetoes=None):
	return Inputs(shares, times or {}, vetoes or {})


def test_points_add_up_and_reach_the_highest_band_they_can():
	card = score(
		VERSION, inputs({"meetings": Decimal(55) / 60, "talks": Decimal("0.75"), "effect": Decimal(1)})
	)
	assert (card.total, card.base, card.band.name, card.awaiting) == (
		Decimal("90.00"),
		Decimal("90.00"),
		"五星",
		0,
	)
	assert [line.state for line in card.lines] == ["scored", "scored", "scored"]
	assert [line.points for line in card.lines] == [55, 15, 20]


@pytest.mark.parametrize(
	("total", "name"),
	[("59.99", "一星"), ("60", "三星"), ("74.99", "三星"), ("75", "四星"), ("100", "五星"), ("0", "一星")],
)
def test_a_band_begins_with_its_points(total, name):
	assert band_for(Decimal(total), BANDS).name == name


def test_a_criterion_of_which_nothing_was_demanded_is_left_out_and_the_rest_scaled():
	card = score(VERSION, inputs({"meetings": Decimal(1), "talks": None, "effect": Decimal("0.5")}))
	assert card.total == Decimal("87.50")  # 70 of 80, on the scale of 100
	assert [line.state for line in card.lines] == ["scored", "not_applicable", "scored"]


def test_a_criterion_not_yet_judged_counts_nothing_and_is_named():
	card = score(VERSION, inputs({"meetings": Decimal(1), "talks": Decimal(1)}))
	assert (card.total, card.awaiting) == (Decimal("80.00"), 1)
	assert card.lines[2].points is None


def test_nothing_to_score_reaches_no_band():
	card = score(VERSION, inputs(dict.fromkeys(FULL)))
	assert (card.total, card.band) == (Decimal("0.00"), None)


def test_the_weight_says_what_a_criterion_brings_to_the_total():
	heavy = replace(CRITERIA[2], max_points=Decimal(10), weight=Decimal(20))
	version = replace(VERSION, criteria=(*CRITERIA[:2], heavy))
	card = score(version, inputs(FULL | {"effect": Decimal("0.35")}))
	assert version.whole == 100
	assert (card.lines[2].points, card.lines[2].brings, card.total) == (Decimal("3.50"), 7, 87)


@pytest.mark.parametrize(
	("times", "total"),
	[
		({}, "80"),
		({"honours": 1}, "82"),
		({"honours": 3}, "85"),
		({"absent": 2}, "77"),
		({"honours": 1, "absent": 1}, "80.5"),
		({"absent": 100}, "0"),
	],
)
def test_bonuses_and_deductions_have_their_caps(times, total):
	times = {key: Decimal(number) for key, number in times.items()}
	assert score(VERSION, inputs(FULL | {"talks": Decimal(0)}, times)).total == Decimal(total)


def test_all_bonuses_together_have_a_cap_as_well():
	version = replace(VERSION, bonus_cap=Decimal(3), deduction_cap=Decimal(1))
	card = score(version, inputs(times={"honours": Decimal(2), "absent": Decimal(2)}))
	assert (card.bonus, card.deduction, card.total) == (3, 1, 102)
	assert card.adjusted == {"honours": 4, "absent": 3}


@pytest.mark.parametrize(
	("vetoes", "band"),
	[
		({}, "五星"),
		({"unqualified": True}, "三星"),
		({"sanction": True}, None),
		({"sanction": True, "unqualified": True}, None),
		({"sanction": False, "unqualified": False}, "五星"),
	],
)
def test_a_veto_keeps_out_of_the_better_bands_and_leaves_the_points(vetoes, band):
	card = score(VERSION, inputs(vetoes=vetoes))
	assert (card.band.name if card.band else None, card.total) == (band, 100)
	assert {veto.key for veto in card.vetoes} == {key for key, holds in vetoes.items() if holds}


def test_a_veto_raises_nobody():
	card = score(VERSION, inputs(FULL | {"meetings": Decimal(0)}, vetoes={"unqualified": True}))
	assert card.band.name == "一星"


CRITERION = CRITERIA[0]


@pytest.mark.parametrize(
	("changes", "sentence"),
	[
		({"criteria": ()}, "Criteria are missing"),
		({"criteria": (CRITERION, CRITERION)}, "Key meetings is used by 2"),
		({"criteria": (CRITERION, replace(CRITERION, key="sanction"))}, "Key sanction is used by 2"),
		({"criteria": (replace(CRITERION, max_points=Decimal(0)),)}, "Maximum Points of 组织生活"),
		({"criteria": (replace(CRITERION, max_points=Decimal(-5)),)}, "Maximum Points must not be negative"),
		({"criteria": (replace(CRITERION, weight=Decimal(0)),)}, "Weight of 组织生活"),
		({"criteria": (replace(CRITERION, source="guessed"),)}, "guessed"),
		({"criteria": (replace(CRITERION, measure=""),)}, "choose by which measure"),
		({"criteria": (replace(CRITERION, source="self_checked"),)}, "name the line of the sheet"),
		({"criteria": (replace(CRITERION, grade_points={"excellent": Decimal(5)}),)}, "the best grade gives"),
		({"adjustments": (replace(HONOURS, kind="gift"),)}, "bonus or a deduction"),
		({"adjustments": (replace(HONOURS, measure=""),)}, "choose by which measure"),
		({"adjustments": (replace(HONOURS, points_each=Decimal(0)),)}, "Points each time of 表彰"),
		({"adjustments": (replace(HONOURS, cap=Decimal(1)),)}, "at most 1 points are given, but 2 each time"),
		({"vetoes": (replace(SANCTION, ground="mood"),)}, "ground of the veto"),
		({"vetoes": (replace(SANCTION, ground="clause_missed"),)}, "name the clause"),
		({"vetoes": (replace(SANCTION, rule="R22"),)}, "name the clause"),
		({"vetoes": (replace(SANCTION, highest_band="六星"),)}, "六星 is none of the bands"),
		({"bands": BANDS[:3]}, "The lowest band, 三星, begins with 60 points"),
		({"bands": (*BANDS, Band(Decimal(95), "五星", 5))}, "Band 五星 stands there 2 times"),
		({"bands": (*BANDS, Band(Decimal(90), "六星", 6))}, "2 bands begin with 90 points"),
		({"bands": (*BANDS, Band(Decimal(101), "六星", 6))}, "Band 六星 begins with 101 points"),
		({"bands": (*BANDS, Band(Decimal(95), "六星", 1))}, "must not have fewer stars"),
		({"bands": (Band(Decimal(-10), "零星"), *BANDS)}, "must not be negative"),
	],
)
def test_a_version_that_contradicts_itself_is_refused_by_name(changes, sentence):
	check_version(VERSION)
	with pytest.raises(RuleError, match=sentence):
		check_version(replace(VERSION, **changes))


@pytest.mark.parametrize(
	("given", "sentence"),
	[
		(inputs({"merits": Decimal(1)}), "merits"),
		(inputs(times={"merits": Decimal(1)}), "merits"),
		(inputs(vetoes={"merits": True}), "merits"),
		(inputs({"talks": Decimal("1.05")}), "Points of 谈心谈话"),
		(inputs({"talks": Decimal(-1)}), "Share must not be negative"),
		(inputs({"talks": 0.5}), "Share must be given as an exact number"),
	],
)
def test_inputs_that_belong_to_nothing_are_refused_by_name(given, sentence):
	with pytest.raises(RuleError, match=sentence):
		score(VERSION, given)


@pytest.mark.parametrize(
	("points", "sentence"), [("61", "must not exceed 60"), ("-1", "must not be negative")]
)
def test_judged_points_fit_their_criterion(points, sentence):
	with pytest.raises(RuleError, match=sentence):
		share_of_points(points, CRITERIA[0])


# Properties

SHARES = st.decimals(0, 1, places=6)
GIVEN = st.builds(
	Inputs,
	st.fixed_dictionaries(
		{"meetings": SHARES | st.none()}, optional={"talks": SHARES | st.none(), "effect": SHARES | st.none()}
	),
	st.fixed_dictionaries(
		{}, optional={"honours": st.decimals(0, 9, places=0), "absent": st.decimals(0, 9, places=0)}
	),
	st.fixed_dictionaries({}, optional={"sanction": st.booleans(), "unqualified": st.booleans()}),
)


def height(band):
	return -1 if band is None else band.minimum_points


@given(GIVEN, st.sampled_from(sorted(FULL)), SHARES)
def test_more_of_a_criterion_never_lowers_total_or_band(given_inputs, key, more):
	before = given_inputs.shares.get(key)
	if before is None:
		return
	better = replace(given_inputs, shares={**given_inputs.shares, key: max(before, more)})
	low, high = score(VERSION, given_inputs), score(VERSION, better)
	assert high.total >= low.total
	assert height(high.band) >= height(low.band)


@given(GIVEN)
def test_one_more_bonus_never_lowers_and_one_more_deduction_never_raises(given_inputs):
	total = score(VERSION, given_inputs).total
	for key in ("honours", "absent"):
		times = {**given_inputs.times, key: given_inputs.times.get(key, Decimal(0)) + 1}
		changed = score(VERSION, replace(given_inputs, times=times)).total
		assert changed >= total if key == "honours" else changed <= total


@given(GIVEN)
def test_totals_and_bands_have_their_limits(given_inputs):
	card = score(VERSION, given_inputs)
	assert 0 <= card.total <= VERSION.whole + HONOURS.cap
	assert 0 <= card.base <= VERSION.whole
	assert sum(criterion.worth for criterion in VERSION.criteria) == VERSION.whole
	if any(line.state != "not_applicable" for line in card.lines) and not card.vetoes:
		assert card.band is not None, "bands cover everything"


@given(GIVEN, st.permutations(CRITERIA), st.permutations(BANDS), st.permutations((SANCTION, UNQUALIFIED)))
def test_order_does_not_matter(given_inputs, criteria, bands, vetoes):
	shuffled = replace(VERSION, criteria=tuple(criteria), bands=tuple(bands), vetoes=tuple(vetoes))
	one, other = score(VERSION, given_inputs), score(shuffled, given_inputs)
	assert (one.total, one.band) == (other.total, other.band)


@given(st.decimals(0, 60, places=2))
def test_judged_points_come_back_from_their_share_as_it_is_stored(points):
	share = share_of_points(points, CRITERIA[0])
	stored = Decimal(str(round(float(share), 9)))
	assert points_of_share(stored, CRITERIA[0]) == points
