"""When somebody was logged in is not told to others: beside a record without names the time would say whose it is."""

import pytest

import frappe

from tests.site import factory
from tests.support.requests import call, rest

COLUMNS = ("last_active", "last_login", "last_ip")
TOLD = "2026-03-04 05:06:07"


@pytest.fixture(scope="module")
def house(built_once):
	return built_once(build_house)


def build_house():
	branch = factory.branch(parent=factory.committee())
	person = factory.member(branch)
	user = factory.login(person)
	frappe.db.set_value("User", user, {"last_active": TOLD, "last_login": TOLD, "last_ip": TOLD})
	return frappe._dict(user=user, member=person.name, secretary=factory.holder(branch, "Secretary"))


@pytest.mark.parametrize("column", COLUMNS)
def test_nobody_asks_when_another_was_here(house, column):
	asked = {"doctype": "User", "filters": {"name": house.user}}
	for answer in (
		call(house.secretary, "frappe.client.get_list", **asked, fields=["name", column]),
		call(house.secretary, "frappe.client.get_value", **asked, fieldname=column),
		call(
			house.secretary, "frappe.client.get_list", doctype="User", filters={column: [">", "2026-01-01"]}
		),
		call(house.secretary, "frappe.client.get_list", doctype="User", order_by=f"{column} desc"),
		call(house.secretary, "frappe.desk.reportview.get", doctype="User", fields=[f"`tabUser`.`{column}`"]),
		rest(house.secretary, "User", fields=[column]),
		call(
			house.secretary,
			"frappe.client.get_list",
			doctype="Party Member",
			fields=["name", f"user.{column}"],
		),
	):
		assert answer.status == 403 and TOLD not in answer.text, answer.text


def test_all_fields_at_once_do_not_tell_it_either(house):
	for answer in (
		call(house.secretary, "frappe.client.get_list", doctype="User", fields=["*"], limit_page_length=0),
		call(house.secretary, "frappe.client.get", doctype="User", name=house.user),
		call(house.secretary, "frappe.desk.form.load.getdoc", doctype="User", name=house.user),
		rest(house.secretary, "User", house.user),
	):
		assert TOLD not in answer.text


def test_logins_are_still_looked_up(house):
	answer = call(house.secretary, "frappe.client.get_list", doctype="User", filters={"name": house.user})
	assert answer.status == 200 and house.user in answer.text
