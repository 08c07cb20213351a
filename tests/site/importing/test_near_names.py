"""A mistyped name on the roster makes no second member."""

import pytest

import frappe

from party_affairs.importing.run import import_workbook
from tests.importing.books import book, content
from tests.site import factory

pytestmark = pytest.mark.site

NAME = "浙江清溪试律师事务所党支部"
HEAD = ["姓名", "出生日期", "入党日期", "转正日期", "律师事务所", "身份证号", "党员类别"]
STORED = ["陆怀瑾", "1985-03-02", "2010-07-01", "2011-07-01", None, None, "正式党员"]


@pytest.fixture
def branch(freeze):
	freeze("2026-11-30")
	committee = factory.committee()
	branch = factory.branch(NAME, parent=committee)
	branch.firm_name = factory.firm(committee).name
	return branch


def run(*rows):
	return import_workbook(content(book(党员花名册=[HEAD, *rows])), NAME, 2026)


def number_of_members():
	return frappe.db.count("Party Member", {"branch": NAME})


def stored(**values):
	member = frappe.get_doc({"doctype": "Party Member", "branch": NAME, "stage": "Full Member", **values})
	return member.insert()


@pytest.mark.parametrize("name", ["陆怀谨", "陆怀", "卢怀瑾"])
def test_a_new_name_with_the_same_birth_date_is_asked_about(branch, name):
	stored(member_name="陆怀瑾", birth_date="1985-03-02", joined_on="2010-07-01", full_member_on="2011-07-01")
	(problem,) = run([name, *STORED[1:]]).problems
	assert (problem.row, problem.column) == (2, "姓名")
	assert "陆怀瑾" in problem.text(frappe._) and "身份证号" in problem.text(frappe._)
	assert number_of_members() == 1


def test_the_day_of_joining_and_the_firm_say_the_same(branch):
	stored(member_name="陆怀瑾", joined_on="2010-07-01", full_member_on="2011-07-01", firm=branch.firm_name)
	row = ["陆怀谨", None, *STORED[2:4], branch.firm_name, None, "正式党员"]
	assert [problem.column for problem in run(row).problems] == ["姓名"]
	assert run([*row[:4], None, *row[5:]]).ok


def test_the_id_number_says_that_it_is_another_person(branch):
	stored(member_name="陆怀瑾", birth_date="1985-03-02", joined_on="2010-07-01", full_member_on="2011-07-01")
	number = "110105198503020011"
	assert run(["陆怀谨", *STORED[1:5], number, "正式党员"]).ok
	assert number_of_members() == 2


def test_a_near_name_alone_is_noted(branch):
	stored(member_name="陆怀瑾", birth_date="1970-01-01")
	result = run(["陆怀谨", *STORED[1:]])
	(note,) = [note for note in result.notes if note.column == "姓名"]
	assert result.ok and "陆怀瑾" in note.text(frappe._) and "一字之差" in note.text(frappe._)


def test_who_stands_in_the_workbook_beside_the_near_name_is_another_person(branch):
	stored(member_name="陆怀瑾", birth_date="1970-01-01")
	result = run(["陆怀谨", *STORED[1:]], ["陆怀瑾", "1970-01-01", *STORED[2:]])
	assert result.ok and not [note for note in result.notes if note.column == "姓名"]


def test_short_names_and_others_are_not_asked_about(branch):
	stored(member_name="王伟", birth_date="1970-01-01")
	result = run(["王芳", *STORED[1:]], ["周清和", *STORED[1:]])
	assert result.ok and not [note for note in result.notes if note.column == "姓名"]


def test_of_those_who_are_not_in_the_workbook_five_are_named(branch):
	names = ["甲子丑", "乙寅卯", "丙辰巳", "丁午未", "戊申酉", "己戌亥", "庚春夏"]
	rows = [[name, None, "2010-07-01", "2011-07-01", None, None, "正式党员"] for name in names]
	assert run(*rows).ok
	assert [note.text(frappe._) for note in run(rows[0], rows[1]).notes if "未列" in note.text(frappe._)] == [
		"本工作簿中未列、系统中保留的：丙辰巳、丁午未、戊申酉、己戌亥、庚春夏。"
	]
	(note,) = [note.text(frappe._) for note in run(rows[0]).notes if "未列" in note.text(frappe._)]
	assert note == "本工作簿中未列、系统中保留的：乙寅卯、丙辰巳、丁午未、戊申酉、己戌亥等 6 条。"
