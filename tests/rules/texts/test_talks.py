"""Talks: between which pairs, on which occasions, with whom; clauses R14, R41 and R42."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.guide import registry
from party_affairs.rules.evaluators import evaluate_event
from party_affairs.rules.findings import Trigger, subject_of
from party_affairs.rules.texts import talks
from tests.support.clauses import judge

TWO_LEADERS, LEADER_AND_MEMBER, TWO_MEMBERS, WITH_MASSES = talks.PAIRS


@pytest.mark.parametrize(
	("talker", "partner", "is_member", "pair"),
	[
		(True, True, True, TWO_LEADERS),
		(True, False, True, LEADER_AND_MEMBER),
		(False, True, True, LEADER_AND_MEMBER),
		(False, False, True, TWO_MEMBERS),
		(True, False, False, WITH_MASSES),
		(False, False, False, WITH_MASSES),
	],
)
def test_the_pair_follows_from_the_seats_of_both(talker, partner, is_member, pair):
	assert talks.pair_of(talker, partner, is_member) == pair


@pytest.mark.parametrize(
	("leaders", "members", "possible"),
	[
		(0, 0, ()),
		(0, 1, (WITH_MASSES,)),
		(1, 1, (WITH_MASSES,)),
		(0, 2, (TWO_MEMBERS, WITH_MASSES)),
		(1, 2, (LEADER_AND_MEMBER, WITH_MASSES)),
		(1, 3, (LEADER_AND_MEMBER, TWO_MEMBERS, WITH_MASSES)),
		(2, 2, (TWO_LEADERS, WITH_MASSES)),
		(2, 3, (TWO_LEADERS, LEADER_AND_MEMBER, WITH_MASSES)),
		(2, 4, tuple(talks.PAIRS)),
		(5, 28, tuple(talks.PAIRS)),
	],
)
def test_only_pairs_that_can_exist_are_asked_for(leaders, members, possible):
	assert talks.possible_pairs(leaders, members) == possible
	assert talks.lacking_pairs({}, leaders, members) == possible


@given(
	st.dictionaries(st.sampled_from(tuple(talks.PAIRS)), st.integers(0, 3)),
	st.integers(0, 9),
	st.integers(0, 60),
	st.integers(1, 3),
)
def test_what_is_lacking_is_possible_and_one_talk_of_each_more_mends_it(held, leaders, members, times):
	members = max(leaders, members)
	lacking = talks.lacking_pairs(held, leaders, members, times)
	assert set(lacking) <= set(talks.possible_pairs(leaders, members))
	mended = {**held, **dict.fromkeys(lacking, times)}
	assert talks.lacking_pairs(mended, leaders, members, times) == ()


# R41 and R14


def branch(held=(), leaders=3, members=10, silent=()):
	return {
		"talks_by_pair": dict.fromkeys(held, 1),
		"leaders": leaders,
		"party_members": members,
		"members_without_talk": silent,
	}


def test_a_branch_talks_between_every_pair_that_it_has():
	outcome = judge("R41", branch(talks.PAIRS))
	assert (outcome.ok, outcome.required, outcome.found) == (True, 4, 4)
	outcome = judge("R41", branch((TWO_LEADERS, WITH_MASSES)))
	assert (outcome.ok, outcome.required, outcome.found) == (False, 4, 2)
	assert "Committee Member and Member" in str(outcome.message) and "Two Members" in str(outcome.message)


def test_a_branch_without_a_committee_is_not_asked_for_talks_within_it():
	held = (LEADER_AND_MEMBER, TWO_MEMBERS, WITH_MASSES)
	assert judge("R41", branch(held, leaders=1)).required == 3
	assert judge("R41", branch(held, leaders=1)).ok
	assert not judge("R41", branch(held, leaders=2)).ok


def test_how_often_is_a_parameter_of_the_clause():
	assert not judge("R41", branch(talks.PAIRS), times=2).ok


def test_who_had_no_talk_is_named_but_not_what_the_clause_fails_by():
	outcome = judge("R41", branch(talks.PAIRS, silent=("甲", "乙")))
	assert outcome.ok and "甲" in str(outcome.message)
	outcome = judge("R41", branch((), silent=tuple(f"党员{number}" for number in range(12))))
	assert not outcome.ok and "党员9" in str(outcome.message) and "党员10" not in str(outcome.message)
	assert judge("R41", branch((), leaders=0, members=0)).ok


@pytest.mark.parametrize(("unheard", "found"), [((), 4), (("甲",), 3), (("甲", "乙", "丙", "丁"), 0)])
def test_the_secretary_has_heard_of_everybody(unheard, found):
	outcome = judge("R14", {"members_to_hear": 4, "members_unheard": unheard})
	assert (outcome.ok, outcome.required, outcome.found) == (not unheard, 4, found)
	assert all(name in str(outcome.message) for name in unheard)


# R42


def test_the_kinds_of_events_that_call_for_a_talk():
	assert {kind: talks.occasion_of(kind) for kind in EVENT_KINDS} == EVENT_KINDS
	assert talks.occasion_of("good_deed") is None and talks.occasion_of("hardship") is None
	assert len(talks.OCCASIONS) == 5


EVENT_KINDS = {
	"firm_change": "change_of_firm_or_position",
	"position_change": "change_of_firm_or_position",
	"award": "award_or_sanction",
	"professional_sanction": "award_or_sanction",
	"party_sanction": "award_or_sanction",
	"setback_in_practice": "setback_family_dispute_or_wavering",
	"family_dispute": "setback_family_dispute_or_wavering",
	"wavering": "setback_family_dispute_or_wavering",
	"integrity_complaint": "integrity_complaint",
}


@pytest.mark.parametrize(
	("occasion", "parameters", "due"),
	[
		("award_or_sanction", {}, date(2025, 4, 9)),
		("award_or_sanction", {"limit_days": 10}, date(2025, 3, 20)),
		("integrity_complaint", {}, date(2025, 3, 25)),
		("integrity_complaint", {"limit_days": 10}, date(2025, 3, 25)),
		("integrity_complaint", {"integrity_days": 3}, date(2025, 3, 13)),
		("setback_family_dispute_or_wavering", {}, date(2025, 3, 25)),
		("setback_family_dispute_or_wavering", {"setback_days": 7}, date(2025, 3, 17)),
		(talks.APPRAISAL, {}, date(2025, 4, 9)),
	],
)
def test_each_occasion_has_its_own_number_of_days(occasion, parameters, due):
	clause = registry.clause("R42").with_parameters(**parameters)
	limit = talks.OCCASIONS[occasion].limit
	assert limit is None or limit in clause.parameters
	member = subject_of("支部", "Party Member", "PM-1", "甲")
	trigger = Trigger(member, date(2025, 3, 10), "Party Member Event", "PME-1", limit=limit)
	(finding,) = evaluate_event(clause, [trigger], [], due)
	assert (finding.due_date, finding.status) == (due, "due")
