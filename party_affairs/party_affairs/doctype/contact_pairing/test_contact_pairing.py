"""Contact Pairing: whom a member keeps contact with, and who may read the contact's private data."""

import pytest

import frappe

from tests.site import factory

pytestmark = pytest.mark.site


@pytest.fixture
def person():
	return factory.member(factory.branch(parent=factory.committee()), "钱一")


def pair(person, contact="孙群众", **values):
	return frappe.get_doc(
		doctype="Contact Pairing",
		member=person.name,
		contact_name=contact,
		**{"start_date": "2025-01-01", "address": "某路1号", "phone": "13900000000", **values},
	).insert()


def test_branch_is_the_members(person):
	assert pair(person).branch == person.branch


def test_same_contact_twice_is_refused_while_the_first_runs(person):
	first = pair(person)
	with pytest.raises(frappe.DuplicateEntryError, match="孙群众"):
		pair(person, "孙 群众")
	first.end_date = "2025-06-30"
	first.save()
	assert pair(person, start_date="2025-07-01")


def test_a_pairing_that_ends_one_day_runs_until_then(person):
	pair(person, end_date="2099-12-31")
	with pytest.raises(frappe.DuplicateEntryError, match="孙群众"):
		pair(person, start_date="2025-06-01")
	with pytest.raises(frappe.DuplicateEntryError, match="孙群众"):
		pair(person, start_date="2024-01-01")
	assert pair(person, start_date="2024-01-01", end_date="2024-12-31")


@pytest.mark.parametrize("day", ["2024-12-31", "2025-07-01"])
def test_what_stands_in_the_log_happened_while_the_pairing_ran(person, day):
	log = [{"contact_date": "2025-01-01", "method": "Visit"}, {"contact_date": day, "method": "Visit"}]
	with pytest.raises(frappe.ValidationError, match="第2行"):
		pair(person, end_date="2025-06-30", contact_log=log)
	stored = pair(person, end_date="2025-06-30", contact_log=log[:1])
	stored.start_date = "2025-02-01"
	with pytest.raises(frappe.ValidationError, match="第1行"):
		stored.save()


def test_a_start_before_the_member_came_is_asked_about(person):
	person.db_set("joined_branch_on", "2025-03-01")
	frappe.clear_messages()
	pair(person, start_date="2025-03-01", end_date="2025-03-02")
	assert not frappe.get_message_log()
	pair(person, start_date="2025-02-01", end_date="2025-02-02")
	assert "2025" in str(frappe.get_message_log())
	frappe.clear_messages()


def test_member_is_not_his_own_contact(person):
	with pytest.raises(frappe.ValidationError, match="联系对象"):
		pair(person, "钱一")


@pytest.mark.parametrize(
	"dates", [{"end_date": "2024-12-31"}, {"start_date": "2099-01-01"}, {"start_date": "1911-01-01"}]
)
def test_impossible_dates_are_refused(person, dates):
	with pytest.raises(frappe.ValidationError, match=r"结对|结束"):
		pair(person, **dates)


@pytest.mark.parametrize(
	"post, sees", [("Organisation Commissioner", True), ("Publicity Commissioner", False), (None, False)]
)
def test_private_data_of_the_contact_are_for_those_in_charge(person, set_user, post, sees):
	pairing = pair(person)
	set_user(factory.login(person) if post is None else factory.holder(person.branch, post))
	document = frappe.get_doc("Contact Pairing", pairing.name)
	document.check_permission("read")
	document.apply_fieldlevel_read_permissions()
	assert document.contact_name == "孙群众"
	assert [bool(document.get(field)) for field in ("phone", "address")] == [sees, sees]
