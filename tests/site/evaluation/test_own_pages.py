"""Evaluations on the member's page: his own sheet, his view, what is published in his branch, and objections."""

import pytest

import frappe
from frappe.utils import set_request
from frappe.website.serve import get_response

from party_affairs.api.evaluation import own
from party_affairs.exceptions import EvaluationError
from party_affairs.facts.evaluation import rounds
from party_affairs.party_affairs.doctype.evaluation_round import steps
from tests.site import factory
from tests.site.evaluation.test_rounds import CRITERIA, judge_all, over, published


@pytest.fixture
def house():
	committee = factory.committee()
	branch, sister = factory.branch(parent=committee), factory.branch(parent=committee)
	me, other = factory.member(branch, "评价本人"), factory.member(branch, "评价他人")
	scheme = factory.scheme("测试方案", "Party Member", CRITERIA)
	document = frappe.get_doc(
		doctype=rounds.ROUND, scheme_version=scheme.name, year=2025, branch=branch.name
	).insert()
	steps.Measure(document).take()
	sheets = {row.subject: row.name for row in rounds.sheets_of(document.name)}
	return frappe._dict(
		branch=branch,
		document=frappe.get_doc(rounds.ROUND, document.name),
		user=factory.login(me),
		other_user=factory.login(other),
		stranger=factory.login(factory.member(sister, "邻支部党员")),
		mine=sheets[me.name],
		his=sheets[other.name],
	)


def visit(user, method="GET", **form):
	frappe.set_user(user)
	set_request(method=method, path="/party/evaluation", data=form if method == "POST" else None)
	frappe.local.form_dict = frappe._dict(form)
	frappe.local.no_cache = 1
	response = get_response("/party/evaluation")
	frappe.set_user("Administrator")
	return response.status_code, response.get_data(as_text=True)


def open_self_evaluation(house):
	steps.OpenSelfEvaluation(house.document, until="2999-01-01").take()


def test_before_it_begins_there_is_nothing_to_see(house):
	status, text = visit(house.user)
	assert status == 200 and "目前还没有对您的评价" in text


def test_a_member_sees_his_own_sheet_and_writes_his_view_while_it_is_open(house, set_user):
	open_self_evaluation(house)
	_status, text = visit(house.user)
	assert "信念" in text and "提交自评" in text and house.his not in text and "<svg" in text
	status, _text = visit(
		house.user,
		"POST",
		action="evaluate",
		sheet=house.mine,
		summary="全年履职情况良好",
		points_faith="36",
		basis_faith="参加全部学习",
	)
	assert status in (301, 302)
	sheet = frappe.get_doc(rounds.EVALUATION, house.mine)
	assert (sheet.self_summary, sheet.self_evaluated_on is not None) == ("全年履职情况良好", True)
	row = next(row for row in sheet.scores if row.criterion_key == "faith")
	assert (row.self_points, row.self_basis, row.points, row.state) == (36, "参加全部学习", 0, "Awaiting")
	_status, text = visit(
		house.user, "POST", action="evaluate", sheet=house.mine, summary="", points_faith="99"
	)
	assert "自评小结为空" in text
	set_user(house.user)
	with pytest.raises(EvaluationError, match="40"):
		own.evaluate_myself(house.mine, "好", {"faith": {"points": 41}})
	for sheet in (house.his, "EV-2000-00001"):
		with pytest.raises(frappe.PermissionError):
			own.evaluate_myself(sheet, "好")


def test_a_view_comes_in_time_or_not_at_all(house, set_user):
	with set_user(house.user), pytest.raises(frappe.PermissionError):
		own.evaluate_myself(house.mine, "好")
	steps.OpenSelfEvaluation(house.document, until="2026-02-01").take()
	with set_user(house.user), pytest.raises(EvaluationError):
		own.evaluate_myself(house.mine, "好")
	steps.BeginReview(house.document).take()
	with set_user(house.user), pytest.raises(EvaluationError):
		own.evaluate_myself(house.mine, "好")


def test_what_is_judged_is_not_told_before_it_is_published(house):
	open_self_evaluation(house)
	steps.BeginReview(house.document).take()
	judge_all(house.document, 31)
	_status, text = visit(house.user)
	text = text.partition("<main")[2]
	assert "表现好" not in text and "31" not in text.partition("<svg")[0] and "待评定" in text


def test_results_hang_out_with_names_and_stars_and_without_points(house, set_user):
	published(house.document)
	status, text = visit(house.other_user)
	published_part = text.partition('id="published"')[2]
	assert status == 200 and "评价本人" in published_part and "★" in published_part
	with set_user(house.other_user):
		((shown,),) = [[round_["results"][0]] for round_ in own.published_to_me()]
	assert not {"total", "points", "lines"} & set(shown) and "表现好" not in published_part
	assert visit(house.stranger)[1].count("评价本人") == 0
	with set_user(house.stranger):
		assert own.published_to_me() == []
		with pytest.raises(frappe.PermissionError):
			own.raise_objection(house.mine, "不同意")


def test_an_objection_is_raised_by_name_or_without_and_its_answer_is_read(house, set_user):
	document = published(house.document)
	visit(house.other_user, "POST", action="object", sheet=house.mine, objection="信念分偏高")
	visit(house.other_user, "POST", action="object", sheet=house.mine, objection="不署名的异议", unnamed="1")
	sheet = frappe.get_doc(rounds.EVALUATION, house.mine)
	named, unnamed = sheet.objections
	assert (named.raised_by, named.is_unnamed) == ("评价他人", 0)
	assert (unnamed.raised_by, unnamed.is_unnamed) == (None, 1)
	kept = frappe.as_json(frappe.db.get_all("Evaluation Objection", {"name": unnamed.name}, "*"))
	assert house.other_user not in kept and house.other_user != sheet.modified_by
	assert not frappe.db.exists("Version", {"docname": house.mine, "owner": house.other_user})
	named.answer, unnamed.answer = "已核对。", "维持原评定。"
	sheet.save()
	_status, text = visit(house.other_user)
	assert "已核对。" in text and "维持原评定。" in text and "不署名的异议" not in text
	_status, text = visit(house.user)
	assert "信念分偏高" in text and "不署名的异议" in text
	over(document)
	with set_user(house.other_user), pytest.raises(frappe.PermissionError):
		own.raise_objection(house.mine, "太晚")


def test_guests_and_people_without_a_member_see_nothing(house, set_user):
	frappe.set_user("Guest")
	set_request(method="GET", path="/party/evaluation")
	assert get_response("/party/evaluation").status_code in (301, 302)
	with pytest.raises(frappe.PermissionError):
		own.my_evaluations()
