from datetime import date, datetime
from decimal import Decimal

import pytest

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
	assert judge("R29", {"kinds": ("theme_day",), "content_tags": tags}).ok is ok


def test_a_record_that_also_counts_as_theme_day_is_judged_as_one():
	assert applies("R27", {"kinds": ("member_assembly", "theme_day")})
	assert not applies("R29", {"kinds": ("member_assembly",)})


@pytest.mark.parametrize(
	("lines", "unassigned", "ok"), [(0, 0, False), (12, 0, True), (12, 1, False), (1, 1, False), (1, 0, True)]
)
def test_the_annual_plan_names_who_is_responsible(lines, unassigned, ok):
	facts = {"plan_lines": lines, "plan_lines_unassigned": unassigned, "plan_prepared_on": date(2025, 1, 10)}
	assert judge("R28", facts).ok is ok


@pytest.mark.parametrize(
	("quarters", "unassigned", "ok"),
	[
		({1, 2, 3, 4}, 0, True),
		([1, 1, 2, 3, 4], 0, True),
		({1, 2, 4}, 0, False),
		(set(), 0, False),
		({1, 2, 3, 4}, 1, False),
	],
)
def test_the_lecture_plan_covers_every_quarter_and_names_lecturers(quarters, unassigned, ok):
	assert judge("R30", {"lecture_quarters": quarters, "lecture_lines_unassigned": unassigned}).ok is ok


def test_the_lecture_plan_says_which_quarters_are_missing():
	outcome = judge("R30", {"lecture_quarters": {2, 4}, "lecture_lines_unassigned": 0})
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
