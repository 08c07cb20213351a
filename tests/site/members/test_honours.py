"""Honours where they are read: the register, the roster, the check of talks, the member's page, the notice, the workbook."""

import io
from datetime import date

import pytest

import frappe

from party_affairs.api import portal
from party_affairs.compliance.run import run_compliance
from party_affairs.facts.members import honours
from party_affairs.importing.run import import_workbook
from party_affairs.ledgers.members import honours_register, member_roster
from party_affairs.printing.documents import party_document
from party_affairs.rules.members.honours import is_in_force, status_of
from tests.site import factory
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		committee = factory.committee("荣誉测试党委")
		near, far = (factory.branch(f"荣誉{mark}党支部", parent=committee) for mark in "近远")
		house = frappe._dict(committee=committee, near=near, far=far)
		house.first, house.second = factory.member(near, "甲优"), factory.member(near, "乙平")
		house.other = factory.member(far, "丙远")
		factory.honour(
			house.first, document_no="党〔2025〕7号", published_on="2025-07-01", published_where="公开栏"
		)
		factory.honour(house.first, honour_name="优秀律师", level="Provincial Level", awarded_on="2023-01-05")
		factory.honour(
			near,
			honour_name="示范党支部",
			awarded_on="2023-06-30",
			valid_until="2025-06-30",
			kind="Party Honour",
		)
		factory.honour(house.other, honour_name="远方荣誉")
		factory.honour(house.second, submit=False, awarded_on=None, honour_name="只是建议")
		house.secretary = factory.login(house.first)
		factory.post(house.first, "Secretary")
		house.plain = factory.login(house.second)
		house.organisation = factory.holder(near, "Organisation Commissioner", name="丁组")
		house.officer = factory.holder(near, "Party Affairs Officer", committee, name="戊专")
		yield house


def register(user="Administrator", **filters):
	return honours_register.build({"year": 2025, **filters}, user=user)


# In force


@pytest.mark.parametrize(
	("first", "last", "day", "expected"),
	[
		(None, None, "2025-06-28", True),
		(None, None, "2025-06-27", False),
		("2025-07-01", None, "2025-06-30", False),
		(None, "2026-06-30", "2026-06-30", True),
		(None, "2026-06-30", "2026-07-01", False),
	],
)
def test_an_honour_is_in_force_in_its_term(first, last, day, expected):
	days = [date.fromisoformat(text) if text else None for text in (first, last, day)]
	assert is_in_force(date(2025, 6, 28), *days) is expected


def test_status_follows_from_the_state_of_the_document():
	assert [status_of(0, None), status_of(0, "2025-05-01"), status_of(1, None), status_of(2, None)] == [
		"Suggested",
		"Put Forward",
		"Awarded",
		"Withdrawn",
	]


# The register


def test_the_register_lists_what_was_awarded_and_nothing_that_is_only_suggested(house):
	ledger = register(house.secretary)
	assert [
		(row["who"], row["honour_name"], row["level_text"], row["term"], row["state"]) for row in ledger.rows
	] == [
		("甲优", "优秀共产党员", "市级", "长期有效", "有效"),
	]
	assert ledger.rows[0]["published"] == "2025-07-01、公开栏"
	assert ledger.chart.labels == ("市级",)


def test_several_years_and_what_is_in_force(house):
	ledger = register(house.secretary, from_year=2023)
	assert [row["honour_name"] for row in ledger.rows] == ["优秀律师", "示范党支部", "优秀共产党员"]
	assert ledger.chart.labels == ("2023", "2025") and ledger.chart.stacked
	assert sum(sum(values) for _name, values in ledger.chart.series) == 3
	assert ledger.title == "2023至2025年度荣誉台账"
	in_force = register(house.secretary, view="in_force")
	assert [row["honour_name"] for row in in_force.rows] == ["优秀律师", "优秀共产党员"], "one has expired"
	assert [
		row["honour_name"] for row in register(house.secretary, view="in_force", as_of="2025-06-29").rows
	] == [
		"优秀律师",
		"示范党支部",
		"优秀共产党员",
	]


@pytest.mark.parametrize(
	("filters", "expected"),
	[
		({"level": "Provincial Level"}, ["优秀律师"]),
		({"recipient": "Party Branch"}, ["示范党支部"]),
		({"kind": "Professional Honour"}, []),
	],
)
def test_the_register_is_narrowed(house, filters, expected):
	rows = register(house.secretary, from_year=2023, **filters).rows
	assert [row["honour_name"] for row in rows] == expected


def test_the_roster_has_the_honours_in_force_on_its_day(house):
	def of_first(**filters):
		rows = member_roster.build({"branch": house.near.name, **filters}).rows
		return {row["member_name"]: row["honours"] for row in rows}

	assert of_first(year=2025)["甲优"] == "优秀律师、优秀共产党员"
	assert of_first(year=2024)["甲优"] == "优秀律师"
	assert of_first(year=2025)["乙平"] == ""


# What evaluation reads


def test_honours_of_several_branches_are_read_at_once(house):
	span = (date(2025, 1, 1), date(2025, 12, 31))
	with counted_queries() as queries:
		found = honours.awarded([house.near.name, house.far.name], *span)
	assert len(queries) == 1
	assert {(row.branch, row.member, row.level) for row in found} == {
		(house.near.name, house.first.name, "Municipal Level"),
		(house.far.name, house.other.name, "Municipal Level"),
	}


# R42


def test_an_honour_asks_for_a_talk_until_one_is_held(house, rolled_back):
	with rolled_back():
		branch = factory.branch(parent=house.committee)
		secretary, person = factory.member(branch), factory.member(branch)
		factory.post(secretary, "Secretary")
		honour = factory.honour(person)

		def talks():
			run_compliance(2025, date(2025, 12, 31), [branch.name])
			filters = {"rule": "R42", "branch": branch.name}
			return frappe.get_all("Compliance Finding", filters=filters, pluck="status")

		assert talks() == ["Missed"]
		event = honours.event_of(honour.name)
		factory.heart_talk(secretary, person, "2025-07-02", event=event)
		assert talks() == ["Met"]


def test_a_withdrawn_honour_asks_for_nothing(house, rolled_back):
	with rolled_back():
		branch = factory.branch(parent=house.committee)
		factory.withdrawn(factory.honour(factory.member(branch)))
		run_compliance(2025, date(2025, 12, 31), [branch.name])
		assert not frappe.get_all("Compliance Finding", filters={"rule": "R42", "branch": branch.name})


# Who


def awards(house, user):
	"""Enter and award an honour as `user`, with his rights alone."""
	values = {"recipient": "Party Member", "member": house.second.name, "branch": house.near.name}
	honour = frappe.get_doc(
		doctype="Honour",
		honour_name=f"荣誉{user}",
		level="Branch Level",
		awarded_by="本支部",
		awarded_on="2025-08-01",
		**values,
	).insert()
	honour.submit()
	return honour


def test_who_enters_and_awards(house, set_user, rolled_back):
	with rolled_back():
		for user in (house.secretary, house.organisation, house.officer):
			set_user(user)
			assert honours.event_of(awards(house, user).name)
		publicity = factory.holder(house.near, "Publicity Commissioner")
		for user in (house.plain, publicity):
			set_user(user)
			with pytest.raises(frappe.PermissionError):
				awards(house, user)


def test_member_sees_his_own_and_those_of_his_branch(house, set_user, freeze):
	freeze("2025-12-01")
	set_user(house.secretary)
	shown = portal.my_overview()["honours"]
	assert [(row["honour_name"], row["in_force"]) for row in shown["own"]] == [
		("优秀共产党员", True),
		("优秀律师", True),
	]
	assert [(row["honour_name"], row["in_force"]) for row in shown["branch"]] == [("示范党支部", False)]
	set_user(house.plain)
	assert portal.my_overview()["honours"]["own"] == [], "a suggestion is no honour yet"


# The notice


def test_the_notice_tells_of_what_was_awarded_and_of_nothing_else_about_the_person(house):
	frappe.db.set_value("Party Member", house.first.name, "mobile", "13700001111")
	honour = frappe.get_doc("Honour", {"member": house.first.name, "honour_name": "优秀共产党员"})
	page = party_document(honour)
	assert "表彰通报" in page
	assert "2025年6月28日，市律师行业党委授予甲优同志“优秀共产党员”称号（市级，党〔2025〕7号）。" in page
	assert "13700001111" not in page and "荣誉近党支部（盖章）" in page.replace(" ", "")


def test_the_notice_of_a_suggestion_asks_for_objections(house):
	page = party_document(frappe.get_doc("Honour", {"member": house.second.name, "honour_name": "只是建议"}))
	assert "拟推荐表彰公示" in page and "拟推荐乙平同志" in page and "公示" in page


def test_the_notice_of_a_branch_speaks_of_all_members(house):
	page = party_document(frappe.get_doc("Honour", {"honour_name": "示范党支部"}))
	assert "授予荣誉近党支部“示范党支部”称号" in page and "集体荣誉" in page and "2025年6月30日" in page


# The workbook


HEAD = [
	"序号",
	"授予对象",
	"荣誉名称",
	"级别",
	"荣誉类别",
	"授予单位",
	"文号",
	"授予日期",
	"有效期至",
	"主要事迹",
]


def workbook(*rows):
	import openpyxl

	book = openpyxl.Workbook()
	book.active.title = "荣誉表彰"
	for row in (["2025年度荣誉党支部荣誉表彰"], HEAD, *rows):
		book.active.append(row)
	stream = io.BytesIO()
	book.save(stream)
	return stream.getvalue()


@pytest.fixture
def branch(house, rolled_back):
	with rolled_back():
		branch = factory.branch("荣誉导入党支部", parent=house.committee, short_name="导入支部")
		factory.member(branch, "张三")
		yield branch


ROWS = (
	[
		1,
		"张三",
		"优秀共产党员",
		"上级党委",
		"党内",
		"市律师行业党委",
		"党〔2025〕7号",
		"6月28日",
		None,
		"援助案件六件",
	],
	[2, "本支部", "先进基层党组织", "市级", None, "市委", None, "2025-06-30", "2027-06-30", None],
	[3, "导入支部", "普法先进集体", "全省", "公益", "省司法厅", None, "2025.12.4", None, None],
)


def imported(*rows, **options):
	return import_workbook(workbook(*rows), "荣誉导入党支部", 2025, **options)


def stored():
	fields = ["recipient", "member_name", "honour_name", "level", "kind", "status", "docstatus"]
	filters = {"branch": "荣誉导入党支部", "docstatus": ["<", 2]}
	return [tuple(row.values()) for row in frappe.get_all("Honour", filters, fields, order_by="awarded_on")]


def test_honours_come_in_from_a_workbook_once(branch):
	rows = [list(row) for row in ROWS]
	rows[2][4] = "公益表彰"
	result = imported(*rows)
	assert result.ok, [problem.text(frappe._) for problem in result.problems]
	assert stored() == [
		("Party Member", "张三", "优秀共产党员", "Superior Party Organisation", "Party Honour", "Awarded", 1),
		("Party Branch", None, "先进基层党组织", "Municipal Level", "Party Honour", "Awarded", 1),
		("Party Branch", None, "普法先进集体", "Provincial Level", "Public Welfare Honour", "Awarded", 1),
	]
	assert frappe.db.count("Party Member Event", {"branch": branch.name, "kind": "Award"}) == 1
	again = imported(*rows)
	assert (again.created, again.updated, again.unchanged) == (0, 0, 3)


def test_a_corrected_row_amends_its_honour_and_keeps_one_event(branch):
	imported(ROWS[0])
	row = list(ROWS[0])
	row[7] = "6月30日"
	result = imported(row)
	assert (result.ok, result.created, result.updated) == (True, 0, 1)
	events = frappe.get_all("Party Member Event", filters={"branch": branch.name}, pluck="happened_on")
	assert events == [date(2025, 6, 30)]


@pytest.mark.parametrize(
	("column", "value", "sentence"),
	[
		(1, "李四", "李四"),
		(3, "宇宙级", "国家级"),
		(5, None, "授予单位"),
		(7, "2024-06-28", "2025"),
	],
)
def test_what_cannot_be_is_told_by_its_cell(branch, column, value, sentence):
	row = list(ROWS[0])
	row[column] = value
	result = imported(row)
	assert not result.ok and sentence in "".join(problem.line(frappe._) for problem in result.problems)
	assert stored() == []
