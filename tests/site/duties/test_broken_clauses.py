"""One clause that breaks is reported as broken, and stops no other."""

from datetime import date

import pytest

import frappe

from party_affairs.api.duties.check import run_check
from party_affairs.compliance.run import Check, run_compliance
from party_affairs.rules import predicates
from party_affairs.rules.judgement import Predicate
from tests.site import factory

pytestmark = pytest.mark.site

YEAR_END = date(2025, 12, 31)


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee(), records_from="2025-01-01")


@pytest.fixture(autouse=True)
def logged(monkeypatch):
	"""What is written into the log of errors, whose table no rollback reaches."""
	entries = {}
	monkeypatch.setattr(frappe, "log_error", lambda title, message: entries.update({title: message}))
	return entries


def found(branch, rule):
	return [line for line in Check(2025).lines([branch.name], YEAR_END) if line.rule == rule]


@pytest.mark.parametrize(
	("stored", "words"),
	[('{"tmes": 2}', "times"), ('{"times": 0}', "1至366"), ("{", "JSON"), ("[1]", "JSON")],
)
def test_a_local_parameter_that_cannot_be_breaks_its_clause_alone(branch, logged, stored, words):
	frappe.db.set_value("Guide Rule", "R22", "local_parameters", stored)
	summary = run_compliance(2025, YEAR_END, [branch.name])
	assert list(summary.broken_clauses) == ["R22"] and words in summary.broken_clauses["R22"]
	rules = set(frappe.get_all("Compliance Finding", {"branch": branch.name}, pluck="rule"))
	assert "R22" not in rules and {"R26", "R36", "R28"} <= rules
	assert logged == {"Clause R22 could not be checked": summary.broken_clauses["R22"]}


def test_whoever_starts_a_check_is_told_which_clauses_broke(branch, freeze):
	freeze(YEAR_END)
	assert "未能核查" not in run_check(2025, branch.name)["message"]
	for rule in ("R26", "R22"):
		frappe.db.set_value("Guide Rule", rule, "local_parameters", '{"tmes": 2}')
	assert run_check(2025, branch.name)["message"].endswith("未能核查的条款：R22、R26。")


def test_a_clause_that_fails_stops_no_other(branch, monkeypatch):
	def fails(facts, parameters):
		raise KeyError("no such fact")

	reads = predicates.PREDICATES["annual_plan_assigned"].reads
	monkeypatch.setitem(predicates.PREDICATES, "annual_plan_assigned", Predicate(fails, reads))
	summary = run_compliance(2025, YEAR_END, [branch.name])
	assert "no such fact" in summary.broken_clauses["R28"]
	assert found(branch, "R26") and not found(branch, "R28")


def test_what_the_database_says_of_itself_ends_the_run(branch, monkeypatch):
	def deadlock(facts, parameters):
		raise frappe.QueryDeadlockError

	reads = predicates.PREDICATES["annual_plan_assigned"].reads
	monkeypatch.setitem(predicates.PREDICATES, "annual_plan_assigned", Predicate(deadlock, reads))
	with pytest.raises(frappe.QueryDeadlockError):
		Check(2025).lines([branch.name], YEAR_END)


def test_of_clauses_in_order_nothing_is_said(branch, logged):
	assert run_compliance(2025, YEAR_END, [branch.name]).broken_clauses == logged == {}
