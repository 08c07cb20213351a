"""The pages on which a member writes down whom he has seen and raises opinions: his own pairings, and nobody else's."""

import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

import frappe
from frappe.utils import set_request
from frappe.website.serve import get_response

from party_affairs import portal
from party_affairs.api.contact import my_contacts
from party_affairs.privacy import trail  # noqa: F401  (seen fields are written down at the end of a request)
from tests.site import factory
from tests.support.requests import ask

pytestmark = pytest.mark.site

TODAY = "2026-03-20"
ENTRY = {
	"contact_date": "2026-03-19",
	"method": "Visit",
	"matter": "希望多些培训",
	"handling": "已联系",
	"result": "已报名",
}


@pytest.fixture(scope="module")
def house(rolled_back):
	import time_machine

	with time_machine.travel(f"{TODAY} 12:00:00+08:00"), rolled_back():
		yield build_house()


@pytest.fixture(autouse=True)
def frozen(freeze):
	freeze(TODAY)


def build_house():
	branch = factory.branch("联系测试支部", parent=factory.committee(), records_from="2026-01-01")
	me, other, head = (factory.member(branch, name) for name in ("联系本人", "联系他人", "联系书记"))
	factory.post(head, "Secretary")
	agreed = factory.contact(
		branch,
		"赵同意",
		phone="13911110001",
		consent="Consented",
		consent_on="2026-01-05",
		consent_way="In Writing",
	)
	asked = factory.contact(branch, "钱未问", phone="13911110002", address="某路7号")
	house = frappe._dict(branch=branch, me=me, other=other)
	house.mine = factory.pairing(me, contact=agreed, start="2026-01-10")
	house.silent = factory.pairing(me, contact=asked, start="2025-10-01")
	house.ended = factory.pairing(me, contact_name="孙结束", start="2025-01-01", end_date="2026-02-28")
	house.foreign = factory.pairing(other, contact_name="李他人", start="2026-01-10")
	house.user, house.other_user, house.secretary = map(factory.login, (me, other, head))
	return house


def visit(user, path, verb="GET", /, **data):
	frappe.set_user(user)
	frappe.local.flags.pop("redirect_location", None)
	set_request(method=verb, path=path, data=data if verb == "POST" else None)
	frappe.local.form_dict = frappe._dict(data)
	response = get_response()
	return response.status_code, response.get_data(as_text=True), response.headers.get("Location")


def log_of(pairing):
	return frappe.get_doc("Contact Pairing", pairing.name).contact_log


def test_the_page_shows_own_running_pairings_and_a_telephone_only_with_consent(house):
	status, text, _location = visit(house.user, "/party/contacts")
	assert status == 200
	for shown in ("赵同意", "钱未问", "13911110001", "该联系了", "记一次联系"):
		assert shown in text
	for hidden in ("孙结束", "李他人", "13911110002", "某路7号"):
		assert hidden not in text
	silent, mine = my_contacts.my_contacts()
	assert (silent.contact_name, silent.is_due, mine.is_due) == ("钱未问", True, True)


def test_a_member_writes_his_log_and_nothing_typed_is_lost(house):
	bad = {**ENTRY, "pairing": house.mine.name, "contact_date": "2026-01-09"}
	status, text, location = visit(house.user, "/party/contacts", "POST", **bad)
	assert status == 200 and location is None and "2026-01-10" in text and "希望多些培训" in text
	assert log_of(house.mine) == []
	status, text, location = visit(
		house.user, "/party/contacts", "POST", **{**ENTRY, "pairing": house.mine.name}
	)
	assert (status, location) == (301, "/party/contacts?written=1")
	(line,) = log_of(house.mine)
	assert (str(line.contact_date), line.method, line.matter, line.result) == (
		"2026-03-19",
		"Visit",
		"希望多些培训",
		"已报名",
	)
	assert line.written_by == house.user and line.written_on
	status, text, _location = visit(house.user, "/party/contacts", written=1)
	assert "已记下" in text and "已报名" in text and "以往联系：1次" in text


def test_what_the_secretary_adds_in_between_stays_and_each_line_keeps_its_writer(house):
	frappe.set_user(house.secretary)
	document = frappe.get_doc("Contact Pairing", house.silent.name)
	document.append(
		"contact_log", {"contact_date": "2026-03-01", "method": "Phone Call", "matter": "书记所记"}
	)
	document.save()
	frappe.set_user(house.user)
	my_contacts.add_contact(house.silent.name, "2026-03-02", "Online", "本人所记")
	assert {(row.matter, row.written_by) for row in log_of(house.silent)} == {
		("书记所记", house.secretary),
		("本人所记", house.user),
	}


@pytest.mark.parametrize("which", ["foreign", "ended", None])
def test_no_other_pairing_is_written_and_all_are_answered_alike(house, which):
	frappe.set_user(house.user)
	name = house[which].name if which else "CP-99999"
	with pytest.raises(frappe.PermissionError, match="您没有这一编号的在联结对"):
		my_contacts.add_contact(name, "2026-02-20")
	assert not which or log_of(house[which]) == []


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"contact_date": "2026-03-21"}, "晚于今天"),
		({"contact_date": "2026-02-30"}, "2026"),
		({"method": "Smoke Signs"}, "联系形式"),
		({"matter": "长" * 2001}, "2000"),
		({"matter": "<script>alert(1)</script>x"}, None),
	],
)
def test_what_cannot_be_is_refused_with_a_sentence(house, values, sentence):
	frappe.set_user(house.user)
	before = len(log_of(house.mine))
	if sentence is None:
		my_contacts.add_contact(house.mine.name, "2026-03-20", **values)
		assert "<script" not in visit(house.user, "/party/contacts")[1].split("<main")[1].split("</main>")[0]
		return
	with pytest.raises(frappe.ValidationError, match=sentence):
		my_contacts.add_contact(house.mine.name, **{"contact_date": "2026-03-18", **values})
	assert len(log_of(house.mine)) == before


@pytest.mark.parametrize("path", ["/party/contacts", "/party/opinions"])
def test_guests_go_to_the_login_and_strangers_read_why(house, path):
	assert "/login" in visit("Guest", path)[2]
	status, text, _location = visit("Administrator", path)
	assert status == 200 and "未关联" in text


def test_an_opinion_by_name_shows_with_its_answer(house):
	status, _text, location = visit(house.user, "/party/opinions", "POST", opinion="建议增设值班岗")
	assert (status, location) == (301, "/party/opinions?raised=1")
	(row,) = frappe.get_all("Raised Opinion", filters={"member": house.me.name}, fields=["*"])
	assert (row.branch, row.raised_by_name, row.occasion, row.status) == (
		house.branch.name,
		"联系本人",
		"Raised Directly",
		"Registered",
	)
	frappe.set_user(house.secretary)
	document = frappe.get_doc("Raised Opinion", row.name)
	document.update(
		{"answer": "已列入计划", "answered_on": TODAY, "told_on": TODAY, "told_how": "Face to Face"}
	)
	document.save()
	assert "已列入计划" in visit(house.user, "/party/opinions")[1]
	assert "已列入计划" not in visit(house.other_user, "/party/opinions")[1]


def test_an_unnamed_opinion_leaves_no_trace_of_who_raised_it(house):
	visit(house.user, "/party/opinions", "POST", opinion="不记名的话", unnamed="1")
	frappe.set_user("Administrator")
	row = frappe.get_last_doc("Raised Opinion", {"opinion": "不记名的话"})
	assert str(row.creation) == str(row.modified) == f"{TODAY} 00:00:00", "beside the logins a time says who"
	told = frappe.as_json(row.as_dict())
	for trace in (house.user, house.me.name, "联系本人"):
		assert trace not in told
	for beside, of_name in (
		("Version", "docname"),
		("Comment", "reference_name"),
		("Activity Log", "reference_name"),
	):
		assert not frappe.get_all(beside, filters={of_name: row.name})
	assert "不记名的话" not in visit(house.user, "/party/opinions")[1]
	frappe.set_user(house.secretary)
	row = frappe.get_doc("Raised Opinion", row.name)
	row.update(
		{"answer": "统一答复", "answered_on": TODAY, "told_on": TODAY, "told_how": "Published to the Members"}
	)
	row.save()
	assert "统一答复" in visit(house.other_user, "/party/opinions")[1]


@pytest.mark.parametrize("word", ["不", "x", 2])
def test_neither_yes_nor_no_raises_nothing(house, word):
	frappe.set_user(house.user)
	before = frappe.db.count("Raised Opinion")
	with pytest.raises(frappe.ValidationError, match="既不是"):
		my_contacts.raise_opinion("说不清记名与否", word)
	assert frappe.db.count("Raised Opinion") == before


def test_characters_are_counted_as_they_are_seen(house):
	frappe.set_user(house.user)
	name = my_contacts.raise_opinion("字\r\n" * 999 + "字😀")
	assert len(frappe.db.get_value("Raised Opinion", name, "opinion")) == 2000
	my_contacts.raise_opinion("😀" * 2000)
	with pytest.raises(frappe.ValidationError, match="2000"):
		my_contacts.raise_opinion("😀" * 2001)


def test_an_opinion_that_becomes_unnamed_keeps_no_time(house):
	frappe.set_user(house.user)
	name = my_contacts.raise_opinion("先记名后不记名")
	frappe.set_user(house.secretary)
	document = frappe.get_doc("Raised Opinion", name)
	document.is_unnamed = 1
	document.save()
	assert str(frappe.db.get_value("Raised Opinion", name, "creation")) == f"{TODAY} 00:00:00"


def test_an_empty_opinion_is_refused_on_the_page(house):
	status, text, _location = visit(house.user, "/party/opinions", "POST", opinion="  ")
	assert status == 200 and "请先写下意见建议" in text


def test_members_reach_neither_register_nor_contact_persons_otherwise(house):
	frappe.set_user(house.user)
	for doctype in ("Raised Opinion", "Contacted Person", "Contact Suggestion"):
		assert not frappe.has_permission(doctype, "read")


# Forms that are sent twice, late, or with what nobody types


def count(text):
	return frappe.db.count("Raised Opinion", {"opinion": text})


@pytest.mark.parametrize("unnamed", ["", "1"])
def test_a_form_that_is_sent_twice_is_written_once(house, unnamed):
	form = {"form_key": frappe.generate_hash(length=20), "unnamed": unnamed}
	for _time in range(2):
		answer = visit(house.user, "/party/opinions", "POST", **form, opinion=f"按了两次{unnamed}")
		assert (answer[0], answer[2]) == (301, "/party/opinions?raised=1")
	visit(house.user, "/party/opinions", "POST", **form, opinion=f"退回后另写{unnamed}")
	assert (count(f"按了两次{unnamed}"), count(f"退回后另写{unnamed}")) == (1, 1)


def test_what_was_refused_may_be_sent_again(house):
	form = {**ENTRY, "pairing": house.mine.name, "form_key": frappe.generate_hash(length=20)}
	for _time in range(2):
		assert (
			visit(house.user, "/party/contacts", "POST", **{**form, "contact_date": "2026-01-01"})[0] == 200
		)
	before = len(log_of(house.mine))
	for _time in range(2):
		visit(house.user, "/party/contacts", "POST", **form)
	assert len(log_of(house.mine)) == before + 1


@pytest.mark.parametrize("path", ["contacts", "opinions", "evaluation", "self-review", "thought-report"])
def test_every_form_has_a_key_and_a_page_says_its_language(house, path):
	answer = ask(house.user, f"/party/{path}")
	text = answer.content.decode()
	assert answer.status == 200 and '<html lang="zh"' in text
	assert text.count('name="csrf_token"') == text.count('name="form_key"')
	assert "maxlength" not in text, "browsers count halves of characters, and cut without a word"


def test_an_expired_login_loses_nothing_that_was_typed(house):
	answer = ask("Guest", "/party/opinions", "POST", opinion="写了很久</textarea><b>", unnamed="1")
	text = answer.content.decode()
	assert (answer.status, answer.mimetype) == (401, "text/html")
	assert "写了很久&lt;/textarea&gt;&lt;b&gt;</textarea>" in text and "登录已过期" in text
	assert 'href="/party/opinions"' in text and not count("写了很久</textarea><b>")
	assert ask("Guest", "/party/opinions").status in (301, 302)


def test_a_form_of_an_earlier_login_loses_nothing_either(house):
	request = Request(
		EnvironBuilder(
			path="/party/contacts", method="POST", data={**ENTRY, "csrf_token": "旧"}
		).get_environ()
	)
	frappe.set_user(house.user)
	# As Frappe sends it: its page of an error is no error.
	response = Response("Invalid Request", status=200, mimetype="text/html")
	portal.after_request(response=response, request=request)
	text = response.get_data(as_text=True)
	assert response.status_code == 400 and "希望多些培训" in text and "旧" not in text.split("<body>")[1]


@pytest.mark.parametrize("field", ENTRY)
def test_a_sign_that_nobody_types_is_no_error_of_the_server(house, field):
	form = {**ENTRY, "pairing": house.mine.name, field: f"{ENTRY[field]}\x00"}
	answer = ask(house.user, "/party/contacts", "POST", **form)
	text = answer.content.decode()
	assert (answer.status, answer.mimetype) == (417, "text/html")
	assert (
		"希望多些培训" in text and "无法保存的字符" in text and "\x00" not in text and "Traceback" not in text
	)
