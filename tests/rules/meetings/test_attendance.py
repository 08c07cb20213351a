"""Who is expected by the register, who is added as absent, and which figures are asked about."""

from datetime import date

import pytest

from party_affairs.rules.meetings.attendance import complete, disagreement, expected, is_named, lacks_quorum
from party_affairs.rules.message import Message

DAY = date(2025, 3, 24)
MEMBERS = {"甲": True, "乙": True, "丙": False, "丁": True}


@pytest.mark.parametrize(
	("kind", "committee", "group", "found"),
	[
		("member_assembly", (), (), MEMBERS),
		("theme_day", ("甲",), ("乙",), MEMBERS),
		("organisation_life_meeting", (), (), MEMBERS),
		("committee_meeting", ("丁", "甲"), (), {"丁": True, "甲": True}),
		("committee_meeting", (), (), None),
		("group_meeting", ("甲",), ("乙", "丙"), {"乙": True, "丙": False}),
		("group_meeting", ("甲",), (), None),
		("democratic_talk", ("甲",), ("乙",), None),
		("partners_conference", ("甲",), ("乙",), None),
	],
)
def test_who_is_expected_follows_from_the_kind_of_meeting(kind, committee, group, found):
	assert expected(kind, MEMBERS, committee, group) == found


def test_a_register_without_anybody_knows_nothing_of_a_meeting():
	assert expected("member_assembly", {}, (), ()) is None


def row(member, attendance="Present", **values):
	return {"member": member, "attendance": attendance, **values}


def test_who_is_not_written_was_absent():
	assert complete([row("甲"), row("乙", "Leave", reason="出差")], MEMBERS) == ["丙", "丁"]
	assert complete([row("甲"), row("外人")], MEMBERS) == ["乙", "丙", "丁"]
	assert complete([row(name) for name in MEMBERS], MEMBERS) == []
	assert complete([row("甲")], None) == []


@pytest.mark.parametrize("rows", [[], [row("甲", "Absent")], [row("甲", "Leave", reason="出差")]])
def test_a_list_on_which_nobody_was_there_is_no_list_yet(rows):
	assert complete(rows, MEMBERS) == []


def test_what_was_added_is_reckoned_anew_and_what_was_said_of_a_member_stays():
	added = row("乙", "Absent", from_register=1)
	assert complete([row("甲"), added], MEMBERS) == ["乙", "丙", "丁"]
	assert complete([added], MEMBERS) == []
	for said in (row("乙", "Leave", from_register=1), row("乙", "Absent", from_register=1, reason="无故")):
		assert complete([row("甲"), said], MEMBERS) == ["丙", "丁"]


@pytest.mark.parametrize(
	("values", "named"),
	[
		({"attendance": "Absent", "from_register": 1}, False),
		({"attendance": "Absent", "from_register": 1, "reason": ""}, False),
		({"attendance": "Absent", "from_register": 1, "reason": "生病"}, True),
		({"attendance": "Made Up", "from_register": 1}, True),
		({"attendance": "Present", "from_register": 1}, True),
		({"attendance": "Absent", "from_register": 0}, True),
		({"attendance": "Absent"}, True),
	],
)
def test_the_record_names_whom_it_says_something_of(values, named):
	assert is_named({"member": "甲", **values}) is named


def test_a_figure_that_disagrees_is_asked_about_with_both_numbers_and_the_names():
	question = disagreement(Message("Expected Attendance"), 8, 3, ["甲", "乙", "丙"])
	assert question.startswith("Expected Attendance: the record says 8, but 3 are counted: 甲, 乙, 丙.")
	many = disagreement(Message("Expected Attendance"), 8, 40, [f"党员{number}" for number in range(40)])
	assert "党员29 and 10 more" in many and "党员30" not in many
	assert "are counted. " in disagreement(Message("Expected Attendance"), 8, 0, [])


@pytest.mark.parametrize(
	("entitled", "present", "counts"),
	[
		(24, 12, True),
		(24, 11, False),
		(23, 12, True),
		(23, 11, False),
		(24, 8, False),
		(1, 1, True),
		(2, 0, False),
	],
)
def test_an_assembly_counts_from_half_of_those_entitled_to_vote(entitled, present, counts):
	"""Branch regulation, article 11."""
	said = lacks_quorum("member_assembly", DAY, entitled, present)
	assert (said is None) is counts
	assert counts or f"{DAY} had no quorum and does not count: {present} of {entitled} " in said


@pytest.mark.parametrize(("entitled", "present"), [(None, 8), (0, 0), (24, None)])
def test_where_a_number_is_unknown_no_quorum_is_judged(entitled, present):
	assert lacks_quorum("member_assembly", DAY, entitled, present) is None


@pytest.mark.parametrize(
	("seats", "present", "counts"), [(5, 3, True), (5, 2, False), (4, 2, True), (5, 1, False)]
)
def test_a_committee_meeting_counts_from_half_of_its_members(seats, present, counts):
	"""Branch regulation, article 12."""
	said = lacks_quorum("committee_meeting", DAY, seats, present)
	assert (said is None) is counts
	assert counts or "members of the committee were there" in said
