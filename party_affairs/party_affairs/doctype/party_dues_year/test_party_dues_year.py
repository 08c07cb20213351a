"""Years of dues accounts: what they open and close with, and that nothing changes in closed ones."""

from datetime import date

import pytest

import frappe

from party_affairs.api.dues import account as api
from party_affairs.dues import account
from party_affairs.facts.dues import account as facts
from party_affairs.facts.dues.account import EXPENSE, REMITTANCE, YEAR
from party_affairs.facts.dues.months import yuan
from tests.site import factory
from tests.site.dues.accounts import TODAY, build_house, collect, refused, share

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


def closed(house, opening="0"):
	"""2025 of the branch is closed, and it is March 2026."""
	return factory.dues_year(house.branch, 2025, opening, submit=True)


def test_a_year_shows_where_its_money_came_from_and_went(house, money, freeze):
	share(house.branch, 50)
	factory.remittance(house.branch, "2025-03-01", paid_on="2025-04-02").receive(date(2025, 4, 3))
	given = factory.remittance(house.general, to_branch=house.branch, amount="30.00", paid_on="2025-05-06")
	given.receive(date(2025, 5, 7))
	factory.expense(house.branch, "2025-06-01", "45.00")
	freeze("2026-03-02")
	factory.dues_received(house.people[0], "2026-01-15")
	year = closed(house, "20.00")
	found = {
		field: str(yuan(year.get(field)))
		for field in (
			*("opening_balance", "collected", "received_from_below", "allocated"),
			*("remitted", "allocated_down", "spent", "closing_balance"),
		)
	}
	assert list(found.values()) == ["20.00", "300.00", "0.00", "30.00", "150.00", "0.00", "45.00", "155.00"]
	assert (year.status, year.payers, str(year.closed_on)) == ("Year Closed", 3, "2026-03-02")
	above = factory.dues_year(house.general, 2025, submit=True)
	assert (above.received_from_below, above.allocated_down, above.closing_balance) == (150, 30, 120)


def test_the_next_year_opens_with_what_was_left(house, money, freeze):
	freeze("2026-03-02")
	closed(house, "20.00")
	factory.dues_received(house.people[0], "2026-01-15", dues="5.00")
	following = factory.dues_year(house.branch, 2026, opening="9999.00")
	assert not following.opening_balance and not following.closing_balance
	following.run_method("onload")
	assert (following.opening_balance, following.closing_balance) == (320, 325)
	assert facts.accounts([house.branch.name], 2026)[house.branch.name].closing == 325
	assert facts.accounts([house.branch.name], 2024)[house.branch.name].closing == 0


def test_the_opening_of_open_books_counts(house, freeze):
	with refused("透支"):
		factory.expense(house.branch, "2025-03-25", "80.00", handled_by=house.people[0])
	year = factory.dues_year(house.branch, 2025, opening="100.00")
	factory.expense(house.branch, "2025-03-25", "80.00")
	year.reload()
	year.opening_balance = 79
	with refused(r"1\.00 元"):
		year.save()
	year.reload()
	with refused(r"80\.00 元"):
		year.delete()
	assert facts.accounts([house.branch.name], 2026)[house.branch.name].opening == 20


def test_nothing_changes_in_a_closed_year(house, money, freeze):
	factory.dues_received(house.people[0], "2025-05-15")
	spent = factory.expense(house.branch, "2025-03-25", "10.00")
	sent = factory.remittance(house.branch, "2025-05-01", paid_on="2025-06-02")
	freeze("2026-03-02")
	closed(house)
	words = "2025年度已结转"
	for act in (
		lambda: factory.expense(house.branch, "2025-12-31", "1.00", handled_by=house.people[0]),
		lambda: factory.remittance(house.branch, "2025-03-01", paid_on="2025-12-31"),
		lambda: api.cancel(EXPENSE, spent.name, "误"),
		lambda: api.cancel(REMITTANCE, sent.name, "误"),
		lambda: account.refuse_closed_years([(house.branch.name, date(2025, 12, 31))]),
		lambda: account.refuse_closed_years(
			[(house.branch.name, date(2026, 1, 1)), (house.branch.name, date(2024, 6, 1))]
		),
	):
		with refused(words.replace("2025", r"202\d")):
			act()
	account.refuse_closed_years(
		[(house.branch.name, date(2026, 1, 1)), (house.sister.name, date(2025, 5, 1))]
	)
	factory.expense(house.branch, "2026-01-05", "1.00")


def test_a_receipt_is_not_confirmed_into_a_closed_year(house, money, freeze, set_user):
	sent = factory.remittance(house.branch, "2025-03-01", paid_on="2025-10-31")
	freeze("2026-03-02")
	factory.dues_year(house.general, 2025, submit=True)
	set_user(house.general_secretary)
	with refused("2025年度已结转"):
		api.receive(sent.name, "2025-11-01")
	sent.reload()
	assert sent.status == "In Transit"
	api.receive(sent.name, "2026-01-04")


def test_years_close_in_order_and_only_when_they_are_over(house, money, freeze):
	early = factory.dues_year(house.branch, 2025)
	with refused("2026-01-01"):
		early.submit()
	freeze("2027-03-02")
	following = factory.dues_year(house.branch, 2026)
	with refused("2025"):
		following.submit()
	early.reload()
	early.submit()
	following.reload()
	following.submit()
	assert following.opening_balance == 300


def test_books_begin_with_the_first_money(house, money, freeze):
	freeze("2026-03-02")
	with refused("2025"):
		factory.dues_year(house.branch, 2026, opening="5.00")
	factory.dues_year(house.branch, 2025, opening="5.00")
	with refused("2025"):
		factory.dues_year(house.branch, 2024, opening="5.00")
	with refused("始于2025"):
		account.refuse_closed_years([(house.branch.name, date(2024, 12, 31))])


def test_one_record_a_year(house, money):
	factory.dues_year(house.branch, 2025)
	with pytest.raises(frappe.DuplicateEntryError):
		factory.dues_year(house.branch, 2025)
	keys = frappe.db.sql(f"show index from `tab{YEAR}` where Non_unique = 0", as_dict=True)
	assert {"branch", "year", "reopened_no"} <= {row.Column_name for row in keys}


@pytest.mark.parametrize("opening", ["-1", "0.001"])
def test_an_opening_that_is_no_sum(house, opening):
	with pytest.raises(frappe.ValidationError):
		factory.dues_year(house.branch, 2025, opening=opening)


def test_only_the_latest_year_is_reopened_and_goes_on_as_a_draft(house, money, freeze, set_user):
	freeze("2027-03-02")
	first = closed(house, "20.00")
	second = factory.dues_year(house.branch, 2026, submit=True)
	set_user(house.secretary)
	with refused("2026"):
		api.cancel(YEAR, first.name, "补录")
	with refused("说明原因"):
		api.cancel(YEAR, second.name, "")
	for document in (second, first):
		successor = api.cancel(YEAR, document.name, "补录收据")["successor"]
	first.reload()
	assert (first.status, first.cancel_reason) == ("Year Reopened", "补录收据")
	draft = frappe.get_doc(YEAR, successor)
	assert (draft.docstatus, draft.opening_balance, draft.status) == (0, 20, "Year Open")
	factory.expense(house.branch, "2025-03-25", "310.00")
	draft.submit()
	assert draft.closing_balance == 10
	again = api.cancel(YEAR, draft.name, "再次补录")["successor"]
	assert frappe.get_doc(YEAR, again).opening_balance == 20


def test_publication_comes_after_the_closing(house, money, freeze):
	freeze("2026-03-02")
	year = closed(house)
	year.published_on = "2026-03-01"
	with refused("早于"):
		year.save()
	year.reload()
	year.published_on = "2026-03-02"
	year.save()
	year.closing_balance = 5
	with pytest.raises(frappe.ValidationError):
		year.save()


def test_drafts_that_are_left_are_told(house, money, freeze):
	factory.expense(house.branch, "2025-03-25", submit=False)
	freeze("2026-03-02")
	closed(house)
	assert "1 条" in str(frappe.get_message_log())
