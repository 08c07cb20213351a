"""Notices of meetings: who is invited, told and may answer; what the minutes take from them; and who may not see what."""

import pytest

import frappe
from frappe.utils import set_request
from frappe.website.serve import get_response

from party_affairs.api.meetings import notices, own, roll_call
from party_affairs.exceptions import MeetingError
from party_affairs.party_affairs.doctype.meeting_notice import steps
from party_affairs.printing import documents
from tests.site import factory

BEFORE, DAY, AFTER = "2026-03-10 09:00:00", "2026-03-18 13:30:00", "2026-03-18 15:00:00"
STARTS = "2026-03-18 14:00:00"


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def build_house():
	committee = factory.committee("通知测试党委")
	house = frappe._dict(committee=committee)
	house.branch = factory.branch("通知测试支部", parent=committee, records_from="2025-01-01")
	house.other_branch = factory.branch("通知测试别支部", parent=committee)
	house.people = [factory.member(house.branch, name) for name in ("丁一", "王二", "赵三", "孙四")]
	house.users = [factory.login(person) for person in house.people]
	for person, post in zip(
		house.people, ("Secretary", "Organisation Commissioner", "Publicity Commissioner"), strict=False
	):
		factory.post(person, post)
	house.secretary, house.organiser, house.publicity, house.plain = house.users
	house.neighbour = factory.holder(house.other_branch, "Secretary")
	house.officer = factory.holder(house.other_branch, "Secretary", committee)
	return house


def made(house, **values):
	frappe.set_user(house.secretary)
	return frappe.get_doc(
		{
			"doctype": "Meeting Notice",
			"branch": house.branch.name,
			"kind": "Member Assembly",
			"topic": "学习文件",
			"starts_on": STARTS,
			"ends_on": "2026-03-18 16:00:00",
			"location": "三楼会议室",
			"answer_until": "2026-03-17",
			"chair": house.people[0].name,
			"invitees": [{"member": person.name} for person in house.people],
			"agenda_items": [
				{"item": "通报工作", "presenter": house.people[0].name},
				{"item": "讨论计划"},
			],
			"preparations": [{"member": house.people[3].name, "brings": "学习笔记"}],
			**values,
		}
	).insert()


@pytest.fixture
def issued(house, freeze):
	freeze(BEFORE)
	document = made(house)
	notices.issue(document.name)
	document.reload()
	return document


def bell_of(user):
	return frappe.get_all(
		"Notification Log", filters={"for_user": user}, pluck="subject", order_by="creation desc"
	)


def attached_photo(meeting):
	url = factory.image("现场.png")
	file = frappe.db.get_value("File", {"file_url": url})
	frappe.get_doc("File", file).db_set({"attached_to_doctype": "Party Meeting", "attached_to_name": meeting})
	return url


def rows_of(notice):
	return {row["member_name"]: row for row in notices.answers(notice.name)["rows"]}


def test_those_whom_the_kind_concerns_are_proposed(house, freeze):
	freeze(BEFORE)
	frappe.set_user(house.secretary)
	asked = {"branch": house.branch.name, "day": "2026-03-18"}
	everybody = notices.whom_it_concerns(kind="Member Assembly", **asked)
	assert {row["member_name"] for row in everybody} == {"丁一", "王二", "赵三", "孙四"}
	committee = notices.whom_it_concerns(kind="Committee Meeting", **asked)
	assert {row["member_name"] for row in committee} == {"丁一", "王二", "赵三"}
	assert notices.whom_it_concerns(kind="Democratic Talk", **asked) == []


def test_whoever_is_invited_is_told_once_and_reads_the_notice(house, issued):
	assert len(bell_of(house.plain)) == 1
	assert "学习文件" in bell_of(house.plain)[0]
	frappe.set_user(house.plain)
	found = notices.my_notice(issued.name)
	assert [item["item"] for item in found["agenda"]] == ["通报工作", "讨论计划"]
	assert found["preparations"][0]["own"]
	frappe.set_user(house.secretary)
	issued.append("agenda_items", {"item": "其他"})
	issued.save()
	assert len(bell_of(house.plain)) == 1


def test_many_are_told_in_the_background_once_each(house, freeze, monkeypatch):
	freeze(BEFORE)
	queued = []
	monkeypatch.setattr(steps, "_TOLD_AT_ONCE", 3)
	monkeypatch.setattr(steps, "enqueue", lambda method, *_identity, **given: queued.append(given["notice"]))
	document = made(house)
	notices.issue(document.name)
	assert queued == [document.name]
	assert bell_of(house.plain) == []
	for _time in range(2):
		steps.tell_in_background(document.name)
		assert [len(bell_of(user)) for user in house.users] == [1, 1, 1, 1]
	frappe.set_user(house.plain)
	notices.answer(document.name, "Coming")


def test_nothing_is_told_before_the_notice_is_issued(house, freeze):
	freeze(BEFORE)
	document = made(house)
	assert bell_of(house.plain) == []
	frappe.set_user(house.plain)
	assert notices.my_notices() == []
	with pytest.raises(frappe.PermissionError):
		notices.my_notice(document.name)


@pytest.mark.parametrize(
	("values", "word"),
	[
		({"location": None}, "地点"),
		({"invitees": []}, "参会党员"),
		({"starts_on": "2026-03-10 08:00:00", "ends_on": None, "answer_until": None}, "已过"),
		({"answer_until": "2026-03-09"}, "已过"),
	],
)
def test_a_notice_that_lacks_something_is_not_issued(house, freeze, values, word):
	freeze(BEFORE)
	document = made(house, **values)
	with pytest.raises(MeetingError, match=word):
		notices.issue(document.name)
	document.reload()
	assert document.status == "Being Prepared"


def test_what_was_told_is_changed_by_a_step_that_tells_again(house, issued):
	frappe.set_user(house.secretary)
	issued.location = "五楼会议室"
	with pytest.raises(MeetingError, match="修改通知"):
		issued.save()
	notices.change(issued.name, reason="会议室维修", location="五楼会议室")
	issued.reload()
	assert issued.location == "五楼会议室"
	assert len(bell_of(house.plain)) == 2
	with pytest.raises(MeetingError, match="没有变化"):
		notices.change(issued.name, reason="会议室维修", location="五楼会议室")
	notices.call_off(issued.name, reason="与上级会议冲突")
	assert len(bell_of(house.plain)) == 3
	frappe.set_user(house.plain)
	assert notices.my_notice(issued.name)["called_off_reason"] == "与上级会议冲突"
	with pytest.raises(MeetingError):
		notices.answer(issued.name, "Coming")


def test_status_cannot_be_written_by_a_form(house, freeze):
	freeze(BEFORE)
	document = made(house, status="Issued", issued_on=BEFORE, meeting=None)
	assert document.status == "Being Prepared"
	assert document.issued_on is None


def test_leave_is_asked_for_granted_and_read_by_few(house, issued, freeze):
	frappe.set_user(house.plain)
	with pytest.raises(MeetingError):
		notices.answer(issued.name, "Leave")
	notices.answer(issued.name, "Leave", "Sick Leave", "复查身体")
	frappe.set_user("Administrator")
	assert [said for said in bell_of(house.secretary) if said.startswith("孙四请假：")]
	assert not [said for said in bell_of(house.organiser) if "请假" in said]
	frappe.set_user(house.secretary)
	assert rows_of(issued)["孙四"]["reason"] == "复查身体"
	notices.decide_leave(issued.name, house.people[3].name, 1)
	frappe.set_user(house.plain)
	assert notices.my_notice(issued.name)["decision"] == "Granted"
	for user in (house.organiser, house.publicity):
		frappe.set_user(user)
		assert rows_of(issued)["孙四"]["answer"] == "Leave"
		assert "reason" not in rows_of(issued)["孙四"]
		assert frappe.get_list("Meeting Answer", filters={"member": house.people[3].name}) == []
		with pytest.raises(frappe.PermissionError):
			notices.decide_leave(issued.name, house.people[3].name, 1)
	for user in (house.neighbour, house.officer):
		frappe.set_user(user)
		assert frappe.get_list("Meeting Notice") == []
		with pytest.raises(frappe.PermissionError):
			notices.answers(issued.name)
		with pytest.raises(frappe.PermissionError):
			notices.my_notice(issued.name)
		with pytest.raises(frappe.PermissionError):
			notices.answer(issued.name, "Coming")


def test_whoever_has_no_login_is_told_by_nobody(house, issued):
	person = factory.member(house.branch, "无账号")
	frappe.set_user(house.secretary)
	issued.append("invitees", {"member": person.name})
	issued.save()
	found = rows_of(issued)
	assert [name for name, row in found.items() if not row["is_reached"]] == ["无账号"]


def test_a_new_answer_waits_for_a_new_decision(house, issued):
	member = house.people[3].name
	frappe.set_user(house.plain)
	notices.answer(issued.name, "Leave", "Official Business")
	frappe.set_user(house.secretary)
	notices.decide_leave(issued.name, member, 0)
	frappe.set_user(house.plain)
	notices.answer(issued.name, "Coming")
	assert frappe.db.get_value(
		"Meeting Answer", {"notice": issued.name, "member": member}, ["answer", "leave_kind", "decision"]
	) == ("Coming", None, None)


def test_after_the_last_day_only_the_branch_notes_answers(house, issued, freeze):
	freeze("2026-03-18 08:00:00")
	frappe.set_user(house.plain)
	with pytest.raises(MeetingError):
		notices.answer(issued.name, "Coming")
	frappe.set_user(house.secretary)
	notices.note_answer(issued.name, house.people[3].name, "Leave", "Official Business")
	assert rows_of(issued)["孙四"]["leave_kind"] == "Official Business"
	assert frappe.db.get_value("Meeting Answer", {"member": house.people[3].name}, "entered_by") == (
		house.secretary
	)


def test_too_much_leave_is_warned_of(house, issued):
	for user in house.users[1:]:
		frappe.set_user(user)
		notices.answer(issued.name, "Leave", "Official Business")
	frappe.set_user(house.secretary)
	assert "2" in notices.answers(issued.name)["warning"]


def test_whoever_is_taken_off_the_list_is_no_longer_invited(house, issued):
	frappe.set_user(house.secretary)
	issued.set("invitees", [row for row in issued.invitees if row.member != house.people[3].name])
	issued.save()
	frappe.set_user(house.plain)
	assert notices.my_notices() == []


def test_minutes_begin_with_all_that_the_notice_knows(house, issued, freeze):
	frappe.set_user(house.plain)
	notices.answer(issued.name, "Leave", "Sick Leave", "复查身体")
	frappe.set_user(house.secretary)
	freeze(BEFORE)
	with pytest.raises(MeetingError, match="2026-03-18"):
		notices.open_minutes(issued.name)
	freeze(DAY)
	meeting = frappe.get_doc("Party Meeting", notices.open_minutes(issued.name))
	assert notices.open_minutes(issued.name) == meeting.name
	assert (meeting.kind, meeting.topic, meeting.location) == ("Member Assembly", "学习文件", "三楼会议室")
	assert meeting.chair == house.people[0].name
	assert meeting.agenda == "1. 通报工作（丁一）\n2. 讨论计划"
	by_member = {row.member: (row.attendance, row.reason) for row in meeting.attendees}
	assert by_member[house.people[3].name] == ("Leave", "病假")
	assert by_member[house.people[0].name] == ("Present", None)
	assert "复查身体" not in frappe.as_json(meeting)
	frappe.set_user(house.plain)
	with pytest.raises(MeetingError):
		notices.answer(issued.name, "Coming")
	frappe.set_user(house.secretary)
	meeting.delete()
	issued.reload()
	assert issued.meeting is None


def test_whoever_registers_a_meeting_is_led_to_its_notice(house, issued, freeze):
	asked = {"branch": house.branch.name, "kind": "Member Assembly"}
	frappe.set_user(house.secretary)
	assert notices.without_minutes(**asked) is None
	freeze(DAY)
	assert notices.without_minutes(**asked)["name"] == issued.name
	assert notices.without_minutes(house.branch.name, "Theme Day") is None
	for user in (house.neighbour, house.officer, house.plain):
		frappe.set_user(user)
		assert notices.without_minutes(**asked) is None
	frappe.set_user(house.secretary)
	notices.open_minutes(issued.name)
	assert notices.without_minutes(**asked) is None


def test_a_notice_is_no_evidence(house, issued):
	touched = frappe.db.count("Compliance Touch")
	frappe.set_user(house.secretary)
	notices.change(issued.name, reason="换地点", location="一楼")
	assert frappe.db.count("Compliance Touch") == touched


def test_the_roll_is_called_by_who_is_absent(house, issued, freeze):
	freeze(AFTER)
	frappe.set_user(house.secretary)
	meeting = notices.open_minutes(issued.name)
	found = roll_call.roll(meeting)
	assert [row["member_name"] for row in found["rows"]] == ["丁一", "王二", "孙四", "赵三"]
	assert (found["entitled"], found["needed"]) == (4, 2)
	away = {"member": house.people[1].name, "attendance": "Leave", "reason": "开庭"}
	photo = attached_photo(meeting)
	assert roll_call.call_roll(meeting, [away], [photo]) == {"present": 3, "expected": 4}
	stored = frappe.get_doc("Party Meeting", meeting)
	assert {row.member_name: row.reason for row in stored.attendees if row.attendance == "Leave"} == {
		"王二": "开庭"
	}
	assert [row.photo for row in stored.photos] == [photo]
	assert roll_call.call_roll(meeting, [], [photo]) == {"present": 4, "expected": 4}
	assert len(frappe.get_doc("Party Meeting", meeting).photos) == 1


def test_a_roll_that_cannot_be_is_refused(house, issued, freeze):
	freeze(AFTER)
	frappe.set_user(house.secretary)
	meeting = notices.open_minutes(issued.name)
	member = house.people[1].name
	for absences, photos in (
		([{"member": "PM-NOBODY", "attendance": "Absent"}], []),
		([{"member": member, "attendance": "Present"}], []),
		([], ["/private/files/another.png"]),
	):
		with pytest.raises(MeetingError):
			roll_call.call_roll(meeting, absences, photos)
	with pytest.raises(frappe.ValidationError):
		roll_call.call_roll(meeting, "[1]")
	for user in (house.plain, house.neighbour):
		frappe.set_user(user)
		with pytest.raises(frappe.PermissionError):
			roll_call.roll(meeting)
		with pytest.raises(frappe.PermissionError):
			roll_call.call_roll(meeting, [])


def test_phrases_are_filled_with_what_the_record_knows(house, issued, freeze):
	freeze(AFTER)
	frappe.set_user(house.secretary)
	meeting = notices.open_minutes(issued.name)
	branch = house.branch.name
	found = roll_call.phrases("Member Assembly", branch, meeting)
	assert found["openings"][0].startswith("本支部应到党员4人，实到4人")
	assert "丁一主持" in found["openings"][0]
	with pytest.raises(frappe.ValidationError):
		roll_call.phrases("Nothing of the Kind", branch)
	own = {"doctype": "Meeting Phrase", "branch": branch, "kind": "Member Assembly", "part": "Openings"}
	frappe.get_doc({**own, "phrase": "{chair}宣布开会。", "replaces": 1}).insert()
	found = roll_call.phrases("Member Assembly", branch, meeting)
	assert found["openings"] == ["丁一宣布开会。"]
	assert len(found["agenda"]) > 2
	with pytest.raises(MeetingError, match="weather"):
		frappe.get_doc({**own, "phrase": "{weather}"}).insert()
	frappe.set_user(house.neighbour)
	with pytest.raises(frappe.PermissionError):
		roll_call.phrases("Member Assembly", branch, meeting)


def test_papers_are_opened_by_those_invited_alone(house, issued):
	frappe.set_user(house.secretary)
	file = frappe.get_doc(doctype="File", file_name="讨论稿.txt", is_private=1, content="讨论稿全文").insert()
	issued.append("papers", {"title": "讨论稿", "file": file.file_url})
	issued.save()
	row = issued.papers[0].name
	frappe.set_user(house.plain)
	assert notices.my_notice(issued.name)["papers"] == [{"row": row, "title": "讨论稿"}]
	notices.paper(issued.name, row)
	assert frappe.local.response.filecontent in ("讨论稿全文", "讨论稿全文".encode())
	with pytest.raises(frappe.DoesNotExistError):
		notices.paper(issued.name, "nothing")
	frappe.set_user(house.neighbour)
	with pytest.raises(frappe.PermissionError):
		notices.paper(issued.name, row)


def test_papers_are_private_files_of_the_caller(house, issued):
	frappe.set_user(house.secretary)
	issued.append("papers", {"title": "讨论稿", "file": "/files/open.txt"})
	with pytest.raises(MeetingError):
		issued.save()


def page(user, **query):
	frappe.set_user(user)
	set_request(method="GET", path="/party/meetings", query_string=query)
	frappe.local.form_dict = frappe._dict(query)
	response = get_response()
	return response.status_code, response.get_data(as_text=True)


def test_the_page_shows_what_one_is_invited_to_and_nothing_else(house, issued):
	status, text = page(house.plain)
	assert status == 200
	assert "学习文件" in text
	status, text = page(house.plain, name=issued.name)
	assert "通报工作" in text
	assert "学习笔记" in text
	for query in ({}, {"name": issued.name}):
		_status, text = page(house.neighbour, **query)
		assert "学习文件" not in text


def test_a_meeting_stands_once_among_the_next_ones(house, issued, freeze):
	freeze("2026-03-18 09:00:00")
	frappe.set_user(house.secretary)
	notices.open_minutes(issued.name)
	factory.meeting(house.branch, topic="没有通知的会议", starts_on="2026-03-20 14:00:00", submit=False)
	frappe.set_user(house.plain)
	found = own.next_meetings_of(house.people[3].name)
	assert [(row["topic"], row["notice"]) for row in found] == [
		("学习文件", issued.name),
		("没有通知的会议", None),
	]


@pytest.mark.parametrize("number", [4, 40, 90])
def test_the_sign_in_sheet_has_a_line_for_everybody_and_some_to_spare(house, issued, number):
	for place in range(number - 4):
		issued.append("invitees", {"member": "x", "member_name": f"党员{place:03d}"})
	issued.guests = []
	text = documents.party_document(issued, "sign_in")
	assert text.count("党员0") == number - 4
	assert "签到表" in text
	assert f'<td class="center">{number + 4}</td>' in text
	assert ("landscape" in text) is (number > 60)
	assert text.count('class="sheet') == (1 if number <= 40 else 2)


def test_the_notice_is_printed_with_all_that_those_invited_need(issued):
	text = documents.party_document(issued, "notice")
	for word in ("学习文件", "三楼会议室", "通报工作", "学习笔记", "2026年3月17日"):
		assert word in text
