"""What is written, shown and printed of talks, reports and reviews: the member's pages, registers, papers, the reminder."""

import io
import json
import re

import openpyxl
import pytest

import frappe
from frappe.desk.query_report import run as run_report
from frappe.utils import set_request
from frappe.website.serve import get_response
from frappe.www.printview import get_html_and_style

from party_affairs import ledgers
from party_affairs.api import ledgers as ledger_api
from party_affairs.api.duties.evidence import evidence_of
from party_affairs.api.texts import personal_texts as api
from party_affairs.exceptions import PersonalTextError
from party_affairs.printing.documents import paper_of, party_document
from tests.site import factory
from tests.support.described import in_word

pytestmark = pytest.mark.site

TODAY = "2026-03-20"
SECRET = "心里话七二一"
CONFIDENTIAL = ("heart_talks", "thought_reports", "thought_reports_due")
REPORTS = {
	"heart_talks": "Heart Talk Register",
	"talks_due": "Talks Due",
	"thought_reports": "Thought Report Register",
	"thought_reports_due": "Thought Reports Outstanding",
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
	above = factory.committee()
	branch = factory.branch("登记测试支部", parent=above, records_from="2026-01-01")
	sister = factory.branch("邻近测试支部", parent=above, records_from="2026-01-01")
	house = frappe._dict(above=above, branch=branch, sister=sister)
	house.head, house.me, house.other = (
		factory.member(branch, name) for name in ("登记书记", "登记本人", "登记他人")
	)
	factory.post(house.head, "Secretary")
	house.secretary, house.user, house.other_user = (
		factory.login(person) for person in (house.head, house.me, house.other)
	)
	house.officer = factory.holder(sister, "Party Affairs Officer", above)
	house.neighbour = factory.holder(sister, "Secretary")
	house.instructor = factory.holder(sister, "Party Work Instructor", branch)
	house.publicity = factory.holder(branch, "Publicity Commissioner", name="登记宣委")
	house.report = factory.thought_report(
		house.other,
		"2026-H1",
		"2026-02-10",
		thought=SECRET,
		suggestions="建议多走访",
		commented_by=house.head.name,
		commented_on="2026-02-20",
		comment="继续努力",
	)
	house.event = factory.event(house.other, "Family Dispute", "2026-03-10")
	house.talk = factory.heart_talk(
		house.head, house.me, "2026-03-01", content=SECRET, opinions="希望参加培训", follow_up="联系名额"
	)
	house.review = factory.self_review(house.other, 2026, "2026-03-01", problems=SECRET)
	factory.thought_report(
		factory.member(sister, "邻近党员"), "2026-H1", "2026-02-10", thought="邻近支部的话"
	)
	return house


# The member's own pages


def visit(user, path, method="GET", **data):
	"""Status, text and address to go to of a page for a user."""
	frappe.set_user(user)
	frappe.local.flags.pop("redirect_location", None)
	set_request(method=method, path=path, data=data if method == "POST" else None)
	frappe.local.form_dict = frappe._dict(data)
	response = get_response()
	return response.status_code, response.get_data(as_text=True), response.headers.get("Location")


WRITTEN = {"half_year": "2026-H1", "form": "Written", "thought": "我的学习体会", "work": "办案五件"}


def test_a_member_writes_saves_and_hands_in_on_his_page(house):
	status, text, _location = visit(house.user, "/party/thought-report", half_year="2025-H2")
	assert status == 200 and "思想方面" in text and 'value="2025-H2" selected' in text
	status, text, location = visit(house.user, "/party/thought-report", "POST", action="save", **WRITTEN)
	assert (status, location) == (301, "/party/texts")
	(draft,) = frappe.get_all("Thought Report", filters={"member": house.me.name}, fields=["*"])
	assert (draft.status, draft.thought, draft.owner, draft.entered_by_committee) == (
		"Draft",
		"我的学习体会",
		house.user,
		0,
	)
	status, text, _location = visit(house.user, "/party/thought-report", name=draft.name)
	assert "我的学习体会" in text and "保存草稿" in text
	visit(house.user, "/party/thought-report", "POST", action="hand_in", name=draft.name, **WRITTEN)
	document = frappe.get_doc("Thought Report", draft.name)
	assert (document.status, str(document.handed_in_on)) == ("Handed In", TODAY)
	told = frappe.get_all("Notification Log", filters={"for_user": house.secretary}, pluck="subject")
	assert told == ["登记本人提交了思想汇报（2026年上半年）"]
	status, text, _location = visit(house.user, "/party/thought-report", name=draft.name)
	assert "撤回修改" in text and "<textarea" not in text
	status, text, _location = visit(house.user, "/party/texts")
	assert "已提交" in text and draft.name in text
	visit(house.user, "/party/thought-report", "POST", action="take_back", name=draft.name)
	assert frappe.db.get_value("Thought Report", draft.name, "status") == "Draft"


def test_what_is_lacking_is_said_and_nothing_typed_is_lost(house):
	typed = {"half_year": "2026-H1", "form": "Oral", "thought": "<b>先写一点</b>", "summary": " "}
	status, text, _location = visit(house.user, "/party/thought-report", "POST", action="hand_in", **typed)
	assert status == 200 and "口头汇报摘要" in text
	assert "&lt;b&gt;先写一点&lt;/b&gt;" in text and "<b>先写一点" not in text
	assert not frappe.db.exists("Thought Report", {"member": house.me.name})
	status, text, _location = visit(
		house.user, "/party/self-review", "POST", action="hand_in", year="2026", political_thought="只写一点"
	)
	assert status == 200 and "工作（生活）作风" in text and "只写一点" in text


def test_a_member_writes_his_self_review(house):
	points = dict.fromkeys(
		("political_thought", "work_style", "party_discipline", "vanguard_role"), "对照检查"
	)
	visit(house.user, "/party/self-review", "POST", action="hand_in", year="2026", **points)
	(review,) = frappe.get_all("Member Self Review", filters={"member": house.me.name}, fields=["*"])
	assert (review.purpose, str(review.handed_in_on)) == ("Democratic Appraisal", TODAY)
	_status, text, _location = visit(house.user, "/party/self-review", name=review.name)
	assert "对照检查" in text and "撤回修改" in text
	visit(house.user, "/party/self-review", "POST", action="take_back", name=review.name)
	assert frappe.db.get_value("Member Self Review", review.name, "handed_in_on") is None


def test_own_page_lists_texts_comment_and_talks_but_nobody_elses(house):
	status, text, _location = visit(house.other_user, "/party/texts")
	assert status == 200 and "继续努力" in text and "登记书记" in text
	assert SECRET not in text
	status, text, _location = visit(house.user, "/party/texts")
	assert "与登记书记" in text and "继续努力" not in text and SECRET not in text
	assert "本年度尚缺：党员与党员、党员与群众" in text
	status, text, _location = visit(house.user, "/party/talk", name=house.talk.name)
	assert SECRET in text and "联系名额" in text
	status, text, _location = visit(house.other_user, "/party/thought-report", name=house.report.name)
	assert SECRET in text and "继续努力" in text and "撤回修改" not in text


@pytest.mark.parametrize(
	("path", "record"),
	[("/party/thought-report", "report"), ("/party/self-review", "review"), ("/party/talk", "talk")],
)
def test_nobody_opens_the_text_of_another(house, path, record):
	reader = house.other_user if record == "talk" else house.user
	for user in (reader, house.officer, house.neighbour):
		status, text, _location = visit(user, path, name=house[record].name)
		assert (status, SECRET in text) == (404, False), user
		assert visit(user, path, name="nothing")[:2] == (status, text), "as what does not exist"
	assert visit("Guest", path, name=house[record].name)[2].startswith("/login")


@pytest.mark.parametrize("action", ["save", "hand_in", "take_back"])
def test_nobody_changes_the_text_of_another_by_its_name(house, action):
	before = frappe.db.get_value("Thought Report", house.report.name, ["thought", "modified"])
	status, text, _location = visit(
		house.user, "/party/thought-report", "POST", action=action, name=house.report.name, **WRITTEN
	)
	assert status == 404 and SECRET not in text
	assert frappe.db.get_value("Thought Report", house.report.name, ["thought", "modified"]) == before


def test_the_secretary_does_not_hand_in_for_a_member_by_the_members_methods(house, set_user):
	set_user(house.secretary)
	with pytest.raises(frappe.PermissionError):
		api.take_back("Thought Report", house.report.name)
	with pytest.raises(frappe.PermissionError):
		api.take_back("Heart Talk", house.talk.name)
	for user in (house.instructor, "Guest"):
		set_user(user)
		with pytest.raises((frappe.PermissionError, PersonalTextError)):
			api.save_self_review(2026, name=house.review.name)


def test_writers_answer_to_post_alone():
	for method in (
		api.save_thought_report,
		api.save_self_review,
		api.take_back,
		api.remind_of_thought_reports,
	):
		assert frappe.allowed_http_methods_for_whitelisted_func[method] == ["POST"]


# A talk about an event


def test_the_form_of_a_talk_is_filled_from_the_event(house, set_user):
	set_user(house.secretary)
	assert api.talk_about_event(house.event.name) == {
		"branch": house.branch.name,
		"event": house.event.name,
		"occasion": "Setback, Family Dispute or Wavering",
		"partner_is": "Party Member",
		"partner": house.other.name,
		"partner_name": "登记他人",
	}
	for user in (house.neighbour, house.user):
		set_user(user)
		with pytest.raises(frappe.PermissionError):
			api.talk_about_event(house.event.name)
	set_user("Administrator")
	deed = factory.event(house.other, "Good Deed", "2026-03-10")
	with pytest.raises(frappe.ValidationError, match="五必谈"):
		api.talk_about_event(deed.name)


def test_the_evidence_of_a_finding_is_named_to_whoever_may_read_it(house, set_user):
	record = json.dumps([["Thought Report", house.report.name]])
	finding = factory.finding(house.other, "R32", house.branch, status="Met", evidence=record)
	set_user(house.secretary)
	(shown,) = evidence_of(finding.name)
	assert (shown["title"], shown["day"]) == ("登记他人", "2026-02-10")
	set_user(house.officer)
	assert evidence_of(finding.name) == []


# Registers


def build(name, user, **filters):
	return ledgers.get(name).build({"year": 2026, **filters}, user=user)


def test_the_register_of_talks(house):
	ledger = build("heart_talks", house.secretary)
	(row,) = ledger.rows
	assert (row["talker"], row["partner"]) == ("登记书记\n书记", "登记本人")
	assert (row["pair"], row["content"], row["follow_up"]) == ("支委与党员", SECRET, "联系名额")
	assert [figure.value for figure in ledger.figures] == [1, 0, 1]
	assert sum(ledger.chart.series[0][1]) == 1


def test_the_register_of_reports_shortens_and_leaves_drafts_out(house, set_user):
	with set_user(house.user):
		api.save_thought_report("2026-H1", thought="草稿里的话")
	factory.thought_report(house.head, "2026-H1", "2026-03-01", form="Oral", summary="口头汇报")
	factory.thought_report(house.me, "2025-H2", "2026-01-05", thought="去年的")
	factory.thought_report(house.me, "2026-H1", "2026-03-15", thought="长" * 200)
	ledger = build("thought_reports", house.secretary)
	assert [(row["member_name"], row["form_text"]) for row in ledger.rows] == [
		("登记他人", "书面"),
		("登记书记", "口头"),
		("登记本人", "书面"),
	]
	first, oral, long = ledger.rows
	assert SECRET in first["brief"] and first["comment"] == "继续努力" and oral["brief"] == "口头汇报"
	assert len(long["brief"]) < 80
	assert "草稿" not in repr(ledger.rows)
	assert ledger.totals["member_name"] == "3份汇报"


def test_who_has_handed_in_and_who_not(house):
	frappe.db.set_value(
		"Party Member", factory.member(house.branch, "登记新人").name, "joined_branch_on", "2026-04-02"
	)
	factory.member(house.branch, "登记老人", is_frail=1)
	ledger = build("thought_reports_due", house.secretary, half="1")
	states = {row["member_name"]: row["state"] for row in ledger.rows}
	assert states == {
		"登记书记": "待提交",
		"登记本人": "待提交",
		"登记他人": "已提交",
		"登记宣委": "待提交",
		"登记老人": frappe._("Excused"),
	}
	assert str(ledger.rows[0]["due"]) == "2026-06-30"
	assert SECRET not in repr(ledger)
	last_year = ledgers.get("thought_reports_due").build({"year": 2025, "half": 2}, user=house.secretary)
	assert last_year.rows == ()
	with pytest.raises(frappe.ValidationError):
		build("thought_reports_due", house.secretary, half="3")


def test_talks_that_are_still_due(house):
	ledger = build("talks_due", house.secretary)
	rows = [(row["duty"], row["about"], row["status"]) for row in ledger.rows]
	assert (
		rows
		== [
			("执业挫折、家庭纠纷、思想波动", "登记他人", "待完成"),
			("年度谈心谈话：支委与支委", "登记书记", "待完成"),
			("年度谈心谈话：支委与党员", "登记他人", "待完成"),
			("年度谈心谈话：党员与党员", "登记他人", "待完成"),
			("年度谈心谈话：党员与群众", "登记他人", "待完成"),
			("年度谈心谈话：党员与党员", "登记本人", "待完成"),
			("年度谈心谈话：党员与群众", "登记本人", "待完成"),
			("年度谈心谈话：支委与支委", "登记宣委", "待完成"),
			("年度谈心谈话：支委与党员", "登记宣委", "待完成"),
		]
		or rows
	)
	assert str(ledger.rows[0]["due"]) == "2026-03-25"
	factory.heart_talk(house.head, house.other, "2026-03-12", event=house.event.name)
	rows = [(row["duty"], row["about"]) for row in build("talks_due", house.secretary).rows]
	assert ("执业挫折、家庭纠纷、思想波动", "登记他人") not in rows
	assert ("年度谈心谈话：支委与党员", "登记他人") not in rows and len(rows) == 7
	# A committee above sees that a talk is missing, and nothing of one that was held.
	assert len(build("talks_due", house.officer, branch=house.branch.name).rows) == len(rows)
	assert SECRET not in repr(build("talks_due", house.officer))


@pytest.mark.parametrize("name", CONFIDENTIAL)
def test_registers_are_for_whoever_is_in_charge_of_the_branch(house, set_user, name):
	assert SECRET in repr(build(name, house.secretary)) or name == "thought_reports_due"
	for user in (house.officer, house.instructor, house.publicity, house.user, house.other_user):
		with pytest.raises(frappe.PermissionError):
			build(name, user)
		set_user(user)
		with pytest.raises(frappe.PermissionError):
			run_report(REPORTS[name], filters=json.dumps({"year": 2026}))
		with pytest.raises(frappe.PermissionError):
			ledger_api.download(name, year=2026, file_format="xlsx")
		set_user("Administrator")
	assert "登记" not in repr(build(name, house.neighbour).rows)
	with pytest.raises(frappe.PermissionError):
		build(name, house.neighbour, branch=house.branch.name)


def test_a_member_without_a_post_sees_no_talks_due(house):
	for user in (house.user, house.neighbour):
		with pytest.raises(frappe.PermissionError):
			build("talks_due", user, branch=house.branch.name)


@pytest.mark.parametrize("name", sorted(REPORTS))
def test_report_workbook_and_page_show_the_same(house, set_user, name):
	set_user(house.secretary)
	answer = run_report(REPORTS[name], filters=json.dumps({"year": 2026}))
	rows = [row for row in answer["result"] if not row.get("is_total")]
	ledger = build(name, house.secretary)
	assert len(rows) == len(ledger.rows) > 0
	ledger_api.download(name, year=2026, file_format="xlsx")
	sheet = openpyxl.load_workbook(io.BytesIO(frappe.local.response.filecontent)).active
	cells = {str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell}
	frappe.local.form_dict = frappe._dict(year="2026")
	page = frappe.get_print("Party Branch", house.branch.name, REPORTS[name])
	for row in ledger.rows:
		shown = row.get("member_name") or row.get("about") or row["talker_name"]
		assert shown in page and any(shown in cell for cell in cells)
	assert re.findall(r">[A-Za-z ]{4,}<", page) == []


# From 15.44 on Frappe wraps what a print format raises into an error of its own.
REFUSED = (frappe.PermissionError, getattr(frappe, "PrintFormatError", frappe.PermissionError))


def test_print_formats_of_a_branch_show_nothing_to_others(house, set_user):
	for name in CONFIDENTIAL:
		for user in (house.officer, house.instructor, house.publicity, house.neighbour):
			set_user(user)
			with pytest.raises(REFUSED):
				get_html_and_style("Party Branch", house.branch.name, REPORTS[name])


# Papers


def test_papers_hold_what_their_forms_ask_for(house, set_user):
	set_user(house.secretary)
	talk = party_document(house.talk)
	for text in (
		"谈心谈话记录",
		"2026年3月1日",
		"登记书记（书记）",
		"登记本人",
		"支委与党员",
		SECRET,
		"希望参加培训",
	):
		assert text in talk
	report = party_document(house.report)
	for text in ("敬爱的党组织", "2026年上半年", SECRET, "登记他人", "继续努力", "登记书记", "建议多走访"):
		assert text in report
	review = party_document(house.review)
	for text in ("2026年度", "政治思想表现", SECRET, "登记他人"):
		assert text in review
	for record in (house.talk, house.report, house.review):
		assert in_word(paper_of(record)).unlike == []


@pytest.mark.parametrize(
	("record", "print_format"),
	[("talk", "Heart Talk Record"), ("report", "Thought Report Sheet"), ("review", "Self Review Sheet")],
)
def test_papers_are_printed_by_whoever_may_read(house, set_user, record, print_format):
	document = house[record]
	set_user(house.secretary)
	assert SECRET in get_html_and_style(document.doctype, document.name, print_format)["html"]
	for user in (house.officer, house.neighbour, house.publicity):
		set_user(user)
		with pytest.raises(frappe.PermissionError):
			get_html_and_style(document.doctype, document.name, print_format)


# The reminder


@pytest.fixture
def mails(monkeypatch):
	"""An outgoing account, so that mails are queued."""
	factory.outgoing_account()

	def queued():
		names = frappe.get_all("Email Queue", filters={"reference_name": "R32"}, pluck="name")
		return [frappe.get_doc("Email Queue", name) for name in names]

	return queued


def test_whoever_has_not_handed_in_is_reminded_once_a_day_in_decent_words(house, set_user, mails, freeze):
	set_user(house.secretary)
	answer = api.remind_of_thought_reports(house.branch.name)
	queue = mails()
	assert answer["mailed"] == 3
	recipients = {row.recipient for mail in queue for row in mail.recipients}
	assert recipients == {house.secretary, house.user, house.publicity}
	for mail in queue:
		assert len(mail.recipients) == 1 and SECRET not in mail.message
	assert api.remind_of_thought_reports(house.branch.name)["mailed"] == 0
	assert len(mails()) == 3
	freeze("2026-03-21")
	assert api.remind_of_thought_reports(house.branch.name)["mailed"] == 3


def test_the_mail_says_what_is_due_and_where(house, set_user, mails):
	from email import message_from_string, policy

	set_user(house.secretary)
	api.remind_of_thought_reports(house.branch.name, "2026-H1")
	text = str(message_from_string(mails()[0].message, policy=policy.default).get_body().get_content())
	assert "2026年上半年" in text and "登记测试支部" in text and "/party/texts" in text


def test_only_whoever_is_in_charge_reminds(house, set_user):
	for user in (house.officer, house.neighbour, house.publicity, house.user, house.instructor):
		set_user(user)
		with pytest.raises(frappe.PermissionError):
			api.remind_of_thought_reports(house.branch.name)


def test_a_site_without_mail_and_a_wrong_half_year_are_told(house, set_user, monkeypatch):
	set_user(house.secretary)
	for half_year in ("2026", "2026-H3", "上半年"):
		with pytest.raises(frappe.ValidationError):
			api.remind_of_thought_reports(house.branch.name, half_year)

	def refuse(**mail):
		raise frappe.OutgoingEmailError("no account")

	monkeypatch.setattr(frappe, "sendmail", refuse)
	with pytest.raises(frappe.ValidationError, match="发件邮箱"):
		api.remind_of_thought_reports(house.branch.name)
