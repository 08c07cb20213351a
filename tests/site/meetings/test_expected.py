"""Who is expected is said by the register of the day: in the document, in what the check makes of it, and in old records."""

from datetime import date

import pytest

import frappe
from frappe.utils import add_days, now_datetime

from party_affairs.api.members.record import accept_transfer
from party_affairs.compliance.run import Check
from party_affairs.exceptions import MeetingError
from party_affairs.facts.meetings.expected import register_of
from party_affairs.printing import documents
from tests.site import factory
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site

YEAR_END = date(2026, 1, 1)


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee(), records_from="2025-01-01")


@pytest.fixture
def people(branch):
	"""Twenty-four full members, the first of them secretary, the second deputy."""
	found = [factory.member(branch, f"党员{number:02d}") for number in range(24)]
	factory.post(found[0], "Secretary")
	factory.post(found[1], "Deputy Secretary")
	return found


def held(branch, people, kind="Member Assembly", day="2025-02-14", **values):
	chair = values.pop("chair") if "chair" in values else people[0].name
	return factory.meeting(branch, kind, f"{day} 14:00:00", attendees=people, chair=chair, **values)


def findings(branch, rule, year=2025, as_of=YEAR_END):
	"""Status and sentence by (subject, period)."""
	return {
		(line.subject, line.period_key): line
		for line in Check(year).lines([branch.name], as_of)
		if line.rule == rule
	}


def status(branch, rule, period, subject=None):
	return findings(branch, rule)[subject or branch.name, period].status


def added(meeting):
	return [row.member_name for row in meeting.attendees if row.from_register]


# Names that are not written


def test_eight_names_of_twenty_four_are_eight_of_twenty_four(branch, people):
	meeting = held(branch, people[:8])
	assert (meeting.expected_count, meeting.present_count, meeting.absent_count) == (24, 8, 16)
	assert (meeting.voters_expected, meeting.voters_present) == (24, 8)
	assert added(meeting) == [f"党员{number:02d}" for number in range(8, 24)]
	assert {(row.attendance, row.reason, row.has_vote) for row in meeting.attendees[8:]} == {
		("Absent", None, 1)
	}
	assert "no quorum" in meeting.quorum_sentence()
	assert "记录未写" in documents.party_document(meeting)
	minutes = findings(branch, "R25")[meeting.name, "2025"]
	assert minutes.status == "Missed" and "缺席人员" in minutes.message
	assert status(branch, "R22", "2025-Q1") == "Missed"


def test_twelve_of_twenty_three_without_a_word_more_have_a_quorum_and_lack_the_absentees(branch, people):
	frappe.db.set_value("Party Member", people[23].name, {"joined_branch_on": "2025-03-01"})
	meeting = held(branch, people[:12])
	assert (meeting.expected_count, meeting.present_count) == (23, 12)
	assert "has a quorum" in meeting.quorum_sentence()
	assert status(branch, "R22", "2025-Q1") == "Met"
	assert status(branch, "R25", "2025", meeting.name) == "Missed"


def test_a_reason_or_leave_names_an_absentee_and_nobody_is_removed(branch, people):
	meeting = held(branch, people[:22], submit=False)
	first, second = meeting.attendees[22:]
	first.reason, second.attendance = "无故缺席", "Leave"
	meeting.save()
	assert added(meeting) == []
	assert "Absentees" not in [str(label) for label in missing(meeting)]
	meeting.attendees = meeting.attendees[:22]
	meeting.save()
	assert added(meeting) == ["党员22", "党员23"]
	# Who is written by hand takes the place of the row that was added for him.
	meeting.append("attendees", {"member": people[23].name, "attendance": "Present"})
	meeting.save()
	assert added(meeting) == ["党员22"] and meeting.present_count == 23


def missing(meeting):
	from party_affairs.rules.meetings.records import missing_minutes

	return missing_minutes(meeting.minutes_facts())


def test_what_was_added_follows_the_day_and_the_kind(branch, people):
	newcomer = factory.member(branch, "新来甲", joined_branch_on="2025-03-01")
	meeting = held(branch, people[:23], submit=False)
	assert added(meeting) == ["党员23"]
	meeting.starts_on = "2025-03-14 14:00:00"
	meeting.ends_on = None
	meeting.save()
	assert added(meeting) == ["党员23", "新来甲"] and newcomer.name == meeting.attendees[-1].member
	meeting.kind = "Democratic Talk"
	meeting.save()
	assert added(meeting) == [] and meeting.expected_count == 23


def test_a_list_on_which_nobody_was_there_and_a_meeting_to_come_are_not_completed(branch, people):
	nobody = held(branch, [], chair=None, absent={people[3].name: "出差"}, submit=False)
	assert (added(nobody), nobody.expected_count, nobody.present_count) == ([], 24, 0)
	assert nobody.quorum_sentence() is None
	ahead = str(add_days(now_datetime().date(), 3))
	planned = held(branch, people[:2], day=ahead, submit=False)
	assert (added(planned), planned.expected_count) == ([], 24)


def test_who_is_on_register_is_expected_wherever_he_is_and_who_is_not_is_not(branch):
	here = factory.member(branch, "在册甲")
	factory.member(branch, "流动乙", status="Floating")
	factory.member(branch, "年老丙", is_frail=1)
	factory.member(branch, "预备丁", stage="Probationary Member", joined_on="2025-01-10", full_member_on=None)
	factory.member(branch, "积极戊", stage="Activist", joined_on=None, full_member_on=None)
	factory.member(branch, "转出己", status="Transferred Out", left_branch_on="2025-02-14")
	factory.member(branch, "已走庚", status="Transferred Out", left_branch_on="2025-02-13")
	factory.member(branch, "后来辛", joined_branch_on="2025-02-15")
	watched = factory.member(branch, "察看壬")
	frappe.get_doc(
		doctype="Party Member Event",
		member=watched.name,
		branch=branch.name,
		kind="Party Sanction",
		sanction="Probation within the Party",
		happened_on="2025-01-20",
		decided_by="上级党委",
		details="留党察看一年。",
	).insert()
	meeting = held(branch, [here])
	assert {row.member_name: row.has_vote for row in meeting.attendees} == {
		"在册甲": 1,
		"流动乙": 1,
		"年老丙": 1,
		"预备丁": 0,
		"转出己": 1,
		"察看壬": 0,
	}
	assert (meeting.expected_full, meeting.expected_probationary, meeting.voters_expected) == (5, 1, 4)


def test_a_member_who_moved_to_another_branch_belonged_to_the_old_one_until_then(branch, people):
	other = factory.branch(parent=branch.parent_party_branch)
	host = factory.member(other, "接收甲")
	letter = factory.transfer(people[5], other, letter_date="2025-03-01")
	accept_transfer(letter.name, "2025-03-20")
	before, after = held(branch, people[:2]), held(branch, people[:2], day="2025-03-20")
	assert (before.expected_count, after.expected_count) == (24, 23)
	assert "党员05" in added(before) and "党员05" not in added(after)
	assert [held(other, [host], day=day).expected_count for day in ("2025-03-19", "2025-03-20")] == [1, 2]


def test_of_the_committee_its_seats_are_expected_and_others_are_guests_without_a_vote(branch, people):
	factory.post(people[2], "Organisation Commissioner")
	factory.post(people[3], "Discipline Commissioner", start="2025-06-01")
	meeting = held(branch, [people[0], people[9]], "Committee Meeting", is_enlarged=1)
	assert (meeting.expected_count, meeting.present_count, meeting.voters_expected) == (3, 1, 3)
	assert added(meeting) == ["党员01", "党员02"]
	assert [row.has_vote for row in meeting.attendees] == [1, 0, 1, 1]
	assert held(branch, people[:1], "Committee Meeting", "2025-06-02").expected_count == 4


def test_of_a_group_its_members_are_expected(branch, people):
	group = factory.group(branch, leader=people[3].name)
	for person in people[3:6]:
		frappe.db.set_value("Party Member", person.name, "party_group", group.name)
	meeting = held(branch, people[3:5], "Group Meeting", party_group=group.name)
	assert (meeting.expected_count, added(meeting)) == (3, ["党员05"])


@pytest.mark.parametrize("kind", ["Democratic Talk", "Party Mass Council", "Partners Conference"])
def test_where_people_are_invited_the_list_is_what_was_written(branch, people, kind):
	meeting = held(branch, people[:3], kind, stated_expected=9)
	assert (meeting.expected_count, meeting.present_count, added(meeting)) == (3, 3, [])


# Figures


@pytest.mark.parametrize(
	("values", "words"),
	[
		({"stated_expected": 23}, "记录写23人.*24人.*党员00"),
		({"stated_present": 9}, "记录写9人.*8人.*党员07"),
		({"stated_expected": 8, "stated_present": 8}, "记录写8人.*24人"),
	],
)
def test_a_figure_that_disagrees_is_asked_about_and_nothing_is_stored(branch, people, values, words):
	before = frappe.db.count("Party Meeting", {"branch": branch.name})
	with pytest.raises(MeetingError, match=words):
		held(branch, people[:8], **values)
	assert frappe.db.count("Party Meeting", {"branch": branch.name}) == before


def test_figures_that_agree_may_count_the_guests(branch, people):
	guests = [{"guest_name": "某律师", "guest_kind": "Non-Party Lawyer"}]
	for number in (8, 9):
		meeting = held(branch, people[:8], guests=guests, stated_expected=24, stated_present=number)
		assert meeting.present_count == 8


@pytest.mark.parametrize(("present", "counts"), [(23, "Met"), (5, "Missed")])
def test_figures_without_names_are_kept_and_names_are_missing(branch, people, present, counts):
	meeting = held(branch, [], chair=people[0].name, stated_expected=24, stated_present=present)
	assert (meeting.expected_count, meeting.present_count, meeting.attendees) == (24, 0, [])
	assert [str(label) for label in missing(meeting)] == ["Participants", "Absentees"]
	assert "figures only" in " ".join(meeting.notices())
	assert f"记录所写{present}人" in documents.party_document(meeting)
	assert status(branch, "R22", "2025-Q1") == counts
	with pytest.raises(MeetingError, match="25人"):
		held(branch, [], chair=people[0].name, stated_present=25)


def test_members_of_the_party_who_do_not_belong_there_are_pointed_out(branch, people):
	factory.member(branch, "后来甲", joined_branch_on="2025-05-01")
	later = frappe.get_last_doc("Party Member", {"branch": branch.name})
	meeting = held(branch, [*people, later], submit=False)
	assert (meeting.expected_count, meeting.present_count) == (24, 24)
	assert any("后来甲" in notice for notice in meeting.notices())


# What the check says of records that were stored when the list itself was the number expected


def as_stored_before(meeting):
	"""Bring a meeting to what was stored of it before: its list, and the list as the number expected."""
	frappe.db.delete("Party Meeting Attendee", {"parent": meeting.name, "from_register": 1})
	number = frappe.db.count("Party Meeting Attendee", {"parent": meeting.name})
	counts = dict.fromkeys(("expected_count", "expected_full", "voters_expected"), number)
	frappe.db.set_value("Party Meeting", meeting.name, {**counts, "absent_count": 0}, update_modified=False)


def test_a_stored_eight_of_eight_is_judged_by_the_register_of_its_day(branch, people):
	meeting = held(branch, people[:8])
	as_stored_before(meeting)
	found = findings(branch, "R25")[meeting.name, "2025"]
	assert (found.status, "缺席人员" in found.message) == ("Missed", True)
	assert status(branch, "R22", "2025-Q1") == "Missed"
	stored = frappe.get_doc("Party Meeting", meeting.name)
	assert (stored.expected_count, len(stored.attendees), stored.docstatus) == (8, 8, 1)
	assert stored.voters() == {"eligible": 24, "present": 8}
	assert "no quorum" in stored.quorum_sentence()
	assert "Absentees" in [str(label) for label in missing(stored)]
	everybody = held(branch, people, day="2025-05-14")
	as_stored_before(everybody)
	assert status(branch, "R25", "2025", everybody.name) == "Met"
	assert status(branch, "R22", "2025-Q2") == "Met"


def test_numbers_and_names_of_the_register_agree_on_every_day(branch, people):
	group = factory.group(branch)
	frappe.db.set_value("Party Member", people[7].name, "party_group", group.name)
	factory.post(people[2], "Publicity Commissioner", start="2025-04-01", end="2025-09-30")
	for number, day in enumerate(("2025-02-01", "2025-06-30", "2025-12-31")):
		frappe.db.set_value("Party Member", people[10 + number].name, "joined_branch_on", day)
	frappe.db.set_value("Party Member", people[14].name, {"joined_on": "2025-03-15", "full_member_on": None})
	frappe.db.set_value(
		"Party Member", people[15].name, {"status": "Transferred Out", "left_branch_on": "2025-08-08"}
	)
	register = register_of([branch.name], date(2025, 1, 1))
	kinds = ("member_assembly", "committee_meeting", "group_meeting", "democratic_talk")
	for day in (date(2025, month, number) for month in range(1, 13) for number in (1, 8, 9, 15, 28)):
		for kind in kinds:
			names = register.expected(branch.name, kind, group.name, day)
			numbers = names and (len(names), sum(names.values()))
			assert register.numbers(branch.name, kind, group.name, day) == numbers, (day, kind)


def test_the_register_is_read_in_as_many_queries_for_few_branches_as_for_many(branch, people):
	others = [factory.branch(parent=branch.parent_party_branch).name for _number in range(5)]
	register_of([branch.name], date(2025, 1, 1))
	numbers = []
	for names in ([branch.name], [branch.name, *others]):
		with counted_queries() as queries:
			register_of(names, date(2025, 1, 1))
		numbers.append(len(queries))
	assert numbers[0] == numbers[1] <= 6


# Who convened and chaired


def test_wrong_chairs_are_a_finding_of_the_year_that_names_the_meetings(branch, people):
	held(branch, people, day="2025-02-14", topic="好的")
	assert status(branch, "R22", "2025") == "Met"
	held(branch, people, day="2025-05-14", chair=people[7].name, topic="错的")
	held(branch, people, day="2025-08-14", chair=None, topic="没有的")
	found = findings(branch, "R22")[branch.name, "2025"]
	assert (found.status, found.required, found.found) == ("Missed", "3", "1")
	assert all(word in found.message for word in ("2025-05-14", "“错的”", "“没有的”", "一（七）1"))
	assert "好的" not in found.message
	assert status(branch, "R22", "2025-Q2") == "Met"


def test_the_deputy_chairs_while_the_secretary_is_away_or_absent(branch, people):
	secretary = frappe.get_doc("Party Post", {"member": people[0].name, "post": "Secretary"})
	factory.absence(secretary, "2025-05-10", "2025-05-20")
	deputy = people[1].name
	held(branch, people[1:], chair=deputy, convened_by="Deputy Secretary")
	held(branch, people, day="2025-05-14", chair=deputy, convened_by="Deputy Secretary")
	assert status(branch, "R22", "2025") == "Met"
	held(branch, people, day="2025-08-14", chair=deputy)
	found = findings(branch, "R22")[branch.name, "2025"]
	assert (found.status, found.required, found.found) == ("Missed", "3", "2")


def test_committee_and_group_meetings_are_judged_by_their_own_clauses(branch, people):
	factory.post(people[2], "Organisation Commissioner", start="2025-01-01")
	first, second = factory.group(branch, leader=people[3].name), factory.group(branch, "第二党小组")
	factory.post(people[4], "Group Leader", party_group=second.name, start="2025-01-01", end="2025-06-30")
	held(branch, people[:3], "Committee Meeting", convened_by="Law Firm")
	held(branch, people[3:], "Group Meeting", party_group=first.name, chair=people[3].name)
	held(branch, people[3:], "Group Meeting", party_group=second.name, chair=people[4].name)
	assert status(branch, "R23", "2025") == "Missed"
	assert [status(branch, "R24", "2025", group.name) for group in (first, second)] == ["Met", "Met"]
	held(branch, people[3:], "Group Meeting", "2025-03-14", party_group=second.name, chair=people[3].name)
	assert status(branch, "R24", "2025", second.name) == "Missed"
	assert status(branch, "R24", "2025", first.name) == "Met"


# What a record proves


def test_a_conference_of_the_firm_is_no_party_activity(branch, people):
	guests = [{"guest_name": "何主任", "guest_kind": "Non-Party Partner"}]
	held(branch, people[:2], "Partners Conference", guests=guests)
	assert (status(branch, "R17", "2025"), status(branch, "R16", "2025")) == ("Missed", "Met")
	held(branch, people, "Theme Day", "2025-03-14", guests=guests)
	assert status(branch, "R17", "2025") == "Met"


@pytest.mark.parametrize("values", [{"kind": "Party Lecture"}, {"kind": "Theme Day", "also_lecture": 1}])
def test_a_lecture_that_nobody_gave_is_no_lecture(branch, people, values):
	meeting = held(branch, people, **values)
	found = findings(branch, "R25")[meeting.name, "2025"]
	assert (found.status, "讲课人" in found.message) == ("Missed", True)
	assert status(branch, "R30", "2025-Q1") == "Missed"
	meeting.cancel()
	good = held(branch, people, lecturer="张书记", **values)
	assert status(branch, "R25", "2025", good.name) == status(branch, "R30", "2025-Q1") == "Met"


def test_a_theme_day_that_is_also_an_assembly_needs_what_both_need(branch, people):
	meeting = held(branch, people, "Theme Day", also_assembly=1, speeches="", outcome="")
	found = findings(branch, "R25")[meeting.name, "2025"]
	assert found.status == "Missed" and "发言摘录" in found.message and "议决结果" in found.message


def test_a_theme_day_shows_what_it_was_about_if_it_is_none_of_the_five(branch, people):
	meeting = held(branch, people, "Theme Day", topic="登山健身", has_study=0)
	found = findings(branch, "R29")[meeting.name, "2025"]
	assert (found.status, "登山健身" in found.message) == ("Missed", True)


def test_a_plan_of_one_line_lacks_eleven_months(branch, people):
	factory.plan(branch, responsible=people[0], quarters=(1, 2, 3))
	found = findings(branch, "R28")[branch.name, "2025"]
	assert (found.status, found.required, found.found) == ("Missed", "16", "4")
	assert "2月、3月" in found.message and "第4季度没有安排党课" in found.message
