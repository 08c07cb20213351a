"""Ledgers and papers of the dues account: lines, sums, totals that agree, and nobody's single payments."""

import io
from decimal import Decimal

import openpyxl
import pytest

import frappe
from frappe.desk.query_report import run as run_report
from frappe.www.printview import get_html_and_style

from party_affairs import ledgers
from party_affairs.dues import account
from party_affairs.facts.dues import account as facts
from party_affairs.ledgers.xlsx import to_xlsx
from party_affairs.printing import documents
from party_affairs.printing.ledger_sheets import party_ledger, to_pdf
from party_affairs.rules.dues.account import NOTHING
from tests.site import factory
from tests.site.dues.accounts import TODAY, build_house, collect, share
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site

NAMES = ("dues_use", "dues_remittances", "dues_annual_account")
REPORTS = {
	"dues_use": "Dues Use Ledger",
	"dues_remittances": "Dues Remittance Ledger",
	"dues_annual_account": "Dues Annual Account",
}


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		found = build_house()
		move_money(found)
		yield found


@pytest.fixture(autouse=True)
def today(freeze):
	freeze(TODAY)


def move_money(house):
	"""The branch remits half of 300 yuan, gets 60 back and spends 70; 90 of the sister branch are under way."""
	share(house.general, 50)
	factory.dues_year(house.branch, 2025, opening="12.34")
	collect(house)
	first = factory.remittance(
		house.branch, "2025-03-01", paid_on="2025-04-02", handled_by=house.people[0].name
	)
	first.receive(frappe.utils.getdate("2025-04-03"), "收0403")
	back = factory.remittance(house.general, to_branch=house.branch, amount="60.00", paid_on="2025-05-06")
	back.receive(frappe.utils.getdate("2025-05-07"))
	approved = factory.approval(house.branch, "2025-05-20")
	house.expense = factory.expense(
		house.branch, "2025-06-01", "70.00", approved, voucher_no="凭12", handled_by=house.people[0]
	)
	factory.dues_received(factory.member(house.sister, "邻字党员"), "2025-06-15", dues="180.00")
	house.under_way = factory.remittance(house.sister, "2025-06-01", paid_on="2025-07-02")
	house.first = first


@pytest.fixture(scope="module", autouse=True)
def _frozen_for_the_house():
	"""The house is built on the day of the tests."""
	import datetime

	import time_machine

	with time_machine.travel(datetime.datetime(2025, 11, 20, 4, tzinfo=datetime.timezone.utc)):
		yield


def build(name, user="Administrator", **filters):
	return ledgers.get(name).build({"year": 2025, **filters}, user=user)


def sums_of(row):
	return tuple(None if row[field] is None else str(row[field]) for field in ("income", "outlay", "balance"))


# What they show


def test_the_use_ledger_of_a_branch_is_its_account_line_by_line(house):
	ledger = build("dues_use", house.secretary)
	assert [(str(row["day"]), row["summary"], sums_of(row)) for row in ledger.rows] == [
		("2025-01-01", "上年结转", (None, None, "12.34")),
		("2025-03-15", "收缴党费（2人）", ("200.00", None, "212.34")),
		("2025-03-20", "收缴党费（1人）", ("100.00", None, "312.34")),
		("2025-04-02", "上缴账户测试总支（2025年3月）", (None, "150.00", "162.34")),
		("2025-05-07", "账户测试总支下拨", ("60.00", None, "222.34")),
		("2025-06-01", "购买学习资料、新华书店", (None, "70.00", "152.34")),
	]
	last = ledger.rows[-1]
	assert (last["use_text"], last["approval"]) == ("订阅或购买报刊资料和设备", "2025年5月20日的支部党员大会")
	assert (last["voucher_no"], last["handler"]) == ("凭12", house.people[0].member_name)
	assert sums_of(ledger.totals) == ("360.00", "220.00", "152.34")
	assert ledger.chart.series[0][1] == (0, Decimal("70.00"), 0, 0, 0)


def test_an_organisation_above_sees_its_own_account_and_the_sums_below(house):
	ledger = build("dues_use", house.general_secretary, branch=house.general.name)
	own = [row for row in ledger.rows if row["branch"] == house.general.name]
	assert [row["summary"] for row in own] == [
		"上年结转",
		"账户测试支部上缴（2025年3月）",
		"下拨账户测试支部",
	]
	assert own[1]["voucher_no"] == "收0403"
	below = {row["branch"]: (row["summary"], *sums_of(row)) for row in ledger.rows if row not in own}
	assert below == {
		house.branch.name: ("全年收支", "360.00", "220.00", "152.34"),
		house.sister.name: ("全年收支", "180.00", "90.00", "90.00"),
	}
	assert sums_of(ledger.totals) == ("150.00", "60.00", "90.00")
	figures = {figure.label: figure.value for figure in ledger.figures}
	assert (figures["下级结余"], figures["在途"]) == (Decimal("242.34"), Decimal("90.00"))


def test_a_reader_of_several_organisations_sees_one_line_for_each(house):
	rows = build("dues_use", house.officer).rows
	assert len(rows) == 4 and {row["summary"] for row in rows} == {"全年收支"}


def test_the_remittance_ledger(house):
	ledger = build("dues_remittances", house.general_secretary)
	shown = [
		(
			row["kind_text"],
			row["from_name"],
			row["to_name"],
			row["period"],
			str(row["amount"]),
			row["status_text"],
		)
		for row in ledger.rows
	]
	assert shown == [
		("下拨", "账户测试总支", "账户测试支部", "", "60.00", "已确认收款"),
		("上缴", "账户测试支部", "账户测试总支", "2025年3月", "150.00", "已确认收款"),
		("上缴", "账户测试邻支部", "账户测试总支", "2025年6月", "90.00", "在途"),
	]
	assert ledger.rows[1]["share"] == "50"
	assert (ledger.totals["amount"], ledger.totals["collected_amount"]) == (240, 480)
	(waiting,) = build("dues_remittances", house.general_secretary, remittance_status="In Transit").rows
	assert waiting["name"] == house.under_way.name
	with pytest.raises(frappe.ValidationError):
		build("dues_remittances", remittance_status="Lost")


def test_what_was_allocated_stands_in_the_receivers_ledger(house):
	for user in (house.secretary, "Administrator"):
		rows = build("dues_remittances", user, branch=house.branch.name).rows
		assert [(row["kind_text"], row["branch"]) for row in rows] == [
			("上缴", house.branch.name),
			("下拨", house.branch.name),
		]


def test_the_annual_account_has_one_row_an_organisation(house):
	ledger = build("dues_annual_account", house.general_secretary, branch=house.general.name)
	rows = {row["branch"]: row for row in ledger.rows}
	assert len(ledger.rows) == 3
	mine = rows[house.branch.name]
	assert {
		key: str(mine[key]) for key in ("opening", "collected", "allocated", "remitted", "spent", "closing")
	} == {
		"opening": "12.34",
		"collected": "300.00",
		"allocated": "60.00",
		"remitted": "150.00",
		"spent": "70.00",
		"closing": "152.34",
	}
	assert (mine["reading_and_equipment"], mine["training"], mine["payers"]) == (70, 0, 3)
	assert (rows[house.general.name]["received"], rows[house.general.name]["passed_down"]) == (150, 60)
	assert (mine["state"], rows[house.sister.name]["state"]) == ("未结转", "未结转")
	assert "90.00" in "".join(ledger.notes)


def test_ledgers_forms_and_years_agree_to_the_cent(house):
	"""One account, shown five times."""
	use = build("dues_use", branch=house.branch.name)
	(annual,) = build("dues_annual_account", branch=house.branch.name).rows
	remitted = build("dues_remittances", branch=house.branch.name)
	year = frappe.get_doc("Party Dues Year", {"branch": house.branch.name})
	year.run_method("onload")
	closing = use.rows[-1]["balance"]
	assert closing == annual["closing"] == year.closing_balance == use.totals["balance"]
	assert closing == account.balance_on(house.branch.name, frappe.utils.getdate())["balance"]
	assert use.totals["outlay"] - annual["spent"] == remitted.totals["amount"] == annual["remitted"]
	everybody = build("dues_annual_account", branch=house.committee.name)
	for field in ("opening", "collected", "spent", "closing", "payers"):
		assert everybody.totals[field] == sum((row[field] for row in everybody.rows), NOTHING)
	coming = sum(facts.in_transit([house.general.name], frappe.utils.getdate()).values(), NOTHING)
	assert everybody.totals["remitted"] == everybody.totals["received"] + coming


def test_an_empty_year_has_an_opening_and_nothing_else(house):
	ledger = build("dues_use", house.stranger, year=2024)
	assert all(row["balance"] == 0 for row in ledger.rows)


# Who sees what


@pytest.mark.parametrize("name", NAMES)
def test_nobody_reads_accounts_of_others_or_single_members(house, name):
	for user in ("publicity", "plain"):
		with pytest.raises(frappe.PermissionError):
			build(name, house[user])
	for user in ("neighbour", "stranger", "publicity", "plain"):
		with pytest.raises(frappe.PermissionError):
			build(name, house[user], branch=house.branch.name)
	for user in (
		"secretary",
		"organisation",
		"instructor",
		"general_secretary",
		"general_organisation",
		"officer",
	):
		ledger = build(name, house[user], branch=house.branch.name)
		sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(ledger))).active
		text = repr([ledger, [row for row in sheet.iter_rows(values_only=True)]])
		# Who handles the money is named, who paid is not.
		assert not any(person.member_name in text for person in house.people[1:])
	assert "账户测试邻支部" not in repr(build(name, house.secretary))


@pytest.mark.parametrize("name", NAMES)
def test_reports_show_the_ledger_and_its_totals(house, set_user, name):
	set_user(house.secretary)
	shown = run_report(REPORTS[name], filters={"year": 2025})
	rows = build(name, house.secretary).rows
	assert len(shown["result"]) == len(rows) + 1
	set_user(house.plain)
	with pytest.raises(frappe.PermissionError):
		run_report(REPORTS[name], filters={"year": 2025})


@pytest.mark.parametrize("name", NAMES)
def test_a_ledger_asks_the_same_number_of_queries_for_few_and_for_many(house, name):
	build(name)
	with counted_queries() as for_two:
		build(name, branch=house.general.name)
	for _number in range(3):
		factory.branch(parent=house.general)
	with counted_queries() as for_all:
		build(name, branch=house.general.name)
	assert len(for_all) == len(for_two)


# Papers


@pytest.mark.parametrize("name", NAMES)
def test_print_formats_of_ledgers_show_the_caller_his_own(house, set_user, name):
	set_user(house.secretary)
	frappe.local.form_dict = frappe._dict(year="2025")
	page = frappe.get_print("Party Branch", house.branch.name, REPORTS[name])
	assert "2025年度" in page and "账户测试支部" in page and "邻支部" not in page
	assert to_pdf(build(name, house.secretary)).startswith(b"%PDF")
	for user in ("neighbour", "plain", "stranger"):
		set_user(house[user])
		with pytest.raises(frappe.PermissionError):
			party_ledger(name, house.branch.name, 2025)


def test_the_slip_of_a_remittance_names_the_sum_in_words_twice(house):
	text = documents.party_document(house.first)
	assert text.count("壹佰伍拾元整") == 2 and "¥150.00" in text
	for words in ("党费上缴单", "账户测试总支", "2025年3月", "50%", "收0403", house.people[0].member_name):
		assert words in text
	down = frappe.get_doc("Party Dues Remittance", {"kind": "Allocated Down"})
	assert "党费下拨单" in documents.party_document(down) and "期间实收" not in documents.party_document(down)


def test_the_voucher_of_an_expense_names_its_approval(house):
	text = documents.party_document(house.expense)
	for words in (
		"党费支出凭证",
		"柒拾元整",
		"¥70.00",
		"2025年5月20日的支部党员大会",
		"同意使用党费购买学习资料",
		"凭12",
	):
		assert words in text


@pytest.mark.parametrize(
	("doctype", "paper"), [("first", "Dues Remittance Slip"), ("expense", "Dues Expense Voucher")]
)
def test_papers_are_printed_by_whoever_may_read_them(house, set_user, doctype, paper):
	document = house[doctype]
	set_user(house.organisation)
	assert "元整" in frappe.get_print(document.doctype, document.name, paper)
	for user in ("plain", "neighbour", "stranger"):
		set_user(house[user])
		with pytest.raises(frappe.PermissionError):
			get_html_and_style(document.doctype, document.name, paper)
