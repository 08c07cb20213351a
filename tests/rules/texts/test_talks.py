"""Talks: between which pairs, on which occasions, with whom; clauses R14, R41 and R42."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.guide import registry
from party_affairs.rules.evaluators import evaluate_event
from party_affairs.rules.findings import Trigger, subject_of
from party_affairs.rules.texts import talks
from party_affairs.rules.texts.talks import Talker
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


def people(leaders, members, **values):
	return tuple(
		Talker(f"PM-{number}", f"党员{number:02d}", leads=number < leaders, **values)
		for number in range(members)
	)


@pytest.mark.parametrize(
	("leaders", "members", "of_leaders", "of_others"),
	[
		(0, 1, (), (WITH_MASSES,)),
		(1, 1, (), ()),
		(0, 2, (), (TWO_MEMBERS, WITH_MASSES)),
		(1, 2, (LEADER_AND_MEMBER,), (LEADER_AND_MEMBER, WITH_MASSES)),
		(1, 3, (LEADER_AND_MEMBER,), (LEADER_AND_MEMBER, TWO_MEMBERS, WITH_MASSES)),
		(2, 2, (TWO_LEADERS,), ()),
		(2, 3, (TWO_LEADERS, LEADER_AND_MEMBER), (LEADER_AND_MEMBER, WITH_MASSES)),
		(5, 28, (TWO_LEADERS, LEADER_AND_MEMBER), (LEADER_AND_MEMBER, TWO_MEMBERS, WITH_MASSES)),
	],
)
def test_each_is_asked_for_the_pairs_that_can_exist(leaders, members, of_leaders, of_others):
	branch = people(leaders, members)
	for person in branch:
		assert talks.asked_pairs(person, branch) == (of_leaders if person.leads else of_others)
	assert talks.lacking(branch) == tuple(
		(person, pairs) for person in branch if (pairs := of_leaders if person.leads else of_others)
	)


def test_the_aged_and_ill_are_asked_for_the_talk_with_the_committee_alone():
	branch = (*people(1, 3), Talker("PM-9", "老党员", is_frail=True))
	assert talks.asked_pairs(branch[-1], branch) == (LEADER_AND_MEMBER,)


@given(
	st.lists(
		st.tuples(
			st.booleans(),
			st.booleans(),
			st.dictionaries(st.sampled_from(tuple(talks.PAIRS)), st.integers(0, 3)),
		),
		max_size=8,
	),
	st.integers(1, 3),
)
def test_what_is_lacking_is_asked_and_so_many_talks_of_each_mend_it(rows, times):
	branch = [Talker(f"PM-{number}", f"党员{number}", *row) for number, row in enumerate(rows)]
	lacking = talks.lacking(branch, times)
	for person, pairs in lacking:
		assert set(pairs) <= set(talks.asked_pairs(person, branch))
	asked = {person.name: pairs for person, pairs in lacking}
	mended = [
		replace(person, had={**person.had, **dict.fromkeys(asked.get(person.name, ()), times)})
		for person in branch
	]
	assert talks.lacking(mended, times) == ()


# R41 and R14


def test_four_talks_are_not_enough_for_a_branch_of_twenty_four():
	"""One talk of each pair: those who took part in none are named."""
	branch = list(people(3, 24))
	for who, pair in ((0, TWO_LEADERS), (1, TWO_LEADERS), (2, LEADER_AND_MEMBER), (3, LEADER_AND_MEMBER)):
		branch[who] = replace(branch[who], had={pair: 1})
	outcome = judge("R41", {"people": tuple(branch)})
	assert (outcome.ok, outcome.required, outcome.found) == (False, 24, 0)
	text = str(outcome.message)
	assert "党员00 (Committee Member and Member)" in text and "党员02 (Two Committee Members)" in text
	assert "党员03 (Two Members, Member and Masses)" in text and "14 more" in text


def test_whoever_has_had_his_talks_is_counted_and_not_named():
	branch = [
		replace(person, had=dict.fromkeys(talks.asked_pairs(person, people(2, 5)), 1))
		for person in people(2, 5)
	]
	outcome = judge("R41", {"people": tuple(branch)})
	assert (outcome.ok, outcome.required, outcome.found) == (True, 5, 5)
	branch[4] = replace(branch[4], had={LEADER_AND_MEMBER: 1, TWO_MEMBERS: 1})
	outcome = judge("R41", {"people": tuple(branch)})
	assert (outcome.ok, outcome.required, outcome.found) == (False, 5, 4)
	assert outcome.message == "Talks are still lacking of: 党员04 (Member and Masses)."


def test_how_often_is_a_parameter_of_the_clause():
	branch = tuple(replace(person, had=dict.fromkeys(talks.PAIRS, 1)) for person in people(3, 10))
	assert judge("R41", {"people": branch}).ok
	assert not judge("R41", {"people": branch}, times=2).ok
	assert judge("R41", {"people": ()}).ok


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
