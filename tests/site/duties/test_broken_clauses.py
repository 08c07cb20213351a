"""A clause that cannot be checked never stops the others, keeps what it found before, and is told of."""

from datetime import date

import pytest

import frappe

from party_affairs.api.duties.check import run_check
from party_affairs.compliance.run import run_compliance
from party_affairs.facts import loading
from tests.site import factory

pytestmark = pytest.mark.site
FINDING = "Compliance Finding"
AFTER = date(2026, 2, 15)


@pytest.fixture(autouse=True)
def logged(monkeypatch):
	"""What is written into the log of errors, whose table no rollback reaches."""
	entries = []
	monkeypatch.setattr(frappe, "log_error", lambda title, **_options: entries.append(title))
	return entries


@pytest.fixture
def branch():
	made = factory.branch(parent=factory.committee())
	factory.member(made)
	return made


def statuses(branch):
	rows = frappe.get_all(
		FINDING, filters={"branch": branch.name}, fields=["rule", "subject", "period_key", "status"]
	)
	return {(row.rule, row.subject, row.period_key): row.status for row in rows}


def problem(rule):
	return frappe.db.get_value("Guide Rule", rule, "check_problem")


@pytest.mark.parametrize("text", ['{"tmes": 2}', '{"times": 0}', "{times", "[1]"])
def test_a_broken_local_parameter_breaks_its_clause_alone(branch, text):
	before = run_compliance(2025, AFTER, [branch.name]) and statuses(branch)
	assert before["R22", branch.name, "2025-Q1"] == "Missed"
	frappe.db.set_value("Guide Rule", "R22", "local_parameters", text)
	factory.meeting(branch, "Member Assembly", "2025-02-14 14:00:00", also_theme_day=1)
	summary = run_compliance(2025, AFTER, [branch.name])
	assert [(breakage.rule, breakage.stage) for breakage in summary.unchecked] == [("R22", "parameters")]
	after = statuses(branch)
	assert after["R22", branch.name, "2025-Q1"] == "Missed", "what was found before is kept"
	assert after["R26", branch.name, "2025-02"] == "Met", "the others go on"
	assert problem("R22").startswith("本地参数：")


def test_a_clause_that_raises_is_told_of_until_it_is_mended(branch, monkeypatch, logged):
	run_compliance(2025, AFTER, [branch.name])
	before = statuses(branch)

	def breaks(known):
		raise KeyError("heart_talk")

	monkeypatch.setattr(loading, "EVIDENCE", {**loading.EVIDENCE, "dues_paid": breaks})
	summary = run_compliance(2025, AFTER, [branch.name])
	# Dues are asked about by two clauses; whatever else there is to find is found.
	assert {breakage.rule for breakage in summary.unchecked} == {"R49", "R59"}
	assert statuses(branch) == before
	assert "KeyError" in problem("R49")
	assert set(logged) == {f"Compliance check: clause {rule} is broken" for rule in ("R49", "R59")}
	monkeypatch.undo()
	assert run_compliance(2025, AFTER).unchecked == ()
	assert problem("R49") is None


def test_only_what_is_asked_for_is_read(branch, monkeypatch):
	from party_affairs.compliance.duties import clause_here, judge
	from party_affairs.rules.periods import parse
	from tests.support.queries import counted_queries

	clauses = [clause_here(rule, parse("2025")) for rule in ("R41", "R42")]
	judge(clauses, [branch.name], AFTER)
	with counted_queries() as queries:
		judge(clauses, [branch.name], date(2025, 12, 31))
	read = " ".join(queries)
	assert "tabHeart Talk" in read and "tabParty Member Event" in read
	for table in ("Party Dues Entry", "Contact Pairing", "Party Annual Plan", "Party Membership Change Log"):
		assert f"tab{table}`" not in read, table


def test_whoever_starts_a_check_is_told_which_clauses_broke(branch, freeze):
	freeze(date(2025, 12, 31))
	assert "未能核查" not in run_check(2025, branch.name)["message"]
	for rule in ("R26", "R22"):
		frappe.db.set_value("Guide Rule", rule, "local_parameters", '{"tmes": 2}')
	assert run_check(2025, branch.name)["message"].endswith("未能核查的条款：R22、R26。")


def test_what_the_database_says_of_itself_ends_the_run(branch, monkeypatch):
	def deadlock(known):
		raise frappe.QueryDeadlockError

	monkeypatch.setattr(loading, "EVIDENCE", {**loading.EVIDENCE, "dues_paid": deadlock})
	with pytest.raises(frappe.QueryDeadlockError):
		run_compliance(2025, AFTER, [branch.name])
