"""How a task that came down stands on a day, and when it is reminded of."""

from datetime import date

import pytest

from party_affairs.rules.duties import tasks

DEADLINE = date(2026, 3, 20)


@pytest.mark.parametrize(
	("status", "done_on", "day", "expected"),
	[
		("Not Read", None, date(2026, 3, 20), "Not Read"),
		("Not Read", None, date(2026, 3, 21), "Overdue"),
		("Has Been Read", None, date(2026, 3, 21), "Overdue"),
		("Acknowledged", date(2026, 3, 20), date(2026, 4, 1), "Acknowledged"),
		("Acknowledged", date(2026, 3, 21), date(2026, 4, 1), "Done Late"),
		# On an earlier day it was still open.
		("Acknowledged", date(2026, 3, 20), date(2026, 3, 10), "Has Been Read"),
		("Closed", date(2026, 3, 25), date(2026, 3, 22), "Overdue"),
		("Taken Back", None, date(2026, 4, 1), "Taken Back"),
	],
)
def test_state_on_a_day(status, done_on, day, expected):
	assert tasks.state_on(status, done_on, DEADLINE, day) == expected


def test_without_a_last_day_nothing_is_overdue():
	assert tasks.state_on("Not Read", None, None, date(2030, 1, 1)) == "Not Read"


@pytest.mark.parametrize(
	("reminded_on", "day", "expected"),
	[
		(None, date(2026, 3, 16), False),
		(None, date(2026, 3, 17), True),
		(date(2026, 3, 17), date(2026, 3, 20), False),
		(date(2026, 3, 17), date(2026, 3, 21), True),
		# The server was down on the day itself.
		(date(2026, 3, 17), date(2026, 3, 25), True),
		(date(2026, 3, 21), date(2026, 3, 25), False),
		(None, date(2026, 4, 21), False),
	],
)
def test_reminding(reminded_on, day, expected):
	assert tasks.is_to_remind(DEADLINE, reminded_on, day) is expected


@pytest.mark.parametrize(
	("states", "expected"),
	[
		((None, None), "Closed"),
		((None, "Confirmed"), "Closed"),
		(("Confirmed", "Reported Mended"), "To Be Confirmed"),
		(("Reported Mended", "Returned"), "To Be Mended"),
	],
)
def test_mending(states, expected):
	assert tasks.mending_state(states) == expected
