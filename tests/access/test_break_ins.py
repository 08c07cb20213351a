"""Ways in that somebody found who tried: rows and files by their ids, spellings of fields, addresses of methods."""

import json

import pytest

import frappe

from tests.site import factory
from tests.site.two_branches import TODAY, build_house
from tests.support.doors import attachment
from tests.support.requests import ask, call, rest

pytestmark = pytest.mark.site

SAVE = "frappe.desk.form.save.savedocs"


@pytest.fixture(scope="module")
def house(built_once):
	return built_once(build_house, TODAY)


@pytest.fixture
def secret(house):
	"""A private file of the second branch."""
	return attachment(house.second.people[0], content="秘密内容")


def as_form(document):
	return json.loads(frappe.as_json(document.as_dict()))


def draft(house):
	"""A meeting of the first branch that is not submitted."""
	return factory.meeting(
		house.first.branch, starts_on="2026-03-01 14:00:00", attendees=house.first.people, submit=False
	)


# Rows


@pytest.mark.parametrize("flags", [{}, {"__islocal": 1}])
def test_row_of_another_document_is_not_taken_over(house, flags):
	foreign = frappe.get_doc("Party Meeting", {"branch": house.second.branch.name})
	row = foreign.attendees[0]
	own = draft(house)
	stolen = {"name": row.name, "doctype": row.doctype, "member": house.first.people[0].name, **flags}
	document = as_form(own)
	document["attendees"] = [stolen]
	form = call(house.secretary, SAVE, doc=document, action="Save")
	by_rest = rest(house.secretary, "Party Meeting", own.name, "PUT", json_body={"attendees": [stolen]})
	if not flags:
		assert form.status == by_rest.status == 403
	stored = frappe.get_doc("Party Meeting", foreign.name)
	assert [(other.name, other.member) for other in stored.attendees] == [
		(other.name, other.member) for other in foreign.attendees
	]
	assert row.name not in [other.name for other in frappe.get_doc("Party Meeting", own.name).attendees]


def test_row_is_of_its_table(house):
	row = {"doctype": "Has Role", "role": "System Manager", "__islocal": 1}
	answer = rest(house.secretary, "Party Meeting", draft(house).name, "PUT", json_body={"attendees": [row]})
	assert answer.status in (403, 417)


def test_row_of_ours_is_not_put_into_a_user(house):
	row = {
		"doctype": "Party Meeting Attendee",
		"parent": house.secretary,
		"parenttype": "User",
		"parentfield": "roles",
	}
	assert call(house.secretary, "frappe.client.insert", doc=row).status == 403
	assert "System Manager" not in frappe.get_roles(house.secretary)


FORGED = "FORGED-1"


def training(house):
	branch = house.first.branch.name
	return {"branch": branch, "topic": "培训", "kind": "Special Study", "starts_on": "2026-03-01"}


@pytest.mark.parametrize(
	"given",
	[
		{"__newname": FORGED},
		{"__newname": FORGED, "name": FORGED},
		{"__newname": FORGED, "__islocal": 1},
		{"naming_series": "FORGED-.#"},
		{"naming_series": "FORGED-.#", "__islocal": 1},
		{"amended_from": FORGED},
		{"flags": {"name_set": True}, "name": FORGED, "__islocal": 1},
	],
	ids=lambda given: " ".join(given),
)
@pytest.mark.parametrize("doctype", ["Party Training", "Party Group"])
def test_name_is_not_chosen(house, doctype, given):
	"""Neither where names are counted nor where they are made up, by whichever door."""
	document = {"doctype": doctype, **given}
	if doctype == "Party Training":
		document |= training(house)
	else:
		document |= {"branch": house.first.branch.name, "group_name": "新设小组", "founded_on": "2026-03-01"}
	for user in (house.secretary, house.officer, "Administrator"):
		call(user, "frappe.client.insert", doc=document)
		call(user, "frappe.desk.form.save.savedocs", doc=document, action="Save")
		rest(user, doctype, None, "POST", json_body=document)
	assert not frappe.get_all(doctype, {"name": ("like", "FORGED%")})


def test_where_frappe_has_no_rule_for_names_none_is_given_either(house):
	"""It would take a name that comes twice."""
	document = {"doctype": "Self Check Scheme", "name": FORGED, "__newname": FORGED}
	assert call(house.officer, "frappe.client.insert", doc=document).status == 403


def test_a_series_that_is_no_longer_on_offer_stays_with_its_documents(house):
	answer = rest(
		house.secretary,
		"Party Training",
		None,
		"POST",
		json_body={**training(house), "naming_series": "X-.#"},
	)
	assert answer.status == 403 and "X-.#" in answer.text and "请从列表中选择" in answer.text
	offered = frappe.get_meta("Party Training").get_options("naming_series").split("\n")[0]
	made = rest(
		house.secretary,
		"Party Training",
		None,
		"POST",
		json_body={**training(house), "naming_series": offered},
	)
	assert made.status == 200
	name = made.data["name"]
	frappe.db.set_value("Party Training", name, "naming_series", "OLD-.#")
	changed = {"naming_series": "OLD-.#", "topic": "培训二"}
	assert rest(house.secretary, "Party Training", name, "PUT", json_body=changed).status == 200


def test_nobody_becomes_system_manager_by_saving_himself(house):
	"""Where there is no other one, Frappe 15.0-dev gives the role to whoever is saved first."""
	frappe.db.delete("Has Role", {"role": "System Manager", "parent": ["!=", "Administrator"]})
	frappe.db.set_single_value("System Settings", "setup_complete", 1)
	assert rest(house.secretary, "User", house.secretary, "PUT", json_body={"bio": "律师"}).status == 200
	assert not frappe.db.exists("Has Role", {"role": "System Manager", "parent": house.secretary})


# Addresses of methods


@pytest.mark.parametrize("path", ["/api/method/{}/x", "/api/method/{}/x/y", "/api/method/{}/"])
def test_more_than_the_method_in_the_path_changes_nothing(house, secret, path):
	for method, given in (
		("frappe.core.api.file.zip_files", {"files": json.dumps([secret.name])}),
		("frappe.email.email_body.get_email_html", {"template": "x", "args": "{}", "subject": "x"}),
	):
		for user in (house.plain, house.secretary):
			assert ask(user, path.format(method), "POST", json_body=given).status in (403, 404, 417)


# Files by their ids


def test_file_is_not_taken_by_its_id(house, secret):
	meeting = frappe.get_all("Party Meeting", {"branch": house.first.branch.name}, pluck="name")[0]
	make = "frappe.core.doctype.communication.email.make"
	for attachments in ([secret.name], [{"fid": secret.name}]):
		for given in (
			{"doctype": "Party Meeting", "name": meeting},
			{"doctype": "User", "name": house.secretary},
		):
			answer = call(house.secretary, make, send_email=0, attachments=attachments, content="x", **given)
			assert answer.status == 403, given
	assert call(house.secretary, "upload_file", library_file_name=secret.name).status == 403
	adding = "frappe.utils.file_manager.add_attachments"
	given = {"doctype": "User", "name": house.secretary, "attachments": [secret.name]}
	assert call(house.secretary, adding, **given).status == 403
	assert frappe.db.count("File", {"file_url": secret.file_url}) == 1
	assert "秘密内容" not in ask(house.secretary, secret.file_url).text


# Fields


def spelled(text):
	"""The JSON of a text whose underscore or dot is written by its number."""
	return text.replace("_", "\\u005f").replace(".", "\\u002e")


@pytest.mark.parametrize("field", ["id_number", "ID_Number", spelled("id_number")])
def test_condition_on_a_sensitive_field_in_any_spelling(house, field):
	filters = f'[["Party Member", "{field}", "like", "33%"]]'
	for method in ("frappe.client.get_count", "frappe.client.get_list", "frappe.desk.reportview.get_count"):
		assert call(house.publicity, method, doctype="Party Member", filters=filters).status in (403, 417)
	on_path = ask(
		house.publicity,
		"/api/resource/x",
		"POST",
		cmd="frappe.client.get_count",
		doctype="Party Member",
		filters=filters,
	)
	assert on_path.status in (403, 417)


@pytest.mark.parametrize("field", ["member.mobile", spelled("member.mobile"), "Member.Mobile"])
def test_field_of_a_linked_document_in_any_spelling(house, field):
	answer = call(
		house.secretary, "frappe.client.get_list", doctype="Party Post", fields=f'["name", "{field}"]'
	)
	assert answer.status in (403, 417)


def test_chart_is_not_narrowed_by_a_sensitive_field(house):
	chart = frappe.get_doc(
		doctype="Dashboard Chart",
		chart_name="核定数",
		chart_type="Count",
		document_type="Dues Assessment",
		based_on="creation",
		timeseries=1,
		timespan="Last Year",
		time_interval="Yearly",
		filters_json="[]",
		type="Bar",
	).insert()
	method = "frappe.desk.doctype.dashboard_chart.dashboard_chart.get"
	filters = [["Dues Assessment", "monthly_base", ">", 1]]
	assert call(house.officer, method, chart_name=chart.name, refresh=1).status == 200
	assert call(house.officer, method, chart_name=chart.name, refresh=1, filters=filters).status == 403
	given = {"name": chart.name}
	assert call(house.officer, method, chart=given, refresh=1, filters=filters).status == 403


# Prints and links


def test_forged_print_shows_no_other_branch(house):
	meeting = frappe.get_doc("Party Meeting", {"branch": house.second.branch.name})
	forged = {"doctype": "Party Meeting", "name": meeting.name, "branch": house.first.branch.name}
	for method in ("get_html_and_style", "get_rendered_raw_commands"):
		answer = call(house.secretary, f"frappe.www.printview.{method}", doc=forged)
		assert answer.status in (403, 417) and meeting.topic not in answer.text


def test_link_beside_a_foreign_document_needs_the_document(house):
	foreign = frappe.get_all("Party Meeting", {"branch": house.second.branch.name}, pluck="name")[0]
	own = frappe.get_all("Party Meeting", {"branch": house.first.branch.name}, pluck="name")[0]

	def event(name):
		participant = {"reference_doctype": "Party Meeting", "reference_docname": name}
		body = {"subject": "x", "starts_on": "2026-03-01 10:00:00", "event_participants": [participant]}
		return rest(house.secretary, "Event", verb="POST", json_body=body).status

	assert event(foreign) == event("PMT-0000-99999") == 403
	assert event(own) == 200


# Odd spellings


def test_kind_of_document_in_another_spelling_is_none(house):
	for doctype in ("party member", "PARTY MEMBER", "user"):
		assert call(house.secretary, "frappe.client.get_list", doctype=doctype).status == 404


def test_print_with_unreadable_settings_is_refused(house):
	person = house.first.people[0].name
	answer = ask(house.secretary, "/printview", doctype="Party Member", name=person, settings="{")
	assert answer.status == 417
