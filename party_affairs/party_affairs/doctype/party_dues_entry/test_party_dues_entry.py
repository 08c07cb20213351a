"""Party Dues Entry: one entry a member and month, sensible sums, status from the sums."""

from copy import deepcopy

import pytest

import frappe

from party_affairs.exceptions import DuesError
from tests.site import factory

pytestmark = pytest.mark.site


def build_person():
	return factory.member(factory.branch(parent=factory.committee()), "赵六")


@pytest.fixture(scope="module")
def built(built_once):
	return built_once(build_person)


@pytest.fixture
def person(built):
	return deepcopy(built)


def test_second_entry_for_a_month_is_refused_with_a_clear_sentence(person):
	factory.dues_entry(person, "2025-03-01")
	with pytest.raises(frappe.DuplicateEntryError, match="2025-03"):
		factory.dues_entry(person, "2025-03-20")


def test_second_entry_for_a_month_is_refused_by_the_database(person):
	entry = factory.dues_entry(person, "2025-03-01")
	row = frappe.db.get_value("Party Dues Entry", entry.name, "*", as_dict=True)
	row.name = "past-the-controller"
	with pytest.raises(Exception) as caught:
		frappe.db.bulk_insert("Party Dues Entry", list(row), [tuple(row.values())])
	assert frappe.db.is_unique_key_violation(caught.value)
	assert frappe.db.count("Party Dues Entry", {"member": person.name}) == 1


@pytest.mark.parametrize(
	"sums, field",
	[
		({"due": "-1"}, "应交金额"),
		({"due": "15.005"}, "应交金额"),
		({"due": "99999999999"}, "应交金额"),
		({"paid": "-15", "paid_on": "2025-03-10"}, "实交金额"),
		({"paid": "99999999999", "paid_on": "2025-03-10"}, "实交金额"),
	],
)
def test_absurd_sums_are_refused_by_field(person, sums, field):
	with pytest.raises(DuesError, match=field):
		factory.dues_entry(person, "2025-03-01", **sums)


def test_payment_needs_a_day_that_has_come(person, freeze):
	with pytest.raises(DuesError, match="交纳日期"):
		factory.dues_entry(person, "2025-03-01", paid="15")
	with freeze("2025-03-10"), pytest.raises(DuesError, match="交纳日期"):
		factory.dues_entry(person, "2025-03-01", paid="15", paid_on="2025-03-11")


@pytest.mark.parametrize(
	"due, paid, status",
	[
		("15", "0", "Unpaid"),
		("15", "14.99", "Partly Paid"),
		("15", "15", "Paid"),
		("15", "100", "Paid"),
	],
)
def test_status_follows_the_sums(person, due, paid, status):
	entry = factory.dues_entry(person, "2025-03-05", due=due, paid=paid, paid_on="2025-03-05")
	assert entry.status == status
	assert str(entry.dues_month) == "2025-03-01"


def test_exempt_month_stays_exempt_until_something_is_paid(person):
	entry = factory.dues_entry(person, "2025-03-01", due="0", status="Exempt")
	assert entry.status == "Exempt"
	entry.paid_amount, entry.paid_on = 10, "2025-03-05"
	entry.save()
	assert entry.status == "Paid"


def test_an_entry_does_not_pass_to_a_branch_of_others(person):
	entry = factory.dues_entry(person, "2025-03-01")
	entry.branch = factory.branch(parent=factory.committee()).name
	with pytest.raises(DuesError, match="不属于"):
		entry.save()


def test_an_entry_stays_where_its_money_was_received(person, freeze):
	freeze("2025-04-10")
	entry = factory.dues_entry(person, "2025-03-01", paid="5", paid_on="2025-03-10")
	factory.moves(person, factory.branch(parent=factory.committee()), "2025-04-01")
	entry.reload()
	entry.branch = frappe.db.get_value("Party Member", person.name, "branch")
	with pytest.raises(DuesError, match="收据"):
		entry.save()


def test_who_paid_for_another_is_named_on_a_receipt(person, freeze):
	freeze("2025-04-10")
	with pytest.raises(DuesError, match="代交人"):
		factory.dues_entry(person, "2025-03-01", paid="5", paid_on="2025-03-10", method="Paid by Another")


def test_a_large_extra_does_not_hide_in_a_month(person):
	entry = factory.dues_entry(person, "2025-03-01")
	entry.update({"paid_amount": 1015, "paid_on": "2025-03-05", "method": "Cash"})
	with pytest.raises(DuesError, match="自愿多交"):
		entry.save()
	entry.reload()
	entry.update({"paid_amount": 1014.99, "paid_on": "2025-03-05", "method": "Cash"}).save()
	assert entry.status == "Paid"
