"""Sensitive fields: not read, not filtered by, not sorted by, and not carried over from another post."""

import json

import pytest

import frappe

from party_affairs.permissions.restricted_fields import refuse_restricted_fields
from tests.site import factory
from tests.support.requests import call, rest

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def branch(rolled_back):
	with rolled_back():
		yield factory.branch(parent=factory.committee())


@pytest.fixture
def request_as(set_user):
	def ask(user, path="/api/method/frappe.client.get_list", **arguments):
		set_user(user)
		frappe.local.request = frappe._dict(path=path, method="GET")
		frappe.local.form_dict = frappe._dict(arguments)
		try:
			refuse_restricted_fields()
		finally:
			del frappe.local.request

	return ask


ASKING = [
	{"doctype": "Contact Pairing", "fields": '["contact_name","phone","address"]'},
	{"doctype": "Contact Pairing", "fields": '["`tabContact Pairing`.`family` as x"]'},
	{"doctype": "Contact Pairing", "filters": '{"address": ["like", "%金华%"]}'},
	{"doctype": "Contact Pairing", "order_by": "address asc"},
	{"doctype": "Contact Pairing Log", "fields": '["parent.address"]'},
	{"doctype": "Party Member", "fieldname": "id_number"},
	{"path": "/api/resource/Party Member", "fields": '["id_number"]'},
	{"path": "/api/v2/document/Party Member", "fields": '["id_number"]'},
	{"path": "/api/v2/doctype/Party Member/count", "filters": '{"id_number": ["like", "33%"]}'},
]


@pytest.mark.parametrize("arguments", ASKING)
def test_sensitive_field_is_refused_below_its_level(branch, request_as, arguments):
	with pytest.raises(frappe.PermissionError):
		request_as(factory.holder(branch, "Publicity Commissioner"), **arguments)


@pytest.mark.parametrize("arguments", ASKING)
def test_those_in_charge_may_ask(branch, request_as, arguments):
	request_as(factory.holder(branch, "Organisation Commissioner"), **arguments)


def test_other_fields_and_other_doctypes_are_untouched(branch, request_as):
	user = factory.holder(branch, "Discipline Commissioner")
	request_as(
		user, doctype="Contact Pairing", fields='["contact_name"]', filters='{"contact_kind": "Masses"}'
	)
	request_as(user, doctype="Address", fields='["phone"]')


def test_right_in_one_branch_does_not_open_another(branch, request_as, set_user):
	other = factory.branch(parent=branch.parent_party_branch)
	stranger = factory.member(other, address="某路1号")
	own = factory.member(branch, address="某路2号")
	person = factory.member(branch)
	user = factory.login(person)
	factory.post(person, "Mass Work Commissioner")
	factory.post(person, "Deputy Secretary")
	factory.post(person, "Party Work Instructor", other)
	with pytest.raises(frappe.PermissionError):
		request_as(user, doctype="Party Member", fields='["address"]')
	for document, address in ((stranger, None), (own, "某路2号")):
		seen = frappe.get_doc("Party Member", document.name)
		seen.check_permission("read")
		seen.apply_fieldlevel_read_permissions()
		assert seen.address == address


@pytest.mark.parametrize(("doctype", "mailed"), [("Dues Assessment", False), ("Party Meeting", True)])
def test_a_list_with_sensitive_fields_is_not_mailed(doctype, mailed):
	"""It is made in the background, where no request is looked at; ledgers mask what their reader may not see."""
	report = frappe.get_doc(
		doctype="Report",
		report_name=f"{doctype}一览",
		report_type="Report Builder",
		ref_doctype=doctype,
		is_standard="No",
	).insert()
	mailing = frappe.get_doc(
		doctype="Auto Email Report",
		report=report.name,
		user="Administrator",
		email_to="shuji@example.com",
		frequency="Monthly",
		format="XLSX",
		no_of_rows=100,
	)
	if mailed:
		mailing.insert()
	else:
		with pytest.raises(frappe.PermissionError, match="敏感"):
			mailing.insert()


@pytest.mark.parametrize("door", ["rest", "set_value", "form"])
def test_the_answer_to_a_change_hides_what_the_writer_may_not_read(branch, door):
	pairing = factory.pairing(factory.member(branch), address="某街3号", phone="13900000000")
	writer = factory.holder(branch, "Publicity Commissioner")
	if door == "rest":
		answer = rest(writer, "Contact Pairing", pairing.name, "PUT", measures="新措施")
	elif door == "set_value":
		answer = call(
			writer,
			"frappe.client.set_value",
			doctype="Contact Pairing",
			name=pairing.name,
			fieldname="measures",
			value="新措施",
		)
	else:
		document = {**rest(writer, "Contact Pairing", pairing.name).data, "measures": "新措施"}
		answer = call(writer, "frappe.desk.form.save.savedocs", doc=json.dumps(document), action="Save")
	assert answer.status == 200 and "新措施" in answer.text
	assert "某街3号" not in answer.text and "13900000000" not in answer.text
	assert frappe.db.get_value("Contact Pairing", pairing.name, "address") == "某街3号"
