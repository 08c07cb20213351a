"""An omission that two clauses ask about is stored for both and counted once, wherever something is counted."""

import html
import re
from datetime import date
from decimal import Decimal

import pytest

import frappe

from party_affairs import ledgers
from party_affairs.api.duties import cards
from party_affairs.api.organisation.glance import branch_at_a_glance
from party_affairs.compliance import evaluation, remind, report
from party_affairs.compliance.run import run_compliance
from party_affairs.facts.duties import reports as stored
from party_affairs.guide.duties import self_checks
from party_affairs.printing.documents import party_document
from party_affairs.rules.evaluation.scheme import Criterion
from tests.site import factory

pytestmark = pytest.mark.site
FINDING = "Compliance Finding"
AFTER = date(2026, 2, 1)
PAIRS = {"R30": "R28", "R34": "R13", "R36": "R15", "R40": "R39"}
TICKED = list(dict.fromkeys(line.clause for line in self_checks.scheme("self_check").lines))
"""Clauses of the self-check sheet: one that was not made is one omission, counted with the first of them."""


@pytest.fixture(scope="module")
def branch(rolled_back):
	with rolled_back():
		made = factory.branch(parent=factory.committee(), records_from="2025-01-01")
		factory.member(made)
		run_compliance(2025, AFTER, [made.name])
		yield made


def rows(branch, **filters):
	filters = {"branch": branch.name, "period_start": ["between", ["2025-01-01", "2025-12-31"]], **filters}
	return frappe.get_all(FINDING, filters=filters, fields=["rule", "period_key", "linked_to", "message"])


@pytest.fixture
def missed(branch):
	"""How many omissions there are: written down row by row, without the app's own sums."""
	return sum(1 for row in rows(branch, status="Missed") if not row.linked_to)


@pytest.fixture
def secretary(branch, freeze):
	freeze(AFTER)
	return factory.holder(branch, "Secretary")


def test_both_findings_are_stored_and_cite_each_other(branch):
	linked = {(row.rule, row.linked_to) for row in rows(branch, status="Missed") if row.linked_to}
	assert linked == {*PAIRS.items(), *((rule, TICKED[0]) for rule in TICKED[1:])}
	of_half = {row.rule: row for row in rows(branch, period_key="2025-H1", status="Missed")}
	assert of_half["R13"].message.endswith("（R34（一（四）5）也要求此项，只计一次。）")
	assert of_half["R34"].message.endswith("（与R13（一（三）1（2））同为一项，计入该条。）")


def test_cards_chart_and_badges_count_it_once(branch, secretary, missed, set_user, freeze):
	freeze("2025-12-31")
	set_user(secretary)
	assert len(rows(branch, status="Missed")) > missed
	text = cards.duties_missed()
	assert html.unescape(re.search(r">(\d+)</a>", text)[1]) == str(missed)
	assert "linked_to=" in text, "the list behind the card shows what it counts"
	chart = cards.duties_by_status({"year": 2025})
	assert chart["datasets"][0]["values"][2] == missed
	assert dict(branch_at_a_glance(branch.name)["duties"]["numbers"])["Missed"] == missed


def test_the_ledger_lists_both_and_counts_it_once(branch, missed, freeze):
	freeze(AFTER)
	ledger = ledgers.get("compliance_findings").build({"branch": branch.name, "year": 2025})
	listed = [row for row in ledger.rows if row["status"] == "Missed"]
	assert len(listed) == len(rows(branch, status="Missed")) > missed
	figures = {figure.label: figure.value for figure in ledger.figures}
	assert figures["缺失"] == missed
	(values,) = (values for label, values in ledger.chart.series if label == "缺失")
	assert 0 < sum(values) <= missed, "of the worst clauses"


def test_report_and_mail_count_it_once_and_cite_both(branch, missed):
	(name,) = report.freeze("2025-12", AFTER, [branch.name])
	document = frappe.get_doc(report.REPORT, name)
	assert document.missed_count == missed
	lines = stored.lines([name])[name]
	clauses = remind._by_clause(lines, ("Missed",))
	assert sum(clause["number"] for clause in clauses) == missed
	assert "一（三）1（2）、一（四）5" in {clause["citation"] for clause in clauses}
	assert {line.rule for line in document.lines} >= {"R13", "R34"}
	text = party_document(document)
	assert "共2期" in text and "合并计入：R34" in text


def criterion(key, rules):
	clauses = {"clauses": rules.split(", ")}
	return Criterion(key, key, Decimal(10), measure="clause_rate", parameters=clauses)


def measured(branch, *criteria):
	found = evaluation.measure(criteria, "Party Branch", {branch.name: branch.name}, 2025, AFTER)
	return found[branch.name]


def test_stars_count_it_once(branch):
	together = measured(branch, criterion("reports", "R13, R34"))["reports"]
	assert together.share == 0 and "应履行2项，按时完成0项" in together.basis.replace(" ", ""), (
		"one of each half-year"
	)
	apart = measured(branch, criterion("secretary", "R13"), criterion("branch", "R34"))
	assert apart["secretary"].share == 0
	assert apart["branch"].share is None and "同为一项" in apart["branch"].basis
	alone = measured(branch, criterion("branch", "R34"))["branch"]
	assert alone.share == 0, "where nothing else counts it, it is counted here"


def test_what_is_mended_is_no_longer_linked(branch):
	factory.meeting(branch, "Organisation Life Meeting", "2025-12-14 14:00:00")
	run_compliance(2025, AFTER, [branch.name])
	assert {row.linked_to for row in rows(branch, rule="R36")} == {None}
