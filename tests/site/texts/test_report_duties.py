"""From reports and life reviews to findings: R13, R34, R35 and R48, and R15, R36 and R37."""

from datetime import date

import pytest

import frappe

from party_affairs.api.meetings import life_reviews
from party_affairs.api.texts import work_reports
from party_affairs.compliance.run import Check
from tests.site import factory
from tests.support.everything import read_everything
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site

YEAR_END, AFTER, LONG_AFTER = date(2025, 12, 31), date(2026, 1, 1), date(2026, 6, 1)


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		committee = factory.committee("核查报告党委")
		branch = factory.branch("核查报告支部", parent=committee, records_from="2024-01-01")
		person = factory.member(branch)
		yield frappe._dict(
			committee=committee,
			branch=branch,
			person=person,
			officer=factory.holder(branch, "Party Affairs Officer", committee),
		)


@pytest.fixture(autouse=True)
def today(freeze):
	freeze(LONG_AFTER)


def found(house, rule, as_of=AFTER, year=2025):
	"""Findings of a clause by period, as (status, message) of branches, else by subject."""
	lines = Check(year).lines([house.branch.name], as_of)
	return {
		line.period_key if line.subject_doctype == "Party Branch" else line.subject: line
		for line in lines
		if line.rule == rule
	}


def statuses(house, rule, as_of=AFTER):
	return {key: line.status for key, line in found(house, rule, as_of).items()}


def report(house, half="First Half", assembly=None, delivered=None, **values):
	"""A work report that an assembly heard on a day, and that was delivered above on another."""
	if assembly:
		values["assembly"] = factory.meeting(house.branch, "Member Assembly", f"{assembly} 14:00:00").name
	if delivered:
		values["delivered_on"] = delivered
	return factory.work_report(house.branch, half, reporter=house.person, **values)


# R13 and R34: one report, two deliveries


def test_without_reports_each_half_year_is_missed(house):
	for rule in ("R13", "R34"):
		assert statuses(house, rule, date(2026, 1, 31)) == {"2025-H1": "Missed", "2025-H2": "Due"}
		assert statuses(house, rule, date(2026, 2, 1)) == {"2025-H1": "Missed", "2025-H2": "Missed"}
	assert statuses(house, "R34", date(2025, 6, 30)) == {"2025-H1": "Due", "2025-H2": "Planned"}
	assert found(house, "R34", date(2025, 6, 30))["2025-H1"].due_date == date(2025, 7, 31)
	assert found(house, "R35") == {}


def test_one_report_with_both_deliveries_counts_for_both(house):
	report(house, assembly="2025-06-25", delivered="2025-06-30")
	assert statuses(house, "R13") == {"2025-H1": "Met", "2025-H2": "Due"}
	assert statuses(house, "R34") == {"2025-H1": "Met", "2025-H2": "Due"}


@pytest.mark.parametrize(
	("assembly", "delivered", "r13", "r34"),
	[
		("2025-06-30", "2025-06-30", "Met", "Met"),
		("2025-07-03", "2025-07-31", "Met", "Met"),
		("2025-07-31", "2025-08-01", "Late", "Met"),
		("2025-08-01", "2025-06-30", "Late", "Late"),
		("2025-06-25", None, "Missed", "Met"),
		(None, "2025-06-25", "Missed", "Missed"),
	],
)
def test_a_report_on_a_half_year_is_in_time_until_a_month_after_it(house, assembly, delivered, r13, r34):
	document = report(house, assembly=assembly, delivered=delivered)
	assert (statuses(house, "R13")["2025-H1"], statuses(house, "R34")["2025-H1"]) == (r13, r34)
	assert document.name in found(house, "R13")["2025-H1"].evidence, "half done is shown"


def test_a_report_counts_for_its_own_half_whenever_it_was_delivered(house):
	report(house, "Second Half", assembly="2026-01-09", delivered="2026-02-12")
	assert statuses(house, "R34", AFTER)["2025-H2"] == "Due"
	assert statuses(house, "R34", LONG_AFTER) == {"2025-H1": "Missed", "2025-H2": "Met"}
	assert statuses(house, "R13", date(2026, 2, 11))["2025-H2"] == "Missed"
	assert statuses(house, "R13", date(2026, 2, 12))["2025-H2"] == "Late"


def test_days_of_grace_are_a_parameter(house):
	report(house, assembly="2025-07-10", delivered="2025-07-10")
	for days, status in ((10, "Met"), (9, "Late")):
		frappe.db.set_value("Guide Rule", "R34", "local_parameters", f'{{"grace_days": {days}}}')
		assert statuses(house, "R34")["2025-H1"] == status


def test_drafts_and_cancelled_reports_prove_nothing(house):
	document = report(house, assembly="2025-06-25", delivered="2025-06-30")
	report(house, "Second Half", submit=False)
	document.cancel()
	assert statuses(house, "R34") == {"2025-H1": "Missed", "2025-H2": "Due"}


def test_organisations_above_branches_are_not_asked(house):
	above = frappe._dict(branch=house.committee)
	for rule in ("R13", "R34", "R36", "R48"):
		assert found(above, rule) == {}


# R35: reviewed, not only heard


def test_a_report_that_was_only_heard_is_missed(house):
	document = report(house, assembly="2025-06-25")
	line = found(house, "R35")[document.name]
	assert (line.status, line.subject_name, line.period_key) == ("Missed", document.title, "2025")
	assert "2025-06-25" in line.message and "没有审议结果" in line.message


def test_a_report_with_a_result_is_met(house):
	document = report(house, assembly="2025-06-25", **factory.APPROVED)
	line = found(house, "R35")[document.name]
	assert (line.status, line.message) == ("Met", "党员大会已审议：审议通过。")


def test_a_report_heard_in_january_belongs_to_the_year_that_it_is_about(house):
	document = report(house, "Second Half", assembly="2026-01-09")
	assert document.name not in found(house, "R35", AFTER)
	assert found(house, "R35", LONG_AFTER)[document.name].status == "Missed"
	assert document.name not in found(house, "R35", LONG_AFTER, year=2026)


def test_duty_reports_are_assessed_and_not_reviewed(house):
	document = report(house, kind="Duty Report", assembly="2025-12-20")
	assert document.name not in found(house, "R35")


# R48: the secretary's duty report


@pytest.mark.parametrize(
	("received", "opinion", "as_of", "status"),
	[
		("2025-12-31", "履职扎实", AFTER, "Met"),
		("2026-01-05", "履职扎实", AFTER, "Missed"),
		("2026-01-05", "履职扎实", LONG_AFTER, "Late"),
		("2025-12-31", None, LONG_AFTER, "Missed"),
		(None, None, LONG_AFTER, "Missed"),
	],
)
def test_a_duty_report_counts_once_it_was_assessed(house, set_user, received, opinion, as_of, status):
	document = report(house, kind="Duty Report", assembly="2025-12-20", delivered="2025-12-22")
	if received:
		with set_user(house.officer):
			work_reports.receive(document.name, received, opinion)
	assert statuses(house, "R48", as_of) == {"2025": status}


@pytest.mark.parametrize("lacking", ["assembly", "both"])
def test_a_grade_alone_does_for_the_assessment_but_not_for_the_assembly(house, set_user, lacking):
	assembly = None if lacking == "assembly" else "2025-12-20"
	document = report(house, kind="Duty Report", assembly=assembly, delivered="2025-12-22")
	with set_user(house.officer):
		work_reports.receive(document.name, "2025-12-30", grade="好")
	assert statuses(house, "R48") == {"2025": "Missed" if lacking == "assembly" else "Met"}


def test_a_duty_report_is_no_work_report_of_the_half_year(house):
	report(house, kind="Duty Report", assembly="2025-12-20", delivered="2025-12-22")
	assert statuses(house, "R34") == {"2025-H1": "Missed", "2025-H2": "Due"}


# R15 and R36: how often


def life_meeting(house, day="2025-06-20", kind="Organisation Life Meeting"):
	return factory.meeting(house.branch, kind, f"{day} 14:00:00")


def test_a_life_meeting_a_year_is_enough_by_default(house):
	assert statuses(house, "R36") == statuses(house, "R15") == {"2025": "Missed"}
	life_meeting(house, "2025-12-31")
	assert statuses(house, "R36") == statuses(house, "R15") == {"2025": "Met"}


def test_the_setting_makes_it_each_half_year(house):
	frappe.db.set_single_value("Party Affairs Settings", "life_review_cycle", "Half Year")
	life_meeting(house, "2025-06-30")
	for rule in ("R15", "R36"):
		assert statuses(house, rule) == {"2025-H1": "Met", "2025-H2": "Missed"}
	assert statuses(house, "R36", date(2025, 12, 31))["2025-H2"] == "Due"


def test_from_july_on_r36_reminds(house):
	assert "过半" not in found(house, "R36", date(2025, 6, 30))["2025"].message
	line = found(house, "R36", date(2025, 7, 1))["2025"]
	assert (line.status, "过半" in line.message) == ("Due", True)


def test_a_life_review_in_another_kind_of_meeting_counts(house):
	meeting = life_meeting(house, kind="Committee Meeting")
	factory.life_review(house.branch, meeting)
	for rule in ("R15", "R36"):
		assert found(house, rule)["2025"].status == "Met"
	assert meeting.name in found(house, "R36")["2025"].evidence


def test_a_life_meeting_and_its_review_are_one_piece_of_evidence(house):
	factory.life_review(house.branch, life_meeting(house))
	line = found(house, "R36")["2025"]
	assert (line.found, line.status) == ("1", "Met")
	frappe.db.set_value("Guide Rule", "R36", "local_parameters", '{"times": 2}')
	assert statuses(house, "R36") == {"2025": "Missed"}


def test_a_review_whose_meeting_was_cancelled_was_not_held(house):
	meeting = life_meeting(house, kind="Committee Meeting")
	review = factory.life_review(house.branch, meeting)
	meeting.cancel()
	assert statuses(house, "R36") == {"2025": "Missed"}
	assert review.name not in found(house, "R37")


# R37: before, at and after the meeting


def complete(house, *measures, **values):
	"""A review with everything, held on 20 June."""
	review = factory.life_review(
		house.branch,
		life_meeting(house),
		talks_confirmed_by=house.person.name,
		measures=measures or [factory.measure(house.person, "2026-03-31")],
		**values,
	)
	factory.criticism(review, (house.person, "自我批评", None))
	return review


def test_a_complete_review_whose_items_are_not_due_is_met(house):
	review = complete(house)
	line = found(house, "R37")[review.name]
	assert (line.status, line.subject_doctype, line.subject_name) == (
		"Met",
		"Party Life Review",
		review.title,
	)


@pytest.mark.parametrize(
	("values", "words"),
	[
		({"studies": []}, "会前学习"),
		({"opinions": []}, "征求意见"),
		({"talks_held": 0}, "谈心谈话"),
		({"problems": []}, "查摆问题"),
		({"direction": " "}, "整改方向"),
		({"studies": [], "opinions": [], "problems": []}, "会前学习、征求意见、查摆问题"),
	],
)
def test_what_a_review_lacks_is_named(house, values, words):
	review = complete(house, **values)
	line = found(house, "R37")[review.name]
	assert (line.status, line.message) == ("Missed", f"组织生活会缺少：{words}。")


def test_without_a_record_of_criticism_it_is_lacking(house):
	review = factory.life_review(house.branch, life_meeting(house), measures=[factory.measure(house.person)])
	assert found(house, "R37")[review.name].message == "组织生活会缺少：批评与自我批评。"
	factory.criticism(review, (house.person, None, None))
	assert found(house, "R37")[review.name].status == "Missed", "a line that says nothing proves nothing"


def test_a_life_meeting_without_a_review_is_missed_itself(house):
	meeting = life_meeting(house)
	line = found(house, "R37")[meeting.name]
	assert (line.status, line.subject_doctype) == ("Missed", "Party Meeting")
	factory.life_review(house.branch, meeting)
	assert meeting.name not in found(house, "R37")


@pytest.mark.parametrize(
	("as_of", "status"), [("2025-07-20", "Due"), ("2025-07-21", "Missed"), ("2025-06-19", None)]
)
def test_the_rectification_list_is_due_within_thirty_days(house, as_of, status):
	review = factory.life_review(house.branch, life_meeting(house), talks_confirmed_by=house.person.name)
	factory.criticism(review, (house.person, "自我批评", None))
	line = found(house, "R37", date.fromisoformat(as_of)).get(review.name)
	assert (line and line.status) == status


@pytest.mark.parametrize("lacking", ["responsible", "deadline"])
def test_every_item_names_person_and_deadline(house, lacking):
	review = complete(house, {**factory.measure(house.person), lacking: None})
	assert "1项整改事项中有1项没有责任人或时限" in found(house, "R37")[review.name].message


@pytest.mark.parametrize(
	("closed_on", "as_of", "status"),
	[
		(None, "2026-03-31", "Met"),
		(None, "2026-04-01", "Missed"),
		("2026-03-31", "2026-04-01", "Met"),
		("2026-04-01", "2026-05-01", "Late"),
		("2026-04-01", "2026-03-31", "Met"),
	],
)
def test_deadlines_of_the_year_after_are_judged_in_it(house, closed_on, as_of, status):
	"""A review of December leaves work for spring: last year's finding says how that stands today."""
	review = complete(house, factory.measure(house.person, "2026-03-31"))
	if closed_on:
		life_reviews.close_measure(review.name, review.measures[0].name, "已整改", closed_on)
	line = found(house, "R37", date.fromisoformat(as_of))[review.name]
	assert (line.status, line.period_key) == (status, "2025")


def test_a_finding_never_tells_what_was_said(house):
	review = complete(house, {**factory.measure(house.person), "deadline": None})
	secret = frappe.get_doc("Life Review Criticism", {"review": review.name})
	line = found(house, "R37")[review.name]
	assert "自我批评" not in line.message and secret.name not in line.evidence


def test_queries_do_not_grow_with_reports_and_reviews(house):
	def number():
		read_everything([house.branch.name], YEAR_END)
		with counted_queries() as statements:
			read_everything([house.branch.name], YEAR_END)
		return len(statements)

	complete(house)
	report(house, assembly="2025-06-25")
	few = number()
	for day in ("2025-07-04", "2025-08-01", "2025-09-05"):
		review = factory.life_review(
			house.branch, life_meeting(house, day), measures=[factory.measure(house.person)]
		)
		factory.criticism(review, (house.person, "一", "二"))
	report(house, "Second Half", assembly="2025-12-25")
	report(house, kind="Duty Report", assembly="2025-12-26")
	assert number() == few
