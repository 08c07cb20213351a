"""Endpoints of the page on scheduled work: what ran when and how it ended, what was missed, and the buttons that catch it up."""

from datetime import datetime, timedelta

import frappe
from frappe import _
from frappe.utils import get_datetime, now_datetime, time_diff_in_seconds
from frappe.utils.scheduler import is_scheduler_inactive

from party_affairs import jobs
from party_affairs.compliance import report, schedule
from party_affairs.facts.duties import runs, scheduled
from party_affairs.permissions.roles import MANAGER

LABELS = {
	"party_affairs.party_affairs.doctype.party_membership_change.party_membership_change.float_members_away": "Members Who Left for Elsewhere",
	"party_affairs.daily.sync_roles_daily": "Posts and Roles of the Day",
	"party_affairs.party_affairs.doctype.questionnaire.questionnaire.count_closed": "Questionnaires That Are Over Are Counted",
	"party_affairs.daily.destroy_unused_keys": "Keys of Votes That Are Over Are Destroyed",
	"party_affairs.importing.job.note_broken_off": "Imports That Broke Off",
	"party_affairs.importing.batch.note_broken_off": "Batches of Imports That Broke Off",
	"party_affairs.printing.archive.making.note_broken_off": "Handbooks Whose Making Broke Off",
	"party_affairs.checks.written_files.sweep": "Files Nobody Names",
	"party_affairs.dues.schedule.daily": "Monthly Dues Entries",
	"party_affairs.compliance.daily": "Check of Each Night, and What Is Missing",
	"party_affairs.compliance.tasks.daily": "Reminders of Notices and Key Work",
	"party_affairs.daily.take_down_what_is_over": "Notices and Photos Whose Time Is Over Are Taken Down",
	"party_affairs.compliance.archive.daily": "Volumes Left Half Bound, and Loans of the Archive That Are Overdue",
	"party_affairs.compliance.publications.daily": "Members Are Told of New Notices on the Board",
	"party_affairs.dues.reminders.daily": "Reminders of Dues in Arrears",
	"party_affairs.reminders.schedule.daily": "Reminders of Duties Long Past Are Forgotten",
	"party_affairs.reminders.schedule.hourly": "Reminders of Duties, and Group Robots",
	"party_affairs.privacy.retention.daily": "Anonymising What Has Been Kept Long Enough",
	"party_affairs.compliance.weekly": "Check of All Branches Once a Week",
	"party_affairs.compliance.monthly": "Reports of the Month That Ended",
}
"""What each job of `scheduler_events` in hooks.py does, in words."""

ADMINISTRATOR = "System Manager"
_MISSED_AFTER = timedelta(hours=2)
"""A job that has been due for so long is one that was missed: the scheduler asks every few minutes."""
_FREQUENCIES = {"Daily": "Every Day", "Weekly": "Every Week", "Cron": "On Set Days"}
_ROUND = {"Weekly": timedelta(days=7), "Cron": timedelta(days=31)}
"""After which time at the latest a job comes again that does not come every day."""
_EVERY_HOUR = "* * * *"
"""How the times of a job end that comes each hour, after its minute."""
_NEVER = 2000
"""The year in which Frappe begins to count the runs of a job that never ran."""
_RESULTS = {"Scheduled": "Running", "Complete": "Done", "Failed": "Failed"}


@frappe.whitelist()
def overview() -> dict:
	"""Return how the app's scheduled work stands: `jobs`, `conditions` they need, `runs` of the check, and what is `missing`.

	For administrators and the managers of committees; names no organisation. Raise PermissionError for others.
	"""
	_check_right(ADMINISTRATOR, MANAGER)
	listed = _jobs(now_datetime())
	return {
		"jobs": listed,
		"conditions": _conditions(),
		"runs": sorted(runs.latest().values(), key=lambda run: run.began, reverse=True),
		"missing": _missing(),
		"may_start": ADMINISTRATOR in frappe.get_roles(),
	}


@frappe.whitelist(methods=["POST"])
def catch_up() -> str:
	"""Put the reports and checks that are missing on the long queue, and every job that was missed; return what was begun.

	Administrators alone: the work goes over all organisations. Raise PermissionError for others.
	"""
	_check_right(ADMINISTRATOR)
	missed = [job["name"] for job in _jobs(now_datetime()) if job["missed"]]
	for name in missed:
		frappe.get_doc("Scheduled Job Type", name).enqueue(force=True)
	missing = _missing()
	if missing["reports"]:
		schedule.enqueue_catching_up()
	if missing["checks"]:
		schedule.enqueue_past_years(told=frappe.session.user)
	if not (missed or missing["reports"] or missing["checks"]):
		return _("Nothing is missing.")
	return _("{0} jobs, {1} reports and {2} checks of past years were put on the queue.").format(
		len(missed), missing["reports"], missing["checks"]
	)


def _check_right(*roles: str) -> None:
	if not set(roles) & set(frappe.get_roles()):
		frappe.throw(
			_(
				"Scheduled work is shown to administrators and to managers of committees, and started by administrators."
			),
			frappe.PermissionError,
		)


def methods() -> list[str]:
	"""Return the methods of the app that the scheduler calls, in the order of the hooks."""
	found: list[str] = []
	for listed in frappe.get_hooks("scheduler_events", app_name="party_affairs").values():
		lines = listed.values() if isinstance(listed, dict) else [listed]
		found += [method for line in lines for method in line]
	return list(dict.fromkeys(found))


def _jobs(now: datetime) -> list[dict]:
	asked = methods()
	found = {job.method: job for job in scheduled.jobs(asked)}
	logs = scheduled.last_logs([job.name for job in found.values()])
	return [_job(method, found.get(method), logs, now) for method in asked]


def _job(method: str, job: frappe._dict | None, logs: dict[str, frappe._dict], now: datetime) -> dict:
	told = {"method": method, "label": _(LABELS.get(method, method)), "name": job and job.name}
	if job is None:
		# The migration that makes it is still to come.
		return {**told, "frequency": None, "last": None, "next": None, "result": None, "missed": False}
	log = logs.get(job.name)
	next_run = _next_run(job)
	return {
		**told,
		"frequency": _("Every Hour" if _is_hourly(job) else _FREQUENCIES.get(job.frequency, job.frequency)),
		"stopped": bool(job.stopped),
		"last": job.last_execution if _has_run(job) else log and log.began,
		"result": _(_RESULTS.get(log.status, log.status)) if log else None,
		"failed": bool(log and log.status == "Failed"),
		"seconds": round(time_diff_in_seconds(log.ended, log.began)) if log else None,
		"next": next_run,
		"missed": not job.stopped and next_run + _MISSED_AFTER < now,
	}


def _next_run(job: frappe._dict) -> datetime:
	"""Return when a job is due; one that has never run within a round of its making (Frappe would say in the year 2000)."""
	if _has_run(job):
		return get_datetime(frappe.get_doc("Scheduled Job Type", job.name).get_next_execution())
	length = timedelta(hours=1) if _is_hourly(job) else _ROUND.get(job.frequency, timedelta(days=1))
	return get_datetime(job.creation) + length


def _has_run(job: frappe._dict) -> bool:
	return bool(job.last_execution) and get_datetime(job.last_execution).year > _NEVER


def _is_hourly(job: frappe._dict) -> bool:
	return (job.cron_format or "").endswith(_EVERY_HOUR)


def _conditions() -> list[dict]:
	"""What must be so for the work to be done, each with whether it is, and what to do where it is not."""
	try:
		listening, waiting = jobs.listeners()
	except jobs.QueueError:
		frappe.clear_last_message()
		listening, waiting = 0, None
	if waiting is None:
		worker = _("The queue of background jobs does not answer. Start Redis.")
	elif not listening:
		worker = _(
			"No worker listens on the long queue, so {0} jobs wait there for ever. Start one with: bench worker --queue long"
		).format(waiting)
	else:
		worker = _("{0} workers listen on the long queue, {1} jobs wait.").format(listening, waiting)
	is_on = not is_scheduler_inactive(verbose=False)
	mails = scheduled.sends_mail()
	return [
		{
			"label": _("Scheduler"),
			"holds": is_on,
			"sentence": _("The scheduler is on.")
			if is_on
			else _(
				"The scheduler is off or paused, so nothing happens by itself. Switch it on with: bench enable-scheduler"
			),
		},
		{"label": _("Background Jobs"), "holds": bool(listening), "sentence": worker},
		{
			"label": _("E-mail"),
			"holds": mails,
			"sentence": _("Mail goes out through the default outgoing account.")
			if mails
			else _(
				"There is no default outgoing e-mail account, so no mail is sent. Enter one under Email Account."
			),
		},
	]


def _missing() -> dict:
	"""How many reports and checks of years before last are missing, and of which years."""
	reports = report.missing_until(schedule.last_month())
	years = schedule.past_years_to_check()
	return {
		"reports": sum(map(len, reports.values())),
		"months": len(reports),
		"checks": sum(map(len, years.values())),
		"years": list(years),
	}
