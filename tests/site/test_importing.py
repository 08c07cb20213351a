"""The year workbook on a site: what it brings in, that it does so once, and that a bad row changes nothing at all."""

# ruff: noqa: F811  (fixtures of another module are asked for by their names)

import copy
from pathlib import Path

import pytest

import frappe
from frappe.utils import getdate

from party_affairs import jobs
from party_affairs.importing import cli, job
from party_affairs.importing.layout import choices
from party_affairs.importing.run import import_workbook
from party_affairs.importing.workbook import read
from tests.site import factory
from tests.site.year_book import (  # noqa: F401  (fixtures)
	NAME,
	ROSTER,
	YEAR,
	branch,
	entry,
	file_of,
	imported,
	meeting,
	member,
	problem_of,
	put,
	run,
	stamps,
	year,
)
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site


def test_members_come_in_as_typed(branch, year):
	imported(year)
	zhang, wang, zhao = member("张三"), member("王五"), member("赵六")
	assert str(zhang.birth_date) == "1980-02-03"
	assert str(zhang.joined_on) == "2004-06-01"
	assert str(zhang.full_member_on) == "2005-06-01"
	assert zhang.firm == "浙江清河律师事务所"
	assert zhang.party_group == f"{NAME}-第一党小组"
	assert zhang.mobile == "10000000001"
	assert member("李四").mobile == "10000000002"
	assert (wang.id_number, str(wang.birth_date)) == ("000000199003030012", "1990-03-03")
	assert (zhao.stage, member("钱七").stage) == ("Probationary Member", "Activist")


def test_month_without_a_day_is_noted(branch, year):
	notes = imported(year).notes
	assert [(note.sheet, note.row, note.column) for note in notes if note.sheet == "党员花名册"] == [
		("党员花名册", 3, "入党日期")
	]


def test_posts_and_plan_come_in(branch, year):
	imported(year)
	posts = frappe.get_all(
		"Party Post", filters={"branch": NAME}, fields=["member_name", "post", "start_date", "party_group"]
	)
	assert {(row.member_name, row.post, str(row.start_date)) for row in posts} == {
		("张三", "Secretary", "2024-03-01"),
		("李四", "Organisation Commissioner", "2024-03-01"),
		("李四", "Group Leader", "2024-03-01"),
	}
	plan = frappe.get_doc("Party Annual Plan", {"branch": NAME, "year": 2025})
	assert (str(plan.prepared_on), plan.based_on) == ("2025-01-08", "上级工作要点")
	assert [(row.month, row.kind, row.responsible_name, row.lecturer) for row in plan.lines] == [
		(1, "Theme Day", "张三", None),
		(3, "Party Lecture", "李四", "李四"),
	]


def meeting_of_24(branch, names, **columns):
	"""A workbook with one assembly of a branch of 24 members, of whom the first `names` are written as present."""
	people = [f"党员{number:02d}" for number in range(24)]
	for name in people:
		factory.member(branch, name)
	values = {
		"日期": "3月17日",
		"时间": "14:00-16:00",
		"类型": "党员大会",
		"议题": "学习讨论",
		"地点": "会议室",
		"会议内容": "学习",
		"发言摘录": "谈体会",
		"议决结果": "通过计划",
		"参会人员": "、".join(people[:names]) or None,
		**columns,
	}
	return {"组织生活": {"head": list(values), "rows": [list(values.values())]}}


def test_eight_names_of_a_branch_of_24_are_not_eight_of_eight(branch):
	sheets = meeting_of_24(branch, 8, 应到人数=24, 实到人数=8)
	imported(sheets)
	held = meeting("学习讨论")
	assert (held.expected_count, held.present_count, held.voters_expected) == (24, 8, 24)
	assert [row.member_name for row in held.attendees if row.from_register] == [
		f"党员{number:02d}" for number in range(8, 24)
	]
	before = stamps()
	assert imported(sheets).unchanged == 1 and stamps() == before


def test_names_without_figures_are_twelve_of_24(branch):
	imported(meeting_of_24(branch, 12))
	held = meeting("学习讨论")
	assert (held.expected_count, held.present_count, held.absent_count) == (24, 12, 12)


@pytest.mark.parametrize(
	("figures", "column", "words"),
	[
		({"应到人数": 8, "实到人数": 8}, "应到人数", ("记录写8人", "24人", "党员00、党员01", "党员23")),
		({"应到人数": 23}, "应到人数", ("记录写23人", "24人")),
		({"应到人数": 24, "实到人数": 12}, "实到人数", ("记录写12人", "8人", "党员07")),
	],
)
def test_a_figure_that_disagrees_is_asked_about_with_place_numbers_and_names(branch, figures, column, words):
	problem = problem_of(run(meeting_of_24(branch, 8, **figures)))
	assert (problem.sheet, problem.row, problem.column) == ("组织生活", 3, column)
	assert problem.value == str(figures[column])
	assert all(word in problem.text(frappe._) for word in words)
	assert not frappe.db.exists("Party Meeting", {"branch": NAME})


def test_figures_without_names_are_kept_as_they_are_and_no_name_is_invented(branch):
	result = imported(meeting_of_24(branch, 0, 应到人数=24, 实到人数=20, 缺席人员及原因="党员03（出差）"))
	held = meeting("学习讨论")
	assert (held.stated_expected, held.stated_present) == (24, 20)
	assert [(row.member_name, row.attendance) for row in held.attendees] == [("党员03", "Leave")]
	assert (held.expected_count, held.present_count) == (24, 0)
	assert any(
		note.column == "实到人数" and "缺少参会人员姓名" in note.text(frappe._) for note in result.notes
	)
	problem = problem_of(run(meeting_of_24(branch, 0, 应到人数=24, 实到人数=20)))
	assert "48人" in problem.text(frappe._)


def test_what_the_desk_said_of_somebody_the_sheet_does_not_name_stays(branch):
	sheets = meeting_of_24(branch, 22)
	imported(sheets)
	held = meeting("学习讨论")
	held.cancel()
	corrected = frappe.copy_doc(held)
	corrected.update({"amended_from": held.name, "docstatus": 0, "correction": "补记原因"})
	corrected.attendees[23].update({"attendance": "Leave", "reason": "病假"})
	corrected.insert().submit()
	before = stamps()
	assert imported(sheets).unchanged == 1 and stamps() == before
	put(sheets, "组织生活", "地点", "党群活动室")
	imported(sheets)
	held = meeting("学习讨论")
	assert held.location == "党群活动室"
	assert {row.member_name: (row.reason, row.from_register) for row in held.attendees[22:]} == {
		"党员23": ("病假", 0),
		"党员22": (None, 1),
	}


@pytest.mark.parametrize(
	("written", "stored"),
	[("支部委员会", "Branch Committee"), ("书记", "Secretary"), ("张三", "Secretary"), ("王五", "Other")],
)
def test_who_convened_is_read_as_body_post_or_name(branch, year, written, stored):
	year["组织生活"]["head"].append("召集人")
	for row in year["组织生活"]["rows"]:
		row.append(None)
	put(year, "组织生活", "召集人", written)
	imported(year)
	assert meeting("学习讨论").convened_by == stored


@pytest.mark.parametrize(
	("topic", "found"),
	[
		("集中学习讲话精神", ["has_study"]),
		("登山健身", []),
		("志愿服务、交纳党费", ["has_dues_payment", "has_voluntary_service"]),
	],
)
def test_without_columns_for_the_contents_the_words_of_the_record_say_them(branch, topic, found):
	sheets = meeting_of_24(branch, 24, 类型="主题党日", 议题=topic, 会议内容="见照片")
	notes = imported(sheets).notes
	held = meeting(topic)
	assert [key for key in choices.CONTENT_WORDS if held.get(key)] == found
	assert any("五项内容" in note.text(frappe._) for note in notes)


def test_meeting_comes_in_submitted_with_attendance_guests_and_decision(branch, year):
	imported(year)
	held = meeting("学习讨论")
	assert held.docstatus == 1
	assert (held.kind, held.also_assembly, held.also_lecture) == ("Theme Day", 1, 0)
	assert (str(held.starts_on), str(held.ends_on)) == ("2025-03-17 14:00:00", "2025-03-17 16:00:00")
	# 赵六 joined three days later and 钱七 is no Party member: 全体党员 does not mean them.
	assert {(row.member_name, row.attendance, row.reason) for row in held.attendees} == {
		("张三", "Present", None),
		("李四", "Present", None),
		("王五", "Leave", "出差"),
	}
	assert [(row.guest_name, row.guest_kind, row.unit) for row in held.guests] == [
		("周某", "Non-Party Lawyer", None),
		("吴某", "Other", "市律协"),
	]
	assert [(row.resolution, row.in_favour, str(row.deadline)) for row in held.resolutions] == [
		("通过计划", 2, "2025-12-31")
	]
	assert (held.has_study, held.has_dues_payment, held.has_voluntary_service) == (1, 1, 0)


def test_everybody_means_the_committee_or_the_group(branch, year):
	put(year, "组织生活", "参会人员", "全体组员", 2)
	imported(year)
	assert {row.member_name for row in meeting("研究培养").attendees} == {"张三", "李四"}
	assert {row.member_name for row in meeting("小组学习").attendees} == {"张三", "李四"}
	assert meeting("小组学习").party_group == f"{NAME}-第一党小组"


def test_probationary_member_has_no_vote(branch, year):
	put(year, "组织生活", "日期", "4月17日")
	imported(year)
	assert {row.member_name: row.has_vote for row in meeting("学习讨论").attendees} == {
		"张三": 1,
		"李四": 1,
		"赵六": 0,
		"王五": 1,
	}


def test_dues_come_in_month_by_month(branch, year, freeze):
	freeze("2026-01-01")
	imported(year)
	sums = lambda name, month: (str(entry(name, month).due_amount), str(entry(name, month).paid_amount))  # noqa: E731
	assert sums("张三", "2025-01-01") == ("120.0", "120.0")
	assert str(entry("张三", "2025-02-01").paid_on) == "2025-02-17"
	assert entry("张三", "2025-03-01").status == "Partly Paid"
	assert str(entry("李四", "2025-02-01").paid_on) == "2025-02-20"
	assert entry("李四", "2025-03-01").status == "Unpaid"
	assert entry("王五", "2025-01-01").status == "Exempt"
	months = frappe.get_all("Party Dues Entry", filters={"member": member("赵六").name}, pluck="dues_month")
	assert [str(month) for month in months] == ["2025-03-01"]
	assessments = frappe.get_all(
		"Dues Assessment",
		filters={"branch": NAME},
		fields=["member_name", "category", "monthly_due", "effective_from"],
	)
	assert {
		(row.member_name, row.category, row.monthly_due, str(row.effective_from)) for row in assessments
	} == {
		("张三", "Employed", 120.0, "2025-01-01"),
		("王五", "Exempt", 0.0, "2025-01-01"),
		("赵六", "Employed", 15.0, "2025-03-01"),
	}


def test_months_to_come_are_not_entered_as_unpaid(branch, year, freeze):
	freeze("2025-02-20")
	del year["组织生活"], year["公益活动"], year["联系群众"]
	year["党员花名册"]["rows"] = year["党员花名册"]["rows"][:2]
	year["党费"]["rows"] = [[1, "李四", None, None, 15, 15, "1.15", None, None, None, None]]
	imported(year)
	entries = frappe.get_all(
		"Party Dues Entry", filters={"branch": NAME}, fields=["dues_month", "status"], order_by="dues_month"
	)
	assert [(str(row.dues_month), row.status) for row in entries] == [
		("2025-01-01", "Paid"),
		("2025-02-01", "Unpaid"),
	]


def test_contacts_come_in_with_the_rows_below_as_their_log(branch, year):
	imported(year)
	first, second = (
		frappe.get_doc("Contact Pairing", {"contact_name": name, "branch": NAME}) for name in ("孙八", "周九")
	)
	assert (first.member_name, first.contact_kind, first.address) == ("张三", "Firm Head", "某街1号")
	assert [(str(row.contact_date), row.method, row.matter) for row in first.contact_log] == [
		("2025-03-03", "Face to Face", "经费"),
		("2025-06-03", "Phone Call", "场地"),
	]
	assert (second.member_name, second.contact_kind) == ("张三", "Masses")


def test_activity_comes_in_with_members_and_lawyers(branch, year):
	imported(year)
	activity = frappe.get_doc("Public Welfare Activity", {"project": "社区普法", "branch": NAME})
	assert (activity.form_of_service, activity.hours, activity.people_served) == ("普法宣传", 1.5, 60)
	assert [(row.member_name, row.lawyer_name) for row in activity.participants] == [
		("张三", None),
		("李四", None),
		(None, "郑某"),
		(None, "冯某"),
	]


def test_number_instead_of_names_of_lawyers(branch, year):
	put(year, "公益活动", "参加律师", "3人")
	imported(year)
	assert frappe.get_doc("Public Welfare Activity", {"branch": NAME}).other_lawyers == 3


def test_planned_meeting_stays_a_draft(branch, year, freeze):
	freeze("2025-04-10")
	put(year, "公益活动", "日期", "1月5日")
	del year["党费"], year["联系群众"]
	result = imported(year)
	assert meeting("研究培养").docstatus == 1
	assert meeting("小组学习").docstatus == 0
	assert any("Not held yet" in note.reason for note in result.notes)


# Once, and again after a correction


def test_the_same_workbook_again_changes_nothing(branch, year):
	first = imported(year)
	before = stamps()
	second = imported(year)
	assert stamps() == before
	assert (second.created, second.updated) == (0, 0)
	assert second.unchanged == first.created


def test_one_corrected_cell_changes_one_record(branch, year):
	imported(year)
	before = stamps()
	put(year, "公益活动", "效果", "居民满意")
	result = imported(year)
	assert (result.created, result.updated) == (0, 1)
	changed = {key for key, stamp in stamps().items() if before.get(key) != stamp}
	assert [doctype for doctype, _name in changed] == ["Public Welfare Activity"]


def test_corrected_name_corrects_the_member_and_all_that_is_his(branch, year):
	put(year, "党员花名册", "姓名", "张山")
	for sheet, column in (
		("党内职务", "姓名"),
		("年度计划", "责任人"),
		("组织生活", "主持人"),
		("党费", "姓名"),
		("联系群众", "联系人"),
	):
		put(year, sheet, column, "张山")
	put(year, "组织生活", "主持人", "张山", 1)
	put(year, "组织生活", "参会人员", "张山、李四", 2)
	put(year, "组织生活", "发言摘录", "张山：谈", 2)
	put(year, "公益活动", "参加党员", "张山、李四")
	imported(year)
	name = member("张山").name
	imported(copy.deepcopy(YEAR))
	assert member("张三").name == name
	assert frappe.db.count("Party Member", {"branch": NAME}) == 5
	assert frappe.db.count("Party Post", {"branch": NAME, "member": name}) == 1


def test_changed_meeting_is_cancelled_and_amended(branch, year):
	imported(year)
	old = meeting("研究培养").name
	put(year, "组织生活", "议决结果", "同意继续培养", 1)
	result = imported(year)
	new = meeting("研究培养")
	assert (result.created, result.updated) == (0, 1)
	assert (new.amended_from, new.outcome, new.docstatus) == (old, "同意继续培养", 1)
	assert frappe.db.get_value("Party Meeting", old, "docstatus") == 2
	assert imported(year).updated == 0


@pytest.mark.parametrize(
	"column, value", [("日期", "4月9日"), ("时间", "10:00-11:30"), ("议题", "研究发展对象")]
)
def test_corrected_meeting_is_not_entered_a_second_time(branch, year, column, value):
	imported(year)
	put(year, "组织生活", column, value, 1)
	result = imported(year)
	assert (result.created, result.updated) == (0, 1)
	assert frappe.db.count("Party Meeting", {"branch": NAME, "docstatus": 1}) == 3


def test_another_event_of_the_day_takes_nobodys_place(branch, year):
	"""Sheets begin with row 1 each time: a number alone makes no other event of the same day the same."""
	imported(year)
	meetings = {"head": ["序号", "日期", "时间", "类型", "议题", "主持人", "参会人员"],
		"rows": [[2, "4月8日", "14:00-15:00", "支委会", "讨论走访慰问", "张三", "全体支委"]]}  # fmt: skip
	activities = {
		"head": ["序号", "日期", "项目", "方式"],
		"rows": [[1, "5月20日", "法律援助值班", "法律援助"]],
	}
	result = imported({"党员花名册": ROSTER, "组织生活": meetings, "公益活动": activities})
	assert (result.created, result.updated) == (2, 0)
	assert meeting("研究培养").docstatus == 1
	assert any("研究培养" in note.line() for note in result.notes if note.sheet == "组织生活")
	assert frappe.db.count("Public Welfare Activity", {"branch": NAME, "activity_date": "2025-05-20"}) == 2


def test_what_the_sheet_does_not_tell_of_a_meeting_stays(branch, year):
	imported(year)
	before = meeting("学习讨论")
	short = {"head": ["序号", "日期", "类型", "议题", "参会人员"],
		"rows": [[1, "3月17日", "主题党日、党员大会", "学习讨论", None]]}  # fmt: skip
	result = imported({"党员花名册": ROSTER, "组织生活": short})
	after = meeting("学习讨论")
	for field in ("starts_on", "ends_on", "has_study", "has_dues_payment"):
		assert after.get(field) == before.get(field), field
	named = lambda found: [(row.member, row.attendance) for row in found.attendees]  # noqa: E731
	assert named(after) == named(before)
	assert any(note.column == "参会人员" for note in result.notes)


def test_lines_that_leave_the_plan_are_told_and_the_others_keep_who_answers(branch, year):
	imported(year)
	short = {"head": ["序号", "月份", "类型", "主题"], "rows": [[1, "1月", "主题党日", "谋划全年"]]}
	result = imported({"党员花名册": ROSTER, "年度计划": short})
	plan = frappe.get_doc("Party Annual Plan", {"branch": NAME, "year": 2025})
	assert [(line.topic, line.responsible) for line in plan.lines] == [("谋划全年", member("张三").name)]
	assert any("初心与本分" in note.line() for note in result.notes)


def test_what_an_empty_cell_empties_is_told(branch, year):
	imported(year)
	put(year, "公益活动", "效果", None)
	put(year, "公益活动", "参加律师", None)
	notes = [note.line() for note in imported(year).notes if note.sheet == "公益活动"]
	assert len(notes) == 2


def test_corrected_payment(branch, year):
	imported(year)
	put(year, "党费", "3月", 120)
	assert imported(year).updated == 1
	assert entry("张三", "2025-03-01").status == "Paid"


def test_new_row_in_between_does_not_take_over_other_records(branch, year):
	imported(year)
	zhang = member("张三").name
	year["党员花名册"]["rows"].insert(
		0,
		[
			1,
			"冯一",
			"男",
			None,
			"1970-01-01",
			"清河所",
			None,
			"正式",
			"2025-11-01",
			"1995-01-01",
			"1996-01-01",
			None,
		],
	)
	for number, row in enumerate(year["党员花名册"]["rows"], start=1):
		row[0] = number
	result = imported(year)
	assert (result.created, result.updated) == (1, 0)
	assert member("张三").name == zhang


def test_another_person_in_the_row_of_a_member_is_a_new_member(branch, year):
	imported(year)
	old = member("钱七").name
	year["党员花名册"]["rows"][4] = [
		5,
		"何十",
		"女",
		None,
		"1999-01-01",
		"清河所",
		None,
		"积极分子",
		"2025-01-01",
		None,
		None,
		None,
	]
	result = imported(year)
	assert result.created == 1
	assert frappe.db.get_value("Party Member", old, "member_name") == "钱七"
	assert any("钱七" in note.text() for note in result.notes)


def test_row_taken_out_of_the_workbook_stays_in_the_system_and_is_named(branch, year):
	imported(year)
	del year["组织生活"]["rows"][1]
	result = imported(year)
	assert (result.created, result.updated) == (0, 0)
	assert meeting("研究培养").docstatus == 1
	assert any("研究培养" in note.text() for note in result.notes)


def test_empty_cell_empties_what_the_workbook_brought(branch, year):
	imported(year)
	put(year, "组织生活", "地点", None, 1)
	put(year, "党费", "3月", None)
	put(year, "党费", "3月交纳日期", None)
	imported(year)
	assert not meeting("研究培养").location
	assert entry("张三", "2025-03-01").status == "Unpaid"


def test_empty_cell_of_a_register_changes_nothing(branch, year):
	imported(year)
	put(year, "党员花名册", "联系电话", None)
	put(year, "联系群众", "家庭地址", None)
	assert imported(year).updated == 0
	assert member("张三").mobile == "10000000001"


def test_what_was_entered_in_the_desk_is_found_and_not_emptied(branch, year):
	zhang = factory.member(
		branch,
		"张三",
		birth_date="1980-02-03",
		mobile="10000000099",
		joined_on="2004-06-01",
		full_member_on="2005-06-01",
		joined_branch_on="2020-07-01",
	)
	desk = factory.meeting(
		branch, "Committee Meeting", "2025-04-08 09:30:00", topic="研究培养", method="现场", attendees=[zhang]
	)
	factory.dues_entry(zhang, "2025-05-01", "120", "120", "2025-05-15")
	put(year, "党员花名册", "联系电话", None)
	year["党费"]["head"] += ["5月", "5月交纳日期"]
	for row in year["党费"]["rows"]:
		row += [None, None]
	year["组织生活"]["head"].append("方式")
	for row in year["组织生活"]["rows"]:
		row.append(None)
	imported(year)
	assert member("张三").name == zhang.name
	assert member("张三").mobile == "10000000099"
	amended = meeting("研究培养")
	assert (amended.amended_from, amended.method, amended.location) == (desk.name, "现场", "会议室")
	assert entry("张三", "2025-05-01").status == "Paid"
	assert imported(year).updated == 0


def test_contact_noted_in_the_desk_stays_in_the_log(branch, year):
	imported(year)
	pairing = frappe.get_doc("Contact Pairing", {"contact_name": "孙八", "branch": NAME})
	pairing.append("contact_log", {"contact_date": "2025-09-09", "method": "Visit"})
	pairing.save()
	put(year, "联系群众", "反映问题", "活动经费")
	imported(year)
	pairing.reload()
	assert [(str(row.contact_date), row.matter) for row in pairing.contact_log] == [
		("2025-03-03", "活动经费"),
		("2025-06-03", "场地"),
		("2025-09-09", None),
	]


# Bad rows


def test_one_bad_row_changes_nothing(branch, year):
	before = stamps()
	put(year, "公益活动", "日期", "五月下旬")
	result = run(year)
	assert not result.ok
	assert stamps() == before
	assert (result.created, result.updated, result.unchanged) == (0, 0, 0)


def test_all_problems_of_all_sheets_are_told_at_once_in_chinese(branch, year):
	put(year, "党员花名册", "出生日期", "1985-02-30", 4)
	put(year, "党员花名册", "入党日期", "2130-01-01", 3)
	put(year, "党内职务", "任期届满日期", None)
	put(year, "组织生活", "时间", "16:00-14:00")
	put(year, "组织生活", "主持人", "无名氏", 1)
	put(year, "党费", "2月", -5)
	put(year, "联系群众", "对象类别", "朋友")
	put(year, "公益活动", "时长", "30小时")
	result = run(year)
	found = {(problem.sheet, problem.row, problem.column, problem.value) for problem in result.problems}
	assert found == {
		("党员花名册", 7, "出生日期", "1985-02-30"),
		("党员花名册", 6, "入党日期", "2130-01-01"),
		("党内职务", 3, "任期届满日期", ""),
		("组织生活", 3, "时间", "16:00-14:00"),
		("组织生活", 4, "主持人", "无名氏"),
		("党费", 3, "2月", "-5"),
		("联系群众", 3, "对象类别", "朋友"),
		("公益活动", 3, "时长", "30小时"),
	}
	for problem in result.problems:
		text = problem.text(frappe._)
		assert any("\u4e00" <= character <= "\u9fff" for character in text), text
		assert "<" not in text


@pytest.mark.parametrize(
	("column", "position", "value", "document"),
	[("党员类别", 3, "正式党员", "发展党员纪实"), ("党员状态", 1, "停止党籍", "党籍变动")],
)
def test_standing_of_a_member_on_record_is_not_changed_by_his_row(
	branch, year, column, position, value, document
):
	imported(year)
	if column not in year["党员花名册"]["head"]:
		year["党员花名册"]["head"].append(column)
		for row in year["党员花名册"]["rows"]:
			row.append(None)
	before = stamps()
	put(year, "党员花名册", column, value, position)
	problem = problem_of(run(year))
	assert (problem.sheet, problem.row) == ("党员花名册", position + 3)
	assert document in problem.text(frappe._)
	assert stamps() == before


def test_a_member_who_moved_keeps_his_place_in_the_years_records(branch, year, freeze):
	"""He was transferred after the year: his row brings nothing back, and the records that name him still stand."""
	freeze("2026-03-01")
	imported(year)
	other = factory.branch(parent=branch.parent_party_branch)
	factory.moves(member("钱七"), other, "2026-02-01")
	before = stamps()
	result = run(year)
	assert result.ok, result.problems
	assert stamps() == before
	(note,) = [note for note in result.notes if note.sheet == "党员花名册" and note.row == 7]
	assert other.name in note.text(frappe._)
	assert frappe.db.get_value("Party Member", {"member_name": "钱七"}, "branch") == other.name


def test_a_row_does_not_take_back_what_a_document_has_settled(branch, year):
	imported(year)
	person = member("钱七")
	firm = factory.firm(branch.parent_party_branch)
	frappe.get_doc(
		{
			"doctype": "Party Member Event",
			"member": person.name,
			"kind": "Firm Change",
			"happened_on": "2025-11-03",
			"to_firm": firm.name,
		}
	).insert()
	result = run(year)
	assert result.ok, result.problems
	assert frappe.db.get_value("Party Member", person.name, "firm") == firm.name


def changes_of_firm():
	rows = frappe.get_all(
		"Party Member Event",
		filters={"branch": NAME, "kind": "Firm Change"},
		fields=["happened_on", "from_firm", "to_firm"],
		order_by="happened_on",
	)
	return [(str(row.happened_on), row.from_firm, row.to_firm) for row in rows]


@pytest.mark.parametrize(
	("today", "since", "day"),
	[
		("2025-11-10", None, "2025-11-10"),
		("2025-11-10", "2025-10-08", "2025-10-08"),
		("2026-02-01", None, "2025-12-31"),
		("2026-02-01", "2025.10.8", "2025-10-08"),
	],
)
def test_a_change_of_firm_in_the_workbook_is_of_its_day_and_of_no_later_year(
	branch, year, freeze, today, since, day
):
	freeze(today)
	before, wrong = (factory.firm(branch.parent_party_branch).name for _number in range(2))
	factory.member(branch, "张三", birth_date="1980-02-03", firm=before)
	year["党员花名册"]["head"].append("到本所日期")
	for position, row in enumerate(year["党员花名册"]["rows"]):
		row.append(since if position == 0 else None)
	slip = copy.deepcopy(year)
	put(slip, "党员花名册", "工作单位", wrong)
	imported(slip)
	assert changes_of_firm() == [(day, before, wrong)]
	notes = [note for note in imported(year).notes if note.column == "工作单位"]
	assert changes_of_firm() == [(day, before, "浙江清河律师事务所")]
	assert [day in note.text(frappe._) for note in notes] == ([True] if day == "2025-12-31" else [])
	assert imported(year).updated == 0
	assert len(changes_of_firm()) == 1


def test_the_same_workbook_once_more_corrects_a_firm_of_a_past_year(branch, year, freeze):
	freeze("2026-02-01")
	imported(year)
	put(year, "党员花名册", "工作单位", factory.firm(branch.parent_party_branch).name)
	imported(year)
	assert member("张三").firm != "浙江清河律师事务所"
	assert (changes_of_firm(), member("张三").firm_from) == ([], None)


def test_an_older_workbook_does_not_take_back_a_newer_firm(branch, year, freeze):
	freeze("2026-02-01")
	imported(year)
	firm = factory.firm(branch.parent_party_branch).name
	member("张三").update({"firm": firm}).save()
	imported(year)
	assert member("张三").firm == firm
	assert changes_of_firm() == [("2026-02-01", "浙江清河律师事务所", firm)]


def test_who_is_in_a_bad_row_of_the_roster_is_not_reported_as_unknown_elsewhere(branch, year):
	put(year, "党员花名册", "出生日期", "某日")
	problem = problem_of(run(year))
	assert (problem.sheet, problem.column) == ("党员花名册", "出生日期")


def test_corrected_workbook_after_a_refused_one_has_the_right_names(branch, year):
	bad = copy.deepcopy(year)
	bad["党员花名册"]["rows"].reverse()
	put(bad, "公益活动", "日期", "某日")
	assert not run(bad).ok
	imported(year)
	rows = frappe.get_all("Party Dues Entry", filters={"branch": NAME}, fields=["member", "member_name"])
	names = dict(
		frappe.get_all("Party Member", filters={"branch": NAME}, fields=["name", "member_name"], as_list=True)
	)
	assert all(row.member_name == names[row.member] for row in rows)


@pytest.mark.parametrize(
	"sheet, column, position, value, said",
	[
		("党员花名册", "姓名", 0, None, "请填写"),
		("党员花名册", "党员类别", 0, "团员", "正式党员"),
		("党员花名册", "工作单位", 0, "无此律所", "律师事务所"),
		("党员花名册", "党小组", 0, "第九党小组", "党小组"),
		("党员花名册", "身份证号", 2, "000000199003030013", "校验位"),
		("党员花名册", "身份证号", 2, 110101199003030000.0, "文本"),
		("党内职务", "职务", 0, "会计", "书记"),
		("党内职务", "姓名", 0, "无名氏", "无名氏"),
		("年度计划", "月份", 0, 13, "1"),
		("组织生活", "日期", 0, "2024-03-17", "2025"),
		("组织生活", "类型", 0, "茶话会", "支部党员大会"),
		("组织生活", "类型", 0, "支委会、党小组会", "两行"),
		("组织生活", "党小组", 2, None, "党小组"),
		("组织生活", "参会人员", 2, "张三等3人", "等"),
		("组织生活", "议决结果", 0, None, "决"),
		("党费", "姓名", 0, "钱八", "钱八"),
		("党费", "月应交", 1, None, "应交"),
		("党费", "1月交纳日期", 1, None, "交纳日"),
		("联系群众", "联系时间", 0, None, "日期"),
		("公益活动", "参加党员", 0, "张三、无名氏", "无名氏"),
	],
)
def test_bad_cell_is_named_with_its_reason(branch, year, sheet, column, position, value, said):
	put(year, sheet, column, value, position)
	problems = run(year).problems
	assert problems
	first = problems[0]
	assert first.sheet == sheet
	assert said in first.text(frappe._)


def test_absurd_sum_is_refused(branch, year):
	put(year, "党费", "1月", 99999999999, 1)
	problem = problem_of(run(year))
	assert (problem.sheet, problem.row) == ("党费", 4)


def test_member_on_register_elsewhere_is_refused(branch, year):
	other = frappe.get_doc("Party Branch", "浙江远山律师事务所党支部")
	factory.member(other, "王五", id_number="000000199003030012", birth_date="1990-03-03")
	problem = problem_of(run(year))
	assert (problem.sheet, problem.row, problem.column) == ("党员花名册", 5, "身份证号")


def test_member_of_another_branch_at_a_meeting_is_refused(branch, year):
	factory.member(frappe.get_doc("Party Branch", "浙江远山律师事务所党支部"), "外人")
	put(year, "组织生活", "参会人员", "张三、外人", 2)
	assert "外人" in problem_of(run(year)).text(frappe._)


def test_a_sheet_that_tells_only_what_was_paid_takes_what_is_due_from_the_record(branch, year):
	imported(year)
	head = ["序号", "姓名", "5月", "5月交纳日期", "1月", "1月交纳日期"]
	paid = {"head": head, "rows": [[1, "张三", 120, "5.15", "√", "1.20"]]}
	imported({"党员花名册": ROSTER, "党费": paid})
	entries = frappe.get_all(
		"Party Dues Entry",
		filters={"branch": NAME, "member_name": "张三", "dues_month": ["in", ["2025-01-01", "2025-05-01"]]},
		fields=["due_amount", "paid_amount", "paid_on"],
		order_by="dues_month",
	)
	assert [(row.due_amount, row.paid_amount, str(row.paid_on)) for row in entries] == [
		(120, 120, "2025-01-20"),
		(120, 120, "2025-05-15"),
	]
	# 李四 has neither a base nor that month on record.
	paid["rows"] = [[1, "李四", 15, "5.15", None, None]]
	result = run({"党员花名册": ROSTER, "党费": paid})
	assert [problem.column for problem in result.problems] == ["月应交"]


def test_two_rows_of_dues_for_one_member_are_refused(branch, year):
	year["党费"]["rows"].append([5, "张三", "按月领薪", 8000, None, None, None, None, None, None, None])
	assert problem_of(run(year)).row == 7


def test_namesakes_are_told_apart_by_their_id_numbers(branch, year):
	put(year, "党员花名册", "身份证号", "000000198002030016")
	put(year, "党员花名册", "姓名", "张三", 2)
	put(year, "党费", "姓名", "张三", 2)
	year["组织生活"]["rows"] = []
	problems = run(year).problems
	assert problems
	assert all("张三" in problem.text(frappe._) for problem in problems)
	for sheet, column in (
		("党内职务", "姓名"),
		("年度计划", "责任人"),
		("党费", "姓名"),
		("联系群众", "联系人"),
	):
		put(year, sheet, column, "张三（0016）")
	put(year, "党费", "姓名", "张三(0012)", 2)
	put(year, "公益活动", "参加党员", "张三（0016）、李四")
	imported(year)
	post = frappe.get_doc("Party Post", {"branch": NAME, "post": "Secretary"})
	assert frappe.db.get_value("Party Member", post.member, "id_number") == "000000198002030016"
	assert imported(year).updated == 0


def test_summary_and_lines_speak_chinese(branch, year):
	put(year, "公益活动", "日期", "某日")
	result = run(year)
	assert "1" in result.summary()
	assert "未" in result.summary()
	line = result.problems[0].line(frappe._)
	assert "公益活动" in line and "3" in line and "某日" in line


# Whose workbook


def test_branch_and_year_given_agree_with_the_title(branch, year):
	assert imported(year, branch=NAME, year=2025).created


@pytest.mark.parametrize("title", ["党组织：清河支部　　年度：2025", "浙江清河律师事务所党支部2025年度{}"])
def test_titles_as_branches_write_them(branch, year, title):
	frappe.db.set_value("Party Branch", NAME, "short_name", "清河支部")
	result = import_workbook(file_of(year, title))
	assert (result.branch, result.year, result.problems) == (NAME, 2025, [])


def test_title_of_another_branch_or_year_is_refused(branch, year):
	assert (
		run(year, branch="浙江远山律师事务所党支部", year=2025).problems[0].value
		== "中共浙江清河律师事务所支部委员会"
	)
	problems = run(year, branch=NAME, year=2024).problems
	assert {problem.value for problem in problems if problem.row is None} == {"2025"}


def test_workbook_that_does_not_say_whose_it_is(branch, year):
	result = import_workbook(file_of(year, "{}"))
	assert [problem.row for problem in result.problems] == [None, None]
	assert import_workbook(file_of(year, "{}"), NAME, 2025).ok


def test_file_that_is_no_workbook(branch):
	problem = problem_of(import_workbook(b"not a workbook", NAME, 2025))
	assert "xlsx" in problem.text(frappe._)


def test_branch_that_does_not_exist_and_year_that_has_not_begun(branch, year):
	assert "无名党支部" in problem_of(run(year, branch="无名党支部", year=2025)).text(frappe._)
	result = import_workbook(file_of({"党员花名册": ROSTER}, "{}"), NAME, 2099)
	assert "2099" in result.problems[0].text(frappe._)


def test_who_is_known_is_judged_elsewhere_though_his_row_is_bad(branch, year):
	imported(year)
	put(year, "党员花名册", "出生日期", "某日")
	put(year, "组织生活", "时间", "16:00-14:00")
	assert {problem.sheet for problem in run(year).problems} == {"党员花名册", "组织生活"}


def test_committee_has_no_workbook(branch, year):
	result = import_workbook(file_of(year, "{}"), "某市律师行业党委", 2025)
	assert not result.ok


# Who may


def test_secretary_brings_in_the_year_of_his_branch(branch, year, set_user):
	secretary = factory.holder(branch, "Secretary", name="周书记")
	del year["党内职务"]
	for sheet in ("年度计划", "组织生活"):
		year[sheet]["rows"] = [row for row in year[sheet]["rows"] if "党小组会" not in row]
	with set_user(secretary):
		imported(year)
		assert imported(year).updated == 0


def test_secretary_cannot_give_himself_a_post_by_workbook(branch, year, set_user):
	secretary = factory.holder(
		branch,
		"Deputy Secretary",
		name="张三",
		birth_date="1980-02-03",
		joined_on="2004-06-01",
		full_member_on="2005-06-01",
	)
	with set_user(secretary):
		problem = problem_of(run(year))
	assert (problem.sheet, problem.row) == ("党内职务", 3)
	assert not frappe.db.exists("Party Post", {"branch": NAME, "post": "Secretary"})


@pytest.mark.parametrize(
	"post, home",
	[
		("Organisation Commissioner", NAME),
		("Publicity Commissioner", NAME),
		("Discipline Commissioner", NAME),
		(None, NAME),
		("Secretary", "浙江远山律师事务所党支部"),
	],
)
def test_others_cannot_bring_in_the_year(branch, year, set_user, post, home):
	user = factory.holder(frappe.get_doc("Party Branch", home), post)
	before = stamps()
	with set_user(user), pytest.raises(frappe.PermissionError):
		run(year)
	assert stamps() == before


def test_organisation_commissioner_brings_in_what_is_his(branch, year, set_user):
	commissioner = factory.holder(branch, "Organisation Commissioner", name="吴组委")
	with set_user(commissioner):
		imported({sheet: year[sheet] for sheet in ("党员花名册", "党费", "联系群众")})


def test_sensitive_columns_need_the_right_to_them(branch, year, set_user):
	"""Without it Frappe would drop the addresses unnoticed."""
	imported(year)
	year = {"联系群众": year["联系群众"]}
	commissioner = factory.holder(branch, "Publicity Commissioner", name="郑宣委")
	with set_user(commissioner), pytest.raises(frappe.PermissionError, match="家庭地址"):
		run(year)
	for position in range(3):
		put(year, "联系群众", "家庭地址", None, position)
	put(year, "联系群众", "反映问题", "活动经费")
	with set_user(commissioner):
		assert imported(year).updated == 1
	assert (
		frappe.db.get_value("Contact Pairing", {"contact_name": "孙八", "branch": NAME}, "address")
		== "某街1号"
	)


# How much work


def test_queries_for_a_known_workbook_do_not_grow_with_its_rows(branch, year):
	numbers = []
	for extra in (0, 12):
		for number in range(extra):
			year["党员花名册"]["rows"].append(
				[
					6 + number,
					f"测{'甲乙丙丁戊己庚辛壬癸子丑'[number]}",
					"男",
					None,
					f"1990-01-{number + 1:02d}",
					"清河所",
					None,
					"正式",
					"2020-07-01",
					"2012-01-01",
					"2013-01-01",
					None,
				]
			)
			year["党费"]["rows"].append(
				[
					5 + number,
					f"测{'甲乙丙丁戊己庚辛壬癸子丑'[number]}",
					None,
					3000,
					15,
					15,
					"1.15",
					15,
					"2.17",
					15,
					"3.17",
				]
			)
		imported(year)
		file = file_of(year)
		import_workbook(file)  # so that definitions are cached both times
		with counted_queries() as queries:
			assert import_workbook(file).updated == 0
		numbers.append(len(queries))
	assert numbers[0] == numbers[1]


# The document and its job


@pytest.fixture
def uploaded(branch, year):
	"""Make a Party Year Import with a workbook attached to it."""

	def upload(sheets=year, **values):
		document = frappe.get_doc(
			{
				"doctype": "Party Year Import",
				"branch": NAME,
				"year": 2025,
				"workbook": "/private/files/none.xlsx",
				**values,
			}
		).insert()
		file = frappe.get_doc(
			{
				"doctype": "File",
				"file_name": f"{document.name}.xlsx",
				"content": file_of(sheets),
				"is_private": 1,
				"attached_to_doctype": document.doctype,
				"attached_to_name": document.name,
			}
		).insert()
		document.workbook = file.file_url
		document.save()
		return document

	return upload


def test_job_imports_and_records_the_outcome(uploaded):
	document = uploaded()
	job.run(document.name)
	document.reload()
	assert (document.status, document.progress, document.errors) == ("Completed", 100, [])
	assert document.started_on and document.finished_on
	assert NAME in document.summary
	assert frappe.db.count("Party Member", {"branch": NAME}) == 5


def test_job_records_every_problem_of_a_bad_workbook(uploaded, year):
	put(year, "公益活动", "日期", "某日")
	put(year, "党费", "2月", -5)
	document = uploaded(year)
	job.run(document.name)
	document.reload()
	assert document.status == "Failed"
	assert [(row.sheet, row.row, row.column, row.value) for row in document.errors] == [
		("党费", 3, "2月", "-5"),
		("公益活动", 3, "日期", "某日"),
	]
	assert not frappe.db.count("Party Member", {"branch": NAME})


def test_job_that_breaks_off_says_so_and_can_run_again(uploaded, monkeypatch):
	document = uploaded()
	monkeypatch.setattr(job, "import_workbook", lambda *_arguments: 1 / 0)
	job.run(document.name)
	document.reload()
	assert document.status == "Failed"
	assert "未" in document.errors[0].reason
	monkeypatch.undo()
	job.run(document.name)
	document.reload()
	assert (document.status, document.errors) == ("Completed", [])


def test_job_without_the_right_says_so(uploaded, set_user, branch):
	document = uploaded()
	user = factory.holder(branch, "Organisation Commissioner")
	with set_user(user):
		job.run(document.name)
	document.reload()
	assert document.status == "Failed"
	assert "党内职务" in document.errors[0].reason


def test_file_of_another_branch_cannot_be_imported_by_naming_it(uploaded, branch, set_user):
	theirs = uploaded()
	other = factory.branch(parent=branch.parent_party_branch)
	mine = {"doctype": "Party Year Import", "branch": other.name, "year": 2025}
	with set_user(factory.holder(other, "Secretary")):
		with pytest.raises(frappe.ValidationError, match="上传"):
			frappe.get_doc({**mine, "workbook": theirs.workbook}).insert()
		document = frappe.get_doc({**mine, "workbook": "/private/files/none.xlsx"}).insert()
		document.workbook = theirs.workbook
		with pytest.raises(frappe.ValidationError, match="上传"):
			document.save()
		with pytest.raises(frappe.ValidationError, match="上传"):
			job.read_attachment(document)


def test_own_upload_can_be_imported(branch, year, set_user):
	with set_user(factory.holder(branch, "Secretary")):
		content = file_of(year)
		file = frappe.get_doc(
			{"doctype": "File", "file_name": "own.xlsx", "content": content, "is_private": 1}
		).insert()
		document = frappe.get_doc(
			{"doctype": "Party Year Import", "branch": NAME, "year": 2025, "workbook": file.file_url}
		).insert()
		assert job.read_attachment(document) == content


def test_import_starts_once(uploaded, branch, set_user, monkeypatch):
	from party_affairs.api import importing

	document = uploaded()
	queued = []
	monkeypatch.setattr(job.frappe, "enqueue", lambda method, **options: queued.append(options))
	secretary = factory.holder(branch, "Secretary")
	with set_user(secretary):
		assert importing.start(document.name) == "Queued"
		monkeypatch.setattr(jobs, "is_job_enqueued", lambda _job_id: True)
		with pytest.raises(frappe.ValidationError):
			importing.start(document.name)
	ids = [options["job_id"] for options in queued if "job_id" in options]
	assert ids == [f"party-year-import-{document.name}"]
	assert importing.get_progress(document.name) == {"status": "Queued", "percent": 0, "broken_off": False}


def test_an_import_whose_worker_died_says_so_and_can_be_changed_and_started_again(uploaded, monkeypatch):
	from party_affairs.api import importing

	document = uploaded()
	document.db_set("status", "Running")
	assert importing.get_progress(document.name) == {"status": "Running", "percent": 0, "broken_off": True}
	monkeypatch.setattr(job.jobs, "put", lambda *_args, **_options: None)
	assert importing.start(document.name) == "Queued"
	job.note_broken_off()
	document.reload()
	assert (document.status, document.errors) == ("Failed", [])
	assert "中断" in document.summary and "重新" in document.summary
	document.db_set("status", "Running")
	document.workbook = "/private/files/other.xlsx"
	document.save()
	assert document.status == "Draft"


def test_an_import_at_work_is_not_taken_for_broken_off(uploaded, monkeypatch):
	document = uploaded()
	document.db_set("status", "Running")
	monkeypatch.setattr(jobs, "is_job_enqueued", lambda _job_id: True)
	job.note_broken_off()
	document.reload()
	assert document.status == "Running"
	document.workbook = "/private/files/other.xlsx"
	with pytest.raises(frappe.ValidationError, match="正在导入"):
		document.save()


def test_stranger_can_neither_start_nor_follow_an_import(uploaded, set_user):
	from party_affairs.api import importing

	document = uploaded()
	stranger = factory.holder(frappe.get_doc("Party Branch", "浙江远山律师事务所党支部"), "Secretary")
	with set_user(stranger):
		with pytest.raises(frappe.PermissionError):
			importing.start(document.name)
		with pytest.raises(frappe.PermissionError):
			importing.get_progress(document.name)


def test_another_workbook_forgets_the_earlier_outcome(uploaded, year):
	put(year, "公益活动", "日期", "某日")
	document = uploaded(year)
	job.run(document.name)
	document.reload()
	document.workbook = "/private/files/other.xlsx"
	document.save()
	assert (document.status, document.errors, document.summary) == ("Draft", [], None)


@pytest.mark.parametrize(
	"values", [{"workbook": "/private/files/a.pdf"}, {"year": 25}, {"branch": "某市律师行业党委"}]
)
def test_document_that_cannot_be_imported_is_refused(uploaded, values):
	with pytest.raises(frappe.ValidationError):
		uploaded(**values)


def test_template_is_handed_out_to_who_may_import(branch, set_user):
	from party_affairs.api import importing

	secretary, plain = factory.holder(branch, "Secretary"), factory.holder(branch)
	with set_user(secretary):
		importing.download_template(NAME, 2025)
		assert frappe.local.response.filename.endswith(".xlsx")
		assert read(frappe.local.response.filecontent).years[0][1] == 2025
		with pytest.raises(frappe.PermissionError):
			importing.download_template("浙江远山律师事务所党支部")
	with set_user(plain), pytest.raises(frappe.PermissionError):
		importing.download_template()


# The command


def test_command_imports_file_by_file_and_tells_what_is_wrong(branch, year, tmp_path: Path):
	good, bad = tmp_path / "good.xlsx", tmp_path / "bad.xlsx"
	good.write_bytes(file_of(year))
	worse = copy.deepcopy(year)
	put(worse, "公益活动", "日期", "某日")
	bad.write_bytes(file_of(worse))
	outcome = cli.import_files([good, bad])
	assert not outcome.ok
	assert [result.ok for result in outcome.results.values()] == [True, False]
	assert "good.xlsx" in str(outcome) and "某日" in str(outcome)
	assert getdate(member("张三").birth_date).year == 1980


def test_progress_rises_to_the_end(branch, year):
	seen = []
	imported(year, progress=lambda percent, sheet: seen.append((percent, sheet)))
	percents = [percent for percent, _sheet in seen]
	assert percents == sorted(percents)
	assert (percents[0], percents[-1]) == (0, 100)
	assert [sheet for sheet in dict.fromkeys(sheet for _percent, sheet in seen) if sheet] == [
		"党员花名册",
		"党内职务",
		"年度计划",
		"组织生活",
		"党费",
		"联系群众",
		"公益活动",
	]


def test_markup_in_a_cell_does_no_harm_and_is_no_change(branch, year):
	put(year, "组织生活", "发言摘录", "得分<60且>50 <script>alert(1)</script><img src=x onerror=alert(1)>", 1)
	imported(year)
	speeches = meeting("研究培养").speeches
	assert speeches == "得分<60且>50 ＜script>alert(1)＜/script>＜img src=x onerror=alert(1)>"
	assert imported(year).updated == 0


# Columns that stand for several


def test_columns_that_hold_two_things_at_once(branch, year):
	for row in year["党内职务"]["rows"]:
		row[4:] = ["2024.3-2029.2"]
	year["党内职务"]["head"][4:] = ["任期"]
	roster = year["党员花名册"]
	roster["head"] += ["流动/困难/年老体弱", "年老体弱自", "年老体弱至"]
	for row, text in zip(roster["rows"], ["困难", None, "年老体弱", "流动", None], strict=True):
		row += [text, *(("2025.2", "2025-05-31") if text == "流动" else (None, None))]
	meetings = year["组织生活"]
	place = meetings["head"].index("赞成")
	meetings["head"][place:] = ["赞成/反对/弃权", "责任人及完成时限"]
	for row in meetings["rows"]:
		row[place:] = [None, None]
	meetings["rows"][0][place:] = ["2/0/0", "李四，12月31日"]
	put(year, "联系群众", "联系时间", "3月3日、4月4日")
	imported(year)
	assert (str(member("赵六").frail_from), str(member("赵六").frail_until)) == ("2025-02-01", "2025-05-31")
	post = frappe.get_doc("Party Post", {"branch": NAME, "post": "Secretary"})
	assert (str(post.start_date), str(post.end_date)) == ("2024-03-01", "2029-02-28")
	assert (member("张三").is_hardship, member("王五").is_frail, member("赵六").status) == (1, 1, "Floating")
	assert (member("张三").is_frail, member("赵六").is_frail) == (0, 1)
	(decision,) = meeting("学习讨论").resolutions
	assert (decision.in_favour, str(decision.deadline)) == (2, "2025-12-31")
	assert decision.responsible == member("李四").name
	pairing = frappe.get_doc("Contact Pairing", {"contact_name": "孙八", "branch": NAME})
	assert [(str(row.contact_date), row.matter) for row in pairing.contact_log] == [
		("2025-03-03", None),
		("2025-04-04", "经费"),
		("2025-06-03", "场地"),
	]
	assert imported(year).updated == 0


def test_dues_without_any_month_are_refused(branch, year):
	year["党费"]["head"] = year["党费"]["head"][:5]
	year["党费"]["rows"] = [row[:5] for row in year["党费"]["rows"]]
	assert "1月" in problem_of(run(year)).text(frappe._)
