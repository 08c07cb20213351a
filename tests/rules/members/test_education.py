"""Study hours (N05) and the list of two-way cultivation (R46): boundaries and sentences."""

from datetime import date
from decimal import Decimal

import pytest

from party_affairs.guide import registry
from party_affairs.rules.evaluators import evaluate_event, evaluate_state
from party_affairs.rules.findings import Evidence, Subject, Trigger
from party_affairs.rules.members.education import required_hours
from party_affairs.rules.periods import full_months, period_of

YEAR = period_of("year", date(2026, 1, 1))


def hours_finding(found, duties=(), as_of=date(2027, 1, 1), clause=None, **values):
	facts = {
		"stage": "full_member",
		"education_hours": Decimal(found),
		"pairing_categories": duties,
		**values.pop("facts", {}),
	}
	subject = Subject("Party Member", "PM-1", "支部", "张三", facts=facts, **values)
	return evaluate_state(clause or registry.clause("N05"), [subject], as_of, period=YEAR)[0]


@pytest.mark.parametrize(
	("duties", "hours"), [((), 32), (("committee_member",), 56), (("committee_member", "secretary"), 56)]
)
def test_hours_by_post(duties, hours):
	assert required_hours(duties, registry.clause("N05").parameters) == hours


@pytest.mark.parametrize(
	("found", "duties", "status"),
	[
		("31.9", (), "missed"),
		("32", (), "met"),
		("55.9", ("secretary",), "missed"),
		("56", ("secretary",), "met"),
	],
)
def test_hours_at_the_boundary(found, duties, status):
	assert hours_finding(found, duties).status == status


def test_hours_are_due_until_the_last_day_of_the_year():
	assert hours_finding("0", as_of=date(2026, 12, 31)).status == "due"
	assert hours_finding("0", as_of=date(2027, 1, 1)).status == "missed"


def test_hours_of_whoever_joined_in_the_year_or_is_excused():
	assert hours_finding("0", active_from=date(2026, 1, 2)).status == "not_applicable"
	assert hours_finding("0", active_from=date(2026, 1, 1)).status == "missed"
	assert hours_finding("0", facts={"dues_from": date(2026, 3, 1)}).status == "not_applicable"
	assert hours_finding("0", facts={"exempt_from": {"N05"}}).status == "exempt"
	assert hours_finding("0", facts={"stage": "activist"}).status == "not_applicable"


def test_a_site_asks_for_its_own_hours():
	clause = registry.clause("N05").with_parameters(hours=40)
	assert hours_finding("39.9", clause=clause).status == "missed"
	assert str(hours_finding("39.9", clause=clause).message) == "39.9 of 40 study hours in the year."


@pytest.mark.parametrize(
	("cultivated", "months", "status"),
	[(0, None, "missed"), (2, 11, "met"), (2, 12, "missed"), (1, 0, "met")],
)
def test_the_list_is_reviewed_within_twelve_months(cultivated, months, status):
	facts = {"branch_type": "branch", "cultivated": cultivated, "cultivation_review_months": months}
	subject = Subject("Party Branch", "支部", "支部", "支部", facts=facts)
	assert (
		evaluate_state(registry.clause("R46"), [subject], date(2026, 6, 1), period=YEAR)[0].status == status
	)


@pytest.mark.parametrize(
	("first", "last", "months"),
	[
		(date(2025, 3, 15), date(2026, 3, 14), 11),
		(date(2025, 3, 15), date(2026, 3, 15), 12),
		(date(2025, 8, 31), date(2026, 2, 28), 6),
		(date(2026, 3, 15), date(2026, 3, 1), 0),
		(date(2026, 3, 15), date(2025, 3, 1), 0),
	],
)
def test_full_months(first, last, months):
	assert full_months(first, last) == months


@pytest.mark.parametrize(
	("due", "answered", "status"),
	[
		(date(2026, 3, 31), date(2026, 3, 31), "met"),
		(date(2026, 3, 31), date(2026, 4, 1), "late"),
		(None, date(2026, 5, 30), "met"),
		(None, date(2026, 5, 31), "late"),
	],
)
def test_a_letters_own_validity_goes_before_the_limit_of_the_clause(due, answered, status):
	member = Subject("Party Member", "PM-1", "支部", "张三")
	trigger = Trigger(member, date(2026, 3, 1), "Party Membership Transfer", "PMTR-1", due)
	answer = Evidence("PM-1", answered, "Party Membership Transfer", "PMTR-1", answers="PMTR-1")
	(finding,) = evaluate_event(registry.clause("N02"), [trigger], [answer], date(2026, 12, 31))
	assert finding.status == status
