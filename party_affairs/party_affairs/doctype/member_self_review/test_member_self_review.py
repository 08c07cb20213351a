"""Member Self Review: a draft of the writer's own, handed in with all four points, and from then on his words."""

from copy import deepcopy

import pytest

import frappe

from party_affairs.exceptions import PersonalTextError
from tests.site import factory
from tests.support.doors import attachment

pytestmark = pytest.mark.site

TODAY = "2026-01-20"
POINTS = ("political_thought", "work_style", "party_discipline", "vanguard_role")


@pytest.fixture(autouse=True)
def frozen(freeze):
	freeze(TODAY)


def build_house():
	above = factory.committee()
	branch = factory.branch(parent=above)
	sister = factory.branch(parent=above)
	person = factory.member(branch, "方律师")
	house = frappe._dict(branch=branch, sister=sister, person=person, writer=factory.login(person))
	house.secretary = factory.holder(branch, "Secretary")
	return house


@pytest.fixture(scope="module")
def built(built_once):
	return built_once(build_house, TODAY)


@pytest.fixture
def house(built):
	return deepcopy(built)


def review(person, as_user=None, **values):
	"""A review made as a user with his own rights."""
	points = dict.fromkeys(POINTS, "对照检查")
	document = {"doctype": "Member Self Review", "member": person.name, "year": 2025, **points, **values}
	return frappe.get_doc(document).insert()


def test_a_draft_is_its_writers_alone_until_it_is_handed_in(house, set_user):
	set_user(house.writer)
	draft = review(house.person, work_style=None)
	assert (draft.branch, draft.handed_in_on, draft.entered_by_committee) == (house.branch.name, None, 0)
	set_user(house.secretary)
	assert not frappe.has_permission("Member Self Review", "read", doc=draft.name)
	assert frappe.get_list("Member Self Review", pluck="name") == []
	set_user(house.writer)
	draft = frappe.get_doc("Member Self Review", draft.name)
	draft.handed_in_on = TODAY
	with pytest.raises(PersonalTextError, match="工作（生活）作风"):
		draft.save()
	draft.reload()
	draft.update({"work_style": "对照检查", "handed_in_on": TODAY})
	draft.save()
	set_user(house.secretary)
	assert frappe.has_permission("Member Self Review", "read", doc=draft.name)
	assert frappe.get_list("Member Self Review", pluck="name") == [draft.name]


def test_what_was_handed_in_is_taken_back_by_the_writer_alone(house, set_user):
	set_user(house.writer)
	document = review(house.person, handed_in_on=TODAY)
	document.problems = "补充"
	with pytest.raises(PersonalTextError, match="已提交"):
		document.save()
	set_user(house.secretary)
	document = frappe.get_doc("Member Self Review", document.name)
	document.vanguard_role = "改写"
	with pytest.raises(PersonalTextError, match="发挥先锋模范作用"):
		document.save()
	document.reload()
	document.handed_in_on = None
	with pytest.raises(frappe.PermissionError):
		document.save()
	set_user(house.writer)
	document = frappe.get_doc("Member Self Review", document.name)
	document.handed_in_on = None
	document.save()
	document.problems = "补充"
	document.save()


def test_the_administrator_takes_nothing_back_for_somebody(house):
	document = factory.self_review(house.person)
	document.entered_by_committee = 0
	document.db_update()
	document.reload()
	document.handed_in_on = None
	with pytest.raises(PersonalTextError, match="本人"):
		document.save()


def test_the_committee_enters_what_came_on_paper(house, set_user):
	set_user(house.secretary)
	with pytest.raises(PersonalTextError, match="提交日期"):
		review(house.person)
	document = review(house.person, handed_in_on="2026-01-10")
	assert document.entered_by_committee == 1
	document.problems = "录入时漏打一段"
	document.save()
	set_user(house.writer)
	document = frappe.get_doc("Member Self Review", document.name)
	document.problems = "本人改写"
	with pytest.raises(PersonalTextError, match="存在问题"):
		document.save()


def test_a_scanned_paper_needs_no_typing_but_must_be_private_and_ones_own(house, set_user):
	set_user(house.secretary)
	blank = dict.fromkeys(POINTS)
	with pytest.raises(PersonalTextError, match="政治思想表现"):
		review(house.person, handed_in_on=TODAY, **blank)
	with pytest.raises(PersonalTextError, match="私密"):
		review(house.person, handed_in_on=TODAY, attachment="/files/paper.txt", **blank)
	with pytest.raises(PersonalTextError, match="重新上传"):
		review(house.person, handed_in_on=TODAY, attachment="/private/files/of-nobody.txt", **blank)
	set_user("Administrator")
	foreign = attachment(frappe.get_doc("Party Branch", house.sister.name))
	set_user(house.secretary)
	with pytest.raises(PersonalTextError, match="重新上传"):
		review(house.person, handed_in_on=TODAY, attachment=foreign.file_url, **blank)
	own = frappe.get_doc(
		{"doctype": "File", "file_name": "jianshen.txt", "content": "扫描", "is_private": 1}
	).insert()
	assert review(house.person, handed_in_on=TODAY, attachment=own.file_url, **blank).name


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"handed_in_on": "2026-01-21"}, "提交日期"),
		({"handed_in_on": "2024-12-31"}, "早于"),
		({"year": 2027}, "年度"),
		({"year": 1999}, "年度"),
	],
)
def test_year_and_day_are_sensible(house, values, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		factory.self_review(house.person, **values)
	assert not frappe.db.exists("Member Self Review", {"member": house.person.name})


def test_one_a_member_year_and_purpose(house):
	factory.self_review(house.person)
	with pytest.raises(PersonalTextError, match="方律师"):
		factory.self_review(house.person)
	assert factory.self_review(house.person, purpose="Organisation Life Meeting")
	assert factory.self_review(house.person, year=2024)
	double = frappe.get_doc("Member Self Review", {"member": house.person.name, "year": 2024})
	double.name, double.year = frappe.generate_hash(length=10), 2025
	with pytest.raises(frappe.UniqueValidationError):
		double.db_insert()


def test_nobody_writes_for_another_or_moves_a_text(house, set_user):
	other = factory.member(house.branch, "另一人")
	set_user(house.writer)
	with pytest.raises(frappe.PermissionError):
		review(other)
	with pytest.raises(PersonalTextError):
		review(house.person, branch=house.sister.name)
	document = review(house.person)
	document.member = other.name
	with pytest.raises(frappe.PermissionError):
		document.save()
	document.reload()
	document.branch = house.sister.name
	with pytest.raises(PersonalTextError, match="党组织"):
		document.save()


def test_it_stays_with_the_branch_when_its_writer_moves_on(house, set_user):
	document = factory.self_review(house.person)
	factory.moves(house.person, house.sister, "2026-01-15")
	secretary_there = factory.holder(house.sister, "Secretary")
	for user, seen in ((house.secretary, True), (house.writer, True), (secretary_there, False)):
		set_user(user)
		assert bool(frappe.has_permission("Member Self Review", "read", doc=document.name)) is seen
