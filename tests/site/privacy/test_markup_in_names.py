"""Names that are markup: refused on every way in, and mere characters wherever one is stored already."""

import json

import pytest

import frappe
from frappe.desk.query_report import run as run_report

from party_affairs.checks.markup import disarmed
from party_affairs.patches.v0_6 import disarm_stored_names
from tests.site import factory
from tests.support.requests import ask, call, rest

MARKUP = "<img src=x onerror=alert(1)>"


@pytest.fixture(scope="module")
def house(built_once):
	return built_once(build_house)


def build_house():
	branch = factory.branch(parent=factory.committee())
	person = factory.member(branch, "王甲")
	entry = factory.dues_entry(person, "2026-03-01", due="10.00")
	pairing = factory.pairing(person)
	own = factory.login(person)
	secretary = factory.holder(branch, "Secretary")
	return frappe._dict(
		branch=branch, person=person, entry=entry, pairing=pairing, own=own, secretary=secretary
	)


def test_names_with_tags_are_refused_on_every_way_in(house):
	new = {
		"doctype": "Contact Pairing",
		"member": house.person.name,
		"branch": house.branch.name,
		"contact_name": MARKUP,
		"contact_kind": "Masses",
		"start_date": "2026-01-01",
	}
	for answer in (
		ask(house.secretary, "/api/resource/Contact Pairing", "POST", json_body=new),
		call(house.secretary, "frappe.client.insert", doc=json.dumps(new)),
		call(
			house.secretary,
			"frappe.client.set_value",
			doctype="Contact Pairing",
			name=house.pairing.name,
			fieldname="contact_name",
			value=MARKUP,
		),
		rest(house.secretary, "Contact Pairing", house.pairing.name, "PUT", contact_name=MARKUP),
		call(
			house.secretary,
			"frappe.desk.form.save.savedocs",
			doc=json.dumps({**new, "__islocal": 1, "name": "new-1"}),
			action="Save",
		),
	):
		assert answer.status == 417 and "网页标签" in answer.text, answer.text
	assert not frappe.db.exists("Contact Pairing", {"contact_name": ["like", "%<%"]})


def test_tags_in_rows_are_refused_with_their_place(house):
	with pytest.raises(frappe.ValidationError, match="第1行"):
		frappe.get_doc(
			doctype="Public Welfare Activity",
			branch=house.branch.name,
			project="讲座",
			form_of_service="普法宣传",
			activity_date="2026-03-04",
			participants=[{"lawyer_name": f"李{MARKUP}"}],
		).insert()


def test_signs_that_are_no_tags_are_kept(house):
	person = frappe.get_doc("Contacted Person", house.pairing.contact)
	person.contact_name = "李群众 <35岁> 《章程》 a&b"
	person.save()
	house.pairing.reload()
	assert house.pairing.contact_name == person.contact_name == "李群众<35岁>《章程》a&b"


def test_a_stored_name_does_not_keep_a_document_from_being_saved(house):
	house.pairing.db_set("contact_name", f"李{MARKUP}")
	pairing = frappe.get_doc("Contact Pairing", house.pairing.name)
	pairing.measures = "帮扶"
	pairing.save()
	pairing.contact_name = f"又{MARKUP}"
	with pytest.raises(frappe.ValidationError):
		pairing.save()


def test_prints_show_stored_markup_as_characters(house):
	house.person.db_set("member_name", MARKUP)
	house.entry.db_set({"member_name": MARKUP, "remarks": MARKUP})
	for doctype, name in (("Party Member", house.person.name), ("Party Dues Entry", house.entry.name)):
		page = ask(house.secretary, "/printview", doctype=doctype, name=name, format="Standard")
		assert page.status == 200
		assert MARKUP not in page.text and "＜img src=x" in page.text
	assert frappe.db.get_value("Party Member", house.person.name, "member_name") == MARKUP


def test_reports_show_stored_markup_as_characters(house, set_user):
	house.person.db_set("member_name", MARKUP)
	set_user(house.secretary)
	answer = run_report("Party Member Roster", filters="{}")
	assert disarmed(MARKUP) in repr(answer["result"]) and MARKUP not in repr(answer["result"])


def test_a_patch_disarms_what_is_stored(house):
	house.pairing.db_set({"contact_name": MARKUP, "phone": "<35"})
	house.entry.db_set("member_name", f"王{MARKUP}")
	activity = frappe.get_doc(
		doctype="Public Welfare Activity",
		branch=house.branch.name,
		project="讲座",
		form_of_service="普法宣传",
		activity_date="2026-03-04",
		participants=[{"lawyer_name": "李律师"}],
	).insert()
	activity.participants[0].db_set("lawyer_name", MARKUP)
	for _time in range(2):
		disarm_stored_names.execute()
		assert frappe.db.get_value("Contact Pairing", house.pairing.name, ["contact_name", "phone"]) == (
			disarmed(MARKUP),
			"<35",
		)
		assert (
			frappe.db.get_value("Party Dues Entry", house.entry.name, "member_name")
			== f"王{disarmed(MARKUP)}"
		)
		row = activity.participants[0]
		assert frappe.db.get_value(row.doctype, row.name, "lawyer_name") == disarmed(MARKUP)


@pytest.mark.parametrize("page", ["/party", "/party/dues-account"])
def test_pages_of_members_show_stored_markup_as_characters(house, page):
	house.person.db_set("member_name", MARKUP)
	house.entry.db_set("member_name", MARKUP)
	house.branch.db_set("short_name", MARKUP)
	frappe.db.set_value("User", house.own, {"first_name": MARKUP, "full_name": MARKUP})
	answer = ask(house.own, page)
	assert answer.status == 200 and "<img src=x onerror" not in answer.content.decode()
