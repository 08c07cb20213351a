"""Requests from which nothing can be read are refused with a sentence that names what is wrong and what to do."""

import io
import json
import re

import openpyxl
import pytest
from PIL import Image

import frappe

from party_affairs.permissions.requests import address, values
from tests.site.two_branches import TODAY, build_house
from tests.support.requests import ask, call, rest

pytestmark = pytest.mark.site

NOT_FOUND, UNREADABLE, FORBIDDEN = 404, 417, 403


@pytest.fixture(scope="module")
def house(built_once):
	return built_once(build_house, TODAY)


@pytest.fixture(autouse=True)
def _on_the_day(freeze):
	freeze(TODAY)


def meeting(house, **values):
	return {
		"doctype": "Party Meeting",
		"branch": house.first.branch.name,
		"kind": "Theme Day",
		"topic": "学习",
		"starts_on": "2026-03-09 14:00:00",
		**values,
	}


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"attendees": "全体党员"}, r"参会与缺席人员.*表格"),
		({"attendees": ["甲"]}, r"参会与缺席人员.*第1行.*不是一行内容"),
		({"attendees": [{"doctype": "Party Meeting Guest"}]}, r"参会与缺席人员.*第1行.*不是本表格的行"),
		({"branch": {"a": 1}}, r"党组织.*不是单个值"),
		({"branch": ["in", ["甲"]]}, r"党组织.*不是单个值"),
		({"topic": "长" * 200}, r"超过140个字符"),
		({"topic": "甲\x07乙"}, r"无法保存的字符"),
		({"starts_on": "NaN"}, r"开始时间.*NaN.*不是日期和时间"),
		({"starts_on": "0000-00-00"}, r"开始时间.*不是日期和时间"),
		({"attendees": [{"member": "甲" * 200}]}, r"参会与缺席人员.*1.*超过140个字符"),
		({"attendees": [{"member_name": ["甲"]}]}, r"参会与缺席人员.*1.*不是单个值"),
		({"save": "x"}, r"没有字段.*save"),
	],
)
@pytest.mark.parametrize("door", ["form", "client", "rest"])
def test_values_of_a_document_are_named_by_field_and_row(house, values, sentence, door):
	document = meeting(house, **values)
	before = frappe.db.count("Party Meeting")
	if door == "form":
		answer = call(house.secretary, "frappe.desk.form.save.savedocs", doc=document, action="Save")
	elif door == "client":
		answer = call(house.secretary, "frappe.client.insert", doc=document)
	else:
		answer = ask(house.secretary, "/api/resource/Party Meeting", "POST", json_body=document)
	assert (answer.status, frappe.db.count("Party Meeting")) == (UNREADABLE, before)
	assert_says(answer, sentence)


def test_a_state_that_is_none_is_named(house):
	document = meeting(house, docstatus="已提交")
	answer = call(house.secretary, "frappe.desk.form.save.savedocs", doc=document, action="Save")
	assert answer.status == UNREADABLE
	assert_says(answer, r"docstatus.*不是整数")


def assert_says(answer, pattern):
	messages = json.loads(answer.content).get("_server_messages") or "[]"
	said = " ".join(json.loads(message)["message"] for message in json.loads(messages))
	assert re.search(pattern, frappe.utils.strip_html(said)), said


@pytest.mark.parametrize(
	("method", "arguments", "status", "sentence"),
	[
		("frappe.client.get_list", {"doctype": "Party Meeting", "filters": "[["}, UNREADABLE, "filters"),
		("frappe.client.get_list", {"doctype": "Party Meeting", "filters": '"甲"'}, UNREADABLE, "filters"),
		(
			"frappe.client.get_list",
			{"doctype": "Party Meeting", "fields": '["nothing"]'},
			UNREADABLE,
			"nothing",
		),
		("frappe.client.get_list", {"doctype": "Party Meeting", "order_by": "1; drop"}, UNREADABLE, "drop"),
		(
			"frappe.client.get_list",
			{"doctype": "Party Meeting", "filters": '[["starts_on", ">", "2026-02-30"]]'},
			UNREADABLE,
			"2026-02-30",
		),
		(
			"frappe.client.get_list",
			{"doctype": "Party Meeting", "filters": '{"branch": {"a": 1}}'},
			UNREADABLE,
			"组织生活",
		),
		("frappe.desk.reportview.get", {}, UNREADABLE, "缺少doctype"),
		("frappe.client.get_value", {"doctype": "Party Meeting"}, UNREADABLE, "缺少fieldname"),
		("frappe.client.get_list", {"doctype": "没有此类"}, NOT_FOUND, "没有名为没有此类的单据类型"),
		("party_affairs.api.meetings.calendar.get_meetings", {"start": TODAY}, UNREADABLE, "缺少end"),
		(
			"party_affairs.api.meetings.calendar.get_meetings",
			{"start": TODAY, "end": "2026-13-01"},
			UNREADABLE,
			"2026-13-01不是有效日期",
		),
		(
			"party_affairs.api.meetings.calendar.get_meetings",
			{"start": TODAY, "end": TODAY, "filters": "{"},
			UNREADABLE,
			"filters",
		),
		("party_affairs.api.dues.cards.dues_by_month", {"filters": "{"}, UNREADABLE, "filters"),
		(
			"frappe.desk.like.toggle_like",
			{"doctype": "Party Branch Firm", "name": "x", "add": "Yes"},
			None,
			"",
		),
	],
)
def test_arguments_are_named(house, method, arguments, status, sentence):
	answer = call(
		"Administrator", method, verb="GET" if "get" in method or "dues" in method else "POST", **arguments
	)
	if status:
		assert answer.status == status
		assert_says(answer, sentence)
	else:
		assert UNREADABLE == answer.status


def test_good_requests_are_let_through(house):
	"""Every shape in which lists and forms ask."""
	for filters in (
		[["Party Meeting", "starts_on", "between", ["2026-01-01", "2026-12-31"]]],
		[["starts_on", ">=", "2026-01-01"]],
		{"topic": ["like", "%会议%"]},
		{"branch": house.first.branch.name},
		[["Party Meeting", "starts_on", "Timespan", "this year"]],
		[["Party Meeting Attendee", "member", "=", house.first.people[0].name]],
		[["Party Meeting", "_assign", "like", "%x%"], ["docstatus", "in", [0, 1]]],
	):
		answer = call(
			house.secretary,
			"frappe.desk.reportview.get",
			doctype="Party Meeting",
			fields=[
				"`tabParty Meeting`.`name`",
				"`tabParty Meeting`.`topic`",
				"`tabParty Meeting`.`_user_tags`",
			],
			filters=filters,
			order_by="`tabParty Meeting`.`modified` desc",
			start=0,
			page_length=20,
			view="List",
		)
		assert (answer.status, filters) == (200, filters)
	for name in ("party_meeting", "new-party-meeting-1"):
		document = meeting(house, name=name, __islocal=1, __unsaved=1, attendees=[], guests=None)
		saved = call(house.secretary, "frappe.desk.form.save.savedocs", doc=document, action="Save")
		assert saved.status == 200


def test_characters_that_no_document_shows_are_left_out_of_pasted_texts(house):
	answer = call(
		house.secretary, "frappe.client.insert", doc=meeting(house, agenda="第一项\x0b第二项\n第三项")
	)
	assert answer.data["agenda"] == "第一项第二项\n第三项"


@pytest.mark.parametrize("text", ["甲\ud800乙", "甲\x00乙"])
def test_what_the_database_cannot_write_is_refused_anywhere(house, text):
	body = {"doctype": "Party Meeting", "filters": {"topic": text}}
	answer = ask(house.secretary, "/api/method/frappe.client.get_list", "POST", json_body=body)
	assert answer.status == UNREADABLE
	assert_says(answer, "无法保存的字符|Invalid request body")


# Prints


def test_a_forged_document_is_not_printed(house):
	stored = frappe.get_doc("Party Meeting", {"branch": house.first.branch.name})
	forged = {**json.loads(frappe.as_json(stored.as_dict())), "topic": "伪造的议题"}
	for arguments in (
		{"doc": forged},
		{"doc": forged, "print_format": "Meeting Minutes"},
		{"doc": "Party Meeting", "name": stored.name},
	):
		printed = call(house.secretary, "frappe.www.printview.get_html_and_style", **arguments)
		assert printed.status == 200
		assert "伪造的议题" not in printed.text and stored.topic in printed.text
	page = ask(house.secretary, "/printview", doctype="Party Meeting", name=stored.name, doc=forged)
	assert page.status == 200
	assert "伪造的议题" not in page.text and stored.topic in page.text


def test_a_document_that_is_not_saved_is_not_printed(house):
	answer = call(
		house.secretary,
		"frappe.www.printview.get_html_and_style",
		doc=meeting(house, name="new-party-meeting-1", __islocal=1),
	)
	assert answer.status in (UNREADABLE, FORBIDDEN)


# Attachments


def picture(kind="PNG"):
	stream = io.BytesIO()
	Image.new("RGB", (2, 2)).save(stream, kind)
	return stream.getvalue()


def workbook():
	stream = io.BytesIO()
	openpyxl.Workbook().save(stream)
	return stream.getvalue()


def attach(house, name, content, **arguments):
	return call(
		house.secretary,
		"upload_file",
		files=[("file", (name, content))],
		**{
			"doctype": "Party Branch",
			"docname": house.first.branch.name,
			"is_private": 1,
			"folder": "Home/Attachments",
			**arguments,
		},
	)


@pytest.mark.parametrize(
	("name", "content", "sentence"),
	[
		("记录.pdf", b"not a file", "不是有效的pdf文件"),
		("名册.xlsx", b"PK\x03\x04", "不是有效的xlsx文件"),
		("照片.jpg", picture("PNG")[:20], "不是有效的jpg文件"),
		("说明.docx", picture(), "不是有效的docx文件"),
		("说明.txt", b"", "空文件"),
		("长" * 120 + ".txt", b"text", "文件名"),
		("x<b>.png", picture(), "文件名"),
	],
)
def test_what_is_no_file_is_not_attached(house, name, content, sentence):
	before = frappe.db.count("File")
	answer = attach(house, name, content)
	assert (answer.status, frappe.db.count("File")) == (UNREADABLE, before)
	assert_says(answer, sentence)


@pytest.mark.parametrize(
	("name", "content"), [("照片.png", picture()), ("名册.xlsx", workbook()), ("x.txt", "文".encode())]
)
def test_files_are_attached(house, name, content):
	answer = attach(house, name, content)
	assert answer.status == 200
	frappe.get_doc("File", answer.data["name"]).delete()


@pytest.mark.parametrize(
	"address",
	[
		"http://127.0.0.1/x.pdf",
		"/private/files/../../site_config.json",
		"/files/nothing.pdf",
		"ftp://x/y",
		"file:///etc/passwd",
	],
)
def test_an_address_that_names_no_file_of_the_site_is_not_attached(house, address):
	values = {
		"doctype": "File",
		"file_name": "x.pdf",
		"file_url": address,
		"attached_to_doctype": "Party Branch",
		"attached_to_name": house.first.branch.name,
	}
	before = frappe.db.count("File")
	for answer in (
		call(
			house.secretary,
			"upload_file",
			**{**values, "docname": house.first.branch.name, "doctype": "Party Branch"},
		),
		rest(house.secretary, "File", verb="POST", data=values),
	):
		assert answer.status in (UNREADABLE, FORBIDDEN)
	assert frappe.db.count("File") == before


def test_a_row_of_a_report_is_asked_for_by_one_value(house):
	answer = call(
		house.secretary,
		"frappe.desk.query_report.run",
		report_name="Thought Reports Outstanding",
		filters={"branch": {"a": 1}, "year": 2026},
	)
	assert answer.status == UNREADABLE


# What an answer says


def said_in(answer):
	body = json.loads(answer.content)
	return body.get("exc_type"), [
		json.loads(message)["message"] for message in json.loads(body.get("_server_messages") or "[]")
	]


def test_an_answer_that_is_given_reports_no_error(house):
	user = house.secretary
	made = ask(user, "/api/resource/Party Meeting", "POST", json_body=meeting(house))
	name = made.data["name"]
	answers = [
		made,
		rest(user, "Party Meeting"),
		rest(user, "Party Meeting", name),
		rest(user, "Party Meeting", name, "PUT", topic="学习二"),
		call(user, "frappe.client.get_list", doctype="Party Member"),
		rest(user, "Party Meeting", name, "DELETE"),
	]
	for answer in answers:
		assert answer.status in (200, 202) and said_in(answer) == (None, [])


@pytest.mark.parametrize(
	("asked", "error"),
	[
		(lambda user: rest(user, "Party Member", None, "POST", docstatus=1), "PermissionError"),
		(lambda user: rest(user, "Party Meeting", "没有"), "PermissionError"),
		(lambda user: rest(user, "Party Member", fields='["id_number"]'), "PermissionError"),
		(lambda user: call(user, "nothing.of.this", doctype="Party Meeting"), None),
		(lambda user: call(user, "frappe.nothing", doctype="Party Meeting"), None),
		(lambda user: call(user, "run_doc_method", dt="Nothing", method="x"), None),
	],
	ids=["field", "missing", "sensitive", "app", "method", "kind of document"],
)
def test_a_refusal_says_one_thing(house, asked, error):
	answer = asked(house.plain)
	kind, sentences = said_in(answer)
	assert answer.status >= 400 and len(sentences) == 1, sentences
	assert kind != "AppNotInstalledError" and error in (None, kind)


# The tables of what is looked at


@pytest.mark.parametrize("table", ["_REQUIRED", "_PRINTS", "_ARGUMENTS_OF", "_MORE"])
def test_methods_are_named_as_they_are_defined(table):
	"""By another name what is said of them would be looked up in vain. What this version has not is left to the others."""
	moved = {
		name: address.defined_as(name)
		for name in getattr(values, table)
		if address.defined_as(name) != name or "." not in name
	}
	assert moved == {}


@pytest.mark.parametrize("name", ["run_doc_method", "frappe.handler.run_doc_method"])
def test_method_of_a_document_needs_a_document(house, name):
	for docs in ("x", "[]", "{"):
		answer = ask(house.secretary, f"/api/method/{name}", "POST", docs=docs, method="x")
		assert answer.status in (UNREADABLE, NOT_FOUND)


@pytest.mark.parametrize("name", ["upload_file", "frappe.handler.upload_file"])
def test_name_of_an_uploaded_file_is_one_line(house, name):
	body = {"file_name": {"a": 1}, "file_url": "/files/x.png"}
	answer = ask(house.secretary, f"/api/method/{name}", "POST", json_body=body)
	assert answer.status == UNREADABLE
	assert_says(answer, "file_name")
