"""Storing findings: nothing twice, nothing touched without need, nothing left behind."""

from datetime import date

import pytest

import frappe

from party_affairs.compliance import store
from party_affairs.compliance.run import run_compliance
from party_affairs.facts.duties import findings
from party_affairs.rules.periods import period_of
from tests.site import factory
from tests.support.queries import counted_queries

YEAR = period_of("year", date(2025, 1, 1))
AFTER = date(2026, 1, 1)
FINDING = "Compliance Finding"


@pytest.fixture
def branch():
	branch = factory.branch(parent=factory.committee())
	factory.member(branch)
	return branch


def rows(branch):
	"""All stored findings of a branch, every column."""
	found = frappe.get_all(FINDING, filters={"branch": branch.name}, fields=["*"], order_by="name")
	return {tuple(row[field] for field in store.KEY_FIELDS): row for row in found}


def check(branch, as_of=AFTER, **options):
	return run_compliance(2025, as_of, [branch.name], **options).changes


def status(branch, rule, period_key):
	filters = {"branch": branch.name, "rule": rule, "period_key": period_key}
	return frappe.db.get_value(FINDING, filters, "status")


def test_a_second_run_finds_the_same_and_touches_nothing(branch, freeze):
	with freeze("2026-01-01 08:00:00"):
		first = check(branch)
	stored = rows(branch)
	with freeze("2026-01-01 20:00:00"):
		second = check(branch)
	assert first.created == len(stored) > 20
	assert (second.created, second.updated, second.deleted) == (0, 0, 0)
	assert second.unchanged == first.created
	assert rows(branch) == stored


def test_a_new_record_changes_its_finding_alone(branch, freeze):
	with freeze("2026-01-01 08:00:00"):
		check(branch)
	before = rows(branch)
	meeting = factory.meeting(
		branch,
		"Member Assembly",
		"2025-02-14 14:00:00",
		location="党群活动室",
		convened_by="Branch Committee",
	)
	with freeze("2026-01-02 08:00:00"):
		changes = check(branch)
	key = ("R22", "Party Branch", branch.name, "2025-Q1")
	after = rows(branch)
	assert (before[key].status, after[key].status) == ("Missed", "Met")
	assert after[key].evidence == f'[["Party Meeting", "{meeting.name}"]]'
	assert (after[key].name, after[key].creation) == (before[key].name, before[key].creation)
	assert after[key].checked_on > before[key].checked_on
	# The meeting's own minutes (R25) and how the year's assemblies were led are new; all others are as they were.
	led = ("R22", "Party Branch", branch.name, "2025")
	assert led not in before and after[led].found == "1"
	assert (changes.created, changes.updated, changes.deleted) == (2, 1, 0)
	assert {other: row for other, row in after.items() if other in before and other != key} == {
		other: row for other, row in before.items() if other != key
	}


def test_a_finding_whose_subject_is_gone_is_deleted(branch):
	meeting = factory.meeting(branch, "Member Assembly", "2025-02-14 14:00:00")
	check(branch)
	assert frappe.db.exists(FINDING, {"subject": meeting.name})
	meeting.cancel()
	# What is said of the meeting itself, and of how the meetings of the year were led.
	assert check(branch).deleted == 2
	assert not frappe.db.exists(FINDING, {"subject": meeting.name})


def test_findings_do_not_keep_a_record_from_being_deleted(branch):
	group = factory.group(branch)
	check(branch)
	assert frappe.db.exists(FINDING, {"subject": group.name})
	frappe.delete_doc("Party Group", group.name)
	check(branch)
	assert not frappe.db.exists(FINDING, {"subject": group.name})


def test_a_member_who_moves_takes_his_findings_along(branch):
	other = factory.branch(parent=branch.parent_party_branch)
	person = factory.member(branch, joined_branch_on=None)
	check(branch)
	frappe.db.set_value("Party Member", person.name, "branch", other.name)
	changes = check(other)
	assert changes.deleted == 0
	found = frappe.get_all(
		FINDING, filters={"subject": person.name}, fields=["branch", "rule"], order_by="name"
	)
	assert {row.branch for row in found} == {other.name}
	assert len([row for row in found if row.rule == "R49"]) == 12


def test_the_day_decides_between_planned_due_and_missed(branch):
	for as_of, expected in (("2025-02-28", "Planned"), ("2025-03-31", "Due"), ("2025-04-01", "Missed")):
		check(branch, date.fromisoformat(as_of))
		assert status(branch, "R26", "2025-03") == expected


def test_what_does_not_apply_is_not_stored(branch):
	check(branch)
	assert not frappe.db.exists(
		FINDING, {"branch": branch.name, "rule": ["in", ["R03", "R05", "R06", "R23"]]}
	)


def test_a_clause_that_is_switched_off_loses_its_findings_and_gets_them_back(branch):
	check(branch)
	rule = frappe.get_doc("Guide Rule", "R26")
	rule.is_enabled = 0
	rule.save()
	assert check(branch).deleted == 12
	assert status(branch, "R26", "2025-03") is None
	rule.is_enabled = 1
	rule.save()
	check(branch)
	assert status(branch, "R26", "2025-03") == "Missed"


def test_local_severity_and_parameters_win_over_the_guides(branch):
	factory.meeting(branch, "Member Assembly", "2025-02-14 14:00:00")
	rule = frappe.get_doc("Guide Rule", "R22")
	rule.update({"local_severity": "Info", "local_parameters": '{"times": 2}'})
	rule.save()
	check(branch)
	row = rows(branch)["R22", "Party Branch", branch.name, "2025-Q1"]
	assert (row.status, row.severity, row.required, row.found) == ("Missed", "Info", "2", "1")


def test_settings_decide_the_theme_day_and_the_thresholds(branch):
	settings = frappe.get_single("Party Affairs Settings")
	settings.update({"theme_day": 10, "thresholds_set": "National"})
	settings.append("workday_overrides", {"day": "2025-03-10", "is_workday": 0})
	settings.save()
	for _ in range(7):
		factory.member(branch)
	people = frappe.get_all("Party Member", filters={"branch": branch.name}, pluck="name", order_by="name")
	posts = (
		"Secretary",
		"Deputy Secretary",
		"Organisation Commissioner",
		"Publicity Commissioner",
		"Discipline Commissioner",
	)
	for person, post in zip(people, posts, strict=False):
		factory.post(person, post)
	check(branch)
	found = rows(branch)
	assert found["R26", "Party Branch", branch.name, "2025-03"].due_date == date(2025, 3, 11)
	assert found["R26", "Party Branch", branch.name, "2025-02"].due_date == date(2025, 2, 10)
	# Five of eight are more than half: a gap by the guide, not by the national rule.
	assert found["R06", "Party Branch", branch.name, "2025"].status == "Met"


def test_texts_are_in_the_sites_language_whoever_runs_the_check(branch):
	check(branch)
	chinese = rows(branch)
	frappe.local.lang = "en"
	assert check(branch).updated == 0
	assert frappe.local.lang == "en"
	row = chinese["R22", "Party Branch", branch.name, "2025-Q1"]
	assert row.citation.startswith("一（四）1")
	assert row.remedy


def test_only_a_check_of_all_branches_is_recorded_as_the_last_one(branch, freeze):
	before = frappe.db.get_single_value("Party Affairs Settings", "last_compliance_run")
	check(branch)
	assert frappe.db.get_single_value("Party Affairs Settings", "last_compliance_run") == before
	freeze("2026-01-01 08:00:00")
	summary = run_compliance(2025, AFTER)
	assert summary.branches == frappe.db.count("Party Branch")
	assert str(frappe.db.get_single_value("Party Affairs Settings", "last_compliance_run")).startswith(
		"2026-01-01 08:00"
	)


def test_two_runs_at_once_store_nothing_twice(branch, monkeypatch):
	"""The second run reads before the first one writes, and writes after it."""
	read = findings.digests

	def overtaken(*args):
		found = read(*args)
		monkeypatch.setattr(findings, "digests", read)
		check(branch)
		return found

	monkeypatch.setattr(findings, "digests", overtaken)
	check(branch)
	keys = [
		tuple(row[field] for field in store.KEY_FIELDS)
		for row in frappe.get_all(FINDING, filters={"branch": branch.name}, fields=["*"])
	]
	assert len(keys) == len(set(keys)) == len(rows(branch)) > 20


def test_the_database_itself_refuses_a_second_finding_of_the_same_key(branch):
	check(branch)
	row = next(iter(rows(branch).values()))
	with pytest.raises(frappe.UniqueValidationError):
		frappe.get_doc({**row, "doctype": FINDING, "name": "another"}).insert(set_name="another")


def test_a_deadlock_is_tried_again(branch, monkeypatch):
	replace, calls = store.replace, []

	def deadlocked_once(*args):
		calls.append(args)
		if len(calls) == 1:
			raise frappe.QueryDeadlockError
		return replace(*args)

	frappe.db.commit()
	monkeypatch.setattr(store, "replace", deadlocked_once)
	assert check(branch, commit=True).created == len(rows(branch)) > 20
	assert len(calls) == 2


def test_a_run_that_was_killed_keeps_its_finished_chunks_and_is_completed_by_the_next(branch, monkeypatch):
	others = [factory.branch(parent=branch.parent_party_branch) for _ in range(3)]
	names = sorted(row.name for row in (branch, *others))
	monkeypatch.setattr("party_affairs.compliance.run.BRANCHES_A_CHUNK", 1)

	def killed(done, total):
		if done == 2:
			raise KeyboardInterrupt

	frappe.db.commit()
	with pytest.raises(KeyboardInterrupt):
		run_compliance(2025, AFTER, names, commit=True, progress=killed)
	frappe.db.rollback()
	assert {name for name in names if frappe.db.exists(FINDING, {"branch": name})} == set(names[:2])
	again = run_compliance(2025, AFTER, names, commit=True)
	assert again.changes.unchanged > 0
	assert all(frappe.db.exists(FINDING, {"branch": name}) for name in names)


def test_the_number_of_queries_does_not_depend_on_the_number_of_branches(branch):
	group = factory.group(branch)
	factory.meeting(branch, "Group Meeting", "2025-04-10 14:00:00", party_group=group.name)
	names = factory.copies(branch, 26)
	run_compliance(2025, AFTER, [branch.name])
	numbers = []
	for number in (1, 5, 20):
		# New findings, then the same ones again, then all of them changed.
		chunk = [names.pop() for _ in range(number)]
		for as_of in (AFTER, AFTER, date(2025, 1, 1)):
			with counted_queries() as queries:
				run_compliance(2025, as_of, chunk)
			numbers.append(len(queries))
	assert numbers[0:3] == numbers[3:6] == numbers[6:9]


def test_progress_is_told_chunk_by_chunk(branch, monkeypatch):
	names = factory.copies(branch, 5)
	monkeypatch.setattr("party_affairs.compliance.run.BRANCHES_A_CHUNK", 2)
	told = []
	run_compliance(2025, AFTER, names, progress=lambda done, total: told.append((done, total)))
	assert told == [(2, 5), (4, 5), (5, 5)]
