"""The year's key work: handed down as a task of each organisation, reported on, closed with evidence, late seen above."""

from datetime import date

import pytest

import frappe

from party_affairs.api.duties import key_work as api
from party_affairs.compliance import key_work
from party_affairs.facts.duties.key_work import POINT, TASK
from party_affairs.ledgers import get as ledger
from tests.site import factory


class House:
	def __init__(self):
		self.committee = factory.committee()
		self.near = factory.branch("近处党支部", parent=self.committee)
		self.far = factory.branch("远处党支部", parent=self.committee)
		self.officer = factory.holder(self.near, "Secretary", self.committee)
		self.secretary = factory.holder(self.near, "Secretary")
		self.neighbour = factory.holder(self.far, "Secretary")

	def point(self, *branches, **values):
		return frappe.get_doc(
			{
				"doctype": POINT,
				"title": "完成支部标准化建设",
				"branch": self.committee.name,
				"year": 2026,
				"deadline": "2026-06-30",
				"details": "对照标准逐项自查整改。",
				"branches": [{"branch": branch.name} for branch in branches],
				**values,
			}
		).insert()


@pytest.fixture
def house(freeze):
	freeze("2026-03-02")
	return House()


@pytest.fixture(autouse=True)
def told(monkeypatch):
	found = []
	monkeypatch.setattr(
		key_work,
		"notify",
		lambda users, subject, *_args: (found.extend((u, subject) for u in users), len(users))[1],
	)
	return found


def task(point, branch):
	return frappe.get_doc(TASK, {"key_work_point": point.name, "branch": branch.name})


def evidence():
	return (
		frappe.get_doc(doctype="File", file_name="总结.txt", content="总结", is_private=1).insert().file_url
	)


def reported(document, file=True):
	document.append(
		"progress",
		{"day": "2026-03-02", "progress": "已完成自查", "evidence": evidence() if file else None},
	)
	document.save()
	return document


def test_a_point_becomes_a_task_of_each_organisation(house, told, set_user):
	with set_user(house.officer):
		assert api.hand_down(house.point().name) == 2
	assert sorted(told) == sorted(
		(user, "新的重点工作：完成支部标准化建设") for user in (house.secretary, house.neighbour)
	)


def test_the_branch_reports_and_closes_with_evidence(house, set_user):
	point = house.point()
	api.hand_down(point.name)
	with set_user(house.secretary):
		document = task(point, house.near)
		assert document.status == "To Be Done"
		with pytest.raises(frappe.ValidationError, match="佐证"):
			api.close(document.name, "完成")
		document = reported(document, file=False)
		assert document.status == "Under Way"
		with pytest.raises(frappe.ValidationError, match="佐证"):
			api.close(document.name, "完成")
		reported(document)
		api.close(document.name, "全部达标", "2026-03-02")
	document = task(point, house.near)
	assert (document.status, document.closed_on, document.result) == ("Closed", date(2026, 3, 2), "全部达标")
	with set_user(house.secretary), pytest.raises(frappe.ValidationError, match="已办结"):
		reported(document)


def test_the_branch_changes_nothing_of_what_came_down(house, set_user):
	point = house.point()
	api.hand_down(point.name)
	with set_user(house.secretary):
		document = task(point, house.near)
		document.update({"deadline": "2027-06-30", "title": "别的", "status": "Closed", "details": "无"})
		document.save()
	document = task(point, house.near)
	assert (document.title, document.deadline, document.status) == (
		point.title,
		date(2026, 6, 30),
		"To Be Done",
	)


def test_neighbours_see_nothing_and_those_above_write_nothing(house, set_user):
	point = house.point()
	api.hand_down(point.name)
	document = task(point, house.near)
	with set_user(house.neighbour):
		assert frappe.get_list(TASK, pluck="branch") == [house.far.name]
		for call in (
			lambda: document.check_permission("read"),
			lambda: api.close(document.name, "好"),
			lambda: api.standing(point.name),
			lambda: frappe.get_doc(POINT, point.name).check_permission("read"),
		):
			with pytest.raises(frappe.PermissionError):
				call()
	with set_user(house.officer):
		assert len(api.standing(point.name)) == 2
		with pytest.raises(frappe.PermissionError):
			api.close(document.name, "好")


def test_those_who_set_it_open_it_again(house, set_user):
	point = house.point(house.near)
	api.hand_down(point.name)
	document = reported(task(point, house.near))
	api.close(document.name, "达标")
	with set_user(house.secretary), pytest.raises(frappe.PermissionError):
		api.open_again(document.name, "再来")
	with set_user(house.officer):
		assert api.may_open_again(document.name)
		api.open_again(document.name, "缺少照片")
	assert task(point, house.near).status == "Under Way"


def test_a_point_that_was_taken_back_ends_open_tasks(house):
	point = house.point()
	api.hand_down(point.name)
	api.close(reported(task(point, house.near)).name, "达标")
	api.take_back(point.name)
	assert (task(point, house.near).status, task(point, house.far).status) == ("Closed", "Taken Back")


@pytest.mark.parametrize(
	("values", "word"),
	[
		({"deadline": "2028-06-30"}, "2026"),
		({"deadline": "2026-03-01"}, "已过"),
		({"branches": "stranger"}, "不在"),
		({"year": 1900}, "年"),
	],
)
def test_what_cannot_be_is_refused(house, values, word):
	if "branches" in values:
		values = {"branches": [{"branch": factory.committee().name}]}
	with pytest.raises(frappe.ValidationError, match=word):
		house.point(**values)


def test_nobody_makes_a_task_by_hand(house):
	with pytest.raises(frappe.ValidationError):
		frappe.get_doc(
			doctype=TASK, title="假", branch=house.near.name, key_work_point=house.point().name
		).insert()


def test_late_is_seen_above_and_reminded_of(house, told, freeze, set_user):
	point = house.point()
	api.hand_down(point.name)
	api.close(reported(task(point, house.far)).name, "达标")
	told.clear()
	for day, number in (
		("2026-06-26", 0),
		("2026-06-27", 1),
		("2026-06-28", 1),
		("2026-07-02", 2),
		("2026-07-03", 2),
	):
		freeze(day)
		key_work.remind()
		assert [user for user, _subject in told] == [house.secretary] * number, day
	with set_user(house.officer):
		built = ledger("key_work").build({"year": 2026})
	assert sorted((row["branch"], row["state_key"]) for row in built.rows) == [
		("近处党支部", "Overdue"),
		("远处党支部", "Closed"),
	]
	assert api.standing(point.name)[0]["state"] == "Overdue"
	with set_user(house.neighbour):
		assert [row["branch"] for row in ledger("key_work").build({"year": 2026}).rows] == ["远处党支部"]
