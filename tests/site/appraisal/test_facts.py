"""Clauses R39 and R40, the talk that R42 asks for, and the evaluation that takes the grade."""

from datetime import date

import pytest

import frappe

from party_affairs import facts
from party_affairs.compliance import evaluation
from party_affairs.compliance.run import Check
from party_affairs.facts.appraisal import appraisals as loader
from party_affairs.setup import evaluation_schemes
from tests.site import factory
from tests.site.appraisal import appraisals
from tests.support.everything import read_everything
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site

YEAR_END, AFTER_YEAR = date(2026, 12, 31), date(2027, 1, 1)


@pytest.fixture(scope="module")
def of(rolled_back):
	with rolled_back():
		yield appraisals.branch(full=5, probationary=1)


@pytest.fixture(autouse=True)
def today(freeze):
	freeze("2026-03-20")


def held(of, outside=5, inside=5, **values):
	document = appraisals.opened(of, **values)
	for person in of.people[:inside]:
		appraisals.vote(document, person)
	if outside:
		appraisals.vote_outside(document, outside)
	return appraisals.counted(appraisals.closed(document))


def finding(of, rule, as_of):
	(line,) = [line for line in Check(2026).lines([of.name], as_of) if line.rule == rule]
	return line


# R39


@pytest.mark.parametrize(
	("as_of", "status"), [(date(2026, 6, 1), "Due"), (YEAR_END, "Due"), (AFTER_YEAR, "Missed")]
)
def test_an_appraisal_is_due_in_the_year_and_missed_after_it(of, as_of, status):
	for rule in ("R39", "R40"):
		line = finding(of, rule, as_of)
		assert (line.status, line.subject) == (status, of.name)
		assert "没有开展民主评议" in line.message


@pytest.mark.parametrize(
	("inside", "outside", "status", "found"),
	[(5, 5, "Met", "2"), (5, 0, "Missed", "1"), (0, 5, "Missed", "1")],
)
def test_both_electorates_are_to_vote(of, inside, outside, status, found):
	held(of, outside, inside)
	line = finding(of, "R39", AFTER_YEAR)
	assert (line.status, line.required, line.found) == (status, "2", found)
	assert f"党内测评{inside}票，党外测评{outside}票" in line.message


def test_an_open_or_uncounted_appraisal_proves_nothing(of):
	document = appraisals.opened(of)
	for person in of.people[:5]:
		appraisals.vote(document, person)
	assert finding(of, "R39", AFTER_YEAR).status == "Missed"
	appraisals.closed(document)
	assert finding(of, "R39", AFTER_YEAR).status == "Missed"
	appraisals.counted(document)
	assert "党内测评5票" in finding(of, "R39", AFTER_YEAR).message


def test_the_day_decides_whether_it_was_held(of):
	held(of)
	assert finding(of, "R39", date(2026, 3, 5)).status == "Due"
	assert finding(of, "R39", date(2026, 3, 6)).status == "Met"


def test_committees_above_are_not_asked(of):
	above = of.document.parent_party_branch
	assert [line for line in Check(2026).lines([above], AFTER_YEAR) if line.rule in ("R39", "R40")] == []


def test_an_appraisal_of_another_year_or_branch_is_none_of_this(of):
	other = appraisals.branch(full=5, probationary=0)
	held(other)
	held(of, year=2025)
	assert finding(of, "R39", AFTER_YEAR).status == "Missed"


# R40


def test_grades_are_to_be_decided_and_used(of):
	document = held(of)
	assert "没有确定评议等次" in finding(of, "R40", AFTER_YEAR).message
	appraisals.decide(document)
	line = finding(of, "R40", AFTER_YEAR)
	assert line.status == "Missed" and "没有用于" in line.message
	document.used_for = "年终考核、评先评优"
	document.save()
	assert finding(of, "R40", AFTER_YEAR).status == "Met"
	assert finding(of, "R40", date(2026, 3, 8)).status == "Due"
	document.reload()
	document.cancel()
	assert "没有开展" in finding(of, "R40", AFTER_YEAR).message


def test_an_evaluation_that_takes_the_grade_uses_it(of):
	document = held(of)
	person = of.people[0]
	evaluation.evaluate(scheme().name, person.name, 2026, YEAR_END)
	appraisals.decide(document)
	# The sheet was made before there was a grade, and took none.
	assert finding(of, "R40", AFTER_YEAR).status == "Missed"
	evaluation.evaluate_all(scheme().name, 2026, YEAR_END, [of.name])
	assert finding(of, "R40", AFTER_YEAR).status == "Met"


def test_the_facts_take_the_same_queries_for_few_and_for_many(of):
	held(of)
	names = [of.name, *factory.copies(of.document, 3)]
	loader_of = lambda branches: read_everything(branches, YEAR_END)  # noqa: E731
	loader_of(names)
	numbers = []
	for branches in (names[:1], names):
		with counted_queries() as queries:
			loader_of(branches)
		numbers.append(len(queries))
	assert numbers[0] == numbers[1]


# R42: a talk with an appraised member


def test_each_member_appraised_calls_for_a_talk(of):
	held(of)
	found = facts.load([of.name], YEAR_END).triggers("talk_occasion")
	assert {trigger.subject.name for trigger in found} == {person.name for person in of.people}
	assert {(trigger.day, trigger.doctype, trigger.subject.belongs.on(trigger.day)) for trigger in found} == {
		(date(2026, 3, 6), "Party Member", of.name)
	}
	assert {trigger.name for trigger in found} == {trigger.subject.name for trigger in found}


def test_who_was_appraised_is_told_by_the_day_on_which_voting_closed(of):
	held(of)
	assert loader.appraised([of.name], date(2026, 3, 7), YEAR_END) == []
	assert len(loader.appraised([of.name], date(2026, 3, 6), date(2026, 3, 6))) == 6


# The evaluation


def scheme(applies_to="Party Member", criterion=None):
	if not frappe.db.exists("Evaluation Scheme", "评议测试方案"):
		graded = {
			**{"criterion_key": "appraisal", "title": "民主评议等次", "max_points": 10},
			**{"source": "Measured", "measure": "appraisal_grade"},
			**{"points_excellent": 10, "points_qualified": 8},
			**{"points_basically_qualified": 5, "points_unqualified": 0},
			**(criterion or {}),
		}
		judged = {"criterion_key": "faith", "title": "信念", "max_points": 10, "source": "Judged"}
		factory.scheme("评议测试方案", applies_to, [graded, judged], bands=factory.STARS[-1:])
	return frappe.get_doc("Evaluation Scheme", "评议测试方案")


def row_of(person):
	sheet = evaluation.evaluate(scheme().name, person.name, 2026, YEAR_END)
	return next(row for row in sheet.scores if row.criterion_key == "appraisal")


@pytest.mark.parametrize(
	("grade", "points"), [("Excellent", 10), ("Qualified", 8), ("Basically Qualified", 5), ("Unqualified", 0)]
)
def test_points_follow_from_the_grade(of, grade, points):
	person = of.people[0]
	appraisals.decide(held(of), {person.name: grade})
	row = row_of(person)
	assert (row.points, row.state, row.judged_by) == (points, "Scored", None)
	assert frappe._(grade) in row.basis


def test_whoever_has_no_grade_is_not_asked_for_one(of):
	document = held(of)
	assert row_of(of.people[0]).state == "Not Demanded"
	appraisals.decide(document)
	assert row_of(of.people[-1]).state == "Not Demanded"
	assert row_of(of.people[0]).state == "Scored"


def test_points_from_the_grade_cannot_be_typed(of):
	appraisals.decide(held(of))
	sheet = evaluation.evaluate(scheme().name, of.people[0].name, 2026, YEAR_END)
	sheet.scores[0].points = 10
	with pytest.raises(frappe.ValidationError, match=r"测算|不能"):
		sheet.save()


@pytest.mark.parametrize(
	"criterion",
	[
		{"points_excellent": 9},
		{"points_qualified": 11},
		{"points_unqualified": 6},
	],
)
def test_the_best_grade_gives_all_points_and_none_more_than_a_better_one(criterion):
	with pytest.raises(frappe.ValidationError, match="优秀应得满分"):
		scheme(criterion=criterion)


def test_branches_have_no_grade(of):
	with pytest.raises(frappe.ValidationError, match="民主评议评的是党员"):
		scheme(applies_to="Party Branch")


def test_the_sample_scheme_takes_the_grade():
	"""As it is created on a new site; where it is there already, it is the administrator's."""
	name = "示例：党员星级评价"
	frappe.delete_doc("Evaluation Scheme Version", f"{name} v1", force=True, ignore_on_trash=True)
	frappe.delete_doc("Evaluation Scheme", name, force=True)
	evaluation_schemes.create_missing()
	sample = frappe.get_doc("Evaluation Scheme Version", {"scheme": name})
	row = next(row for row in sample.criteria if row.measure == "appraisal_grade")
	assert (row.max_points, row.points_excellent, row.points_unqualified) == (10, 10, 0)
	assert sum(row.max_points for row in sample.criteria) == 100
