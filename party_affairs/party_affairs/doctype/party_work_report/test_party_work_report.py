"""Work reports and duty reports (R13, R34, R35, R48): their text, their two deliveries, and who receives them."""

import pytest

import frappe

from party_affairs.api.texts import work_reports as api
from party_affairs.exceptions import ReportError
from tests.site import factory

pytestmark = pytest.mark.site

TODAY = "2025-07-20"


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def build_house():
	committee = factory.committee("报告测试党委")
	general = factory.branch("报告测试总支", "General Branch", committee)
	branch = factory.branch("报告测试支部", parent=general)
	sister = factory.branch("报告测试邻支部", parent=general)
	people = [factory.member(branch) for _number in range(4)]
	for person, post in zip(
		people, ("Secretary", "Organisation Commissioner", "Publicity Commissioner"), strict=False
	):
		factory.post(person, post)
	return frappe._dict(
		committee=committee,
		general=general,
		branch=branch,
		sister=sister,
		people=people,
		assembly=assembly(branch, people, "2025-06-25"),
		secretary=factory.login(people[0]),
		organisation=factory.login(people[1]),
		publicity=factory.login(people[2]),
		plain=factory.login(people[3]),
		officer=factory.holder(sister, "Party Affairs Officer", committee),
		general_secretary=factory.holder(sister, "Secretary", general),
		neighbour=factory.holder(sister, "Secretary"),
		instructor=factory.holder(sister, "Party Work Instructor", branch),
		stranger=stranger(),
	)


def stranger():
	elsewhere = factory.committee()
	return factory.holder(factory.branch(parent=elsewhere), "Secretary", elsewhere)


def assembly(branch, people, day, kind="Member Assembly", **values):
	"""An assembly with three voters, of whom two came."""
	rows = [
		{"member": person.name, "attendance": attendance, "has_vote": 1, "reason": "出差"}
		for person, attendance in zip(people[:3], ("Present", "Present", "Leave"), strict=True)
	]
	values = {"attendees": (), "starts_on": f"{day} 14:00:00", **values}
	document = factory.meeting(branch, kind, submit=False, **values)
	document.extend("attendees", rows)
	document.save()
	document.submit()
	return document


@pytest.fixture(autouse=True)
def today(freeze):
	freeze(TODAY)


@pytest.fixture
def report(house):
	return factory.work_report(house.branch, reporter=house.people[0])


VOTES = {"review_result": "Report Approved", "eligible": 3, "present": 2, "in_favour": 2}


# Text


def test_a_new_report_begins_with_the_sections_of_the_guide(house, report):
	assert len(report.sections) == 13
	assert "第32条" in report.sections[0].part
	assert (str(report.period_start), str(report.period_end)) == ("2025-01-01", "2025-06-30")
	assert report.title == "2025年上半年工作报告（报告测试支部）"
	duty = factory.work_report(house.branch, kind="Duty Report", reporter=house.people[0], submit=False)
	assert [row.part for row in duty.sections] == ["履职情况"] * 3 + ["存在的问题", "工作思路"]
	assert (str(duty.period_start), duty.half) == ("2025-01-01", None)
	assert duty.title == f"{house.people[0].member_name}2025年度述职报告（报告测试支部）"


def test_old_reports_name_the_article_of_their_time(house):
	old = factory.work_report(house.branch, year=2016, reporter=house.people[0], submit=False)
	assert "第31条" in old.sections[0].part


def test_the_form_asks_for_the_same_sections(house, set_user):
	set_user(house.secretary)
	rows = api.sections("Work Report", "2025", "First Half")
	assert len(rows) == 13 and set(rows[0]) == {"part", "title"}
	assert len(api.sections("Duty Report", 2025)) == 5
	with pytest.raises(ReportError, match="半年"):
		api.sections("Work Report", 2025)
	with pytest.raises(frappe.ValidationError):
		api.sections("Work Report", "abc", "First Half")
	set_user(house.plain)
	with pytest.raises(frappe.PermissionError):
		api.sections("Work Report", 2025, "First Half")


def test_a_work_report_names_its_half_year(house):
	with pytest.raises(ReportError, match="半年"):
		factory.work_report(house.branch, half=None, reporter=house.people[0])


@pytest.mark.parametrize("year", [0, 25, 20255])
def test_the_year_has_four_digits(house, year):
	with pytest.raises(ReportError, match="四位"):
		factory.work_report(house.branch, year=year, reporter=house.people[0])


def test_a_second_report_for_the_same_period_is_refused(house, report):
	with pytest.raises(frappe.DuplicateEntryError, match=report.name):
		factory.work_report(house.branch, reporter=house.people[0])
	report.cancel()
	assert report.status == "Cancelled"
	factory.work_report(house.branch, reporter=house.people[0])


def test_the_reporter_belongs_to_the_branch(house):
	with pytest.raises(ReportError, match="不属于"):
		factory.work_report(house.branch, reporter=factory.member(house.sister))


def test_nothing_written_is_not_submitted(house):
	empty = frappe.get_doc(
		doctype="Party Work Report",
		branch=house.branch.name,
		kind="Work Report",
		year=2025,
		half="First Half",
		reporter=house.people[0].name,
	).insert()
	with pytest.raises(ReportError, match="还没有内容"):
		empty.submit()
	empty.reload()
	empty.sections[0].content = "完成。"
	empty.submit()
	assert "段落没有内容" in str(frappe.get_message_log())


def test_a_draft_was_delivered_to_nobody(house):
	draft = factory.work_report(house.branch, reporter=house.people[0], submit=False)
	draft.update(
		{"assembly": house.assembly.name, "delivered_on": "2025-07-01", "received_on": "2025-07-01", **VOTES}
	)
	draft.save()
	assert not any(draft.get(field) for field in ("assembly", "delivered_on", "received_on", "review_result"))
	assert draft.status == "Draft"


# Delivery to the assembly


def test_the_day_of_the_assembly_is_that_of_its_minutes(house, report):
	report.update({"assembly": house.assembly.name, "review_opinions": None})
	report.save()
	assert (str(report.assembly_date), report.status) == ("2025-06-25", "To Be Delivered")
	report.delivered_on = "2025-06-30"
	report.save()
	assert report.status == "Delivered"
	report.update(VOTES)
	report.save()
	assert report.status == "Reviewed"
	report.assembly = None
	with pytest.raises(frappe.MandatoryError.__mro__[1], match="党员大会"):
		report.save()


def test_a_meeting_of_another_kind_that_is_an_assembly_too_counts(house, report):
	theme_day = assembly(house.branch, house.people, "2025-06-16", "Theme Day", also_assembly=1)
	report.assembly = theme_day.name
	report.save()
	assert str(report.assembly_date) == "2025-06-16"


@pytest.mark.parametrize("wrong", ["kind", "draft", "branch"])
def test_only_submitted_assemblies_of_the_branch_hear_a_report(house, report, wrong):
	meeting = {
		"kind": lambda: factory.meeting(house.branch, "Theme Day", "2025-06-16 14:00:00"),
		"draft": lambda: factory.meeting(
			house.branch, "Member Assembly", "2025-06-16 14:00:00", submit=False
		),
		"branch": lambda: factory.meeting(house.sister, "Member Assembly", "2025-06-16 14:00:00"),
	}[wrong]()
	report.assembly = meeting.name
	with pytest.raises(ReportError, match="不是"):
		report.save()


def test_an_assembly_before_the_period_cannot_have_heard_the_report(house):
	report = factory.work_report(house.branch, "Second Half", reporter=house.people[0])
	report.assembly = house.assembly.name
	with pytest.raises(ReportError, match="早于报告期间"):
		report.save()


def test_numbers_of_the_review_are_those_of_the_minutes(house, set_user):
	set_user(house.secretary)
	assert api.numbers(house.assembly.name) == {"eligible": 4, "present": 2}
	set_user(house.neighbour)
	with pytest.raises(frappe.PermissionError):
		api.numbers(house.assembly.name)


@pytest.mark.parametrize(
	("changes", "words"),
	[
		({"in_favour": 1}, "未达到"),
		({"present": 1, "in_favour": 1}, "未达到规定人数"),
		({"review_result": "Report Not Approved", "review_opinions": "重写"}, "已达到"),
		({"review_result": "Approved with Opinions"}, "审议意见|党员大会意见"),
		({"eligible": 0}, "应到"),
		({"review_result": None}, "审议结果"),
		({"against": 1}, "更正票数"),
	],
)
def test_a_result_that_the_votes_do_not_give_is_refused(house, report, changes, words):
	report.update({"assembly": house.assembly.name, **VOTES, **changes})
	with pytest.raises(frappe.ValidationError, match=words):
		report.save()


def test_a_report_that_was_not_approved_is_reviewed_all_the_same(house, report):
	report.update(
		{"assembly": house.assembly.name, **VOTES, "in_favour": 1, "against": 1}
		| {"review_result": "Report Not Approved", "review_opinions": "问题部分要重写"}
	)
	report.delivered_on = "2025-07-01"
	report.save()
	assert report.status == "Reviewed"


# Delivery to the committee above


@pytest.mark.parametrize(("day", "words"), [("2025-07-21", "今天之后|将来"), ("2024-12-31", "早于报告期间")])
def test_days_that_cannot_be(report, day, words):
	report.delivered_on = day
	with pytest.raises(ReportError):
		report.save()


@pytest.mark.parametrize("user", ["officer", "general_secretary"])
def test_committees_above_receive_a_report_with_their_opinion(house, report, set_user, user):
	report.delivered_on = "2025-07-01"
	report.save()
	set_user(house[user])
	assert frappe.get_doc("Party Work Report", report.name).may_receive()
	api.receive(report.name, "2025-07-03", "总体较好")
	report.reload()
	assert (str(report.received_on), report.received_by, report.above_opinion) == (
		"2025-07-03",
		house[user],
		"总体较好",
	)


def test_nobody_else_receives_it(house, report, set_user):
	report.delivered_on = "2025-07-01"
	report.save()
	for user in ("secretary", "organisation", "publicity", "plain", "neighbour", "instructor", "stranger"):
		set_user(house[user])
		with pytest.raises(frappe.PermissionError):
			api.receive(report.name, "2025-07-03")
	assert not frappe.db.get_value("Party Work Report", report.name, "received_on")


def test_nobody_receives_the_report_of_his_own_organisation(house, set_user):
	own = factory.work_report(house.general, reporter=house.people[0], delivered_on="2025-07-01")
	set_user(house.general_secretary)
	with pytest.raises(frappe.PermissionError):
		api.receive(own.name)
	set_user(house.officer)
	api.receive(own.name)


def test_what_was_not_delivered_is_not_received(house, report, set_user):
	set_user(house.officer)
	with pytest.raises(ReportError, match="尚未报送"):
		api.receive(report.name)


@pytest.mark.parametrize(
	("day", "words"), [("2025-06-30", "早于"), ("2025-07-21", "2025-07-21"), ("3月", "3月")]
)
def test_the_day_of_the_receipt(house, report, set_user, day, words):
	report.delivered_on = "2025-07-01"
	report.save()
	set_user(house.officer)
	with pytest.raises(frappe.ValidationError, match=words):
		api.receive(report.name, day)


def test_the_receipt_is_not_written_by_hand(house, report):
	report.update({"delivered_on": "2025-07-01", "received_on": "2025-07-02"})
	with pytest.raises(ReportError, match="手工"):
		report.save()


def test_only_a_duty_report_is_graded_and_by_the_grades_of_the_settings(house, report, set_user):
	duty = factory.work_report(
		house.branch, kind="Duty Report", reporter=house.people[0], delivered_on="2025-07-01"
	)
	report.delivered_on = "2025-07-01"
	report.save()
	set_user(house.officer)
	with pytest.raises(ReportError, match="述职报告"):
		api.receive(report.name, "2025-07-02", grade="好")
	with pytest.raises(ReportError, match="好、较好、一般、差"):
		api.receive(duty.name, "2025-07-02", grade="优秀")
	api.receive(duty.name, "2025-07-02", "履职扎实", "较好")
	assert frappe.db.get_value("Party Work Report", duty.name, "grade") == "较好"


def test_grades_are_the_sites_own(house, set_user):
	frappe.db.set_single_value("Party Affairs Settings", "duty_report_grades", "优秀\n 优秀 \n\n合格")
	duty = factory.work_report(
		house.branch, kind="Duty Report", reporter=house.people[0], delivered_on="2025-07-01"
	)
	duty.run_method("onload")
	assert duty.get_onload("grades") == ["优秀", "合格"]
	set_user(house.officer)
	api.receive(duty.name, grade="优秀")


def test_what_was_received_is_not_cancelled(house, report, set_user):
	report.delivered_on = "2025-07-01"
	report.save()
	with set_user(house.officer):
		api.receive(report.name)
	report.reload()
	with pytest.raises(ReportError, match="不能再作废"):
		report.cancel()


# Rights


def test_who_reads_and_writes_a_report(house, report, set_user):
	writers = {"secretary", "organisation"}
	readers = writers | {"publicity", "officer", "general_secretary", "instructor"}
	for user in (*readers, "plain", "neighbour", "stranger"):
		set_user(house[user])
		assert frappe.has_permission("Party Work Report", "read", doc=report.name) is (user in readers), user
		assert frappe.has_permission("Party Work Report", "write", doc=report.name) is (user in writers), user
		may_list = frappe.has_permission("Party Work Report")
		listed = frappe.get_list("Party Work Report", pluck="name") if may_list else []
		assert (report.name in listed) is (user in readers), user


def test_the_secretary_writes_submits_and_delivers(house, set_user):
	set_user(house.secretary)
	report = frappe.get_doc(
		doctype="Party Work Report",
		branch=house.branch.name,
		kind="Work Report",
		year=2025,
		half="First Half",
		reporter=house.people[0].name,
	).insert()
	report.sections[0].content = "完成。"
	report.submit()
	report.update({"assembly": house.assembly.name, "delivered_on": "2025-07-01", **VOTES})
	report.save()
	assert report.status == "Reviewed"
