"""A branch and its year workbook, for tests of the import: sheets that a test may change, and what became of them."""

import copy
from datetime import datetime

import pytest

import frappe

from party_affairs.importing.run import import_workbook
from tests.importing.books import book, content
from tests.site import factory

NAME = "浙江清河律师事务所党支部"
TITLE = "中共浙江清河律师事务所支部委员会 2025年度 {}"
DOCTYPES = (
	"Party Member",
	"Party Post",
	"Party Annual Plan",
	"Party Meeting",
	"Dues Assessment",
	"Party Dues Entry",
	"Contact Pairing",
	"Public Welfare Activity",
)

ROSTER = {
	"head": ["序号", "姓名", "性别", "身份证号", "出生日期", "工作单位", "党小组", "党员类别", "编入本支部日期", "入党日期", "转正日期", "联系电话"],
	"rows": [
		[1, "张 三", "男", None, "1980.2.3", "清河所", "第一党小组", "正式党员", "2020-7-1", "2004.6", "2005年6月1日", "10000000001"],
		[2, "李四", "女", None, datetime(1985, 5, 6), "浙江清河律师事务所", "第一党小组", "正式", "2020/7/1", "2008-07-01", "2009-07-01", 10000000002],
		[3, "王五", "男", "000000199003030012", None, "清河所", None, "正式", "2020.7.1", "2012年7月1日", "2013.7.1", None],
		[4, "赵六", "女", None, "1996-08-08", "清河所", None, "预备党员", "2025-03-20", "2025-03-20", None, None],
		[5, "钱七", "男", None, "1998-09-09", "清河所", None, "积极分子", "2024-01-01", None, None, None],
	],
}  # fmt: skip
POSTS = {
	"head": ["序号", "姓名", "职务", "党小组", "任职日期", "任期届满日期"],
	"rows": [
		[1, "张三", "支部书记", None, "2024.3.1", "2029-02-28"],
		[2, "李四", "组织委员", None, "2024-03-01", "2029-02-28"],
		[3, "李四", "党小组长", "第一党小组", "2024-03-01", "2029-02-28"],
	],
}
PLAN = {
	"facts": "制定日期：2025年1月8日　　制定依据：上级工作要点",
	"head": ["序号", "月份", "类型", "主题", "责任人", "讲课人"],
	"rows": [[1, "1月", "主题党日", "谋划全年", "张三", None], [2, 3, "党课", "初心与本分", "李四", "李四"]],
}
MEETINGS = {
	"head": [
		"序号", "日期", "时间", "类型", "党小组", "议题", "地点", "主持人", "记录人", "参会人员", "缺席人员及原因", "列席人员",
		"集中学习", "交纳党费", "会议内容", "发言摘录", "议决结果", "赞成", "责任人", "完成时限",
	],
	"rows": [
		[1, "3月17日", "下午2点-4点", "主题党日、党员大会", None, "学习讨论", "党群活动室", "张三", "李四", "全体党员", "王五（出差）",
			"周某（非党律师）、吴某（市律协）", "√", "是", "学习；交纳党费", "张三：谈体会", "通过计划", 2, "李四", "2025-12-31"],
		[2, datetime(2025, 4, 8), "9：30—11：00", "支委会", None, "研究培养", "会议室", "张三", "李四", "全体支委", None,
			None, None, None, "研究积极分子", "李四：同意", "同意培养", None, None, None],
		[3, "2025.4.20", "12:30-13:30", "党小组会", "第一党小组", "小组学习", "会议室", "李四", None, "张三 李四", None,
			None, None, None, "学习", "张三：谈", "继续", None, None, None],
	],
}  # fmt: skip
DUES = {
	"head": [
		"序号",
		"姓名",
		"人员类别",
		"月交纳基数",
		"月应交",
		"1月",
		"1月交纳日期",
		"2月",
		"2月交纳日期",
		"3月",
		"3月交纳日期",
	],
	"rows": [
		[1, "张三", "按月领薪", "8,000元", None, "√", "15日", 120, "2.17", "60元", "2025-03-17"],
		[2, "李四", None, None, 15, 15, "1.15", "15（20日）", None, None, None],
		[3, "王五", "免交", None, None, "免交", None, "免交", None, "免交", None],
		[4, "赵六", "按月领薪", 3000, 15, None, None, None, None, 15, "3月20日"],
	],
}
PAIRINGS = {
	"head": [
		"序号",
		"联系人",
		"联系对象姓名",
		"对象类别",
		"结对日期",
		"家庭地址",
		"联系时间",
		"联系形式",
		"反映问题",
	],
	"rows": [
		[1, "张三", "孙八", "律所负责人", "2024.1.5", "某街1号", "3月3日", "面谈", "经费"],
		[None, None, None, None, None, None, "6月3日", "电话", "场地"],
		[2, None, "周九", "群众", "2024.1.5", None, None, None, None],
	],
}
ACTIVITIES = {
	"head": ["序号", "日期", "项目", "方式", "参加党员", "参加律师", "服务对象及人数", "时长", "效果"],
	"rows": [[1, "5月20日", "社区普法", "普法", "张三、李四", "郑某、冯某", "居民60余人", "90分钟", "好"]],
}
YEAR = {
	"党员花名册": ROSTER,
	"党内职务": POSTS,
	"年度计划": PLAN,
	"组织生活": MEETINGS,
	"党费": DUES,
	"联系群众": PAIRINGS,
	"公益活动": ACTIVITIES,
}


@pytest.fixture
def branch():
	"""The branch of the workbook, with its firm and group, under a committee that has another branch."""
	committee = factory.committee("某市律师行业党委")
	firm = factory.firm(committee, "浙江清河律师事务所", short_name="清河所")
	found = factory.branch(NAME, parent=committee, firms=[firm])
	factory.group(found, "第一党小组")
	factory.branch("浙江远山律师事务所党支部", parent=committee)
	return found


@pytest.fixture
def year():
	"""The sheets of a good workbook, to be changed by a test."""
	return copy.deepcopy(YEAR)


def file_of(year, title=TITLE):
	sheets = {}
	for name, table in year.items():
		above = [[title.format(name)]] + ([[table["facts"]]] if "facts" in table else [])
		sheets[name] = [*above, table["head"], *table["rows"]]
	return content(book(**sheets))


def row_of(year, sheet, column, position=0):
	"""The list and index of a cell, for changing it."""
	table = year[sheet]
	return table["rows"][position], table["head"].index(column)


def put(year, sheet, column, value, position=0):
	row, index = row_of(year, sheet, column, position)
	row[index] = value


def run(sheets, **arguments):
	return import_workbook(file_of(sheets), **arguments)


def imported(sheets, **arguments):
	result = run(sheets, **arguments)
	assert not result.problems, [problem.line() for problem in result.problems]
	return result


def stamps():
	"""Name, docstatus and time of the last change of every record of the branch."""
	return {
		(doctype, row.name): (row.docstatus, row.modified)
		for doctype in DOCTYPES
		for row in frappe.get_all(doctype, filters={"branch": NAME}, fields=["name", "docstatus", "modified"])
	}


def member(name):
	return frappe.get_doc("Party Member", {"member_name": name, "branch": NAME})


def meeting(topic, **filters):
	return frappe.get_doc(
		"Party Meeting", {"topic": topic, "branch": NAME, "docstatus": ["!=", 2], **filters}
	)


def entry(name, month):
	return frappe.get_doc("Party Dues Entry", {"member": member(name).name, "dues_month": month})


def problem_of(result):
	assert len(result.problems) == 1, [problem.line() for problem in result.problems]
	return result.problems[0]


# What comes in
