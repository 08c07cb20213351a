"""The dues of a workbook against the receipts that are there: nothing is paid twice, and no digit slips."""

import pytest

import frappe

from party_affairs.importing.layout import DUES
from party_affairs.importing.preview import preview_workbook
from party_affairs.importing.rows import Record
from party_affairs.importing.run import import_workbook
from party_affairs.importing.workbook import Row, SheetData
from tests.importing.books import book, content
from tests.site import factory

pytestmark = pytest.mark.site

NAME = "浙江青田试律师事务所党支部"
HEAD = ["姓名", "月应交", "9月", "9月交纳日期", "10月", "10月交纳日期", "11月", "11月交纳日期", "备注"]


@pytest.fixture
def member(freeze):
	freeze("2026-11-30")
	committee = factory.committee()
	firm = factory.firm(committee, "浙江青田试律师事务所", short_name="青田试所")
	branch = factory.branch(NAME, parent=committee, firms=[firm])
	return factory.member(branch, "陈试一", joined_on="2010-07-01", full_member_on="2011-07-01")


def file(due=108, september=(), october=(), november=(), remarks=None):
	cells = [(*said, None, None)[:2] for said in (september, october, november)]
	row = ["陈试一", due, *(cell for said in cells for cell in said), remarks]
	return content(book(党费=[HEAD, row]))


def run(**months):
	return import_workbook(file(**months), NAME, 2026)


def preview(**months):
	return preview_workbook(file(**months), NAME, 2026).result


def told(problems):
	return [(problem.column, problem.text(frappe._)) for problem in problems]


def receipts():
	rows = frappe.get_all(
		"Party Dues Receipt",
		filters={"branch": NAME, "docstatus": 1},
		fields=["amount", "receipt_no"],
		order_by="creation",
	)
	return [row.amount for row in rows], [row.receipt_no for row in rows]


def handed_in(member, amount, day="2026-11-16"):
	receipt = frappe.get_doc(
		{
			"doctype": "Party Dues Receipt",
			"branch": NAME,
			"member": member.name,
			"received_on": day,
			"method": "WeChat",
			"amount": amount,
		}
	)
	receipt.submit()
	return receipt.receipt_no


@pytest.mark.parametrize(
	("said", "column"),
	[
		((1080, "2026-10-16"), "10月"),
		((216, "2026-10-16"), "10月"),
		((100, "2026-10-16"), "10月"),
		((108, "2026-10-17"), "10月交纳日期"),
		(("108（微信）", "2026-10-16"), "10月"),
	],
)
@pytest.mark.parametrize("judge", [run, preview])
def test_a_settled_month_with_a_receipt_is_asked_about(member, judge, said, column):
	factory.dues_entry(member, "2026-10-01", "108", "108", "2026-10-16", method="Cash")
	before = receipts()
	result = judge(october=said)
	((named, text),) = told(result.problems)
	assert named == column
	assert "2026-10" in text
	assert before[1][0] in text
	assert receipts() == before


def test_a_settled_month_that_says_the_same_changes_nothing(member):
	factory.dues_entry(member, "2026-10-01", "108", "108", "2026-10-16", method="Cash")
	result = run(october=(108, "2026-10-16"))
	assert result.ok
	assert receipts()[0] == [108]


def test_what_was_lacking_is_paid_by_the_workbook(member):
	factory.dues_entry(member, "2026-10-01", "108", "100", "2026-10-16", method="Cash")
	assert run(october=(108, "2026-11-16")).ok
	assert sorted(receipts()[0]) == [8, 100]


def test_a_sum_of_the_workbook_is_corrected_by_the_workbook(member):
	assert run(october=(100, "2026-10-16")).ok
	result = run(october=(108, "2026-10-16"))
	assert result.ok
	((column, text),) = told(result.notes)
	assert column == "10月"
	assert all(word in text for word in ("2026-10", "100", "108"))
	assert receipts()[0] == [108]


@pytest.mark.parametrize("judge", [run, preview])
def test_a_slipped_digit_is_no_payment(member, judge):
	result = judge(november=(1080, "2026-11-16"))
	((column, text),) = told(result.problems)
	assert column == "11月"
	assert "1080" in text
	assert receipts() == ([], [])


@pytest.mark.parametrize(
	"months",
	[{"november": ("1080（补）", "2026-11-16")}, {"november": (1080, "2026-11-16"), "remarks": "含预交"}],
)
def test_many_months_in_one_sum_are_said_to_be_so(member, months):
	result = run(**months)
	assert result.ok
	assert "11月" in [column for column, _text in told(result.notes)]
	assert receipts()[0] == [1080]


def test_more_than_is_due_is_noted_once(member):
	result = run(november=("1,008", "2026-11-16"))
	assert result.ok
	assert any(column == "11月" and "1008" in text for column, text in told(result.notes))
	assert not [
		column for column, _text in told(run(november=(1008, "2026-11-16")).notes) if column == "11月"
	]


@pytest.mark.parametrize("judge", [run, preview])
def test_a_payment_on_a_receipt_for_other_months_is_doubtful(member, judge):
	factory.dues_entry(member, "2026-10-01", "108")
	factory.dues_entry(member, "2026-11-01", "108")
	number = handed_in(member, 216)
	result = judge(september=(216, "2026-11-16"))
	((column, text),) = told(result.problems)
	assert column == "9月"
	assert number in text
	assert receipts()[0] == [216]


def test_receipts_of_a_day_are_added_up(member):
	for month in ("2026-10-01", "2026-11-01"):
		factory.dues_entry(member, month, "108", "108", "2026-11-16", method="Cash")
	((column, text),) = told(run(september=(216, "2026-11-16")).problems)
	assert column == "9月"
	assert all(number in text for number in receipts()[1])


def test_a_receipt_whose_month_is_told_too_is_no_doubt(member):
	factory.dues_entry(member, "2026-10-01", "108", "108", "2026-11-16", method="Cash")
	assert run(october=(108, "2026-11-16"), november=(108, "2026-11-16")).ok
	assert receipts()[0] == [108, 108]


def test_another_sum_due_is_noted(member):
	for month in ("2026-10-01", "2026-11-01"):
		factory.dues_entry(member, month, "108", "108", "2026-11-16", method="Cash")
	result = run(due=219, october=(108, "2026-11-16"), november=(108, "2026-11-16"))
	assert result.ok
	(text,) = [text for column, text in told(result.notes) if column == "月应交"]
	assert all(word in text for word in ("2026-10", "2026-11", "108", "219"))
	again = run(due=219, october=(108, "2026-11-16"), november=(108, "2026-11-16"))
	assert "月应交" not in [column for column, _text in told(again.notes)]


def test_a_digit_that_slipped_in_the_sum_due_is_no_payment_in_full(member):
	factory.dues_entry(member, "2026-10-01", "108")
	result = run(due=10800, october=("√", "2026-11-16"))
	assert [column for column, _text in told(result.problems)] == ["10月"]


@pytest.mark.parametrize(
	("october", "column", "value"),
	[
		((108, "2027-10-20"), "10月交纳日期", "2027-10-20"),
		(("108（2027年10月20日）", None), "10月", "108（2027年10月20日）"),
	],
)
@pytest.mark.parametrize("judge", [run, preview])
def test_a_day_to_come_is_reported_where_it_stands(member, judge, october, column, value):
	result = judge(october=october, november=(108, "2026-11-16"))
	assert [(problem.column, problem.value) for problem in result.problems] == [(column, value)]
	assert "2026-10" in result.problems[0].text(frappe._)


def test_what_an_entry_refuses_is_shown_in_a_column_of_its_month():
	row = Row(2, {"member": "陈试一", "paid_10": 108, "paid_on_10": "x", "paid_11": 108, "paid_on_11": "y"})
	record = Record(SheetData(DUES, "党费", 1, {}, [row]), row, "1")
	record.refused_by_document("交纳日期: no day", month=10)
	record.refused_by_document("nothing named", month=10)
	assert [problem.value for problem in record.problems] == ["x", "108"]


def test_a_receipt_for_two_months_is_no_payment_of_one_of_them(member):
	for month in ("2026-10-01", "2026-11-01"):
		factory.dues_entry(member, month, "108")
	number = handed_in(member, 216)
	((column, text),) = told(run(october=(216, "2026-11-16")).problems)
	assert (column, number in text) == ("10月", True)
	assert receipts()[0] == [216]
