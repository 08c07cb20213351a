"""Appraisals: ballots torn into marks, what may be shown of few votes, shares, quota and contradictions."""

from collections import Counter
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.ballots import seal
from party_affairs.rules.appraisal import grades as rules
from party_affairs.rules.appraisal.grades import GRADES, INSIDE, OUTSIDE, OVERALL, POINTS, Cast, Graded, Mark
from party_affairs.rules.errors import RuleError

MARKS = st.builds(
	Mark,
	st.sampled_from([INSIDE, OUTSIDE]),
	st.integers(0, 999),
	st.sampled_from([OVERALL, *POINTS]),
	st.sampled_from([None, *GRADES]),
)
HALF = {INSIDE: Fraction(50), OUTSIDE: Fraction(50)}


# Marks


def test_a_ballot_is_torn_into_as_many_marks_whatever_was_left_out():
	full = {(place, OVERALL): "qualified" for place in range(4)}
	for answers in ({}, {(1, OVERALL): "excellent"}, full):
		assert len(rules.tear(INSIDE, answers, 4, False)) == 4
	assert len(rules.tear(INSIDE, {}, 4, True)) == 4 * 5
	marks = rules.tear(OUTSIDE, {(1, OVERALL): "excellent"}, 3, False)
	assert [mark.grade for mark in marks] == [None, "excellent", None]


def test_nobody_grades_himself():
	with pytest.raises(RuleError, match="himself"):
		rules.tear(INSIDE, {(2, OVERALL): "excellent"}, 4, False, own_place=2)
	own = rules.tear(INSIDE, {(0, OVERALL): "excellent"}, 4, False, own_place=2)[2]
	left_out = rules.tear(INSIDE, {(0, OVERALL): "excellent"}, 4, False)[2]
	assert own == left_out


@pytest.mark.parametrize(
	"answer",
	[
		(4, OVERALL, "excellent"),
		(-1, OVERALL, "excellent"),
		(0, "vanguard_role", "excellent"),
		(0, OVERALL, "best"),
	],
)
def test_an_answer_that_was_not_asked_for_is_refused_without_being_repeated(answer):
	place, aspect, grade = answer
	with pytest.raises(RuleError, match="not asked for") as refusal:
		rules.tear(INSIDE, {(place, aspect): grade}, 4, False)
	assert grade not in str(refusal.value) and aspect not in str(refusal.value)


@given(MARKS, MARKS)
def test_marks_are_bytes_of_one_length_and_come_back(one, other):
	assert len(rules.pack(one)) == len(rules.pack(other))
	assert rules.unpack(rules.pack(one)) == one


# Seals


def test_seals_open_with_their_key_and_tell_nothing_without():
	private_key, public_key = seal.new_keys()
	content = rules.pack(Mark(INSIDE, 3, OVERALL, "excellent"))
	sealed = [seal.seal(public_key, content) for _number in range(20)]
	assert {seal.unseal(private_key, text) for text in sealed} == {content}
	assert len(set(sealed)) == 20
	assert len({len(text) for text in sealed}) == 1
	assert not any(content.hex() in text or text.endswith(sealed[0][-20:]) for text in sealed[1:])


def test_a_foreign_or_damaged_seal_does_not_open():
	private_key, public_key = seal.new_keys()
	other_key, _public = seal.new_keys()
	text = seal.seal(public_key, b"12345")
	with pytest.raises(seal.SealError):
		seal.unseal(other_key, text)
	with pytest.raises(seal.SealError):
		seal.unseal(private_key, text[:-8] + ("A" * 7) + "=")


# What may be shown


@pytest.mark.parametrize(
	("inside", "outside", "way"),
	[
		(Cast(5), Cast(5), "by_electorate"),
		(Cast(5), Cast(), "by_electorate"),
		(Cast(0, 5), Cast(0, 6), "by_electorate"),
		(Cast(5, 2), Cast(0, 5), "by_electorate"),
		(Cast(5), Cast(4), "total_only"),
		(Cast(4), Cast(5), "total_only"),
		(Cast(3), Cast(2), "total_only"),
		(Cast(0, 3), Cast(0, 2), "total_only"),
		(Cast(4, 6), Cast(5), "total_only"),
		(Cast(2), Cast(2), "too_few_ballots"),
		(Cast(), Cast(), "too_few_ballots"),
		# Counters of the paper would read the electronic ballots off the sum.
		(Cast(1, 8), Cast(0, 9), "too_few_ballots"),
		(Cast(4, 9), Cast(0, 9), "too_few_ballots"),
		(Cast(2, 8), Cast(3, 9), "total_only"),
	],
)
def test_few_ballots_are_shown_in_the_total_or_not_at_all(inside, outside, way):
	assert rules.way_to_show({INSIDE: inside, OUTSIDE: outside}, 5) == way


COUNTS = st.builds(Cast, st.integers(0, 12), st.integers(0, 12))


@given(COUNTS, COUNTS, st.integers(3, 8))
def test_no_number_below_the_least_follows_from_what_is_shown(inside, outside, least):
	"""Shown sums, the paper counts that some know, and all differences of the two: none is of 1 to least - 1 ballots."""
	way = rules.way_to_show({INSIDE: inside, OUTSIDE: outside}, least)
	shown = {
		"by_electorate": [group for group in (inside, outside) if group.ballots],
		"total_only": [inside + outside],
		"too_few_ballots": [],
	}[way]
	for group in shown:
		assert group.ballots >= least
		assert group.electronic == 0 or group.electronic >= least


def test_the_urn_must_hold_the_marks_of_the_ballots_on_the_roll():
	cast = {INSIDE: Cast(2), OUTSIDE: Cast(0, 3)}
	marks = Counter(rules.tear(INSIDE, {}, 3, False) * 2)
	rules.check_whole_ballots(marks, cast, 3, False)
	for wrong in (
		Counter(rules.tear(INSIDE, {}, 3, False)),
		marks + Counter(rules.tear(OUTSIDE, {}, 3, False)),
	):
		with pytest.raises(RuleError, match="Nothing was counted"):
			rules.check_whole_ballots(wrong, cast, 3, False)


def test_paper_counts_stay_within_the_ballots():
	rules.check_paper("甲", INSIDE, 4, [2, 2, 0, 0])
	with pytest.raises(RuleError, match="5 grades"):
		rules.check_paper("甲", INSIDE, 4, [2, 2, 1, 0])
	rules.check_paper_ballots(OUTSIDE, 3, 3)
	with pytest.raises(RuleError, match="only 3"):
		rules.check_paper_ballots(OUTSIDE, 4, 3)


# Grades


def test_shares_are_weighted_by_electorate():
	votes = {INSIDE: {"excellent": 3, "qualified": 1}, OUTSIDE: {"qualified": 5}}
	assert rules.shares(votes, HALF)["excellent"] == Fraction(3, 8)
	heavy = {INSIDE: Fraction(70), OUTSIDE: Fraction(30)}
	assert rules.shares(votes, heavy)["excellent"] == Fraction(7, 10) * Fraction(3, 4)
	assert sum(rules.shares(votes, heavy).values()) == 1


def test_an_electorate_without_votes_has_no_weight():
	votes = {INSIDE: {"excellent": 1}, OUTSIDE: {}}
	assert rules.shares(votes, HALF)["excellent"] == 1
	assert rules.shares({INSIDE: {}, OUTSIDE: {}}, HALF) is None
	assert rules.shares({OUTSIDE: {"excellent": 1}}, {INSIDE: Fraction(100), OUTSIDE: Fraction(0)}) is None


def test_of_equal_shares_the_more_modest_grade_leads():
	assert rules.leading(rules.shares({INSIDE: {"excellent": 2, "qualified": 2}}, HALF)) == "qualified"
	assert rules.leading(rules.shares({INSIDE: {"excellent": 3, "qualified": 2}}, HALF)) == "excellent"
	assert rules.leading(None) is None


@pytest.mark.parametrize(("graded", "most"), [(2, 0), (3, 1), (5, 1), (6, 2)])
def test_the_quota_holds_at_its_edge(graded, most):
	def members(excellent):
		return [
			Graded(str(number), True, "excellent" if number < excellent else "qualified")
			for number in range(graded)
		]

	rules.check_grades([*members(most), Graded("预备", False)])
	with pytest.raises(RuleError, match=f"at most {most}"):
		rules.check_grades([*members(most + 1), Graded("预备", False)])


def test_probationary_members_have_no_grade():
	with pytest.raises(RuleError, match="probation"):
		rules.check_grades([Graded("预备", False, "qualified")])
	assert rules.ungraded([Graded("甲", True), Graded("预备", False), Graded("乙", True, "qualified")]) == [
		"甲"
	]


def test_contradictions_are_told_and_the_quota_is_none():
	half = Fraction(1, 2)
	remarks = rules.contradictions(
		[
			Graded("甲", True, "excellent", "excellent", half),
			Graded("乙", True, "qualified", "excellent", Fraction(3, 4)),
			Graded("丙", True, "qualified", "qualified", Fraction(1, 4)),
			Graded("丁", True, "unqualified", "basically_qualified", Fraction(0)),
			Graded("戊", True, "qualified", None, None),
		]
	)
	assert [str(remark) for remark in remarks] == [
		"丁: graded Unqualified, but most ballots say Basically Qualified.",
		"甲 is graded excellent with fewer votes for it than: 乙.",
	]
