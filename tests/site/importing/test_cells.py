"""What single cells of a workbook bring about on a site: who gets a vote, whose money it is, what is never overwritten."""

import pytest

import frappe

from party_affairs.importing.run import import_workbook
from tests.importing.books import book, content
from tests.site import factory

pytestmark = pytest.mark.site

NAME = "浙江清溪试律师事务所党支部"
PEOPLE = ("陈试一", "林试二", "买买提·试不都")
MEETING = ["日期", "类型", "议题", "主持人", "参会人员", "缺席人员及原因", "列席人员"]


@pytest.fixture
def branch():
	"""A branch of three full members, as the register has them."""
	committee = factory.committee()
	firm = factory.firm(committee, "浙江清溪试律师事务所", short_name="清溪试所")
	found = factory.branch(NAME, parent=committee, firms=[firm])
	for name in PEOPLE:
		factory.member(found, name, joined_on="2010-07-01", full_member_on="2011-07-01")
	return found


def run(year=2025, **sheets):
	return import_workbook(content(book(**sheets)), NAME, year)


def imported(year=2025, **sheets):
	result = run(year, **sheets)
	assert result.ok, [problem.line(frappe._) for problem in result.problems]
	return result


def places(result):
	return [(problem.row, problem.column) for problem in result.problems]


def texts(problems):
	return " ".join(problem.text(frappe._) for problem in problems)


def member(name):
	return frappe.get_doc("Party Member", {"member_name": name, "branch": NAME})


def entries():
	rows = frappe.get_all(
		"Party Dues Entry",
		filters={"branch": NAME},
		fields=["dues_month", "due_amount", "paid_amount", "paid_on", "status", "method"],
		order_by="dues_month",
	)
	return {row.dues_month.month: row for row in rows}


def held():
	(name,) = frappe.get_all("Party Meeting", filters={"branch": NAME, "docstatus": ["!=", 2]}, pluck="name")
	return frappe.get_doc("Party Meeting", name)


def attendance(meeting):
	return {row.member_name: (row.attendance, row.reason) for row in meeting.attendees}


# Who is meant


def test_probation_in_brackets_gives_no_vote(branch):
	written = dict(
		zip("甲乙丙丁", ["中共党员（预备）", "中共党员（预备党员）", "党员(预备)", "预备党员"], strict=True)
	)
	rows = [[f"周试{key}", typed, "2025-03-01", "2025-03-01"] for key, typed in written.items()]
	imported(
		党员花名册=[["姓名", "党员类别", "编入本支部日期", "入党日期"], *rows],
		组织生活=[MEETING[:5], ["2025-06-14", "党员大会", "学习", "陈试一", "全体党员"]],
	)
	assert {member(row[0]).stage for row in rows} == {"Probationary Member"}
	votes = {row.member_name: row.has_vote for row in held().attendees}
	assert votes == {**dict.fromkeys(PEOPLE, 1), **{row[0]: 0 for row in rows}}


def test_nobody_is_secretary_by_half_a_cell(branch):
	rows = [["陈试一", post, "2024-01-01", "2028-12-31"] for post in ("书记（已免）", "书记（代）", "原书记")]
	result = run(党内职务=[["姓名", "党内职务", "任职日期", "任期届满日期"], *rows])
	assert places(result) == [(2, "党内职务"), (3, "党内职务"), (4, "党内职务")]
	assert not frappe.db.exists("Party Post", {"branch": NAME})


@pytest.mark.parametrize(
	("typed", "other"),
	[
		("陈试一\u200b", "买买提•试不都"),
		("陈\u202d试一", "买买提・试不都"),
		("陈 试一", "买买提．试不都"),
		("陈试一\ufeff", "买买提试不都"),
	],
)
def test_the_same_person_however_his_name_is_typed(branch, typed, other):
	result = imported(
		党员花名册=[["姓名", "党员类别"], [typed, "正式党员"], [other, "正式党员"]],
		组织生活=[MEETING[:5], ["2025-03-14", "党员大会", "学习", typed, f"{typed}、{other}、林试二"]],
		党费=[["姓名", "月应交", "1月", "每月交纳日"], [other, 30, 30, 15]],
	)
	assert result.updated == 0
	assert {row.member_name for row in held().attendees} == set(PEOPLE)
	assert sorted(frappe.get_all("Party Member", {"branch": NAME}, pluck="member_name")) == sorted(PEOPLE)


def test_who_is_stored_with_an_odd_spelling_is_found_and_mended(branch):
	person = member("买买提·试不都")
	frappe.db.set_value("Party Member", person.name, "member_name", "买买提•试不都\u200b")
	imported(党员花名册=[["姓名", "党员类别"], ["买买提·试不都", "正式党员"]])
	assert frappe.db.get_value("Party Member", person.name, "member_name") == "买买提·试不都"
	assert frappe.db.count("Party Member", {"branch": NAME}) == 3


def test_a_name_typed_in_the_desk_is_stored_in_one_way(branch):
	person = factory.member(branch, "阿卜杜•试力木\u200b")
	assert person.member_name == "阿卜杜·试力木"


def test_a_longer_name_is_not_somebody_shorter_with_a_note(branch):
	result = run(组织生活=[MEETING[:5], ["2025-03-14", "党员大会", "学习", "陈试一", "陈试一丰、林试二"]])
	assert "陈试一丰" in texts(result.problems)


def test_a_title_is_no_part_of_a_name(branch):
	written = ["书记陈试一", "陈试一同志", "主持人：陈试一", "陈试一（书记）", "支部书记陈试一"]
	rows = [
		[f"2025-0{month}-14", "党员大会", "学习", typed, "全体党员"] for month, typed in enumerate(written, 1)
	]
	imported(组织生活=[MEETING[:5], *rows])
	chairs = frappe.get_all("Party Meeting", filters={"branch": NAME}, pluck="chair")
	assert chairs == [member("陈试一").name] * len(written)


def test_a_row_of_the_roster_is_one_person(branch):
	rows = [[typed, "正式党员"] for typed in ("张三、李四", "张三\n李四", "张三（流动）")]
	assert places(run(党员花名册=[["姓名", "党员类别"], *rows])) == [(2, "姓名"), (3, "姓名"), (4, "姓名")]


# Masks


def contact(**values):
	return factory.pairing(
		member("陈试一"),
		contact_name="李某甲",
		address="城西街道8号",
		phone="10000000001",
		family="三口之家",
		**values,
	)


@pytest.mark.parametrize(
	("address", "phone", "family"),
	[
		("***", "***", "***"),
		("城西街道*号", "100****0001", "*口之家"),
		("●●●", "100xxxx0001", "✱✱"),
		("保密", "100····0001", "###"),
	],
)
def test_a_mask_never_overwrites_and_is_told(branch, address, phone, family):
	pairing = contact()
	head = ["联系人", "联系对象", "对象类别", "家庭地址", "联系电话", "家庭基本情况"]
	result = imported(联系群众=[head, ["陈试一", "李某甲", "非党律师", address, phone, family]])
	pairing.reload()
	assert (pairing.address, pairing.phone, pairing.family) == ("城西街道8号", "10000000001", "三口之家")
	assert [note.column for note in result.notes] == ["家庭地址", "联系电话", "家庭基本情况"]


def test_a_ledger_with_masks_brought_back_changes_nothing_and_doubles_no_contact(branch, set_user):
	pairing = contact()
	for day, method in (("2025-02-15", "Visit"), ("2025-06-10", "Phone Call")):
		pairing.append("contact_log", {"contact_date": day, "method": method})
	pairing.save()
	before = frappe.get_doc("Contact Pairing", pairing.name).as_dict()
	head = [
		"联系人（党员）",
		"党内职务",
		"联系对象姓名",
		"对象类别",
		"家庭住址",
		"联系电话",
		"家庭基本情况",
		"联系时间",
	]
	row = ["陈试一", None, "李某甲", "非党律师", "***", "***", "***", "2.15、6.10"]
	sheets = {"2025年度联系群众台账": [["2025年度联系群众台账"], head, row]}
	with set_user(factory.holder(branch, "Publicity Commissioner")):
		assert imported(**sheets).unchanged == 2
	assert frappe.get_doc("Contact Pairing", pairing.name).as_dict() == before


def test_a_masked_value_leaves_a_new_record_without_it(branch):
	head = ["姓名", "党员类别", "入党日期", "转正日期", "身份证号", "联系电话", "家庭住址", "籍贯"]
	row = [
		"周试三",
		"正式党员",
		"2010-07-01",
		"2011-07-01",
		"3301**********0011",
		"138****0001",
		"***",
		"浙江××",
	]
	result = imported(党员花名册=[head, row])
	person = member("周试三")
	assert [person.get(key) for key in ("id_number", "mobile", "address", "native_place")] == [None] * 4
	assert {note.column for note in result.notes} == set(head[4:])


def test_masked_names_are_refused(branch):
	result = run(组织生活=[MEETING, ["2025-03-14", "党员大会", "学习", "陈**", "陈*一、林试二", None, "周*"]])
	assert places(result) == [(2, "主持人"), (2, "参会人员"), (2, "列席人员")]


def test_a_masked_payment_keeps_what_is_stored_and_makes_nothing_new(branch):
	factory.dues_entry(member("陈试一"), "2025-01-01", "30", "30", "2025-01-15")
	imported(党费=[["姓名", "月应交", "1月", "每月交纳日"], ["陈试一", 30, "***", 15]])
	assert entries()[1].status == "Paid"
	result = run(党费=[["姓名", "月应交", "2月", "每月交纳日"], ["陈试一", 30, "***", 15]])
	assert places(result) == [(2, "2月")]


# Money


PAYMENTS = {
	"15+15": (30, "2025-03-15", None),
	"已缴30": (30, "2025-03-15", None),
	"30（现金）": (30, "2025-03-15", "Cash"),
	"30（他人代缴）": (30, "2025-03-15", "Paid by Another"),
	"30元(3.18)": (30, "2025-03-18", None),
	"30（补，4月2日）": (30, "2025-04-02", None),
	"补交30": (30, "2025-03-15", None),
	"缓交": (0, None, None),
}


def of_many_members(branch, cells):
	"""A sheet of dues with one member a cell, in the column of March."""
	people = {cell: factory.member(branch, f"党员{number:02d}") for number, cell in enumerate(cells)}
	rows = [[person.member_name, 30, cell, 15] for cell, person in people.items()]
	return people, {"党费": [["姓名", "月应交", "3月", "每月交纳日"], *rows]}


def test_payments(branch):
	people, sheets = of_many_members(branch, PAYMENTS)
	notes = imported(**sheets).notes
	fields = ["member", "paid_amount", "paid_on", "method"]
	rows = {row.member: row for row in frappe.get_all("Party Dues Entry", {"branch": NAME}, fields)}
	found = {cell: rows[person.name] for cell, person in people.items()}
	assert {
		cell: (row.paid_amount, row.paid_on and str(row.paid_on), row.method or None)
		for cell, row in found.items()
	} == PAYMENTS
	assert [note.value for note in notes] == ["补交30", "缓交"]


def test_a_payment_that_is_not_certain_enters_nothing(branch):
	cells = ["30\n31.15", "30 30", "1E+7元", 1.23e17, "他人代缴", "30（欠5）", "0.001"]
	_people, sheets = of_many_members(branch, cells)
	result = run(**sheets)
	assert places(result) == [(number, "3月") for number in range(2, 2 + len(cells))]
	assert not [problem for problem in result.problems if "E+" in problem.line(frappe._).upper()]
	assert not entries()


def merged(value, across="C2:E2", rows=(["陈试一", 30],)):
	table = [["姓名", "月应交", "1月", "2月", "3月", "每月交纳日"]]
	table += [[*row, value if number == 0 else None, None, None, 15] for number, row in enumerate(rows)]
	workbook = book(党费=table)
	workbook["党费"].merge_cells(across)
	return import_workbook(content(workbook), NAME, 2025)


@pytest.mark.parametrize(
	("value", "sums"), [(90, [30] * 3), ("90（3月20日）", [30] * 3), ("√", [30] * 3), ("45+45", [30] * 3)]
)
def test_one_cell_for_three_months_is_divided_where_it_is_certain(branch, value, sums):
	result = merged(value)
	assert result.ok, result.problems
	assert [entries()[month].paid_amount for month in (1, 2, 3)] == sums


@pytest.mark.parametrize("value", [30, 60, 91, "90 90"])
def test_one_cell_for_three_months_is_refused_where_it_is_not(branch, value):
	assert places(merged(value)) == [(2, "1月")]
	assert not entries()


def test_one_sum_for_two_members_is_refused(branch):
	result = merged(60, "C2:C3", (["陈试一", 30], ["林试二", 30]))
	assert places(result) == [(2, "1月"), (3, "1月")]


@pytest.mark.parametrize("cells", [["季交", "季交", 90], [None, None, "季交90"], ["90（季交）", None, None]])
def test_a_quarter_paid_at_once(branch, cells):
	imported(党费=[["姓名", "月应交", "1月", "2月", "3月", "每月交纳日"], ["陈试一", 30, *cells, 15]])
	assert [entries()[month].paid_amount for month in (1, 2, 3)] == [30, 30, 30]


@pytest.mark.parametrize("cells", [["季交", "季交", "季交"], [30, "季交", None], ["季交", None, 60]])
def test_a_quarter_of_which_it_is_not_certain_what_was_paid(branch, cells):
	result = run(党费=[["姓名", "月应交", "1月", "2月", "3月", "每月交纳日"], ["陈试一", 30, *cells, 15]])
	assert len(result.problems) == 1 and not entries()


def test_nothing_is_owed_for_months_before_the_branch_kept_records(branch):
	branch.reload()
	branch.update({"records_from": "2025-07-01"}).save()
	months = [f"{month}月" for month in range(1, 13)]
	row = ["陈试一", 30, 30, None, 0, "未交", *[None] * 4, 30, None, None, None, 15]
	result = imported(党费=[["姓名", "月应交", *months, "每月交纳日"], row])
	found = entries()
	assert {month: row.status for month, row in found.items()} == {
		1: "Paid",
		9: "Paid",
		**dict.fromkeys((7, 8, 10, 11, 12), "Unpaid"),
	}
	assert any("2025-07-01" in note.text(frappe._) for note in result.notes)


# Who came


@pytest.mark.parametrize(
	("present", "absent", "found"),
	[
		("全体党员（3人）", None, dict.fromkeys(PEOPLE, ("Present", None))),
		("全体党员3人", "无人请假", dict.fromkeys(PEOPLE, ("Present", None))),
		(
			"全体党员",
			"请假：林试二（出差）",
			{**dict.fromkeys(PEOPLE, ("Present", None)), "林试二": ("Leave", "出差")},
		),
		(
			"全体党员（林试二请假）",
			None,
			{**dict.fromkeys(PEOPLE, ("Present", None)), "林试二": ("Leave", "请假")},
		),
		(
			"陈试一、林试二；请假：买买提•试不都（出差）",
			None,
			{**dict.fromkeys(PEOPLE, ("Present", None)), "买买提·试不都": ("Leave", "出差")},
		),
		(
			"陈试一（书记）、林试二（病假）、买买提·试不都",
			None,
			{**dict.fromkeys(PEOPLE, ("Present", None)), "林试二": ("Leave", "病假")},
		),
		("陈试一、林试二、买买提·试不都等3人", "0人", dict.fromkeys(PEOPLE, ("Present", None))),
	],
)
def test_lists_of_those_who_came(branch, present, absent, found):
	imported(组织生活=[MEETING[:6], ["2025-03-14", "党员大会", "学习", "陈试一", present, absent]])
	assert attendance(held()) == found


UNCERTAIN = [
	("全体党员（2人）", None, None, "参会人员"),
	("应到2人，实到2人", None, None, "参会人员"),
	("陈试一、林试二（代）", None, None, "参会人员"),
	("陈试一、林试二", "林试二（病假）", None, "缺席人员及原因"),
	("全体党员及群众", None, None, "参会人员"),
	("全体律师", None, None, "参会人员"),
	("见签到表", None, None, "参会人员"),
	("全体党员", "1人", None, "缺席人员及原因"),
	("全体党员", None, "群众代表3人", "列席人员"),
	("全体党员、陈试一（列席）", None, None, "参会人员"),
]


def test_who_came_is_refused_by_cell_where_it_is_not_certain(branch):
	rows = [
		[f"2025-03-{day}", "党员大会", "学习", "陈试一", *said[:3]] for day, said in enumerate(UNCERTAIN, 10)
	]
	result = run(组织生活=[MEETING, *rows])
	assert places(result) == [(row, said[3]) for row, said in enumerate(UNCERTAIN, start=2)]


def test_figures_in_the_list_of_names_are_figures(branch):
	result = imported(
		组织生活=[MEETING[:5], ["2025-03-14", "党员大会", "学习", "陈试一", "应到3人，实到2人"]]
	)
	assert (held().stated_expected, held().stated_present, held().attendees) == (3, 2, [])
	assert any("姓名" in note.text(frappe._) for note in result.notes)


def test_a_guest_in_the_list_of_those_who_came_is_a_guest(branch):
	imported(
		组织生活=[
			MEETING[:5],
			["2025-03-14", "党员大会", "学习", "陈试一", "全体党员、张三（列席）、周某（列席，群众）"],
		]
	)
	assert [(row.guest_name, row.guest_kind) for row in held().guests] == [
		("张三", "Other"),
		("周某", "Masses"),
	]


@pytest.mark.parametrize(
	("typed", "start"),
	[("2025年1月15日上午9:00", "09:00:00"), ("1月15日下午2点", "14:00:00"), ("2025-01-15T09:30", "09:30:00")],
)
def test_time_in_the_date_is_the_time_and_no_note_says_none_was_given(branch, typed, start):
	result = imported(组织生活=[MEETING[:5], [typed, "党员大会", "学习", "陈试一", "全体党员"]])
	assert str(held().starts_on) == f"2025-01-15 {start}"
	assert not [note for note in result.notes if note.column == "日期"]


def test_what_a_meeting_was_and_when(branch):
	rows = [
		["2025年7月", "党员大会", "学习", "陈试一", "全体党员"],
		["15日", "党员大会", "学习", "陈试一", "全体党员"],
		["2025-03-14", '"三会一课"', "学习", "陈试一", "全体党员"],
		["2025-03-14", "党员大会（补）", "学习", "陈试一", "全体党员"],
	]
	assert places(run(组织生活=[MEETING[:5], *rows])) == [(2, "日期"), (3, "日期"), (4, "类型"), (5, "类型")]


@pytest.mark.parametrize(
	("typed", "kind", "also"), [("主题党日暨支部党员大会", "Theme Day", 1), ("主题党日+党课", "Theme Day", 0)]
)
def test_two_kinds_in_one_meeting(branch, typed, kind, also):
	imported(组织生活=[MEETING[:5], ["2025-03-14", typed, "学习", "陈试一", "全体党员"]])
	assert (held().kind, held().also_assembly) == (kind, also)


LAWYERS = {
	"律师3人": (3, []),
	"3名律师": (3, []),
	"共3人": (3, []),
	"非党律师3人": (3, []),
	"律师3名、实习律师2名": (5, []),
	"3名非党律师和2名实习律师": (5, []),
	"周试、律师2人": (2, ["周试"]),
	"周试等3人": (2, ["周试"]),
	"周试律师、实习律师吴试": (0, ["周试", "吴试"]),
}
ACTIVITY = ["日期", "项目", "参加党员", "参加律师"]


def test_numbers_of_lawyers_are_no_persons(branch):
	imported(公益活动=[ACTIVITY, *(["2025-05-01", f"普法：{typed}", "陈试一", typed] for typed in LAWYERS)])
	names = frappe.get_all("Public Welfare Activity", filters={"branch": NAME}, pluck="name")
	activities = [frappe.get_doc("Public Welfare Activity", name) for name in names]
	assert {
		activity.project.removeprefix("普法："): (
			activity.other_lawyers,
			[row.lawyer_name for row in activity.participants[1:]],
		)
		for activity in activities
	} == LAWYERS


def test_who_took_part_is_refused_where_it_is_not_certain(branch):
	written = [
		("党员3人", None, "参加党员"),
		("全体党员（2人）", None, "参加党员"),
		("陈试一（请假）", None, "参加党员"),
		("陈试一", "若干律师", "参加律师"),
		("陈试一", "律师事务所全体律师", "参加律师"),
		("陈试一", "周试、吴试，共3人", "参加律师"),
	]
	rows = [["2025-05-01", f"普法{number}", *said[:2]] for number, said in enumerate(written)]
	result = run(公益活动=[ACTIVITY, *rows])
	assert places(result) == [(row, said[2]) for row, said in enumerate(written, start=2)]
	assert not frappe.db.exists("Public Welfare Activity", {"branch": NAME})


# All faults at once


def test_a_row_with_a_bad_day_and_kind_is_asked_about_its_people_too(branch):
	result = run(
		组织生活=[MEETING[:6], ["2025-13-14", "茶话会", "学习", "无名氏", "陈试一、生人", "某某（病假）"]]
	)
	assert places(result) == [(2, "日期"), (2, "类型"), (2, "主持人"), (2, "参会人员"), (2, "缺席人员及原因")]


def test_a_row_of_dues_with_a_bad_month_is_judged_in_all_others(branch):
	head = ["姓名", "人员类别", "1月", "2月", "2月交纳日期", "3月"]
	result = run(党费=[head, ["无名氏", "富人", "三十", 30, "某日", 30]])
	assert set(places(result)) == {(2, column) for column in ("姓名", "人员类别", "1月", "2月交纳日期")}


def test_education_never_refuses_a_book(branch):
	rows = [
		[f"周试{number}", "正式党员", "2010-07-01", "2011-07-01", typed]
		for number, typed in zip("甲乙丙", ["研究生毕业", "大学本科毕业", "读过书"], strict=True)
	]
	result = imported(党员花名册=[["姓名", "党员类别", "入党日期", "转正日期", "学历"], *rows])
	assert [member(row[0]).education or None for row in rows] == ["Master", "Bachelor", None]
	assert [(note.row, note.column) for note in result.notes] == [(4, "学历")]


@pytest.mark.parametrize(
	("head", "row", "column"),
	[
		(["联系人", "联系对象姓名", "对象类别"], ["陈试一", "李*", "群众"], "联系对象姓名"),
		(["联系人", "联系对象姓名", "对象类别"], ["陈*", "李群众", "群众"], "联系人"),
	],
)
def test_a_masked_name_is_one_fault(branch, head, row, column):
	(problem,) = run(联系群众台账=[head, row]).problems
	assert (problem.row, problem.column) == (2, column) and "打码" in problem.text(frappe._)
