"""Records of runs: how each ended, what it came to, and what was left over from years past."""

from datetime import date

import pytest

import frappe

from party_affairs import jobs, touches
from party_affairs.api.duties.check import run_check
from party_affairs.compliance import parts, run, runs, schedule
from party_affairs.compliance.run import Check, run_compliance
from party_affairs.facts.duties import touched
from party_affairs.facts.duties.runs import RUN
from party_affairs.settings import SETTINGS
from tests.site import factory

DAY = date(2026, 2, 10)


@pytest.fixture
def branch(freeze):
	freeze("2026-02-10 08:00:00")
	branch = factory.branch(parent=factory.committee(records_from="2026-01-01"), records_from="2026-01-01")
	factory.member(branch)
	return branch.name


@pytest.fixture
def queued(monkeypatch):
	found = []
	monkeypatch.setattr(
		jobs, "enqueue", lambda method, *_identity, **arguments: found.append((method, arguments))
	)
	return found


def records(**filters):
	return frappe.get_all(RUN, filters, ["*"], order_by="began, year")


def test_a_run_is_recorded_with_what_came_of_it(branch, queued):
	parts.run_shared(2026, DAY, [branch], kind=runs.CATCHING_UP)
	(record,) = records(kind=runs.CATCHING_UP)
	found = frappe.db.count("Compliance Finding", {"branch": branch})
	assert (record.state, record.year, record.as_of, record.workers) == ("Done", 2026, DAY, 1)
	assert (record.branches_of, record.branches_looked_at, record.errors) == (1, 1, 0)
	assert record.created == found > 0 and (record.changed, record.deleted) == (0, 0)
	assert record.ended >= record.began and record.by_whom == "Administrator"


def test_what_others_have_done_is_counted_with_it(branch, monkeypatch):
	"""Two workers share a run; both write into one record."""
	monkeypatch.setattr(parts, "BRANCHES_A_PART", 2)
	names = sorted(factory.copies(frappe.get_doc("Party Branch", branch), 5))
	workers = iter(["two", "two"])
	current = ["one"]
	monkeypatch.setattr(runs, "_worker", lambda: current[0])

	def at_once(method, *identity, **arguments):
		current[0] = next(workers)
		parts.help_out(**arguments)
		current[0] = "one"

	monkeypatch.setattr(jobs, "enqueue", at_once)
	parts.run_shared(2026, DAY, names, kind=runs.WEEKLY)
	(record,) = records(kind=runs.WEEKLY)
	assert (record.branches_looked_at, record.workers) == (5, 2)
	assert record.created == frappe.db.count("Compliance Finding", {"branch": ["in", names]})


def test_a_run_that_breaks_off_says_so_and_why(branch, queued, monkeypatch):
	def breaks(*_args, **_options):
		raise frappe.QueryTimeoutError("a secret of the database")

	monkeypatch.setattr(run.Run, "over", breaks)
	with pytest.raises(frappe.QueryTimeoutError):
		parts.run_shared(2026, DAY, [branch], kind=runs.ON_DEMAND)
	(record,) = records(kind=runs.ON_DEMAND)
	assert (record.state, record.errors) == ("Broken Off", 1)
	assert record.error_text == "QueryTimeoutError", "the error's own words may hold a name"


def test_a_run_whose_worker_was_killed_is_noted_the_next_time(branch, queued, monkeypatch):
	alive = runs._begin(runs.WEEKLY, 2026, DAY, 3)
	dead = runs._begin(runs.NIGHTLY, 2026, DAY, 3)
	claimed = runs.claimed

	class Held:
		def __init__(self, work):
			self.claim = claimed(work)
			self.is_alive = alive in work

		def __enter__(self):
			return self.claim.__enter__() and not self.is_alive

		def __exit__(self, *error):
			return self.claim.__exit__(*error)

	monkeypatch.setattr(runs, "claimed", Held)
	assert runs.note_killed() == [dead]
	assert frappe.db.get_value(RUN, dead, ["state", "errors"]) == ("Killed", 1)
	assert frappe.db.get_value(RUN, alive, "state") == "Running"


def test_checks_after_changes_are_one_row_a_day(branch, queued):
	for _time in range(3):
		parts.run_shared(2026, DAY, [branch])
	(record,) = records(kind=runs.AFTER_CHANGES)
	assert (record.runs, record.branches_of, record.branches_looked_at) == (3, 3, 3)
	assert record.state == "Done" and record.created > 0
	parts.run_shared(2025, DAY, [branch])
	assert {row.year for row in records(kind=runs.AFTER_CHANGES)} == {2025, 2026}


def test_clauses_that_could_not_be_checked_are_counted_without_a_name(branch, queued, monkeypatch):
	judged = Check.judged

	def broken(self, branches, as_of):
		raise ValueError("张三的记录坏了")

	monkeypatch.setattr(Check, "judged", broken)
	parts.run_shared(2026, DAY, [branch], kind=runs.NIGHTLY)
	monkeypatch.setattr(Check, "judged", judged)
	(record,) = records(kind=runs.NIGHTLY)
	assert (record.state, record.errors) == ("Done", 1)
	assert record.error_text == "1个党组织完全未能核查。"


def test_a_check_that_somebody_starts_is_recorded_at_once(branch):
	run_check(2026, branch)
	(record,) = records(kind=runs.ON_DEMAND)
	assert (record.state, record.branches_looked_at) == ("Done", 1)


def test_records_are_kept_for_as_long_as_the_settings_say(branch, queued, freeze):
	parts.run_shared(2026, DAY, [branch], kind=runs.NIGHTLY)
	frappe.db.set_single_value(SETTINGS, "keep_runs_days", 30)
	freeze("2026-03-10")
	runs.forget_old()
	assert len(records(kind=runs.NIGHTLY)) == 1
	freeze("2026-03-13")
	runs.forget_old()
	assert records(kind=runs.NIGHTLY) == []


def test_nobody_writes_a_record_by_hand(branch, queued):
	parts.run_shared(2026, DAY, [branch], kind=runs.NIGHTLY)
	document = frappe.get_doc(RUN, records(kind=runs.NIGHTLY)[0].name)
	with pytest.raises(frappe.PermissionError):
		document.save()


# --- years past -------------------------------------------------------------------------------------------------------


def of_branch(name):
	return [year for year, names in schedule.past_years_to_check().items() if name in names]


def test_a_year_that_was_never_checked_is_caught_up_on_once(queued, freeze):
	freeze("2026-02-10")
	branch = factory.branch(
		parent=factory.committee(records_from="2026-01-01"), records_from="2023-05-04"
	).name
	assert of_branch(branch) == [2023, 2024]
	schedule.daily()
	assert "party_affairs.compliance.schedule.check_past_years" in [method for method, _given in queued]
	schedule.check_past_years()
	assert of_branch(branch) == []
	found = frappe.get_all("Compliance Finding", {"branch": branch}, pluck="period_start")
	assert {day.year for day in found} == {2023, 2024}
	assert {row.year for row in records(kind=runs.CATCHING_UP)} >= {2023, 2024}


def test_years_are_not_asked_of_before_the_branch_nor_after_it(queued, freeze):
	freeze("2026-02-10")
	committee = factory.committee(records_from="2026-01-01")
	ended = factory.branch(
		parent=committee, records_from="2022-01-01", status="Dissolved", dissolved_on="2023-06-30"
	)
	young = factory.branch(parent=committee, records_from="2022-01-01", founded_on="2024-03-01")
	entered = factory.branch(parent=committee)
	assert (of_branch(ended.name), of_branch(young.name), of_branch(entered.name)) == (
		[2022, 2023],
		[2024],
		[],
	)


def test_what_changed_while_the_server_was_down_over_new_year_is_caught_up_on(queued, freeze):
	"""A change on 20 December 2025 about 2024, the server is down until the end of January: 2024 is kept no more."""
	freeze("2025-12-01")
	branch = factory.branch(
		parent=factory.committee(records_from="2025-01-01"), records_from="2024-01-01"
	).name
	for year in (2024, 2025):
		run_compliance(year, date(2025, 12, 1), [branch])
	freeze("2025-12-20")
	touches.touch("Party Meeting", branches=[branch])
	touches.write()
	freeze("2026-01-29")
	schedule.daily()
	assert of_branch(branch) == [2024]
	schedule.check_past_years()
	assert of_branch(branch) == []
	assert frappe.db.get_value(touched.STATE, {"branch": branch, "year": 2024}, "checked_for") == date(
		2026, 1, 29
	)
