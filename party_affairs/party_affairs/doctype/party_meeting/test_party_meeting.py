"""Party Meeting: times, attendance, votes, and what may be locked."""

import pytest

import frappe

from party_affairs.exceptions import MeetingError
from tests.site import factory

pytestmark = pytest.mark.site


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee())


@pytest.mark.parametrize("ends_on", ["2025-03-14 13:59:00", "2025-03-14 14:00:00", "2025-03-16 14:00:00"])
def test_meeting_that_ends_before_it_starts_or_never_is_refused(branch, ends_on):
	with pytest.raises(MeetingError, match="结束时间"):
		factory.meeting(branch, ends_on=ends_on)


def test_duration_and_date_are_computed(branch):
	meeting = factory.meeting(branch, starts_on="2025-03-14 14:00:00", ends_on="2025-03-14 15:40:00")
	assert (str(meeting.meeting_date), meeting.duration_hours) == ("2025-03-14", 1.67)


def test_attendee_of_another_branch_is_refused_by_name(branch):
	stranger = factory.member(factory.branch(parent=branch.parent_party_branch), "外支部党员")
	with pytest.raises(MeetingError, match="外支部党员"):
		factory.meeting(branch, attendees=[factory.member(branch), stranger])


def test_committee_may_list_members_of_the_branches_below(branch):
	meeting = factory.meeting(branch.parent_party_branch, attendees=[factory.member(branch)])
	assert meeting.present_count == 1


def test_attendee_listed_twice_is_refused(branch):
	person = factory.member(branch)
	with pytest.raises(MeetingError, match=r"第\s?2\s?行"):
		factory.meeting(branch, attendees=[person, person])


def test_attendance_is_counted(branch):
	people = [factory.member(branch) for _ in range(3)]
	rows = [
		{"member": people[0].name, "attendance": "Present"},
		{"member": people[1].name, "attendance": "Leave", "reason": "出差"},
		{"member": people[2].name, "attendance": "Made Up"},
	]
	meeting = factory.meeting(branch, submit=False, attendees=[])
	meeting.set("attendees", rows)
	meeting.save()
	assert (meeting.expected_count, meeting.present_count, meeting.absent_count) == (3, 1, 2)


def test_votes_cannot_exceed_those_expected(branch):
	meeting = factory.meeting(branch, attendees=[factory.member(branch)], submit=False)
	meeting.append("resolutions", {"resolution": "通过", "in_favour": 1, "against": 1})
	with pytest.raises(MeetingError, match="决议"):
		meeting.save()


def test_group_meeting_needs_a_group_of_its_branch(branch):
	with pytest.raises(MeetingError, match="党小组"):
		factory.meeting(branch, "Group Meeting")
	foreign = factory.group(factory.branch(parent=branch.parent_party_branch))
	with pytest.raises(MeetingError):
		factory.meeting(branch, "Group Meeting", party_group=foreign.name)


def test_future_meeting_is_kept_as_a_plan_and_not_locked(branch, freeze):
	with freeze("2025-03-01"):
		plan = factory.meeting(branch, starts_on="2025-03-14 14:00:00", submit=False)
		with pytest.raises(MeetingError, match="草稿"):
			plan.submit()


def test_submitted_minutes_are_locked_and_corrected_by_amendment(branch):
	meeting = factory.meeting(branch)
	meeting.speeches = "改动"
	with pytest.raises(frappe.UpdateAfterSubmitError):
		meeting.save()
	meeting.reload()
	meeting.cancel()
	amended = frappe.copy_doc(meeting)
	amended.amended_from, amended.docstatus = meeting.name, 0
	amended.speeches = "更正后的发言摘录"
	amended.insert().submit()
	assert amended.amended_from == meeting.name


def test_own_kind_is_not_counted_twice(branch):
	meeting = factory.meeting(branch, "Theme Day", also_theme_day=1, also_assembly=1)
	assert meeting.kinds() == ("theme_day", "member_assembly")
