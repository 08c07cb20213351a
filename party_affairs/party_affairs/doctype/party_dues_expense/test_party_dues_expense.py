"""What dues are spent on, who approved it, and that no account is overdrawn."""

from datetime import date
from decimal import Decimal

import pytest

import frappe

from party_affairs.api.dues import account as api
from party_affairs.dues import account
from party_affairs.facts.dues.account import EXPENSE
from party_affairs.guide.dues import uses as dues_uses
from tests.site import factory
from tests.site.dues.accounts import TODAY, balance, build_house, collect, refused
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


@pytest.fixture(autouse=True)
def today(freeze):
	freeze(TODAY)


@pytest.fixture
def money(house):
	collect(house)


def test_an_expense_names_the_resolution_that_approved_it(house, money):
	approved = factory.approval(house.branch, "2025-03-25")
	spent = factory.expense(house.branch, "2025-03-25", "120.50", approved)
	assert (str(spent.decided_on), spent.resolution_no) == ("2025-03-25", 1)
	assert spent.resolution_text == "同意使用党费购买学习资料。"
	assert "中组发〔2008〕3号" in spent.use_substance and "音像制品" in spent.use_substance
	assert balance(house.branch) == Decimal("179.50")


@pytest.mark.parametrize("use", [use.label for use in dues_uses.uses()])
def test_the_five_uses(house, money, use):
	assert factory.expense(house.branch, "2025-03-25", use=use, handled_by=house.people[0]).docstatus == 1


@pytest.mark.parametrize("use", ["", None, "Dinner", "培训党员"])
def test_no_other_use(house, money, use):
	with pytest.raises(frappe.ValidationError, match="用途"):
		factory.expense(house.branch, "2025-03-25", use=use, handled_by=house.people[0])


def test_the_form_offers_the_uses_of_the_rule():
	options = frappe.get_meta(EXPENSE).get_options("use").split("\n")
	assert options == ["", *(use.label for use in dues_uses.uses())]
	frappe.local.lang = "zh"
	assert [frappe._(use.label) for use in dues_uses.uses()] == [use.title for use in dues_uses.uses()]


NOT_PASSED = {"matter": "Ordinary Resolution", "in_favour": 0, "against": 2, "resolution": "不同意"}


@pytest.mark.parametrize(
	("meeting", "words"),
	[
		(lambda house: factory.approval(house.sister), "不是"),
		(lambda house: factory.approval(house.branch, submit=False), "不是"),
		(lambda house: factory.approval(house.branch, kind="Theme Day"), "支委会"),
		(lambda house: factory.approval(house.branch, "2025-03-26"), "2025-03-26"),
		(lambda house: factory.approval(house.branch, resolutions=[], outcome=" "), "没有通过"),
		(
			lambda house: factory.approval(house.branch, resolutions=[NOT_PASSED], attendees=house.people),
			"没有通过",
		),
		(
			lambda house: factory.approval(
				house.branch, resolutions=[{"resolution": "一"}, {"resolution": "二"}]
			),
			"多项",
		),
	],
	ids=["other branch", "draft", "theme day", "later", "none", "not passed", "several"],
)
def test_without_a_resolution_nothing_is_spent(house, money, meeting, words):
	with refused(words):
		factory.expense(house.branch, "2025-03-25", resolution=meeting(house), handled_by=house.people[0])


def test_minutes_without_a_table_of_resolutions_have_their_outcome(house, money):
	approved = factory.approval(house.branch, resolutions=[], outcome="同意从党费中支出慰问金。")
	spent = factory.expense(house.branch, "2025-03-25", resolution=approved)
	assert not spent.resolution_no
	assert spent.resolution_text == "同意从党费中支出慰问金。"


def test_one_of_several_resolutions_is_named(house, money):
	rows = [{"resolution": "其他事项"}, {"resolution": "同意慰问"}]
	approved = factory.approval(house.branch, resolutions=rows)
	spent = factory.expense(house.branch, "2025-03-25", resolution=approved, resolution_no=2)
	assert spent.resolution_text == "同意慰问"
	with refused("第3项"):
		factory.expense(house.branch, "2025-03-25", resolution=approved, resolution_no=3)


def test_a_theme_day_that_was_an_assembly_too_approves(house, money):
	approved = factory.approval(house.branch, kind="Theme Day", also_assembly=1)
	factory.expense(house.branch, "2025-03-25", resolution=approved)


def test_corrected_minutes_go_on_approving(house, money):
	approved = factory.approval(house.branch)
	spent = factory.expense(house.branch, "2025-03-25", resolution=approved)
	approved.reload()
	approved.flags.ignore_links = True
	approved.cancel()
	corrected = frappe.copy_doc(approved)
	corrected.update({"docstatus": 0, "amended_from": approved.name, "correction": "更正地点"})
	corrected.insert()
	corrected.submit()
	assert frappe.db.get_value(EXPENSE, spent.name, "resolution") == corrected.name


@pytest.mark.parametrize("amount", ["0", "-5", "0.001", "99999999"])
def test_sums_that_cannot_be_spent(house, money, amount):
	with pytest.raises(frappe.ValidationError):
		factory.expense(house.branch, "2025-03-25", amount, handled_by=house.people[0])


@pytest.mark.parametrize(
	"changes",
	[{"payee": None}, {"summary": None}, {"handled_by": "stranger"}, {"voucher": "/files/voucher.png"}],
)
def test_an_expense_is_complete(house, money, changes):
	if changes.get("handled_by"):
		changes = {"handled_by": factory.member(house.sister)}
	with pytest.raises(frappe.ValidationError):
		factory.expense(house.branch, "2025-03-25", **{"handled_by": house.people[0], **changes})


def test_vouchers_are_private(house, money, set_user):
	spent = factory.expense(house.branch, "2025-03-25", "10.00")
	set_user(house.organisation)
	values = {
		"file_name": "票据.txt",
		"content": "票据",
		"attached_to_doctype": EXPENSE,
		"attached_to_name": spent.name,
	}
	with pytest.raises(frappe.ValidationError, match="私有"):
		frappe.get_doc(doctype="File", is_private=0, **values).insert()


# No account is overdrawn


def test_no_more_is_spent_than_there_is(house, money):
	factory.expense(house.branch, "2025-03-25", "300.00")
	with refused(r"2025-03-26.*0\.01 元"):
		factory.expense(house.branch, "2025-03-26", "0.01")


def test_money_is_not_spent_before_it_came(house, money):
	with refused(r"2025-03-14.*1\.00 元"):
		factory.expense(house.branch, "2025-03-14", "1.00")
	factory.expense(house.branch, "2025-03-15", "200.00")
	with refused(r"2025-03-19.*1\.00 元"):
		factory.expense(house.branch, "2025-03-19", "1.00")


def test_an_earlier_expense_leaves_enough_for_later_ones(house, money):
	factory.expense(house.branch, "2025-06-01", "250.00")
	with refused(r"2025-06-01.*10\.00 元"):
		factory.expense(house.branch, "2025-04-01", "60.00")
	factory.expense(house.branch, "2025-04-01", "50.00")
	assert account.balance_on(house.branch.name, date(2025, 4, 2)) == {"balance": 250, "available": 0}


def test_a_draft_spends_nothing_and_a_cancelled_expense_gives_back(house, money, set_user):
	factory.expense(house.branch, "2025-03-25", "300.00", submit=False)
	assert balance(house.branch) == 300
	set_user(house.organisation)
	spent = factory.expense(house.branch, "2025-03-25", "300.00")
	with refused("说明原因"):
		spent.cancel()
	api.cancel(EXPENSE, spent.name, "发票有误")
	assert frappe.db.get_value(EXPENSE, spent.name, "cancel_reason") == "发票有误"
	assert balance(house.branch) == 300


def test_remittances_do_not_overdraw_either(house, money):
	factory.expense(house.branch, "2025-03-25", "1.00")
	with refused(r"2025-04-02.*1\.00 元"):
		factory.remittance(house.branch, "2025-03-01", paid_on="2025-04-02")


def test_a_cancelled_receipt_must_not_leave_an_account_overdrawn(house, money):
	receipt = factory.dues_received(house.people[3], "2025-03-15", dues="10.00")
	factory.expense(house.branch, "2025-03-25", "305.00")
	frappe.db.set_value("Party Dues Receipt", receipt, "docstatus", 2)
	with refused(r"账户测试支部.*2025-03-25.*5\.00 元"):
		account.refuse_negative_balance([house.sister.name, house.branch.name])


def test_both_checks_ask_the_same_number_of_queries_for_few_and_for_many(house, money):
	names = [house.branch.name, house.sister.name, house.general.name, house.committee.name]
	with counted_queries() as for_one:
		account.refuse_negative_balance(names[:1])
		account.refuse_closed_years([(names[0], date(2025, 3, 1))])
	with counted_queries() as for_all:
		account.refuse_negative_balance(names)
		account.refuse_closed_years([(name, date(2025, 3, day)) for name in names for day in range(1, 20)])
	assert len(for_one) == len(for_all) == 8
