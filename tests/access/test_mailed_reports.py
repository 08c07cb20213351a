"""Reports that are mailed on schedule: made as their user, in the background too."""

from email import message_from_string
from email.header import decode_header, make_header
from io import BytesIO

import pytest
from openpyxl import load_workbook

import frappe
from frappe.email.doctype.auto_email_report.auto_email_report import send_monthly

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


def mailing(user, branch, report=REPORT, format="CSV"):
	return frappe.get_doc(
		doctype="Auto Email Report",
		report=report,
		user=user,
		email_to="somebody@example.com",
		frequency="Monthly",
		format=format,
		enabled=1,
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


@pytest.fixture
def by_scheduler(monkeypatch):
	"""Run what the scheduler runs, in the language it has, and return the mail as subject and parts by type."""

	def run(mail):
		factory.outgoing_account()
		frappe.local.outgoing_email_account = {}
		monkeypatch.setattr(frappe.local, "lang", "en")
		send_monthly()
		assert frappe.local.lang == "en"
		raw = frappe.get_last_doc("Email Queue", {"reference_name": mail.name}).message
		message = message_from_string(raw)
		frappe.local.outgoing_email_account = {}
		return str(make_header(decode_header(message["Subject"]))), {
			part.get_content_type(): part for part in message.walk()
		}

	return run


def test_the_scheduler_mails_in_the_sites_language(house, reporter, by_scheduler, monkeypatch):
	monkeypatch.setattr(frappe.local, "lang", "en")
	mail = mailing(reporter, house.first.branch, format="HTML").insert()
	subject, parts = by_scheduler(mail)
	assert subject.startswith("党员花名册（")
	text = parts["text/html"].get_payload(decode=True).decode()
	assert "姓名" in text and "查看报告" in text and house.first.people[0].member_name in text
	for english in ("Name<", "This report was generated", "View report", "Party Member Roster<"):
		assert english not in text


def test_a_workbook_that_the_scheduler_mails_is_in_the_sites_language_too(house, reporter, by_scheduler):
	_subject, parts = by_scheduler(mailing(reporter, house.first.branch, format="XLSX").insert())
	(book,) = (part for part in parts.values() if part.get_filename())
	assert str(make_header(decode_header(book.get_filename()))).startswith("党员花名册-")
	sheet = load_workbook(BytesIO(book.get_payload(decode=True))).active
	assert sheet.title == "党员花名册"
	assert "姓名" in {cell.value for row in sheet.iter_rows(max_row=3) for cell in row}
