"""When the check runs: every night, and on the first of a month with the reports and mails of the periods that have ended.

The scheduler's own queue gives a job five minutes, so the hooks only put work on the long queue, under a job id that
keeps the same work from waiting there twice. What a hook missed, because the server was down or a job was killed, the
next night finds missing and does; nothing hangs on a certain day.
"""

from datetime import date

import frappe
from frappe.utils import getdate, nowdate

from party_affairs import jobs
from party_affairs.compliance import remind, report, runs
from party_affairs.compliance.parts import run_shared
from party_affairs.facts.duties import reports, touched
from party_affairs.guide import registry
from party_affairs.rules.periods import parse, period_of
from party_affairs.settings import SETTINGS
from party_affairs.touches import forget_what_is_past

_RUN_MONTH = "party_affairs.compliance.schedule.run_month"
_MAIL_MONTH = "party_affairs.compliance.schedule.mail_month"
_CHECK = "party_affairs.compliance.schedule.check"
_CATCH_UP = "party_affairs.compliance.schedule.catch_up"
_CHECK_PAST = "party_affairs.compliance.schedule.check_past_years"
_PARTS = 100


def monthly() -> None:
	"""Cron hook for the first of a month: check, report and mail the periods that have just ended."""
	today = getdate(nowdate())
	for period in report.last_periods(today):
		if period.next().start == today:
			jobs.enqueue(_RUN_MONTH, period.key, period_key=period.key)


def daily() -> None:
	"""Daily hook: keep the findings current (of what may have changed), and catch up on reports and mails that are missing."""
	runs.note_killed()
	runs.forget_old()
	forget_what_is_past()
	periods = [period.key for period in report.last_periods(getdate(nowdate()))]
	lacking = [key for key in periods if report.missing_reports(key)]
	for key in lacking:
		jobs.enqueue(_RUN_MONTH, key, period_key=key)
	if not lacking:
		for year in _years_to_check():
			enqueue_check(year)
	for key in periods:
		if key not in lacking and remind.has_unmailed(key):
			jobs.enqueue(_MAIL_MONTH, key, period_key=key)
	if _missing_before(last_month()):
		enqueue_catching_up()
	if past_years_to_check():
		enqueue_past_years()


def weekly() -> None:
	"""Weekly hook: look at every branch, touched or not, and log where that finds what a night has not."""
	for year in _years_to_check():
		enqueue_check(year, whole=True)


def _years_to_check() -> tuple[int, int]:
	"""This year and the one before: an event of last year may be answered, or become overdue, in this one."""
	year = getdate(nowdate()).year
	return year - 1, year


def last_month() -> str:
	"""Return the key of the month that ended last, such as `2025-12`."""
	first = period_of("month", getdate(nowdate())).start
	return period_of("month", date.fromordinal(first.toordinal() - 1)).key


def run_month(period_key: str) -> list[str]:
	"""Job: bring the findings up to date, freeze the reports of a period of any kind, queue their mails; return their names.

	Run twice, late or after being killed it only does what is missing. Findings are kept as of today, since that is what
	a secretary looks at; the reports are as of the month's end, whenever they are written.
	"""
	today = getdate(nowdate())
	for year in sorted({parse(period_key).start.year, *_years_to_check()}):
		run_shared(year, today, kind=runs.MONTH)
	with runs.recorded(runs.MONTH, parse(period_key).start.year, report.day_of_report(period_key)) as record:
		names = report.freeze(period_key, commit=True)
		record.wrote_reports(len(names))
	frappe.db.set_single_value(SETTINGS, "last_report_period", period_key, update_modified=False)
	frappe.db.commit()  # nosemgrep: the reports stand even if a mail fails
	remind.queue_mails(names, commit=True)
	return names


def catch_up(branches: list[str] | None = None, told: str | None = None) -> None:
	"""Job: write the reports of all periods that are missing (`report.missing_until`), the oldest first.

	Without `branches` those of the periods that ended last are left to :func:`run_month`. What is older is filed and not
	mailed: it comes too late for a reminder. Each report is committed, so a job that was killed is completed by the next
	one. The user `told` sees the progress in his Desk, and whether it broke off.
	"""
	last = last_month()
	latest = {period.key for period in report.last_periods(getdate(nowdate()))}
	with jobs.failure_told_to(told):
		missing = _missing_before(last) if branches is None else report.missing_until(last, branches)
		for number, (period_key, names) in enumerate(missing.items()):
			with runs.recorded(
				runs.CATCHING_UP, parse(period_key).start.year, report.day_of_report(period_key)
			) as record:
				written = report.freeze(
					period_key,
					branches=names,
					mailed=period_key in latest,
					commit=True,
					progress=_telling(told, number, len(missing)) if told else None,
				)
				record.wrote_reports(len(written))


def past_years_to_check() -> dict[int, list[str]]:
	"""Return by year before last the organisations whose findings of it are not what they should be for good: one query.

	They were never checked for it, or the check was not brought to an end while the year was kept current, as after weeks in
	which the server was down. Years begin as with reports (`report.missing_until`).
	"""
	bound = min(clause.effective_from for clause in registry.clauses() if clause.evaluated)
	return touched.unfinished(bound.year, _years_to_check()[0] - 1, getdate(nowdate()))


def check_past_years(told: str | None = None) -> None:
	"""Job: check the years before last of which something is left (`past_years_to_check`), the oldest first.

	A job that was killed is completed by the next one. The user `told` sees the progress in his Desk, and whether it broke off.
	"""
	with jobs.failure_told_to(told):
		for year, names in past_years_to_check().items():
			run_shared(year, getdate(nowdate()), names, told=told, kind=runs.CATCHING_UP)


def enqueue_past_years(told: str | None = None) -> None:
	"""Put the check of past years on the long queue, unless it waits or runs there."""
	jobs.enqueue(_CHECK_PAST, told=told)


def _telling(user: str, number: int, months: int) -> jobs.Progress:
	"""Return what tells `user` of the progress in the month `number` (from 0) of `months`."""

	def tell(done: int, total: int) -> None:
		values = {"done": _PARTS * number + _PARTS * done // total, "total": _PARTS * months}
		frappe.publish_realtime("party_affairs_compliance_reports", values, user=user)

	return tell


def _missing_before(last: str) -> dict[str, list[str]]:
	latest = {period.key for period in report.last_periods(getdate(nowdate()))}
	return {key: names for key, names in report.missing_until(last).items() if key not in latest}


def enqueue_catching_up(branches: list[str] | None = None, told: str | None = None) -> None:
	"""Put the writing of missing reports on the long queue, unless that of the same branches waits or runs there."""
	jobs.enqueue(_CATCH_UP, branches, branches=branches, told=told)


def mail_month(period_key: str) -> list[str]:
	"""Job: queue the mails of a period's reports that are still waiting; return the reports' names."""
	return remind.queue_mails(reports.names_of(period_key), commit=True)


def check(
	year: int, branches: list[str] | None = None, told: str | None = None, whole: bool | None = None
) -> None:
	"""Job: check a year as of today. The user `told` sees the progress in his Desk, and whether it broke off."""

	with jobs.failure_told_to(told):
		run_shared(year, getdate(nowdate()), branches, whole=whole, told=told)


def enqueue_check(
	year: int, branches: list[str] | None = None, told: str | None = None, whole: bool | None = None
) -> None:
	"""Put a check on the long queue, unless one of the same year and branches waits or runs there.

	Without `branches` it looks at those alone of whose findings something may have changed, unless it is `whole`.
	"""
	jobs.enqueue(_CHECK, year, branches, whole, year=year, branches=branches, told=told, whole=whole)
