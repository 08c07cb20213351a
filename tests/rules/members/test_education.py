"""Study hours (N05) and the list of two-way cultivation (R46): boundaries and sentences."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.guide import registry
from party_affairs.rules.errors import RuleError
from party_affairs.rules.evaluators import evaluate_event, evaluate_state
from party_affairs.rules.findings import Evidence, Subject, Trigger, subject_of
from party_affairs.rules.members.education import (
	OnlineCaps,
	check_online_hours,
	counted_online,
	required_hours,
)
from party_affairs.rules.members.facts import CultivationFacts, EducationFacts
from party_affairs.rules.organisation.facts import BranchFacts
from party_affairs.rules.periods import full_months, period_of
from party_affairs.rules.spells import ALWAYS, NEVER, between

YEAR = period_of("year", date(2026, 1, 1))


def hours_finding(
	found, duties=(), as_of=date(2027, 1, 1), clause=None, first=None, in_party=ALWAYS, **values
):
	subject = Subject(
		"Party Member", "PM-1", "张三", between(first, None, "支部"), during={"in_party": in_party}, **values
	)
	facts = {"PM-1": EducationFacts(Decimal(found), duties)}
	return evaluate_state(clause or registry.clause("N05"), [subject], lambda day: facts, as_of, period=YEAR)[
		0
	]


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
	assert hours_finding("0", first=date(2026, 7, 3)).status == "not_applicable"
	assert hours_finding("0", first=date(2026, 7, 2)).status == "missed"
	assert hours_finding("0", in_party=between(date(2026, 8, 1), None, True)).status == "not_applicable"
	assert hours_finding("0", in_party=NEVER).status == "not_applicable"
	ill_from = {"frail": between(date(2026, 3, 1), None, True)}
	assert hours_finding("0", excused=ill_from).status == "exempt"
	assert hours_finding("0", excused={"frail": between(None, date(2026, 3, 1), True)}).status == "missed"


def test_a_site_asks_for_its_own_hours():
	clause = registry.clause("N05").with_parameters(hours=40)
	assert hours_finding("39.9", clause=clause).status == "missed"
	assert str(hours_finding("39.9", clause=clause).message) == "39.9 of 40 study hours in the year."


@pytest.mark.parametrize(
	("cultivated", "months", "status"),
	[(0, None, "missed"), (2, 11, "met"), (2, 12, "missed"), (1, 0, "met")],
)
def test_the_list_is_reviewed_within_twelve_months(cultivated, months, status):
	subject = subject_of("支部", "Party Branch", "支部", "支部")
	facts, branches = {"支部": CultivationFacts(cultivated, months)}, {"支部": BranchFacts()}
	(finding,) = evaluate_state(
		registry.clause("R46"),
		[subject],
		lambda day: facts,
		date(2026, 6, 1),
		period=YEAR,
		conditions=lambda day: branches,
	)
	assert finding.status == status


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
	member = subject_of("支部", "Party Member", "PM-1", "张三")
	trigger = Trigger(member, date(2026, 3, 1), "Party Membership Transfer", "PMTR-1", due)
	answer = Evidence("PM-1", answered, "Party Membership Transfer", "PMTR-1", answers="PMTR-1")
	clause = registry.clause("N02").with_parameters(limit_days=90)
	(finding,) = evaluate_event(clause, [trigger], [answer], date(2026, 12, 31))
	assert finding.status == status


DAY = date(2026, 3, 10)
FEW = OnlineCaps(Decimal(8), Decimal(20))


@pytest.mark.parametrize(
	("hours", "caps", "sentence"),
	[
		(1.5, FEW, None),
		(8, FEW, None),
		(24, OnlineCaps(), None),
		(0, FEW, "Enter how many hours"),
		(-1, FEW, "Enter how many hours"),
		(8.1, FEW, "8.1 hours are more than the 8 "),
		(25, OnlineCaps(), "more than the 24"),
	],
)
def test_one_report_is_of_one_day(hours, caps, sentence):
	if sentence is None:
		check_online_hours(hours, caps)
		return
	with pytest.raises(RuleError, match=sentence):
		check_online_hours(hours, caps)


@given(
	st.lists(
		st.tuples(
			st.dates(date(2025, 12, 25), date(2026, 1, 5)),
			st.decimals(Decimal("0.1"), Decimal(24), places=1),
		),
		max_size=30,
	),
	st.sampled_from([FEW, OnlineCaps(Decimal(8)), OnlineCaps(None, Decimal(20)), OnlineCaps()]),
)
def test_no_more_counts_than_the_caps_of_day_and_year_allow_and_nothing_is_lost_below_them(entries, caps):
	counted = counted_online(entries, caps)
	by_day, by_year, told = Counter(), Counter(), Counter()
	for day, hours in counted:
		assert hours >= 0
		by_day[day] += hours
		by_year[day.year] += hours
	for day, hours in entries:
		told[day] += hours
	assert [day for day, _hours in counted] == sorted(day for day, _hours in entries)
	for day, hours in told.items():
		of_day = min(hours, caps.a_day) if caps.a_day else hours
		assert by_day[day] <= of_day
		assert by_day[day] == of_day or (caps.a_year and by_year[day.year] == caps.a_year)
	assert all(not caps.a_year or hours <= caps.a_year for hours in by_year.values())
