"""Who has seen sensitive data: each way leaves one line, what was refused and what is one's own leaves none."""

import io
import json

import openpyxl
import pytest

import frappe
from frappe.utils import nowdate

from party_affairs import ledgers
from party_affairs.permissions import seen
from party_affairs.privacy import trail
from tests.site import factory
from tests.support.requests import ask, call, rest

LOG = "Sensitive Data Access"
ID_NUMBER = "330702198001017116"


@pytest.fixture(scope="module")
def house(built_once):
	return built_once(build_house)


def build_house():
	committee = factory.committee("查阅测试党委")
	near = factory.branch("查阅测试甲支部", parent=committee)
	sister = factory.branch("查阅测试乙支部", parent=committee)
	person = factory.member(near, "张甲", id_number=ID_NUMBER, birth_date="1980-01-01", address="某路1号")
	bare = factory.member(near, "张乙")
	pairing = frappe.get_doc(
		doctype="Contact Pairing",
		member=person.name,
		branch=near.name,
		start_date="2025-01-10",
		contact_name="李群众",
		contact_kind="Masses",
		address="某巷2号",
		phone="13900000000",
		family="三口之家",
	).insert()
	talk = factory.heart_talk(person, bare)
	own = factory.login(person)
	factory.post(person, "Organisation Commissioner")
	case = frappe.get_doc(
		doctype="Discipline Case",
		branch=near.name,
		member=bare.name,
		subject_line="某事",
		kind="Letter or Visit",
		received_on="2025-02-01",
	).insert()
	return frappe._dict(
		committee=committee,
		near=near,
		sister=sister,
		person=person,
		bare=bare,
		pairing=pairing,
		talk=talk,
		case=case,
		own=own,
		secretary=factory.holder(near, "Secretary"),
		publicity=factory.holder(near, "Publicity Commissioner"),
		discipline=factory.holder(near, "Discipline Commissioner"),
		discipline_above=factory.holder(sister, "Discipline Commissioner", committee),
		officer=factory.holder(sister, "Party Affairs Officer", committee),
		secretary_of_sister=factory.holder(sister, "Secretary"),
		organisation_above=factory.holder(sister, "Organisation Commissioner", committee),
	)


def lines(**filters):
	fields = ["user", "way", "document_type", "document_name", "branch", "untold_branch", "records"]
	return frappe.get_all(
		LOG,
		filters=filters,
		fields=[*fields, "field_count", "sensitive_fields", "source"],
		order_by="document_type",
	)


@pytest.mark.parametrize(
	"open_it",
	[
		lambda user, doctype, name: call(
			user, "frappe.desk.form.load.getdoc", verb="GET", doctype=doctype, name=name
		),
		rest,
		lambda user, doctype, name: call(user, "frappe.client.get", verb="GET", doctype=doctype, name=name),
	],
)
def test_opening_a_form_leaves_one_line(house, open_it):
	assert open_it(house.secretary, "Party Member", house.person.name).status == 200
	(line,) = lines()
	assert (line.user, line.way, line.document_type) == (house.secretary, "Opened", "Party Member")
	assert (line.document_name, line.branch) == (house.person.name, house.near.name)
	assert (line.records, line.field_count) == (1, 2) and line.sensitive_fields == "家庭住址、身份证号"


def test_what_is_not_shown_leaves_no_line(house):
	"""Nothing filled in, not allowed to see it, no right at all, the own record."""
	assert rest(house.secretary, "Party Member", house.bare.name).status == 200
	assert rest(house.publicity, "Contact Pairing", house.pairing.name).status == 200
	assert rest(house.secretary_of_sister, "Party Member", house.person.name).status == 403
	assert ID_NUMBER in rest(house.own, "Party Member", house.person.name).text
	assert lines() == []


def test_opening_the_same_again_is_one_look_and_printing_is_not(house, freeze):
	freeze("2026-03-10 09:00:00")
	for _time in range(3):
		rest(house.secretary, "Contact Pairing", house.pairing.name)
	assert len(lines()) == 1
	for _time in range(2):
		ask(
			house.secretary,
			"/printview",
			doctype="Contact Pairing",
			name=house.pairing.name,
			format="Standard",
		)
	assert [line.way for line in lines(way="Printed")] == ["Printed", "Printed"]


@pytest.mark.parametrize(
	("method", "arguments"),
	[
		("frappe.client.get_list", {"fields": '["name", "id_number"]'}),
		(
			"frappe.desk.reportview.get",
			{"fields": '["`tabParty Member`.`name`", "`tabParty Member`.`id_number`"]'},
		),
		("frappe.client.get_value", {"fieldname": "id_number", "filters": {"member_name": "张甲"}}),
	],
)
def test_lists_that_ask_for_sensitive_columns(house, method, arguments):
	answer = call(house.secretary, method, verb="GET", doctype="Party Member", **arguments)
	assert answer.status == 200 and ID_NUMBER in answer.text
	(line,) = lines()
	assert (line.way, line.document_type, line.branch) == ("Listed", "Party Member", house.near.name)
	assert line.sensitive_fields == "身份证号" and line.records == (
		1 if "value" in method else len(house_members(house))
	)


def house_members(house):
	return frappe.get_all("Party Member", {"branch": house.near.name})


def test_lists_without_sensitive_columns_and_refused_ones(house):
	fields = '["name", "member_name"]'
	assert (
		call(house.secretary, "frappe.client.get_list", doctype="Party Member", fields=fields).status == 200
	)
	fields = '["name", "address"]'
	assert (
		call(house.publicity, "frappe.client.get_list", doctype="Contact Pairing", fields=fields).status
		== 403
	)
	assert lines() == []


def export(user, file_format, **arguments):
	return call(
		user,
		"frappe.desk.reportview.export_query",
		doctype="Party Member",
		fields='["`tabParty Member`.`member_name`", "`tabParty Member`.`id_number`"]',
		filters='[["Party Member", "member_name", "in", "张甲,张乙"]]',
		file_format_type=file_format,
		view="Report",
		title="党员",
		**arguments,
	)


def test_exports_of_lists_are_counted_and_marked(house):
	answer = export(house.secretary, "Excel")
	book = openpyxl.load_workbook(io.BytesIO(answer.content))
	cells = [cell for row in book.active.iter_rows(values_only=True) for cell in row if cell]
	assert ID_NUMBER in cells and cells[-1].startswith("导出人：") and house.secretary in cells[-1]
	assert nowdate() in cells[-1] and house.secretary in book.properties.creator
	(line,) = lines()
	assert (line.way, line.records, line.branch) == ("Exported", 2, house.near.name)


def test_exports_as_csv_and_in_the_background(house):
	answer = export(house.secretary, "CSV", export_in_background=1)
	*_rows, last = answer.content.decode().strip().splitlines()
	assert "导出人：" in last and ID_NUMBER in answer.text
	assert [(line.way, line.records) for line in lines()] == [("Exported", 2)]


def test_reports_are_listed_and_their_exports_marked(house):
	arguments = {"report_name": "Contact Pairing Ledger", "filters": json.dumps({"year": 2025})}
	call(house.secretary, "frappe.desk.query_report.run", verb="GET", **arguments)
	answer = call(
		house.secretary,
		"frappe.desk.query_report.export_query",
		file_format_type="Excel",
		visible_idx="[0]",
		**arguments,
	)
	book = openpyxl.load_workbook(io.BytesIO(answer.content))
	assert str(book.active.cell(book.active.max_row, 1).value).startswith("导出人：")
	assert sorted((line.way, line.records, line.field_count) for line in lines()) == [
		("Exported", 1, 3),
		("Listed", 1, 3),
	]


@pytest.mark.parametrize(("file_format", "way"), [("xlsx", "Exported"), ("pdf", "Printed")])
def test_ledgers_that_leave_are_marked(house, file_format, way):
	answer = call(
		house.secretary,
		"party_affairs.api.ledgers.download",
		verb="GET",
		ledger="contact_pairing",
		file_format=file_format,
		year=2025,
	)
	assert answer.status == 200
	assert [(line.way, line.records) for line in lines()] == [(way, 1)]
	if file_format == "xlsx":
		book = openpyxl.load_workbook(io.BytesIO(answer.content))
		assert house.secretary in book.properties.creator
		texts = [cell for row in book.active.iter_rows(values_only=True) for cell in row if cell]
		assert sum("导出人：" in str(text) for text in texts) == 1
	else:
		from pypdf import PdfReader

		text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(answer.content)).pages)
		assert house.secretary in text


def test_masked_ledgers_leave_no_line_and_carry_no_mark(house, set_user):
	set_user(house.publicity)
	ledger = ledgers.get("contact_pairing").build({"year": 2025}, ptype="export")
	assert ledger.rows and not ledger.mark


def test_prints_carry_the_mark(house):
	answer = ask(
		house.secretary, "/printview", doctype="Contact Pairing", name=house.pairing.name, format="Standard"
	)
	assert "export-mark" in answer.text and house.secretary in answer.text
	plain = ask(
		house.publicity, "/printview", doctype="Contact Pairing", name=house.pairing.name, format="Standard"
	)
	assert plain.status == 200 and "export-mark" not in plain.text


# Confidential documents


def test_confidential_documents_are_logged_as_a_whole_and_without_their_name(house):
	assert rest(house.secretary, "Heart Talk", house.talk.name).status == 200
	(line,) = lines()
	assert (line.way, line.document_type, line.document_name) == ("Opened", "Heart Talk", None)
	assert (line.branch, line.sensitive_fields, line.records) == (house.near.name, "", 1)


def report_of(user):
	frappe.set_user(user)
	try:
		return ledgers.get("personal_data_access").build({"year": nowdate()[:4]}).rows
	finally:
		frappe.set_user("Administrator")


def test_a_discipline_case_is_not_told_to_those_who_may_not_read_it(house):
	assert rest(house.discipline, "Discipline Case", house.case.name).status == 200
	(line,) = lines()
	assert (line.branch, line.untold_branch, line.document_name) == (None, house.near.name, None)
	for user in (house.discipline, house.discipline_above):
		assert [row["document_type"] for row in report_of(user)] == ["Discipline Case"]
	for user in (house.secretary, house.officer):
		assert report_of(user) == ()
		assert rest(user, LOG).data == []


# Who reads the log


def test_the_report_is_for_those_who_answer_for_the_data(house):
	rest(house.secretary, "Contact Pairing", house.pairing.name)
	export(house.organisation_above, "CSV")
	for user, ways in (
		(house.officer, {"Opened", "Exported"}),
		(house.discipline_above, {"Opened", "Exported"}),
		(house.secretary, {"Opened"}),
		(house.secretary_of_sister, set()),
	):
		assert {row["way"] for row in report_of(user)} == ways, user
	with pytest.raises(frappe.PermissionError):
		report_of(house.publicity)
	(row,) = [row for row in report_of(house.officer) if row["way"] == "Exported"]
	assert (row["branch"], row["records"], row["times"]) == (house.committee.name, 2, 1)


def test_the_report_on_the_desk_and_its_filters(house):
	rest(house.secretary, "Contact Pairing", house.pairing.name)
	export(house.secretary, "CSV")

	def rows(**filters):
		answer = call(
			house.officer,
			"frappe.desk.query_report.run",
			verb="GET",
			report_name="Access to Personal Data",
			filters=json.dumps({"year": nowdate()[:4], **filters}),
		)
		assert answer.status == 200, answer.text
		return [row for row in answer.data["result"] if not row.get("is_total")]

	assert len(rows()) == 2
	assert [row["way"] for row in rows(way="Exported")] == ["Exported"]
	assert [row["document_type"] for row in rows(document_type="Contact Pairing")] == ["Contact Pairing"]
	assert rows(reader="没有这个人") == [] and len(rows(reader=house.secretary)) == 2
	assert len(rows(month=str(int(nowdate()[5:7])))) == 2


@pytest.mark.parametrize("file_format", ["xlsx", "pdf"])
def test_the_report_leaves_as_a_ledger(house, file_format):
	rest(house.secretary, "Contact Pairing", house.pairing.name)
	answer = call(
		house.officer,
		"party_affairs.api.ledgers.download",
		verb="GET",
		ledger="personal_data_access",
		file_format=file_format,
		document_type="Contact Pairing",
	)
	assert answer.status == 200 and answer.content[:2] in (b"PK", b"%P")


def test_nobody_writes_or_deletes_lines(house, set_user):
	rest(house.secretary, "Contact Pairing", house.pairing.name)
	name = frappe.get_all(LOG, pluck="name")[0]
	for user in (house.officer, house.secretary, house.discipline):
		assert rest(user, LOG, name, "PUT", records=0).status == 403
		assert rest(user, LOG, name, "DELETE").status == 403
		assert (
			ask(user, f"/api/resource/{LOG}", "POST", json_body={"user": user, "way": "Opened"}).status == 403
		)
	set_user("Administrator")
	line = frappe.get_doc(LOG, name)
	line.records = 5
	with pytest.raises(frappe.PermissionError):
		line.save()


def test_background_work_and_mails(house, set_user):
	set_user(house.secretary)
	trail.note_mailed(
		frappe._dict(
			attachments=json.dumps(
				[{"print_format_attachment": 1, "doctype": "Contact Pairing", "name": house.pairing.name}]
			)
		)
	)
	trail.after_job(method="frappe.email.queue.flush")
	assert lines() == []
	ledgers.get("contact_pairing").build({"year": 2025})
	trail.after_job(method="frappe.email.doctype.auto_email_report.auto_email_report.send_daily")
	assert [(line.user, line.way) for line in lines()] == [(house.secretary, "Mailed")]


@pytest.mark.parametrize("trouble", ["locked", "read only"])
def test_a_line_that_cannot_be_written_now_is_written_later(house, monkeypatch, set_user, trouble):
	from frappe.deferred_insert import save_to_db

	def refuse(*_arguments, **_others):
		raise frappe.QueryTimeoutError

	set_user(house.secretary)
	seen.note_document(frappe.get_doc("Contact Pairing", house.pairing.name))
	with monkeypatch.context() as patch:
		if trouble == "locked":
			patch.setattr(frappe.local.db, "bulk_insert", refuse, raising=False)
		else:
			patch.setitem(frappe.flags, "read_only", True)
		trail._write(seen.take(), "test")
	assert lines() == []
	set_user("Administrator")
	save_to_db()
	assert [(line.user, line.way, line.records) for line in lines()] == [(house.secretary, "Opened", 1)]


def test_private_attachments_of_confidential_documents(house):
	file = frappe.get_doc(
		doctype="File",
		file_name="谈话.txt",
		content="谈话内容",
		is_private=1,
		attached_to_doctype="Heart Talk",
		attached_to_name=house.talk.name,
	).insert()
	assert ask(house.secretary, file.file_url).status == 200
	assert [(line.way, line.document_type) for line in lines()] == [("Exported", "Heart Talk")]
