import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.errors import RuleError
from party_affairs.rules.organisation.forms import (
	committee_of,
	committee_size,
	election_candidates,
	form_for,
	thresholds_from,
)

RANK = ["joint_branch", "branch", "branch_with_committee", "general_branch", "primary_committee"]
MEMBERS = st.integers(0, 400)


@pytest.mark.parametrize(
	("members", "guide", "guide_binding", "national", "national_binding"),
	[
		(0, "joint_branch", "must", "joint_branch", "must"),
		(2, "joint_branch", "must", "joint_branch", "must"),
		(3, "branch", "must", "branch", "must"),
		(4, "branch", "must", "branch", "must"),
		(6, "branch", "must", "branch", "must"),
		(7, "branch_with_committee", "must", "branch_with_committee", "must"),
		(29, "branch_with_committee", "must", "branch_with_committee", "must"),
		(30, "general_branch", "may", "branch_with_committee", "must"),
		(49, "general_branch", "may", "branch_with_committee", "must"),
		(50, "primary_committee", "must", "general_branch", "must"),
		(51, "primary_committee", "must", "general_branch", "must"),
		(99, "primary_committee", "must", "general_branch", "must"),
		(100, "primary_committee", "must", "primary_committee", "must"),
	],
)
def test_the_form_of_organisation_at_each_boundary(members, guide, guide_binding, national, national_binding):
	assert (form_for(members).form, form_for(members).binding) == (guide, guide_binding)
	found = form_for(members, thresholds="national")
	assert (found.form, found.binding) == (national, national_binding)


def test_where_the_guide_names_two_forms_the_other_one_stays_open_with_a_note():
	fifty = form_for(50)
	assert fifty.alternative == "general_branch"
	assert "ask the organisation above" in fifty.note
	assert form_for(51).alternative is None
	assert form_for(30).alternative == "branch_with_committee"


@pytest.mark.parametrize(
	("members", "guide", "national"),
	[
		(2, None, None),
		(6, None, None),
		(7, (3, 3), (3, 7)),
		(8, (3, 4), (3, 7)),
		(9, (3, 4), (3, 7)),
		(10, (3, 5), (3, 7)),
		(13, (3, 6), (3, 7)),
		(14, (3, 7), (3, 7)),
		(49, (3, 7), (3, 7)),
		(100, (3, 7), (3, 7)),
	],
)
def test_the_size_of_a_committee(members, guide, national):
	assert committee_size(members) == guide
	assert committee_size(members, "national") == national


@given(MEMBERS, MEMBERS, st.sampled_from(["guide", "national"]))
def test_more_members_never_ask_for_a_lower_form_or_a_smaller_committee(fewer, more, thresholds):
	fewer, more = sorted((fewer, more))
	assert RANK.index(form_for(fewer, thresholds).form) <= RANK.index(form_for(more, thresholds).form)
	small, large = committee_size(fewer, thresholds), committee_size(more, thresholds)
	assert small is None or (large is not None and small.maximum <= large.maximum)


@given(MEMBERS)
def test_a_committee_never_exceeds_half_of_the_members(members):
	size = committee_size(members)
	assert size is None or (3 <= size.minimum <= size.maximum <= 7 and 2 * size.maximum <= members)


@pytest.mark.parametrize(
	("seats", "candidates"), [(1, 2), (2, 3), (3, 4), (4, 5), (5, 6), (6, 8), (7, 9), (10, 12), (11, 14)]
)
def test_candidates_exceed_the_seats_by_a_fifth(seats, candidates):
	assert election_candidates(seats) == candidates


@pytest.mark.parametrize("bad", [-1, 2.5, "7", True, None])
@pytest.mark.parametrize("function", [form_for, committee_size])
def test_a_number_of_members_that_cannot_be_is_refused_by_name(function, bad):
	with pytest.raises(RuleError, match="Full members"):
		function(bad)


@pytest.mark.parametrize("bad", [0, -3, 1.0])
def test_seats_that_cannot_be_are_refused_by_name(bad):
	with pytest.raises(RuleError, match="Seats to fill"):
		election_candidates(bad)


def test_unknown_thresholds_are_refused():
	with pytest.raises(RuleError, match=r"provincial.*guide or national"):
		form_for(7, thresholds="provincial")


def test_a_clause_may_choose_thresholds_and_replace_one():
	limits = thresholds_from({"thresholds": "national", "joint_firms_maximum": 8, "times": 1})
	assert (limits.key, limits.joint_firms_maximum, limits.committee_minimum) == ("national", 8, 7)


def test_a_holder_of_two_seats_counts_once_and_a_secretary_alone_is_no_committee():
	alone = committee_of([("m1", "secretary"), ("m2", "contact_person"), ("m3", "group_leader")])
	assert (alone.has_committee, alone.committee_members, alone.secretaries, alone.contact_persons) == (
		False,
		1,
		1,
		1,
	)
	pair = committee_of([("m1", "secretary"), ("m2", "deputy_secretary")])
	assert (pair.has_committee, pair.committee_members, pair.deputies) == (False, 2, 1)
	committee = committee_of(
		[
			("m1", "secretary"),
			("m2", "deputy_secretary"),
			("m2", "organisation_commissioner"),
			("m3", "discipline_commissioner"),
			("m3", "publicity_commissioner"),
		]
	)
	assert (committee.has_committee, committee.committee_members, committee.deputies) == (True, 3, 1)
	nobody = committee_of([])
	assert (nobody.has_committee, nobody.committee_members, nobody.secretaries) == (False, 0, 0)


def test_an_unknown_post_is_refused():
	with pytest.raises(RuleError, match="treasurer"):
		committee_of([("m1", "treasurer")])
