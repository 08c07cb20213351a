"""A new organisation is asked from the month in which it is entered, or from the year that is brought in."""

from datetime import date

import pytest

import frappe

from party_affairs.compliance.run import Check
from party_affairs.importing.run import import_workbook
from tests.importing.books import book, content
from tests.site import factory

pytestmark = pytest.mark.site

TODAY = date(2026, 11, 30)
NAME = "浙江新立律师事务所党支部"


@pytest.fixture
def new(freeze):
	freeze(TODAY)
	committee = factory.committee()

	def make(**values):
		values = {"branch_name": NAME, "branch_type": "Branch", "founded_on": "2019-05-06", **values}
		made = frappe.get_doc({"doctype": "Party Branch", "parent_party_branch": committee.name, **values})
		return made.insert()

	return make


def asked(branch, year=2026):
	"""The periods of which something is asked."""
	return {line.period_key for line in Check(year).lines([branch.name], TODAY)}


def begun(branch):
	return frappe.db.get_value("Party Branch", branch.name, "records_from")


def bring_in(year):
	rows = [["姓名", "党员身份", "入党日期"], ["新立一", "正式党员", "2010-07-01"]]
	result = import_workbook(content(book(党员花名册=rows)), NAME, year)
	assert result.ok, [problem.line(frappe._) for problem in result.problems]
	return [note.line(frappe._) for note in result.notes]


def test_a_new_branch_has_missed_nothing_of_the_months_before(new):
	branch = new()
	factory.member(branch)
	assert begun(branch) == date(2026, 11, 1)
	assert asked(branch, 2025) == set()
	assert {"2026-11", "2026-Q4"} <= asked(branch)
	assert not {"2026-10", "2026-Q3", "2026-H1"} & asked(branch)


def test_a_new_branch_has_its_first_month_for_posts_and_lists(new):
	branch = new()
	factory.member(branch)

	def missed(day):
		return {line.rule for line in Check(day.year).lines([branch.name], day) if line.status == "Missed"}

	assert missed(TODAY) == set()
	assert {"R04", "R46"} <= missed(date(2026, 12, 1))


def test_a_day_that_is_given_holds(new):
	branch = new(records_from="2026-07-01")
	assert begun(branch) == date(2026, 7, 1)
	assert "2026-07" in asked(branch) and "2026-06" not in asked(branch)
	bring_in(2025)
	assert begun(branch) == date(2026, 7, 1)


def test_the_year_of_a_workbook_is_asked_and_the_note_says_so(new):
	branch = new()
	assert any("2025-01-01" in note and "2026-11-01" in note for note in bring_in(2025))
	assert begun(branch) == date(2025, 1, 1) and "2025-03" in asked(branch, 2025)
	assert not any("2025-01-01" in note for note in bring_in(2025)), "said once"
	bring_in(2024)
	assert begun(branch) == date(2024, 1, 1)


def test_a_day_given_by_hand_afterwards_holds_as_well(new):
	branch = new()
	branch.reload()
	branch.short_name = "新立支部"
	branch.save()
	assert branch.begins_by_itself
	branch.records_from = "2026-09-01"
	branch.begins_by_itself = 1
	branch.save()
	bring_in(2025)
	assert begun(branch) == date(2026, 9, 1)


def test_an_organisation_of_before_stays_as_it_was(new):
	branch = new()
	frappe.db.set_value("Party Branch", branch.name, {"records_from": None, "begins_by_itself": 0})
	branch.reload()
	branch.save()
	assert begun(branch) is None and "2025-03" in asked(branch, 2025)
