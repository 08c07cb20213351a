"""Party Training: its days, its participants and their study hours."""

import pytest

import frappe

from tests.site import factory

pytestmark = pytest.mark.site


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee())


def training(branch, members=(), **values):
	defaults = {"topic": "集中轮训", "starts_on": "2026-03-10", "hours": 16}
	return frappe.get_doc(
		{
			"doctype": "Party Training",
			"branch": branch.name,
			"participants": [row if isinstance(row, dict) else {"member": row.name} for row in members],
			**defaults,
			**values,
		}
	).insert()


def test_a_participant_has_the_hours_of_the_training_unless_he_has_his_own(branch):
	whole, part = factory.member(branch), factory.member(branch)
	document = training(branch, [whole, {"member": part.name, "hours": 4.5}])
	assert [row.hours for row in document.participants] == [16, 4.5]
	assert str(document.ends_on) == "2026-03-10"


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"ends_on": "2026-03-09"}, "结束日期"),
		({"hours": 0}, "学时"),
		({"hours": 24.5}, "1天"),
		({"ends_on": "2026-03-11", "hours": 800}, "2天"),
	],
)
def test_days_and_hours_are_checked(branch, values, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		training(branch, [factory.member(branch)], **values)


def test_a_training_without_hours_of_its_own_needs_those_of_each_participant(branch):
	one = {"member": factory.member(branch).name, "hours": 8}
	assert training(branch, [one], hours=0).participants[0].hours == 8


def test_nobody_has_more_hours_than_the_training(branch):
	row = {"member": factory.member(branch, "张三").name, "hours": 16.5}
	with pytest.raises(frappe.ValidationError, match=r"第1行.*16\.5"):
		training(branch, [row])


def test_participants_are_listed_once_and_belong_to_the_branch(branch):
	person = factory.member(branch, "张三")
	with pytest.raises(frappe.ValidationError, match="参加人员"):
		training(branch, [person, person])
	stranger = factory.member(factory.branch(parent=branch.parent_party_branch), "外人")
	with pytest.raises(frappe.ValidationError, match="外人"):
		training(branch, [stranger])
	above = frappe.get_doc("Party Branch", branch.parent_party_branch)
	assert training(above, [person, stranger]).participants


def test_a_training_and_its_participants_are_seen_by_the_branch_alone(branch, set_user):
	document = training(branch, [factory.member(branch)])
	secretary, publicity = (
		factory.holder(branch, "Secretary"),
		factory.holder(branch, "Publicity Commissioner"),
	)
	stranger = factory.holder(factory.branch(parent=branch.parent_party_branch), "Secretary")
	member = factory.holder(branch)
	for user, seen in ((secretary, True), (publicity, True), (stranger, False), (member, False)):
		set_user(user)
		names = (
			frappe.get_list("Party Training", pluck="name") if frappe.has_permission("Party Training") else []
		)
		assert (document.name in names) is seen
		assert bool(frappe.has_permission("Party Training", "read", doc=document.name)) is seen
	set_user(stranger)
	with pytest.raises(frappe.PermissionError):
		training(branch)
