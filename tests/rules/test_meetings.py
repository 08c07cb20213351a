from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from party_affairs.rules.calendar import Workdays
from party_affairs.rules.errors import RuleError
from party_affairs.rules.meetings import (
	check_times,
	duration_hours,
	minutes_fields,
	missing_minutes,
	quorum_sentence,
	theme_days,
)
from party_affairs.rules.periods import parse

COMPLETE = {
	"kind": "member_assembly",
	"starts_on": datetime(2025, 3, 14, 9, 0),
	"location": "党群活动室",
	"present_count": 10,
	"absentees_listed": 2,
	"expected_count": 12,
	"chair": "PM-00001",
	"agenda": "学习",
	"speeches": "发言",
	"outcome": "同意",
}


def test_complete_minutes_lack_nothing():
	assert missing_minutes(COMPLETE) == ()


@pytest.mark.parametrize(
	("changes", "missing"),
	[
		({"starts_on": None}, ["Time"]),
		({"location": ""}, ["Place"]),
		({"location": "　 "}, ["Place"]),
		({"present_count": 0}, ["Participants", "Absentees"]),
		({"absentees_listed": 1}, ["Absentees"]),
		({"chair": None}, ["Chair"]),
		({"agenda": ""}, ["Topic"]),
		({"speeches": ""}, ["Excerpts of speeches"]),
		({"outcome": None}, ["Decisions"]),
		({"chair": None, "outcome": ""}, ["Chair", "Decisions"]),
	],
)
def test_each_of_the_eight_fields_is_missed(changes, missing):
	assert list(missing_minutes({**COMPLETE, **changes})) == missing


@pytest.mark.parametrize(
	"changes", [{"present_count": 12, "absentees_listed": 0}, {"expected_count": None, "absentees_listed": 0}]
)
def test_where_nobody_is_known_to_be_absent_no_list_of_absentees_is_needed(changes):
	assert missing_minutes({**COMPLETE, **changes}) == ()


def test_a_theme_day_and_a_lecture_need_no_speeches_and_decisions():
	for kind in ("theme_day", "party_lecture"):
		assert missing_minutes({**COMPLETE, "kind": kind, "speeches": "", "outcome": ""}) == ()
		assert list(missing_minutes({**COMPLETE, "kind": kind, "chair": ""})) == ["Chair"]
	assert minutes_fields("partners_conference") == ()


def test_an_unknown_kind_of_meeting_is_refused():
	with pytest.raises(RuleError, match="tea_party"):
		missing_minutes({**COMPLETE, "kind": "tea_party"})


@pytest.mark.parametrize(
	("start", "end", "sentence"),
	[
		(
			datetime(2025, 3, 14, 10, 0),
			datetime(2025, 3, 14, 9, 0),
			"Ends On .*09:00.* must lie after Starts On .*10:00",
		),
		(datetime(2025, 3, 14, 10, 0), datetime(2025, 3, 14, 10, 0), "must lie after"),
		(datetime(2025, 3, 14, 9, 0), datetime(2025, 3, 15, 9, 1), "more than 24 hours"),
	],
)
def test_times_that_cannot_be_are_refused_by_name(start, end, sentence):
	with pytest.raises(RuleError, match=sentence):
		check_times(start, end)


def test_a_meeting_may_last_a_day_or_have_no_end_yet():
	check_times(datetime(2025, 3, 14, 9, 0), datetime(2025, 3, 15, 9, 0))
	check_times(datetime(2025, 3, 14, 9, 0), None)


@pytest.mark.parametrize(("minutes", "hours"), [(90, "1.50"), (89, "1.48"), (100, "1.67"), (1440, "24.00")])
def test_the_length_of_a_meeting_in_hours(minutes, hours):
	start = datetime(2025, 3, 14, 9, 0)
	assert duration_hours(start, start + timedelta(minutes=minutes)) == Decimal(hours)


def test_a_theme_day_may_be_held_on_the_15th_itself_or_on_the_day_to_which_it_moves():
	days = theme_days(Workdays().is_workday)
	assert days(parse("2026-01")) == (date(2026, 1, 15),)
	assert days(parse("2026-03")) == (date(2026, 3, 15), date(2026, 3, 16))
	assert theme_days(Workdays().is_workday, day=20)(parse("2026-01")) == (date(2026, 1, 20),)


def test_the_sentence_with_which_the_chair_opens():
	assert quorum_sentence("resolution", 8, 4) == "Expected 8, present 4: the meeting has a quorum."
	assert (
		quorum_sentence("admission", 8, 4) == "Expected 8, present 4: no quorum, at least 5 must be present."
	)
