import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.errors import RuleError
from party_affairs.rules.voting import MATTERS, tally


@pytest.mark.parametrize(
	("matter", "eligible", "to_open", "to_pass_with_all_present"),
	[
		("resolution", 3, 2, 2),
		("resolution", 5, 3, 3),
		("resolution", 8, 4, 5),
		("admission", 3, 2, 2),
		("admission", 5, 3, 3),
		("admission", 8, 5, 5),
		("election", 3, 3, 2),
		("election", 5, 4, 3),
		("election", 8, 7, 5),
		("committee", 3, 2, 2),
		("committee", 5, 3, 3),
		("committee", 7, 4, 4),
		("committee", 8, 4, 5),
	],
)
def test_what_opens_a_meeting_and_what_passes(matter, eligible, to_open, to_pass_with_all_present):
	result = tally(matter, eligible, eligible, eligible)
	assert (result.needed_to_open, result.needed_to_pass) == (to_open, to_pass_with_all_present)
	assert result.quorate and result.passed


def test_a_resolution_may_open_with_half_but_nothing_passes_with_half():
	result = tally("resolution", 8, 4, 4)
	assert result.quorate and not result.passed
	assert tally("resolution", 8, 5, 5).passed


def test_an_admission_needs_more_than_half_to_open():
	assert not tally("admission", 8, 4, 4).quorate
	assert tally("admission", 8, 5, 5).passed


def test_written_opinions_count_for_an_admission_only_and_open_nothing():
	assert tally("admission", 8, 5, 4, written_in_favour=1).passed
	assert not tally("admission", 8, 4, 4, written_in_favour=4).passed
	for matter in ("resolution", "committee", "election"):
		assert tally(matter, 8, 7, 4, written_in_favour=1).counted == 4
	assert not tally("resolution", 8, 7, 4, written_in_favour=1).passed


def test_an_election_is_measured_by_those_present():
	result = tally("election", 5, 4, 3)
	assert (result.quorate, result.needed_to_pass, result.passed) == (True, 3, True)
	assert not tally("election", 5, 4, 2).passed
	assert not tally("election", 5, 3, 3).quorate
	assert not tally("election", 3, 2, 2).passed


COUNTS = st.integers(1, 200).flatmap(
	lambda eligible: st.tuples(st.just(eligible), st.integers(0, eligible)).flatmap(
		lambda pair: st.tuples(
			st.just(pair[0]), st.just(pair[1]), st.integers(0, pair[1]), st.integers(0, pair[0] - pair[1])
		)
	)
)


@given(st.sampled_from(MATTERS), COUNTS)
def test_nothing_passes_without_a_quorum_or_without_a_majority(matter, counts):
	eligible, present, in_favour, written = counts
	result = tally(matter, eligible, present, in_favour, written)
	assert result.quorate == (present >= result.needed_to_open)
	assert result.passed == (result.quorate and result.counted >= result.needed_to_pass)
	measure = present if matter == "election" else eligible
	assert 2 * (result.needed_to_pass - 1) <= measure < 2 * result.needed_to_pass


@given(st.sampled_from(MATTERS), COUNTS)
def test_one_more_vote_in_favour_never_defeats_a_motion(matter, counts):
	eligible, present, in_favour, written = counts
	if in_favour < present and tally(matter, eligible, present, in_favour, written).passed:
		assert tally(matter, eligible, present, in_favour + 1, written).passed


@pytest.mark.parametrize(
	("arguments", "field"),
	[
		(("ballot", 5, 4, 3), "Matter"),
		(("resolution", 0, 0, 0), "Eligible to vote"),
		(("resolution", -5, 4, 3), "Eligible to vote"),
		(("resolution", 5, -4, 3), "Number Present"),
		(("resolution", 5, 6, 3), "Number Present"),
		(("resolution", 5, 4, -3), "In favour"),
		(("resolution", 5, 4, 5), "In favour"),
		(("resolution", 5.0, 4, 3), "Eligible to vote"),
		(("resolution", 5, True, 0), "Number Present"),
		(("admission", 5, 4, 3, -1), "Written opinions in favour"),
		(("admission", 5, 4, 3, 2), "Written opinions in favour"),
	],
)
def test_counts_that_contradict_each_other_are_refused_by_name(arguments, field):
	with pytest.raises(RuleError, match=f"^{field}"):
		tally(*arguments)
