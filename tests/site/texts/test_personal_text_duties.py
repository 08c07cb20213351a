"""Clauses R14, R32, R33, R38, R41 and R42: from talks, reports and reviews on the site to what is missing."""

from copy import deepcopy
from datetime import date

import pytest

import frappe

from party_affairs import facts
from party_affairs.compliance.run import Check
from party_affairs.facts.texts.talks import Appraised, triggers_of_appraisal
from party_affairs.guide import registry
from party_affairs.rules.evaluators import evaluate_event
from tests.site import factory
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site

AFTER = date(2026, 2, 1)
YEAR_END = date(2025, 12, 31)
MINE = ("R14", "R32", "R33", "R38", "R41", "R42")


@pytest.fixture(autouse=True)
def frozen(freeze):
	freeze("2026-02-01")


def build_house():
	above = factory.committee()
	branch = factory.branch(parent=above, records_from="2025-01-01")
	head, member = factory.member(branch, "书记"), factory.member(branch, "党员")
	factory.post(head, "Secretary")
	return frappe._dict(above=above, branch=branch, head=head, member=member)


@pytest.fixture(scope="module")
def built(built_once):
	return built_once(build_house, "2026-02-01")


@pytest.fixture
def house(built):
	return deepcopy(built)


def lines(house, rule, as_of=AFTER, year=2025):
	"""The findings of a clause for the branch."""
	return [line for line in Check(year).lines([house.branch.name], as_of) if line.rule == rule]


def found(house, rule, **options):
	"""The findings of a clause by (subject name, period)."""
	return {(line.subject_name, line.period_key): line for line in lines(house, rule, **options)}


def statuses(house, rule, **options):
	return {key: line.status for key, line in found(house, rule, **options).items()}


# R32


def test_every_member_reports_each_half_year(house):
	factory.thought_report(house.member, "2025-H1", "2025-06-30")
	factory.thought_report(house.head, "2025-H1", "2025-07-01")
	assert statuses(house, "R32") == {
		("党员", "2025-H1"): "Met",
		("书记", "2025-H1"): "Late",
		("党员", "2025-H2"): "Missed",
		("书记", "2025-H2"): "Missed",
	}
	running = statuses(house, "R32", as_of=date(2025, 7, 1))
	assert (running["书记", "2025-H1"], running["党员", "2025-H2"]) == ("Late", "Due")


def test_a_draft_is_no_report(house, set_user):
	set_user(factory.login(house.member))
	frappe.get_doc(
		{"doctype": "Thought Report", "member": house.member.name, "half_year": "2025-H2", "thought": "草稿"}
	).insert()
	set_user("Administrator")
	assert statuses(house, "R32")["党员", "2025-H2"] == "Missed"


def test_the_half_year_is_the_one_that_the_report_names(house):
	factory.thought_report(house.member, "2025-H2", "2026-01-05")
	assert statuses(house, "R32")["党员", "2025-H2"] == "Late"
	assert statuses(house, "R32", as_of=date(2026, 1, 4))["党员", "2025-H2"] == "Missed"


@pytest.mark.parametrize(
	("values", "expected"),
	[
		({"is_frail": 1}, {"2025-H1": "Excused", "2025-H2": "Excused"}),
		({"joined_branch_on": "2025-01-01"}, {"2025-H1": "Missed", "2025-H2": "Missed"}),
		({"joined_branch_on": "2025-04-02"}, {"2025-H2": "Missed"}),
		({"joined_branch_on": "2025-01-16"}, {"2025-H1": "Missed", "2025-H2": "Missed"}),
		({"joined_branch_on": "2025-07-10"}, {"2025-H2": "Missed"}),
		(
			{"joined_on": "2025-06-30", "full_member_on": None, "stage": "Probationary Member"},
			{"2025-H2": "Missed"},
		),
		({"stage": "Activist", "joined_on": None, "full_member_on": None}, {}),
	],
)
def test_of_whom_a_report_is_asked(house, values, expected):
	factory.member(house.branch, "新人", **values)
	assert {key[1]: status for key, status in statuses(house, "R32").items() if key[0] == "新人"} == expected


def test_a_report_counts_for_a_member_who_has_moved_since(house):
	other = factory.branch(parent=house.above, records_from="2025-01-01")
	factory.thought_report(house.member, "2025-H1", "2025-06-01")
	factory.moves(house.member, other, "2025-12-10")
	lines = Check(2025).lines([other.name], AFTER)
	# The new branch answers for the half-year at whose end he was there, the old one for the one before.
	assert [(line.period_key, line.status) for line in lines if line.rule == "R32"] == [("2025-H2", "Missed")]
	assert statuses(house, "R32")["党员", "2025-H1"] == "Met"
	assert facts.load([other.name], YEAR_END).evidence("thought_report")


# R33


@pytest.mark.parametrize(
	("commented_on", "as_of", "status"),
	[
		(None, date(2025, 7, 20), "Due"),
		(None, date(2025, 7, 21), "Missed"),
		("2025-06-20", AFTER, "Met"),
		("2025-07-20", AFTER, "Met"),
		("2025-07-21", AFTER, "Late"),
		("2025-07-21", date(2025, 7, 20), "Due"),
	],
)
def test_a_report_is_commented_on_within_its_days(house, commented_on, as_of, status):
	comment = (
		{"commented_by": house.head.name, "commented_on": commented_on, "comment": "好"}
		if commented_on
		else {}
	)
	report = factory.thought_report(house.member, "2025-H1", "2025-06-20", **comment)
	(line,) = found(house, "R33", as_of=as_of).values()
	assert (line.status, line.subject_doctype, line.subject) == (status, "Thought Report", report.name)
	assert (line.subject_name, str(line.due_date)) == ("党员", "2025-07-20")
	assert "思想上" not in line.message


def test_a_comment_on_one_report_is_none_on_the_other(house):
	factory.thought_report(
		house.member,
		"2025-H1",
		"2025-06-20",
		commented_by=house.head.name,
		commented_on="2025-07-01",
		comment="好",
	)
	factory.thought_report(house.member, "2025-H1", "2025-06-21")
	assert sorted(line.status for line in lines(house, "R33")) == ["Met", "Missed"]


def test_the_number_of_days_is_the_sites(house):
	frappe.get_doc("Guide Rule", "R33").update({"local_parameters": '{"limit_days": 5}'}).save()
	factory.thought_report(house.member, "2025-H1", "2025-06-20")
	(line,) = found(house, "R33").values()
	assert str(line.due_date) == "2025-06-25"


# R38


def test_every_member_writes_a_review_for_the_appraisal(house):
	factory.self_review(house.member, handed_in_on="2025-12-31")
	factory.self_review(house.head, purpose="Organisation Life Meeting")
	assert statuses(house, "R38") == {("党员", "2025"): "Met", ("书记", "2025"): "Missed"}
	factory.self_review(house.head, handed_in_on="2026-01-15")
	assert statuses(house, "R38")["书记", "2025"] == "Late"
	assert statuses(house, "R38", as_of=date(2026, 1, 14))["书记", "2025"] == "Missed"


# R41 and R14


def talk_of(house, *pairs):
	for talker, partner in pairs:
		factory.heart_talk(house[talker], house.get(partner) or partner, "2025-05-20")


def test_in_a_branch_of_two_both_have_somebody_to_talk_with(house):
	line = found(house, "R41")[house.branch.name, "2025"]
	assert (line.status, line.required, line.found) == ("Missed", "2", "0")
	assert "书记" in line.message and "支委与支委" not in line.message
	assert "党员（支委与党员、党员与群众）" in line.message
	assert statuses(house, "R41", as_of=YEAR_END)[house.branch.name, "2025"] == "Due"
	talk_of(house, ("head", "member"), ("member", "王群众"))
	line = found(house, "R41")[house.branch.name, "2025"]
	assert (line.status, line.required, line.found) == ("Met", "2", "2")


def test_with_a_committee_its_members_talk_with_one_another(house):
	house.second = factory.member(house.branch, "组织委员")
	house.third = factory.member(house.branch, "普通党员")
	factory.post(house.second, "Organisation Commissioner")
	talk_of(house, ("head", "member"), ("member", "王群众"), ("member", "third"))
	line = found(house, "R41")[house.branch.name, "2025"]
	assert (line.status, line.required, line.found) == ("Missed", "4", "1")
	assert "书记（支委与支委）" in line.message and "组织委员（支委与支委、支委与党员）" in line.message
	assert "普通党员（支委与党员、党员与群众）" in line.message
	talk_of(house, ("head", "second"), ("third", "second"))
	line = found(house, "R41")[house.branch.name, "2025"]
	assert (line.status, line.found, line.message) == (
		"Missed",
		"3",
		"尚缺谈心谈话：普通党员（党员与群众）。",
	)
	talk_of(house, ("third", "李群众"))
	assert found(house, "R41")[house.branch.name, "2025"].status == "Met"


def test_each_is_asked_who_was_there_for_most_of_the_year(house):
	"""Who came in July is not; who left in August is, and what he has had elsewhere counts for him."""
	sister = factory.branch(parent=house.above, records_from="2025-01-01")
	factory.member(house.branch, "七月来", joined_branch_on="2025-07-03")
	mover = factory.member(house.branch, "八月走")
	factory.moves(mover, sister, "2025-08-01")
	talk_of(house, ("head", "member"), ("member", "王群众"))
	line = found(house, "R41")[house.branch.name, "2025"]
	assert (line.required, line.found) == ("3", "1")
	assert "七月来" not in line.message and "八月走（支委与党员、党员与党员、党员与群众）" in line.message
	other = factory.member(sister, "别支部党员")
	for partner in (other, "赵群众"):
		factory.heart_talk(mover, partner, "2025-09-10", branch=sister.name)
	line = found(house, "R41")[house.branch.name, "2025"]
	assert "八月走（支委与党员）" in line.message


def test_a_seat_counts_if_it_was_held_for_most_of_the_time(house):
	spring, autumn = factory.member(house.branch, "春季支委"), factory.member(house.branch, "秋季支委")
	factory.post(spring, "Organisation Commissioner", end="2025-09-30")
	factory.post(autumn, "Organisation Commissioner", start="2025-10-01")
	line = found(house, "R41")[house.branch.name, "2025"]
	assert "春季支委（支委与支委、支委与党员）" in line.message
	assert "秋季支委（支委与党员、党员与党员、党员与群众）" in line.message


def test_a_seat_of_a_part_of_the_year_or_above_the_branch_is_no_hindrance(house):
	"""On the day it is a talk with a committee member; for the year they are two members."""
	house.one, house.two = factory.member(house.branch, "上级委员"), factory.member(house.branch, "半年支委")
	factory.post(house.one, "Secretary", house.above)
	factory.post(house.two, "Organisation Commissioner", end="2025-06-10")
	talk_of(house, ("one", "two"), ("one", "member"), ("head", "two"))
	line = found(house, "R41")[house.branch.name, "2025"]
	assert "上级委员（党员与群众）" in line.message and "半年支委（党员与群众）" in line.message


def test_of_the_ill_only_the_talk_with_the_committee_is_asked(house):
	for number in (1, 2):
		factory.member(house.branch, f"病人{number}", is_frail=1, frail_from=f"2025-0{number * 4}-01")
	line = found(house, "R41")[house.branch.name, "2025"]
	assert (
		"病人1（支委与党员）" in line.message
		and "病人2（支委与党员、党员与党员、党员与群众）" in line.message
	)


def test_talks_of_another_year_or_branch_do_not_count(house):
	factory.heart_talk(house.head, house.member, "2024-12-31")
	factory.heart_talk(house.head, house.member, "2026-01-01")
	line = found(house, "R41")[house.branch.name, "2025"]
	assert line.found == "0"
	factory.heart_talk(house.head, house.member, "2025-12-31")
	assert found(house, "R41")[house.branch.name, "2025"].found == "1"
	assert found(house, "R41", as_of=date(2025, 12, 30))[house.branch.name, "2025"].found == "0"


def test_the_secretary_hears_of_each_by_a_talk_or_a_report(house):
	line = found(house, "R14")[house.branch.name, "2025"]
	assert (line.status, line.required, line.found) == ("Missed", "2", "0")
	factory.thought_report(house.member, "2025-H1", "2025-06-20")
	line = found(house, "R14")[house.branch.name, "2025"]
	assert (line.status, line.found) == ("Missed", "1") and "书记" in line.message
	factory.heart_talk(house.head, "王群众", "2025-05-20")
	assert found(house, "R14")[house.branch.name, "2025"].status == "Met"
	# A member who came in the course of the year is not asked for it.
	factory.member(house.branch, "新人", joined_branch_on="2025-11-01")
	assert found(house, "R14")[house.branch.name, "2025"].status == "Met"


def test_organisations_above_branches_are_asked_for_no_talks(house):
	assert {line.rule for line in Check(2025).lines([house.above.name], AFTER)}.isdisjoint(MINE)


# R42


@pytest.mark.parametrize(
	("kind", "talk_on", "as_of", "status", "due"),
	[
		("Award", None, date(2025, 3, 31), "Due", "2025-03-31"),
		("Award", None, date(2025, 4, 1), "Missed", "2025-03-31"),
		("Award", "2025-03-31", AFTER, "Met", "2025-03-31"),
		("Award", "2025-04-01", AFTER, "Late", "2025-03-31"),
		("Family Dispute", "2025-03-16", AFTER, "Met", "2025-03-16"),
		("Family Dispute", "2025-03-17", AFTER, "Late", "2025-03-16"),
		("Integrity Complaint", None, AFTER, "Missed", "2025-03-16"),
	],
)
def test_an_event_calls_for_a_talk_within_its_days(house, kind, talk_on, as_of, status, due):
	event = factory.event(house.member, kind, "2025-03-01", details="细节不外传")
	if talk_on:
		factory.heart_talk(house.head, house.member, talk_on, event=event.name)
	(line,) = found(house, "R42", as_of=as_of).values()
	assert (line.status, str(line.due_date), line.subject) == (status, due, event.name)
	assert "细节" not in line.message


def test_a_talk_answers_only_the_event_that_it_names(house):
	first = factory.event(house.member, "Award", "2025-03-01")
	factory.event(house.member, "Wavering", "2025-03-02")
	factory.event(house.member, "Hardship", "2025-03-03")
	factory.heart_talk(house.head, house.member, "2025-03-05", event=first.name)
	factory.heart_talk(house.head, house.member, "2025-03-06")
	assert sorted(line.status for line in lines(house, "R42")) == ["Met", "Missed"]


def test_an_event_late_in_the_year_is_answered_in_the_next(house):
	event = factory.event(house.member, "Award", "2025-12-20")
	factory.heart_talk(house.head, house.member, "2026-01-10", event=event.name)
	assert [line.status for line in found(house, "R42").values()] == ["Met"]
	assert found(house, "R42", year=2026) == {}


def test_nothing_is_asked_before_the_branch_keeps_records(house):
	factory.event(house.member, "Award", "2024-12-31")
	assert found(house, "R42", year=2024) == {}


def test_an_appraisal_calls_for_a_talk_with_each_member(house):
	branches = {
		subject.name: subject for subject in facts.load([house.branch.name], YEAR_END).subjects("branch")
	}
	rows = [
		Appraised(person.name, person.member_name, house.branch.name, date(2025, 11, 20))
		for person in (house.head, house.member)
	]
	rows.append(Appraised(house.head.name, "书记", "别的支部", date(2025, 11, 20)))
	triggers = triggers_of_appraisal(branches, rows)
	factory.heart_talk(house.head, house.member, "2025-11-25", occasion="Appraisal of Party Spirit")
	answers = facts.load([house.branch.name], YEAR_END).evidence("heart_talk")
	findings = evaluate_event(registry.clause("R42"), triggers, answers, AFTER)
	assert {finding.subject_label: finding.status for finding in findings} == {
		"书记": "missed",
		"党员": "met",
	}
	assert {finding.subject_doctype for finding in findings} == {"Party Member"}


# All of them


def test_the_number_of_queries_does_not_depend_on_the_number_of_records(house):
	check = Check(2025)
	check.lines([house.branch.name], AFTER)

	def queries():
		with counted_queries() as statements:
			check.lines([house.branch.name], AFTER)
		return len(statements)

	before = queries()
	for _number in range(3):
		person = factory.member(house.branch)
		factory.thought_report(person)
		factory.self_review(person)
		event = factory.event(person, "Award", "2025-03-01")
		factory.heart_talk(house.head, person, "2025-03-02", event=event.name)
	assert queries() == before
