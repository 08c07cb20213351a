"""On-site checks: who writes them, when the branch reads them, and how what was found is mended and confirmed."""

from datetime import date

import pytest

import frappe

from party_affairs.api.duties import on_site_checks as api
from party_affairs.compliance import on_site_checks
from party_affairs.ledgers import get as ledger
from party_affairs.printing.documents import party_document
from tests.site import factory

CHECK = "On Site Check"


class House:
	def __init__(self):
		self.committee = factory.committee()
		self.near = factory.branch("近处党支部", parent=self.committee)
		self.far = factory.branch("远处党支部", parent=self.committee)
		self.officer = factory.holder(self.near, "Secretary", self.committee)
		self.secretary = factory.holder(self.near, "Secretary")
		self.neighbour = factory.holder(self.far, "Secretary")

	def check(self, **values):
		return frappe.get_doc(
			{
				"doctype": CHECK,
				"committee": self.committee.name,
				"branch": self.near.name,
				"checked_on": "2026-03-02",
				"inspectors": "张组长、李委员",
				"items": [
					{"item": "党务公开栏", "result": "Good"},
					{
						"item": "会议记录",
						"rule": "R25",
						"result": "To Be Mended",
						"found": "缺少发言摘录",
						"mend_until": "2026-03-20",
					},
				],
				**values,
			}
		).insert()


@pytest.fixture
def house(freeze):
	freeze("2026-03-02")
	return House()


@pytest.fixture
def told(monkeypatch):
	found = []
	monkeypatch.setattr(
		on_site_checks,
		"notify",
		lambda users, subject, *_args: (found.extend((u, subject) for u in users), len(users))[1],
	)
	return found


def mending(check):
	check.reload()
	return check.items[1]


def test_a_check_is_issued_mended_and_confirmed(house, told, set_user):
	with set_user(house.officer):
		check = house.check()
		assert api.issue(check.name) == "To Be Mended"
	assert told == [(house.secretary, "实地检查待整改：1项")]
	assert check.reload() is None or check.mend_until == date(2026, 3, 20)
	with set_user(house.secretary):
		row = mending(check)
		assert api.may_report(check.name)
		assert api.report_mended(check.name, row.name, "已补齐发言摘录", "2026-03-02") == "To Be Confirmed"
	assert (house.officer, "实地检查整改已上报：近处党支部") in told
	with set_user(house.officer):
		assert api.return_item(check.name, row.name, "还缺两次", "2026-03-25") == "To Be Mended"
	with set_user(house.secretary):
		api.report_mended(check.name, row.name, "全部补齐", "2026-03-02")
	with set_user(house.officer):
		assert api.confirm(check.name, row.name, "属实") == "Closed"
	row = mending(check)
	assert (row.state, row.confirmed_on, row.mended) == ("Confirmed", date(2026, 3, 2), "全部补齐")
	assert check.closed_on == date(2026, 3, 2)


def test_the_branch_reads_it_once_it_is_issued_and_the_neighbour_never(house, told, set_user):
	check = house.check()
	for user in (house.secretary, house.neighbour):
		with set_user(user):
			assert frappe.get_list(CHECK, pluck="name") == []
			with pytest.raises(frappe.PermissionError):
				api.may_report(check.name)
	with set_user(house.officer):
		assert frappe.get_list(CHECK, pluck="name") == [check.name]
	api.issue(check.name)
	with set_user(house.secretary):
		assert frappe.get_list(CHECK, pluck="name") == [check.name]
		check.reload()
		with pytest.raises(frappe.PermissionError):
			check.save()
		with pytest.raises(frappe.PermissionError, match="可以查阅"):
			api.confirm(check.name, check.items[1].name)
	with set_user(house.neighbour):
		assert frappe.get_list(CHECK, pluck="name") == []
		with pytest.raises(frappe.PermissionError):
			api.report_mended(check.name, check.items[1].name, "好", "2026-03-02")


def test_those_above_report_nothing_in_the_branchs_stead(house, told, set_user):
	check = house.check()
	api.issue(check.name)
	with set_user(house.officer):
		assert not api.may_report(check.name)
		with pytest.raises(frappe.PermissionError, match="近处党支部"):
			api.report_mended(check.name, mending(check).name, "好", "2026-03-02")


@pytest.mark.parametrize(
	("values", "word"),
	[
		({"branch": "committee"}, "不在"),
		({"checked_on": "2026-03-03"}, "晚于|未来|今天"),
		(
			{
				"items": [
					{"item": "公开栏", "result": "To Be Mended", "found": "", "mend_until": "2026-03-20"}
				]
			},
			"第1行",
		),
		(
			{
				"items": [
					{"item": "公开栏", "result": "To Be Mended", "found": "旧", "mend_until": "2026-03-01"}
				]
			},
			"第1行",
		),
	],
)
def test_what_cannot_be_is_refused(house, values, word):
	if values.get("branch"):
		values = {"branch": house.committee.name}
	with pytest.raises(frappe.ValidationError, match=word):
		house.check(**values)


def test_what_was_found_stays_and_steps_are_not_forged(house, told):
	check = house.check()
	check.items[1].state, check.items[1].mended = "Confirmed", "假"
	check.status = "Closed"
	check.save()
	assert (check.status, check.items[1].state, check.items[1].mended) == ("Being Written", None, None)
	api.issue(check.name)
	check.reload()
	check.items[1].found = "别的"
	with pytest.raises(frappe.ValidationError, match="发出后"):
		check.save()
	with pytest.raises(frappe.ValidationError):
		frappe.delete_doc(CHECK, check.name)


def test_steps_out_of_order_are_refused(house, told):
	check = house.check()
	with pytest.raises(frappe.ValidationError, match="此步骤"):
		api.confirm(check.name, check.items[1].name)
	api.issue(check.name)
	with pytest.raises(frappe.ValidationError, match="会议记录"):
		api.confirm(check.name, check.items[1].name)
	with pytest.raises(frappe.ValidationError):
		api.report_mended(check.name, check.items[1].name, "好", "2026-02-01")


def test_a_check_that_found_nothing_is_closed_at_once(house, told):
	check = house.check(items=[{"item": "公开栏", "result": "Good"}])
	assert api.issue(check.name) == "Closed" and told == []


def test_what_is_not_mended_is_reminded_of_once_before_and_once_after(house, told, freeze):
	api.issue(house.check().name)
	told.clear()
	for day, number in (
		("2026-03-16", 0),
		("2026-03-17", 1),
		("2026-03-19", 1),
		("2026-03-22", 2),
		("2026-03-23", 2),
	):
		freeze(day)
		on_site_checks.remind()
		assert [user for user, _subject in told] == [house.secretary] * number, day


def test_the_ledger_shows_what_is_overdue_to_those_concerned(house, told, freeze, set_user):
	api.issue(house.check().name)
	freeze("2026-04-01")
	for user, number in ((house.officer, 2), (house.secretary, 2), (house.neighbour, 0)):
		with set_user(user):
			rows = ledger("on_site_checks").build({"year": 2026}).rows
			assert len(rows) == number, user
	assert [row["state_key"] for row in ledger("on_site_checks").build({"year": 2026}).rows] == [
		"Good",
		"Overdue",
	]
	earlier = ledger("on_site_checks").build({"year": 2026, "as_of": "2026-03-10"}).rows
	assert [row["state_key"] for row in earlier] == ["Good", "To Be Mended"]


def test_record_and_notice_are_printed(house, told):
	check = house.check(summary="总体较好")
	api.issue(check.name)
	check.reload()
	record = party_document(check, "on_site_check_record")
	assert all(
		word in record
		for word in ("实地检查记录", "党务公开栏", "缺少发言摘录", "张组长、李委员", "总体较好")
	)
	notice = party_document(check, "on_site_mending_notice")
	assert "整改通知" in notice and "缺少发言摘录" in notice and "党务公开栏" not in notice
