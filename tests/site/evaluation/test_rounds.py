"""A round of evaluation: its stages in order, who goes on with it, and what each stage allows on the sheets."""

import pytest

import frappe

from party_affairs.api.evaluation import own as own_api
from party_affairs.api.evaluation import rounds as api
from party_affairs.api.evaluation import sheets as sheets_api
from party_affairs.exceptions import EvaluationError
from party_affairs.facts.evaluation import rounds
from party_affairs.party_affairs.doctype.evaluation import steps as sheet_steps
from party_affairs.party_affairs.doctype.evaluation_round import steps
from tests.site import factory

YEAR, LAST_YEAR = 2025, "2026-01-10"
CRITERIA = (
	{
		**{"criterion_key": "dues", "title": "党费", "max_points": 60, "source": "Measured"},
		**{"measure": "clause_rate", "rules": "R49"},
	},
	{
		**{"criterion_key": "faith", "title": "信念", "max_points": 40, "source": "Judged"},
		"guidance": "看政治表现。",
	},
)


@pytest.fixture
def committee():
	return factory.committee()


@pytest.fixture
def branch(committee):
	return factory.branch(parent=committee)


@pytest.fixture
def secretary(branch):
	return factory.holder(branch, "Secretary", member_name="书记甲")


@pytest.fixture
def round_of(branch, secretary):
	"""A measured round of a branch with its secretary and two more members."""

	def make(members=2, **version):
		for number in range(members):
			factory.member(branch, member_name=f"党员{number}")
		scheme = factory.scheme("测试方案", "Party Member", CRITERIA, **version)
		document = frappe.get_doc(
			doctype=rounds.ROUND, scheme_version=scheme.name, year=YEAR, branch=branch.name
		).insert()
		steps.Measure(document).take()
		return frappe.get_doc(rounds.ROUND, document.name)

	return make


def judge_all(document, points=35, by=None):
	for row in rounds.sheets_of(document.name):
		sheet = frappe.get_doc(rounds.EVALUATION, row.name)
		next(line for line in sheet.scores if line.source == "Judged").update(
			{"points": points, "basis": "表现好"}
		)
		sheet.save()


def published(document):
	"""The round in publicity, from a day on that is long ago enough for it to be over."""
	steps.OpenSelfEvaluation(document, until="2026-02-01").take()
	steps.BeginReview(document).take()
	judge_all(document)
	steps.Publish(document, first_day=frappe.utils.nowdate(), where="公示栏", contact="组织委员").take()
	return frappe.get_doc(rounds.ROUND, document.name)


def over(document):
	frappe.db.set_value(
		rounds.ROUND, document.name, {"publicity_from": "2026-01-12", "publicity_until": "2026-01-16"}
	)
	return frappe.get_doc(rounds.ROUND, document.name)


def decision(branch):
	return factory.meeting(branch, "Committee Meeting", "2026-01-19 14:00:00").name


def stages(document):
	names = {row.stage for row in rounds.sheets_of(document.name)}
	return frappe.db.get_value(rounds.ROUND, document.name, "stage"), names


def test_a_round_goes_from_measuring_to_final_and_its_sheets_go_with_it(round_of, branch):
	document = round_of()
	assert (document.sheets, document.unjudged, document.stage) == (3, 3, "Being Prepared")
	assert stages(document) == ("Being Prepared", {"Being Prepared"})
	document = published(document)
	assert stages(document) == ("Publicity", {"Publicity"})
	assert document.publicised_where == "公示栏"
	document = over(document)
	done = steps.Finish(document, meeting=decision(branch)).take()
	assert not done["queued"]
	assert stages(document) == ("Final", {"Final"})
	assert {row.docstatus for row in rounds.sheets_of(document.name)} == {1}


def test_publicity_lasts_the_working_days_of_the_version(round_of):
	document = round_of(publicity_days=5)
	steps.OpenSelfEvaluation(document, until="2026-02-01").take()
	steps.BeginReview(document).take()
	judge_all(document)
	frappe.db.set_value(rounds.ROUND, document.name, "as_of", "2025-09-01")
	document.reload()
	# The National Day of 2025 is free from 1 to 8 October; 28 September and 11 October are worked.
	steps.Publish(document, first_day="2025-09-29", where="公示栏", contact="组织委员").take()
	assert str(document.publicity_until) == "2025-10-11"


@pytest.mark.parametrize(
	"step",
	[
		lambda document: steps.BeginReview(document),
		lambda document: steps.Publish(document, where="公示栏", contact="组织委员"),
		lambda document: steps.ReturnToReview(document, reason="重评"),
		lambda document: steps.Finish(document),
		lambda document: steps.OpenSelfEvaluation(document),
	],
)
def test_steps_out_of_order_or_without_what_they_need_are_refused(round_of, step):
	document = round_of()
	with pytest.raises(frappe.ValidationError):
		step(document).take()
	assert stages(document) == ("Being Prepared", {"Being Prepared"})


def test_a_scheme_without_self_evaluation_goes_to_the_review_at_once(round_of):
	document = round_of(self_evaluation=0)
	with pytest.raises(EvaluationError):
		steps.OpenSelfEvaluation(document, until="2026-02-01").take()
	steps.BeginReview(document).take()
	assert stages(document) == ("Review", {"Review"})


def test_nothing_is_published_before_everything_is_judged(round_of):
	document = round_of()
	steps.OpenSelfEvaluation(document, until="2026-02-01").take()
	steps.BeginReview(document).take()
	with pytest.raises(EvaluationError, match="党员0"):
		steps.Publish(document, where="公示栏", contact="组织委员").take()


def test_results_are_final_only_after_publicity_answers_and_a_decision(round_of, branch):
	document = published(round_of())
	meeting = decision(branch)
	with pytest.raises(EvaluationError):
		steps.Finish(document, meeting=meeting).take()
	sheet = frappe.get_doc(rounds.EVALUATION, rounds.sheets_of(document.name)[0].name)
	sheet.append(
		"objections", {"raised_on": frappe.utils.nowdate(), "raised_by": "李某", "objection": "信念分偏低"}
	)
	sheet.save()
	document = over(document)
	with pytest.raises(EvaluationError, match=sheet.subject_name):
		steps.Finish(document, meeting=meeting).take()
	sheet.reload()
	sheet.objections[0].answer = "经复核，维持原评定。"
	sheet.save()
	assert sheet.objections[0].answered_by == frappe.session.user
	with pytest.raises(frappe.MandatoryError):
		steps.Finish(document).take()
	elsewhere = factory.meeting(factory.branch(parent=branch.parent_party_branch), "Committee Meeting")
	with pytest.raises(EvaluationError):
		steps.Finish(document, meeting=elsewhere.name).take()
	steps.Finish(document, meeting=meeting).take()
	assert frappe.db.get_value(rounds.ROUND, document.name, "decided_in") == meeting


def test_an_objection_that_was_right_brings_the_results_back_to_the_review(round_of):
	document = published(round_of())
	steps.ReturnToReview(document, reason="异议成立，重新评定").take()
	assert stages(document) == ("Review", {"Review"})
	assert document.returned_because == "异议成立，重新评定" and document.publicity_until is None
	judge_all(document, 38)


def test_a_final_result_changes_no_more(round_of, branch):
	document = over(published(round_of()))
	steps.Finish(document, meeting=decision(branch)).take()
	sheet = frappe.get_doc(rounds.EVALUATION, rounds.sheets_of(document.name)[0].name)
	before = sheet.as_dict()
	sheet.opinion = "改了"
	with pytest.raises(frappe.ValidationError):
		sheet.save()
	document.reload()
	document.remarks = "改了"
	with pytest.raises(EvaluationError):
		document.save()
	with pytest.raises(EvaluationError):
		document.delete()
	with pytest.raises(EvaluationError):
		steps.Measure(frappe.get_doc(rounds.ROUND, document.name)).take()
	# A version that is adopted later says nothing about what is final.
	later = frappe.copy_doc(frappe.get_doc("Evaluation Scheme Version", document.scheme_version))
	later.update({"effective_from": "2021-01-01", "whole": 120, "standing": "Example"})
	later.criteria[0].max_points = 80
	later.flags.step = True
	later.insert()
	stored = frappe.get_doc(rounds.EVALUATION, sheet.name)
	assert (stored.total, stored.whole, stored.band) == (before.total, before.whole, before.band)
	assert [row.points for row in stored.scores] == [row["points"] for row in before["scores"]]


def test_a_final_result_is_withdrawn_with_a_reason_and_stays_to_be_read(
	round_of, branch, secretary, set_user
):
	document = over(published(round_of()))
	steps.Finish(document, meeting=decision(branch)).take()
	name = rounds.sheets_of(document.name)[1].name
	with pytest.raises(EvaluationError):
		frappe.get_doc(rounds.EVALUATION, name).cancel()
	set_user(secretary)
	with pytest.raises(frappe.MandatoryError):
		sheet_steps.Withdraw.of(name).take()
	sheet_steps.Withdraw.of(name, reason="党费记录有误").take()
	sheet = frappe.get_doc(rounds.EVALUATION, name)
	assert (sheet.docstatus, sheet.withdrawn_because, sheet.evaluation_key) == (2, "党费记录有误", None)
	with pytest.raises(frappe.ValidationError):
		sheet_steps.Withdraw.of(name, reason="再次").take()


def test_what_follows_a_withdrawn_result_is_published_and_decided_again_and_the_others_stay(
	round_of, branch, secretary, set_user
):
	document = over(published(round_of()))
	meeting = decision(branch)
	steps.Finish(document, meeting=meeting).take()
	name = rounds.sheets_of(document.name)[1].name
	set_user(secretary)
	successor = frappe.get_doc(rounds.EVALUATION, sheet_steps.Withdraw.of(name, reason="党费记录有误").take())
	document = frappe.get_doc(rounds.ROUND, document.name)
	assert (successor.round, successor.stage, successor.amended_from) == (document.name, "Review", name)
	assert (successor.unjudged, successor.docstatus, document.stage) == (0, 0, "Review")
	assert document.returned_because == "党费记录有误" and document.sheets == 3
	assert sorted(row.docstatus for row in rounds.sheets_of(document.name)) == [0, 1, 1]
	with pytest.raises(EvaluationError):
		successor.submit()
	api.publish(document.name, frappe.utils.nowdate(), "公示栏", "组织委员")
	with pytest.raises(EvaluationError):
		api.finish(document.name, meeting)
	over(document)
	api.finish(document.name, meeting)
	assert {(row.docstatus, row.stage) for row in rounds.sheets_of(document.name)} == {(1, "Final")}


def test_a_sheet_made_by_hand_joins_the_round_of_its_branch_and_is_never_final_alone(round_of, branch):
	document = round_of()
	late = factory.member(branch, member_name="后来者")
	given = {"doctype": rounds.EVALUATION, "scheme": document.scheme, "subject": late.name}
	sheet = frappe.get_doc({**given, "year": YEAR}).insert()
	assert (sheet.round, sheet.stage) == (document.name, "Being Prepared")
	assert frappe.db.get_value(rounds.ROUND, document.name, "sheets") == 4
	alone = frappe.get_doc({**given, "year": YEAR - 1}).insert()
	judge = next(line for line in alone.scores if line.source == "Judged")
	judge.update({"points": 35, "basis": "表现好"})
	alone.save()
	with pytest.raises(EvaluationError, match=str(YEAR - 1)):
		alone.submit()
	finished = over(published(document))
	steps.Finish(finished, meeting=decision(branch)).take()
	later = factory.member(branch, member_name="更晚者")
	missing = {**given, "subject": later.name, "year": YEAR}
	with pytest.raises(EvaluationError, match="组织评定"):
		frappe.get_doc(missing).insert()
	with pytest.raises(frappe.MandatoryError):
		api.return_to_review(document.name, "")
	assert api.return_to_review(document.name, "漏评一人") == "Review"
	assert frappe.get_doc(missing).insert().stage == "Review"


def test_nobody_makes_his_own_successor_final_alone(round_of, branch, secretary, set_user):
	document = over(published(round_of()))
	meeting = decision(branch)
	steps.Finish(document, meeting=meeting).take()
	own = next(row.name for row in rounds.sheets_of(document.name) if row.subject_name == "书记甲")
	sheet_steps.Withdraw(frappe.get_doc(rounds.EVALUATION, own), reason="有误").take()
	document = frappe.get_doc(rounds.ROUND, document.name)
	steps.Publish(document, where="公示栏", contact="组织委员").take()
	over(document)
	with set_user(secretary), pytest.raises(frappe.PermissionError):
		api.finish(document.name, meeting)


# Days that people give


def test_no_stage_is_entered_for_days_on_which_it_cannot_have_been(round_of, branch):
	document, today = round_of(), frappe.utils.nowdate()
	for as_of in ("2024-12-31", frappe.utils.add_days(today, 1)):
		with pytest.raises(EvaluationError):
			api.measure(document.name, as_of)
	with pytest.raises(EvaluationError):
		api.open_self_evaluation(document.name, frappe.utils.add_days(today, -1))
	api.open_self_evaluation(document.name, today)
	api.begin_review(document.name)
	judge_all(document)
	frappe.db.set_value(rounds.ROUND, document.name, "as_of", "2026-01-10")
	for days in (-400, -20, -4, 32, 800):
		with pytest.raises(EvaluationError):
			api.publish(document.name, frappe.utils.add_days(today, days), "公示栏", "组织委员")
	assert api.publish(document.name, today, "公示栏", "组织委员") == "Publicity"
	document = over(document)
	early = factory.meeting(branch, "Committee Meeting", "2026-01-15 14:00:00")
	with pytest.raises(EvaluationError, match="2026"):
		api.finish(document.name, early.name)
	api.finish(document.name, decision(branch))
	assert stages(document)[0] == "Final"


@pytest.mark.parametrize("days", [-1, 1])
def test_an_objection_is_of_the_days_of_publicity_that_have_come(round_of, days):
	document = published(round_of())
	sheet = frappe.get_doc(rounds.EVALUATION, rounds.sheets_of(document.name)[0].name)
	day = frappe.utils.add_days(frappe.utils.nowdate(), days)
	sheet.append("objections", {"raised_on": day, "raised_by": "李某", "objection": "信念分偏低"})
	with pytest.raises(EvaluationError):
		sheet.save()


# Who


def test_the_branch_conducts_the_evaluation_of_its_members_and_the_committee_does_not(
	round_of, branch, committee, secretary, set_user
):
	document = round_of()
	officer = factory.holder(branch, "Party Affairs Officer", committee)
	for user in (officer, factory.holder(branch), factory.holder(branch, "Publicity Commissioner")):
		with set_user(user), pytest.raises(frappe.PermissionError):
			api.open_self_evaluation(document.name, "2026-02-01")
	set_user(secretary)
	assert api.open_self_evaluation(document.name, frappe.utils.nowdate()) == "Self-Evaluation"


def test_the_committee_sees_how_a_round_stands_without_the_sheets_of_members(
	round_of, branch, committee, secretary, set_user
):
	document = round_of()
	with set_user(factory.holder(branch, "Party Affairs Officer", committee)):
		found = api.standing(document.name)
		assert (found["sheets"], found["hidden"], found["may_conduct"]) == ([], 3, False)
		assert frappe.get_list("Evaluation", {"round": document.name}) == []
	with set_user(secretary):
		found = api.standing(document.name)
		assert len(found["sheets"]) == 3 and found["may_conduct"] and found["may_finish"]
		assert found["judging"] == {"judged": 0, "of": 3}


def test_nobody_makes_his_own_evaluation_final_where_only_he_is_evaluated(
	round_of, branch, secretary, set_user
):
	document = over(published(round_of(members=0)))
	meeting = decision(branch)
	with set_user(secretary), pytest.raises(frappe.PermissionError):
		api.finish(document.name, meeting)
	steps.Finish(frappe.get_doc(rounds.ROUND, document.name), meeting=meeting).take()


def test_a_committee_judges_its_branches_and_no_branch_judges_itself(committee, branch, secretary, set_user):
	scheme = factory.scheme("支部方案", "Party Branch", CRITERIA)
	other = factory.branch(parent=committee)
	document = frappe.get_doc(
		doctype=rounds.ROUND, scheme_version=scheme.name, year=YEAR, branch=committee.name
	).insert()
	from party_affairs.compliance import evaluation_rounds

	evaluation_rounds.measure(document.name, frappe.utils.getdate("2026-01-10"))
	shown = {row.subject: row.name for row in rounds.sheets_of(document.name)}
	assert set(shown) == {branch.name, other.name}
	judgement = {"criterion_key": "faith", "points": 30, "basis": "示例"}
	with set_user(secretary):
		with pytest.raises(frappe.PermissionError):
			api.judge(document.name, [{"sheet": shown[branch.name], **judgement}])
		sheet = frappe.get_doc(rounds.EVALUATION, shown[branch.name])
		sheet.scores[1].update({"points": 40, "basis": "自评"})
		with pytest.raises(frappe.PermissionError, match=committee.name):
			sheet.save()
	set_user(factory.holder(branch, "Party Affairs Officer", committee))
	assert (
		api.judge(document.name, [{"sheet": name, **judgement} for name in shown.values()])["refused"] == {}
	)


def test_a_branch_is_evaluated_once_by_a_scheme(committee, branch):
	scheme = factory.scheme("支部方案", "Party Branch", CRITERIA)
	given = {"doctype": rounds.ROUND, "scheme_version": scheme.name, "year": YEAR}
	frappe.get_doc(**given, branch=committee.name).insert()
	for organisation in (branch, committee):
		with pytest.raises(frappe.DuplicateEntryError):
			frappe.get_doc(**given, branch=organisation.name).insert()
	frappe.get_doc(**given, branch=factory.branch(parent=factory.committee()).name).insert()


# Judging


def test_all_sheets_are_judged_at_once_and_what_is_refused_says_why(round_of, secretary, set_user):
	document = round_of()
	set_user(secretary)
	asked = api.to_judge(document.name)
	assert [part["criterion_key"] for part in asked["criteria"]] == ["faith"]
	assert [row.subject_name for row in asked["sheets"] if row.is_own] == ["书记甲"]
	assert asked["criteria"][0]["guidance"] == "看政治表现。" and asked["criteria"][0]["may"]
	own, first, second = (
		row.name for row in sorted(asked["sheets"], key=lambda row: row.subject_name != "书记甲")
	)
	rows = [
		{"sheet": own, "criterion_key": "faith", "points": 40, "basis": "自己评"},
		{"sheet": first, "criterion_key": "faith", "points": "35", "basis": "表现好"},
		{"sheet": second, "criterion_key": "faith", "points": 35, "basis": ""},
		{"sheet": "EV-2000-00001", "criterion_key": "faith", "points": 1, "basis": "无"},
	]
	found = api.judge(document.name, frappe.as_json(rows))
	assert found["saved"] == [first] and set(found["refused"]) == {own, second, "EV-2000-00001"}
	assert "信念" in found["refused"][second] and "行" not in found["refused"][second]
	assert frappe.db.get_value(rounds.ROUND, document.name, "unjudged") == 2
	with pytest.raises(frappe.ValidationError):
		api.judge(document.name, "keine Liste")


def test_nothing_is_judged_while_members_evaluate_themselves_or_results_are_published(round_of):
	document = round_of()
	steps.OpenSelfEvaluation(document, until="2026-02-01").take()
	with pytest.raises(EvaluationError):
		judge_all(document)
	steps.BeginReview(document).take()
	judge_all(document)
	steps.Publish(document, where="公示栏", contact="组织委员").take()
	with pytest.raises(EvaluationError):
		judge_all(document, 20)
	sheet = frappe.get_doc(rounds.EVALUATION, rounds.sheets_of(document.name)[0].name)
	sheet.opinion = "同意"
	with pytest.raises(EvaluationError):
		sheet.save()
	assert rounds.sheets_of(document.name)[0].total == sheet.total


def test_a_criterion_is_judged_by_whom_the_scheme_names(round_of, branch, secretary, set_user):
	named = [dict(CRITERIA[1], max_points=100, judge="Party Discipline Commissioner")]
	commissioner = factory.holder(branch, "Discipline Commissioner", member_name="纪检委员甲")
	factory.member(branch, member_name="党员甲")
	scheme = factory.scheme("纪检方案", "Party Member", named)
	document = frappe.get_doc(
		doctype=rounds.ROUND, scheme_version=scheme.name, year=YEAR, branch=branch.name
	).insert()
	steps.Measure(document).take()
	sheet = next(row.name for row in rounds.sheets_of(document.name) if row.subject_name == "党员甲")
	judgement = [{"sheet": sheet, "criterion_key": "faith", "points": 90, "basis": "遵守纪律"}]
	with set_user(secretary):
		assert sheet in api.judge(document.name, judgement)["refused"]
	with set_user(commissioner):
		assert api.judge(document.name, judgement)["saved"] == [sheet]
		opinion = frappe.get_doc(rounds.EVALUATION, sheet)
		opinion.opinion = "同意"
		with pytest.raises(frappe.PermissionError):
			opinion.save()


def test_what_was_raised_stays_as_it_was_said(round_of):
	document = published(round_of())
	sheet = frappe.get_doc(rounds.EVALUATION, rounds.sheets_of(document.name)[0].name)
	sheet.append(
		"objections", {"raised_on": frappe.utils.nowdate(), "objection": "分数偏低", "is_unnamed": 1}
	)
	sheet.save()
	sheet.objections[0].objection = "没有意见"
	sheet.objections[0].answer = "维持"
	sheet.save()
	assert sheet.objections[0].objection == "分数偏低"
	sheet.objections = []
	with pytest.raises(EvaluationError):
		sheet.save()


def test_sheets_are_never_in_the_order_of_their_points(round_of):
	document = round_of()
	names = [row.name for row in rounds.sheets_of(document.name)]
	for points, name in zip((10, 40, 20), names, strict=True):
		frappe.db.set_value(rounds.EVALUATION, name, "total", points)
	assert [row.name for row in rounds.sheets_of(document.name)] == names


# Rounds of all branches below


def test_rounds_of_all_branches_below_are_made_once(committee, branch, secretary, set_user, monkeypatch):
	factory.scheme("测试方案", "Party Member", CRITERIA)
	other = factory.branch(parent=committee)
	queued = []
	monkeypatch.setattr(
		api.jobs, "enqueue", lambda method, *identity, **given: queued.append((method, given))
	)
	with set_user(factory.holder(branch, "Party Affairs Officer", committee)):
		assert api.prepare_below("测试方案", YEAR, committee.name)["queued"]
	((method, given),) = queued
	given.pop("commit")
	assert frappe.get_attr(method)(**given) == 2
	assert frappe.get_attr(method)(**given) == 0
	made = frappe.get_all(rounds.ROUND, filters={"scheme": "测试方案"}, pluck="branch")
	assert set(made) == {branch.name, other.name}
	with set_user(secretary), pytest.raises(frappe.PermissionError):
		api.prepare_below("测试方案", YEAR, committee.name)


# What stays, and what nobody does about himself


def own_sheet(document, name="书记甲"):
	found = next(row.name for row in rounds.sheets_of(document.name) if row.subject_name == name)
	return frappe.get_doc(rounds.EVALUATION, found)


def objected(document, name="书记甲"):
	sheet = own_sheet(document, name)
	sheet.append(
		"objections", {"raised_on": frappe.utils.nowdate(), "objection": "分数偏高", "is_unnamed": 1}
	)
	sheet.save()
	return own_sheet(document, name)


def test_what_was_published_or_objected_to_is_not_deleted(round_of, secretary, set_user):
	document = published(round_of())
	sheet = objected(document, "党员0")
	with set_user(secretary):
		for doctype, name in (
			(rounds.EVALUATION, own_sheet(document, "党员1").name),
			(rounds.EVALUATION, sheet.name),
			(rounds.ROUND, document.name),
		):
			with pytest.raises(EvaluationError):
				frappe.delete_doc(doctype, name)
	steps.ReturnToReview(frappe.get_doc(rounds.ROUND, document.name), reason="异议成立").take()
	with pytest.raises(EvaluationError):
		frappe.delete_doc(rounds.EVALUATION, sheet.name)
	frappe.delete_doc(rounds.EVALUATION, own_sheet(document, "党员1").name)


def test_nobody_takes_back_a_judgement_about_himself(round_of, secretary, set_user):
	document = round_of()
	judge_all(document)
	own = own_sheet(document)
	rows = [{"sheet": own.name, "criterion_key": "faith", "points": 0, "basis": ""}]
	set_user(secretary)
	assert own.name in api.judge(document.name, rows)["refused"]
	own.opinion = "优秀"
	with pytest.raises(frappe.PermissionError):
		own.save()
	kept = own_sheet(document)
	assert (kept.opinion, kept.scores[1].state, kept.scores[1].points) == (None, "Scored", 35)
	other = own_sheet(document, "党员0")
	other.opinion = "同意"
	other.save()


def test_nobody_answers_an_objection_to_his_own_result(round_of, secretary, set_user):
	document = published(round_of())
	objected(document)
	objected(document, "党员0")
	for name, said in (("书记甲", None), ("党员0", "已核对。")):
		with set_user(secretary):
			sheet = own_sheet(document, name)
			sheet.objections[0].answer = "已核对。"
			if said:
				sheet.save()
			else:
				with pytest.raises(frappe.PermissionError, match="本人"):
					sheet.save()
		assert own_sheet(document, name).objections[0].answer == said
	sheet = own_sheet(document)
	sheet.objections[0].answer = "维持。"
	sheet.save()
	with set_user(secretary):
		sheet = own_sheet(document)
		sheet.objections[0].answer = None
		with pytest.raises(frappe.PermissionError):
			sheet.save()


def test_an_evaluated_branch_writes_no_opinion_of_itself(committee, branch, secretary, set_user):
	from party_affairs.compliance import evaluation_rounds

	scheme = factory.scheme("支部方案", "Party Branch", CRITERIA)
	document = frappe.get_doc(
		doctype=rounds.ROUND, scheme_version=scheme.name, year=YEAR, branch=committee.name
	).insert()
	evaluation_rounds.measure(document.name, frappe.utils.getdate("2026-01-10"))
	(sheet,) = rounds.sheets_of(document.name)
	with set_user(secretary):
		own = frappe.get_doc(rounds.EVALUATION, sheet.name)
		own.opinion = "优秀支部"
		with pytest.raises(frappe.PermissionError, match=committee.name):
			own.save()


def test_a_self_evaluation_is_entered_for_somebody_only_while_he_has_not_written_it(
	round_of, branch, secretary, set_user
):
	document = round_of()
	steps.OpenSelfEvaluation(document, until="2999-01-01").take()
	sheet = own_sheet(document, "党员0")
	user = factory.login(frappe.get_doc("Party Member", sheet.subject))
	with set_user(secretary):
		sheets_api.self_evaluate(sheet.name, "代录：全年较好")
		sheets_api.self_evaluate(sheet.name, "代录：全年良好")
	assert own_sheet(document, "党员0").self_evaluated_by == secretary
	with set_user(user):
		own_api.evaluate_myself(sheet.name, "本人：尚有不足")
	with set_user(secretary), pytest.raises(frappe.PermissionError, match="本人"):
		sheets_api.self_evaluate(sheet.name, "代录：优秀")
	kept = own_sheet(document, "党员0")
	assert (kept.self_summary, kept.self_evaluated_by) == ("本人：尚有不足", user)
	with set_user(secretary):
		sheets_api.self_evaluate(own_sheet(document).name, "书记自评")
		sheets_api.self_evaluate(own_sheet(document).name, "书记再自评")
		kept.self_evaluated_by = secretary
		kept.save()
	assert own_sheet(document, "党员0").self_evaluated_by == user


def test_a_decision_is_one_of_the_organisation_that_conducts(round_of, branch, secretary, set_user):
	document = round_of()
	elsewhere = decision(factory.branch())
	set_user(secretary)
	document.decided_in = elsewhere
	with pytest.raises(EvaluationError):
		document.save()


def test_making_final_is_gone_on_with_where_it_broke(round_of, branch, secretary, set_user, monkeypatch):
	document = over(published(round_of()))
	queued = []
	monkeypatch.setattr(steps, "_SHEETS_AT_ONCE", 2)
	monkeypatch.setattr(steps.jobs, "enqueue", lambda method, *identity, **given: queued.append(method))
	meeting = decision(branch)
	set_user(secretary)
	assert api.finish(document.name, meeting)["queued"]
	found = api.standing(document.name)
	assert found["to_freeze"] == 3 and found["may_finish"]
	monkeypatch.setattr(steps, "_SHEETS_AT_ONCE", 100)
	assert not api.finish_sheets(document.name)["queued"]
	assert stages(document) == ("Final", {"Final"}) and api.standing(document.name)["to_freeze"] == 0
	assert {row.docstatus for row in rounds.sheets_of(document.name)} == {1}
	with pytest.raises(EvaluationError):
		api.finish_sheets(document.name)
	with set_user(factory.holder(branch, "Publicity Commissioner")), pytest.raises(frappe.PermissionError):
		api.finish_sheets(document.name)
