"""Frappe's own requests for a copy and for deletion, with what the app has of members and of those they keep contact with."""

import json

import pytest

import frappe
from frappe.website.doctype.personal_data_deletion_request import personal_data_deletion_request as deletion
from frappe.website.doctype.personal_data_download_request import personal_data_download_request as download

from party_affairs.guide.privacy import copies
from party_affairs.guide.privacy import retention as periods
from party_affairs.permissions.register import REGISTER
from tests.site import factory
from tests.support.requests import call

ID_NUMBER = "330702198001017116"
PLACEHOLDER = periods.placeholder()
RECORD = "Personal Data Erasure"


@pytest.fixture(scope="module")
def house(built_once):
	return built_once(build_house)


@pytest.fixture(autouse=True)
def _no_mail(monkeypatch):
	monkeypatch.setattr(frappe, "sendmail", lambda *_args, **_others: None)


def build_house():
	# Else the first user who is saved becomes it, and cannot be disabled.
	manager = frappe.get_doc(doctype="User", email="guanli@example.com", first_name="x", send_welcome_email=0)
	manager.insert().add_roles("System Manager")
	branch = factory.branch(parent=factory.committee())
	person = factory.member(
		branch,
		"郑本人",
		id_number=ID_NUMBER,
		birth_date="1980-01-01",
		address="某路1号",
		mobile="13900000001",
	)
	other = factory.member(branch, "冯他人")
	factory.meeting(branch, topic="会议", attendees=[person, other])
	factory.dues_entry(person, "2025-03-01", due="12.00", dues_base="2400")
	factory.dues_entry(other, "2025-03-01", due="13.00")
	factory.assessment(person)
	factory.thought_report(person)
	factory.heart_talk(other, person)
	factory.event(person, "Setback in Practice", "2025-03-01", details="说明")
	frappe.get_doc(
		doctype="Discipline Case",
		branch=branch.name,
		member=person.name,
		subject_line="秘密线索",
		kind="Accusation",
		received_on="2025-02-01",
	).insert()
	login = factory.login(person)
	pairings = [
		frappe.get_doc(
			doctype="Contact Pairing",
			member=member.name,
			branch=branch.name,
			start_date="2024-01-10",
			end_date=end,
			contact_name="陈群众",
			contact_kind="Masses",
			address="某巷2号",
			phone=phone,
			family="三口之家",
		).insert()
		for member, phone, end in ((other, "+86 138-0000-0000", "2025-01-01"), (person, "13700000000", None))
	]
	contact = frappe.get_doc(
		doctype="User",
		email="chenqz@example.com",
		first_name="陈群众",
		mobile_no="13800000000",
		send_welcome_email=0,
	).insert()
	return frappe._dict(
		branch=branch,
		person=person,
		other=other,
		login=login,
		pairings=pairings,
		contact=contact.name,
		secretary=factory.holder(branch, "Secretary"),
		publicity=factory.holder(branch, "Publicity Commissioner"),
	)


def copy_for(user):
	"""What the file that Frappe writes and mails holds."""
	request = frappe.get_doc(doctype="Personal Data Download Request", user=user, user_name="x").insert()
	file = frappe.get_doc("File", {"attached_to_doctype": request.doctype, "attached_to_name": request.name})
	assert file.is_private
	return json.loads(file.get_content())


def delete(email, set_user):
	"""As Frappe does it when the person has confirmed and a System Manager presses the button."""
	request = frappe.get_doc(doctype="Personal Data Deletion Request", email=email).insert()
	request.db_set("status", "Pending Approval")
	set_user("Administrator")
	request.trigger_data_deletion()
	return frappe.get_doc(request.doctype, request.name)


def test_a_copy_holds_what_there_is_of_the_member(house):
	data = copy_for(house.login)
	assert data["Party Member"][0]["id_number"] == ID_NUMBER
	assert data["Party Dues Entry"][0]["dues_base"] > 0 and len(data["Party Dues Entry"]) == 1
	for doctype in (
		"Dues Assessment",
		"Thought Report",
		"Heart Talk",
		"Party Meeting Attendee",
		"Party Member Event",
	):
		assert len(data[doctype]) == 1, doctype
	text = json.dumps(data, ensure_ascii=False)
	assert "秘密线索" not in text and "冯他人" not in json.dumps(
		data["Party Meeting Attendee"], ensure_ascii=False
	)
	assert "13700000000" not in text, "the phone of the contact is not his"


def test_every_document_that_names_members_is_handed_out_or_kept_back():
	named = {
		doctype
		for doctype in REGISTER
		if frappe.get_meta(doctype).get("fields", {"fieldtype": "Link", "options": "Party Member"})
	}
	handed_out = {copy.document_type for copy in copies.handed_out()}
	assert handed_out | set(copies.kept_back()) == named | {"Party Member"}
	assert not handed_out & set(copies.kept_back())
	for copy in copies.handed_out():
		for field in (*copy.person, *copy.left_out):
			assert field == "name" or frappe.get_meta(copy.document_type).has_field(field), (copy, field)


def test_a_contact_with_a_login_gets_his_pairing(house):
	data = copy_for(house.contact)
	assert [row["name"] for row in data["Contact Pairing"]] == [house.pairings[0].name]
	assert data["Contact Pairing"][0]["family"] == "三口之家" and "Party Member" not in data
	assert [row["phone"] for row in data["Contacted Person"]] == ["+86 138-0000-0000"]


def test_deletion_forgets_the_contact_data_of_a_member_on_register(house, set_user):
	request = delete(house.login, set_user)
	assert request.status == "Deleted"
	member = frappe.get_doc("Party Member", house.person.name)
	assert (member.mobile, member.email, member.address, member.photo) == (None,) * 4
	assert (member.member_name, member.id_number) == ("郑本人", ID_NUMBER), "the register needs them"
	member.save()
	(line,) = frappe.get_all(RECORD, ["occasion", "document_type", "branch", "records", "columns_emptied"])[
		:1
	] or [None]
	assert (line.occasion, line.document_type, line.records) == ("Request of the Person", "Party Member", 1)
	assert line.branch == house.branch.name and "家庭住址" in line.columns_emptied


def test_deletion_anonymises_a_member_who_left(house, set_user):
	factory.leaves(house.person, "2025-12-01")
	assert delete(house.login, set_user).status == "Deleted"
	member = frappe.get_doc("Party Member", house.person.name)
	assert (member.member_name, member.id_number, member.address, member.user) == (
		PLACEHOLDER,
		None,
		None,
		None,
	)
	for doctype in frappe.get_all("DocType", {"module": "Party Affairs", "issingle": 0}, pluck="name"):
		rows = repr(frappe.db.sql(f"select * from `tab{doctype}`"))
		assert "郑本人" not in rows and ID_NUMBER not in rows, doctype
	assert frappe.db.get_value("Party Dues Entry", {"member": member.name}, "due_amount") > 0
	assert not frappe.db.get_value("Thought Report", {"member": member.name}, "summary")
	assert frappe.db.get_value("Heart Talk", {"partner": member.name}, "content") == PLACEHOLDER
	assert frappe.db.get_value("Party Member", house.other.name, "member_name") == "冯他人"


def test_deletion_anonymises_a_contact_with_a_login(house, set_user):
	delete(house.contact, set_user)
	first, second = (frappe.get_doc("Contact Pairing", pairing.name) for pairing in house.pairings)
	assert (first.contact_name, first.phone, first.family) == (PLACEHOLDER, None, None)
	assert second.phone == "13700000000", "another person of the same name"


def test_a_contact_without_a_login_is_anonymised_by_the_branch(house):
	method = "party_affairs.api.privacy.contacts.anonymise"
	(ended, gone), (_running, there) = ((pairing, pairing.contact) for pairing in house.pairings)
	assert call(house.publicity, method, name=gone).status == 403
	assert call(house.login, method, name=gone).status == 403
	assert call(house.secretary, method, verb="GET", name=gone).status in (403, 405)
	assert call(house.secretary, method, name=there).status == 417
	assert frappe.db.get_value("Contact Pairing", ended.name, "contact_name") == "陈群众"
	answer = call(house.secretary, method, name=gone)
	assert (answer.status, answer.data) == (200, 2), "the person, and the pairing with him"
	assert frappe.db.get_value("Contact Pairing", ended.name, ["contact_name", "phone"]) == (
		PLACEHOLDER,
		None,
	)
	assert frappe.db.count(RECORD, {"occasion": "Request of the Person"}) == 2


def test_frappe_uses_these_classes():
	for doctype, module in (
		("Personal Data Download Request", download),
		("Personal Data Deletion Request", deletion),
	):
		document = frappe.new_doc(doctype)
		assert type(document).__module__ == "party_affairs.privacy.requests"
		assert isinstance(document, getattr(module, doctype.replace(" ", "")))
