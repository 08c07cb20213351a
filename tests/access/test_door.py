"""The gate: every way into the platform is known, and what is not open is refused with nothing read and nothing written."""

import json

import pytest

import frappe

from party_affairs.permissions import door
from party_affairs.permissions.companions import COMPANIONS
from party_affairs.permissions.doors import DOORS, Safety
from party_affairs.permissions.requests import address
from tests.site import factory
from tests.site.two_branches import TODAY, build_house
from tests.support import whitelisted
from tests.support.doors import attachment
from tests.support.requests import ask, call, rest

pytestmark = pytest.mark.site


@pytest.fixture(scope="module")
def house(built_once):
	return built_once(build_house, TODAY)


def test_every_method_of_every_app_is_classified():
	"""An upgrade that brings a new method, or a changed place for an old one, fails here until somebody has looked at it."""
	apps = [app for app in frappe.get_installed_apps() if app not in ("party_affairs", "erpnext")]
	found = {name for app in apps for name in whitelisted.methods(app)}
	assert len(found) > 400
	assert sorted(found - set(DOORS)) == []


def test_every_page_is_classified():
	found = {
		page for app in frappe.get_installed_apps() if app != "erpnext" for page in whitelisted.pages(app)
	}
	assert len(found) > 20
	assert sorted(page for page in found if f"page:{page}" not in DOORS) == []


def test_every_rest_route_is_classified():
	unknown = []
	for path, verb in whitelisted.routes():
		parts = [part for part in path.split("/") if part][1:]
		frappe.local.request = frappe._dict(path=path, method=verb)
		parts = parts[1:] if parts[0] in ("v1", "v2") else parts
		if parts[0] != "method" and f"rest:{address.operation_of(parts[0], parts[1:])}" not in DOORS:
			unknown.append((path, verb))
	assert unknown == []


def test_open_methods_that_frappe_overrides_are_overridden():
	overridden = {name for name, item in DOORS.items() if item.safety is Safety.OVERRIDDEN}
	ours = {
		name
		for name, overrides in frappe.get_hooks("override_whitelisted_methods").items()
		if all(override.startswith("party_affairs.") for override in overrides)
	}
	assert overridden == ours


STATE_COUNT = "frappe.workflow.doctype.workflow.workflow.get_workflow_state_count"
CUSTOM_FIELD = "frappe.desk.query_report.get_data_for_custom_field"


def reads_of(house):
	"""Methods that would tell a stranger about a member of the second branch, with their arguments."""
	person = house.second.people[0]
	of = {"doctype": "Party Member", "docname": person.name}
	named = {"doctype": "Party Member", "name": person.name}
	return [
		(STATE_COUNT, {"doctype": "Party Member", "workflow_state_field": "member_name", "states": ["x"]}),
		(CUSTOM_FIELD, {"doctype": "Party Member", "field": "member_name"}),
		(CUSTOM_FIELD, {"doctype": "File", "field": "file_url"}),
		(
			"frappe.desk.search.search_widget",
			{
				"doctype": "Party Member",
				"txt": "",
				"ignore_user_permissions": 1,
				"filter_fields": ["id_number"],
			},
		),
		(
			"frappe.desk.search.search_link",
			{"doctype": "Party Member", "txt": "", "ignore_user_permissions": 1},
		),
		("frappe.desk.search.get_link_title", of),
		("frappe.client.validate_link", of),
		("frappe.client.get_doc_permissions", of),
		("frappe.client.has_permission", of),
		("frappe.desk.form.linked_with.get_submitted_linked_docs", named),
		("frappe.share.get_users", named),
		("frappe.desk.form.load.get_docinfo", named),
		("frappe.desk.treeview.get_children", {"doctype": "Party Branch", "parent": house.committee.name}),
		("frappe.core.doctype.data_export.exporter.export_data", {"doctype": "Party Member", "with_data": 1}),
		(
			"frappe.model.mapper.make_mapped_doc",
			{"method": STATE_COUNT, "source_name": person.name, "args": of},
		),
	]


def test_plain_member_and_stranger_are_told_nothing(house):
	person = house.second.people[0]
	told = []
	for user in (house.plain, house.publicity):
		for method, arguments in reads_of(house):
			for verb in ("GET", "POST"):
				answer = call(user, method, verb=verb, **arguments)
				assert answer.status < 500, (method, answer.text)
				secrets = {person.member_name, house.second.branch.name} - {
					str(value) for value in arguments.values()
				}
				if any(secret in answer.text for secret in secrets) or '"read": 1' in answer.text:
					told.append((user, method, verb))
	assert told == []


def test_whether_a_document_exists_is_not_told(house):
	for method in ("frappe.client.get_doc_permissions", "frappe.desk.like.toggle_like"):
		there, nowhere = (
			call(house.publicity, method, doctype="Party Member", docname=name, name=name)
			for name in (house.second.people[0].name, "NOWHERE-1")
		)
		assert there.status == nowhere.status == 403
		assert json.loads(there.content)["exception"] == json.loads(nowhere.content)["exception"]


def test_whether_a_confidential_document_exists_is_not_told_anywhere(house):
	case = frappe.get_doc(
		{
			"doctype": "Discipline Case",
			"branch": house.second.branch.name,
			"member": house.second.people[0].name,
		}
	)
	case.flags.ignore_mandatory = True
	case.db_insert()
	for name in (case.name, "nowhere1234"):
		for user in (house.publicity, house.officer, house.plain):
			assert rest(user, "Discipline Case", name).status == 403
			assert call(user, "frappe.client.get", doctype="Discipline Case", name=name).status == 403
			assert (
				call(user, "frappe.desk.form.load.getdoc", doctype="Discipline Case", name=name).status == 403
			)


def test_new_form_of_a_confidential_document_opens(house):
	assert (
		call(house.secretary, "frappe.desk.form.load.getdoc", doctype="Heart Talk", name="new").status == 200
	)


def test_the_same_methods_serve_those_who_may_read(house):
	own = house.first.people[0]
	of = {"doctype": "Party Member", "docname": own.name}
	assert call(house.secretary, "frappe.client.validate_link", **of).data == {"name": own.name}
	assert call(house.secretary, "frappe.client.get_doc_permissions", **of).data["permissions"]["read"]
	values = call(house.secretary, CUSTOM_FIELD, doctype="Party Member", field="member_name").data
	assert set(values) == {person.name for person in house.first.people} | set(
		frappe.get_all("Party Member", {"branch": house.first.branch.name}, pluck="name")
	)
	found = call(house.secretary, "frappe.desk.search.search_link", doctype="Party Member", txt="甲支部")
	assert own.name in found.text
	tagged = call(
		house.secretary, "frappe.desk.doctype.tag.tag.add_tag", tag="重点", dt="Party Member", dn=own.name
	)
	assert tagged.status == 200
	liked = call(
		house.secretary, "frappe.desk.like.toggle_like", doctype="Party Member", name=own.name, add="Yes"
	)
	assert liked.status == 200


@pytest.mark.parametrize(
	("method", "arguments"),
	[
		("frappe.desk.doctype.tag.tag.add_tag", {"tag": "x", "dt": "Party Member", "dn": "{}"}),
		("frappe.desk.doctype.tag.tag.add_tags", {"tags": ["x"], "dt": "Party Member", "docs": ["{}"]}),
		("frappe.desk.like.toggle_like", {"doctype": "Party Member", "name": "{}", "add": "Yes"}),
		(
			"frappe.desk.form.utils.add_comment",
			{
				"reference_doctype": "Party Member",
				"reference_name": "{}",
				"content": "x",
				"comment_email": "x@example.org",
				"comment_by": "x",
			},
		),
		(
			"frappe.templates.includes.comments.comments.add_comment",
			{
				"comment": "x" * 20,
				"comment_email": "x@example.org",
				"comment_by": "x",
				"reference_doctype": "Party Member",
				"reference_name": "{}",
				"route": "x",
			},
		),
		(
			"frappe.desk.form.document_follow.follow_document",
			{"doctype": "Party Member", "doc_name": "{}", "user": "x"},
		),
		(
			"frappe.desk.form.assign_to.add",
			{"doctype": "Party Member", "name": "{}", "assign_to": ["Administrator"]},
		),
		("frappe.email.relink", {"name": "x", "reference_doctype": "Party Member", "reference_name": "{}"}),
	],
)
def test_nothing_is_put_beside_a_foreign_document(house, method, arguments):
	foreign = house.second.people[0].name
	filled = json.loads(json.dumps(arguments).replace("{}", foreign))
	counts = {
		name: frappe.db.count(name, {COMPANIONS[name][0]: "Party Member", COMPANIONS[name][1]: foreign})
		for name in ("Comment", "Tag Link", "Document Follow", "ToDo")
	}
	for user in (house.publicity, house.plain):
		assert ask(user, f"/api/method/{method}", "POST", json_body=filled).status == 403
	for name, count in counts.items():
		of_doctype, of_name = COMPANIONS[name]
		assert frappe.db.count(name, {of_doctype: "Party Member", of_name: foreign}) == count
	assert frappe.db.get_value("Party Member", foreign, ["_user_tags", "_liked_by"]) == (None, None)


def test_companion_by_rest_needs_the_document(house):
	foreign, own = house.second.people[0].name, house.first.people[0].name
	row = {"comment_type": "Comment", "reference_doctype": "Party Member", "content": "x"}
	assert (
		rest(house.secretary, "Comment", verb="POST", json_body={**row, "reference_name": foreign}).status
		== 403
	)
	allowed = rest(house.secretary, "Comment", verb="POST", json_body={**row, "reference_name": own})
	assert allowed.status in (200, 403) and ("该通道" not in allowed.text)


def test_alias_and_spelling_open_nothing(house):
	asked = {"doctype": "Party Member", "field": "member_name"}
	alias = call(
		house.publicity,
		"party_affairs.permissions.linked_records.search.search_widget",
		doctype="Party Member",
		txt="",
	)
	assert alias.status >= 400
	for spelled in ("party member", "Party Member ", "Ｐarty Member", "PARTY MEMBER", "Party\u200b Member"):
		answer = call(
			house.publicity, STATE_COUNT, doctype=spelled, workflow_state_field="member_name", states=["x"]
		)
		assert answer.status == 403, spelled
	nested = json.dumps({"a": [json.dumps({"doctype": "Party Member"})]})
	assert (
		call(
			house.publicity, STATE_COUNT, doctype="Event", workflow_state_field="status", states=nested
		).status
		== 403
	)
	by_command = ask(
		house.publicity,
		"/",
		cmd=STATE_COUNT,
		workflow_state_field="member_name",
		states="[]",
		doctype="Party Member",
	)
	assert by_command.status == 403
	assert call(house.publicity, "frappe.desk.query_report.get_data_for_custom_field", **asked).status == 200


def test_method_of_another_app_is_closed_until_somebody_vouches_for_it(house, monkeypatch):
	asked = {
		"doctype": "Party Member",
		"txt": "",
		"searchfield": "name",
		"start": 0,
		"page_len": 9,
		"filters": [],
	}
	method = "frappe.core.doctype.role.role.role_query"
	monkeypatch.setattr(door, "DOORS", {name: item for name, item in DOORS.items() if name != method})
	assert call(house.secretary, method, **asked).status == 403
	monkeypatch.setitem(frappe.local.conf, "party_affairs_doors", [method])
	assert call(house.secretary, method, **asked).status == 200


def test_pages_by_the_name_of_a_doctype_are_closed(house):
	name = house.first.people[0].name
	for path in ("/Party Member", f"/Party Member/{name}", "/party member"):
		assert ask(house.secretary, path).status == 403
	assert ask(house.secretary, "/list", doctype="Party Member").status == 403
	assert ask(house.secretary, "/printview", doctype="Party Member", name=name).status == 200
	assert ask(house.plain, "/printview", doctype="Party Member", name=name).status == 403
	assert ask(house.plain, "/party").status == 200


def test_other_documents_are_left_to_frappe(house):
	assert (
		call(
			house.publicity, STATE_COUNT, doctype="Event", workflow_state_field="status", states=["x"]
		).status
		== 200
	)
	assert rest(house.publicity, "ToDo").status == 200
	assert ask(house.publicity, "/me").status == 200


@pytest.mark.parametrize(
	"field",
	["member.id_number", "`member`.`id_number` as x", "member . mobile", "`tabParty Member`.`mobile`"],
)
def test_fields_of_linked_documents_are_not_joined(house, field):
	for user in (house.secretary, house.publicity, house.officer):
		for method in ("frappe.client.get_list", "frappe.desk.reportview.get"):
			assert call(user, method, doctype="Party Post", fields=["name", field]).status == 403
	for open_field in ("member.member_name", "member.member_name as member_title", "member.name", "branch"):
		answer = call(
			house.secretary, "frappe.client.get_list", doctype="Party Post", fields=["name", open_field]
		)
		assert answer.status == 200


def test_chart_is_counted_anew_for_each_caller(house):
	chart = frappe.get_doc(
		doctype="Dashboard Chart",
		chart_name="党员分布",
		chart_type="Group By",
		document_type="Party Member",
		group_by_based_on="member_name",
		group_by_type="Count",
		number_of_groups=0,
		is_public=1,
		filters_json="[]",
		type="Bar",
	).insert()
	method = "frappe.desk.doctype.dashboard_chart.dashboard_chart.get"
	foreign, own = house.second.people[0].member_name, house.first.people[1].member_name
	assert foreign in call(house.officer, method, chart_name=chart.name).text
	for arguments in ({"chart_name": chart.name}, {"chart": {"name": chart.name, "document_type": "User"}}):
		shown = call(house.secretary, method, **arguments)
		assert foreign not in shown.text
	assert own in call(house.secretary, method, chart_name=chart.name).text


def test_tree_is_unfolded_by_our_own_method_alone(house):
	asked = {"doctype": "Party Branch", "label": "x", "parent": house.committee.name, "is_root": False}
	method = "frappe.desk.treeview.get_all_nodes"
	for tree_method in ("frappe.desk.treeview.get_children", "frappe.client.get_list"):
		assert call(house.secretary, method, tree_method=tree_method, **asked).status == 403
	ours = call(
		house.officer, method, tree_method="party_affairs.api.organisation.tree.get_branch_nodes", **asked
	)
	assert ours.status == 200 and house.second.branch.name in ours.text


def test_nobody_follows_our_documents(house):
	follow = frappe.get_doc(
		doctype="Document Follow",
		ref_doctype="Party Member",
		ref_docname=house.first.people[0].name,
		user=house.secretary,
	).insert(ignore_permissions=True)
	assert not frappe.db.exists("Document Follow", follow.name)


TEMPLATE = "frappe.core.doctype.data_import.data_import.download_template"


def test_template_of_an_import_has_no_columns_that_are_not_ones_own(house):
	organisation = factory.holder(house.first.branch, "Organisation Commissioner")

	def template(user, columns, doctype="Party Member"):
		return call(
			user, TEMPLATE, doctype=doctype, export_fields=columns, export_records="all", file_type="CSV"
		).status

	open_columns, sensitive = {"Party Member": ["name", "mobile"]}, {"Party Member": ["name", "id_number"]}
	incomes = {"Dues Assessment": ["name"], "income_items": ["amount"]}
	assert template(house.publicity, open_columns) == 200
	assert template(organisation, sensitive) == 200
	assert template(house.officer, sensitive) == 200
	for columns in (sensitive, "All"):
		assert template(house.publicity, columns) == 403
	for columns in (incomes, {"Dues Assessment": ["income_amount"]}):
		assert template(house.publicity, columns, "Dues Assessment") == 403
		assert template(house.officer, columns, "Dues Assessment") == 403
		assert template(house.secretary, columns, "Dues Assessment") == 200


# Writes


def test_place_in_the_tree_is_not_written(house):
	branch = house.first.branch.name
	before = frappe.db.get_value("Party Branch", branch, ["lft", "rgt"])
	for user in (house.officer, house.secretary, "Administrator"):
		assert rest(user, "Party Branch", branch, "PUT", json_body={"lft": 1, "rgt": 1000}).status == 403
		answer = call(
			user, "frappe.client.set_value", doctype="Party Branch", name=branch, fieldname={"lft": 1}
		)
		assert answer.status == 403
	assert frappe.db.get_value("Party Branch", branch, ["lft", "rgt"]) == before


def test_form_that_sends_such_a_field_is_set_right(house):
	document = json.loads(frappe.as_json(frappe.get_doc("Party Branch", house.first.branch.name).as_dict()))
	short, before = "甲", (document["lft"], document["rgt"])
	document.update(short_name=short, lft=1, rgt=1000)
	assert call(house.officer, "frappe.desk.form.save.savedocs", doc=document, action="Save").status == 403
	document.update(lft=before[0], rgt=before[1], term_end="2040-01-01")
	answer = call(house.officer, "frappe.desk.form.save.savedocs", doc=document, action="Save")
	assert answer.status == 200, answer.text
	stored = frappe.get_doc("Party Branch", house.first.branch.name)
	assert (stored.short_name, stored.lft, stored.rgt) == (short, *before)
	assert str(stored.term_end) != "2040-01-01"


@pytest.mark.parametrize("field", ["owner", "creation", "docstatus", "_user_tags", "import_row"])
def test_fields_of_system_and_app_are_not_written(house, field):
	person = house.first.people[0].name
	before = frappe.db.get_value("Party Member", person, field)
	value = 1 if field == "docstatus" else "2001-01-01"
	assert rest(house.secretary, "Party Member", person, "PUT", json_body={field: value}).status in (403, 417)
	assert frappe.db.get_value("Party Member", person, field) == before
	assert (
		rest(house.secretary, "Party Member", person, "PUT", json_body={"mobile": "13900000001"}).status
		== 200
	)


def test_rows_are_written_with_their_document_alone(house):
	meeting = frappe.get_all("Party Meeting", {"branch": house.first.branch.name}, pluck="name")[0]
	row = {"parent": meeting, "parenttype": "Party Meeting", "parentfield": "guests", "guest_name": "某人"}
	before = frappe.db.count("Party Meeting Guest")
	for user in (house.secretary, "Administrator"):
		assert rest(user, "Party Meeting Guest", verb="POST", json_body=row).status == 403
		doc = {**row, "doctype": "Party Meeting Guest"}
		assert call(user, "frappe.client.save", doc=doc).status == 403
		assert (
			call(user, "frappe.desk.form.save.savedocs", doc={**doc, "__islocal": 1}, action="Save").status
			== 403
		)
	attendee = frappe.get_all("Party Meeting Attendee", {"parent": meeting}, pluck="name")[0]
	assert rest(house.secretary, "Party Meeting Attendee", attendee, "DELETE").status == 403
	assert (
		rest(house.secretary, "Party Meeting Attendee", attendee, "PUT", json_body={"idx": 9}).status == 403
	)
	assert frappe.db.count("Party Meeting Guest") == before
	assert frappe.db.exists("Party Meeting Attendee", attendee)


def test_state_is_changed_by_submitting(house):
	meeting = frappe.get_all("Party Meeting", {"branch": house.first.branch.name}, ["name", "docstatus"])[0]
	other = 1 - min(meeting.docstatus, 1)
	assert (
		rest(house.secretary, "Party Meeting", meeting.name, "PUT", json_body={"docstatus": other}).status
		== 403
	)
	assert frappe.db.get_value("Party Meeting", meeting.name, "docstatus") == meeting.docstatus


def test_name_is_corrected_by_those_who_may_change_the_document(house):
	firm, other = (factory.firm(house.committee, name) for name in ("旧名律师事务所", "另一律师事务所"))
	covered = factory.firm(house.committee, "所辖律师事务所")
	branch = frappe.get_doc("Party Branch", house.first.branch.name)
	branch.append("covered_firms", {"firm": covered.name})
	branch.save()

	def rename(user, old, new, merge):
		answer = call(
			user, "frappe.client.rename_doc", doctype="Law Firm", old_name=old, new_name=new, merge=merge
		)
		return answer.status

	assert rename(house.secretary, firm.name, "改名律师事务所", 0) == 403
	assert rename(house.secretary, firm.name, other.name, 1) == 403
	assert rename(house.secretary, covered.name, other.name, 1) == 403
	title = call(
		house.secretary,
		"frappe.model.rename_doc.update_document_title",
		doctype="Law Firm",
		docname=covered.name,
		new_name=other.name,
		merge=1,
	)
	assert title.status == 403
	assert all(frappe.db.exists("Law Firm", name) for name in (firm.name, other.name, covered.name))
	assert rename(house.secretary, covered.name, "所辖新名律师事务所", 0) == 200
	assert rename(house.officer, firm.name, other.name, 1) == 200
	assert not frappe.db.exists("Law Firm", firm.name)


def test_stored_record_is_not_moved_by_relinking(house):
	report = factory.thought_report(house.first.people[0], "2026-H1", "2026-03-01")
	foreign = house.second.people[0].name
	answer = rest(house.secretary, "Thought Report", report.name, "PUT", json_body={"member": foreign})
	assert answer.status in (403, 417)
	assert frappe.db.get_value("Thought Report", report.name, "branch") == house.first.branch.name


# Files and addresses


def test_address_of_a_foreign_file_is_no_key(house):
	foreign = attachment(house.second.people[0], content="秘密内容")
	assert "秘密内容" not in ask(house.secretary, foreign.file_url).text
	url = foreign.file_url
	for spelled in (
		url,
		url.replace("/files/", "/files/./"),
		url.replace("private", "%70rivate"),
		f"x <img src='{url}'>",
	):
		made = rest(
			house.secretary,
			"File",
			verb="POST",
			json_body={"file_url": spelled, "file_name": "x", "is_private": 1},
		)
		assert made.status in (403, 417), spelled
		assert "秘密内容" not in ask(house.secretary, url).text
	uploaded = call(house.secretary, "upload_file", file_url=url, is_private=1)
	assert uploaded.status == 403
	assert rest(house.secretary, "User", house.secretary, "PUT", json_body={"user_image": url}).status == 403
	assert "秘密内容" in ask(house.officer, url).text


@pytest.mark.parametrize("doctype", ["Party Dues Statement", "Party Meeting", "Heart Talk"])
def test_form_that_is_not_stored_yet_takes_files(house, doctype):
	name = f"new-{frappe.scrub(doctype).replace('_', '-')}-1"
	file = ("file", ("账单.csv", "交易时间,金额\n2026-01-01,1".encode()))
	given = {"doctype": doctype, "docname": name, "is_private": 1}
	# Releases of 16 take files for stored documents alone, of whatever kind.
	by_frappe = call(
		house.secretary, "upload_file", files=[file], doctype="ToDo", docname="new-todo-1"
	).status
	assert call(house.secretary, "upload_file", files=[file], **given).status == by_frappe
	assert call(house.plain, "upload_file", files=[file], **given).status == 403
	stored = frappe.get_all("File", {"attached_to_name": name}, ["name", "owner"])
	assert [row.owner for row in stored] == ([house.secretary] if by_frappe == 200 else [])
	for user, seen in ((house.secretary, True), (house.officer, False)):
		listed = rest(user, "File", limit_page_length=0).text
		assert not stored or (stored[0].name in listed) is seen


def test_report_that_is_printed_fetches_nothing_foreign(house, monkeypatch):
	printed = []
	monkeypatch.setattr(
		"party_affairs.printing.engine.to_pdf", lambda html, *_: printed.append(html) or b"%PDF-"
	)
	html = """<link rel=stylesheet href="http://10.0.0.1/a.css"><img src="http://10.0.0.1/b.png"><img src="&#104;ttp:&#47;&#47;10.0.0.1/c">
		<iframe src="http://10.0.0.1/d"></iframe><div style="background:u\\72l(//10.0.0.1/e)">甲</div>
		<style>@import "http://10.0.0.1/f"; p{background:url(http://10.0.0.1/g)}</style><img src="/assets/x.png">
		<object data="file:///etc/passwd"></object><svg><image xlink:href="http://10.0.0.1/h"/></svg>
		<meta http-equiv="refresh" content="0;url=http://10.0.0.1/i"><base href="http://10.0.0.1/"><a href="http://law.example">乙</a>"""
	answer = call(house.secretary, "frappe.utils.print_format.report_to_pdf", html=html)
	assert answer.status == 200, answer.text
	assert "10.0.0.1" not in printed[0] and "passwd" not in printed[0]
	assert "甲" in printed[0] and "/assets/x.png" in printed[0] and "http://law.example" in printed[0]
