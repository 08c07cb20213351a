"""The sheets of a year beside roster, meetings and dues: what they bring in, what they ask for, and that they do so once."""

import copy

import pytest

import frappe

from party_affairs.importing.run import import_workbook
from tests.importing.books import book, content
from tests.site import factory
from tests.site.test_importing import NAME, POSTS, ROSTER, TITLE

pytestmark = pytest.mark.site

DOCTYPES = (
	*("Party Member", "Party Post", "Party Meeting", "Heart Talk", "Thought Report", "Party Life Review"),
	*("Party Member Event", "Party Training", "Party Development Case", "Democratic Appraisal"),
)

MEETINGS = {
	"head": ["序号", "日期", "时间", "类型", "议题", "地点", "主持人", "记录人", "参会人员", "会议内容", "发言摘录", "议决结果"],
	"rows": [
		[1, "6月5日", "14:00-16:00", "民主恳谈会", "听取意见", "会议室", "张三", "李四", "全体党员", "恳谈", "见意见", "逐条答复"],
		[2, "12月22日", "14:00-16:00", "组织生活会", "年度组织生活会", "会议室", "张三", "李四", "全体党员", "对照检查", "见记录", "形成清单"],
		[3, "4月8日", "9:30-11:00", "支委会", "研究积极分子", "会议室", "张三", "李四", "张三、李四", "研究", "李四：同意", "同意"],
	],
}  # fmt: skip
OPINIONS = {
	"head": ["序号", "会议日期", "会议类型", "提出人", "意见建议", "答复"],
	"rows": [
		[1, "6月5日", "民主恳谈会", "李四", "党课多讲案例", "第三季度起每课一个案例"],
		[2, "6月5日", "恳谈会", "周某", "增加普法场次", None],
	],
}
EVENTS = {
	"head": ["序号", "姓名", "发生日期", "事项类型", "详情", "决定机关"],
	"rows": [
		[1, "王五", "3月1日", "表彰", "优秀律师", "市律师协会"],
		[2, "李四", "2025-04-02", "家庭纠纷", "家中变故", None],
	],
}
TALKS = {
	"head": ["序号", "谈话日期", "时间", "地点", "谈话人", "谈话对象", "对象身份", "五必谈情形", "主要内容", "后续安排"],
	"rows": [
		[1, "3月10日", "15:30", "会议室", "张三（书记）", "王五", "党员", "表彰奖励", "祝贺并勉励", None],
		[2, "5月6日", None, None, "李四", "郑某", "群众", None, "了解诉求", "转交街道"],
		[3, "4月9日", None, None, "张三", "李四", None, "家庭纠纷", "了解困难", None],
	],
}  # fmt: skip
REPORTS = {
	"head": ["序号", "汇报人", "所属半年", "提交日期", "汇报形式", "思想方面", "口头汇报摘要", "点评意见", "点评人", "点评日期"],
	"rows": [
		[1, "李四", "上半年", "6月20日", "书面", "认真学习党章", None, "继续努力", "张三", "6月25日"],
		[2, "王五", "2025年下半年", "12月20日", "口头", None, "汇报了办案体会", None, None, None],
	],
}  # fmt: skip
REVIEWS = {
	"head": [
		"序号", "组织生活会", "召开日期", "通知日期", "会前学习日期", "会前学习主题", "党内意见", "谈话次数", "谈话确认人",
		"支部问题", "原因分析", "整改方向", "问题", "整改措施", "责任人", "完成时限", "销号日期", "整改成效",
	],
	"rows": [
		[1, "学党章", "12月22日", "12月10日", "12月12日", "学习党章", "多讲案例\n记录要规范", 4, "张三",
			"学习不够", "计划偏粗", "学习实效", "学习不够", "每次一个案例", "李四", "2026-01-31", "2025-12-29", "已排出计划"],
		[2, None, None, None, None, None, None, None, None, None, None, None, "记录不规范", "书记审阅", "张三", "2026-01-15", None, None],
	],
}  # fmt: skip
TRAININGS = {
	"head": ["序号", "培训主题", "培训类型", "开始日期", "结束日期", "学时", "主办单位", "参加人员"],
	"rows": [[1, "集中轮训", "集中轮训", "5月12日", "5月14日", 24, "市律协党校", "张三、李四（8学时）、王五"]],
}
DEVELOPMENT = {
	"head": ["序号", "姓名", "递交入党申请书", "派人谈话", "确定入党积极分子", "推荐方式", "指定培养联系人", "培养联系人"],
	"rows": [[1, "钱七", "2025-02-01", "2025-02-20", "2025-04-08", "党员推荐", "2025-04-10", "张三、李四"]],
}
SHEETS = {
	"党员花名册": ROSTER,
	"党内职务": POSTS,
	"组织生活": MEETINGS,
	"三会意见": OPINIONS,
	"奖惩与重要事项": EVENTS,
	"谈心谈话": TALKS,
	"思想汇报": REPORTS,
	"组织生活会与整改": REVIEWS,
	"学时培训": TRAININGS,
	"发展党员": DEVELOPMENT,
}


@pytest.fixture
def branch():
	committee = factory.committee("某市律师行业党委")
	firm = factory.firm(committee, "浙江清河律师事务所", short_name="清河所")
	found = factory.branch(NAME, parent=committee, firms=[firm])
	factory.group(found, "第一党小组")
	return found


@pytest.fixture
def year():
	return copy.deepcopy(SHEETS)


def file_of(year, title=TITLE):
	sheets = {}
	for name, table in year.items():
		above = [[title.format(name)]] + ([[table["facts"]]] if "facts" in table else [])
		sheets[name] = [*above, table["head"], *table["rows"]]
	return content(book(**sheets))


def imported(year, **arguments):
	result = import_workbook(file_of(year), **arguments)
	assert not result.problems, [problem.line() for problem in result.problems]
	return result


def problems_of(year):
	return [
		(problem.sheet, problem.row, problem.column) for problem in import_workbook(file_of(year)).problems
	]


def put(year, sheet, column, value, position=0):
	year[sheet]["rows"][position][year[sheet]["head"].index(column)] = value


def stamps():
	return {
		(doctype, row.name): (row.docstatus, row.modified)
		for doctype in DOCTYPES
		for row in frappe.get_all(doctype, filters={"branch": NAME}, fields=["name", "docstatus", "modified"])
	}


def member(name):
	return frappe.db.get_value("Party Member", {"member_name": name, "branch": NAME})


def talk(partner):
	return frappe.get_doc("Heart Talk", {"branch": NAME, "partner_name": partner})


def review():
	return frappe.get_doc("Party Life Review", {"branch": NAME})


def meeting(kind):
	return frappe.get_doc("Party Meeting", {"branch": NAME, "kind": kind, "docstatus": 1})


def test_all_sheets_come_in_at_once_and_once(branch, year):
	first = imported(year)
	before = stamps()
	again = imported(year)
	assert (again.created, again.updated) == (0, 0)
	assert again.unchanged == first.created
	assert stamps() == before
