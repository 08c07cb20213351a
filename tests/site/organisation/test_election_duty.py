"""Clause N01: an election is due six months before a term ends, and missed once it has ended."""

import pytest

import frappe
from frappe.utils import getdate

from party_affairs.compliance.duties import duties_in, evaluate
from party_affairs.facts import loading
from party_affairs.rules.periods import period_of
from party_affairs.settings import workdays
from tests.site import factory

pytestmark = pytest.mark.site


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee(), term_start="2023-07-01", term_years=3)


def finding(branch, day, year=None):
	"""Status, due date and number of answers of N01 on a day; None if nothing is asked."""
	day = getdate(day)
	period = period_of("year", getdate(f"{year}-01-01") if year else day)
	duties = [duty for duty in duties_in(period) if duty.clause.id == "N01"]
	assert duties, "N01 is checked"
	known = loading.load([branch.name], min(day, period.end))
	found, broken = evaluate(duties, known, period, day, workdays())
	assert not broken
	if not found:
		return None
	((_duty, result),) = found
	assert (result.branch, result.subject) == (branch.name, branch.name)
	return result.status, str(result.due_date), result.found


@pytest.mark.parametrize(
	("day", "status"),
	[
		("2025-12-29", "planned"),
		("2025-12-30", "due"),
		("2025-12-31", "due"),
		("2026-01-01", "due"),
		("2026-06-30", "due"),
		("2026-07-01", "missed"),
		("2027-03-01", "missed"),
	],
)
def test_the_election_is_due_for_six_months_and_then_missed_each_year(branch, day, status):
	assert finding(branch, day) == (status, "2026-06-30", 0)


def test_a_term_that_ends_later_asks_for_nothing_yet(branch):
	assert finding(branch, "2024-12-31") is None


def test_a_month_end_is_no_day_short():
	other = factory.branch(parent=factory.committee(), term_start="2023-09-01", term_years=3)
	assert finding(other, "2026-08-31") == ("due", "2026-08-31", 0)
	assert finding(other, "2026-02-27")[0] == "planned" and finding(other, "2026-02-28")[0] == "due"


def held(branch, held_on, previous_term_end="2026-06-30", **values):
	"""A submitted election, as far as the facts look at it."""
	document = frappe.get_doc(
		{
			"doctype": "Party Election",
			"branch": branch.name,
			"kind": "Term Election",
			"held_on": held_on,
			"previous_term_end": previous_term_end,
			"docstatus": 1,
			"title": "换届",
			**values,
		}
	)
	document.set_new_name()
	document.db_insert()
	branch.update({"term_start": held_on})
	branch.save()


@pytest.mark.parametrize(
	("held_on", "day", "result"),
	[
		("2026-05-10", "2026-05-31", ("met", "2026-06-30", 1)),
		("2026-06-30", "2026-12-31", ("met", "2026-06-30", 1)),
		("2026-07-01", "2026-12-31", ("late", "2026-06-30", 1)),
		("2025-10-01", "2025-12-31", ("met", "2026-06-30", 1)),
	],
)
def test_a_submitted_election_answers_the_term_that_it_ended(branch, freeze, held_on, day, result):
	freeze("2026-12-31")
	held(branch, held_on)
	assert finding(branch, day) == result


def test_by_elections_and_drafts_answer_nothing(branch, freeze):
	freeze("2026-12-31")
	for values in ({"kind": "By-Election"}, {"docstatus": 0}):
		held(branch, "2026-05-10", **values)
		branch.update({"term_start": "2023-07-01"})
		branch.save()
		assert finding(branch, "2026-12-31") == ("missed", "2026-06-30", 0)


def test_a_new_term_without_an_election_record_is_taken_at_its_word(branch, freeze):
	freeze("2026-12-31")
	branch.update({"term_start": "2026-06-15"})
	branch.save()
	assert finding(branch, "2026-12-31") is None


@pytest.mark.parametrize(
	("values", "asked"),
	[
		({"records_from": "2026-07-01"}, False),
		({"records_from": "2026-06-30"}, True),
		({"status": "Dissolved", "dissolved_on": "2026-06-29"}, False),
		({"term_start": None}, False),
	],
)
def test_nothing_is_asked_before_records_begin_nor_after_the_end(branch, freeze, values, asked):
	freeze("2026-12-31")
	branch.update(values)
	branch.save()
	assert (finding(branch, "2026-12-31") is not None) is asked


def test_a_dissolved_branch_is_not_asked_in_later_years(branch, freeze):
	freeze("2027-12-31")
	branch.update({"status": "Dissolved", "dissolved_on": "2026-12-31"})
	branch.save()
	assert finding(branch, "2026-12-31") == ("missed", "2026-06-30", 0)
	assert finding(branch, "2027-01-01") is None


def test_committees_above_are_asked_too(freeze):
	committee = factory.committee(term_start="2021-08-01", term_years=5)
	assert finding(committee, "2026-08-01") == ("missed", "2026-07-31", 0)
