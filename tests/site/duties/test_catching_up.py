"""Reports of months gone by: which are missing, written once, by night or button, and not mailed."""

from datetime import date

import pytest

import frappe

from party_affairs import jobs
from party_affairs.api.duties.reports import write_missing_reports
from party_affairs.compliance import remind, report, schedule
from tests.site import factory
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site
REPORT = "Compliance Report"
MONTHS = ["2025-11", "2025-12", "2026-01"]


@pytest.fixture
def committee():
	return factory.committee(records_from="2026-01-01")


@pytest.fixture
def branch(committee):
	return factory.branch(parent=committee, records_from="2025-11-03")


@pytest.fixture(autouse=True)
def in_february(freeze):
	freeze("2026-02-03 00:10:00")


@pytest.fixture
def queued(monkeypatch):
	found = []
	monkeypatch.setattr(
		jobs, "enqueue", lambda method, *_identity, **arguments: found.append((method, arguments))
	)
	return found


def missing(*branches, last="2026-01"):
	return report.missing_until(last, [row.name for row in branches])


def written(*branches):
	names = [row.name for row in branches]
	rows = frappe.get_all(
		REPORT, filters={"branch": ["in", names]}, fields=["branch", "period_key", "not_mailed", "as_of"]
	)
	return {(row.branch, row.period_key): row for row in rows}


def test_every_month_since_records_began_is_asked_for(branch, committee):
	assert missing(branch, committee) == {
		"2025-11": [branch.name],
		"2025-12": [branch.name],
		"2026-01": sorted([branch.name, committee.name]),
	}


def test_no_month_before_it_was_founded_nor_after_it_was_dissolved(committee):
	young = factory.branch(parent=committee, records_from="2025-01-01", founded_on="2025-12-05")
	ended = factory.branch(
		parent=committee, records_from="2025-11-01", status="Dissolved", dissolved_on="2025-12-20"
	)
	assert missing(young, ended) == {
		"2025-11": [ended.name],
		"2025-12": [young.name],
		"2026-01": [young.name],
	}


def test_where_no_day_is_set_it_begins_with_the_month_in_which_it_was_entered(committee):
	entered = factory.branch(parent=committee)
	entered.db_set("creation", "2025-12-20 10:00:00")
	assert list(missing(entered)) == ["2025-12", "2026-01"]
	entered.db_set("creation", "2026-02-02 10:00:00")
	assert list(missing(entered)) == ["2026-01"], "last month's report is asked of everybody"


def test_nothing_is_asked_for_before_the_guide_binds(committee):
	old = factory.branch(parent=committee, records_from="1999-01-01", founded_on="1990-01-01")
	months = list(missing(old))
	assert months[0] == "2020-01" and months[-1] == "2026-01"


def test_all_that_is_missing_is_found_by_two_queries(committee):
	branches = [factory.branch(parent=committee, records_from="2025-06-01") for _ in range(3)]
	with counted_queries() as queries:
		found = missing(*branches)
	assert len(found) == 8 and all(len(names) == 3 for names in found.values())
	assert len(queries) == 2


def test_they_are_written_as_of_their_day_once_and_only_the_last_is_for_mail(branch, committee, queued):
	schedule.catch_up([branch.name, committee.name])
	first = written(branch, committee)
	assert sorted(first) == sorted([*((branch.name, month) for month in MONTHS), (committee.name, "2026-01")])
	assert {key[1]: row.not_mailed for key, row in first.items()} == {
		"2025-11": 1,
		"2025-12": 1,
		"2026-01": 0,
	}
	assert first[branch.name, "2025-11"].as_of == date(2025, 12, 1)
	assert missing(branch, committee) == {}
	schedule.catch_up([branch.name, committee.name])
	assert written(branch, committee) == first


def test_old_reports_are_never_mailed(branch, queued):
	factory.outgoing_account()
	factory.holder(branch, "Secretary")
	schedule.catch_up([branch.name])
	names = [f"{branch.name}-{month}" for month in MONTHS]
	assert remind.queue_mails(names) == [f"{branch.name}-2026-01"]
	assert not remind.has_unmailed("2025-12")
	assert frappe.db.count("Email Queue", {"reference_doctype": REPORT, "reference_name": ["in", names]}) == 1


def test_a_job_that_was_killed_goes_on_where_it_was(branch, monkeypatch, queued):
	insert, done = report._insert, []

	def killed(*args):
		if len(done) == 2:
			raise KeyboardInterrupt
		done.append(insert(*args))
		return done[-1]

	monkeypatch.setattr(report, "_insert", killed)
	with pytest.raises(KeyboardInterrupt):
		schedule.catch_up([branch.name])
	assert missing(branch) == {"2026-01": [branch.name]}
	monkeypatch.setattr(report, "_insert", insert)
	schedule.catch_up([branch.name])
	assert missing(branch) == {}


def test_the_night_catches_up_on_what_is_older_than_last_month(branch, queued):
	schedule.daily()
	assert [method.rpartition(".")[2] for method, _arguments in queued] == ["run_month", "catch_up"]
	schedule.catch_up()
	assert {key[1] for key in written(branch)} == {"2025-11", "2025-12"}
	queued.clear()
	report.freeze("2026-01")
	schedule.daily()
	assert "catch_up" not in [method.rpartition(".")[2] for method, _arguments in queued]


def test_the_button_is_for_whoever_answers_for_the_branches(branch, committee, set_user, queued):
	secretary, publicity = (
		factory.holder(branch, "Secretary"),
		factory.holder(branch, "Publicity Commissioner"),
	)
	set_user(publicity)
	with pytest.raises(frappe.PermissionError):
		write_missing_reports()
	set_user(secretary)
	answer = write_missing_reports()
	assert answer["queued"] and answer["number"] == 3 and "3份" in answer["message"]
	assert queued == [
		("party_affairs.compliance.schedule.catch_up", {"branches": [branch.name], "told": secretary})
	]


def test_whoever_started_it_sees_how_far_it_is(branch, monkeypatch, queued):
	told = []
	monkeypatch.setattr(
		frappe,
		"publish_realtime",
		lambda event, values=None, **options: told.append((event, values, options)),
	)
	schedule.catch_up([branch.name], told="Administrator")
	ours = [(values, options["user"]) for event, values, options in told if event.endswith("_reports")]
	assert [values["done"] for values, _user in ours] == [100, 200, 300]
	assert {values["total"] for values, _user in ours} == {300}
	assert {user for _values, user in ours} == {"Administrator"}
	queued.clear()
	frappe.set_user("Administrator")
	assert branch.name not in str(missing(branch))
