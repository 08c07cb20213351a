"""Reports that are mailed on schedule: made as their user, in the background too."""

import pytest

import frappe

from tests.site import factory
from tests.site.two_branches import TODAY, build_house

pytestmark = pytest.mark.site

REPORT = "Party Member Roster"


@pytest.fixture(scope="module")
def house(built_once):
	return built_once(build_house, TODAY)


@pytest.fixture
def reporter(house):
	"""The secretary of the first branch, who may also set up mails."""
	frappe.get_doc("User", house.secretary).add_roles("Report Manager")
	return house.secretary


def mailing(user, branch, report=REPORT):
	return frappe.get_doc(
		doctype="Auto Email Report",
		report=report,
		user=user,
		email_to="somebody@example.com",
		frequency="Monthly",
		format="CSV",
		no_of_rows=100,
		filters=frappe.as_json({"branch": branch.name, "as_of": TODAY}),
	)


def content_of(mail):
	made = mail.get_report_content()
	return made.decode() if isinstance(made, bytes) else str(made or "")


def test_it_is_made_as_its_user_when_the_scheduler_makes_it(house, reporter):
	own = mailing(reporter, house.first.branch).insert()
	assert frappe.session.user == "Administrator"
	assert house.first.people[0].member_name in content_of(own)
	assert frappe.session.user == "Administrator"
	foreign = mailing(reporter, house.second.branch).insert()
	try:
		shown = content_of(foreign)
	except frappe.PermissionError:
		shown = ""
	assert house.second.people[0].member_name not in shown


def test_nobody_sets_one_up_with_the_rights_of_another(house, reporter, set_user):
	set_user(reporter)
	for user in (house.officer, "Administrator"):
		with pytest.raises(frappe.PermissionError, match="本人"):
			mailing(user, house.second.branch).insert()
	mailing(reporter, house.first.branch).insert()


def test_another_one_neither_opens_nor_lists_it(house, reporter, set_user):
	mail = mailing(reporter, house.first.branch).insert()
	other = factory.holder(house.second.branch)
	frappe.get_doc("User", other).add_roles("Report Manager")
	for user, seen in ((reporter, True), (other, False)):
		with set_user(user):
			assert bool(frappe.get_list("Auto Email Report", {"name": mail.name})) is seen
			assert frappe.get_doc("Auto Email Report", mail.name).has_permission("read") is seen
