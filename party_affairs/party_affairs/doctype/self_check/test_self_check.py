"""Self-check sheets: lines from the guide, ticks, evidence, review line by line, and an application up to its decision."""

import pytest

import frappe
from frappe.utils import getdate
from frappe.utils.file_manager import save_file

from party_affairs.api.duties import self_checks as api
from party_affairs.compliance.self_checks import make
from party_affairs.exceptions import SelfCheckError
from party_affairs.facts.duties import self_checks as facts
from party_affairs.guide.duties import self_checks as guide
from party_affairs.party_affairs.doctype.self_check.evidence import checksum
from party_affairs.printing import documents
from tests.site import factory
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site

TODAY = "2025-12-05"
REASON = "条件所限"


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def build_house():
	committee = factory.committee("自查测试党委")
	branch = factory.branch("自查测试支部", parent=committee, records_from="2025-01-01")
	sister = factory.branch("自查测试邻支部", parent=committee, records_from="2025-01-01")
	people = [factory.member(branch) for _number in range(4)]
	for person, post in zip(
		people,
		("Secretary", "Organisation Commissioner", "Publicity Commissioner", "Discipline Commissioner"),
		strict=True,
	):
		factory.post(person, post)
	return frappe._dict(
		committee=committee,
		branch=branch,
		sister=sister,
		people=people,
		secretary=factory.login(people[0]),
		publicity=factory.login(people[2]),
		officer=factory.holder(sister, "Party Affairs Officer", committee),
		neighbour=factory.holder(sister, "Secretary"),
		instructor=factory.holder(sister, "Party Work Instructor", branch),
		plain=factory.holder(branch),
	)


@pytest.fixture
def at_work(house, set_user, freeze):
	freeze(TODAY)
	set_user(house.secretary)
	return house


def fresh(document):
	"""The document as it is stored now; older releases of Frappe return nothing from `reload`."""
	document.reload()
	return document


def line_of(sheet, key):
	return next(line for line in sheet.lines if line.line_key == key)


def evidence(key, document, **values):
	return {
		"line_key": key,
		"evidence_kind": "Record on Site",
		"linked_doctype": document.doctype,
		"linked_name": document.name,
		**values,
	}


def handed_up(house, kind="Self-Check Sheet", **answers):
	sheet = factory.ticked(factory.self_check(house.branch, kind), **answers)
	api.hand_up(sheet.name)
	return fresh(sheet)


def reviewed(set_user, house, sheet):
	set_user(house.officer)
	api.confirm(sheet.name)
	return fresh(sheet)


def applied(house, set_user, **answers):
	meeting = factory.meeting(
		house.branch, "Member Assembly", starts_on="2025-12-01 14:00:00", attendees=house.people
	)
	set_user(house.secretary)
	sheet = factory.self_check(house.branch, "Six Goods")
	sheet.recommended_in = meeting.name
	factory.ticked(sheet, **answers)
	api.hand_up(sheet.name)
	return fresh(sheet)


# Making


def test_a_sheet_has_the_lines_of_the_guide_with_what_the_records_show(at_work):
	sheet = factory.self_check(at_work.branch)
	assert [line.line_key for line in sheet.lines] == [line.key for line in guide.scheme("self_check").lines]
	assert (sheet.status, sheet.line_count, sheet.open_count) == ("Being Filled In", 43, 43)
	assert (str(sheet.period_start), str(sheet.period_end)) == ("2025-01-01", "2025-12-31")
	first = line_of(sheet, "deputy_stands_in")
	assert first.shown.startswith("在任职务：书记、组织委员、宣传委员、纪检委员")
	assert (first.clause, first.citation, str(first.shown_on)) == ("R18", "一（三）2", TODAY)
	assert "R28" in line_of(sheet, "board_plans").shown
	assert "自查测试支部" in sheet.title


def test_one_sheet_a_branch_kind_and_period(at_work):
	factory.self_check(at_work.branch)
	with pytest.raises(frappe.DuplicateEntryError, match="已有 2025 的这张表"):
		factory.self_check(at_work.branch)
	assert factory.self_check(at_work.branch, "Six Haves").line_count == 6
	assert factory.self_check(at_work.branch, year=2024).name


def test_committees_fill_in_no_sheet(house, freeze):
	freeze(TODAY)
	with pytest.raises(SelfCheckError, match="由支部填写"):
		factory.self_check(house.committee)


def test_a_clause_that_is_switched_off_is_not_asked(house, freeze):
	freeze(TODAY)
	frappe.db.set_value("Guide Rule", "R63", "is_enabled", 0)
	try:
		sheet = factory.self_check(house.branch, year=2023)
		assert "R63" not in {line.clause for line in sheet.lines}
	finally:
		frappe.db.set_value("Guide Rule", "R63", "is_enabled", 1)


def test_what_was_typed_into_a_new_sheet_counts_for_nothing(at_work):
	line = {"line_key": "made_up", "question": "别的", "tick": "Yes", "work_state": "Confirmed"}
	sheet = factory.self_check(
		at_work.branch, year=2022, lines=[line], status="Confirmed", handed_up_on=TODAY
	)
	assert (sheet.status, sheet.handed_up_on, sheet.open_count) == ("Being Filled In", None, 43)


def test_sheets_of_many_branches_take_a_number_of_queries_that_does_not_grow_with_facts(house, freeze):
	freeze(TODAY)
	names = [factory.branch(parent=house.committee, records_from="2025-01-01").name for _number in range(3)]
	made = make(2025, names, getdate(TODAY))
	assert (len(made.created), made.existing) == (6, ())
	again = make(2025, names, getdate(TODAY))
	assert (again.created, sorted(again.existing)) == ((), sorted(made.created))
	with counted_queries() as few:
		facts.ticks(names[:1], getdate("2025-01-01"), getdate("2025-12-31"))
	with counted_queries() as many:
		rows = facts.ticks(names, getdate("2025-01-01"), getdate("2025-12-31"))
	assert len(few) == len(many) == 2
	assert len(rows) == 3 * (43 + 6) and {row.state for row in rows} == {"not_ticked"}


# Ticking


def test_who_ticks_is_written_down_with_the_day(at_work, set_user):
	sheet = factory.self_check(at_work.branch)
	set_user(at_work.publicity)
	line_of(sheet, "venue_sign").tick = "Yes"
	sheet.save()
	line = line_of(fresh(sheet), "venue_sign")
	assert (line.work_state, line.answered_by, str(line.answered_on)) == (
		"Ticked",
		at_work.publicity,
		TODAY,
	)
	assert (sheet.open_count, sheet.events[-1].to_state, sheet.events[-1].user) == (
		42,
		"Ticked",
		at_work.publicity,
	)


def test_a_reason_is_needed_unless_the_tick_is_yes(at_work):
	sheet = factory.self_check(at_work.branch)
	for tick in ("Partly", "No", "Does Not Apply"):
		line_of(sheet, "venue_flag").tick = tick
		with pytest.raises(SelfCheckError, match="请写明原因"):
			sheet.save()
		sheet.reload()
	line_of(sheet, "venue_flag").update({"tick": "No", "reason": REASON})
	sheet.save()


def test_what_the_records_show_is_frozen_with_the_answer(at_work, freeze):
	sheet = factory.self_check(at_work.branch)
	line_of(sheet, "welfare_gallery").tick = "Yes"
	sheet.save()
	before = line_of(sheet, "welfare_gallery").shown
	assert before.startswith("没有登记公益活动")
	frappe.get_doc(
		doctype="Public Welfare Activity",
		branch=at_work.branch.name,
		project="普法",
		activity_date="2025-12-04",
		hours=2,
		people_served=30,
	).insert(ignore_permissions=True)
	freeze("2025-12-08")
	line_of(sheet, "venue_flag").tick = "Yes"
	sheet.save()
	assert line_of(sheet, "welfare_gallery").shown == before
	api.refresh(sheet.name)
	assert line_of(fresh(sheet), "welfare_gallery").shown.startswith("公益活动 1 次，2 小时，服务 30 人次。")


def test_lines_and_what_the_app_sets_cannot_be_typed(at_work):
	sheet = factory.self_check(at_work.branch)
	line = line_of(sheet, "venue_sign")
	line.update({"question": "别的问题", "work_state": "Confirmed", "shown": "编的", "reviewed_by": "Guest"})
	sheet.update({"status": "Confirmed", "confirmed_on": TODAY, "decision": "Approved"})
	sheet.append("objections", {"raised_on": TODAY, "objection": "编的"})
	sheet.save()
	sheet.reload()
	line = line_of(sheet, "venue_sign")
	assert (line.question[:2], line.work_state, line.reviewed_by) == ("门口", "Not Ticked", None)
	assert sheet.status == "Being Filled In"
	assert not (sheet.confirmed_on or sheet.decision or sheet.objections)
	sheet.lines = sheet.lines[1:]
	with pytest.raises(SelfCheckError):
		sheet.save()


def test_only_a_complete_sheet_goes_up(at_work):
	sheet = factory.self_check(at_work.branch)
	line_of(sheet, "venue_sign").tick = "Yes"
	sheet.save()
	with pytest.raises(SelfCheckError, match="还有 42 项未填"):
		api.hand_up(sheet.name)


def test_what_was_handed_up_is_not_changed_by_the_branch(at_work):
	sheet = handed_up(at_work)
	line_of(sheet, "venue_sign").update({"tick": "No", "reason": REASON})
	with pytest.raises(SelfCheckError, match="请上级党组织退回"):
		sheet.save()
	with pytest.raises(SelfCheckError, match="不能删除"):
		fresh(sheet).delete()


# Evidence


def test_evidence_is_a_record_of_the_branch_that_its_reader_may_see(at_work, house):
	meeting = factory.meeting(house.branch, starts_on="2025-03-14 14:00:00", attendees=house.people)
	foreign = factory.meeting(house.sister, starts_on="2025-03-14 14:00:00")
	sheet = factory.self_check(house.branch)
	line_of(sheet, "handbook_complete").tick = "Yes"
	sheet.append("evidence", evidence("handbook_complete", meeting))
	sheet.save()
	row = fresh(sheet).evidence[0]
	assert (str(row.received_on), row.received_from, str(row.about_from)) == (
		TODAY,
		house.secretary,
		"2025-03-14",
	)
	for wrong, words in (
		(evidence("handbook_complete", foreign), "没有这条记录"),
		(evidence("nonsense", meeting), "请选择所属的自查项"),
		({"line_key": "handbook_complete", "evidence_kind": "Photo"}, "请上传附件"),
		({"line_key": "handbook_complete", "evidence_kind": "Record on Site"}, "请选择记录类型"),
		({"line_key": "handbook_complete", "evidence_kind": "File", "file": "/files/open.txt"}, "文件"),
	):
		sheet.append("evidence", wrong)
		with pytest.raises((SelfCheckError, frappe.LinkValidationError), match=words):
			sheet.save()
		sheet.reload()


def test_a_file_keeps_its_checksum_and_a_changed_one_is_doubted(at_work, house):
	sheet = factory.self_check(house.branch)
	file = save_file("门口.txt", "门口照片".encode(), "Self Check", sheet.name, is_private=1)
	line_of(sheet, "venue_sign").tick = "Yes"
	given = {"line_key": "venue_sign", "evidence_kind": "File", "file": file.file_url}
	sheet.append("evidence", {**given, "sha256": "typed", "received_on": "2020-01-01"})
	sheet.save()
	row = fresh(sheet).evidence[0]
	assert (row.sha256, str(row.received_on)) == (checksum(file.file_url), TODAY)
	assert sheet.doubts() == {}
	frappe.db.set_value("Evidence Link", row.name, "sha256", "0" * 64)
	assert fresh(sheet).doubts() == {"venue_sign": ["a file is not the one handed in"]}


def test_a_yes_against_the_records_is_doubted(at_work, house):
	sheet = factory.ticked(factory.self_check(house.branch, "Six Haves"))
	factory.finding(house.branch, "R22", house.branch, month="2025-06")
	assert fresh(sheet).doubts()["rules"] == ["Yes without evidence", "Yes, but the records miss R22"]
	sheet.run_method("onload")
	assert "核查有缺失：R22" in sheet.get_onload("doubts")["rules"][1]
	links = sheet.get_onload("links")["rules"]
	assert {"doctype": "Compliance Finding", "rule": "R22"}.items() <= {
		**links[2],
		"rule": links[2]["filters"].get("rule"),
	}.items()


# Review


def test_the_committee_confirms_and_returns_one_line_while_the_rest_stays(at_work, house, set_user):
	sheet = handed_up(house)
	set_user(house.officer)
	api.return_line(sheet.name, "archive_bound", "请补充照片")
	api.confirm(sheet.name, opinion="其余属实")
	sheet.reload()
	assert (sheet.status, sheet.returned_count, sheet.confirmed_count) == ("Handed Up", 1, 42)
	set_user(house.secretary)
	line = line_of(sheet, "archive_bound")
	assert (line.work_state, line.tick, line.returned_note) == ("Returned", "Yes", "请补充照片")
	line.update({"tick": "Partly", "reason": "缺三月份"})
	sheet.save()
	assert line_of(fresh(sheet), "archive_bound").work_state == "Ticked"
	set_user(house.officer)
	api.confirm(sheet.name, keys=["archive_bound"])
	sheet.reload()
	assert (sheet.status, sheet.confirmed_by, sheet.review_opinion) == (
		"Confirmed",
		house.officer,
		"其余属实",
	)
	course = [(row.from_state, row.to_state) for row in sheet.events if row.line_key == "archive_bound"]
	assert course == [
		("Not Ticked", "Ticked"),
		("Ticked", "Returned"),
		("Returned", "Ticked"),
		("Ticked", "Confirmed"),
	]
	api.return_line(sheet.name, "archive_bound", "再看一下")
	assert fresh(sheet).status == "Handed Up"


@pytest.mark.parametrize("who", ["secretary", "publicity", "neighbour", "instructor", "plain"])
def test_nobody_else_confirms_or_returns(at_work, house, set_user, who):
	sheet = handed_up(house)
	set_user(house[who])
	for step in (
		lambda: api.confirm(sheet.name),
		lambda: api.return_line(sheet.name, "venue_sign", "请补"),
		lambda: api.make_public(sheet.name),
		lambda: api.decide(sheet.name, "Approved"),
	):
		with pytest.raises(frappe.PermissionError):
			step()


def test_the_committee_changes_nothing_by_hand(at_work, house, set_user):
	sheet = frappe.get_doc("Self Check", factory.self_check(house.branch).name)
	set_user(house.officer)
	line_of(sheet, "venue_sign").tick = "Yes"
	with pytest.raises(frappe.PermissionError):
		sheet.save()
	with pytest.raises(frappe.PermissionError):
		api.hand_up(sheet.name)


def test_a_return_says_what_is_to_be_put_right(at_work, house, set_user):
	sheet = handed_up(house)
	set_user(house.officer)
	with pytest.raises(SelfCheckError, match="用一句话说明"):
		api.return_line(sheet.name, "venue_sign", " ")
	with pytest.raises(SelfCheckError, match="没有这一项"):
		api.return_line(sheet.name, "nonsense", "请补")


# Applications


def test_an_application_goes_up_with_the_meeting_that_recommends_it(at_work, house, set_user):
	sheet = factory.ticked(factory.self_check(house.branch, "Six Goods"))
	with pytest.raises(SelfCheckError, match="请选择支部决定申报的会议"):
		api.hand_up(sheet.name)
	foreign = factory.meeting(house.sister, "Member Assembly")
	sheet.recommended_in = foreign.name
	with pytest.raises(SelfCheckError, match="作出申报决定"):
		sheet.save()


def test_an_application_is_made_public_and_decided_by_somebody_else(at_work, house, set_user, freeze):
	sheet = reviewed(set_user, house, applied(house, set_user))
	assert (sheet.status, str(sheet.recommended_on)) == ("Confirmed", "2025-12-01")
	with pytest.raises(SelfCheckError, match="不少于 5 个工作日"):
		api.make_public(sheet.name, days=4)
	api.make_public(sheet.name, "2025-12-05", 5)
	sheet.reload()
	assert (sheet.status, str(sheet.publicity_until)) == ("In Publicity", "2025-12-11")
	freeze("2025-12-09")
	api.add_objection(sheet.name, "反映活动次数有误")
	with pytest.raises(SelfCheckError, match="请在此后作出决定"):
		api.decide(sheet.name, "Approved")
	with pytest.raises(SelfCheckError, match="公示期内"):
		api.add_objection(sheet.name, "公示之前", "2025-12-04")
	freeze("2025-12-15")
	for day, sentence in (("2025-12-12", "公示期内"), ("2025-12-16", "不能晚于今日")):
		with pytest.raises(SelfCheckError, match=sentence):
			api.add_objection(sheet.name, "公示之后", day)
	with pytest.raises(SelfCheckError, match="异议未答复"):
		api.decide(sheet.name, "Approved")
	api.answer_objection(sheet.name, fresh(sheet).objections[0].name, "经核属实无误")
	api.decide(sheet.name, "Approved", document_no="测〔2025〕9号", term_until="2027-12-14")
	sheet.reload()
	assert (sheet.status, sheet.decided_by, str(sheet.decided_on)) == (
		"Approved",
		house.officer,
		"2025-12-15",
	)
	with pytest.raises(SelfCheckError, match="不能进行这一步"):
		api.return_line(sheet.name, "leadership_good", "再看")


def test_who_handed_it_up_does_not_confirm(at_work, house, set_user):
	sheet = handed_up(house)
	frappe.db.set_value("Self Check", sheet.name, "handed_up_by", house.officer)
	set_user(house.officer)
	with pytest.raises(frappe.PermissionError, match="应由其他人确认"):
		api.confirm(sheet.name)


def test_who_handed_it_up_does_not_decide(at_work, house, set_user):
	sheet = reviewed(set_user, house, applied(house, set_user))
	frappe.db.set_value("Self Check", sheet.name, "handed_up_by", house.officer)
	with pytest.raises(frappe.PermissionError, match="应由其他人"):
		api.decide(sheet.name, "Not Approved", note="条件不具备")


def test_conditions_that_are_not_met_are_not_made_public(at_work, house, set_user):
	sheet = reviewed(set_user, house, applied(house, set_user, results_good="Partly"))
	with pytest.raises(SelfCheckError, match="六项条件应全部具备"):
		api.make_public(sheet.name)
	with pytest.raises(SelfCheckError, match="不予批准的原因"):
		api.decide(sheet.name, "Not Approved")
	api.decide(sheet.name, "Not Approved", note="工作成效一项不具备")
	assert fresh(sheet).decision_note == "工作成效一项不具备"


def test_publicity_begins_soon_and_is_taken_back_with_a_reason(at_work, house, set_user):
	sheet = reviewed(set_user, house, applied(house, set_user))
	with pytest.raises(SelfCheckError, match="最多提前一个月"):
		api.make_public(sheet.name, "2029-01-04")
	api.make_public(sheet.name, "2025-12-05")
	api.add_objection(sheet.name, "反映活动次数有误")
	with pytest.raises(SelfCheckError, match="撤回公示的原因"):
		api.take_publicity_back(sheet.name, " ")
	set_user(house.secretary)
	with pytest.raises(frappe.PermissionError):
		api.take_publicity_back(sheet.name, "日期有误")
	set_user(house.officer)
	api.take_publicity_back(sheet.name, "日期有误")
	sheet.reload()
	assert (sheet.status, sheet.publicity_from, sheet.events[-1].note) == ("Confirmed", None, "日期有误")
	assert [row.objection for row in sheet.objections] == ["反映活动次数有误"]
	api.make_public(sheet.name, "2025-12-08")
	assert fresh(sheet).status == "In Publicity"


def test_what_was_objected_stays_when_the_branch_applies_again(at_work, house, set_user):
	sheet = reviewed(set_user, house, applied(house, set_user))
	api.make_public(sheet.name)
	api.add_objection(sheet.name, "反映活动次数有误")
	set_user(house.secretary)
	api.withdraw(sheet.name, "材料待补")
	api.apply_again(sheet.name)
	(row,) = fresh(sheet).objections
	assert (row.objection, str(row.application_on)) == ("反映活动次数有误", TODAY)
	sheet.save()
	assert len(fresh(sheet).objections) == 1


def test_the_meeting_that_recommends_lies_in_the_year_of_the_sheet(at_work, house):
	old = factory.meeting(house.branch, "Member Assembly", starts_on="2024-12-01 14:00:00")
	sheet = factory.self_check(house.branch, "Six Goods")
	sheet.recommended_in = old.name
	with pytest.raises(SelfCheckError, match="该会议召开于"):
		sheet.save()


def test_papers_name_the_organisation_that_acted(house, set_user, freeze):
	freeze(TODAY)
	general = factory.branch("自查测试总支", "General Branch", parent=house.committee)
	branch = factory.branch("自查测试下支部", parent=general, records_from="2025-01-01")
	people = [factory.member(branch) for _number in range(3)]
	factory.post(people[0], "Secretary")
	below = frappe._dict(
		branch=branch, people=people, secretary=factory.login(people[0]), officer=house.officer
	)
	sheet = reviewed(set_user, below, applied(below, set_user))
	assert (sheet.reviewing_body, sheet.deciding_body) == (house.committee.name, None)
	with pytest.raises(SelfCheckError, match="尚未公示"):
		documents.party_document(sheet, "six_goods_notice")
	api.make_public(sheet.name)
	sheet.reload()
	for paper in ("six_goods_notice", "six_goods_application"):
		text = documents.party_document(sheet, paper)
		assert "自查测试党委（盖章）" in text and "自查测试总支" not in text
		assert "没有核查结果" not in text
	assert any("没有核查结果" in (line.shown or "") for line in sheet.lines)


def test_an_application_is_withdrawn_and_taken_up_again(at_work, house, set_user):
	sheet = applied(house, set_user)
	with pytest.raises(SelfCheckError, match="请写明撤回原因"):
		api.withdraw(sheet.name, "")
	api.withdraw(sheet.name, "材料待补")
	assert fresh(sheet).status == "Withdrawn"
	api.apply_again(sheet.name)
	sheet.reload()
	assert (sheet.status, sheet.withdrawn_on, sheet.open_count) == ("Being Filled In", None, 0)
	api.hand_up(sheet.name)


# Methods and papers


def test_sheets_are_made_by_who_may_and_once(at_work, house, set_user):
	made = api.make_sheets(house.branch.name, 2025)
	assert (made["queued"], len(made["names"])) == (False, 2)
	assert api.make_sheets(house.branch.name, 2025)["names"] == made["names"]
	for who in ("neighbour", "plain", "instructor"):
		set_user(house[who])
		with pytest.raises(frappe.PermissionError):
			api.make_sheets(house.branch.name, 2025)
	set_user(house.officer)
	with pytest.raises(frappe.ValidationError):
		api.make_sheets(house.branch.name, 2026)


def test_who_reads_a_sheet(at_work, house, set_user):
	sheet = factory.self_check(house.branch)
	for who, sees in (
		("officer", True),
		("instructor", True),
		("publicity", True),
		("neighbour", False),
		("plain", False),
	):
		set_user(house[who])
		names = (
			frappe.get_list("Self Check", pluck="name") if frappe.has_permission("Self Check", "read") else []
		)
		assert (sheet.name in names) is sees, who
		assert frappe.has_permission("Self Check", "read", sheet.name) is sees, who


def test_the_papers_say_what_was_ticked(at_work, house, set_user):
	sheet = handed_up(house, venue_flag="No")
	text = documents.party_document(sheet, "self_check_sheet")
	assert "室内是否悬挂党旗" in text and REASON in text and "自查测试支部" in text
	blank = documents.party_document(sheet, "self_check_blank")
	assert "□是" in blank and REASON not in blank
	application = reviewed(set_user, house, applied(house, set_user))
	api.make_public(application.name, "2025-12-08", 5)
	application.reload()
	paper = documents.party_document(application, "six_goods_application")
	assert "先进党支部“六好”申报表" in paper and "领导班子好" in paper
	notice = documents.party_document(application, "six_goods_notice")
	assert "自查测试支部申报2025年度先进党支部" in notice and "2025年12月12日" in notice
