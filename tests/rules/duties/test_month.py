"""This month: every open finding is in one line, one line per organisation, clause and period, where the page looks for it."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.guide.duties.actions import (
	EVER,
	NEVER,
	WITHIN_YEAR,
	actions,
	afterwards_of,
	answerable_ever,
)
from party_affairs.rules.duties.month import DutyFinding, DutySum, month_of, month_of_sums
from party_affairs.rules.findings import STATUSES
from party_affairs.rules.periods import parse

TODAY = date(2026, 11, 10)
PLACES = ("late", "current", "coming", "later", "done")
RULES = ("R26", "R32", "R41", "R49", "R05")


def finding(rule, period, status, due=None, who="甲", branch="甲支部", **values):
	about = parse(period)
	return DutyFinding(
		name=values.pop("name", f"{branch}{rule}{who}{period}"),
		rule=rule,
		branch=branch,
		subject_doctype="Party Member",
		subject=who,
		subject_name=who,
		period_key=period,
		period_start=about.start,
		period_end=about.end,
		due_date=date.fromisoformat(due) if due else None,
		status=status,
		**values,
	)


def place_of(*findings, day=TODAY, month=None):
	"""The places of the lines by clause and period."""
	found = month_of(findings, day, month and parse(month))
	return {(line.rule, line.period_key): place for place in PLACES for line in getattr(found, place)}


@pytest.mark.parametrize(
	("one", "place"),
	[
		(finding("R26", "2026-11", "due", "2026-11-13"), "current"),
		(finding("R26", "2026-11", "due", "2026-11-09"), "current"),  # its day is over, the month is not
		(finding("R26", "2026-10", "due", "2026-10-30"), "late"),  # the check is older than the day
		(finding("R26", "2026-12", "planned", "2026-12-15"), "coming"),
		(finding("R26", "2026-04", "missed", "2026-04-15"), "late"),
		(finding("R42", "2026-10", "missed", "2026-11-05"), "late"),
		(finding("R32", "2026-H2", "due", "2026-12-31"), "coming"),
		(finding("R36", "2026", "due", "2027-01-31"), "later"),
		(finding("R05", "2026", "missed"), "late"),  # a state without a deadline
		(finding("R46", "2026", "planned"), "coming"),
		(finding("R26", "2026-11", "met", "2026-11-13"), "done"),
		(finding("R26", "2026-11", "late", "2026-11-13"), "done"),
		(finding("R49", "2026-01", "late", "2026-03-31", changed_on=date(2026, 11, 2)), "done"),
		(finding("R32", "2026-H2", "met", "2026-12-31", changed_on=date(2026, 11, 9)), "done"),
	],
)
def test_a_line_is_where_it_is_looked_for(one, place):
	assert place_of(one) == {(one.rule, one.period_key): place}


@pytest.mark.parametrize(
	"one",
	[
		finding("R26", "2026-04", "met", "2026-04-15"),
		finding("R32", "2026-H2", "met", "2026-12-31", changed_on=date(2026, 10, 9)),
		finding("R26", "2026-11", "not_applicable", "2026-11-13"),
		finding("R49", "2026-11", "exempt", "2026-11-30"),
		finding("R26", "2025-04", "missed", "2025-04-15"),  # last year's theme day is past
		finding("R41", "2025", "missed", "2025-12-31"),
		finding("R32", "2025-H1", "met", "2026-11-30"),
	],
)
def test_what_is_done_long_ago_or_past_mending_has_no_line(one):
	assert place_of(one) == {}


@pytest.mark.parametrize("rule", ["R49", "R42", "R33", "N01", "R32"])
def test_of_last_year_stays_what_can_still_be_answered(rule):
	assert place_of(finding(rule, "2025-11", "missed", "2025-11-30")) == {(rule, "2025-11"): "late"}


@pytest.mark.parametrize(
	("rule", "period", "day", "can"),
	[
		("R26", "2026-04", TODAY, False),
		("R49", "2026-04", TODAY, True),
		("R43", "2026", TODAY, True),
		("R43", "2026", date(2027, 1, 3), False),
		("X01", "2026", TODAY, True),  # a clause of the site's own
	],
)
def test_a_line_says_whether_it_can_be_made_good(rule, period, day, can):
	found = month_of([finding(rule, period, "missed")], day, parse("2026-11"))
	assert [line.can_be_made_good for line in found.late] == [can]


def test_people_are_behind_one_line_nearest_deadline_first():
	found = month_of(
		[
			finding("R43", "2026", "due", "2026-11-28", who="丙"),
			finding("R43", "2026", "due", "2026-11-20", who="乙"),
			finding("R43", "2026", "met", "2026-11-20", who="甲"),
			finding("R43", "2026", "exempt", who="丁"),
		],
		TODAY,
	)
	(line,) = found.current
	assert [item.subject for item in line.items] == ["乙", "丙"]
	assert (line.open, line.missed, line.done, line.of, line.status) == (2, 0, 1, 3, "due")
	assert line.due_date == date(2026, 11, 20)


def test_one_missed_among_many_makes_the_line_late():
	found = month_of(
		[finding("R49", "2026-09", "missed", "2026-09-30"), finding("R49", "2026-09", "met", who="乙")], TODAY
	)
	assert [(line.status, line.missed, line.done) for line in found.late] == [("missed", 1, 1)]


def test_linked_clauses_are_cited_and_not_counted():
	found = month_of(
		[
			finding("R13", "2026-H2", "due", "2026-11-30"),
			finding("R34", "2026-H2", "due", "2026-11-30", linked_to="R13"),
		],
		TODAY,
	)
	(line,) = found.current
	assert (line.rule, line.also, line.open) == ("R13", ("R34",), 1)
	assert sum(map(Counter.total, found.year)) == 1


def test_what_is_late_begins_with_what_can_be_made_good_and_the_rest_with_the_nearest():
	found = month_of(
		[
			finding("R26", "2026-10", "missed", "2026-10-15"),
			finding("X01", "2026", "missed"),  # without a deadline
			finding("R49", "2026-02", "missed", "2026-02-28"),
			finding("R49", "2026-08", "missed", "2026-08-31"),
			finding("R24", "2026-11", "due", "2026-11-30"),
			finding("R26", "2026-11", "due", "2026-11-13"),
		],
		TODAY,
	)
	assert [line.period_key for line in found.late] == ["2026-08", "2026-02", "2026", "2026-10"]
	assert [line.rule for line in found.current] == ["R26", "R24"]


def test_the_strip_counts_findings_under_the_month_of_their_deadline():
	found = month_of(
		[
			finding("R26", "2026-04", "missed", "2026-04-15"),
			finding("R26", "2026-11", "due", "2026-11-13"),
			finding("R36", "2026", "planned", "2027-01-31"),
			finding("R05", "2026", "missed"),
			finding("R49", "2026-03", "late", "2026-03-31"),
			finding("R49", "2026-03", "exempt", "2026-03-31", who="乙"),
			finding("R49", "2025-03", "missed", "2025-03-31"),
		],
		TODAY,
	)
	assert {number: dict(counts) for number, counts in enumerate(found.year, start=1) if counts} == {
		3: {"done": 1, "exempt": 1},
		4: {"missed": 1},
		11: {"due": 1, "missed": 1},
		12: {"planned": 1},
	}


def test_another_month_looks_at_the_same_findings_from_its_own_place():
	findings = [
		finding("R26", "2026-10", "missed", "2026-10-15"),
		finding("R26", "2026-12", "planned", "2026-12-15"),
		finding("R24", "2026-11", "due", "2026-11-30"),
	]
	assert place_of(*findings, month="2026-12") == {
		("R26", "2026-10"): "late",
		("R24", "2026-11"): "late",
		("R26", "2026-12"): "current",
	}
	assert place_of(*findings, month="2026-09")["R26", "2026-10"] == "coming"


PERIODS = ("2025-11", "2025-H2", "2026", "2026-03", "2026-11", "2026-12", "2026-H1", "2026-Q4")
_ANY = st.builds(
	finding,
	rule=st.sampled_from(RULES),
	period=st.sampled_from(PERIODS),
	status=st.sampled_from(STATUSES),
	due=st.none() | st.dates(date(2025, 10, 1), date(2027, 2, 1)).map(str),
	who=st.sampled_from("甲乙丙"),
	branch=st.sampled_from(("甲支部", "乙支部")),
	linked_to=st.none() | st.sampled_from(RULES),
	changed_on=st.none() | st.dates(date(2026, 1, 1), TODAY),
)
_FINDINGS = st.lists(_ANY, unique_by=lambda one: one.name, max_size=40)


@given(_FINDINGS, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_nothing_is_lost_and_nothing_is_there_twice(findings, day):
	found = month_of(findings, day)
	alone = [one for one in findings if not one.linked_to]
	asked = [
		one.name
		for one in alone
		if one.status in ("planned", "due", "missed")
		and (one.period_start.year == 2026 or one.rule in answerable_ever())
	]
	shown = [item.finding for line in found.open_lines for item in line.items]
	assert sorted(shown) == sorted(asked)
	lines = [line.key for place in PLACES for line in getattr(found, place)]
	assert len(lines) == len(set(lines))
	of_year = Counter(one.status for one in alone if one.period_start.year == 2026)
	total = sum(found.year, Counter())
	assert (total["due"], total["planned"]) == (of_year["due"], of_year["planned"])
	assert (total["missed"], total["exempt"]) == (of_year["missed"], of_year["exempt"])
	assert total["done"] == of_year["met"] + of_year["late"]


@given(_FINDINGS)
def test_the_order_of_the_findings_changes_nothing(findings):
	assert month_of(findings, TODAY) == month_of(reversed(findings), TODAY)


@given(_FINDINGS)
def test_a_finding_that_is_done_opens_nothing(findings):
	done = [one._replace(status="met") for one in findings]
	assert month_of(done, TODAY).open_lines == ()


def _sum(rule, period, branches=1, next_due=None, **counts):
	about = parse(period)
	numbers = {**dict.fromkeys(("planned", "due", "met", "late", "missed", "exempt"), 0), **counts}
	due = date.fromisoformat(next_due) if next_due else None
	return DutySum(rule, period, about.start, about.end, due, branches=branches, **numbers)


def test_several_organisations_are_one_line_a_clause_and_period():
	found = month_of_sums(
		[
			_sum("R26", "2026-11", 4, "2026-11-13", due=4, met=2),
			_sum("R26", "2026-04", 1, missed=1, met=5),
			_sum("R22", "2026-Q3", 0, met=6),
			_sum("R49", "2026-11", 0, met=70),
			_sum("R26", "2025-04", 2, missed=2),
		],
		TODAY,
	)
	assert [(line.rule, line.branch, line.open, line.branches) for line in found.current] == [
		("R26", None, 4, 4)
	]
	assert [(line.period_key, line.missed, line.done) for line in found.late] == [("2026-04", 1, 5)]
	assert [line.rule for line in found.done] == ["R49"]
	assert sum(found.year, Counter()) == {"due": 4, "missed": 1, "done": 83}


@pytest.mark.parametrize("day", [TODAY, TODAY + timedelta(days=40)])
def test_sums_of_one_branch_say_what_its_findings_say(day):
	found = month_of([finding("R26", "2026-11", "due", "2026-11-13")], day)
	summed = month_of_sums([_sum("R26", "2026-11", 1, "2026-11-13", due=1)], day)
	for place in PLACES:
		assert [replace(line, branch=None, items=()) for line in getattr(found, place)] == list(
			getattr(summed, place)
		)


def test_what_can_be_made_good_is_said_of_every_clause():
	by_kind = {
		kind: {entry.clause for entry in actions() if entry.afterwards == kind} for kind in (EVER, NEVER)
	}
	assert {"R32", "R42", "R49"} <= by_kind[EVER] and {"R22", "R23", "R26"} <= by_kind[NEVER]
	assert afterwards_of("R43") == WITHIN_YEAR
	shorts = [entry.short for entry in actions()]
	assert len(shorts) == len(set(shorts)) and max(map(len, shorts)) <= 12
