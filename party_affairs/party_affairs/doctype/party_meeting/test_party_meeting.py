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


def test_full_and_probationary_members_and_voters_are_counted_apart(branch):
	full = [factory.member(branch) for _ in range(2)]
	newcomer = probationary(branch)
	meeting = factory.meeting(
		branch, "Member Assembly", attendees=[full[0], newcomer], absent={full[1].name: "出差"}
	)
	assert (meeting.expected_full, meeting.expected_probationary) == (2, 1)
	assert (meeting.present_full, meeting.present_probationary) == (1, 1)
	assert (meeting.voters_expected, meeting.voters_present) == (2, 1)
	assert meeting.quorum_sentence() == "Expected 2, present 1: the meeting has a quorum."


def probationary(branch, name="预备甲"):
	return factory.member(
		branch, name, stage="Probationary Member", joined_on="2025-01-10", full_member_on=None
	)


def resolved(branch, present, absent=0, kind="Member Assembly", people=None, **values):
	"""A draft with one resolution, as many full members present and absent."""
	people = people or [factory.member(branch) for _ in range(present + absent)]
	return factory.meeting(
		branch,
		kind,
		submit=False,
		attendees=people[:present],
		absent={person.name: "出差" for person in people[present:]},
		resolutions=[{"resolution": "通过年度计划", **values}],
	)


@pytest.mark.parametrize(
	("present", "absent", "votes", "result"),
	[
		(5, 3, {"in_favour": 5}, "Passed"),
		(4, 4, {"in_favour": 4}, "Not Passed"),
		(5, 3, {"in_favour": 4, "against": 1}, "Not Passed"),
		(3, 5, {"in_favour": 3}, "No Quorum"),
		(5, 3, {}, "Agreed without Vote"),
		(5, 3, {"matter": "Admission", "in_favour": 4, "against": 1, "written_in_favour": 1}, "Passed"),
	],
)
def test_the_result_of_a_resolution_is_counted(branch, present, absent, votes, result):
	row = resolved(branch, present, absent, **votes).resolutions[0]
	assert row.result == result
	assert (row.matter or None) == (votes.get("matter") or ("Ordinary Resolution" if votes else None))


def test_votes_cannot_exceed_the_voters_present(branch):
	with pytest.raises(MeetingError, match=r"票数合计2.*实到人数1"):
		resolved(branch, 1, 2, in_favour=1, against=1)


def test_probationary_members_have_no_vote_whatever_was_ticked(branch):
	people = [factory.member(branch), probationary(branch)]
	with pytest.raises(MeetingError, match="实到人数1"):
		resolved(branch, 2, people=people, in_favour=2)


def test_without_a_quorum_no_vote_is_locked(branch):
	meeting = resolved(branch, 1, 2, in_favour=1)
	with pytest.raises(MeetingError, match="不能进行表决"):
		meeting.submit()
	meeting.reload()
	meeting.resolutions[0].update({"in_favour": 0, "matter": None})
	meeting.submit()
	assert meeting.resolutions[0].result == "Agreed without Vote"


def test_a_vote_without_numbers_is_not_locked(branch):
	with pytest.raises(MeetingError, match="请填写票数"):
		resolved(branch, 3, matter="Ordinary Resolution").submit()


@pytest.mark.parametrize(
	("kind", "matter"),
	[
		("Theme Day", "Admission"),
		("Theme Day", "Committee Decision"),
		("Member Assembly", "Committee Decision"),
		("Committee Meeting", "Ordinary Resolution"),
	],
)
def test_a_meeting_takes_only_the_votes_of_its_kind(branch, kind, matter):
	with pytest.raises(MeetingError, match="类表决"):
		resolved(branch, 3, kind=kind, matter=matter, in_favour=3)


def test_written_opinions_are_refused_where_they_do_not_count(branch):
	with pytest.raises(MeetingError, match="书面意见"):
		resolved(branch, 5, 3, in_favour=5, written_in_favour=1)


def test_in_the_committee_only_its_members_vote(branch):
	people = [factory.member(branch) for _ in range(4)]
	for person, post in zip(people, ("Secretary", "Organisation Commissioner"), strict=False):
		factory.post(person, post)
	leader = people[2]
	meeting = resolved(branch, 3, kind="Committee Meeting", people=people[:3], in_favour=2)
	assert [row.has_vote for row in meeting.attendees] == [1, 1, 0]
	assert (meeting.voters_expected, meeting.resolutions[0].matter) == (2, "Committee Decision")
	assert any(leader.member_name in notice for notice in meeting.notices())
	meeting.is_enlarged = 1
	meeting.save()
	assert meeting.is_enlarged and not meeting.notices()
	meeting.kind = "Theme Day"
	meeting.resolutions = []
	meeting.save()
	assert not meeting.is_enlarged


def test_a_committee_meeting_without_a_committee_is_pointed_out(branch):
	factory.post(factory.member(branch), "Secretary")
	meeting = factory.meeting(branch, "Committee Meeting", submit=False)
	assert "no committee" in meeting.notices()[0]
	meeting.submit()


def test_another_chair_than_the_guide_names_is_pointed_out_and_not_refused(branch):
	secretary, deputy, other = (factory.member(branch) for _ in range(3))
	factory.post(secretary, "Secretary")
	factory.post(deputy, "Deputy Secretary")

	def notices(chair, **values):
		meeting = factory.meeting(branch, "Member Assembly", chair=chair.name, submit=False, **values)
		return meeting.notices()

	assert notices(secretary) == []
	assert notices(deputy) == []
	assert "一（七）1" in notices(other)[0]
	assert "He was there" in notices(deputy, attendees=[secretary, deputy])[0]
	meeting = factory.meeting(branch, "Member Assembly", chair=other.name)
	assert meeting.docstatus == 1


def test_a_group_meeting_is_chaired_by_the_leader_of_that_group(branch):
	leader, other = factory.member(branch), factory.member(branch)
	group = factory.group(branch, leader=leader.name)
	values = {"party_group": group.name, "submit": False}
	assert factory.meeting(branch, "Group Meeting", chair=leader.name, **values).notices() == []
	assert "一（七）3" in factory.meeting(branch, "Group Meeting", chair=other.name, **values).notices()[0]


@pytest.mark.parametrize(("method", "told"), [("Show of Hands", True), ("Secret Ballot", False)])
def test_an_admission_that_was_not_voted_on_in_secret_is_pointed_out(branch, method, told):
	meeting = resolved(branch, 3, matter="Admission", in_favour=3, vote_method=method)
	assert any("secret ballot" in notice for notice in meeting.notices()) is told


def test_a_committee_meeting_cannot_count_as_an_assembly(branch):
	with pytest.raises(MeetingError, match="支部党员大会"):
		factory.meeting(branch, "Committee Meeting", also_assembly=1)
	meeting = factory.meeting(branch, "Committee Meeting", also_life_meeting=1)
	assert meeting.kinds() == ("committee_meeting", "organisation_life_meeting")


def test_speeches_by_person_stand_for_the_text(branch):
	person = factory.member(branch, "发言甲")
	meeting = factory.meeting(
		branch,
		"Member Assembly",
		submit=False,
		speeches="",
		speeches_by_person=[
			{"member": person.name, "speech": "同意。"},
			{"speaker": "列席乙", "speech": "赞同。"},
		],
	)
	assert [row.speaker for row in meeting.speeches_by_person] == ["发言甲", "列席乙"]
	assert bool(meeting.minutes_facts().speeches)
	meeting.append("speeches_by_person", {"speech": "谁说的？"})
	with pytest.raises(MeetingError, match="发言人"):
		meeting.save()


def test_a_deadline_before_the_meeting_is_refused(branch):
	with pytest.raises(MeetingError, match="早于会议日期"):
		resolved(branch, 3, in_favour=3, deadline="2025-03-13")
	assert resolved(branch, 3, in_favour=3, deadline="2025-03-14")


# After submission


def test_after_submission_only_absentees_change_and_only_by_making_up(branch):
	there, away = factory.member(branch), factory.member(branch)
	meeting = factory.meeting(branch, attendees=[there], absent={away.name: "出差"})

	def change(place, **values):
		meeting.reload()
		meeting.attendees[place].update(values)
		meeting.save()

	with pytest.raises(MeetingError, match="锁定"):
		change(0, attendance="Absent")
	with pytest.raises(MeetingError, match="锁定"):
		change(1, attendance="Present")
	with pytest.raises(MeetingError, match="补会"):
		change(1, attendance="Made Up")
	with pytest.raises(MeetingError, match="早于会议日期"):
		change(1, attendance="Made Up", made_up_on="2025-03-13")
	with pytest.raises(MeetingError):
		change(1, attendance="Made Up", made_up_on="2999-01-01")
	with pytest.raises(frappe.UpdateAfterSubmitError):
		change(1, reason="别的原因")
	change(1, attendance="Made Up", made_up_on="2025-03-20", made_up_how="自学会议材料")
	assert (meeting.present_count, meeting.absent_count) == (1, 1)


def test_a_correction_says_what_was_wrong_and_takes_over_what_named_the_record(branch):
	meeting = factory.meeting(branch, "Committee Meeting")
	plan = factory.plan(branch, discussed_in=meeting.name)
	meeting.cancel()
	amended = frappe.copy_doc(meeting)
	amended.amended_from, amended.docstatus = meeting.name, 0
	amended.insert()
	with pytest.raises(MeetingError, match="更正内容"):
		amended.submit()
	amended.reload()
	amended.correction = "补记缺席人员"
	amended.submit()
	assert frappe.db.get_value("Party Annual Plan", plan.name, "discussed_in") == amended.name
	assert frappe.db.get_value("Party Meeting", amended.name, "amended_from") == meeting.name
	amended.cancel()
	again = frappe.copy_doc(amended)
	again.amended_from, again.docstatus = amended.name, 0
	again.insert()
	with pytest.raises(MeetingError, match="本次更正"):
		again.submit()


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
	amended.speeches = amended.correction = "更正后的发言摘录"
	amended.insert().submit()
	assert amended.amended_from == meeting.name


def test_own_kind_is_not_counted_twice(branch):
	meeting = factory.meeting(branch, "Theme Day", also_theme_day=1, also_assembly=1)
	assert meeting.kinds() == ("theme_day", "member_assembly")
