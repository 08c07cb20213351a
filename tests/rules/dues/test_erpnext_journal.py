"""What is booked in ERPNext for dues documents: balanced, into the right accounts, or refused by branch and field."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.integrations.erpnext import journal
from party_affairs.integrations.erpnext.journal import Books
from party_affairs.rules.errors import RuleError

ACCOUNTS = {
	"dues_company": "某律所",
	"dues_fund_account": "党费专款",
	"dues_cash_account": "库存现金",
	"dues_bank_account": "银行存款",
	"dues_wechat_account": "微信",
	"dues_alipay_account": "支付宝",
	"dues_cost_center": "党支部",
}
BOOKS = {"一支部": Books("一支部", ACCOUNTS), "党委": Books("党委", {**ACCOUNTS, "dues_company": "协会"})}
DAY = date(2026, 3, 5)


def receipt(**values):
	row = {
		"name": "abc",
		"branch": "一支部",
		"received_on": DAY,
		"method": "WeChat",
		"amount": 15.5,
		"receipt_no": "2026-00001",
		"source": "Collected",
	}
	return {**row, **values}


def remittance(**values):
	row = {
		"name": "PDR-1",
		"branch": "一支部",
		"to_branch": "党委",
		"paid_on": DAY,
		"received_on": None,
		"method": "Bank Transfer",
		"amount": 100,
		"voucher_no": None,
		"receipt_no": "R7",
	}
	return {**row, **values}


def expense(**values):
	row = {
		"name": "PDX-1",
		"branch": "一支部",
		"spent_on": DAY,
		"method": "Cash",
		"amount": 30,
		"voucher_no": "V3",
	}
	return {**row, **values}


def sides(entry):
	return [(line.account, str(line.debit), str(line.credit)) for line in entry.lines]


@pytest.mark.parametrize(
	"method, account",
	[
		("Cash", "库存现金"),
		("Paid by Another", "库存现金"),
		("Bank Transfer", "银行存款"),
		("WeChat", "微信"),
		("Alipay", "支付宝"),
		(None, "银行存款"),
	],
)
def test_a_receipt_debits_what_it_came_into_and_credits_the_fund(method, account):
	entry = journal.receipt(receipt(method=method), BOOKS)
	assert sides(entry) == [(account, "15.5", "0"), ("党费专款", "0", "15.5")]
	assert (entry.company, entry.posting_date, entry.reference) == ("某律所", DAY, "2026-00001")
	assert entry.cost_center == "党支部"


@pytest.mark.parametrize("source", ["Workbook", "Carried Over"])
def test_what_was_copied_from_paper_is_not_booked(source):
	assert journal.receipt(receipt(source=source), BOOKS) is None


def test_a_remittance_leaves_the_sender_at_once_and_reaches_the_receiver_when_it_confirms():
	sent = journal.remittance_sent(remittance(), BOOKS)
	assert sides(sent) == [("党费专款", "100", "0"), ("银行存款", "0", "100")]
	assert (sent.company, sent.reference) == ("某律所", "PDR-1")
	assert journal.remittance_received(remittance(), BOOKS) is None
	received = journal.remittance_received(remittance(received_on=date(2026, 3, 9)), BOOKS)
	assert sides(received) == [("银行存款", "100", "0"), ("党费专款", "0", "100")]
	assert (received.company, received.posting_date, received.reference) == ("协会", date(2026, 3, 9), "R7")


def test_an_outside_organisation_is_not_booked():
	assert journal.remittance_sent(remittance(branch=None), BOOKS) is None
	assert journal.remittance_received(remittance(to_branch=None, received_on=DAY), BOOKS) is None


def test_an_expense_takes_from_the_fund():
	assert sides(journal.expense(expense(), BOOKS)) == [("党费专款", "30", "0"), ("库存现金", "0", "30")]


def test_an_organisation_without_books_is_left_out():
	assert journal.receipt(receipt(branch="二支部"), BOOKS) is None


@pytest.mark.parametrize(
	"field, label",
	[
		("dues_company", "Company That Keeps the Dues"),
		("dues_fund_account", "Dues Fund Account"),
		("dues_wechat_account", "Dues WeChat Account"),
	],
)
def test_a_missing_account_is_named_with_its_organisation(field, label):
	books = {"一支部": Books("一支部", {**ACCOUNTS, field: None})}
	with pytest.raises(RuleError) as caught:
		journal.receipt(receipt(), books)
	assert "一支部" in str(caught.value) and label in str(caught.value)


def test_an_account_that_is_not_needed_may_be_missing():
	books = {"一支部": Books("一支部", {**ACCOUNTS, "dues_cash_account": None, "dues_cost_center": ""})}
	assert journal.receipt(receipt(), books).cost_center is None


@given(
	st.decimals("0.01", "9999999.99", places=2),
	st.sampled_from(["Cash", "Bank Transfer", "WeChat", "Alipay", "Paid by Another", "", None]),
	st.booleans(),
)
def test_every_entry_balances_to_the_cent(amount, method, as_float):
	value = float(amount) if as_float else amount
	for entry in (
		journal.receipt(receipt(amount=value, method=method), BOOKS),
		journal.remittance_sent(remittance(amount=value, method=method), BOOKS),
		journal.remittance_received(remittance(amount=value, method=method, received_on=DAY), BOOKS),
		journal.expense(expense(amount=value, method=method), BOOKS),
	):
		debit = sum(line.debit for line in entry.lines)
		credit = sum(line.credit for line in entry.lines)
		assert debit == credit == amount
		assert all(bool(line.debit) != bool(line.credit) for line in entry.lines)
		assert len({line.account for line in entry.lines}) == 2
