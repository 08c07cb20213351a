"""Tasks that go down from a committee: how one stands on a day, and when those who have not done it are reminded."""

from collections.abc import Sequence
from datetime import date, timedelta

NOT_READ, READ, ACKNOWLEDGED, TAKEN_BACK = "Not Read", "Has Been Read", "Acknowledged", "Taken Back"
TO_BE_DONE, UNDER_WAY, CLOSED = "To Be Done", "Under Way", "Closed"
SECRETARIES, COMMITTEE_MEMBERS, ALL_MEMBERS = "Secretaries", "Committee Members", "All Members"

OVERDUE, DONE_LATE = "Overdue", "Done Late"
REMINDED_BEFORE = 3
"""Days before its deadline on which a task is reminded of; once more on the day after it."""


def is_overdue(status: str, deadline: date | None, day: date) -> bool:
	"""Whether something with a deadline is still open on `day`, which lies after it."""
	return bool(deadline) and deadline < day and status not in (ACKNOWLEDGED, CLOSED, TAKEN_BACK)


def state_on(status: str, done_on: date | None, deadline: date | None, day: date) -> str:
	"""Return how a task stands on `day`: its status, `Overdue` after its deadline, `Done Late` if it was done after it.

	What was done after `day` was open on it.
	"""
	if status == TAKEN_BACK:
		return status
	done = done_on if done_on and done_on <= day else None
	if done:
		return DONE_LATE if deadline and done > deadline else status
	was = {ACKNOWLEDGED: READ, CLOSED: UNDER_WAY}.get(status, status)
	return OVERDUE if is_overdue(was, deadline, day) else was


def reminding_days(deadline: date) -> tuple[date, date]:
	"""Return the days on which somebody who has not done a task is reminded of it."""
	return deadline - timedelta(days=REMINDED_BEFORE), deadline + timedelta(days=1)


def is_to_remind(deadline: date, reminded_on: date | None, day: date) -> bool:
	"""Whether a reminder is due on `day`: one of its days has come within a month, and none was sent since."""
	if day > deadline + timedelta(days=31):
		return False
	due = [one for one in reminding_days(deadline) if one <= day]
	return bool(due) and (reminded_on is None or reminded_on < max(due))


def mending_state(states: Sequence[str | None]) -> str:
	"""Return the status of an on-site check from the states of its items: open, waiting for confirmation, or closed.

	Items that were good have no state.
	"""
	open_ones = [state for state in states if state]
	if any(state in ("To Be Mended", "Returned") for state in open_ones):
		return "To Be Mended"
	if any(state == "Reported Mended" for state in open_ones):
		return "To Be Confirmed"
	return "Closed"
