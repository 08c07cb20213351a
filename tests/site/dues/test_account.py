"""Who reads and keeps the accounts of dues."""

from datetime import date

import pytest

import frappe
from frappe.utils import set_request
from frappe.website.serve import get_response

from party_affairs.api.dues import account as api
from party_affairs.exceptions import DuesError
from party_affairs.facts.dues.account import EXPENSE, REMITTANCE, YEAR
from tests.site import factory
from tests.site.dues.accounts import TODAY, build_house, collect

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


def make(house):
	"""One document of each kind, and the year."""
	sent = factory.remittance(house.branch, "2025-03-01", paid_on="2025-04-02")
	factory.dues_received(house.people[0], "2025-05-15", dues="100.00")
	return [sent, factory.expense(house.branch, "2025-06-01"), factory.dues_year(house.branch, 2025)]


def test_who_reads_and_who_writes(house, money, set_user):
	documents = make(house)
	writers = {"secretary", "organisation"}
	readers = writers | {"instructor", "general_secretary", "general_organisation", "officer"}
	for user in (*readers, "publicity", "plain", "neighbour", "stranger"):
		set_user(house[user])
		for document in documents:
			doctype, name = document.doctype, document.name
			assert frappe.has_permission(doctype, "read", doc=name) is (user in readers), (user, doctype)
			for right in ("write", "submit", "cancel"):
				assert frappe.has_permission(doctype, right, doc=name) is (user in writers), (
					user,
					doctype,
					right,
				)
			document.run_method("onload")
			assert document.get_onload("keeps_books") is (user in writers), (user, doctype)
			listed = frappe.get_list(doctype, pluck="name") if frappe.has_permission(doctype) else []
			assert (name in listed) is (user in readers), (user, doctype)


@pytest.mark.parametrize("user", ["general_secretary", "officer", "instructor", "neighbour", "plain"])
def test_nobody_keeps_the_books_of_another_organisation(house, money, set_user, user):
	handler, approved = house.people[0].name, factory.approval(house.branch).name
	set_user(house[user])
	values = {"branch": house.branch.name, "paid_on": "2025-04-02", "year": 2025, "handled_by": handler}
	values |= {"period_from": "2025-03-01", "period_to": "2025-03-01", "kind": "Remitted Up"}
	values |= {"spent_on": "2025-04-02", "amount": 1, "use": "Commendation", "summary": "x", "payee": "x"}
	for doctype in (REMITTANCE, EXPENSE, YEAR):
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc(doctype=doctype, resolution=approved, **values).insert()


def test_endpoints_ask_for_rights_first(house, money, set_user):
	documents = make(house)
	for user in ("publicity", "plain", "neighbour", "stranger"):
		set_user(house[user])
		with pytest.raises(frappe.PermissionError):
			api.balance(house.branch.name)
		with pytest.raises(frappe.PermissionError):
			api.remittance_sums(house.branch.name, "2025-05-01", "2025-05-01")
		for document in documents:
			with pytest.raises(frappe.PermissionError):
				api.cancel(document.doctype, document.name, "误")
	set_user(house.general_secretary)
	assert api.balance(house.branch.name)["balance"] == 0
	with pytest.raises(frappe.PermissionError):
		api.remittance_sums(house.branch.name, "2025-05-01", "2025-05-01")
	with pytest.raises(frappe.PermissionError):
		api.cancel(documents[1].doctype, documents[1].name, "误")
	with pytest.raises(frappe.PermissionError):
		api.cancel("Party Meeting", documents[1].resolution, "误")


def test_the_form_knows_the_sums_before_it_is_saved(house, money, set_user):
	set_user(house.organisation)
	found = api.remittance_sums(house.branch.name, "2025-03-15", "2025-03-15")
	assert (found["amount"], found["period_to"]) == (300, date(2025, 3, 31))
	with pytest.raises(DuesError):
		api.remittance_sums(house.branch.name, "2025-05-01", "2025-03-15")


@pytest.mark.parametrize("method", [api.receive, api.take_back_receipt, api.cancel])
def test_what_changes_something_answers_to_post_alone(method):
	assert frappe.allowed_http_methods_for_whitelisted_func[method] == ["POST"]


# What every member may read


def page(user, **query):
	"""Status and text of the member's page for a user."""
	frappe.set_user(user)
	set_request(method="GET", path="/party/dues-account", query_string=query)
	frappe.local.form_dict = frappe._dict(query)
	answer = get_response()
	return answer.status_code, answer.get_data(as_text=True)


def test_members_read_the_closed_years_of_their_own_branch_in_sums(house, money, freeze):
	factory.remittance(house.branch, "2025-03-01", paid_on="2025-04-02")
	factory.dues_received(house.people[0], "2025-05-15", dues="90.00")
	factory.expense(house.branch, "2025-06-01", "77.70")
	status, text = page(house.plain)
	assert status == 200 and "没有已结转的年度" in text and "90.00" not in text
	frappe.set_user("Administrator")
	freeze("2026-03-02")
	factory.dues_year(house.branch, 2025, submit=True)
	status, text = page(house.plain, year="2025")
	assert status == 200
	for shown in ("390.00", "300.00", "77.70", "12.30", "订阅或购买报刊资料和设备", "3人"):
		assert shown in text
	assert not any(person.member_name in text for person in house.people)
	assert "没有已结转的年度" in page(house.neighbour)[1]
	assert page("Guest")[0] == 301 or "login" in page("Guest")[1]


def test_the_account_of_a_branch_is_told_to_its_members_alone(house, money, freeze, set_user):
	freeze("2026-03-02")
	factory.dues_year(house.branch, 2025, submit=True)
	set_user(house.plain)
	found = api.of_my_branch(2024)
	assert (found["branch"], found["years"], found["account"]["year"]) == (house.branch.name, [2025], 2025)
	set_user(house.stranger)
	assert api.of_my_branch()["account"] is None
	set_user("Guest")
	with pytest.raises(frappe.PermissionError):
		api.of_my_branch()
