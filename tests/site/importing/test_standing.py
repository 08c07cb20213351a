"""Rosters of one year after another: what is news, what is history, and what cannot be."""

import pytest

import frappe

from party_affairs.importing.run import import_workbook
from tests.importing.books import book, content
from tests.site import factory

pytestmark = pytest.mark.site

NAME = "浙江清溪试律师事务所党支部"
HEAD = ["姓名", "党员类别", "状态", "编入本支部日期", "离开本支部日期", "入党日期", "转正日期"]
PROBATION = ["赵试六", "预备党员", "在册", "2024-03-01", None, "2024-03-01", None]
FULL = ["赵试六", "正式党员", "在册", "2024-03-01", None, "2024-03-01", "2025-03-01"]
LEFT = ["赵试六", "正式党员", "已转出", "2024-03-01", "2026-05-01", "2024-03-01", "2025-03-01"]


@pytest.fixture
def branch(freeze):
	freeze("2026-11-30")
	return factory.branch(NAME, parent=factory.committee())


def run(year, *rows):
	return import_workbook(content(book(党员花名册=[HEAD, *rows])), NAME, year)


def imported(year, *rows):
	result = run(year, *rows)
	assert result.ok, [problem.line(frappe._) for problem in result.problems]
	return result


def standing():
	fields = ["stage", "status", "full_member_on", "left_branch_on"]
	row = frappe.db.get_value("Party Member", {"member_name": "赵试六", "branch": NAME}, fields, as_dict=True)
	return (
		row.stage,
		row.status,
		*(str(day) if day else None for day in (row.full_member_on, row.left_branch_on)),
	)


def columns(result):
	return [note.column for note in result.notes if note.row]


def test_next_years_workbook_tells_that_a_member_was_confirmed(branch):
	imported(2024, PROBATION)
	assert columns(imported(2025, FULL)) == ["党员类别"]
	assert standing() == ("Full Member", "On Register", "2025-03-01", None)
	assert imported(2025, FULL).unchanged == 1


def test_next_years_workbook_tells_that_a_member_left(branch):
	imported(2025, FULL)
	assert columns(imported(2026, LEFT)) == ["状态"]
	assert standing() == ("Full Member", "Transferred Out", "2025-03-01", "2026-05-01")


@pytest.mark.parametrize(("year", "row"), [(2024, PROBATION), (2025, FULL), (2025, PROBATION)])
def test_a_past_years_workbook_is_history(branch, year, row):
	imported(2025, FULL)
	imported(2026, LEFT)
	before = standing()
	result = imported(year, row)
	assert standing() == before
	assert result.updated == 0 and columns(result)


def test_a_confirmation_without_its_day_is_noted_and_not_written(branch):
	imported(2024, PROBATION)
	assert columns(imported(2025, [*FULL[:6], None])) == ["党员类别"]
	assert standing() == ("Probationary Member", "On Register", None, None)


def test_a_confirmation_by_document_is_not_written_over(branch):
	imported(2024, PROBATION)
	person = frappe.get_doc("Party Member", {"member_name": "赵试六"})
	case = factory.development_case(person)
	from party_affairs.party_affairs.doctype.party_member.party_member import change_standing

	change_standing(person.name, case, stage="Full Member", full_member_on="2025-04-01")
	for year, row in ((2024, PROBATION), (2025, FULL)):
		assert columns(imported(year, row)) == ["姓名"]
		assert standing() == ("Full Member", "On Register", "2025-04-01", None)


def test_a_member_who_left_by_document_stays_away(branch):
	imported(2025, FULL)
	factory.leaves(frappe.get_doc("Party Member", {"member_name": "赵试六"}), "2026-05-01")
	before = standing()
	for year in (2025, 2026):
		imported(year, FULL)
		assert standing() == before


@pytest.mark.parametrize(
	("row", "column", "words"),
	[
		(["甲试", "正式党员", None, None, None, "2020-01-01", "2020-03-01"], "转正日期", "2个月"),
		(["甲试", "正式党员", None, None, None, None, None], "党员类别", "表决权"),
		(["甲试", "预备党员", None, None, None, "2018-01-01", None], "入党日期", "两年"),
		(["甲试", "预备党员", None, None, None, None, None], "入党日期", "补填"),
		(["甲试", "预备党员", None, None, None, "2024-06-01", "2025-06-01"], "转正日期", "预备党员"),
		(["甲试", "积极分子", None, None, None, "2010-01-01", None], "党员类别", "尚未入党"),
		(
			["甲试", "正式党员", "转出", "2022-01-01", "2021-01-01", "2010-01-01", "2011-01-01"],
			"离开本支部日期",
			"早于",
		),
		(
			["甲试", "正式党员", "在册", "2012-01-01", "2021-01-01", "2010-01-01", "2011-01-01"],
			"离开本支部日期",
			"在册",
		),
	],
)
def test_what_cannot_be_is_noted_with_its_place(branch, row, column, words):
	(note,) = [note for note in imported(2025, row).notes if note.row]
	assert (note.row, note.column) == (2, column)
	assert words in note.text(frappe._)


@pytest.mark.parametrize(
	"row",
	[
		["甲试", "正式党员", None, None, None, "1975-01-01", "1975-01-01"],
		["甲试", "正式党员", None, None, None, "2010-07-15", "2011-07-01"],
		["甲试", "预备党员", "在册", "2020-01-01", None, "2025-03-01", None],
	],
)
def test_what_can_be_is_not_noted(branch, row):
	assert not [note for note in imported(2025, row).notes if note.row]


def test_what_the_record_knows_is_not_missed_in_the_row(branch):
	imported(2025, FULL)
	head = ["姓名", "党员类别"]
	result = import_workbook(content(book(党员花名册=[head, ["赵试六", "正式党员"]])), NAME, 2025)
	assert not [note for note in result.notes if note.row]


def test_a_hand_cannot_do_what_a_workbook_may(branch):
	imported(2024, PROBATION)
	person = frappe.get_doc("Party Member", {"member_name": "赵试六"})
	with pytest.raises(frappe.ValidationError, match="发展党员纪实"):
		person.update({"stage": "Full Member", "full_member_on": "2025-03-01"}).save()
