"""The sheets of a year beside roster, meetings and dues: what they bring in, what they ask for, and that they do so once."""

# ruff: noqa: F811  (fixtures of another module are asked for by their names)

import copy
import io

import pytest
from openpyxl import load_workbook

import frappe
from frappe.utils import getdate

from party_affairs import ledgers
from party_affairs.compliance.run import run_compliance
from party_affairs.importing import job
from party_affairs.importing.preview import preview_workbook
from party_affairs.importing.run import import_workbook
from party_affairs.ledgers.xlsx import to_xlsx
from tests.importing.books import content
from tests.site import factory
from tests.site.year_book import NAME, POSTS, ROSTER, branch, file_of, imported, put  # noqa: F401  (a fixture)

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
	"rows": [
		[1, "集中轮训", "集中轮训", "5月12日", "5月14日", 24, "市律协党校", "张三、李四（8学时）、王五"]
	],
}
DEVELOPMENT = {
	"head": [
		"序号",
		"姓名",
		"递交入党申请书",
		"派人谈话",
		"确定入党积极分子",
		"推荐方式",
		"指定培养联系人",
		"培养联系人",
	],
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
def year():
	return copy.deepcopy(SHEETS)


def problems_of(year):
	return [
		(problem.sheet, problem.row, problem.column) for problem in import_workbook(file_of(year)).problems
	]


def add_column(year, sheet, heading):
	year[sheet]["head"].append(heading)
	for row in year[sheet]["rows"]:
		row.append(None)


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
	for check in CHECKS:
		check()
	before = stamps()
	again = imported(year)
	assert (again.created, again.updated) == (0, 0)
	assert again.unchanged == first.created
	assert stamps() == before


# What comes in


def check_that_talks_come_in_with_partner_pair_and_the_event_that_called_for_them():
	wang, outside, li = talk("王五"), talk("郑某"), talk("李四")
	assert (wang.talker, wang.partner, wang.talk_time) == (member("张三"), member("王五"), "15:30")
	assert wang.occasion == "Award or Sanction"
	assert frappe.db.get_value("Party Member Event", wang.event, ["member", "kind"]) == (
		member("王五"),
		"Award",
	)
	assert (outside.partner, outside.partner_is) == (None, "One of the Masses")
	assert (outside.pair_kind, outside.follow_up) == ("Member and Masses", "转交街道")
	assert (li.partner, li.partner_is, li.pair_kind) == (
		member("李四"),
		"Party Member",
		"Two Committee Members",
	)


def check_that_reports_come_in_as_entered_by_the_committee():
	written = frappe.get_doc("Thought Report", {"member": member("李四")})
	oral = frappe.get_doc("Thought Report", {"member": member("王五")})
	assert (written.half_year, written.status, written.thought) == ("2025-H1", "Commented", "认真学习党章")
	assert (written.commented_by, written.entered_by_committee) == (member("张三"), 1)
	assert (oral.half_year, oral.form, oral.summary, oral.status) == (
		"2025-H2",
		"Oral",
		"汇报了办案体会",
		"Handed In",
	)


def check_that_life_review_comes_in_with_its_preparation_and_its_list():
	found = review()
	assert found.meeting == meeting("Organisation Life Meeting").name
	assert (found.theme, found.direction, found.talks_held) == ("学党章", "学习实效", 4)
	assert [(row.source, row.opinion) for row in found.opinions] == [
		("Within the Party", "多讲案例"),
		("Within the Party", "记录要规范"),
	]
	assert [(row.problem, row.cause) for row in found.problems] == [("学习不够", "计划偏粗")]
	assert [(row.measure, row.responsible, str(row.deadline)) for row in found.measures] == [
		("每次一个案例", member("李四"), "2026-01-31"),
		("书记审阅", member("张三"), "2026-01-15"),
	]
	assert [str(row.closed_on) for row in found.measures] == ["2025-12-29", "None"]
	assert found.measures[0].evidence == "已排出计划"
	assert found.status == "Being Rectified"


def check_that_opinions_stand_in_the_record_of_their_meeting_with_the_answers():
	found = meeting("Democratic Talk")
	assert [(row.member, row.speaker, row.speech, row.answer) for row in found.speeches_by_person] == [
		(member("李四"), "李四", "党课多讲案例", "第三季度起每课一个案例"),
		(None, "周某", "增加普法场次", None),
	]
	assert not frappe.db.count("Party Meeting", {"branch": NAME, "docstatus": 2})


def check_that_trainings_events_and_development_come_in():
	training = frappe.get_doc("Party Training", {"branch": NAME})
	assert [(row.member_name, row.hours) for row in training.participants] == [
		("张三", 24.0),
		("李四", 8.0),
		("王五", 24.0),
	]
	events = frappe.get_all("Party Member Event", {"branch": NAME}, ["member_name", "kind", "details"])
	assert {(row.member_name, row.kind, row.details) for row in events} == {
		("王五", "Award", "优秀律师"),
		("李四", "Family Dispute", "家中变故"),
	}
	case = frappe.get_doc("Party Development Case", {"member": member("钱七")})
	done = {row.step: str(row.done_on) for row in case.steps if row.done_on}
	assert done == {
		"Application": "2025-02-01",
		"First Talk": "2025-02-20",
		"Named as Activist": "2025-04-08",
		"Mentors Assigned": "2025-04-10",
	}
	named = next(row for row in case.steps if row.step == "Named as Activist")
	assert named.meeting == meeting("Committee Meeting").name
	assert [(row.capacity, row.member_name) for row in case.sponsors] == [
		("Mentor", "张三"),
		("Mentor", "李四"),
	]
	assert case.stage == "Activist"


CHECKS = (
	check_that_talks_come_in_with_partner_pair_and_the_event_that_called_for_them,
	check_that_reports_come_in_as_entered_by_the_committee,
	check_that_life_review_comes_in_with_its_preparation_and_its_list,
	check_that_opinions_stand_in_the_record_of_their_meeting_with_the_answers,
	check_that_trainings_events_and_development_come_in,
)


# A corrected workbook, and what was entered in the Desk


def test_corrected_rows_change_their_own_records_alone(branch, year):
	imported(year)
	put(year, "谈心谈话", "主要内容", "勉励再进一步")
	put(year, "学时培训", "参加人员", "张三、李四（12学时）、王五")
	put(year, "思想汇报", "点评意见", "不错")
	put(year, "奖惩与重要事项", "决定机关", "省律师协会")
	put(year, "组织生活会与整改", "完成时限", "2026-01-20", 1)
	put(year, "发展党员", "派人谈话", "2025-02-21")
	again = imported(year)
	assert (again.created, again.updated) == (0, 6)
	assert talk("王五").content == "勉励再进一步"
	assert str(review().measures[1].deadline) == "2026-01-20"
	assert frappe.db.get_value("Thought Report", {"member": member("李四")}, "comment") == "不错"
	assert frappe.db.count("Heart Talk", {"branch": NAME}) == 3


def test_item_is_closed_by_a_later_workbook_and_stays_closed(branch, year):
	imported(year)
	put(year, "组织生活会与整改", "销号日期", "2025-12-30", 1)
	put(year, "组织生活会与整改", "整改成效", "书记已审阅", 1)
	again = imported(year)
	assert (again.created, again.updated) == (0, 1)
	assert [str(row.closed_on) for row in review().measures] == ["2025-12-29", "2025-12-30"]
	put(year, "组织生活会与整改", "销号日期", "2025-12-31", 1)
	assert problems_of(year) == [("组织生活会与整改", 4, "销号日期")]


def test_answer_that_comes_later_amends_the_record_of_the_meeting(branch, year):
	imported(year)
	first = meeting("Democratic Talk").name
	put(year, "三会意见", "答复", "已增加两场", 1)
	again = imported(year)
	assert (again.created, again.updated) == (0, 1)
	found = meeting("Democratic Talk")
	assert found.amended_from == first
	assert [row.answer for row in found.speeches_by_person] == ["第三季度起每课一个案例", "已增加两场"]


def test_opinions_alone_reach_a_meeting_that_is_on_record(branch, year):
	opinions = year.pop("三会意见")
	imported(year)
	imported({"三会意见": opinions})
	assert len(meeting("Democratic Talk").speeches_by_person) == 2
	assert imported({"三会意见": opinions}).updated == 0


def test_empty_cells_do_not_empty_what_was_entered_in_the_desk(branch, year):
	talks = year.pop("谈心谈话")
	imported(year)
	frappe.get_doc(
		{
			"doctype": "Heart Talk",
			"branch": NAME,
			"talk_on": "2025-05-06",
			"talker": member("李四"),
			"partner_is": "One of the Masses",
			"partner_name": "郑某",
			"content": "了解诉求",
			"follow_up": "另有安排",
		}
	).insert()
	talks["rows"] = [row for row in talks["rows"] if row[5] == "郑某"]
	talks["rows"][0][-1] = None
	result = imported({"谈心谈话": talks})
	assert (result.created, result.updated, result.unchanged) == (0, 0, 1)
	assert talk("郑某").follow_up == "另有安排"


# What is refused, and where


FAULTS = (
	(
		("谈心谈话", "谈话人", "张三（代）", 0),
		("谈心谈话", "谈话对象", "陌生人", 2),
		("思想汇报", "所属半年", "第一季度", 0),
		("思想汇报", "所属半年", "2024年上半年", 1),
		("组织生活会与整改", "整改成效", None, 0),
		("三会意见", "会议类型", "党员大会", 0),
		("学时培训", "参加人员", "张三、陌生人", 0),
		("发展党员", "确定入党积极分子", "2025-02-10", 0),
	),
	(
		("谈心谈话", "谈话日期", "2024-03-10", 1),
		("谈心谈话", "五必谈情形", "廉洁诚信不良反映", 0),
		("思想汇报", "点评人", "王五", 0),
		("组织生活会与整改", "召开日期", "12月20日", 0),
		("三会意见", "会议日期", "6月6日", 1),
		("学时培训", "学时", "若干", 0),
	),
	(
		("奖惩与重要事项", "事项类型", "先进", 0),
		("奖惩与重要事项", "新职务", "副主任", 1),
		("思想汇报", "摘要", "与口头摘要不同", 1),
	),
)
"""Each of them stands for itself: nothing else is refused for it, the talk about an event neither."""


@pytest.mark.parametrize("faults", FAULTS)
def test_what_cannot_be_is_refused_by_cell(branch, year, faults):
	add_column(year, "奖惩与重要事项", "新职务")
	add_column(year, "思想汇报", "摘要")
	for fault in faults:
		put(year, *fault)
	wanted = {(sheet, position + 3, column) for sheet, column, _value, position in faults}
	assert set(problems_of(year)) == wanted
	assert not frappe.db.count("Heart Talk", {"branch": NAME})


def test_problems_do_not_repeat_what_a_personal_text_says(branch, year):
	put(year, "思想汇报", "思想方面", None)
	put(year, "谈心谈话", "主要内容", "她说的私事", 2)
	put(year, "谈心谈话", "后续安排", None, 2)
	year["谈心谈话"]["head"].append("办结时间")
	for row in year["谈心谈话"]["rows"]:
		row.append(None)
	put(year, "谈心谈话", "办结时间", "2025-05-01", 2)
	result = import_workbook(file_of(year))
	assert {problem.sheet for problem in result.problems} == {"谈心谈话", "思想汇报"}
	assert not any("私事" in problem.line() for problem in result.problems)


# Whose right


@pytest.mark.parametrize(
	("post", "sheet", "is_right"),
	[
		("Organisation Commissioner", "谈心谈话", True),
		("Publicity Commissioner", "谈心谈话", False),
		("Publicity Commissioner", "思想汇报", False),
		("Publicity Commissioner", "奖惩与重要事项", False),
		("Publicity Commissioner", "学时培训", True),
		("Organisation Commissioner", "三会意见", False),
		("Publicity Commissioner", "三会意见", True),
	],
)
def test_who_may_not_write_a_kind_may_not_bring_it_in(branch, year, set_user, post, sheet, is_right):
	year["党内职务"]["rows"] = [row for row in year["党内职务"]["rows"] if row[2] != "组织委员"]
	rows = year.pop(sheet)
	year.pop("谈心谈话", None)
	imported(year)
	user = factory.holder(branch, post)
	with set_user(user):
		if is_right:
			assert imported({sheet: rows}).created + imported({sheet: rows}).unchanged
		else:
			with pytest.raises(frappe.PermissionError, match=sheet):
				import_workbook(file_of({sheet: rows}))


def test_committee_above_does_not_bring_in_personal_texts(branch, year, set_user):
	user = factory.holder(
		branch, "Secretary", in_organisation=frappe.get_doc("Party Branch", "某市律师行业党委")
	)
	for name in ("谈心谈话", "思想汇报"):
		with set_user(user), pytest.raises(frappe.PermissionError, match=name):
			import_workbook(file_of({name: year[name]}))


# Results of the appraisal

APPRAISAL = {
	"facts": "评定等次会议日期：2025年12月26日　　结果通报日期：2025年12月28日　　结果运用：作为年终考核依据",
	"head": ["序号", "姓名", "党员类别", "自评等次", "组织意见", "评定等次"],
	"rows": [
		[1, "张三", "正式党员", "合格", "同意评为合格", "合格"],
		[2, "李四", "正式党员", "合格", "同意评为优秀", "优秀"],
		[3, "王五", "正式党员", None, "同意评为合格", "合格"],
		[4, "赵六", "预备党员", None, None, None],
	],
}
DECIDED = [
	4, "12月26日", "9:30-11:00", "支委会", "评定等次", "会议室", "张三", "李四", "张三、李四", "评定", "李四：同意", "同意",
]  # fmt: skip


@pytest.fixture
def counted(branch, year):
	"""The members are there, and the votes of their appraisal are counted."""
	imported({name: year[name] for name in ("党员花名册", "党内职务")})
	appraisal = frappe.get_doc(
		{
			"doctype": "Democratic Appraisal",
			"branch": NAME,
			"year": 2025,
			"opens_on": "2025-12-08 09:00:00",
			"closes_on": "2025-12-19 18:00:00",
		}
	).insert()
	appraisal.open_voting(at="2025-12-08 09:00:00")
	appraisal.reload()
	appraisal.close_voting(at="2025-12-19 19:00:00")
	appraisal.count_votes(at="2025-12-19 20:00:00")
	year["组织生活"]["rows"].append(DECIDED)
	year["民主评议"] = copy.deepcopy(APPRAISAL)
	return appraisal


def appraisal():
	return frappe.get_doc("Democratic Appraisal", {"branch": NAME, "docstatus": ["<", 2]})


def test_results_come_into_the_counted_appraisal_once(counted, year):
	imported(year)
	found = appraisal()
	assert {row.member_name: row.grade or None for row in found.members} == {
		"张三": "Qualified",
		"李四": "Excellent",
		"王五": "Qualified",
		"赵六": None,
	}
	assert (found.status, str(found.announced_on), found.used_for) == (
		"Result Announced",
		"2025-12-28",
		"作为年终考核依据",
	)
	assert found.committee_meeting == frappe.db.get_value(
		"Party Meeting", {"branch": NAME, "topic": "评定等次"}
	)
	again = imported(year)
	assert (again.created, again.updated) == (0, 0)


def test_corrected_grade_amends_the_appraisal_and_announces_it_anew(counted, year):
	imported(year)
	put(year, "民主评议", "组织意见", "学习刻苦，同意评为优秀", 1)
	assert imported(year).updated == 1
	found = appraisal()
	assert found.amended_from
	assert (found.status, str(found.announced_on)) == ("Result Announced", "2025-12-28")
	assert imported(year).updated == 0


def test_results_without_the_deciding_meeting_stay_open_and_say_so(counted, year):
	year["民主评议"]["facts"] = "结果运用：作为年终考核依据"
	notes = imported(year).notes
	assert appraisal().docstatus == 0
	assert any("评定等次会议日期" in note.line() for note in notes)


def test_votes_are_left_out_and_named(counted, year):
	year["民主评议"]["head"].append("优秀票")
	for row in year["民主评议"]["rows"]:
		row.append(3)
	notes = imported(year).notes
	assert [note.column for note in notes if note.sheet == "民主评议"] == ["优秀票"]
	assert not frappe.db.exists("Democratic Appraisal Result", {"parent": appraisal().name, "excellent": 3})


@pytest.mark.parametrize(
	("column", "value", "position"),
	[("评定等次", "良好", 0), ("姓名", "钱七", 0), ("评定等次", "优秀", 3), ("姓名", "李四", 2)],
)
def test_results_that_cannot_be_are_refused_by_cell(counted, year, column, value, position):
	put(year, "民主评议", column, value, position)
	found = problems_of(year)
	assert [problem[0] for problem in found] == ["民主评议"]
	assert frappe.db.get_value("Democratic Appraisal", counted.name, "status") == "Votes Counted"


def test_results_before_the_count_are_refused_with_the_remedy(branch, year):
	year["组织生活"]["rows"].append(DECIDED)
	year["民主评议"] = copy.deepcopy(APPRAISAL)
	result = import_workbook(file_of(year))
	assert [(problem.sheet, problem.row) for problem in result.problems] == [("民主评议", 4)]
	assert not frappe.db.exists("Democratic Appraisal", {"branch": NAME})


# Our own registers


@pytest.mark.parametrize("ledger", ["heart_talks", "thought_reports", "rectification"])
def test_register_that_was_exported_changes_nothing(branch, year, ledger):
	"""Neither as it is nor when nothing in the file says any more that its rows are ours."""
	put(year, "思想汇报", "思想方面", "认真学习党章，" * 9)
	imported(year)
	before = stamps()
	exported = to_xlsx(ledgers.get(ledger).build({"branch": NAME, "year": 2025}))
	file = load_workbook(io.BytesIO(exported))
	file.custom_doc_props.props.clear()
	for sheet in file.worksheets[1:]:
		file.remove(sheet)
	for given in (exported, content(file)):
		result = import_workbook(given, NAME, 2025)
		assert not result.problems, [problem.line() for problem in result.problems]
		assert (result.created, result.updated) == (0, 0)
		assert stamps() == before
	assert result.unchanged


# A quarter's book


def test_quarter_leaves_the_rest_of_the_year_alone(branch, year):
	imported(year)
	before = stamps()
	second = {
		name: {**table, "rows": []}
		for name, table in year.items()
		if name in ("组织生活", "谈心谈话", "奖惩与重要事项", "学时培训")
	}
	second["组织生活"]["rows"] = [year["组织生活"]["rows"][2]]
	second["组织生活"]["rows"][0][0] = 1
	second["谈心谈话"]["rows"] = [row for row in year["谈心谈话"]["rows"] if row[1] in ("5月6日", "4月9日")]
	second["奖惩与重要事项"]["rows"] = [year["奖惩与重要事项"]["rows"][1]]
	result = import_workbook(file_of(second, "中共浙江清河律师事务所支部委员会 2025年第二季度 {}"))
	assert not result.problems, [problem.line() for problem in result.problems]
	assert (result.created, result.updated) == (0, 0)
	left = [note for note in result.notes if note.row is None]
	assert [note.sheet for note in left] == ["组织生活"]  # 恳谈会 of 5 June, which is of this quarter
	assert stamps() == before


def test_rows_of_two_quarters_with_the_same_number_are_two_records(branch, year):
	title = "中共浙江清河律师事务所支部委员会 2025年{}季度 {{}}"
	head = year["组织生活"]["head"]
	imported({name: year[name] for name in ("党员花名册", "党内职务")})
	row = [
		1,
		"2月10日",
		"9:30-11:00",
		"主题党日",
		"学习讨论",
		"会议室",
		"张三",
		"李四",
		"全体党员",
		"学习",
		"谈",
		"继续",
	]
	for quarter, day in (("第一", "2月10日"), ("二", "5月12日")):
		sheet = {"组织生活": {"head": head, "rows": [[1, day, *row[2:]]]}}
		result = import_workbook(file_of(sheet, title.format(quarter)))
		assert not result.problems, [problem.line() for problem in result.problems]
		assert result.created == 1
	assert frappe.db.count("Party Meeting", {"branch": NAME, "kind": "Theme Day", "docstatus": 1}) == 2


def test_day_outside_of_the_quarter_is_refused(branch, year):
	imported({name: year[name] for name in ("党员花名册", "党内职务")})
	sheet = {"学时培训": year["学时培训"]}
	result = import_workbook(file_of(sheet, "中共浙江清河律师事务所支部委员会 2025年第一季度 {}"))
	assert [(problem.row, problem.column) for problem in result.problems] == [(3, "开始日期")]


# A year in one book is judged as the same year entered by hand

OTHER = "浙江高山律师事务所党支部"


@pytest.fixture
def by_hand(branch, year):
	"""Another branch with the same people, whose year is entered in the Desk."""
	firm = factory.firm(
		frappe.get_doc("Party Branch", branch.parent_party_branch), "浙江高山律师事务所", short_name="高山所"
	)
	other = factory.branch(OTHER, parent=branch.parent_party_branch, firms=[firm])
	factory.group(other, "第一党小组")
	people = {name: copy.deepcopy(year[name]) for name in ("党员花名册", "党内职务")}
	for row in people["党员花名册"]["rows"]:
		row[3], row[4], row[5] = None, f"{1979 + row[0]}-01-02", "高山所"
	result = import_workbook(file_of(people, "中共浙江高山律师事务所支部委员会 2025年度 {}"))
	assert not result.problems, [problem.line() for problem in result.problems]
	_enter_year(other)
	return other


def _enter_year(other):
	def who(name):
		return frappe.db.get_value("Party Member", {"member_name": name, "branch": OTHER})

	zhang, li, wang, zhao, qian = (who(name) for name in ("张三", "李四", "王五", "赵六", "钱七"))
	common = {"location": "会议室", "chair": zhang, "recorder": li, "has_study": 0}
	factory.meeting(
		other,
		"Democratic Talk",
		"2025-06-05 14:00:00",
		attendees=[zhang, li, wang, zhao],
		speeches_by_person=[
			{"member": li, "speech": "党课多讲案例", "answer": "第三季度起每课一个案例"},
			{"speaker": "周某", "speech": "增加普法场次"},
		],
		**common,
	)
	life = factory.meeting(
		other, "Organisation Life Meeting", "2025-12-22 14:00:00", attendees=[zhang, li, wang, zhao], **common
	)
	committee = factory.meeting(
		other,
		"Committee Meeting",
		"2025-04-08 09:30:00",
		ends_on="2025-04-08 11:00:00",
		attendees=[zhang, li],
		**common,
	)
	award = factory.event(frappe.get_doc("Party Member", wang), "Award", "2025-03-01")
	dispute = factory.event(frappe.get_doc("Party Member", li), "Family Dispute", "2025-04-02")
	factory.heart_talk(zhang, frappe.get_doc("Party Member", wang), "2025-03-10", event=award.name)
	factory.heart_talk(li, "郑某", "2025-05-06")
	factory.heart_talk(zhang, frappe.get_doc("Party Member", li), "2025-04-09", event=dispute.name)
	factory.thought_report(
		li, "2025-H1", "2025-06-20", comment="继续努力", commented_by=zhang, commented_on="2025-06-25"
	)
	factory.thought_report(wang, "2025-H2", "2025-12-20", form="Oral", thought=None, summary="汇报了办案体会")
	review = factory.life_review(
		other,
		life,
		measures=[factory.measure(li, "2026-01-31"), factory.measure(zhang, "2026-01-15")],
		noticed_on="2025-12-10",
		planned_on=None,
		plan=None,
		studies=[{"studied_on": "2025-12-12", "topic": "学习党章"}],
		opinions=[{"source": "Within the Party", "opinion": text} for text in ("多讲案例", "记录要规范")],
		talks_held=4,
		talks_confirmed_by=zhang,
	)
	review.close_measure(review.measures[0].name, "2025-12-29", "已排出计划")
	frappe.get_doc(
		{
			"doctype": "Party Training",
			"branch": OTHER,
			"topic": "集中轮训",
			"kind": "Centralised Training",
			"starts_on": "2025-05-12",
			"ends_on": "2025-05-14",
			"hours": 24,
			"participants": [{"member": zhang}, {"member": li, "hours": 8}, {"member": wang}],
		}
	).insert()
	factory.development_case(
		qian,
		{
			"Application": "2025-02-01",
			"First Talk": "2025-02-20",
			"Named as Activist": {"done_on": "2025-04-08", "meeting": committee.name},
			"Mentors Assigned": "2025-04-10",
		},
		recommended_by="党员推荐",
		sponsors=[{"capacity": "Mentor", "member": name, "from_date": "2025-04-10"} for name in (zhang, li)],
	)


def findings_of(name):
	rows = frappe.get_all(
		"Compliance Finding",
		{"branch": name},
		["rule", "subject_doctype", "subject_name", "period_key", "status", "found", "required"],
	)
	return sorted(
		(
			row.rule,
			row.subject_doctype,
			""
			if row.subject_doctype in ("Party Branch", "Party Life Review", "Party Meeting")
			else row.subject_name,
			row.period_key,
			row.status,
			row.found,
			row.required,
		)
		for row in rows
	)


def test_year_in_one_book_is_judged_as_the_same_year_entered_by_hand(branch, year, by_hand):
	imported(year)
	run_compliance(2025, getdate("2026-01-20"), [NAME, OTHER])
	found = findings_of(NAME)
	assert found == findings_of(OTHER)
	done = {row[0] for row in found if row[4] == "Met"}
	assert {"R32", "R42", "R44"} <= done


# The workbook itself


@pytest.mark.parametrize("tab", ["谈心谈话", "附件2"])
def test_workbook_with_personal_texts_is_read_within_the_branch_alone(branch, year, set_user, tab):
	year["党内职务"]["rows"] = [row for row in year["党内职务"]["rows"] if row[2] != "组织委员"]
	sheets = {name: year[name] for name in ("党员花名册", "党内职务")}
	above = factory.holder(branch, "Secretary", in_organisation=branch.parent_party_branch, name="上级书记")
	within = factory.holder(branch, "Organisation Commissioner", name="本支部组委")
	plain, personal = _year_import(sheets), _year_import({**sheets, tab: year["谈心谈话"]})
	if tab != "谈心谈话":
		job.run(personal.name)  # which finds out what is in the sheet
		personal.reload()
	with set_user(above):
		assert frappe.get_list("Party Year Import", pluck="name") == [plain.name]
		assert not personal.has_permission("read")
		assert not frappe.has_permission(
			"File", "read", frappe.get_doc("File", {"file_url": personal.workbook})
		)
	with set_user(within):
		assert personal.has_permission("read")
		assert len(frappe.get_list("Party Year Import")) == 2


def _year_import(sheets):
	file = frappe.get_doc(
		{
			"doctype": "File",
			"file_name": f"{frappe.generate_hash(length=8)}.xlsx",
			"content": file_of(sheets),
			"is_private": 1,
		}
	).insert()
	return frappe.get_doc(
		{"doctype": "Party Year Import", "branch": NAME, "year": 2025, "workbook": file.file_url}
	).insert()


def test_preview_names_what_is_to_come_and_repeats_no_personal_text(branch, year):
	new = preview_workbook(file_of(year), NAME, 2025)
	numbers = {sheet["key"]: (sheet["new"], sheet["changed"]) for sheet in new.sheets}
	assert {key: numbers[key] for key in ("talks", "reports", "reviews", "events", "development")} == {
		"talks": (3, 0),
		"reports": (2, 0),
		"reviews": (1, 0),
		"events": (2, 0),
		"development": (1, 0),
	}
	assert not frappe.db.count("Heart Talk", {"branch": NAME})
	imported(year)
	put(year, "谈心谈话", "主要内容", "她说的私事")
	put(year, "谈心谈话", "地点", "党群活动室")
	put(year, "组织生活会与整改", "完成时限", "2026-01-20", 1)
	changed = preview_workbook(file_of(year), NAME, 2025)
	fields = {
		(sheet["key"], field["fieldname"]): (field["old"], field["new"])
		for sheet in changed.sheets
		for record in sheet["records"]
		for field in record["fields"]
	}
	assert fields["talks", "location"] == ("会议室", "党群活动室")
	assert "2026-01-20" in fields["reviews", "measures"][1]
	assert "私事" not in str(changed.sheets)
	assert "祝贺" not in str(changed.sheets)


def test_what_refers_to_a_refused_record_is_left_out_with_it_and_the_rest_comes_in(branch, year):
	# The document refuses this one: nobody changes to the firm in which he is.
	add_column(year, "奖惩与重要事项", "新执业机构")
	put(year, "奖惩与重要事项", "事项类型", "执业场所变动")
	put(year, "奖惩与重要事项", "新执业机构", "清河所")
	put(year, "谈心谈话", "五必谈情形", "执业场所、职务变动")
	put(year, "组织生活", "会议内容", None)
	put(year, "组织生活", "参会人员", "陌生人", 1)
	result = import_workbook(file_of(year), keep_right=True)
	assert result.kept
	assert {(problem.sheet, problem.row) for problem in result.problems} == {
		("奖惩与重要事项", 3),
		("谈心谈话", 3),
		("组织生活", 4),
		("组织生活会与整改", 3),
	}
	assert frappe.db.count("Heart Talk", {"branch": NAME}) == 2
	assert frappe.db.count("Party Development Case", {"member": member("钱七")}) == 1
	assert not frappe.db.exists("Party Life Review", {"branch": NAME})


def test_plan_of_a_quarter_keeps_the_lines_of_the_other_months(branch, year):
	title = "中共浙江清河律师事务所支部委员会 2025年{}{{}}"
	imported({name: year[name] for name in ("党员花名册", "党内职务")})
	head = ["序号", "月份", "类型", "主题", "责任人"]
	lines = [[1, "1月", "主题党日", "谋划全年", "张三"], [2, "5月", "主题党日", "走访群众", "李四"]]
	plan = {"年度计划": {"head": head, "rows": lines}}
	assert import_workbook(file_of(plan, title.format("度"))).created == 1
	plan["年度计划"]["rows"] = [[1, "5月", "主题党日", "走访社区", "李四"], [2, "6月", "党课", "初心", None]]
	for changed in (1, 0):
		result = import_workbook(file_of(plan, title.format("第二季度")))
		assert (result.ok, result.updated) == (True, changed)
	found = frappe.get_doc("Party Annual Plan", {"branch": NAME, "year": 2025})
	assert [(line.month, line.topic) for line in found.lines] == [
		(1, "谋划全年"),
		(5, "走访社区"),
		(6, "初心"),
	]
