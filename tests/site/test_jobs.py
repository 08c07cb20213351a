"""The long queue: once for each piece of work, and not for ever after a worker has died."""

import time

import pytest
from rq.job import JobStatus
from rq.registry import StartedJobRegistry

import frappe
from frappe.utils.background_jobs import get_job, get_queue

from party_affairs import jobs
from party_affairs.compliance import schedule as compliance_schedule
from party_affairs.dues import schedule as dues_schedule

pytestmark = pytest.mark.site


@pytest.fixture
def job_id():
	name = f"party-affairs-test-{frappe.generate_hash(length=10)}"
	yield name
	job = get_job(name)
	get_queue("long").remove(job)
	job.delete()


def taken_by_a_worker(job_id, last_sign_of_life):
	"""What a worker notes in Redis when it begins a job; it is believed to live until a minute or so later."""
	queue, job = get_queue("long"), get_job(job_id)
	queue.remove(job)
	job.set_status(JobStatus.STARTED)
	queue.connection.zadd(StartedJobRegistry(queue=queue).key, {job.id: last_sign_of_life + 90})


@pytest.mark.parametrize(
	("module", "runs", "job"),
	[
		(compliance_schedule, "run_shared", lambda told: compliance_schedule.check(2026, [], told)),
		(dues_schedule, "run_month", lambda told: dues_schedule.make_month("2026-03", [], told)),
	],
)
def test_who_started_work_is_told_that_it_broke_off(monkeypatch, module, runs, job):
	told = []
	monkeypatch.setattr(frappe, "publish_realtime", lambda *args, **options: told.append((args, options)))

	def gone(*_args, **_options):
		raise frappe.db.OperationalError(2006, "Server has gone away")

	monkeypatch.setattr(module, runs, gone)
	for user in (None, "Administrator"):
		with pytest.raises(frappe.db.OperationalError):
			job(user)
	((event, message), options), *more = told
	assert (event, options, more) == ("msgprint", {"user": "Administrator"}, [])
	assert "中断" in message["message"]


def test_a_job_waits_once(job_id):
	for _time in range(2):
		jobs.put("frappe.ping", job_id, 60)
	assert jobs.is_at_work(job_id)
	assert get_queue("long").get_job_ids().count(get_job(job_id).id) == 1


def test_a_job_that_runs_is_not_queued_again(job_id):
	jobs.put("frappe.ping", job_id, 60)
	taken_by_a_worker(job_id, time.time())
	jobs.put("frappe.ping", job_id, 60)
	assert jobs.is_at_work(job_id)
	assert get_job(job_id).id not in get_queue("long").get_job_ids()


def test_a_job_whose_worker_died_is_queued_again(job_id):
	jobs.put("frappe.ping", job_id, 60)
	taken_by_a_worker(job_id, time.time() - 100)
	assert not jobs.is_at_work(job_id)
	jobs.put("frappe.ping", job_id, 60)
	assert jobs.is_at_work(job_id)
