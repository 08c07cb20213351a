"""What a year's workbook brings in of contacts and opinions: one record a person, one line an opinion, and nothing twice."""

# ruff: noqa: F811  (fixtures of another module are asked for by their names)

import copy

import pytest

import frappe

from party_affairs.importing.undo import undo
from tests.site.year_book import NAME, POSTS, ROSTER, branch, imported, put, run  # noqa: F401  (a fixture)

pytestmark = pytest.mark.site

PAIRINGS = {
	"head": ["序号", "联系人", "联系对象姓名", "对象类别", "对象所在律所", "结对日期", "联系电话", "家庭地址", "联系时间", "反映问题", "本次结果"],
	"rows": [
		[1, "张三", "孙八", "非党律师", "清河所", "2024-01-05", "13900000001", None, "3月3日", "案源", "已介绍"],
		[2, "李四", "孙八", "非党律师", None, "2024-02-01", None, "某街1号", None, None, None],
		[3, "王五", "孙八", "群众", None, "2024-02-01", "13900000002", None, None, None, None],
	],
}  # fmt: skip
OPINIONS = {
	"head": ["序号", "提出日期", "提出场合", "意见提出人", "意见建议", "交办对象", "答复期限", "答复内容", "答复日期", "反馈日期", "反馈方式"],
	"rows": [
		[1, "3月5日", "问卷", "不记名", "多办沙龙", "李四", "4月5日", "已排期", "3月30日", "4月1日", "会上"],
		[2, "4月8日", None, "王五", "改善茶水间", "行政部", None, None, None, None, None],
		[3, "5月9日", "走访", "周女士", "夜间咨询", None, None, None, None, None, None],
	],
}  # fmt: skip
YEAR = {"党员花名册": ROSTER, "党内职务": POSTS, "联系群众": PAIRINGS, "意见建议登记": OPINIONS}


@pytest.fixture
def year():
	return copy.deepcopy(YEAR)


def persons():
	fields = ["name", "contact_name", "phone", "address", "firm", "paired_until"]
	return frappe.get_all("Contacted Person", filters={"branch": NAME}, fields=fields, order_by="phone")


def test_one_person_of_several_members_is_one_record_and_namesakes_are_two(branch, year):
	imported(year)
	first, other = persons()
	assert (first.phone, first.address, first.firm, first.paired_until) == (
		"13900000001",
		"某街1号",
		"浙江清河律师事务所",
		None,
	)
	assert (other.phone, other.address) == ("13900000002", None)
	shown = frappe.get_all(
		"Contact Pairing", {"branch": NAME}, ["member_name", "contact", "phone"], order_by="start_date, name"
	)
	assert [(row.member_name, row.contact, row.phone) for row in shown] == [
		("张三", first.name, "13900000001"),
		("李四", first.name, "13900000001"),
		("王五", other.name, "13900000002"),
	]
	pairing = frappe.get_doc(
		"Contact Pairing", {"branch": NAME, "contact": first.name, "member_name": "张三"}
	)
	assert [(row.matter, row.result) for row in pairing.contact_log] == [("案源", "已介绍")]


def test_the_same_workbook_changes_nothing_and_a_corrected_one_the_person(branch, year):
	imported(year)
	again = imported(year)
	assert (again.created, again.updated) == (0, 0)
	put(year, "联系群众", "家庭地址", "某街2号", 1)
	put(year, "意见建议登记", "答复内容", "已重新排期")
	corrected = imported(year)
	assert (corrected.created, corrected.updated) == (0, 2)
	assert persons()[0].address == "某街2号"
	assert set(frappe.get_all("Contact Pairing", {"contact": persons()[0].name}, pluck="address")) == {
		"某街2号"
	}


def test_of_whom_declined_nothing_personal_is_brought_in_again(branch, year):
	imported(year)
	person = frappe.get_doc("Contacted Person", persons()[0].name)
	person.update({"consent": "Consent Declined", "consent_on": "2025-08-01", "consent_way": "In Writing"})
	person.save()
	again = imported(year)
	assert (again.created, again.updated) == (0, 0)
	assert any("孙八 declined" in note.line() for note in again.notes)
	assert frappe.db.get_value("Contacted Person", person.name, ["phone", "address"]) == (None, None)


def test_opinions_name_members_and_bodies_and_leave_the_unnamed_unnamed(branch, year):
	imported(year)
	unnamed, named, outside = frappe.get_all("Raised Opinion", {"branch": NAME}, ["*"], order_by="raised_on")
	assert (unnamed.is_unnamed, unnamed.raised_by_name, unnamed.status, unnamed.occasion) == (
		1,
		None,
		"Told",
		"Questionnaire",
	)
	assert frappe.db.get_value("Party Member", unnamed.referred_to, "member_name") == "李四"
	assert (named.raised_by_name, named.referred_body, named.status) == ("王五", "行政部", "Referred")
	assert frappe.db.get_value("Party Member", named.member, "member_name") == "王五"
	assert (outside.raised_by_name, outside.member, outside.occasion) == (
		"周女士",
		None,
		"Contact with the Masses",
	)


@pytest.mark.parametrize(
	("column", "value"),
	[("提出日期", "2024-03-05"), ("提出场合", "梦里"), ("答复日期", None), ("反馈方式", None)],
)
def test_what_cannot_be_names_its_cell_and_nothing_is_brought_in(branch, year, column, value):
	put(year, "意见建议登记", column, value)
	(problem,) = run(year).problems
	assert problem.sheet == "意见建议登记" and problem.row == 3
	assert not frappe.db.count("Raised Opinion", {"branch": NAME}) and not persons()


def test_persons_and_opinions_go_with_an_import_that_is_taken_back(branch, year):
	imported(year, journal_of="PYI-1")
	outcome = undo("PYI-1", NAME)
	assert outcome.ok, [problem.line() for problem in outcome.problems]
	assert not persons() and not frappe.db.count("Raised Opinion", {"branch": NAME})
