"""Notices that go down: who gets one, who reads and acknowledges it, who is reminded, and who sees nothing of it."""

from datetime import date

import pytest

import frappe

from party_affairs import jobs
from party_affairs.api.duties import notices as api
from party_affairs.api.duties import own_notices as own
from party_affairs.compliance import notices
from party_affairs.facts.duties.notices import DELIVERY, NOTICE
from party_affairs.permissions.scope import access_of
from tests.site import factory

DAY = "2026-03-02"


class House:
	"""A committee with its officer, and two branches with a secretary and a member each."""

	def __init__(self):
		self.committee = factory.committee()
		self.near = factory.branch("近处党支部", parent=self.committee, short_name="近处支部")
		self.far = factory.branch("远处党支部", parent=self.committee)
		self.officer = factory.holder(self.near, "Secretary", self.committee)
		self.secretary = factory.holder(self.near, "Secretary", member_name="近书记")
		self.neighbour = factory.holder(self.far, "Secretary", member_name="远书记")
		self.member = factory.holder(self.near, member_name="近党员")

	def notice(self, *branches, **values):
		return frappe.get_doc(
			{
				"doctype": NOTICE,
				"title": "关于开展主题教育的通知",
				"branch": self.committee.name,
				"deadline": "2026-03-20",
				"text": "请各支部认真组织。\n并及时报送。",
				"addressees": [{"branch": branch.name} for branch in branches],
				**values,
			}
		).insert()


@pytest.fixture
def house(freeze):
	freeze(DAY)
	return House()


@pytest.fixture
def told(monkeypatch):
	"""What people were told: subject by user."""
	found = []
	monkeypatch.setattr(
		notices,
		"notify",
		lambda users, subject, *_args: (found.extend((u, subject) for u in users), len(users))[1],
	)
	monkeypatch.setattr(jobs, "enqueue", lambda method, *_identity, **given: notices.tell(**given))
	return found


def delivery(notice, branch):
	return frappe.get_doc(DELIVERY, {"notice": notice.name, "branch": branch.name})


def test_each_organisation_below_gets_its_own_copy_and_its_secretary_is_told_once(house, told, set_user):
	with set_user(house.officer):
		notice = house.notice()
		assert api.send(notice.name) == 2
	assert sorted(told) == sorted(
		[
			(house.secretary, "新的上级通知：关于开展主题教育的通知"),
			(house.neighbour, "新的上级通知：关于开展主题教育的通知"),
		]
	)
	copy = delivery(notice, house.near)
	assert (copy.status, copy.title, copy.deadline) == ("Not Read", notice.title, date(2026, 3, 20))
	notices.tell(notice.name)
	assert len(told) == 2


def test_only_chosen_organisations_get_it(house, told):
	notice = house.notice(house.far)
	api.send(notice.name)
	assert frappe.get_all(DELIVERY, {"notice": notice.name}, pluck="branch") == [house.far.name]


@pytest.mark.parametrize(
	("values", "word"),
	[
		({"deadline": "2026-03-01"}, "已过"),
		({"text": ""}, "正文"),
	],
)
def test_a_notice_lacking_something_is_not_sent(house, told, values, word):
	notice = house.notice()
	frappe.db.set_value(NOTICE, notice.name, values)
	with pytest.raises(frappe.ValidationError, match=word):
		api.send(notice.name)
	assert not frappe.db.exists(DELIVERY, {"notice": notice.name}) and told == []


def test_notices_go_down_alone(house):
	with pytest.raises(frappe.ValidationError, match="不在"):
		house.notice(factory.branch(parent=factory.committee()))
	with pytest.raises(frappe.ValidationError, match="重复"):
		house.notice(house.near, house.near)


def test_what_was_sent_stays_as_it_is(house, told):
	notice = house.notice()
	api.send(notice.name)
	notice.reload()
	for change in ({"text": "别的"}, {"addressees": [{"branch": house.near.name}]}):
		notice.reload()
		notice.update(change)
		with pytest.raises(frappe.ValidationError, match="发出后"):
			notice.save()
	with pytest.raises(frappe.ValidationError, match="撤回"):
		frappe.delete_doc(NOTICE, notice.name)
	notice.reload()
	notice.deadline = "2026-04-30"
	notice.save()
	assert delivery(notice, house.near).deadline == date(2026, 4, 30)
	notice.deadline = "2026-03-01"
	with pytest.raises(frappe.ValidationError, match="已过"):
		notice.save()
	with pytest.raises(frappe.ValidationError, match="已过"):
		house.notice(deadline="2026-03-01")


def test_the_secretary_reads_and_acknowledges_for_his_branch(house, told, set_user):
	notice = house.notice()
	api.send(notice.name)
	copy = delivery(notice, house.near)
	with set_user(house.secretary):
		api.open_delivery(copy.name)
		api.acknowledge(copy.name, "3月5日党员大会传达")
		with pytest.raises(frappe.ValidationError, match="已由"):
			api.acknowledge(copy.name)
	copy.reload()
	assert (copy.status, copy.remark, copy.acknowledged_by) == (
		"Acknowledged",
		"3月5日党员大会传达",
		house.secretary,
	)
	rows = {row["branch"]: row for row in api.standing(notice.name)}
	assert rows[house.near.name]["missing"] == 0 and rows[house.near.name]["branch_name"] == "近处支部"
	assert rows[house.far.name]["names"] == ["远书记"]


def test_those_above_look_on_without_a_trace_and_acknowledge_for_nobody(house, told, set_user):
	notice = house.notice()
	api.send(notice.name)
	copy = delivery(notice, house.near)
	with set_user(house.officer):
		api.open_delivery(copy.name)
		with pytest.raises(frappe.PermissionError):
			api.acknowledge(copy.name)
	copy.reload()
	assert copy.status == "Not Read"


def test_a_branch_sees_its_own_copy_alone_and_nothing_of_the_notice(house, told, set_user):
	notice = house.notice()
	api.send(notice.name)
	with set_user(house.secretary):
		assert frappe.get_list(DELIVERY, pluck="branch") == [house.near.name]
		for call in (
			lambda: api.open_delivery(delivery(notice, house.far).name),
			lambda: api.acknowledge(delivery(notice, house.far).name),
			lambda: api.standing(notice.name),
			lambda: api.remind(notice.name),
			lambda: frappe.get_doc(NOTICE, notice.name).check_permission("read"),
		):
			with pytest.raises(frappe.PermissionError):
				call()
	with set_user(house.member), pytest.raises(frappe.PermissionError):
		api.open_delivery(delivery(notice, house.near).name)


def test_nobody_changes_a_copy_by_hand(house, told):
	notice = house.notice()
	api.send(notice.name)
	copy = delivery(notice, house.near)
	copy.remark = "改"
	with pytest.raises(frappe.ValidationError):
		copy.save()


def test_who_is_missing_is_reminded_before_and_after_the_last_day_once(house, told, set_user, freeze):
	notice = house.notice()
	api.send(notice.name)
	with set_user(house.neighbour):
		api.acknowledge(delivery(notice, house.far).name)
	told.clear()
	for day, number in (
		("2026-03-16", 0),
		("2026-03-17", 1),
		("2026-03-18", 1),
		("2026-03-21", 2),
		("2026-03-22", 2),
	):
		freeze(day)
		notices.daily()
		assert told == [(house.secretary, "请签阅上级通知：关于开展主题教育的通知")] * number, day
	api.take_back(notice.name)
	freeze("2026-03-23")
	frappe.db.set_value(DELIVERY, {"notice": notice.name}, "reminded_on", None)
	notices.daily()
	assert len(told) == 2


def test_the_committee_reminds_by_hand_once_a_day(house, told):
	notice = house.notice(house.near)
	api.send(notice.name)
	told.clear()
	assert api.remind(notice.name).startswith("已提醒1人")
	again = api.remind(notice.name)
	assert again.startswith("已提醒0人") and "1个党组织今天已提醒过" in again
	assert told == [(house.secretary, "请签阅上级通知：关于开展主题教育的通知")]


def test_a_notice_for_all_is_acknowledged_by_each(house, told, set_user):
	notice = house.notice(house.near, addressed_to="All Members")
	api.send(notice.name)
	assert {user for user, _subject in told} == {house.officer, house.secretary, house.member}
	with set_user(house.secretary):
		api.acknowledge(delivery(notice, house.near).name)
	(row,) = api.standing(notice.name)
	assert (row["asked"], row["missing"]) == (3, 2) and "近党员" in row["names"]


def test_papers_come_with_the_notice_to_its_readers_alone(house, told, set_user):
	file = frappe.get_doc(doctype="File", file_name="方案.txt", content="方案全文", is_private=1).insert()
	notice = house.notice(house.near, papers=[{"title": "方案", "file": file.file_url}])
	api.send(notice.name)
	copy = delivery(notice, house.near)
	with set_user(house.secretary):
		(paper,) = api.open_delivery(copy.name)["papers"]
		assert paper.title == "方案"
		api.paper(copy.name, paper.name)
		assert frappe.local.response.filecontent == "方案全文".encode()
	for user in (house.neighbour, house.member):
		with set_user(user), pytest.raises((frappe.PermissionError, frappe.DoesNotExistError)):
			api.paper(copy.name, paper.name)


# --- on the member's page ---------------------------------------------------------------------------------------------


def test_a_member_reads_and_acknowledges_what_is_for_all(house, told, set_user):
	for_all = house.notice(house.near, addressed_to="All Members", title="给全体党员")
	for notice in (
		for_all,
		house.notice(house.near, title="给书记"),
		house.notice(house.far, addressed_to="All Members"),
	):
		api.send(notice.name)
	copy = delivery(for_all, house.near)
	with set_user(house.member):
		(row,) = own.my_notices()
		assert (row.title, row.waits, row.is_late) == ("给全体党员", True, False)
		own.acknowledge_notice(copy.name)
		own.acknowledge_notice(copy.name)
		(row,) = own.my_notices()
		assert not row.waits and row.own_acknowledged_on
	copy.reload()
	assert [(reader.reader_name, bool(reader.acknowledged_on)) for reader in copy.readers] == [
		("近党员", True)
	]
	assert copy.status == "Not Read", "a member does not speak for the branch"


def test_nobody_reads_what_is_not_for_him(house, told, set_user):
	for_secretaries, for_others = (
		house.notice(house.near),
		house.notice(house.far, addressed_to="All Members"),
	)
	for notice in (for_secretaries, for_others):
		api.send(notice.name)
	with set_user(house.member):
		assert own.my_notices() == []
		for copy in (delivery(for_secretaries, house.near), delivery(for_others, house.far)):
			for call in (own.read_notice, own.acknowledge_notice):
				with pytest.raises(frappe.DoesNotExistError):
					call(copy.name)


def test_the_secretary_acknowledges_on_the_telephone_for_his_branch(house, told, set_user):
	notice = house.notice(house.near)
	api.send(notice.name)
	with set_user(house.secretary):
		(row,) = own.my_notices()
		own.acknowledge_notice(row.name)
		assert own.waiting(access_of(house.secretary).member) == []
	assert delivery(notice, house.near).status == "Acknowledged"
