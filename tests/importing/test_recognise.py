"""Which sheet is what, and which column is read as what, in the words and shapes that people use."""

from datetime import datetime

import pytest
from openpyxl import Workbook

from party_affairs.importing import layout
from party_affairs.importing.workbook import Merged, read
from tests.importing.books import book, content

ROSTER = ["序号", "姓名", "性别", "党员类别"]
ZHANG, LI = [1, "张三", "男", "正式党员"], [2, "李四", "女", "预备党员"]


def of(rows, tab="Sheet1", merged=(), **options):
	file = book(**{tab: rows})
	for place in merged:
		file[tab].merge_cells(place)
	return read(content(file), **options)


def cells(found, sheet, *keys):
	return [tuple(row.cells.get(key) for key in keys) for row in found.sheet(sheet).rows]


def told(found):
	return [str(entry.reason) for entry in (*found.problems, *found.notes)]


# --- tabs and titles -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	"tab",
	[
		"Sheet1",
		"1.党员花名册",
		"附件1党员花名册",
		"附件1：花名册".replace("：", ""),
		"党员花名册2025",
		"工作表1",
		"党费",
		"说明",
	],
)
def test_headings_tell_what_a_sheet_is_whatever_its_tab(tab):
	found = of([ROSTER, ZHANG, LI], tab)
	assert [sheet.layout.key for sheet in found.sheets] == ["roster"]
	assert not found.problems


def test_a_tab_that_says_something_else_is_told_of():
	assert "By its headings this sheet is 党员花名册 and was read as such." in told(
		of([ROSTER, ZHANG], "党费")
	)


@pytest.mark.parametrize(
	"tab", ["2025年党费", "附件2 党费收缴表", "Sheet3", "3、党费收缴台账（2025）", "党费明细"]
)
def test_dues_under_any_tab(tab):
	found = of([["姓名", "月应交", "1月"], ["张三", 30, 30]], tab)
	assert cells(found, "dues", "member", "due", "paid_1") == [("张三", 30, 30)]


@pytest.mark.parametrize("above", range(6))
def test_title_rows_anywhere_above(above):
	title = ["中共清溪支部委员会2025年度党员花名册"]
	found = of([*[[]] * above, title, [], ROSTER, ZHANG])
	assert cells(found, "roster", "member_name") == [("张三",)]
	assert found.years == [("Sheet1", 2025)]


def test_two_forms_that_the_headings_do_not_tell_apart_are_refused_by_name():
	(problem,) = of(
		[["时间", "类型", "内容"], ["3月", "主题党日", "学习"], ["3月14日", "其他", "x"]]
	).problems
	assert "年度计划" in problem.reason and "组织生活" in problem.reason


def test_the_title_decides_between_two_forms():
	rows = [["时间", "类型", "内容"], ["3月", "主题党日", "学习"]]
	assert of([["2025年度工作计划"], *rows]).sheets[0].layout.key == "plan"
	assert of([["三会一课记录"], *rows]).sheets[0].layout.key == "meetings"


def test_a_form_that_lacks_a_column_says_which():
	(problem,) = of(
		[["姓名", "性别", "民族", "学历", "入党日期"], ["张三", "男", "汉族", "本科", "2010-07-01"]]
	).problems
	assert "党员花名册" in problem.reason and "党员类别" in problem.reason and problem.row == 1


def test_sheets_with_other_things_are_told_of():
	file = book(Sheet1=[ROSTER, ZHANG], 收支=[["项目", "收入", "支出"], ["报刊", 0, 30]])
	found = read(content(file))
	assert [(note.sheet, str(note.reason)) for note in found.notes] == [
		("收支", "This sheet is not known and was left out.")
	]


def test_an_attendance_list_is_told_of_and_no_dues():
	days = [datetime(2025, month, 14) for month in range(1, 7)]
	file = book(签到=[["序号", "姓名", *days], [1, "张三", *["√"] * 6]], Sheet1=[ROSTER, ZHANG])
	found = read(content(file))
	assert [sheet.layout.key for sheet in found.sheets] == ["roster"]
	assert "attendance" in told(found)[0]


def test_ticks_under_months_without_a_title_are_no_dues():
	(problem,) = of([["姓名", "1月", "2月"], ["张三", "√", "√"]]).problems
	assert "ticks" in problem.reason
	assert cells(of([["党费收缴情况"], ["姓名", "1月", "2月"], ["张三", "√", "√"]]), "dues", "paid_2") == [
		("√",)
	]


# --- several sheets of a kind --------------------------------------------------------------------------------------


def test_members_in_two_tabs_are_read_together():
	file = book(支委=[ROSTER, ZHANG], 普通党员=[ROSTER, [1, "李四", "女", "预备党员"]])
	found = read(content(file))
	assert cells(found, "roster", "member_name") == [("张三",), ("李四",)]
	assert not found.problems
	first, second = found.sheet("roster").rows
	assert first.cells["serial"] != second.cells["serial"]
	assert second.place("stage", "支委", "党员类别") == ("普通党员", 2, "党员类别")


def test_months_of_dues_in_two_tabs_are_read_together():
	file = book(
		上半年党费=[["姓名", "月应交", "1月", "2月"], ["张三", 30, 30, 30], ["李四", 20, 20, 20]],
		下半年党费=[["姓名", "月应交", "7月", "8月"], ["李四", 25, 25, 25], ["张三", 30, 30, None]],
	)
	found = read(content(file))
	assert not found.problems
	assert cells(found, "dues", "member", "paid_1", "paid_2", "paid_7", "due_1", "due_7") == [
		("张三", 30, 30, 30, 30, 30),
		("李四", 20, 20, 25, 20, 25),
	]
	assert found.sheet("dues").rows[1].place("paid_7", "上半年党费", "7月") == ("下半年党费", 2, "7月")


def test_a_tab_for_each_month_of_dues():
	head = ["序号", "姓名", "应交金额", "实交金额", "交纳日期"]
	file = book(
		**{
			"1月": [["2025年1月党费收缴表"], head, [1, "张三", 30, 30, "1月10日"]],
			"2月": [["2025年2月党费收缴表"], head, [1, "张三", 31, 31, "2月11日"]],
		}
	)
	found = read(content(file))
	assert not found.problems
	assert cells(found, "dues", "member", "due_1", "paid_1", "paid_on_1", "due_2", "paid_2", "paid_on_2") == [
		("张三", 30, 30, "1月10日", 31, 31, "2月11日")
	]
	assert {year for _sheet, year in found.years} == {2025}


def test_the_same_in_two_tabs_is_refused_with_both_names():
	file = book(
		上半年党费=[["姓名", "月应交", "1月"], ["张三", 30, 30]],
		党费=[["姓名", "月应交", "1月"], ["张三", 30, 20]],
	)
	(problem,) = read(content(file)).problems
	assert problem.sheet == "党费" and "上半年党费" in problem.reason and "张三" in problem.reason


# --- months --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	"heading, month",
	[
		*(
			("元月", 1),
			("一月", 1),
			("1月份", 1),
			("01月", 1),
			("6月党费", 6),
			("9月党费", 9),
			("十二月份", 12),
		),
		*(
			("2025.04", 4),
			(2025.04, 4),
			("2025-04", 4),
			("2025年4月", 4),
			("202504", 4),
			(datetime(2025, 4, 1), 4),
		),
		*(
			("2月/缴费金额", 2),
			("2月缴费金额（元）", 2),
			("实缴（2月）", 2),
			("2月份缴纳党费", 2),
			("十月", 10),
		),
		*(
			("2025年元月", 1),
			("*2025.04：", 4),
			("202511", 11),
			("★6月党费", 6),
			("\u200b9月\u200b", 9),
			("缴纳3月党费", 3),
			("7月（实缴）", 7),
			("2025/3/1", 3),
			("2025-03-01", 3),
			("三月实缴数", 3),
			("2025年11月实缴", 11),
			("11月(元)", 11),
			("３月", 3),
			("3 月", 3),
			("3月\n实交", 3),
		),
	],
)
def test_headings_of_months(heading, month):
	found = of([["姓名", "月应交", heading, "12月应交"], ["张三", 30, 28, 30]])
	assert not found.problems
	assert cells(found, "dues", "due", f"paid_{month}", "due_12") == [(30, 28, 30)]


def test_plain_numbers_as_months():
	found = of([["姓名", "月应交", 4, 5, 6, 10], ["张三", 30, 1, 2, 3, 4], ["李四", 9, 9, 9, 9, 9]], "党费")
	assert cells(found, "dues", "paid_4", "paid_5", "paid_6", "paid_10") == [(1, 2, 3, 4), (9, 9, 9, 9)]
	assert not found.problems


def test_numbers_of_months_that_lost_their_nought():
	head = ["姓名", "月应交", 2025.1, 2025.2, 2025.9, 2025.1, 2025.11]
	found = of([["姓名", "月应交", *head[2:]], ["张三", 30, 1, 2, 9, 10, 11]], "党费")
	assert cells(found, "dues", "paid_1", "paid_2", "paid_9", "paid_10", "paid_11") == [(1, 2, 9, 10, 11)]
	assert not found.problems


def test_a_number_that_may_be_january_or_october_stops():
	(problem,) = of([["姓名", "月应交", 2025.1], ["张三", 30, 30]], "党费").problems
	assert problem.heading == "2025.1" and problem.sheet_key == "dues"


def test_months_of_another_year_are_named():
	found = of([["2025年度党费"], ["姓名", "月应交", "2024年12月"], ["张三", 30, 30]])
	assert {year for _sheet, year in found.years} == {2024, 2025}


QUARTER = [
	["序号", "姓名", "月应交", "第一季度", None, None, "第二季度", None],
	[None, None, None, "1月", "2月", "3月", "4月", "5月"],
	[1, "张三", 30, 11, 12, 13, 14, 15],
]


@pytest.mark.parametrize("merged", [(), ("D1:F1", "G1:H1", "A1:A2", "B1:B2", "C1:C2"), ("D1:F1", "G1:H1")])
def test_quarters_above_months(merged):
	found = of(QUARTER, merged=merged)
	assert not found.problems
	assert cells(found, "dues", *[f"paid_{month}" for month in range(1, 6)]) == [(11, 12, 13, 14, 15)]


@pytest.mark.parametrize("merged", [(), ("C1:F1", "C2:D2", "E2:F2", "A1:A3", "B1:B3")])
def test_three_header_rows(merged):
	rows = [
		["姓名", "月应交", "第一季度", None, None, None],
		[None, None, "1月", None, "2月", None],
		[None, None, "应缴", "实缴", "应缴", "实缴"],
		["张三", 30, 30, 28, 31, 29],
	]
	found = of([["2025年度党费收缴台账"], *rows], merged=[_down(place) for place in merged])
	assert not found.problems
	assert cells(found, "dues", "due", "due_1", "paid_1", "due_2", "paid_2") == [(30, 30, 28, 31, 29)]


def _down(place):
	return ":".join(corner[0] + str(int(corner[1:]) + 1) for corner in place.split(":"))


@pytest.mark.parametrize("heading", ["第一季度", "上半年", "1-3月", "一季度实缴", "1至3月", "1、2月"])
def test_sums_of_several_months_stop_the_import(heading):
	(problem,) = of([["姓名", "月应交", heading, "4月"], ["张三", 30, 90, 30]], "党费").problems
	assert "which month" in problem.reason and problem.heading == heading


def test_sums_beside_months_are_left_out_in_silence():
	found = of(
		[
			["姓名", "月应交", "1月", "2月", "一季度小计", "上半年合计", "全年累计"],
			["张三", 30, 30, 30, 60, 60, 60],
		]
	)
	assert not found.problems and not found.notes


# --- columns that nobody knows -------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [30, 30.5, "30元", "¥30", "1,000.00"])
def test_a_column_of_sums_that_nobody_knows_stops_the_import(value):
	(problem,) = of([["姓名", "月应交", "1月", "特殊"], ["张三", 30, 30, value]]).problems
	assert problem.column == "特殊" and "sums" in problem.reason and "月应交" in problem.reason


@pytest.mark.parametrize("value", ["2025-03-14", "2025.3", "2025年3月14日", datetime(2025, 3, 14)])
def test_a_column_of_dates_that_nobody_knows_stops_the_import(value):
	(problem,) = of([[*ROSTER, "某日"], [*ZHANG, value]]).problems
	assert problem.column == "某日" and "dates" in problem.reason and "入党日期" in problem.reason


@pytest.mark.parametrize("value", ["x", "备查", 3, None, 13800000000])
def test_other_unknown_columns_are_told_of(value):
	found = of([[*ROSTER, "某事"], [*ZHANG, value]])
	assert not found.problems
	assert [(note.column, note.sheet_key) for note in found.notes] == [("某事", "roster")]


def test_hidden_columns_of_sums_stop_the_import():
	file = book(党费=[["姓名", "月应交", "1月", "备注"], ["张三", 30, 30, "x"]])
	for letter in "CD":
		file["党费"].column_dimensions[letter].hidden = True
	found = read(content(file))
	assert [problem.column for problem in found.problems] == ["1月"]
	assert [note.column for note in found.notes] == ["备注"]
	assert cells(read(content(file), hidden_columns="read"), "dues", "paid_1") == [(30,)]


@pytest.mark.parametrize(
	"heading, key",
	[
		("金额（应交）", "due_1"),
		("应交（元）", "due_1"),
		("实交金额（必填）", "paid_1"),
		("缴费日期（年月日）", "paid_on_1"),
	],
)
def test_what_stands_in_brackets_of_a_heading_is_looked_at(heading, key):
	rows = [["姓名", "月应交", "1月"], [None, None, heading], ["张三", 30, 25]]
	found = of(rows, "党费", ["A1:A2", "B1:B2"])
	assert cells(found, "dues", key) == [(25,)]


def test_brackets_that_make_something_else_of_a_heading():
	rows = [["姓名", "月应交", "1月", "2月（补缴）"], ["张三", 30, 30, 25]]
	(problem,) = of(rows, "党费").problems
	assert problem.column == "2月（补缴）"


# --- rows ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	"row",
	[
		*(
			["共计", "1人"],
			["本页小计"],
			["累计", None, None, 3],
			["合计", None, 2],
			["共2人"],
			["合计（大写）：叁拾元整"],
		),
		*(
			[None, "合计"],
			["大写：叁拾元"],
			["填报人：李四"],
			["负责人：", None, None, "制表人：李四"],
			["制表人", "李四"],
		),
		*(
			[None, None, "收款人：", "李四"],
			["审核人：　　　　填表人："],
			["（以下空白）"],
			["以下空白"],
			["监督电话：0571-1"],
		),
		*(
			["注：本表一式两份"],
			["备注：x"],
			["支部书记（签字）："],
			["党支部（盖章）"],
			["第1页 共3页"],
			["小计：3人"],
		),
		*(
			["填报单位（盖章）：", None, None, "2025年12月31日"],
			["日期：2025年1月3日"],
			["总计3人，其中正式党员2人"],
		),
		*(
			["说明：1.按月填写"],
			["本月合计", None, 30],
			["单位负责人：张三"],
			["截至2025年12月，共计党员2名"],
		),
	],
)
def test_rows_that_are_no_records(row):
	found = of([ROSTER, ZHANG, LI, row])
	assert cells(found, "roster", "member_name") == [("张三",), ("李四",)]
	assert not found.problems


@pytest.mark.parametrize(
	"name", ["共青莲", "计时", "计小平", "总海", "注明", "合立群", "小计明", "单位明", "完颜某"]
)
def test_people_are_no_footers(name):
	found = of([["姓名", "性别", "党员类别"], [name, "男", "正式党员"], ["张三", "男", "预备党员"]])
	assert cells(found, "roster", "member_name") == [(name,), ("张三",)]


@pytest.mark.parametrize(
	"row",
	[
		*(
			["大写金额：陆拾元整"],
			["¥60.00"],
			["经办人", "李四", "复核", "张三"],
			["以上信息真实有效"],
			["*以上情况属实"],
		),
		*(
			["中共清溪支部委员会（盖章）"],
			["清溪试所党支部", None, None, "2025年12月31日"],
			["其中：女党员1人"],
		),
		*(
			["正式党员1人，预备党员1人"],
			["收缴总额", None, "60"],
			["上缴上级党费：30元"],
			["共2人"],
			["合计", "2人"],
		),
		*(["党支部书记签字（盖章）："], ["制表人：李四   审核人：张三   日期：2025.12.31"], ["年　月　日"]),
		*(
			["第 1 页，共 3 页"],
			["二〇二五年十二月三十一日"],
			[None, None, None, "2025年12月31日"],
			["（章）"],
		),
		*(["收缴合计：30元"], ["合计人数", 2], [None, "制表：李四", None, "2025.12.31"], ["以上党员共2名"]),
		*(["应收合计：30元  实收合计：30元"], ["小 计"], ["人民币（大写）陆拾元整"], ["---以下空白---"]),
	],
)
def test_rows_that_are_no_records_in_a_table_that_begins_with_names(row):
	rows = [["姓名", "性别", "党员类别", "备用"], ["张三", "男", "正式"], ["李四", "女", "预备"], row]
	assert cells(of(rows), "roster", "member_name") == [("张三",), ("李四",)]


def test_remarks_go_on_below_the_first():
	head = ["姓名", "性别", "党员类别"]
	rows = [
		head,
		["张三", "男", "正式"],
		["备注：1.本表按月填写"],
		["2.有变动的及时更新"],
		["3.本表一式两份，支部留存一份"],
	]
	assert cells(of(rows), "roster", "member_name") == [("张三",)]


def test_a_post_is_no_signature():
	head = ["党内职务", "姓名", "任职日期", "任期届满日期"]
	rows = [
		head,
		["支部书记", "张三", "2024-03-01", "2027-02-28"],
		["组织委员", None, "2024-03-01", "2027-02-28"],
	]
	found = of([*rows, ["支部书记：", "张三", "组织委员：", "李四"]], "党内职务")
	assert cells(found, "posts", "post", "member") == [("支部书记", "张三"), ("组织委员", None)]


def test_headers_of_further_pages_are_no_records():
	head, sub = ["序号", "姓名", "1月", None], [None, None, "应交", "实交"]
	rows = [
		head,
		sub,
		[1, "张三", 30, 30],
		["本页小计", None, 30, 30],
		["2025年度党费收缴台账"],
		head,
		sub,
		[2, "李四", 20, 20],
	]
	found = of(rows, "党费")
	assert cells(found, "dues", "member", "due_1", "paid_1") == [("张三", 30, 30), ("李四", 20, 20)]
	assert not found.problems


def test_a_second_table_below_is_read_and_told_of():
	rows = [
		ROSTER,
		ZHANG,
		["合计", "1人"],
		[],
		["支部委员"],
		["姓名", "党内职务", "任职日期", "任期届满日期"],
		["张三", "书记", "2024-03-01", "2027-02-28"],
	]
	found = of(rows)
	assert cells(found, "roster", "member_name") == [("张三",)]
	assert cells(found, "posts", "member", "post") == [("张三", "书记")]
	assert "A second table begins here; it was read as 党内职务." in told(found)


def test_hidden_rows_are_asked_about():
	file = book(党员花名册=[ROSTER, ZHANG, LI, ["合计", "2人"]])
	file["党员花名册"].row_dimensions[3].hidden = True
	file["党员花名册"].row_dimensions[4].hidden = True
	(problem,) = read(content(file)).problems
	assert problem.sheet == "党员花名册"
	assert "hidden" in problem.reason and "3 (李四)" in problem.reason
	left = read(content(file), hidden_rows="leave_out")
	assert cells(left, "roster", "member_name") == [("张三",)] and not left.problems and left.notes
	whole = read(content(file), hidden_rows="read")
	assert cells(whole, "roster", "member_name") == [("张三",), ("李四",)] and not whole.problems


def test_a_sum_across_three_months_says_so():
	rows = [["姓名", "月应交", "1月", "2月", "3月"], ["张三", 30, 90], ["李四", 30, 30, 30, 30]]
	found = of(rows, "党费", ["C2:E2"])
	zhang, li = cells(found, "dues", "paid_1", "paid_2", "paid_3")
	assert zhang == (Merged(90, ("paid_1", "paid_2", "paid_3"), 1), None, None)
	assert li == (30, 30, 30)


def test_a_sum_merged_over_two_people_says_so():
	rows = [["姓名", "月应交", "1月"], ["张三", 30, 60], ["李四", 30, None]]
	found = of(rows, "党费", ["C2:C3"])
	assert cells(found, "dues", "paid_1") == [(Merged(60, ("paid_1",), 2),)] * 2


def test_a_date_across_several_columns_is_refused():
	rows = [["姓名", "党员类别", "入党日期", "转正日期"], ["张三", "正式", "2010-07-01"]]
	(row,) = of(rows, "党员花名册", ["C2:D2"]).sheet("roster").rows
	assert "merged" in row.cells["joined_on"].reason


# --- titles ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
	"title, years",
	[
		*(
			("截至2026年3月31日", []),
			("统计截至：2026年3月", []),
			("2025年度", [2025]),
			("二〇二五年党员花名册", [2025]),
		),
		*(
			("二○二五年度", [2025]),
			("2025-2026年度", []),
			("2025年党员花名册（截至2026年3月31日）", [2025]),
			("2026年1月5日", []),
		),
		*(("党员花名册（2025年）", [2025]), ("年份：2025", [2025]), ("填表日期：2026年1月5日", [])),
	],
)
def test_years_of_titles(title, years):
	assert [year for _sheet, year in of([[title], ROSTER, ZHANG]).years] == years


@pytest.mark.parametrize(
	"title, text",
	[
		("单位：浙江清溪试律师事务所", "浙江清溪试律师事务所"),
		("填报单位（盖章）：清溪试所党支部", "清溪试所党支部"),
		("中共浙江清溪试律师事务所支部委员会2025年党员花名册", "中共浙江清溪试律师事务所支部委员会"),
		("清溪试所党员花名册", "清溪试所"),
		("党支部名称：清溪试所支部    截至：2025年12月31日", "清溪试所支部"),
	],
)
def test_whose_workbook_it_is(title, text):
	assert [found for _sheet, found in of([[title], ROSTER, ZHANG]).branch_texts] == [text]


def test_a_title_below_the_header():
	found = of([ROSTER, ["清溪试所党支部2025年度党员花名册"], ZHANG], merged=["A2:D2"])
	assert cells(found, "roster", "member_name") == [("张三",)]
	assert found.years == [("Sheet1", 2025)]


def test_the_tab_says_the_year_where_no_title_does():
	assert of([ROSTER, ZHANG], "党员花名册2025").years == [("党员花名册2025", 2025)]
	assert of([["2024年度"], ROSTER, ZHANG], "党员花名册2025").years == [("党员花名册2025", 2024)]


def test_everything_wrong_is_told_at_once():
	file = Workbook()
	file.remove(file.active)
	for tab, rows in {
		"花名册": [["姓名", "性别", "民族", "学历"], ["张三", "男", "汉族", "本科"]],
		"党费": [["姓名", "月应交", "1月", "甲", "乙"], ["张三", 30, 30, 1, 2]],
		"组织生活": [["日期", "类型", "议题", "某日"], ["3月14日", "主题党日", "学习", "2025-03-14"]],
	}.items():
		sheet = file.create_sheet(tab)
		for row in rows:
			sheet.append(row)
	problems = read(content(file)).problems
	assert [(problem.sheet, problem.column) for problem in problems] == [
		("花名册", ""),
		("党费", "甲"),
		("党费", "乙"),
		("组织生活", "某日"),
	]


# --- what title and tab say of all rows ------------------------------------------------------------------------------


@pytest.mark.parametrize(
	"tab, kind", [("支委会记录", "支委会"), ("党小组会", "党小组会"), ("3.党课", "党课")]
)
def test_the_kind_of_all_meetings_may_stand_in_the_tab(tab, kind):
	head = ["序号", "时间", "地点", "主持人", "会议内容"]
	found = of([head, [1, "2025年3月14日", "会议室", "张三", "学习"]], tab)
	assert cells(found, "meetings", "kind", "date", "topic") == [(kind, "2025年3月14日", "学习")]
	assert not found.problems and any(kind in sentence for sentence in told(found))


def test_the_stage_of_all_people_may_stand_in_the_title():
	head = ["序号", "姓名", "性别", "入党日期"]
	found = of([["预备党员名册"], head, [1, "张三", "男", "2025-03-01"]])
	assert cells(found, "roster", "member_name", "stage") == [("张三", "预备党员")]
	(problem,) = of([["党员花名册"], head, [1, "张三", "男", "2025-03-01"]]).problems
	assert "党员类别" in problem.reason


@pytest.mark.parametrize(
	"tab, rows",
	[
		("党费使用情况", [["日期", "事由", "支出金额"], ["3月1日", "报刊", 30]]),
		("党费汇总", [["月份", "应收", "实收"], ["1月", 30, 30]]),
		("主题党日签到表", [["序号", "姓名", "签到"], [1, "张三", "√"]]),
		("考勤", [["姓名", "1月", "2月"], ["张三", "√", "√"]]),
	],
)
def test_other_sheets_about_a_known_subject_are_told_of(tab, rows):
	found = read(content(book(Sheet1=[ROSTER, ZHANG], **{tab: rows})))
	assert [note.sheet for note in found.notes] == [tab]
	assert not found.problems


def test_assessed_and_collected_dues_in_two_tabs():
	file = book(
		党费核定表=[["姓名", "党费基数", "月应缴党费"], ["张三", 5000, 50]],
		党费收缴表=[["姓名", "1月", "2月"], ["张三", 50, 50]],
	)
	found = read(content(file))
	assert not found.problems
	assert cells(found, "dues", "member", "base", "due", "paid_1", "paid_2") == [("张三", 5000, 50, 50, 50)]


def test_sums_of_a_quarter_below_their_own_headings_stop_the_import():
	rows = [["姓名", "第一季度", None], [None, "应缴", "实缴"], ["张三", 90, 90]]
	found = of(rows, "党费", ["A1:A2", "B1:C1"])
	assert len(found.problems) == 2 and all("which month" in problem.reason for problem in found.problems)
	assert "due" not in found.sheet("dues").headings


@pytest.mark.parametrize("sheet", [sheet.key for sheet in layout.SHEETS])
def test_each_form_is_known_by_the_headings_of_its_template_alone(sheet):
	known = next(found for found in layout.SHEETS if found.key == sheet)
	columns = [column for column in known.columns if not column.alternative and not column.group]
	found = of([[column.title for column in columns], [column.example or "x" for column in columns]])
	assert [data.layout.key for data in found.sheets] == [sheet]
	assert not found.problems
