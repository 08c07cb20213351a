"""Who sees and does what in a questionnaire: its own posts the record, nobody roll and urn, committees above the sums."""

import json
import secrets

import pytest

import frappe
from frappe import client
from frappe.utils import set_request
from frappe.website.serve import get_response

from party_affairs import ledgers
from party_affairs.api import portal
from party_affairs.api.contact import answering as page_api
from party_affairs.api.contact import questionnaires as api
from party_affairs.ballots.answering import Way
from party_affairs.exceptions import QuestionnaireError
from party_affairs.facts.evaluation.questionnaires import satisfaction
from party_affairs.permissions import scope_for
from party_affairs.permissions.linked_records import get_count
from tests.site import factory
from tests.site.appraisal import appraisals
from tests.site.appraisal.test_access import auditor, system_manager
from tests.site.contact import questionnaires as q
from tests.site.contact.test_questionnaire_secrecy import send

pytestmark = pytest.mark.site

DOCTYPE, ROLL, URN = "Questionnaire", "Questionnaire Voter", "Questionnaire Answer"
CHILDREN = ("Questionnaire Question", "Questionnaire Result", "Questionnaire Words")
WORDS = "停车难的问题一直没有人管"
OFFICERS = ("secretary", "organisation commissioner", "publicity commissioner")
READERS = (*OFFICERS, "discipline commissioner")
OTHERS = (
	*("secretary of the sister branch", "officer above", "secretary above", "auditor", "system manager"),
	*("member", "Guest"),
)


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def build_house():
	above = factory.committee("问卷测试党委")
	of = appraisals.branch(parent=above)
	sister = appraisals.branch(full=1, probationary=0, parent=above)
	near, far = of.document, sister.document
	users = {
		"secretary": factory.holder(near, "Secretary"),
		"organisation commissioner": factory.holder(near, "Organisation Commissioner"),
		"publicity commissioner": factory.holder(near, "Publicity Commissioner"),
		"discipline commissioner": factory.holder(near, "Discipline Commissioner"),
		"secretary of the sister branch": factory.holder(far, "Secretary"),
		"officer above": factory.holder(far, "Party Affairs Officer", above),
		"secretary above": factory.holder(far, "Secretary", above),
		"member": factory.login(of.people[0]),
		"auditor": auditor(above),
		"system manager": system_manager(),
		"Guest": "Guest",
	}
	counted = q.opened(of)
	q.answered_with_codes(counted, *({"satisfaction": step, "words": WORDS} for step in (1, 2, 3, 4, 5)))
	q.counted(counted)
	few = q.opened(of, title="答卷过少的问卷")
	q.answered_with_codes(few, {"satisfaction": 1})
	q.counted(few)
	mine = q.opened(of, audience=q.MEMBERS, title="党员问卷")
	q.answer(mine, q.of_member(mine, of.people[3]), words=WORDS)
	coded = q.opened(of, title="凭码问卷")
	return frappe._dict(
		above=above, of=of, sister=sister, users=users, counted=counted, few=few, mine=mine, coded=coded
	)


@pytest.fixture(autouse=True)
def today(freeze):
	freeze(f"{q.DURING} 10:00:00")


@pytest.fixture
def as_(house, set_user):
	return lambda role: set_user(house.users[role])


def test_everybody_is_asked_about(house):
	assert set(house.users) == {*READERS, *OTHERS}


@pytest.mark.parametrize("role", READERS)
def test_posts_of_the_branch_read_the_record_with_its_words(house, as_, role):
	as_(role)
	assert frappe.get_doc(DOCTYPE, house.counted.name).has_permission("read")
	names = [row.name for row in frappe.get_list(DOCTYPE, limit_page_length=0)]
	assert house.counted.name in names
	standing = api.standing(house.counted.name)
	assert "<svg" in standing["results"] and standing["address"] is None


@pytest.mark.parametrize("role", OTHERS)
def test_nobody_else_reads_the_record(house, as_, role):
	as_(role)
	assert not frappe.get_doc(DOCTYPE, house.counted.name).has_permission("read")
	for method in (
		api.standing,
		lambda name: api.paper(name, "sheet"),
		api.count_answers,
		api.abandon_answers,
	):
		with pytest.raises(frappe.PermissionError):
			method(house.mine.name)
	for doctype in (DOCTYPE, *CHILDREN):
		try:
			assert get_count(doctype) == 0
		except frappe.PermissionError:
			continue


@pytest.mark.parametrize("role", ["discipline commissioner"])
def test_who_may_read_only_takes_no_step(house, as_, role):
	as_(role)
	for method in (api.open_answers, api.count_answers, api.abandon_answers, api.revoke_slips):
		with pytest.raises(frappe.PermissionError):
			method(house.mine.name)
	with pytest.raises(frappe.PermissionError):
		api.take_over(house.counted.name, [house.counted.words[0].name])


@pytest.mark.parametrize("role", [*READERS, *OTHERS])
@pytest.mark.parametrize("doctype", [ROLL, URN])
def test_roll_and_urn_are_read_by_nobody(house, as_, role, doctype):
	as_(role)
	assert scope_for(doctype).is_empty
	assert not frappe.has_permission(doctype)
	names = frappe.get_all(doctype, pluck="name")
	assert names and not frappe.has_permission(doctype, "read", doc=names[0])
	for ask in (
		lambda: frappe.get_list(doctype),
		lambda: client.get_list(doctype),
		lambda: get_count(doctype),
		lambda: client.get(doctype, names[0]),
	):
		with pytest.raises(frappe.PermissionError):
			ask()


def test_a_right_given_by_hand_opens_neither_roll_nor_urn(house, as_):
	for doctype in (ROLL, URN):
		frappe.get_doc(
			doctype="Custom DocPerm", parent=doctype, role="Party Branch Secretary", read=1, report=1
		).insert()
		frappe.clear_cache(doctype=doctype)
	as_("secretary")
	for doctype in (ROLL, URN):
		assert frappe.get_list(doctype) == [] and get_count(doctype) == 0
		name = frappe.get_all(doctype, pluck="name")[0]
		assert not frappe.has_permission(doctype, "read", doc=name)


def test_while_it_is_open_nobody_learns_more_than_how_many(house, as_):
	as_("secretary")
	standing = api.standing(house.mine.name)
	assert (standing["asked"], standing["answered"], standing["results"]) == (7 + 4, 1, None)
	document = frappe.get_doc(DOCTYPE, house.mine.name).as_dict()
	assert WORDS not in json.dumps(document, default=str) and not document["results"]


def test_committees_above_see_sums_and_no_words(house, as_, freeze):
	freeze("2026-03-12")
	for role in ("officer above", "secretary above"):
		as_(role)
		ledger = ledgers.get("questionnaires").build({"year": 2026})
		rows = {row["name"]: row for row in ledger.rows}
		assert (rows[house.counted.name]["answers"], rows[house.counted.name]["points"]) == (5, 50.0)
		assert (rows[house.few.name]["answers"], rows[house.few.name]["points"]) == (1, None)
		assert house.mine.name not in rows
		assert WORDS not in json.dumps([dict(row) for row in ledger.rows], default=str, ensure_ascii=False)


@pytest.mark.parametrize("role", ["auditor", "member", "Guest", "system manager"])
def test_the_overview_is_for_posts_in_charge(house, as_, role):
	as_(role)
	with pytest.raises(frappe.PermissionError):
		ledgers.get("questionnaires").build({"year": 2026})


def test_the_overview_of_another_branch_has_none_of_these(house, as_):
	as_("secretary of the sister branch")
	assert ledgers.get("questionnaires").build({"year": 2026}).rows == ()


def test_evaluation_reads_the_mean_of_those_that_may_be_shown(house):
	from datetime import date

	(row,) = satisfaction([house.of.name, house.sister.name], date(2026, 1, 1), date(2026, 12, 31))
	assert (row.branch, row.year, row.points, row.answers) == (house.of.name, 2026, 50, 5)
	assert row.questionnaires == (house.counted.name,)
	assert satisfaction([house.of.name], date(2025, 1, 1), date(2025, 12, 31)) == []


def test_nothing_of_it_is_shared(house, as_):
	as_("secretary")
	with pytest.raises((frappe.ValidationError, frappe.PermissionError)):
		frappe.get_doc(
			doctype="DocShare",
			user=house.users["officer above"],
			share_doctype=DOCTYPE,
			share_name=house.counted.name,
			read=1,
		).insert(ignore_permissions=True)


# The pages


def get(path, **query):
	set_request(method="GET", path=path, query_string=query)
	frappe.local.form_dict = frappe._dict(query)
	response = get_response()
	return response.status_code, response.get_data(as_text=True)


def test_a_member_finds_his_questionnaire_and_answers_it_once(house, as_):
	as_("member")
	(asked,) = portal.my_overview()["questionnaires"]
	assert (asked["name"], asked["is_open"], asked["answered"]) == (house.mine.name, True, False)
	assert f"/party/questionnaire?name={house.mine.name}" in get("/party")[1]
	assert "<fieldset" in get("/party/questionnaire", name=house.mine.name)[1]
	sent = {"sent": "1", "q0": ["3"], "q3": ["好"]}
	user, path = house.users["member"], f"/party/questionnaire?name={house.mine.name}"
	assert "谢谢您" in send(path, user, sent)
	assert "您已经答过" in send(path, user, sent)
	as_("member")
	assert portal.my_overview()["questionnaires"][0]["answered"]


def test_who_is_not_asked_sees_no_question(house, as_):
	as_("secretary of the sister branch")
	assert portal.my_overview()["questionnaires"] == []
	text = get("/party/questionnaire", name=house.mine.name)[1]
	assert "<fieldset" not in text and house.mine.title not in text
	as_("Guest")
	assert get("/party/questionnaire", name=house.mine.name)[0] in (301, 302)


def test_the_page_for_guests_shows_nothing_by_a_name(house, as_):
	as_("Guest")
	for query in ({}, {"k": house.coded.name}, {"name": house.coded.name}, {"k": ""}):
		code, text = get("/survey", **query)
		assert code == 200 and house.coded.title not in text and "<fieldset" not in text


def test_a_code_shows_its_own_sheet_and_is_used_once(house, as_):
	code = frappe.get_doc(DOCTYPE, house.coded.name).make_slips(1)[0]
	shown = send("/survey", "Guest", {"code": [code]})
	assert house.coded.title in shown and "<fieldset" in shown and house.above.name not in shown
	lacking = send("/survey", "Guest", {"code": [code], "sent": "1", "q3": ["<b>只写了意见</b>"]})
	assert "第1题还没有作答" in lacking and "&lt;b&gt;只写了意见" in lacking
	assert "谢谢您" in send("/survey", "Guest", {"code": [code], "sent": "1", "q0": ["4"]})
	for fields in ({"code": [code]}, {"code": [code], "sent": "1", "q0": ["4"]}):
		assert "已使用" in send("/survey", "Guest", fields)


@pytest.mark.parametrize(
	("day", "sentence"), [("2026-03-01 10:00:00", "届时再来"), ("2026-03-12 10:00:00", "已经结束")]
)
def test_before_and_after_its_time_the_page_says_so(house, freeze, day, sentence):
	code = frappe.get_doc(DOCTYPE, house.coded.name).make_slips(1)[0]
	freeze(day)
	assert sentence in send("/survey", "Guest", {"code": [code]})


def test_trying_codes_tells_nothing_and_is_stopped(house, monkeypatch):
	address = secrets.token_hex(8)
	monkeypatch.setattr(frappe, "generate_hash", lambda length=None: address)
	for _number in range(page_api._GUEST_TRIES):
		assert "没有对应此码" in send("/survey", "Guest", {"code": ["AAAA-BBBB-CCCC"]})
	assert "没有对应此码" not in send("/survey", "Guest", {"code": ["AAAA-BBBB-CCCC"]})


def test_a_body_that_no_form_sends_is_refused(house, as_):
	as_("Guest")
	for data, kind in ((b"{}", "application/json"), (b"q0=1", "text/plain"), (b"", "text/plain")):
		set_request(method="POST", path="/survey", data=data, content_type=kind)
		frappe.local.form_dict = frappe._dict()
		frappe.local.request_ip = secrets.token_hex(8)
		assert "页面" in get_response("survey").get_data(as_text=True)


def test_the_link_of_one_questionnaire_opens_no_other(house):
	with pytest.raises(QuestionnaireError):
		page_api._asked(Way(link=""))
	with pytest.raises(QuestionnaireError):
		page_api._asked(Way(questionnaire=house.mine.name, member=house.sister.people[0].name))
