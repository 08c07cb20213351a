"""The calendar feed: whose entries it has, who reads it, what is kept of its address, and what another library reads in it."""

import re
from datetime import date, datetime

import pytest
import vobject

import frappe
from frappe.utils import set_request

from party_affairs.api.duties import calendar as api
from party_affairs.api.meetings import notices
from party_affairs.compliance import summary as summaries
from party_affairs.ledgers.ical import to_ical
from party_affairs.rules.duties.feed import Entry, retell, whole_day
from party_affairs.rules.periods import calendar_year
from tests.site import factory
from tests.support.requests import ask

FEED = "Calendar Feed"
DAY, NEXT_DAY = "2026-11-20", "2026-11-21"


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def build_house():
	"""A branch with secretary and member, of whom one owes dues and the other a report; and a branch beside it."""
	committee = factory.committee("日历测试党委", short_name="日历党委")
	house = frappe._dict(committee=committee)
	for key in ("own", "other"):
		house[key] = factory.branch(f"日历测试{key}支部", parent=committee, records_from="2026-01-01")
		house[f"{key}_people"] = [factory.member(house[key], f"{key}党员{number}") for number in range(2)]
		for person in house[f"{key}_people"]:
			due(person, house[key])
		summaries.keep([house[key].name], calendar_year(2026))
	house.secretary = factory.login(house.own_people[0])
	factory.post(house.own_people[0], "Secretary")
	house.plain = factory.login(house.own_people[1])
	house.officer = factory.holder(house.other, "Secretary", committee)
	return house


def due(person, branch, **values):
	return factory.finding(
		person, "R49", branch, "Due", month="2026-11", due_date="2026-11-30", message="欠交", **values
	)


@pytest.fixture
def address_of(set_user):
	def made(user):
		with set_user(user):
			return api.create_feed()["address"]

	return made


def read(address):
	"""What a calendar gets that knows the address, and no more."""
	path, _mark, token = address.partition("?token=")
	return ask("Guest", "/api/method/" + path.rsplit("/", 1)[1], token=token)


def answered(address, method="GET", **request):
	"""The response itself, with its headers."""
	set_request(method=method, path="/", **request)
	asked = {"token": address.split("token=")[1]}
	frappe.local.form_dict = frappe._dict(asked)
	return api.feed(**asked)


def entries(address):
	"""The entries by title: a feed is ordered by uid, and that is drawn anew for each house."""
	answer = read(address)
	assert answer.status == 200 and answer.mimetype == "text/calendar"
	events = vobject.readOne(answer.content.decode()).contents.get("vevent", ())
	return sorted(events, key=lambda event: event.summary.value)


def titles(address):
	return [event.summary.value for event in entries(address)]


def test_it_is_read_and_never_written(house, freeze, address_of):
	freeze(DAY)
	address = address_of(house.plain)
	path, _mark, token = address.partition("?token=")
	path = "/api/method/" + path.rsplit("/", 1)[1]
	assert ask("Guest", path, "HEAD", token=token).status == 200
	assert ask("Guest", path, "POST", token=token).status == 405
	assert answered(address, "POST").headers["Allow"] == "GET, HEAD"


# Whose entries it has


def test_a_secretary_reads_how_many_are_behind_and_his_own_and_no_name(house, freeze, address_of):
	freeze(DAY)
	address = address_of(house.secretary)
	assert titles(address) == ["党费：差2人", "本人：党费（2026年11月）"]
	text = read(address).content.decode().replace("\r\n ", "")
	assert "own党员1" not in text and house.other.name not in text
	assert "欠交" not in text


def test_a_member_reads_his_own_alone(house, freeze, address_of):
	freeze(DAY)
	assert titles(address_of(house.plain)) == ["本人：党费（2026年11月）"]


def test_an_officer_reads_what_his_committee_itself_has_to_do(house, freeze, address_of):
	freeze(DAY)
	assert not [title for title in titles(address_of(house.officer)) if "差" in title]


def test_rights_are_those_of_the_moment_in_which_it_is_read(house, freeze, address_of):
	freeze(DAY)
	address = address_of(house.secretary)
	assert len(entries(address)) == 2
	frappe.set_user("Administrator")
	post = frappe.get_doc("Party Post", {"member": house.own_people[0].name})
	post.removed_on = DAY
	post.save()
	freeze(NEXT_DAY)
	by_title = {event.summary.value: event.status.value for event in entries(address)}
	assert by_title == {"本人：党费（2026年11月）": "CONFIRMED", "党费：差2人": "CANCELLED"}


# Who reads it


def test_of_the_address_nothing_is_kept_but_a_digest(house, freeze, address_of):
	freeze(DAY)
	address = address_of(house.plain)
	token = address.split("token=")[1]
	assert len(token) >= 43
	kept = frappe.get_all(FEED, {"user": house.plain}, ["*"])
	assert len(kept) == 1 and token not in str(kept)


def test_a_new_address_closes_the_one_before_and_it_can_be_revoked(house, freeze, set_user, address_of):
	freeze(DAY)
	first, second = address_of(house.plain), address_of(house.plain)
	assert read(first).status == 410 and read(second).status == 200
	set_user(house.plain)
	assert api.my_feed()["open"] and api.my_feed()["last_read"]
	assert api.revoke_feed()["revoked"] == 1
	assert not api.my_feed()["open"]
	frappe.set_user("Administrator")
	answer = read(second)
	assert answer.status == 410 and answer.content == b""
	assert frappe.get_all(FEED, {"user": house.plain, "told": ["is", "set"]}) == []


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "' or 1=1 --"])
def test_an_unknown_address_does_not_exist(house, token):
	assert read(f"/party_affairs.api.duties.calendar.feed?token={token}").status == 404


def test_an_address_of_a_login_that_is_not_in_use_gives_nothing(house, freeze, address_of):
	freeze(DAY)
	address = address_of(house.plain)
	frappe.db.set_value("User", house.plain, "enabled", 0)
	assert read(address).status == 410


def test_guests_and_strangers_get_no_address(house, set_user):
	stranger = factory.login(factory.member(house.own))
	member = frappe.get_doc("Party Member", {"user": stranger})
	member.user = None
	member.save()
	for user in ("Guest", stranger):
		with set_user(user):
			for act in (api.create_feed, api.revoke_feed, api.my_feed):
				with pytest.raises(frappe.PermissionError):
					act()


def test_a_member_finds_it_on_his_page_of_reminders(house, freeze, address_of):
	freeze(DAY)
	page = ask(house.plain, "/party/reminders")
	assert page.status == 200 and "您还没有订阅地址" in page.text
	address = address_of(house.plain)
	page = ask(house.plain, "/party/reminders").text
	assert "停用地址" in page and address.split("token=")[1] not in page


def test_nobody_makes_or_closes_an_address_by_following_a_link(house):
	for method in ("create_feed", "revoke_feed"):
		path = f"/api/method/party_affairs.api.duties.calendar.{method}"
		assert ask(house.plain, path).status == 403


# What it says


def test_the_same_facts_are_the_same_bytes_and_a_calendar_that_has_them_is_told_so(house, freeze, address_of):
	freeze(DAY)
	address = address_of(house.secretary)
	first = read(address).content
	freeze(NEXT_DAY)
	assert read(address).content == first
	etag = answered(address).headers["ETag"]
	again = answered(address, headers={"If-None-Match": etag})
	assert again.status_code == 304 and again.headers["Cache-Control"] == "private, no-cache"
	assert again.headers["X-Robots-Tag"].startswith("noindex")


def test_a_duty_is_a_whole_day_that_keeps_nobody_from_an_appointment(house, freeze, address_of):
	freeze(DAY)
	duty = entries(address_of(house.secretary))[0]
	assert (duty.dtstart.value, duty.dtend.value) == (date(2026, 11, 30), date(2026, 12, 1))
	assert duty.transp.value == "TRANSPARENT" and duty.sequence.value == "0"
	assert re.fullmatch(r"R49\.2026-11\.[0-9a-f]{16}@.+", duty.uid.value)
	assert "valarm" not in duty.contents and duty.url.value.endswith("/app/this-month")


def test_what_is_done_by_one_is_another_wording_of_the_same_entry(house, freeze, address_of):
	freeze(DAY)
	address = address_of(house.secretary)
	before = entries(address)[0]
	finding = frappe.get_doc("Compliance Finding", {"subject": house.own_people[1].name})
	finding.db_set("status", "Met")
	summaries.keep([house.own.name], calendar_year(2026))
	after = entries(address)[0]
	assert after.summary.value == "党费：差1人" and after.uid.value == before.uid.value
	assert after.sequence.value == "0"


def test_a_meeting_is_told_with_its_time_and_place_moved_and_called_off(house, freeze, set_user, address_of):
	freeze(DAY)
	notice = invited(house, set_user)
	address = address_of(house.plain)
	(meeting,) = (event for event in entries(address) if event.uid.value.startswith("meeting."))
	assert meeting.dtstart.value.strftime("%Y-%m-%d %H:%M %z") == "2026-12-03 14:00 +0800"
	assert meeting.location.value == "三楼；, 会议室" and meeting.transp.value == "OPAQUE"
	with set_user(house.secretary):
		notices.call_off(notice, reason="改期")
	(meeting,) = (event for event in entries(address) if event.uid.value.startswith("meeting."))
	assert (meeting.status.value, meeting.sequence.value) == ("CANCELLED", "1")


def test_one_meeting_is_a_file_for_those_who_are_invited(house, freeze, set_user):
	freeze(DAY)
	notice = invited(house, set_user)
	path = "/api/method/party_affairs.api.duties.calendar.meeting"
	for user, status in ((house.plain, 200), (house.secretary, 200), (house.officer, 403), ("Guest", 403)):
		assert ask(user, path, name=notice).status == status
	assert ask(house.plain, path, name="PMN-0").status == 403
	event = vobject.readOne(ask(house.plain, path, name=notice).content.decode()).vevent
	assert event.summary.value == "支部党员大会：学习文件"


def invited(house, set_user):
	with set_user(house.secretary):
		notice = frappe.get_doc(
			{
				**{"doctype": "Meeting Notice", "branch": house.own.name, "kind": "Member Assembly"},
				**{"topic": "学习文件", "location": "三楼；, 会议室", "chair": house.own_people[0].name},
				**{"starts_on": "2026-12-03 14:00:00", "ends_on": "2026-12-03 16:00:00"},
				"answer_until": "2026-12-02",
				"invitees": [{"member": person.name} for person in house.own_people],
				"agenda_items": [{"item": "学习", "presenter": house.own_people[0].name}],
			}
		).insert()
		notices.issue(notice.name)
	return notice.name


def test_lines_are_short_and_cut_between_characters_and_read_back_as_they_were():
	title = "党员大会：差１次，𬱖𫘝；" * 20
	text = "一，二; 三, \\n 四\n五"
	now = datetime(2026, 11, 30, 9)
	told = retell(
		{},
		[
			whole_day("a@site", title, date(2026, 12, 31), description=text),
			Entry("b@site", "会", datetime(2026, 12, 3, 14), datetime(2026, 12, 3, 16)),
		],
		now,
	)
	content = to_ical("日历", told.values())
	lines = content.split(b"\r\n")
	assert all(len(line) <= 75 and line.decode() is not None for line in lines)
	assert b"\n" not in content.replace(b"\r\n", b"")
	calendar = vobject.readOne(content.decode())
	first, second = calendar.vevent_list
	assert (first.summary.value, first.description.value) == (title, text)
	assert second.dtstart.value.utcoffset().total_seconds() == 8 * 60 * 60
	assert b"RDATE" not in content and b"RRULE" not in content and b"VALARM" not in content
