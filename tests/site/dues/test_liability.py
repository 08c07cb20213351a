"""Who owes dues in which branch: the same for the monthly run, for the check of R49 and for the workbook."""

from datetime import date

import pytest

import frappe

from party_affairs.compliance.run import Check
from party_affairs.facts.dues import liability as dues_liability
from party_affairs.importing.sheets import Context
from party_affairs.importing.sheets import dues as dues_sheet
from party_affairs.rules.periods import parse, periods_between
from tests.site import factory
from tests.support.queries import counted_queries

YEAR = periods_between("month", date(2025, 1, 1), date(2025, 12, 31))
AFTER = date(2026, 1, 1)


@pytest.fixture
def committee():
	return factory.committee()


@pytest.fixture
def branch(committee):
	return factory.branch(parent=committee)


@pytest.fixture
def other(committee):
	return factory.branch(parent=committee)


def owed(person, *branches) -> dict[str, list[int]]:
	"""The months of 2025 that a person owes, by branch, asked month by month."""
	found = {}
	for month in YEAR:
		for row in dues_liability.liable(month, [branch.name for branch in branches]):
			if row.member == person.name:
				found.setdefault(row.branch, []).append(month.number)
	return found


def demanded(person, branch) -> list[int]:
	"""The months of 2025 of which R49 asks the person in the branch he is in."""
	return [
		line.period_start.month
		for line in Check(2025).lines([branch.name], AFTER)
		if (line.rule, line.subject) == ("R49", person.name) and line.status != "Excused"
	]


def in_workbook(person, branch) -> list[int]:
	"""The months of 2025 that the workbook of a branch takes for owed."""
	owing = dues_sheet.owing_in(Context(branch.name, 2025, lookups=None, writer=None))
	return sorted(first.month for first in owing.get(person.name, ()))


def months(first: int, last: int) -> list[int]:
	return list(range(first, last + 1))


def test_a_member_owes_all_year_and_an_applicant_never(branch):
	member = factory.member(branch)
	applicant = factory.member(
		branch, stage="Applicant", joined_on=None, full_member_on=None, applied_on="2024-03-01"
	)
	assert owed(member, branch) == {branch.name: months(1, 12)} == {branch.name: demanded(member, branch)}
	assert owed(applicant, branch) == {} and demanded(applicant, branch) == []


@pytest.mark.parametrize(("joined_on", "first"), [("2025-03-31", 3), ("2025-04-01", 4)])
def test_a_probationary_member_owes_from_the_month_of_the_assembly(branch, joined_on, first):
	member = factory.member(
		branch,
		stage="Probationary Member",
		joined_on=joined_on,
		full_member_on=None,
		applied_on="2023-01-01",
	)
	assert owed(member, branch) == {branch.name: months(first, 12)}
	assert demanded(member, branch) == months(first, 12)


@pytest.mark.parametrize("kind", ["Deceased", "Membership Suspended", "Expelled"])
@pytest.mark.parametrize(("day", "last"), [("2025-08-31", 8), ("2025-09-01", 9)])
def test_who_dies_or_leaves_owes_that_month_still(branch, kind, day, last):
	member = factory.member(branch)
	factory.change(member, kind, day)
	assert owed(member, branch) == {branch.name: months(1, last)}
	assert demanded(member, branch) == months(1, last)


def test_who_leaves_the_system_owes_until_he_is_taken_over(branch):
	member = factory.leaves(factory.member(branch), "2025-05-06")
	assert owed(member, branch) == {branch.name: months(1, 5)}
	assert demanded(member, branch) == months(1, 5)


@pytest.mark.parametrize(
	("paid_until", "old", "new"),
	[(None, (1, 4), (5, 12)), ("2025-05-31", (1, 5), (6, 12)), ("2025-07-31", (1, 5), (8, 12))],
)
def test_a_transfer_hands_over_whole_months(branch, other, paid_until, old, new):
	member = factory.member(branch)
	letter = factory.transfer(member, other, "2025-04-20", dues_paid_until=paid_until)
	letter.accept(date(2025, 5, 15))
	expected = {branch.name: months(*old), other.name: months(*new)}
	assert owed(member, branch, other) == expected
	# Asked for one branch alone, the answer is the same.
	assert owed(member, branch) | owed(member, other) == expected
	assert demanded(member, other) == months(*new)
	assert in_workbook(member, branch) == months(*old)
	assert in_workbook(member, other) == months(*new)


def test_a_letter_that_nobody_has_answered_changes_nothing(branch, other):
	member = factory.member(branch)
	factory.transfer(member, other, "2025-04-20", dues_paid_until="2025-06-30")
	assert owed(member, branch, other) == {branch.name: months(1, 12)}


def test_there_and_back_and_on_to_a_third(committee, branch, other):
	member, third = factory.member(branch), factory.branch(parent=committee)
	factory.moves(member, other, "2025-03-10")
	factory.moves(member, branch, "2025-03-20")
	factory.moves(member, third, "2025-09-01")
	expected = {branch.name: months(1, 8), third.name: months(9, 12)}
	assert owed(member, branch, other, third) == expected
	assert owed(member, other) == {}
	assert owed(member, branch) | owed(member, third) == expected


def test_a_floating_member_pays_at_home_unless_he_pays_there(branch):
	stays, pays_there = factory.member(branch), factory.member(branch)
	for member in (stays, pays_there):
		factory.change(member, "Away", "2025-02-10", pays_dues_there=int(member is pays_there))
		factory.change(member, "Back from Away", "2025-09-20")
	assert owed(stays, branch) == {branch.name: months(1, 12)}
	assert owed(pays_there, branch) == {branch.name: [1, 2, 9, 10, 11, 12]}
	assert demanded(stays, branch) == months(1, 12)
	assert demanded(pays_there, branch) == [1, 2, 9, 10, 11, 12]


def test_nothing_is_owed_before_a_branch_keeps_records_or_after_its_end(committee):
	young = factory.branch(parent=committee, records_from="2025-07-15")
	member = factory.member(young)
	assert owed(member, young) == {young.name: months(7, 12)}
	assert demanded(member, young) == months(7, 12)
	frappe.db.set_value(
		"Party Branch", young.name, {"status": "Dissolved", "dissolved_on": date(2025, 10, 1)}
	)
	assert owed(member, young) == {young.name: months(7, 10)}
	assert demanded(member, young) == months(7, 10)


def test_the_assessment_in_force_comes_with_it(branch):
	member, unassessed = factory.member(branch), factory.member(branch)
	for first, base in (("2025-01-01", "3000"), ("2025-06-01", "6000")):
		factory.assessment(member, first, base)
	due = {
		month: {
			row.member: row.assessment and str(row.assessment.monthly_due)
			for row in dues_liability.liable(parse(month), [branch.name])
		}
		for month in ("2025-05", "2025-06")
	}
	assert due == {
		"2025-05": {member.name: "15.00", unassessed.name: None},
		"2025-06": {member.name: "90.00", unassessed.name: None},
	}


def test_the_number_of_queries_does_not_depend_on_the_number_of_branches(branch, other):
	factory.moves(factory.member(branch), other, "2025-05-06")
	names = factory.copies(other, 20)
	numbers = set()
	for chunk in ([other.name], [branch.name, other.name], names):
		with counted_queries() as queries:
			dues_liability.liable(parse("2025-05"), chunk)
		numbers.add(len(queries))
	assert numbers == {5}
	assert dues_liability.liable(parse("2025-05"), []) == []
