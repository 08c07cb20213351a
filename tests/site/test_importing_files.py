"""Workbooks as secretaries have them, from the file to the records; and the words that an organisation adds for its own."""

# ruff: noqa: F811  (fixtures of another module are asked for by their names)

from datetime import date
from pathlib import Path

import pytest

import frappe
from frappe.utils import getdate

from party_affairs.importing import layout, words
from party_affairs.importing.run import import_workbook
from party_affairs.importing.wording import guide_words
from tests.importing.books import book, content
from tests.site import factory
from tests.site.year_book import NAME, branch  # noqa: F401  (fixtures)
from tests.support.requests import call, rest

pytestmark = pytest.mark.site

FILES = Path(__file__).resolve().parents[1] / "importing" / "files"
HEAD = ["序号", "姓名", "性别", "党员类别", "编入本支部日期"]
ZHANG = [1, "张三", "男", "正式党员", "2020-07-01"]
DOCTYPE = "Party Workbook Word"


def bring(**sheets):
	return import_workbook(content(book(**sheets)), NAME, 2025)


def lines(result):
	return [problem.line() for problem in result.problems]


@pytest.fixture
def zhang(branch):
	return factory.member(branch, "张三", joined_branch_on="2020-07-01", joined_on="2010-07-01")


def paid(member):
	entries = frappe.get_all("Party Dues Entry", {"member": member.name}, ["dues_month", "paid_amount"])
	return {
		getdate(entry.dues_month).month: float(entry.paid_amount) for entry in entries if entry.paid_amount
	}


def test_dates_arrive_by_peoples_words_for_them(branch):
	head = [*HEAD, "入党年月", "转正年月", "预/正"]
	result = bring(
		Sheet1=[
			[*HEAD[:3], *head[5:], "编入支部时间"],
			[1, "周试三", "男", "2010.07", "2011.07", "正式", "2020.7.1"],
		]
	)
	assert result.ok, lines(result)
	member = frappe.get_last_doc("Party Member", {"member_name": "周试三"})
	assert (getdate(member.joined_on), getdate(member.full_member_on)) == (date(2010, 7, 1), date(2011, 7, 1))
	assert member.stage == "Full Member"


def test_money_arrives_in_the_months_that_the_headings_name(branch, zhang):
	head = ["姓名", "月应交", "元月", 2025.02, "3", "6月党费", "9月份实缴（元）", "十二月份", "每月交纳日"]
	result = bring(
		Sheet1=[["二〇二五年党费收缴表"], head, ["张三", 30, 31, 32, 33, 36, 39, 42, 15], ["共计", None, 31]]
	)
	assert result.ok, lines(result)
	assert paid(zhang) == {1: 31, 2: 32, 3: 33, 6: 36, 9: 39, 12: 42}


def test_money_in_a_column_that_nobody_knows_stops_the_import(branch, zhang):
	result = bring(党费=[["姓名", "月应交", "1月", "一季度", "每月交纳日"], ["张三", 30, 30, 90, 15]])
	assert [problem.column for problem in result.problems] == ["一季度"]
	assert not paid(zhang)


def test_dues_of_a_tab_for_each_month(branch, zhang):
	head = ["姓名", "应交金额", "实交金额", "交纳日期"]
	result = bring(**{"1月": [head, ["张三", 30, 30, "1月10日"]], "2月": [head, ["张三", 31, 31, "2月11日"]]})
	assert result.ok, lines(result)
	assert paid(zhang) == {1: 30, 2: 31}


def test_a_fault_in_one_of_two_tabs_is_told_at_its_own_place(branch, zhang):
	result = bring(
		上半年党费=[["姓名", "月应交", "1月", "每月交纳日"], ["张三", 30, 30, 15]],
		下半年党费=[["说明"], ["姓名", "月应交", "7月实缴"], ["张三", 30, "三十块"]],
	)
	[problem] = result.problems
	assert (problem.sheet, problem.row, problem.column) == ("下半年党费", 3, "7月实缴")


def test_an_old_workbook_and_a_text(branch):
	result = import_workbook((FILES / "plain.xls").read_bytes(), NAME, 2025)
	assert any("王五" in line for line in lines(result))
	text = "姓名,性别,党员类别,编入本支部日期\n张三,男,正式党员,2020-07-01\n"
	assert import_workbook(text.encode("gbk"), NAME, 2025).created == 1


def test_hidden_rows_are_asked_about(branch):
	rows = [HEAD, ZHANG, [2, "李四", "女", "正式党员", "2020-07-01"]]
	file = book(党员花名册=rows)
	file["党员花名册"].row_dimensions[3].hidden = True
	[problem] = import_workbook(content(file), NAME, 2025).problems
	assert "李四" in problem.reason
	assert import_workbook(content(file), NAME, 2025, hidden_rows="leave_out").created == 1
	assert import_workbook(content(file), NAME, 2025, hidden_rows="read").created == 1


def test_what_is_right_is_imported_without_a_sheet_whose_hidden_rows_are_not_settled(branch):
	file = book(党员花名册=[HEAD, ZHANG, [2, "李四", "女", "正式党员", "2020-07-01"]])
	file["党员花名册"].row_dimensions[3].hidden = True
	result = import_workbook(content(file), NAME, 2025, keep_right=True)
	assert not result.created and not frappe.db.exists("Party Member", {"member_name": "李四"})


# --- words -----------------------------------------------------------------------------------------------------------


def add(branch_of=NAME, **values):
	return frappe.get_doc({"doctype": DOCTYPE, "branch": branch_of, "kind": "Heading", **values}).insert()


def test_sheets_to_choose_from_are_those_of_the_import():
	options = frappe.get_meta(DOCTYPE).get_field("sheet").options.split("\n")
	assert options == ["", *(sheet.title for sheet in layout.SHEETS)]


def test_a_heading_mapped_by_hand_is_remembered_for_the_branch_alone(branch, zhang):
	sheet = [["姓名", "月应交", "1月", "特种款", "每月交纳日"], ["张三", 30, 30, 31, 15]]
	[problem] = bring(党费=sheet).problems
	words.remember(NAME, problem.sheet_key, problem.heading, "paid_2")
	assert bring(党费=sheet).ok
	assert paid(zhang) == {1: 30, 2: 31}
	assert words.words_for("浙江远山律师事务所党支部") is guide_words()
	words.remember(NAME, "dues", "特种款", "left_out")
	assert frappe.db.count(DOCTYPE) == 1
	assert bring(党费=sheet).ok


def test_words_of_a_committee_hold_below(branch, zhang):
	committee = branch.parent_party_branch
	add(committee, kind="Tab", sheet="党费", word="爱心台账")
	add(committee, kind="Heading", sheet="党费", workbook_column="月应交", word="每月红心")
	add(committee, kind="Choice", sheet="党费", workbook_column="人员类别", word="老师傅", meaning="离退休")
	add(committee, kind="Footer", word="打总")
	result = bring(
		爱心台账=[
			["姓名", "人员类别", "每月红心", "1月", "每月交纳日"],
			["张三", "老师傅", 30, "√", 15],
			["打总", None, 30, 30],
		]
	)
	assert result.ok, lines(result)
	assert paid(zhang) == {1: 30}


def test_the_words_of_a_branch_named_by_the_title_are_found(branch, zhang):
	add(sheet="党费", workbook_column="1月实交金额", word="开年")
	rows = [[f"{NAME}2025年度党费"], ["姓名", "月应交", "开年", "每月交纳日"], ["张三", 30, 30, 15]]
	assert import_workbook(content(book(党费=rows))).ok
	assert paid(zhang) == {1: 30}


@pytest.mark.parametrize(
	"values, said",
	[
		({"sheet": "党员花名册", "workbook_column": "转正日期", "word": "入党时间"}, "入党日期"),
		({"sheet": "党费", "workbook_column": "2月实交金额", "word": "1月"}, "1月实交金额"),
		({"sheet": "党费", "workbook_column": "没有的列", "word": "某词"}, "没有的列"),
		({"kind": "Tab", "sheet": "党费", "word": "党员花名册"}, "党员花名册"),
		(
			{
				"kind": "Choice",
				"sheet": "党员花名册",
				"workbook_column": "党员类别",
				"word": "预备",
				"meaning": "正式党员",
			},
			"预备",
		),
		(
			{
				"kind": "Choice",
				"sheet": "党员花名册",
				"workbook_column": "党员类别",
				"word": "老党员",
				"meaning": "没有的",
			},
			"正式党员",
		),
		({"kind": "Footer", "word": "合"}, ""),
		({"kind": "Footer", "word": "姓名"}, "姓名"),
		({"sheet": "党费", "workbook_column": "月应交", "word": "※※"}, ""),
	],
)
def test_words_that_mean_something_already_or_nothing_are_refused(branch, values, said):
	with pytest.raises(frappe.ValidationError) as error:
		add(**values)
	assert said in str(error.value)


def test_a_word_stands_once_in_an_organisation(branch):
	values = {"sheet": "党费", "workbook_column": "月应交", "word": "红心 款"}
	add(**values)
	with pytest.raises(frappe.UniqueValidationError):
		add(**values | {"word": "红心款："})
	add("浙江远山律师事务所党支部", **values)


def test_a_secretary_maps_a_heading_of_his_branch_and_of_no_other(branch):
	user = factory.holder(branch, "Secretary")
	other = frappe.get_doc("Party Branch", "浙江远山律师事务所党支部")
	mine = {"doctype": "Party Year Import", "branch": NAME, "year": 2025}
	imports = {}
	for name in (NAME, other.name):
		document = frappe.get_doc({**mine, "branch": name})
		document.flags.ignore_mandatory = document.flags.ignore_validate = True
		imports[name] = document.insert().name
	given = {"sheet": "dues", "heading": "特种款", "column": "paid_2"}
	method = "party_affairs.api.importing.choose_column"
	assert call(user, method, name=imports[NAME], **given).status == 200
	assert call(user, method, name=imports[other.name], **given).status == 403
	assert call(user, method, name=imports[NAME], **{**given, "column": "nothing"}).status == 417
	assert call(user, method, name=imports[NAME], **{**given, "sheet": "nothing"}).status == 417
	assert frappe.get_all(DOCTYPE, fields=["branch", "word", "workbook_column"]) == [
		{"branch": NAME, "word": "特种款", "workbook_column": "2月实交金额"}
	]
	word = {"kind": "Footer", "word": "打总"}
	assert rest(user, DOCTYPE, None, "POST", branch=other.name, **word).status == 403
	assert rest(user, DOCTYPE, None, "POST", branch=NAME, **word).status == 200
