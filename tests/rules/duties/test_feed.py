"""What a subscribed calendar is told: names that stay, moves that are counted, what is called off for a month."""

from dataclasses import replace
from datetime import date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from party_affairs.rules.duties.feed import CALLED_OFF_DAYS, Entry, retell, whole_day

NOW = datetime(2026, 11, 30, 9, 0)
LATER = NOW + timedelta(days=1)
DUTY = whole_day("R22.2026-Q4@site", "党员大会：差1次", date(2026, 12, 31))
MEETING = Entry("meeting.1@site", "主题党日", datetime(2026, 12, 15, 14), datetime(2026, 12, 15, 16))


def test_what_says_the_same_keeps_its_stamp():
	told = retell({}, [DUTY, MEETING], NOW)
	assert retell(told, [MEETING, DUTY], LATER) == told
	assert {each.sequence for each in told.values()} == {0}


def test_another_wording_is_told_and_is_no_move():
	again = retell(retell({}, [DUTY], NOW), [replace(DUTY, title="党员大会：已完成")], LATER)[DUTY.uid]
	assert (again.sequence, again.changed_on) == (0, LATER)


def test_a_move_is_counted():
	moved = replace(MEETING, starts=datetime(2026, 12, 16, 14), ends=datetime(2026, 12, 16, 16))
	told = retell(retell({}, [MEETING], NOW), [moved], LATER)
	told = retell(told, [replace(moved, location="二楼")], LATER)
	assert told[MEETING.uid].sequence == 2


def test_what_is_asked_no_more_is_called_off_for_a_month():
	told = retell(retell({}, [DUTY], NOW), [], LATER)
	assert told[DUTY.uid].entry.called_off and told[DUTY.uid].sequence == 1
	assert retell(told, [], LATER + timedelta(days=CALLED_OFF_DAYS - 1)) == told
	assert retell(told, [], LATER + timedelta(days=CALLED_OFF_DAYS)) == {}


def test_what_comes_back_is_on_again():
	told = retell(retell(retell({}, [DUTY], NOW), [], LATER), [DUTY], LATER + timedelta(days=2))
	assert not told[DUTY.uid].entry.called_off and told[DUTY.uid].sequence == 2


def test_what_is_over_is_not_called_off_afterwards():
	after = datetime(2027, 1, 5, 9)
	told = retell(retell({}, [DUTY], NOW), [], after)
	assert not told[DUTY.uid].entry.called_off
	assert retell(told, [], datetime(2027, 2, 5)) == {}


ENTRIES = st.lists(
	st.builds(
		whole_day,
		st.sampled_from(["a", "b", "c"]),
		st.sampled_from(["一", "二"]),
		st.dates(date(2026, 11, 1), date(2027, 1, 31)),
	),
	max_size=3,
	unique_by=lambda entry: entry.uid,
)


@given(st.lists(ENTRIES, min_size=1, max_size=6))
def test_counts_never_fall_and_telling_twice_changes_nothing(days):
	told = {}
	for number, entries in enumerate(days):
		now = NOW + timedelta(days=number)
		before, told = told, retell(told, entries, now)
		assert retell(told, entries, now) == told
		assert {entry.uid for entry in entries} <= set(told)
		for uid in set(before) & set(told):
			assert told[uid].sequence >= before[uid].sequence
			assert told[uid].changed_on >= before[uid].changed_on
