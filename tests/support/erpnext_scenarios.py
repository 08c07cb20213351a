"""What has to hold where dues are booked in ERPNext, each a function; the same for the stand-in and for ERPNext itself.

They are run one after the other in a process and on a site of their own.
"""

import contextlib
import traceback
from dataclasses import dataclass
from decimal import Decimal
from unittest import mock

import frappe
from frappe.utils import add_days, getdate, nowdate

from party_affairs.dues import receipts
from party_affairs.dues.receipts import Payment, Share
from party_affairs.exceptions import DuesError
from party_affairs.integrations.erpnext import door, presence, setup
from tests.site import factory
from tests.support.queries import counted_queries

RECEIPT, REMITTANCE, EXPENSE = "Party Dues Receipt", "Party Dues Remittance", "Party Dues Expense"


@dataclass
class House:
	"""A branch below a committee, each with books in a company of its own, and a member."""

	ours: object
	above: object
	committee: object
	branch: object
	member: object


def _house(companies):
	ours, above = companies
	committee = factory.committee()
	branch = factory.branch(parent=committee)
	switch(1)
	house = House(ours, above, committee, branch, factory.member(branch, "赵六"))
	keep_books(branch, ours)
	keep_books(committee, above)
	return house


def switch(value):
	frappe.db.set_single_value(presence.SETTINGS, presence.SWITCH, value)


def keep_books(branch, company, **changes):
	"""As the accountant would enter it."""
	document = frappe.get_doc("Party Branch", branch.name)
	document.update(
		{
			"dues_company": company.name,
			"dues_fund_account": company.fund,
			"dues_cash_account": company.cash,
			"dues_bank_account": company.bank,
			"dues_wechat_account": company.wechat,
			"dues_alipay_account": company.alipay,
			"dues_cost_center": company.cost_center,
			**changes,
		}
	)
	document.save()


def receipt(house, method="WeChat", amount=15, submit=True):
	month = str(getdate(nowdate()).replace(day=1))
	if not frappe.db.exists("Party Dues Entry", {"member": house.member.name}):
		factory.dues_entry(house.member, month, due="500")
	document = frappe.get_doc(
		{
			"doctype": RECEIPT,
			"member": house.member.name,
			"branch": house.branch.name,
			"received_on": nowdate(),
			"method": method,
			"amount": amount,
		}
	).insert()
	if submit:
		document.submit()
	return document


def booked(entry):
	"""Company, state and lines of a Journal Entry."""
	document = frappe.get_doc("Journal Entry", entry)
	lines = [
		(line.account, line.debit_in_account_currency, line.credit_in_account_currency)
		for line in document.accounts
	]
	return document.company, int(document.docstatus), lines


def link(doctype, name, field=door.LINK):
	return frappe.db.get_value(doctype, name, field)


@contextlib.contextmanager
def refused(*words, exception=DuesError):
	"""What happens inside is refused with a sentence that has all of `words` in it, and nothing of it stays."""
	frappe.db.savepoint("refused")
	try:
		yield
	except exception as error:
		assert all(word in str(error) for word in words), str(error)
		frappe.db.rollback(save_point="refused")
	else:
		raise AssertionError("not refused")


# --- scenarios


def a_receipt_is_booked_when_it_is_submitted(house):
	document = receipt(house)
	entry = document.journal_entry
	assert entry == link(RECEIPT, document.name)
	assert booked(entry) == (house.ours.name, 1, [(house.ours.wechat, 15, 0), (house.ours.fund, 0, 15)])
	made = frappe.get_doc("Journal Entry", entry)
	assert document.receipt_no in made.user_remark and made.cheque_no == document.receipt_no
	assert house.branch.name in made.user_remark and "赵六" not in made.user_remark
	assert str(made.posting_date) == nowdate()
	assert {line.cost_center for line in made.accounts} == {house.ours.cost_center}
	if frappe.db.exists("DocType", "GL Entry"):
		rows = frappe.get_all(
			"GL Entry",
			filters={"voucher_no": entry, "is_cancelled": 0},
			fields=["account", "debit", "credit"],
		)
		assert {(row.account, row.debit, row.credit) for row in rows} == {
			(house.ours.wechat, 15, 0),
			(house.ours.fund, 0, 15),
		}


def a_draft_is_not_booked(house):
	assert not link(RECEIPT, receipt(house, submit=False).name)


def an_entry_is_cancelled_with_its_receipt(house):
	document = receipt(house)
	document.cancel_reason = "记错"
	document.cancel()
	assert booked(document.journal_entry)[1] == 2


def an_entry_cannot_be_cancelled_by_hand_while_its_receipt_stands(house):
	document = receipt(house)
	with refused(document.name):
		frappe.get_doc("Journal Entry", document.journal_entry).cancel()
	assert booked(document.journal_entry)[1] == 1


def other_entries_are_cancelled_as_before(house):
	own = frappe.copy_doc(frappe.get_doc("Journal Entry", receipt(house).journal_entry))
	own.insert()
	own.submit()
	own.cancel()
	assert own.docstatus == 2


def what_was_booked_is_cancelled_even_after_booking_was_switched_off(house):
	document = receipt(house)
	switch(0)
	document.cancel_reason = "记错"
	document.cancel()
	assert booked(document.journal_entry)[1] == 2


def nothing_is_booked_while_it_is_switched_off(house):
	switch(0)
	document = receipt(house)
	assert not document.get("journal_entry") and not link(RECEIPT, document.name)


def an_organisation_that_says_so_is_not_booked(house):
	keep_books(house.branch, house.ours, dues_not_in_erpnext=1)
	assert not link(RECEIPT, receipt(house).name)


def a_missing_account_refuses_the_receipt_with_organisation_and_field(house):
	keep_books(house.branch, house.ours, dues_wechat_account=None)
	document = receipt(house, submit=False)
	with refused(house.branch.name, "微信账户"):
		document.submit()
	assert frappe.db.get_value(RECEIPT, document.name, "docstatus") == 0
	assert receipt(house, method="Cash").journal_entry


def an_organisation_without_company_is_named(house):
	other = factory.branch(parent=house.committee)
	person = factory.member(other)
	document = receipt(House(house.ours, house.above, house.committee, other, person), submit=False)
	with refused(other.name, "记账公司"):
		document.submit()


def many_receipts_are_booked_together(house):
	def collect(count):
		payments = []
		for _number in range(count):
			person = factory.member(house.branch)
			payments.append(
				Payment(
					house.branch.name,
					person.name,
					getdate(nowdate()),
					"Cash",
					(Share("voluntary", Decimal(5)),),
				)
			)
		names = receipts.write(payments)
		door.post(RECEIPT, names)
		return names

	names = collect(3)
	entries = [link(RECEIPT, name) for name in names]
	assert len(set(entries)) == 3 and all(booked(entry)[1] == 1 for entry in entries)
	door.post(RECEIPT, names)
	assert [link(RECEIPT, name) for name in names] == entries
	for name in names:
		frappe.get_doc(RECEIPT, name).update({"cancel_reason": "记错"}).cancel()
	door.cancel(RECEIPT, names)
	assert {booked(entry)[1] for entry in entries} == {2}
	switch(0)
	first, few, many = collect(1), collect(2), collect(12)
	switch(1)
	numbers = []
	for names in (first, few, many):
		with counted_queries() as queries, mock.patch.object(door, "_make", return_value=entries[0]):
			door.post(RECEIPT, names)
		numbers.append(len(queries))
	assert numbers[1] == numbers[2], numbers  # definitions are read the first time


def what_was_copied_from_paper_is_not_booked(house):
	share = Share("voluntary", Decimal(5))
	payment = Payment(
		house.branch.name, house.member.name, getdate(nowdate()), "Cash", (share,), source="Workbook"
	)
	names = receipts.write([payment])
	door.post(RECEIPT, names)
	assert not link(RECEIPT, names[0])


def who_collects_needs_no_right_in_erpnext(house):
	user = factory.holder(house.branch, "Organisation Commissioner")
	assert not frappe.has_permission("Journal Entry", "create", user=user)
	frappe.set_user(user)
	document = receipt(house)
	assert booked(document.journal_entry)[1] == 1
	made = frappe.get_doc("Journal Entry", document.journal_entry)
	assert made.owner == user and frappe.utils.get_fullname(user) in made.user_remark
	document.cancel_reason = "记错"
	document.cancel()
	assert booked(document.journal_entry)[1] == 2


def accounts_are_named_by_somebody_who_may_book_there(house):
	committee_officer = factory.holder(house.branch, "Secretary", house.committee)
	frappe.set_user(committee_officer)
	for changes in ({"dues_cash_account": house.ours.bank}, {"dues_company": None}):
		with refused("会计凭证", exception=frappe.PermissionError):
			keep_books(house.branch, house.ours, **changes)
	document = frappe.get_doc("Party Branch", house.branch.name)
	document.short_name = "测一"
	document.save()


def accounts_must_fit(house):
	ours, above = house.ours, house.above
	for changes, words in (
		({"dues_bank_account": above.bank}, ("银行", "不属于")),
		({"dues_bank_account": ours.group}, ("银行", "科目组")),
		({"dues_bank_account": ours.receivable}, ("银行", "往来单位")),
		({"dues_bank_account": ours.fund}, ("银行", "资产")),
		({"dues_fund_account": ours.bank}, ("党费专款", "负债")),
		({"dues_cost_center": above.cost_center}, ("成本中心", "不属于")),
	):
		with refused(*words):
			keep_books(house.branch, ours, **changes)


def a_company_in_another_currency_is_refused(house):
	frappe.db.set_value("Company", house.ours.name, "default_currency", "USD")
	with refused("USD"):
		keep_books(house.branch, house.ours, dues_cost_center=None)
	frappe.db.set_value("Company", house.ours.name, "default_currency", "CNY")


def an_expense_is_booked_and_cancelled(house):
	receipt(house, "Cash", 200)
	approval = factory.approval(house.branch, add_days(nowdate(), -1))
	document = factory.expense(
		house.branch, nowdate(), "30", approval, handled_by=house.member, method="Cash"
	)
	entry = link(EXPENSE, document.name)
	assert booked(entry) == (house.ours.name, 1, [(house.ours.fund, 30, 0), (house.ours.cash, 0, 30)])
	document.reload()
	document.cancel_reason = "记错"
	document.cancel()
	assert booked(entry)[1] == 2


def _remitted(house):
	receipt(house, "Bank Transfer", 200)
	first = str(getdate(nowdate()).replace(day=1))
	return factory.remittance(house.branch, first, paid_on=nowdate())


def a_remittance_leaves_one_company_and_reaches_the_other(house):
	document = _remitted(house)
	amount = document.amount
	assert amount > 0
	sent = link(REMITTANCE, document.name)
	assert booked(sent) == (house.ours.name, 1, [(house.ours.fund, amount, 0), (house.ours.bank, 0, amount)])
	assert not link(REMITTANCE, document.name, door.RECEIVER_LINK)
	document.receive(getdate(nowdate()), "收1")
	assert link(REMITTANCE, document.name) == sent
	received = link(REMITTANCE, document.name, door.RECEIVER_LINK)
	expected = [(house.above.bank, amount, 0), (house.above.fund, 0, amount)]
	assert booked(received) == (house.above.name, 1, expected)
	with refused(document.name):
		frappe.get_doc("Journal Entry", received).cancel()
	document.take_back_receipt("记错")
	assert booked(received)[1] == 2 and booked(sent)[1] == 1
	assert not link(REMITTANCE, document.name, door.RECEIVER_LINK)
	document.reload()
	document.cancel_reason = "记错"
	document.cancel()
	assert booked(sent)[1] == 2


def a_receiver_without_books_receives_all_the_same(house):
	keep_books(house.committee, house.above, dues_not_in_erpnext=1)
	document = _remitted(house)
	document.reload()
	document.receive(getdate(nowdate()), "收1")
	assert not link(REMITTANCE, document.name, door.RECEIVER_LINK)


def fields_go_with_erpnext_and_come_back(house):
	"""Changes the schema, so it is the last one."""
	setup.before_app_uninstall("hrms")
	assert frappe.get_meta(RECEIPT).has_field(door.LINK)
	setup.before_app_uninstall("erpnext")
	frappe.clear_cache()
	assert visible_fields() == []
	assert not door.is_open()
	assert not link_of_new_receipt(house)
	setup.after_app_install("erpnext")
	frappe.clear_cache()
	assert len(visible_fields()) > 10


def link_of_new_receipt(house):
	return receipt(house, "Cash").get("journal_entry")


def visible_fields():
	names = {field["fieldname"] for fields in setup.FIELDS.values() for field in fields}
	return [
		(doctype, field.fieldname)
		for doctype in setup.FIELDS
		for field in frappe.get_meta(doctype).fields
		if field.fieldname in names
	]


SCENARIOS = (
	a_receipt_is_booked_when_it_is_submitted,
	a_draft_is_not_booked,
	an_entry_is_cancelled_with_its_receipt,
	an_entry_cannot_be_cancelled_by_hand_while_its_receipt_stands,
	other_entries_are_cancelled_as_before,
	what_was_booked_is_cancelled_even_after_booking_was_switched_off,
	nothing_is_booked_while_it_is_switched_off,
	an_organisation_that_says_so_is_not_booked,
	a_missing_account_refuses_the_receipt_with_organisation_and_field,
	an_organisation_without_company_is_named,
	many_receipts_are_booked_together,
	what_was_copied_from_paper_is_not_booked,
	who_collects_needs_no_right_in_erpnext,
	accounts_are_named_by_somebody_who_may_book_there,
	accounts_must_fit,
	a_company_in_another_currency_is_refused,
	an_expense_is_booked_and_cancelled,
	a_remittance_leaves_one_company_and_reaches_the_other,
	a_receiver_without_books_receives_all_the_same,
	fields_go_with_erpnext_and_come_back,
)


def run(companies):
	"""Run all scenarios; return by name what went wrong, an empty text where nothing did.

	Each has a house of its own; what one leaves behind stays, only a failed one is rolled back.
	"""
	frappe.local.lang = "zh"
	results = {}
	for scenario in SCENARIOS:
		frappe.set_user("Administrator")
		frappe.db.savepoint("scenario")
		try:
			scenario(_house(companies))
			results[scenario.__name__] = ""
		except Exception:
			results[scenario.__name__] = traceback.format_exc()
			frappe.db.rollback(save_point="scenario")
			frappe.clear_cache()
	return results
