"""Stages of a reminder, and the hours in which nobody is written to."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.guide.duties import reminders
from party_affairs.guide.duties.actions import action_of, actions, afterwards_of
from party_affairs.rules.duties.month import DutyLine, OpenItem
from party_affairs.rules.duties.preferences import Preference
from party_affairs.rules.duties.stages import is_too_soon, stage_of

DUE = date(2026, 6, 30)
EVER, WITHIN_YEAR, NEVER = (
	next(entry.clause for entry in actions() if entry.afterwards == word)
	for word in ("ever", "within_year", "never")
)


def stage(day, rule=EVER, period="2026-H1", due=DUE, status="due", can_be_made_good=True):
	item = OpenItem("Party Member", "M", "张三", due, status, "", "F")
	line = DutyLine(
		"B",
		rule,
		period,
		date(2026, 1, 1),
		DUE,
		due,
		status,
		(item,),
		1,
		0,
		0,
		1,
		can_be_made_good=can_be_made_good,
	)
	return stage_of(line, item, day)


@pytest.mark.parametrize(
	("day", "expected"),
	[
		("2026-06-15", None),
		("2026-06-16", "-14"),
		("2026-06-26", "-14"),
		("2026-06-27", "-3"),
		("2026-06-30", "0"),
		("2026-07-06", "0"),
		("2026-07-07", "+7"),
		("2026-07-29", "+7"),
		("2026-07-30", "+1m"),
		("2027-06-30", "+12m"),
		("2027-08-03", "+12m"),
		("2027-08-05", None),
	],
)
def test_the_latest_stage_reached_counts(day, expected):
	assert stage(date.fromisoformat(day)) == expected


def test_what_cannot_be_made_good_is_told_once_after_its_week():
	assert stage(date(2026, 7, 10), rule=NEVER) == "+7"
	assert stage(date(2027, 1, 10), rule=NEVER) == "+7"


def test_a_duty_of_every_month_has_fewer_days_before():
	assert stage(date(2026, 6, 20), period="2026-06") is None
	assert stage(date(2026, 6, 27), period="2026-06") == "-3"


def test_a_state_without_a_deadline_is_told_each_month_while_it_can_be_put_right():
	assert stage(date(2026, 5, 2), due=None, status="missed") == "2026-05"
	assert stage(date(2026, 6, 2), due=None, status="missed") == "2026-06"
	assert stage(date(2026, 6, 2), due=None, status="missed", can_be_made_good=False) is None
	# Before something is missed, it is due when its period ends.
	assert stage(date(2026, 6, 20), due=None, status="due") == "-14"


@pytest.mark.parametrize(
	("stage", "last", "waits"),
	[
		("2026-12", "2026-11-30", True),
		("2026-12", "2026-12-01", True),
		("2026-12", "2026-11-01", False),
		("+12m", "2026-11-30", True),
		("2026-12", None, False),
		("0", "2026-11-30", False),
		("-3", "2026-11-30", False),
		("+7", "2026-11-30", False),
		("asked 2026-12-02", "2026-11-30", False),
	],
)
def test_what_was_told_at_the_end_of_a_month_is_not_told_again_at_once(stage, last, waits):
	assert is_too_soon(stage, last and date.fromisoformat(last), date(2026, 12, 2)) is waits


def test_a_month_lies_between_the_week_after_and_the_month_after():
	assert not is_too_soon("+1m", date(2026, 3, 7), date(2026, 3, 28))


def test_a_leap_day_has_its_months():
	assert stage(date(2028, 3, 29), due=date(2028, 2, 29)) == "+1m"


@given(st.dates(date(2026, 1, 1), date(2027, 12, 31)), st.sampled_from([EVER, WITHIN_YEAR, NEVER]))
def test_each_stage_is_one_span_of_days(day, rule):
	"""A stage never comes back once a later one was reached."""
	order = [None, "-14", "-3", "0", "+7", *(f"+{months}m" for months in range(1, 13))]
	here, next_day = stage(day, rule), stage(date.fromordinal(day.toordinal() + 1), rule)
	if next_day is None:
		assert here in (None, "+12m", "+11m", "+7")
	else:
		assert order.index(next_day) >= order.index(here)


def test_whoever_sees_to_such_records_is_reminded_beside_the_secretary():
	assert reminders.posts_for(action_of("R49")) == ("Secretary", "Organisation Commissioner")
	assert reminders.posts_for(action_of("R26")) == ("Secretary",)
	assert reminders.posts_for(None) == ("Secretary",)
	assert afterwards_of("a clause of the site's own") == "within_year"


def everyday(_day):
	return True


@pytest.mark.parametrize(
	("begins", "ends", "hour", "quiet"),
	[
		(21, 8, 20, False),
		(21, 8, 21, True),
		(21, 8, 3, True),
		(21, 8, 8, False),
		(12, 14, 13, True),
		(12, 14, 14, False),
		(12, 14, 2, False),
		(8, 8, 8, False),
	],
)
def test_quiet_hours_may_cross_midnight(begins, ends, hour, quiet):
	preference = Preference(quiet_from=time(begins), quiet_until=time(ends))
	assert preference.is_quiet(datetime(2026, 6, 30, hour), everyday) is quiet


def test_days_off_are_quiet_unless_somebody_wants_them():
	moment = datetime(2026, 6, 28, 12)
	assert Preference().is_quiet(moment, lambda _day: False)
	assert not Preference(on_days_off=True).is_quiet(moment, lambda _day: False)


@pytest.mark.parametrize(
	("how_often", "last", "takes"),
	[
		("At Once", None, True),
		("At Once", "2026-06-30", False),
		("Daily", "2026-06-29", True),
		("Weekly", "2026-06-24", False),
		("Weekly", "2026-06-23", True),
		("Never", None, False),
	],
)
def test_a_digest_comes_once_a_day_or_a_week(how_often, last, takes):
	preference = Preference(how_often=how_often, last_digest_on=last and date.fromisoformat(last))
	assert preference.takes_digest(datetime(2026, 6, 30, 12), everyday) is takes
