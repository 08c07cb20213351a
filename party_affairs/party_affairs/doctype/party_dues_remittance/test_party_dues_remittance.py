"""What goes up and comes down: shares, periods, and the receipt by the organisation that gets the money."""

from datetime import date
from decimal import Decimal

import pytest

import frappe

from party_affairs.api.dues import account as api
from party_affairs.dues import account
from party_affairs.facts.dues.account import REMITTANCE
from tests.site import factory
from tests.site.dues.accounts import TODAY, balance, build_house, collect, refused, share, sums

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


# What is remitted


def test_a_branch_remits_its_share_and_large_sums_whole(house, money):
	share(house.branch, 40)
	factory.dues_received(house.people[3], "2025-02-28", dues="7.00")
	factory.dues_received(house.people[3], "2025-03-31", dues="0", large="1000.00")
	sent = factory.remittance(house.branch, "2025-03-05", "2025-03-20", paid_on="2025-04-02")
	assert (str(sent.period_from), str(sent.period_to)) == ("2025-03-01", "2025-03-31")
	assert sums(sent) == ("300.00", "0.00", "1000.00", "1120.00")
	assert (sent.to_branch, sent.status, sent.share_percent) == (house.general.name, "In Transit", 40)
	assert balance(house.branch) == Decimal("187.00")
	assert balance(house.general) == 0


def test_the_share_is_the_nearest_one_decided(house):
	assert account.share_percent(house.branch.name) == 100
	frappe.db.set_single_value("Party Affairs Settings", "dues_share_percent", 80)
	assert account.share_percent(house.branch.name) == 80
	share(house.committee, 60)
	assert account.share_percent(house.branch.name) == 60
	share(house.general, 50)
	assert account.share_percent(house.branch.name) == 50
	share(house.branch, 33.5)
	assert account.share_percent(house.branch.name) == Decimal("33.5")
	assert account.share_percent(house.sister.name) == 50
	assert account.share_percent(house.committee.name) == 60


def test_the_organisation_above_decides_on_the_share(house, set_user):
	set_user(house.secretary)
	document = frappe.get_doc("Party Branch", house.branch.name)
	document.dues_share_percent = 10
	with pytest.raises(frappe.PermissionError):
		document.save()
	set_user(house.general_secretary)
	document.reload()
	document.dues_share_percent = 10
	document.save()
	document.dues_share_percent = 101
	with pytest.raises(frappe.ValidationError, match="100"):
		document.save()


def test_months_are_not_remitted_twice(house, money):
	first = factory.remittance(house.branch, "2025-03-01", paid_on="2025-04-02")
	for months in (("2025-03-31", "2025-03-31"), ("2025-01-01", "2025-12-31"), ("2025-02-01", "2025-03-01")):
		with refused(f"2025年3月.*{first.name}"):
			factory.remittance(house.branch, *months, paid_on="2025-10-02", submit=False)
	factory.dues_received(house.people[0], "2025-04-15")
	factory.remittance(house.branch, "2025-04-01", "2025-06-01", paid_on="2025-07-02")


def test_of_two_drafts_for_the_same_months_one_is_submitted(house, money):
	drafts = [
		factory.remittance(house.branch, "2025-03-01", paid_on="2025-04-02", submit=False)
		for _number in (1, 2)
	]
	drafts[0].submit()
	with refused(drafts[0].name):
		drafts[1].submit()


def test_what_came_in_late_or_was_cancelled_is_settled_with_the_next_months(house, money):
	share(house.branch, 50)
	factory.remittance(house.branch, "2025-03-01", paid_on="2025-04-02")
	late = factory.dues_received(house.people[3], "2025-03-31", dues="20.00")
	factory.dues_received(house.people[3], "2025-03-31", dues="0", large="1000.00")
	factory.dues_received(house.people[3], "2025-04-15", dues="40.00")
	second = factory.remittance(house.branch, "2025-04-01", paid_on="2025-05-02")
	assert sums(second) == ("40.00", "20.00", "1000.00", "1030.00")
	frappe.db.set_value("Party Dues Receipt", late, {"docstatus": 2})
	factory.dues_received(house.people[3], "2025-06-15", dues="60.00", large="1000.00")
	third = factory.remittance(house.branch, "2025-05-01", "2025-06-01", paid_on="2025-07-02")
	assert sums(third) == ("60.00", "-20.00", "1000.00", "1020.00")


def test_nothing_is_not_remitted(house):
	with refused("没有可上缴"):
		factory.remittance(house.branch, "2025-03-01")


def test_a_committee_passes_on_what_it_received_from_below(house, money):
	share(house.branch, 50)
	share(house.general, 20)
	factory.dues_received(house.people[3], "2025-03-31", dues="0", large="1000.00")
	sent = factory.remittance(house.branch, "2025-03-01", paid_on="2025-04-02")
	with refused("没有可上缴"):
		factory.remittance(house.general, "2025-01-01", "2025-06-01", paid_on="2025-07-01")
	sent.receive(date(2025, 4, 3))
	passed_on = factory.remittance(house.general, "2025-04-01", paid_on="2025-05-02")
	assert sums(passed_on) == ("150.00", "0.00", "1000.00", "1030.00")
	assert passed_on.to_branch == house.committee.name
	assert balance(house.general) == Decimal("120.00")


def test_the_highest_committee_remits_to_an_organisation_outside(house, money, set_user):
	factory.remittance(house.branch, "2025-03-01", paid_on="2025-04-02").receive(date(2025, 4, 3))
	factory.remittance(house.general, "2025-04-01", paid_on="2025-04-04").receive(date(2025, 4, 5))
	with refused("系统外"):
		factory.remittance(house.committee, "2025-04-01", paid_on="2025-04-10")
	set_user(house.officer)
	sent = factory.remittance(
		house.committee, "2025-04-01", paid_on="2025-04-10", other_organisation="市直机关工委"
	)
	assert sent.to_branch is None and balance(house.committee) == 0
	api.receive(sent.name, "2025-04-12", "收0412")
	sent.reload()
	assert (sent.status, sent.receipt_no) == ("Receipt Confirmed", "收0412")


def test_what_is_allocated_down_reaches_the_branch_once_it_confirms(house, money, set_user):
	factory.remittance(house.branch, "2025-03-01", paid_on="2025-04-02").receive(date(2025, 4, 3))
	set_user(house.general_secretary)
	given = factory.remittance(house.general, to_branch=house.branch, amount="120.00", paid_on="2025-05-06")
	assert given.period_from is None
	assert (balance(house.general), balance(house.branch)) == (Decimal("180.00"), 0)
	with pytest.raises(frappe.PermissionError):
		api.receive(given.name, "2025-05-07")
	set_user(house.organisation)
	api.receive(given.name, "2025-05-07")
	assert balance(house.branch) == Decimal("120.00")
	assert balance(house.branch, "2025-05-06") == 0


def test_money_is_allocated_to_the_next_level_alone(house, money):
	with refused("直接下级"):
		factory.remittance(house.committee, to_branch=house.branch, amount="10.00", paid_on="2025-05-06")
	with refused("收款党组织"):
		factory.remittance(house.general, amount="10.00", paid_on="2025-05-06")
	with refused("透支"):
		factory.remittance(house.general, to_branch=house.branch, amount="10.00", paid_on="2025-05-06")


def test_an_allocation_from_outside_is_entered_by_the_receiver(house, set_user):
	set_user(house.officer)
	got = factory.remittance(
		None,
		to_branch=house.committee,
		amount="500.00",
		paid_on="2025-05-06",
		other_organisation="市直机关工委",
	)
	assert (got.status, balance(house.committee)) == ("Receipt Confirmed", Decimal("500.00"))
	set_user(house.general_secretary)
	assert not frappe.has_permission(REMITTANCE, "read", doc=got.name)
	with pytest.raises(frappe.PermissionError):
		frappe.get_doc(
			doctype=REMITTANCE,
			kind="Allocated Down",
			to_branch=house.committee.name,
			amount=1,
			paid_on="2025-05-06",
			other_organisation="市直机关工委",
		).insert()
	set_user(house.officer)
	api.cancel(REMITTANCE, got.name, "重复录入")
	assert balance(house.committee) == 0


def test_an_allocation_from_outside_that_was_spent_is_not_cancelled(house):
	got = factory.remittance(
		None,
		to_branch=house.committee,
		amount="500.00",
		paid_on="2025-05-06",
		other_organisation="市直机关工委",
	)
	factory.remittance(house.committee, to_branch=house.general, amount="400.00", paid_on="2025-05-10")
	with refused("透支"):
		api.cancel(REMITTANCE, got.name, "重复录入")


@pytest.mark.parametrize(("day", "words"), [("2025-11-21", "2025-11-21"), ("2025-02-28", "早于")])
def test_days_of_payment_that_cannot_be(house, money, day, words):
	with refused(words):
		factory.remittance(house.branch, "2025-03-01", paid_on=day)


# Receipt


@pytest.fixture
def sent(house, money):
	return factory.remittance(house.branch, "2025-03-01", paid_on="2025-04-02")


@pytest.mark.parametrize("user", ["general_secretary", "general_organisation"])
def test_the_organisation_above_confirms_the_receipt(house, sent, set_user, user):
	set_user(house[user])
	assert frappe.get_doc(REMITTANCE, sent.name).may_receive()
	api.receive(sent.name, "2025-04-03", "收字01")
	sent.reload()
	assert (sent.status, str(sent.received_on), sent.received_by) == (
		"Receipt Confirmed",
		"2025-04-03",
		house[user],
	)
	assert balance(house.general, "2025-04-02") == 0
	assert balance(house.general) == Decimal("300.00")
	with refused("已确认收款"):
		api.receive(sent.name, "2025-04-04")


@pytest.mark.parametrize(
	"user",
	["secretary", "organisation", "officer", "instructor", "publicity", "plain", "neighbour", "stranger"],
)
def test_nobody_else_confirms_a_receipt(house, sent, set_user, user):
	set_user(house[user])
	for act in (
		lambda: api.receive(sent.name, "2025-04-03"),
		lambda: api.take_back_receipt(sent.name, "误"),
	):
		with pytest.raises(frappe.PermissionError):
			act()
	assert not frappe.db.get_value(REMITTANCE, sent.name, "received_on")


def test_who_keeps_both_accounts_does_not_confirm_his_own_payment(house, sent, set_user):
	factory.post(house.people[0], "Deputy Secretary", house.general)
	set_user(house.secretary)
	with pytest.raises(frappe.PermissionError):
		api.receive(sent.name, "2025-04-03")


@pytest.mark.parametrize(
	("day", "words"), [("2025-04-01", "早于"), ("2025-11-21", "2025-11-21"), ("四月", "四月")]
)
def test_the_day_of_the_receipt(house, sent, set_user, day, words):
	set_user(house.general_secretary)
	with pytest.raises(frappe.ValidationError, match=words):
		api.receive(sent.name, day)


def test_the_receipt_is_not_written_by_hand(sent):
	sent.received_on = "2025-04-03"
	with refused("手工"):
		sent.save()


def test_what_was_received_is_not_cancelled_until_the_receipt_is_taken_back(house, sent, set_user):
	sent.receive(date(2025, 4, 3))
	set_user(house.secretary)
	with refused("已确认收到"):
		api.cancel(REMITTANCE, sent.name, "金额有误")
	with pytest.raises(frappe.PermissionError):
		api.take_back_receipt(sent.name, "金额有误")
	set_user(house.general_secretary)
	with refused("说明原因"):
		api.take_back_receipt(sent.name, " ")
	api.take_back_receipt(sent.name, "金额有误")
	assert balance(house.general) == 0
	set_user(house.secretary)
	with refused("说明原因"):
		api.cancel(REMITTANCE, sent.name, "")
	api.cancel(REMITTANCE, sent.name, " 金额有误 ")
	sent.reload()
	assert (sent.docstatus, sent.status, sent.cancel_reason) == (2, "Cancelled", "金额有误")
	assert balance(house.branch) == Decimal("300.00")
	factory.remittance(house.branch, "2025-03-01", paid_on="2025-04-02")


def test_leaving_out_the_receipt_does_not_make_a_remittance_cancellable(house, sent):
	sent.receive(date(2025, 4, 3))
	known = frappe.get_doc(REMITTANCE, sent.name)
	known.update({"received_on": None, "status": "In Transit", "cancel_reason": "金额有误"})
	with refused("收"):
		known.cancel()


def test_a_receipt_whose_money_was_spent_is_not_taken_back(house, sent, set_user):
	sent.receive(date(2025, 4, 3))
	factory.remittance(house.general, to_branch=house.sister, amount="200.00", paid_on="2025-04-10")
	set_user(house.general_secretary)
	with refused("透支"):
		api.take_back_receipt(sent.name, "金额有误")
