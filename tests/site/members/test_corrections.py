"""A member asks on his page that his record be corrected; those in charge of his branch answer, and he is told."""

import io

import pytest
from werkzeug.datastructures import FileStorage

import frappe
from frappe import client
from frappe.utils import set_request
from frappe.website.serve import get_response

from party_affairs.api.members import corrections as api
from party_affairs.party_affairs.doctype.correction_request import steps
from tests.site import factory

TODAY = "2026-03-10"
PNG = (
	b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
	b"\x00\x00\x00\rIDATx\x9cc\xf8\xff\xff?\x00\x05\xfe\x02\xfe\xdc\xccY\xe7\x00\x00\x00\x00IEND\xaeB`\x82"
)


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def build_house():
	above = factory.committee()
	branch = factory.branch("更正测试支部", parent=above)
	sister = factory.branch("更正邻近支部", parent=above)
	me = factory.member(
		branch,
		"更正本人",
		birth_date="1990-03-15",
		mobile="13711112222",
		id_number="000000199003150014",
	)
	return frappe._dict(
		me=me,
		user=factory.login(me),
		other_user=factory.login(factory.member(branch, "更正他人")),
		secretary=factory.holder(branch, "Secretary"),
		neighbour=factory.holder(sister, "Secretary"),
		officer=factory.holder(sister, "Party Affairs Officer", above),
		publicity=factory.holder(branch, "Publicity Commissioner"),
	)


@pytest.fixture(autouse=True)
def today(freeze):
	freeze(TODAY)


@pytest.fixture
def asked(house, set_user):
	def ask(about="Education", right_value="硕士研究生", **values):
		with set_user(house.user):
			return api.request(about, values.pop("wrong", ""), right_value, **values)

	return ask


def told(user):
	return frappe.get_all("Notification Log", filters={"for_user": user}, pluck="subject")


def test_a_request_is_accepted_through_the_members_record_and_he_is_told(house, asked, set_user):
	name = asked(wrong="学历登记低了")
	assert told(house.secretary) == ["更正本人申请更正资料：学历"]
	with set_user(house.secretary):
		shown = client.get("Correction Request", name)
		assert (shown["right_value"], shown["status"]) == ("Master", "Awaiting Answer")
		api.correct(name)
	assert frappe.db.get_value("Party Member", house.me.name, "education") == "Master"
	assert told(house.user) == ["您的更正申请已有答复：学历"]
	with set_user(house.user):
		(row,) = api.my_data()["requests"]
	assert (row.status, row.about, str(row.answered_on)) == ("Corrected", "Education", TODAY)


def test_a_request_is_declined_with_a_reason_alone_and_answered_once(house, asked, set_user):
	name = asked()
	before = frappe.db.get_value("Party Member", house.me.name, "education")
	with set_user(house.secretary):
		with pytest.raises(frappe.ValidationError, match="给党员的答复"):
			api.decline(name, " ")
		api.decline(name, "与档案一致")
		for step in (api.correct, api.decline):
			with pytest.raises(frappe.ValidationError, match="待答复"):
				step(name, "再答")
	assert frappe.db.get_value("Party Member", house.me.name, "education") == before
	with set_user(house.user):
		assert api.my_data()["requests"][0].answer == "与档案一致"


def test_what_is_about_no_field_is_corrected_by_hand_and_said_in_words(house, asked, set_user):
	name = asked("Something Else", "2024年参加过培训", wrong="缺一次培训")
	with set_user(house.secretary):
		with pytest.raises(frappe.ValidationError, match="给党员的答复"):
			api.correct(name)
		api.correct(name, "已补录培训")
	assert frappe.db.get_value("Correction Request", name, "status") == "Corrected"


def test_a_value_that_the_record_refuses_leaves_the_request_open(house, asked, set_user):
	name = asked("Date of Birth", "1991-01-01")
	with set_user(house.secretary), pytest.raises(frappe.ValidationError):
		api.correct(name)
	assert frappe.db.get_value("Correction Request", name, "status") == "Awaiting Answer"


@pytest.mark.parametrize(
	("about", "value", "sentence"),
	[
		("Date of Birth", "昨天", "2026-03-15"),
		("Gender", "别的", "男"),
		("Full Name", " ", "正确内容"),
		("Status", "Deceased", "请选择"),
		("branch", "更正邻近支部", "请选择"),
		("Full Name", "长" * 2001, "2000"),
	],
)
def test_what_cannot_be_is_refused_with_a_sentence(asked, about, value, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		asked(about, value)
	assert not frappe.db.count("Correction Request", {"status": "Awaiting Answer", "about": about})


def test_only_those_in_charge_within_the_branch_read_and_answer(house, asked, set_user):
	name = asked()
	for user in (house.neighbour, house.officer, house.publicity, house.other_user):
		with set_user(user):
			assert frappe.get_list("Correction Request") == []
			assert not frappe.has_permission("Correction Request", "read", name)
			for step in (api.correct, api.decline):
				with pytest.raises(frappe.PermissionError):
					step(name, "不该由我答")
	with set_user(house.user):
		assert frappe.has_permission("Correction Request", "read", name)
		with pytest.raises(frappe.PermissionError):
			api.correct(name)
		with pytest.raises(frappe.PermissionError):
			client.insert({"doctype": "Correction Request", "member": house.me.name})


def test_nobody_rewrites_what_was_asked_or_writes_an_answer_beside_the_steps(house, asked, set_user):
	name = asked()
	with set_user(house.secretary):
		document = frappe.get_doc("Correction Request", name)
		document.update({"status": "Corrected", "answer": "直接改", "answered_on": TODAY})
		document.save()
		assert frappe.db.get_value("Correction Request", name, ["status", "answer"]) == (
			"Awaiting Answer",
			None,
		)
		document = frappe.get_doc("Correction Request", name)
		document.right_value = "Doctor"
		with pytest.raises(frappe.ValidationError, match="党员本人填写"):
			document.save()


def visit(user, method="GET", files=None, **data):
	frappe.set_user(user)
	frappe.local.flags.pop("redirect_location", None)
	set_request(
		method=method, path="/party/my-data", data={**data, **(files or {})} if method == "POST" else None
	)
	frappe.local.form_dict = frappe._dict(data)
	response = get_response()
	return response.status_code, response.get_data(as_text=True), response.headers.get("Location")


def test_the_page_shows_numbers_in_part_and_takes_a_photo_as_proof(house, set_user):
	_status, text, _location = visit(house.user)
	assert "137*****222" in text and "13711112222" not in text and "000000199003150014" not in text
	photo = FileStorage(io.BytesIO(PNG), filename="证件.png", content_type="image/png")
	status, _text, location = visit(
		house.user, "POST", {"evidence": photo}, about="Gender", wrong="", right_value="女"
	)
	assert (status, location) == (301, "/party/my-data?asked=1#requests")
	request = frappe.get_last_doc("Correction Request", {"member": house.me.name})
	assert request.right_value == "Female" and request.evidence.startswith("/private/files/")
	for user, may in (
		(house.secretary, True),
		(house.user, True),
		(house.other_user, False),
		(house.officer, False),
	):
		with set_user(user):
			(file,) = frappe.get_all("File", {"attached_to_name": request.name}, pluck="name")
			assert frappe.has_permission("File", "read", file) is may, user


@pytest.mark.parametrize(
	("name", "content"),
	[
		("run.exe", b"MZ"),
		("证件.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"),
		("证件.html", b"<script>alert(1)</script>"),
		("证件", PNG),
		("证件.png.html", PNG),
	],
)
def test_what_is_neither_photo_nor_pdf_is_no_proof(asked, name, content):
	with pytest.raises(frappe.ValidationError, match="不是照片或PDF"):
		asked(file_name=name, content=content)
	assert not frappe.db.count("Correction Request")


@pytest.mark.parametrize(
	("name", "content", "sentence"),
	[
		("证件.png", b"", "空文件"),
		("x<b>.png", PNG, "不含尖括号"),
		(f"{'长' * 60}.png", PNG, "较短的"),
	],
)
def test_a_proof_that_cannot_be_kept_is_named(asked, name, content, sentence):
	with pytest.raises(frappe.ValidationError, match=sentence):
		asked(file_name=name, content=content)
	assert not frappe.db.count("Correction Request")


def test_the_same_is_asked_once_while_it_waits(house, asked, set_user):
	name = asked()
	with pytest.raises(frappe.ValidationError, match="已提交"):
		asked()
	with set_user(house.secretary):
		api.decline(name, "证件不清楚")
	assert asked() != name


def test_a_file_that_is_none_and_too_many_requests_are_refused(house, asked):
	sent = FileStorage(io.BytesIO(b"no picture"), filename="证件.png", content_type="image/png")
	status, text, _location = visit(house.user, "POST", {"evidence": sent}, about="Gender", right_value="女")
	assert status == 200 and 'id="problem"' in text
	assert not frappe.db.count("Correction Request"), "nothing is half-saved"
	for number in range(10):
		asked("Native Place", f"某县{number}")
	with pytest.raises(frappe.ValidationError, match="尚待答复"):
		asked("Ethnicity", "汉族")
	assert {row.status for row in frappe.get_all("Correction Request", fields=["status"])} == {
		steps.REQUESTED
	}
