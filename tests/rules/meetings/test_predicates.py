from datetime import date, datetime
from decimal import Decimal

import pytest

from party_affairs.rules.meetings.plans import asked_for
from party_affairs.rules.spells import NEVER, between
from tests.support.clauses import applies, judge

UNDECIDED = (("Party Annual Plan", "2025"), ("Award", "张三"))


@pytest.mark.parametrize(
	("matters", "undecided", "ok", "found"),
	[(0, (), True, 0), (3, (), True, 3), (3, UNDECIDED, False, 1), (2, UNDECIDED, False, 0)],
)
def test_matters_are_decided_together(matters, undecided, ok, found):
	outcome = judge("R12", {"matters": matters, "matters_undecided": undecided})
	assert (outcome.ok, outcome.required, outcome.found) == (ok, matters, found)


def test_matters_without_a_decision_are_counted_and_named():
	def sentence(number):
		undecided = tuple(("Award", f"党员{index}") for index in range(number))
		return judge("R12", {"matters": 20, "matters_undecided": undecided}).message

	assert sentence(1) == "1 of 20 matters name no meeting that decided them: Award (党员0)."
	assert "党员9" in sentence(10) and "more" not in sentence(10)
	assert sentence(12).endswith("Award (党员9) and 2 more.")


MINUTES = {
	"kinds": ("committee_meeting",),
	"starts_on": datetime(2025, 3, 14, 9, 0),
	"location": "会议室",
	"present_count": 5,
	"expected_count": 5,
	"absentees_listed": 0,
	"chair": "PM-00001",
	"agenda": "研究计划",
	"speeches": "发言",
	"outcome": "同意",
	"lecturer": None,
}


def test_minutes_are_counted_by_their_fields_and_name_what_is_missing():
	assert judge("R25", MINUTES).ok
	outcome = judge("R25", {**MINUTES, "chair": "", "outcome": ""})
	assert (outcome.ok, outcome.required, outcome.found) == (False, 8, 6)
	assert outcome.message == "The minutes lack: Chair, Decisions."


def test_minutes_are_asked_of_party_meetings_only():
	assert applies("R25", MINUTES)
	assert not applies("R25", {**MINUTES, "kinds": ("partners_conference",)})


@pytest.mark.parametrize(("minute", "ok"), [(29, False), (30, True), (59, True)])
def test_a_theme_day_lasts_an_hour_and_a_half(minute, ok):
	facts = {
		"kinds": ("theme_day",),
		"starts_on": datetime(2025, 3, 14, 9, 0),
		"ends_on": datetime(2025, 3, 14, 10, minute),
	}
	assert judge("R27", facts).ok is ok


def test_a_theme_day_without_an_end_has_no_known_length():
	outcome = judge("R27", {"starts_on": datetime(2025, 3, 14, 9, 0), "ends_on": None})
	assert (outcome.ok, outcome.required, outcome.found) == (False, Decimal("1.5"), None)


@pytest.mark.parametrize(
	("tags", "ok"),
	[
		((), False),
		(("travel",), False),
		(("study",), True),
		(("dues_payment", "voluntary_service", "travel"), True),
	],
)
def test_a_theme_day_has_one_of_the_contents_that_the_guide_names(tags, ok):
	outcome = judge("R29", {"kinds": ("theme_day",), "content_tags": tags, "topic": "登山健身"})
	assert (outcome.ok, "登山健身" in outcome.message) == (ok, not ok)


def test_a_record_that_also_counts_as_theme_day_is_judged_as_one():
	assert applies("R27", {"kinds": ("member_assembly", "theme_day")})
	assert not applies("R29", {"kinds": ("member_assembly",)})


ALL_THEMES = dict.fromkeys(range(1, 13), True)
ALL_LECTURES = dict.fromkeys(range(1, 5), True)


def plan(rule="R28", **values):
	"""What a clause says of a plan that is complete but for `values`."""
	complete = {"lines": 16, "themes": ALL_THEMES, "lectures": ALL_LECTURES, "prepared_on": date(2025, 1, 10)}
	return judge(rule, {**complete, **values})


def test_a_plan_covers_every_month_and_quarter_with_a_person_each():
	outcome = plan()
	assert (outcome.ok, outcome.required, outcome.found, outcome.on) == (True, 16, 16, date(2025, 1, 10))
	assert plan(lines=0, themes={}, lectures={}).message == "There is no annual plan."


@pytest.mark.parametrize(
	("values", "found", "words"),
	[
		({"themes": {1: True}, "lectures": {}, "lines": 1}, 1, ["month 2", "month 12", "Q1", "Q4"]),
		(
			{"themes": {**ALL_THEMES, 7: False}, "unassigned": 1},
			15,
			["responsible for the theme day in month 7"],
		),
		({"lectures": {1: True, 2: True, 3: False}, "unassigned": 1}, 14, ["no lecture in Q4", "in Q3"]),
		({"unassigned": 2}, 16, ["2 lines name nobody"]),
	],
)
def test_a_plan_that_lacks_something_names_what_and_where(values, found, words):
	outcome = plan(**values)
	assert (outcome.ok, outcome.required, outcome.found) == (False, 16, found)
	assert all(word in outcome.message for word in words)


def test_a_plan_of_one_line_without_dates_and_persons_is_no_plan():
	outcome = plan(lines=1, unassigned=1, themes={1: False}, lectures={})
	assert (outcome.ok, outcome.found) == (False, 0)
	assert "month 1;" in outcome.message and "no lecture in Q1, Q2, Q3, Q4" in outcome.message


@pytest.mark.parametrize(
	("first", "last", "months", "quarters"),
	[
		(None, None, range(1, 13), (1, 2, 3, 4)),
		(date(2020, 1, 1), None, range(1, 13), (1, 2, 3, 4)),
		(date(2025, 1, 1), date(2025, 12, 31), range(1, 13), (1, 2, 3, 4)),
		(date(2025, 5, 10), None, range(6, 13), (3, 4)),
		(date(2025, 7, 1), None, range(7, 13), (3, 4)),
		(None, date(2025, 8, 30), range(1, 8), (1, 2)),
		(date(2025, 12, 20), None, (), ()),
	],
)
def test_a_plan_is_asked_for_what_the_branch_has_of_the_year(first, last, months, quarters):
	assert asked_for(2025, between(first, last, True)) == (tuple(months), quarters)
	assert asked_for(2025, NEVER) == ((), ())


def test_a_branch_that_begins_within_the_year_plans_the_rest():
	rest = {"months": (11, 12), "quarters": ()}
	outcome = plan(**rest, themes={11: True, 12: True}, lectures={})
	assert (outcome.ok, outcome.required) == (True, 2)
	assert not plan(**rest, themes={12: True}).ok
	nothing = {"months": (), "quarters": (), "lines": 0, "themes": {}, "lectures": {}}
	assert [(outcome.ok, outcome.required) for outcome in (plan(**nothing), plan("R30", **nothing))] == [
		(True, 0),
		(True, 0),
	]


@pytest.mark.parametrize(
	("lectures", "unassigned", "ok"),
	[
		(ALL_LECTURES, 0, True),
		({1: True, 2: True, 4: True}, 0, False),
		({}, 0, False),
		({**ALL_LECTURES, 2: False}, 1, False),
	],
)
def test_the_lecture_plan_covers_every_quarter_and_names_lecturers(lectures, unassigned, ok):
	assert plan("R30", lectures=lectures, lectures_unassigned=unassigned).ok is ok


def test_the_lecture_plan_says_which_quarters_are_missing():
	outcome = plan("R30", lectures={2: True, 4: True})
	assert outcome.message == "The annual plan has no lecture in: Q1, Q3."
	assert (outcome.required, outcome.found) == (4, 2)


def reserved(*elsewhere, matters=3):
	return {"branch_type": "branch", "reserved_matters": matters, "reserved_elsewhere": elsewhere}


def test_what_is_reserved_for_the_assembly_is_decided_in_one():
	assert judge("R09", reserved(matters=0)).ok
	assert judge("R09", reserved()).ok
	outcome = judge("R09", reserved(("Party Sanction", "张三")))
	assert (outcome.ok, outcome.required, outcome.found) == (False, 3, 2)
	assert "Party Sanction (张三)" in outcome.message
	assert applies("R09", reserved()) and not applies("R09", {"branch_type": "general_branch"})
