"""The page on scheduled work: every job with how it ended, what it needs, what was missed, and who may catch it up."""

from datetime import timedelta

import pytest

import frappe
from frappe.utils import now_datetime

from party_affairs import jobs
from party_affairs.api.duties import scheduled_work
from party_affairs.compliance import schedule
from tests.site import factory


@pytest.fixture
def up(monkeypatch):
	monkeypatch.setattr(jobs, "listeners", lambda: (2, 3))


def test_every_job_of_the_app_is_named_in_words():
	assert set(scheduled_work.methods()) == set(scheduled_work.LABELS)
	assert [label for label in scheduled_work.LABELS.values() if frappe._(label) == label] == []


def test_a_job_says_how_it_ended_and_when_it_comes_next(up):
	name = frappe.db.get_value("Scheduled Job Type", {"method": "party_affairs.compliance.daily"})
	frappe.db.set_value("Scheduled Job Type", name, "last_execution", now_datetime())
	log = frappe.get_doc(doctype="Scheduled Job Log", scheduled_job_type=name, status="Scheduled").insert()
	log.db_set("status", "Failed")
	job = told("party_affairs.compliance.daily")
	assert (job["label"], job["frequency"], job["result"]) == ("每夜核查及补缺", "每天", "失败")
	assert job["failed"] and job["seconds"] == 0 and not job["missed"] and job["next"] > job["last"]


def test_a_job_that_is_long_overdue_was_missed(up):
	name = frappe.db.get_value("Scheduled Job Type", {"method": "party_affairs.compliance.daily"})
	frappe.db.set_value("Scheduled Job Type", name, "last_execution", "2026-01-01 00:00:00")
	assert told("party_affairs.compliance.daily")["missed"]
	frappe.db.set_value("Scheduled Job Type", name, "stopped", 1)
	assert not told("party_affairs.compliance.daily")["missed"], "what was switched off is not missed"


def test_a_job_that_was_made_today_was_not_missed(up):
	name = frappe.db.get_value("Scheduled Job Type", {"method": "party_affairs.compliance.monthly"})
	frappe.db.set_value("Scheduled Job Type", name, {"last_execution": None, "creation": now_datetime()})
	job = told("party_affairs.compliance.monthly")
	assert not job["missed"] and job["next"] > now_datetime()
	frappe.db.set_value("Scheduled Job Type", name, "last_execution", "2000-01-01 00:00:00")
	job = told("party_affairs.compliance.monthly")
	assert not job["missed"] and job["last"] is None and job["next"] > now_datetime()


def test_a_job_of_each_hour_says_so(up):
	name = frappe.db.get_value("Scheduled Job Type", {"method": "party_affairs.reminders.schedule.hourly"})
	frappe.db.set_value("Scheduled Job Type", name, {"last_execution": None, "creation": now_datetime()})
	job = told("party_affairs.reminders.schedule.hourly")
	assert (job["label"], job["frequency"]) == ("职责提醒和群机器人", "每小时")
	assert job["next"] <= now_datetime() + timedelta(hours=1)


def told(method):
	frappe.local.lang = "zh"
	(job,) = [job for job in scheduled_work.overview()["jobs"] if job["method"] == method]
	return job


def test_what_the_work_needs_is_told_with_what_to_do(monkeypatch):
	def conditions(listening):
		monkeypatch.setattr(jobs, "listeners", listening)
		return {row["label"]: row for row in scheduled_work.overview()["conditions"]}

	frappe.local.lang = "zh"
	assert conditions(lambda: (1, 0))["后台任务"]["holds"]
	nobody = conditions(lambda: (0, 4))["后台任务"]
	assert not nobody["holds"] and "4项任务" in nobody["sentence"] and "bench worker" in nobody["sentence"]

	def down():
		raise jobs.QueueError

	assert "Redis" in conditions(down)["后台任务"]["sentence"]
	frappe.db.set_value("Email Account", {"default_outgoing": 1}, "default_outgoing", 0)
	assert not conditions(down)["邮件"]["holds"]
	factory.outgoing_account()
	assert conditions(down)["邮件"]["holds"]


def test_what_is_missing_is_caught_up_by_an_administrator(up, freeze, monkeypatch):
	freeze("2026-02-10")
	queued = []
	monkeypatch.setattr(jobs, "enqueue", lambda method, *_identity, **_given: queued.append(method))
	factory.branch(parent=factory.committee(records_from="2026-01-01"), records_from="2024-05-01")
	missing = scheduled_work.overview()["missing"]
	assert missing["checks"] >= 1 and 2024 in missing["years"] and missing["reports"] >= 8
	scheduled_work.catch_up()
	assert {schedule._CATCH_UP, schedule._CHECK_PAST} <= set(queued)


def test_managers_read_it_and_start_nothing_others_neither(up, set_user):
	committee = factory.committee()
	branch = factory.branch(parent=committee)
	manager, secretary = factory.holder(branch, "Secretary", committee), factory.holder(branch, "Secretary")
	with set_user(manager):
		assert scheduled_work.overview()["may_start"] is False
		with pytest.raises(frappe.PermissionError):
			scheduled_work.catch_up()
	with set_user(secretary), pytest.raises(frappe.PermissionError):
		scheduled_work.overview()
