"""Notices on the board: what may go up, who approves, who reads, what is objected, and when it ends."""

import json

import pytest

import frappe
from frappe.utils import set_request
from frappe.website.serve import get_response

from party_affairs import daily, ledgers
from party_affairs.api import portal
from party_affairs.api.notice import notices as api
from party_affairs.api.notice import own
from party_affairs.compliance import publications
from party_affairs.exceptions import NoticeError
from party_affairs.printing import documents
from tests.site import factory

pytestmark = pytest.mark.site

TODAY = "2026-03-02"
NOTICE, OBJECTION = "Party Notice", "Party Notice Objection"


@pytest.fixture(scope="module")
def house(rolled_back):
	import time_machine

	with time_machine.travel(f"{TODAY} 12:00:00+08:00"), rolled_back():
		yield House()


@pytest.fixture(autouse=True)
def frozen(freeze):
	freeze(TODAY)


class House:
	"""A committee over two branches; the near one has a secretary, a publicity and a discipline commissioner, and a member."""

	def __init__(self):
		self.committee = factory.committee("公开测试党委")
		self.near = factory.branch("公开测试支部", parent=self.committee, phone="0579-82345678")
		self.far = factory.branch("公开测试邻支部", parent=self.committee)
		self.head = factory.member(self.near, "公开书记")
		factory.post(self.head, "Secretary")
		self.secretary = factory.login(self.head)
		self.publicity = factory.holder(self.near, "Publicity Commissioner", member_name="公开宣传")
		self.discipline = factory.holder(self.near, "Discipline Commissioner", member_name="公开纪检")
		self.person = factory.member(self.near, "公开党员", address="望江里小院七幢")
		self.member = factory.login(self.person)
		self.neighbour = factory.holder(self.far, "Secretary", member_name="邻书记")
		self.stranger = factory.holder(self.far, member_name="邻党员")
		self.officer = factory.holder(
			self.near, "Party Affairs Officer", self.committee, member_name="公开专职"
		)
		factory.assessment(self.person, income_amount="15873.00")
		factory.pairing(self.person, contact_name="赵晓燕")
		factory.plan(self.near, 2026, responsible=self.person, topic="学习党章")
		factory.dues_entry(self.person, "2026-01-01", due="79.00", paid="79.00", paid_on="2026-01-15")
		factory.honour(self.person, awarded_on="2026-02-10")

	def notice(self, user=None, **values):
		frappe.set_user(user or self.publicity)
		return frappe.get_doc(
			{
				"doctype": NOTICE,
				"title": "2026年支部活动安排",
				"branch": self.near.name,
				"kind": "Other Party Affairs",
				"body": "3月6日召开支部党员大会。",
				**values,
			}
		).insert()

	def published(self, **values):
		notice = self.notice(**values)
		api.submit(notice.name)
		frappe.set_user(self.secretary)
		api.approve(notice.name)
		api.publish(notice.name)
		return frappe.get_doc(NOTICE, notice.name)


def visit(user, verb="GET", /, **data):
	frappe.set_user(user)
	frappe.local.flags.pop("redirect_location", None)
	set_request(method=verb, path="/party/board", data=data if verb == "POST" else None)
	frappe.local.form_dict = frappe._dict(data)
	response = get_response()
	return response.status_code, response.get_data(as_text=True), response.headers.get("Location")


# From the proposal to the end


def test_it_is_proposed_approved_published_and_over(house, freeze):
	notice = house.published(kind="Activity Plan", with_table=1, published_until="2026-03-31")
	assert (notice.status, notice.term, str(notice.published_from)) == ("Published", "Long-Term", TODAY)
	assert (notice.proposed_by, notice.approved_by) == (house.publicity, house.secretary)
	assert "学习党章" in notice.table_data
	freeze("2026-04-01")
	daily.take_down_what_is_over()
	notice.reload()
	assert (notice.status, str(notice.ended_on)) == ("Ended", "2026-03-31")


def test_what_nobody_could_read_any_more_is_not_proposed(house, freeze):
	with pytest.raises(NoticeError, match=r"公布截止日期.*已过"):
		house.notice(published_until="2025-01-01")
	early, late = (house.notice(published_until="2026-03-05") for _number in range(2))
	api.submit(late.name)
	freeze("2026-03-06")
	with pytest.raises(NoticeError, match="已过"):
		api.submit(early.name)
	frappe.set_user(house.secretary)
	with pytest.raises(NoticeError, match="退回"):
		api.approve(late.name)
	api.send_back(late.name, "改日期")


def test_steps_are_of_those_who_lead_and_in_their_order(house):
	notice = house.notice()
	api.submit(notice.name)
	with pytest.raises(frappe.PermissionError, match="书记"):
		api.approve(notice.name)
	frappe.set_user(house.neighbour)
	with pytest.raises(frappe.PermissionError):
		api.approve(notice.name)
	frappe.set_user(house.officer)
	with pytest.raises(frappe.PermissionError):
		api.approve(notice.name)
	frappe.set_user(house.secretary)
	with pytest.raises(NoticeError, match="待审批"):
		api.publish(notice.name)


def test_who_leads_alone_approves_his_own_with_a_note_and_beside_another_not(house):
	notice = house.notice(house.secretary)
	api.submit(notice.name)
	with pytest.raises(NoticeError, match="审批说明"):
		api.approve(notice.name)
	assert api.approve(notice.name, note="已作保密审查。") == "Approved"
	second = house.notice(house.secretary)
	api.submit(second.name)
	frappe.set_user("Administrator")
	post = frappe.get_doc("Party Post", {"member": house.head.name})
	deputy = factory.holder(house.near, "Deputy Secretary", member_name="公开副书记")
	factory.absence(post, TODAY, "2026-03-09")
	frappe.set_user(house.secretary)
	with pytest.raises(NoticeError, match="其他负责人"):
		api.approve(second.name, note="已作保密审查。")
	frappe.set_user(deputy)
	assert api.approve(second.name) == "Approved"


def test_what_was_submitted_stays_unless_it_is_sent_back(house):
	notice = house.notice()
	api.submit(notice.name)
	notice.reload()
	notice.body = "别的内容"
	with pytest.raises(NoticeError, match="退回"):
		notice.save()
	frappe.set_user(house.secretary)
	api.send_back(notice.name, "请写明地点")
	notice.reload()
	assert (notice.status, notice.proposed_by, notice.table_data) == ("Being Written", None, None)
	with pytest.raises(NoticeError):
		frappe.delete_doc(NOTICE, house.published().name)


def test_a_status_that_a_form_sends_is_dropped(house):
	notice = house.notice(status="Published", published_on="2026-03-01 10:00:00", table_data="{}")
	assert (notice.status, notice.published_on, notice.table_data) == ("Being Written", None, None)


# What may go up


@pytest.mark.parametrize(
	("values", "sentence"),
	[
		({"body": "公开党员住望江里小院七幢"}, "家庭住址"),
		({"body": "请联系１３８ ００１３ ８０００"}, "电话号码"),
		({"title": "公开党员月收入15873元"}, "收入"),
		({"body": "公开党员，15,873元"}, "收入"),
		({"body": "公开党员联系赵晓燕"}, "联系群众的姓名"),
		({"body": "收到反映公开党员的举报信"}, "信访举报"),
		({"body": "公开党员 ID330702198001011232"}, "身份证号码"),
		({"body": "公开党员受到党内警告处分"}, "处分"),
	],
)
def test_what_concerns_one_person_does_not_go_up_and_nothing_is_half_saved(house, values, sentence):
	notice = house.notice(**values)
	with pytest.raises(NoticeError, match=sentence):
		api.submit(notice.name)
	assert frappe.db.get_value(NOTICE, notice.name, "status") == "Being Written"


def test_the_guard_looks_again_when_it_is_approved_and_published(house):
	notice = house.notice(body="联系赵新月")
	api.submit(notice.name)
	frappe.set_user("Administrator")
	factory.pairing(house.person, contact_name="赵新月")
	frappe.set_user(house.secretary)
	with pytest.raises(NoticeError, match="联系群众"):
		api.approve(notice.name)


def test_the_organisations_own_telephone_may_be_named(house):
	notice = house.notice(body="如有异议，请致电0579-82345678。")
	assert api.submit(notice.name) == "Submitted for Approval"


@pytest.mark.parametrize(
	("kind", "shown", "hidden"),
	[
		("Activity Plan", "学习党章", None),
		("Dues Publication", "79.00", "15873"),
		("Contact System", "公开党员", "赵晓燕"),
		("Awards", "优秀共产党员", None),
	],
)
def test_tables_are_made_of_the_records_and_tell_no_more_than_they_should(house, kind, shown, hidden):
	notice = house.notice(house.secretary, kind=kind, with_table=1, body="")
	api.submit(notice.name)
	notice.reload()
	assert shown in notice.table_data and (hidden is None or hidden not in notice.table_data)
	assert all(
		len(row) == len(json.loads(notice.table_data)["columns"])
		for row in json.loads(notice.table_data)["rows"]
	)


def test_a_table_without_rows_is_refused(house):
	notice = house.notice(house.secretary, kind="Appraisal Result", with_table=1)
	with pytest.raises(NoticeError, match="台账没有内容"):
		api.submit(notice.name)
	with pytest.raises(NoticeError, match="没有可附的台账"):
		house.notice(with_table=1)


# Who reads


def test_members_read_what_hangs_and_strangers_do_not(house):
	house.published(title="近处公开的事")
	ended = house.published(title="往期公开的事")
	frappe.set_user(house.secretary)
	api.end(ended.name)
	taken = house.published(title="撤销的事")
	api.withdraw(taken.name, "有误")
	waiting = house.notice(title="还没公开的事")
	api.submit(waiting.name)
	status, text, _location = visit(house.member)
	assert status == 200 and "近处公开的事" in text and "往期公开的事" in text
	assert "撤销的事" not in text and "还没公开的事" not in text
	_status, text, _location = visit(house.stranger)
	assert "近处公开的事" not in text and "往期公开的事" not in text
	frappe.set_user(house.stranger)
	with pytest.raises(frappe.PermissionError):
		api.standing(taken.name)
	frappe.set_user(house.neighbour)
	assert frappe.get_list(NOTICE, filters={"branch": house.near.name}) == []
	frappe.set_user(house.officer)
	assert taken.name in frappe.get_list(NOTICE, filters={"branch": house.near.name}, pluck="name")


def test_what_is_for_those_below_too_is_on_their_boards(house):
	for audience, expected in (("Members of the Branch", False), ("Members Here and Below", True)):
		notice = house.notice(
			house.officer, branch=house.committee.name, title=f"党委{audience}", audience=audience
		)
		notice.submit_for_approval()
		notice.approve("已审查")
		notice.publish()
		frappe.set_user(house.stranger)
		shown = [row.title for kind in portal.board()["kinds"] for row in kind["notices"]]
		assert (notice.title in shown) is expected


def test_members_are_told_once(house):
	notice = house.published(title="通知一次")
	publications.tell(notice.name)
	told = frappe.get_all("Notification Log", filters={"subject": ["like", "%通知一次%"]}, pluck="for_user")
	assert house.member in told and house.stranger not in told and len(told) == len(set(told))
	assert publications.tell(notice.name) == 0


# Objections


def test_a_member_objects_on_the_board_and_reads_the_answer(house):
	notice = house.published(title="有异议的事")
	status, text, location = visit(house.member, "POST", notice=notice.name, objection="", unnamed="")
	assert status == 200 and location is None and "请先写下异议" in text
	_status, _text, location = visit(house.member, "POST", notice=notice.name, objection="日期有误")
	assert location == "/party/board?received=1"
	frappe.set_user(house.secretary)
	assert api.standing(notice.name)["objections"] == (1, 1, 1)
	objection = frappe.get_doc(OBJECTION, {"notice": notice.name})
	assert objection.raised_by == "公开党员" and objection.branch == house.near.name
	api.note_seen(objection.name)
	objection.reload()
	objection.answer = "已核对，日期无误。"
	objection.save()
	assert objection.answered_by == house.secretary and api.standing(notice.name)["objections"] == (1, 0, 0)
	_status, text, _location = visit(house.member)
	assert "日期有误" in text and "已核对" in text
	_status, text, _location = visit(house.publicity)
	assert "日期有误" not in text


def test_an_unnamed_objection_keeps_nothing_of_who_made_it(house):
	notice = house.published()
	frappe.set_user(house.member)
	own.object_to(notice.name, "不具名的话", unnamed=1)
	row = frappe.db.get_value(OBJECTION, {"notice": notice.name}, "*", as_dict=True)
	assert (row.member, row.raised_by, row.owner, row.modified_by) == (
		None,
		None,
		"Administrator",
		"Administrator",
	)
	assert str(row.creation) == f"{TODAY} 00:00:00"
	assert not frappe.db.exists("Notification Log", {"document_type": OBJECTION, "document_name": row.name})


def test_objections_are_for_those_who_answer_them_alone(house):
	notice = house.published()
	frappe.set_user(house.member)
	own.object_to(notice.name, "具名的话")
	name = frappe.db.get_value(OBJECTION, {"notice": notice.name})
	for user, expected in (
		(house.secretary, True),
		(house.discipline, True),
		(house.member, True),
		(house.publicity, False),
		(house.officer, False),
		(house.neighbour, False),
		(house.stranger, False),
	):
		frappe.set_user(user)
		assert frappe.get_doc(OBJECTION, name).has_permission("read") is expected, user
	frappe.set_user(house.publicity)
	assert api.standing(notice.name)["objections"] is None
	frappe.set_user(house.stranger)
	with pytest.raises(frappe.DoesNotExistError):
		own.object_to(notice.name, "别处的人")


def test_an_objection_stays_as_it_was_received(house):
	notice = house.published()
	frappe.set_user(house.secretary)
	objection = frappe.get_doc(
		doctype=OBJECTION, notice=notice.name, received_on=TODAY, raised_by="来信人", objection="原话"
	).insert()
	objection.objection = "改过的话"
	with pytest.raises(NoticeError, match="按收到时保留"):
		objection.save()
	with pytest.raises(NoticeError, match="已公开"):
		frappe.get_doc(
			doctype=OBJECTION,
			notice=house.notice().name,
			received_on=TODAY,
			raised_by="来信人",
			objection="x",
		).insert(ignore_permissions=True)


# Register and paper


def test_the_register_says_which_part_is_missing(house):
	house.published(kind="Activity Plan", title="年度计划公开")
	frappe.set_user(house.secretary)
	ledger = ledgers.get("party_notices").build({"branch": house.near.name, "year": 2026})
	assert "年度计划公开" in {row["title"] for row in ledger.rows}
	said = " ".join(ledger.notes)
	assert "尚未公开：党费交纳公布表" in said and "尚未公开：活动计划安排" not in said


def test_notice_and_board_are_printed_as_they_hang(house):
	notice = house.published(kind="Dues Publication", with_table=1, title="一季度党费公布")
	frappe.set_user(house.secretary)
	page = documents.party_document(notice)
	assert "一季度党费公布" in page and "79.00" in page and "未在公开" not in page
	board = documents.party_document(frappe.get_doc("Party Branch", house.near.name), "notice_board")
	assert "一季度党费公布" in board and "活动计划安排" in board
	api.withdraw(notice.name, "有误")
	board = documents.party_document(frappe.get_doc("Party Branch", house.near.name), "notice_board")
	assert "一季度党费公布" not in board
	page = documents.party_document(frappe.get_doc(NOTICE, notice.name))
	assert "未在公开" in page and notice.name in page and "2026年3月2日撤销" in page
	assert "一季度党费公布" not in page and "79.00" not in page and "不再提供" in page
	frappe.set_user(house.neighbour)
	with pytest.raises(frappe.PermissionError):
		documents.party_document(frappe.get_doc("Party Branch", house.near.name), "notice_board")
