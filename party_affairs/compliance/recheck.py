"""Checking at once what was touched: one job for all that waits, within seconds of the commits that touched it.

A touch queues the job unless one still waits (`touches.py`); one that runs may have looked before the touch was there, so
another follows it. What is too much for a few seconds is left to the long queue, and what no job was queued for, to the night.
"""

import time
from collections.abc import Sequence
from datetime import date

import frappe
from frappe.utils import getdate, nowdate

from party_affairs import touches
from party_affairs.compliance import runs
from party_affairs.compliance.run import BRANCHES_A_CHUNK, Run, tell_of_unchecked
from party_affairs.compliance.schedule import enqueue_check
from party_affairs.facts.duties import touched
from party_affairs.facts.organisation.addressees import users_at_work
from party_affairs.language import in_site_language

CHECKED = "party_affairs_checked"
"""Event for the Desk: `branches` were checked anew for the calendar year `year`."""
_SECONDS = 120
_EVERYWHERE = "Administrator"


def check_touched() -> dict[int, list[str]]:
	"""Job: check the branches that were touched, for this year and then for the others that are kept current.

	Tells the Desk of whoever holds a post in one of them or above it. Returns by year the branches that were checked.
	"""
	today, ends = getdate(nowdate()), time.monotonic() + _SECONDS
	years = sorted(touches.years_kept(), key=lambda year: (year != today.year, year))
	return {year: _check(year, today, ends) for year in years}


def _check(year: int, today: date, ends: float) -> list[str]:
	waiting = touched.waiting(year, today)
	if not waiting:
		return []
	run, done = Run(year, today), 0
	with runs.recorded(runs.AFTER_CHANGES, year, today, len(waiting)) as run.record:
		while done < len(waiting) and time.monotonic() < ends:
			chunk = waiting[done : done + BRANCHES_A_CHUNK]
			run.over(chunk, commit=True)
			_tell(year, chunk)
			done += len(chunk)
		tell_of_unchecked(run)
		with in_site_language():
			run.record.note_errors(run.broken, [run.unchecked[rule] for rule in sorted(run.unchecked)])
	if done < len(waiting):
		enqueue_check(year)
	return waiting[:done]


def _tell(year: int, branches: Sequence[str]) -> None:
	told = {**users_at_work(branches), _EVERYWHERE: sorted(branches)}
	for user, names in told.items():
		frappe.publish_realtime(CHECKED, {"year": year, "branches": names}, user=user)
