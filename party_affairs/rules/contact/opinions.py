"""Opinions and suggestions (意见建议): how far one has come, and by when it wants an answer.

Guide 一（四）4 asks that suggestions and opinions of members be treated rightly and worked on, 一（四）9 that the three councils widen
the ways to know and serve the masses. Neither names a time: the limit is a default of this program that a site may change, and an
opinion that has its own day is held to that.
"""

from datetime import date, timedelta

OPEN, REFERRED, ANSWERED, TOLD = "open", "referred", "answered", "told"
STATES = (OPEN, REFERRED, ANSWERED, TOLD)


def state(referred_on: date | None, answered_on: date | None, told_on: date | None) -> str:
	"""Return how far an opinion has come: one of `STATES`, the last step taken."""
	if told_on:
		return TOLD
	if answered_on:
		return ANSWERED
	return REFERRED if referred_on else OPEN


def due_on(raised_on: date, answer_until: date | None, limit_days: int) -> date:
	"""Return the last day for the answer: the one that was set, else `limit_days` after the opinion was raised."""
	return answer_until or raised_on + timedelta(days=limit_days)


def is_overdue(due: date, answered_on: date | None, day: date) -> bool:
	"""Whether there was no answer yet on `day`, and the last day for it was over."""
	return due < day and (answered_on is None or answered_on > day)


def was_in_time(due: date, answered_on: date | None) -> bool:
	"""Whether an opinion was answered by its last day."""
	return answered_on is not None and answered_on <= due
