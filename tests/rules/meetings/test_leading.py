"""Who convenes and chairs: the guide's person, who may stand in for him and when, and what the record says of it."""

from datetime import date

import pytest

from party_affairs.rules.meetings.leading import Led, chair_fault, fault
from tests.support.clauses import judge

MEETINGS = ["member_assembly", "committee_meeting"]


# The chair: (posts of the chair, whether the secretary was there, whether something is to be said)


@pytest.mark.parametrize(
	("posts", "secretary_there", "said"),
	[
		({"secretary"}, True, None),
		({"secretary"}, False, None),
		({"deputy_secretary"}, False, None),
		({"organisation_commissioner"}, False, None),
		({"deputy_secretary"}, True, "He was there"),
		({"organisation_commissioner"}, True, "He was there"),
		((), False, "a deputy or a committee member"),
		({"group_leader"}, False, "a deputy or a committee member"),
	],
)
@pytest.mark.parametrize("kind", MEETINGS)
def test_the_secretary_chairs_and_others_only_while_he_is_not_there(kind, posts, secretary_there, said):
	notice = chair_fault(Led(kind, True, posts, regular_present=secretary_there))
	assert (notice is None) if said is None else (said in notice and "一（七）" in notice)


@pytest.mark.parametrize("kind", MEETINGS)
def test_while_the_secretary_is_marked_away_his_deputy_chairs(kind):
	"""Guide 一（三）2 (R18), even if the secretary came all the same; whoever has no seat does not."""
	away = {"regular_present": True, "regular_away": True}
	assert chair_fault(Led(kind, True, {"deputy_secretary"}, **away)) is None
	assert chair_fault(Led(kind, True, {"group_leader"}, **away))


def test_the_leader_of_the_group_chairs_its_meeting():
	assert chair_fault(Led("group_meeting", True, {"group_leader"}, leads_group=True)) is None
	for posts in (set(), {"group_leader"}, {"secretary"}):
		assert "一（七）3" in chair_fault(Led("group_meeting", True, posts))


def test_nothing_is_said_where_the_chair_is_open_or_not_known():
	assert fault(Led("theme_day", True)) is None
	assert fault(Led("theme_day", False)) is None
	assert fault(Led("partners_conference", True)) is None
	assert fault(Led("member_assembly", True, chair_known=False)) is None


# Who convened: the regular chair who chaired has done so, unless the record says otherwise


@pytest.mark.parametrize(
	("kind", "convened_by", "ok"),
	[
		("member_assembly", None, True),
		("member_assembly", "Branch Committee", True),
		("member_assembly", "Secretary", True),
		("member_assembly", "Law Firm", False),
		("member_assembly", "Other", False),
		("committee_meeting", None, True),
		("committee_meeting", "Secretary", True),
		("committee_meeting", "Higher Organisation", False),
	],
)
def test_a_meeting_is_convened_by_whom_the_guide_names(kind, convened_by, ok):
	said = fault(Led(kind, True, {"secretary"}, regular_present=True, convened_by=convened_by))
	assert (said is None) is ok
	assert ok or (convened_by in said and "一（七）" in said)


@pytest.mark.parametrize(
	("situation", "ok"),
	[
		({"regular_present": True}, False),
		({"regular_present": False}, True),
		({"regular_present": True, "regular_away": True}, True),
	],
)
@pytest.mark.parametrize("kind", MEETINGS)
def test_the_deputy_convenes_while_the_secretary_is_away_or_absent(kind, situation, ok):
	led = Led(kind, True, {"deputy_secretary"}, convened_by="Deputy Secretary", **situation)
	assert (fault(led) is None) is ok


def test_a_group_is_convened_by_its_leader():
	led = {"kind": "group_meeting", "chair": True, "leads_group": True}
	assert fault(Led(**led)) is None
	assert fault(Led(**led, convened_by="Group Leader")) is None
	assert "Secretary" in fault(Led(**led, convened_by="Secretary"))


@pytest.mark.parametrize("kind", [*MEETINGS, "group_meeting"])
def test_a_record_that_names_nobody_says_nothing_of_who_convened(kind):
	assert "neither who convened" in fault(Led(kind, False))
	assert fault(Led(kind, False, chair_known=False))


def test_without_a_chair_the_convener_is_still_judged():
	assert fault(Led("member_assembly", False, convened_by="Branch Committee")) is None
	assert fault(Led("member_assembly", False, convened_by="Law Firm"))


# The clauses


FAULT = (date(2025, 3, 24), "总结", "wrong chair")


@pytest.mark.parametrize(
	("rule", "kind"), [("R22", "member_assembly"), ("R23", "committee_meeting"), ("R24", "group_meeting")]
)
def test_each_clause_judges_the_meetings_of_its_kind(rule, kind):
	good = judge(rule, {"held": {kind: 4}})
	assert (good.ok, good.required, good.found) == (True, 4, 4)
	outcome = judge(rule, {"held": {kind: 4}, "faults": {kind: (FAULT,)}})
	assert (outcome.ok, outcome.required, outcome.found) == (False, 4, 3)
	assert outcome.message.startswith("1 of 4 meetings") and "2025-03-24 总结: wrong chair" in outcome.message
	assert judge(rule, {"held": {"theme_day": 4}, "faults": {"theme_day": (FAULT,)}}).ok


def test_of_many_meetings_the_first_are_named():
	outcome = judge("R22", {"held": {"member_assembly": 9}, "faults": {"member_assembly": (FAULT,) * 7}})
	assert outcome.found == 2 and "and 2 more" in outcome.message
