"""Thought Report: written and handed in by the member or entered from paper, commented on by somebody else of the committee."""

import pytest

import frappe

from party_affairs.exceptions import PersonalTextError
from tests.site import factory

pytestmark = pytest.mark.site

TODAY = "2026-03-20"


@pytest.fixture(autouse=True)
def frozen(freeze):
	freeze(TODAY)


@pytest.fixture
def house():
	above = factory.committee()
	branch = factory.branch(parent=above)
	person = factory.member(branch, "汇报人")
	house = frappe._dict(above=above, branch=branch, person=person, writer=factory.login(person))
	house.head, house.commissioner = factory.member(branch, "书记"), factory.member(branch, "组织委员")
	house.secretary, house.organiser = factory.login(house.head), factory.login(house.commissioner)
	factory.post(house.head, "Secretary")
	factory.post(house.commissioner, "Organisation Commissioner")
	return house


def report(person, **values):
	document = {"doctype": "Thought Report", "member": person.name, "half_year": "2026-H1", **values}
	return frappe.get_doc(document).insert()


def comment(document, by, **values):
	document.update({"commented_by": by.name, "commented_on": TODAY, "comment": "有认识，有反思。", **values})
	document.save()


def test_the_member_writes_hands_in_and_takes_back_until_it_is_commented_on(house, set_user):
	set_user(house.writer)
	document = report(house.person)
	assert (document.status, document.form, document.entered_by_committee) == ("Draft", "Written", 0)
	document.handed_in_on = TODAY
	with pytest.raises(PersonalTextError, match="思想方面"):
		document.save()
	document.reload()
	document.update({"work": "办结案件十二件。", "handed_in_on": TODAY})
	document.save()
	assert document.status == "Handed In"
	document.handed_in_on = None
	document.save()
	assert document.status == "Draft"
	document.handed_in_on = TODAY
	document.save()
	set_user(house.secretary)
	comment(frappe.get_doc("Thought Report", document.name), house.head)
	set_user(house.writer)
	document = frappe.get_doc("Thought Report", document.name)
	assert document.status == "Commented"
	document.handed_in_on = None
	with pytest.raises(PersonalTextError):
		document.save()


def test_a_report_by_word_of_mouth_has_its_summary(house, set_user):
	set_user(house.secretary)
	with pytest.raises(PersonalTextError, match="口头汇报摘要"):
		report(house.person, form="Oral", handed_in_on=TODAY, thought="口头时不填")
	document = report(house.person, form="Oral", handed_in_on=TODAY, summary="口头汇报了办案体会")
	document.summary = "口头汇报了办案和学习体会"
	document.save()
	comment(document, house.head)
	document.summary = "再改"
	with pytest.raises(PersonalTextError, match="已经点评"):
		document.save()


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"half_year": "2026"}, "所属半年"),
		({"half_year": "2026-03"}, "所属半年"),
		({"half_year": "2026-H3"}, "2026-H3"),
		({"half_year": "上半年"}, "上半年"),
		({"half_year": "2027-H1"}, "年度"),
		({"handed_in_on": "2026-03-21"}, "提交日期"),
		({"half_year": "2026-H1", "handed_in_on": "2025-12-31"}, "早于"),
		({"commented_on": TODAY}, "点评人"),
		({"comment": "好"}, "点评人"),
		({"handling": "已采纳"}, "建议"),
		({"suggestions": "多组织普法", "handled_on": TODAY}, "处理情况"),
		({"suggestions": "多组织普法", "handling": "已采纳", "handled_on": "2026-03-18"}, "办结日期"),
	],
)
def test_what_cannot_be_is_refused(house, values, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		factory.thought_report(
			house.person, **{"half_year": "2026-H1", "handed_in_on": "2026-03-19", **values}
		)
	assert not frappe.db.exists("Thought Report", {"member": house.person.name})


def test_half_years_are_written_in_either_case_and_may_have_several_reports(house):
	first = factory.thought_report(house.person, " 2026-h1 ", TODAY)
	assert first.half_year == "2026-H1"
	assert factory.thought_report(house.person, "2026-H1", TODAY)
	assert factory.thought_report(house.person, "2025-H2", TODAY).status == "Handed In"


@pytest.mark.parametrize(
	("who", "values", "sentence"),
	[
		("person", {}, "本人"),
		("outsider", {}, "班子成员"),
		("head", {"commented_on": "2026-03-18"}, "点评日期"),
		("head", {"commented_on": "2026-03-21"}, "点评日期"),
		("head", {"comment": None}, "点评意见"),
	],
)
def test_a_comment_is_made_by_somebody_else_of_the_committee_after_the_handing_in(
	house, set_user, who, values, sentence
):
	house.outsider = factory.member(house.branch, "普通党员")
	document = factory.thought_report(house.person, "2026-H1", "2026-03-19")
	set_user(house.secretary)
	with pytest.raises(PersonalTextError, match=sentence):
		comment(frappe.get_doc("Thought Report", document.name), house[who], **values)


def test_the_secretarys_report_is_commented_on_by_another_or_from_above(house, set_user):
	chief = factory.member(factory.branch(parent=house.above), "上级")
	factory.post(chief, "Secretary", house.above)
	for by, user in ((house.commissioner, house.organiser), (chief, house.secretary)):
		document = factory.thought_report(house.head, "2026-H1", TODAY)
		set_user(user)
		comment(frappe.get_doc("Thought Report", document.name), by)
		set_user("Administrator")
	with pytest.raises(PersonalTextError, match="本人"):
		comment(factory.thought_report(house.head, "2026-H1", TODAY), house.head)


def test_whoever_has_lost_his_seat_comments_no_more(house):
	document = factory.thought_report(house.person, "2026-H1", "2026-02-10")
	post = frappe.get_doc("Party Post", {"member": house.commissioner.name})
	post.removed_on = "2026-03-01"
	post.save()
	with pytest.raises(PersonalTextError, match="班子成员"):
		comment(document, house.commissioner)
	document.reload()
	comment(document, house.commissioner, commented_on="2026-02-28")


def test_the_writer_comments_on_nothing_and_settles_nothing(house, set_user):
	set_user(house.writer)
	document = report(house.person, handed_in_on=TODAY, thought="学习", suggestions="建议多走访")
	for values in ({"handling": "已办"}, {"comment": "很好"}, {"commented_by": house.head.name}):
		document.update(values)
		with pytest.raises(frappe.PermissionError):
			document.save()
		document.reload()
	with pytest.raises(frappe.PermissionError):
		report(house.person, handling="已办", suggestions="建议")
	set_user(house.secretary)
	document = frappe.get_doc("Thought Report", document.name)
	document.update({"handling": "列入计划", "handled_on": TODAY})
	document.save()


def test_a_draft_is_its_writers_alone(house, set_user):
	set_user(house.writer)
	document = report(house.person, thought="还没写完")
	for user in (house.secretary, house.organiser):
		set_user(user)
		assert not frappe.has_permission("Thought Report", "read", doc=document.name)
		assert frappe.get_list("Thought Report", pluck="name") == []
