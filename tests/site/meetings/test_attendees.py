"""What the form of a meeting asks for: who is expected, and what its minutes lack."""

import pytest

import frappe

from party_affairs.api.meetings import records as meetings
from tests.site import factory
from tests.site.two_branches import build_house


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def expected(house, kind, **arguments):
	rows = meetings.expected_attendees(house.first.branch.name, kind, **arguments)
	return [row["member_name"] for row in rows]


def test_attendees_follow_from_the_kind_of_meeting(house):
	newcomer = factory.member(
		house.first.branch, "预备甲", stage="Probationary Member", joined_on="2025-10-01", full_member_on=None
	)
	factory.member(house.first.branch, "积极分子甲", stage="Activist", joined_on=None, full_member_on=None)
	factory.member(
		house.first.branch,
		"转出甲",
		status="Transferred Out",
		joined_branch_on="2016-01-01",
		left_branch_on="2026-01-31",
	)
	frappe.set_user(house.secretary)
	today = {"day": "2026-03-10"}
	assert {"甲支部党员0", "甲支部党员2", "预备甲"} <= set(expected(house, "Member Assembly", **today))
	assert not {"积极分子甲", "转出甲", "乙支部党员0"} & set(expected(house, "Member Assembly", **today))
	assert "转出甲" in expected(house, "Member Assembly", day="2026-01-15")
	assert expected(house, "Committee Meeting", **today) == ["甲支部党员0", "甲支部党员1"]
	assert expected(house, "Committee Meeting", day="2023-01-01") == []
	assert expected(house, "Partners Conference", **today) == []
	votes = meetings.expected_attendees(house.first.branch.name, "Member Assembly", "2026-03-10")
	assert {row["member"]: row["has_vote"] for row in votes}[newcomer.name] == 0
	assert {row["member"]: row["has_vote"] for row in votes}[house.first.people[2].name] == 1


def test_a_groups_meeting_expects_the_group(house):
	group = factory.group(house.first.branch, "甲小组")
	frappe.get_doc("Party Member", house.first.people[2].name).update({"party_group": group.name}).save()
	frappe.set_user(house.secretary)
	assert expected(house, "Group Meeting", party_group=group.name) == ["甲支部党员2"]
	with pytest.raises(frappe.ValidationError, match="党小组"):
		expected(house, "Group Meeting")
	with pytest.raises(frappe.ValidationError, match="Tea Party"):
		expected(house, "Tea Party")


def test_attendees_are_told_only_to_whoever_may_record_the_meeting(house):
	for user in (house.other, house.plain):
		frappe.set_user(user)
		with pytest.raises(frappe.PermissionError):
			expected(house, "Member Assembly")


def test_missing_minutes_are_named(house):
	meeting = factory.meeting(
		house.first.branch, "Member Assembly", submit=False, speeches="", attendees=house.first.people
	)
	frappe.set_user(house.secretary)
	# Three of the five on register are written: of the others nothing is said.
	assert set(meetings.missing_minutes(meeting.name)) == {"主持人", "发言摘录", "缺席人员"}
	frappe.set_user(house.other)
	with pytest.raises(frappe.PermissionError):
		meetings.missing_minutes(meeting.name)
