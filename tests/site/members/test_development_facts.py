"""R47, N06 and N07: what is found of development cases, for whom, on which day, and in how many queries."""

from datetime import date

import pytest

import frappe

from party_affairs.compliance.run import Check
from tests.site import factory
from tests.support.everything import read_everything
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site

OLD = {
	"Application": "2024-01-08",
	"First Talk": "2024-01-20",
	"Named as Activist": "2024-03-01",
	"Activist Filed": "2024-03-05",
	"Mentors Assigned": "2024-03-05",
}
"""The first steps of a case under the rules of 2014."""


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee())


def person(branch, **values):
	defaults = {"stage": "Applicant", "birth_date": "1995-05-05", "joined_on": None, "full_member_on": None}
	return factory.member(branch, **{**defaults, **values})


def case_of(branch, days=OLD, **values):
	mentor = factory.member(branch)
	values.setdefault("sponsors", [{"capacity": "Mentor", "member": mentor.name}])
	values.setdefault("recommended_by", "第一党小组")
	rows = {label: {"done_on": day} for label, day in days.items()}
	if "Named as Activist" in days:
		meeting = factory.meeting(
			branch, "Committee Meeting", starts_on=f"{days['Named as Activist']} 14:00:00"
		)
		rows["Named as Activist"]["meeting"] = meeting.name
	return factory.development_case(person(branch), rows, **values)


def found(branch, rule, as_of, year=None):
	"""The findings of a clause in a branch by period: status, and how much was found."""
	lines = Check(year or as_of.year).lines([branch.name], as_of)
	return {line.period_key: line for line in lines if line.rule == rule}


def statuses(branch, rule, as_of, year=None):
	return {period: line.status for period, line in found(branch, rule, as_of, year).items()}


# R47


def test_a_case_in_order_is_met(branch):
	case_of(branch)
	assert statuses(branch, "R47", date(2024, 12, 31)) == {"2024": "Met"}


@pytest.mark.parametrize(
	("days", "values", "sentence"),
	[
		({}, {"recommended_by": None}, "推荐"),
		({"First Talk": "2024-02-09"}, {}, "超过1个月"),
	],
)
def test_what_does_not_keep_to_the_rules_is_found_with_its_sentence(branch, days, values, sentence):
	case_of(branch, {**OLD, **days}, **values)
	line = found(branch, "R47", date(2024, 12, 31))["2024"]
	assert (line.status, line.found, line.required) == ("Missed", "1", "0")
	assert sentence in line.message


def test_a_case_is_judged_by_the_steps_up_to_the_day(branch):
	case_of(branch, {**OLD, "First Talk": "2024-02-09"})
	assert statuses(branch, "R47", date(2024, 2, 8)) == {"2024": "Met"}
	assert statuses(branch, "R47", date(2024, 2, 9)) == {"2024": "Missed"}


def test_nothing_is_asked_of_a_case_before_its_branch_keeps_records(branch):
	case_of(branch, {**OLD, "First Talk": "2024-02-09"})
	frappe.db.set_value("Party Branch", branch.name, "records_from", "2025-01-01")
	assert statuses(branch, "R47", date(2024, 12, 31)) == {}
	assert statuses(branch, "R47", date(2025, 12, 31)) == {"2025": "Met"}


@pytest.mark.parametrize(("records_from", "status"), [("2024-02-09", "Missed"), ("2024-02-10", "Met")])
def test_nothing_is_asked_of_a_step_before_its_branch_keeps_records(branch, records_from, status):
	case_of(branch, {**OLD, "First Talk": "2024-02-09"})
	frappe.db.set_value("Party Branch", branch.name, "records_from", records_from)
	assert statuses(branch, "R47", date(2024, 12, 31)) == {"2024": status}


def test_what_was_wrong_with_a_terminated_case_stays_and_nothing_is_asked_of_it_any_more(branch):
	case = case_of(branch, {**OLD, "First Talk": "2024-02-09"})
	case.update({"ended_on": "2024-10-01", "end_reason": "本人提出"})
	case.save()
	assert statuses(branch, "R47", date(2024, 10, 1)) == {"2024": "Missed"}
	assert statuses(branch, "R47", date(2024, 12, 31)) == {"2024": "Missed"}
	assert found(branch, "R47", date(2024, 12, 31))["2024"].message.startswith("截至2024-10-01：")
	assert statuses(branch, "R47", date(2025, 12, 31), 2025) == {}


# N06


def test_each_half_year_asks_for_an_investigation(branch):
	case = case_of(branch, investigations=[{"investigated_on": "2024-07-01", "opinion": "表现良好"}])
	assert statuses(branch, "N06", date(2025, 6, 30)) == {"2025-H1": "Due", "2025-H2": "Planned"}
	assert statuses(branch, "N06", date(2025, 7, 1)) == {"2025-H1": "Missed", "2025-H2": "Due"}
	lines = found(branch, "N06", date(2025, 1, 1), 2024)
	# Named in March: more than half of the first half-year remained.
	assert {period: line.status for period, line in lines.items()} == {"2024-H1": "Missed", "2024-H2": "Met"}
	assert case.name in lines["2024-H2"].evidence


def test_an_applicant_is_not_investigated(branch):
	case_of(branch, {"Application": "2024-01-08"})
	assert statuses(branch, "N06", date(2025, 12, 31)) == {}


def test_no_investigation_is_asked_in_the_half_year_of_the_end(branch):
	case = case_of(branch)
	case.update({"ended_on": "2025-03-31", "end_reason": "本人提出"})
	case.save()
	assert statuses(branch, "N06", date(2025, 12, 31)) == {}


# N07


def probationer(branch, assembly="2024-06-03", **more):
	"""A probationary member whose case has everything; his probation ends a year after the assembly."""
	members = [factory.member(branch) for _ in range(3)]
	days = {
		"Application": "2022-01-10",
		"First Talk": "2022-01-20",
		"Named as Activist": "2022-06-01",
		"Activist Filed": "2022-06-05",
		"Mentors Assigned": "2022-06-05",
		"Named as Development Target": "2024-01-08",
		"Agreed by the Committee Above": "2024-01-20",
		"Introducers Named": "2024-02-01",
		"Political Review": "2024-03-01",
		"Short Training": "2024-03-20",
		"Check by the Branch Committee": "2024-04-01",
		"Pre-Review Passed": "2024-05-10",
		"Admission Form Issued": "2024-05-15",
		"Admission by the Assembly": assembly,
		"Talk by the Committee Above": "2024-06-20",
		"Approval": "2024-07-01",
		**more,
	}
	votes = {"eligible": 4, "present": 4, "in_favour": 4}
	rows = {label: {"done_on": day, "document_no": "金律党〔2024〕1号"} for label, day in days.items()}
	for label in ("Admission by the Assembly", "Full Membership by the Assembly"):
		if label in rows:
			rows[label] |= votes
	return factory.development_case(
		person(branch),
		rows,
		recommended_by="第一党小组",
		political_review_result="Review Passed",
		training_days=3,
		sponsors=[
			{"capacity": capacity, "member": member.name}
			for capacity, member in zip(("Mentor", "Introducer", "Introducer"), members, strict=True)
		],
	)


FULL = {"Oath": "2024-08-01", "Application for Full Membership": "2025-05-20"}


@pytest.mark.parametrize(
	("full_assembly", "as_of", "status"),
	[
		(None, date(2025, 6, 2), "Planned"),
		(None, date(2025, 6, 3), "Due"),
		(None, date(2025, 7, 3), "Due"),
		(None, date(2025, 7, 4), "Missed"),
		("2025-06-03", date(2025, 12, 31), "Met"),
		("2025-07-03", date(2025, 12, 31), "Met"),
		("2025-07-04", date(2025, 12, 31), "Late"),
	],
)
def test_full_membership_is_discussed_within_thirty_days_of_the_probation(
	branch, full_assembly, as_of, status
):
	more = {**FULL, "Full Membership by the Assembly": full_assembly} if full_assembly else {}
	probationer(branch, **more)
	assert statuses(branch, "N07", as_of, 2025) == {"2025-06": status}


def test_an_extended_probation_asks_at_its_new_end(branch):
	case = probationer(branch, **FULL)
	case.update({"extension_months": 6, "extended_on": "2025-06-03"})
	case.save()
	assert statuses(branch, "N07", date(2025, 12, 31)) == {"2025-12": "Due"}


def test_the_end_of_a_probation_answers_as_well(branch):
	case = probationer(branch, **FULL)
	case.update({"ended_on": "2025-06-20", "end_reason": "不履行党员义务"})
	case.save()
	assert statuses(branch, "N07", date(2025, 12, 31)) == {"2025-06": "Met"}


def test_the_number_of_queries_does_not_grow_with_the_cases(branch):
	def queries():
		with counted_queries() as counted:
			read_everything([branch.name], date(2024, 12, 31))
		return len(counted)

	case_of(branch)
	queries()
	few = queries()
	for _ in range(4):
		case_of(branch)
	assert queries() == few
