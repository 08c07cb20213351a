from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.meetings.plans import (
	HELD,
	HELD_LATE,
	OPEN,
	OVERDUE,
	Held,
	PlanLine,
	fulfilments,
	period_of_line,
)

YEAR_END = date(2025, 12, 31)


def held(name, day, *kinds):
	return Held(name, date.fromisoformat(day), kinds)


def found(lines, meetings, as_of=YEAR_END):
	return [
		(meeting and meeting.name, status) for meeting, status in fulfilments(lines, meetings, 2025, as_of)
	]


def test_a_theme_day_is_held_in_its_month_and_a_lecture_in_its_quarter():
	lines = [PlanLine(2, "theme_day"), PlanLine(2, "party_lecture")]
	meetings = [held("T", "2025-03-14", "theme_day"), held("L", "2025-03-20", "party_lecture")]
	assert found(lines, meetings) == [(None, OVERDUE), ("L", HELD)]
	assert period_of_line(lines[0], 2025).key == "2025-02"
	assert period_of_line(lines[1], 2025).key == "2025-Q1"


@pytest.mark.parametrize(("as_of", "status"), [(date(2025, 2, 28), OPEN), (date(2025, 3, 1), OVERDUE)])
def test_a_line_is_open_up_to_the_last_day_of_its_time(as_of, status):
	assert found([PlanLine(2, "theme_day")], [], as_of) == [(None, status)]


def test_one_record_of_two_kinds_fulfils_a_line_of_each_and_no_second_one():
	lines = [PlanLine(3, "theme_day"), PlanLine(3, "member_assembly"), PlanLine(3, "theme_day")]
	both = held("B", "2025-03-14", "theme_day", "member_assembly")
	assert found(lines, [both]) == [("B", HELD), ("B", HELD), (None, OVERDUE)]


def test_a_lecture_of_the_lines_own_month_goes_before_others_of_the_quarter():
	lines = [PlanLine(1, "party_lecture"), PlanLine(3, "party_lecture")]
	meetings = [held("March", "2025-03-02", "party_lecture"), held("February", "2025-02-02", "party_lecture")]
	assert found(lines, meetings) == [("February", HELD), ("March", HELD)]


def test_a_named_meeting_belongs_to_its_line_even_if_it_came_later():
	lines = [PlanLine(2, "theme_day", named="March"), PlanLine(3, "theme_day")]
	meetings = [held("March", "2025-03-14", "theme_day")]
	assert found(lines, meetings) == [("March", HELD_LATE), (None, OVERDUE)]


def test_anything_else_is_held_by_what_it_names_alone():
	meetings = [held("A", "2025-05-10", "theme_day")]
	assert found([PlanLine(5, "other")], meetings) == [(None, OVERDUE)]
	assert found([PlanLine(5, "other", named="A")], meetings) == [("A", HELD)]
	assert found([PlanLine(5, "other", named="gone")], meetings) == [(None, OVERDUE)]


def test_what_is_held_after_the_day_asked_about_does_not_count_yet():
	meetings = [held("T", "2025-02-20", "theme_day")]
	assert found([PlanLine(2, "theme_day")], meetings, date(2025, 2, 19)) == [(None, OPEN)]


KINDS = st.sampled_from(("theme_day", "party_lecture", "member_assembly"))


@given(
	st.lists(st.builds(PlanLine, st.integers(1, 12), KINDS), max_size=20),
	st.lists(
		st.tuples(st.dates(date(2025, 1, 1), YEAR_END), st.lists(KINDS, min_size=1, max_size=2, unique=True)),
		max_size=20,
	),
)
def test_no_meeting_fulfils_two_lines_of_a_kind_and_each_lies_in_its_lines_time(lines, days):
	meetings = [Held(f"M{number}", day, tuple(kinds)) for number, (day, kinds) in enumerate(days)]
	result = fulfilments(lines, meetings, 2025, YEAR_END)
	used = [
		(line.kind, meeting.name) for line, (meeting, _status) in zip(lines, result, strict=True) if meeting
	]
	assert len(used) == len(set(used))
	for line, (meeting, status) in zip(lines, result, strict=True):
		if meeting:
			assert line.kind in meeting.kinds and period_of_line(line, 2025).contains(meeting.day)
			assert status == HELD
