"""Linked clauses: one omission is one gap, carried by the clause that is cited first."""

from datetime import date

import pytest

from party_affairs.guide import registry
from party_affairs.guide.duties import self_checks
from party_affairs.rules.appraisal.facts import AppraisalFacts
from party_affairs.rules.appraisal.predicates import PREDICATES as OF_APPRAISALS
from party_affairs.rules.findings import Finding
from party_affairs.rules.linked import GAPS, is_same_omission, links_of
from party_affairs.rules.message import Message

CLAUSES = tuple(registry.clause(rule) for rule in ("R13", "R34", "R39", "R40"))
NOTHING = frozenset()


def finding(rule, status, lacks=NOTHING, subject="甲支部", period="2025-H1", branch="甲支部"):
	return Finding(
		rule=rule,
		subject_doctype="Party Branch",
		subject=subject,
		subject_label=subject,
		branch=branch,
		period_key=period,
		period_start=date(2025, 1, 1),
		period_end=date(2025, 6, 30),
		status=status,
		required=1,
		found=0,
		evidence=(),
		due_date=None,
		message=Message("Exempt in {period}.", period=period),
		lacks=frozenset(lacks),
	)


def carried(*findings):
	links = links_of(CLAUSES, findings)
	return {key[0]: clause.id for key, clause in links.carried_by.items()}


@pytest.mark.parametrize(
	("of_r13", "of_r34", "counted"),
	[
		("missed", "missed", {"R34": "R13"}),
		("due", "due", {"R34": "R13"}),
		("late", "late", {"R34": "R13"}),
		("missed", "met", {}),  # the committee above lacks the report
		("missed", "late", {}),  # and the assembly heard it late: two things
		("late", "met", {}),
		("met", "met", {}),
		("planned", "planned", {}),
		("exempt", "exempt", {}),
		("not_applicable", "not_applicable", {}),
		("not_applicable", "missed", {}),
	],
)
def test_reports_are_one_gap_where_both_clauses_want_them_alike(of_r13, of_r34, counted):
	assert carried(finding("R13", of_r13), finding("R34", of_r34)) == counted


def test_a_clause_whose_partner_is_not_asked_carries_its_own_gap():
	assert carried(finding("R34", "missed")) == {}
	assert links_of(CLAUSES[1:], [finding("R34", "missed")]).rules == frozenset()


@pytest.mark.parametrize("other", [{"subject": "乙支部"}, {"period": "2025-H2"}, {"branch": "乙支部"}])
def test_what_differs_in_subject_period_or_branch_is_not_one(other):
	assert carried(finding("R13", "missed"), finding("R34", "missed", **other)) == {}
	assert not is_same_omission(finding("R13", "missed"), finding("R34", "missed", **other))


def appraised(**facts):
	"""What R39 and R40 find of an appraisal, as unmet states of a year."""
	judged = {
		rule: OF_APPRAISALS[registry.clause(rule).predicate].judge(AppraisalFacts(**facts), {})
		for rule in ("R39", "R40")
	}
	return [
		finding(rule, "met" if outcome.ok else "missed", outcome.lacks, period="2025")
		for rule, outcome in judged.items()
	]


HELD = date(2025, 11, 20)


@pytest.mark.parametrize(
	("facts", "counted"),
	[
		({}, {"R40": "R39"}),
		({"appraised_on": HELD}, {}),
		({"appraised_on": HELD, "ballots_inside": 5}, {}),
		({"appraised_on": HELD, "ballots_inside": 5, "grades_decided_on": HELD}, {}),
		({"appraised_on": HELD, "ballots_inside": 5, "ballots_outside": 5}, {}),
	],
)
def test_no_appraisal_at_all_is_one_gap_and_a_part_of_it_another(facts, counted):
	assert carried(*appraised(**facts)) == counted


def test_every_way_in_which_a_linked_state_is_unmet_says_what_it_lacks():
	for facts in ({}, {"appraised_on": HELD}, {"appraised_on": HELD, "grades_decided_on": HELD}):
		assert all(one.lacks for one in appraised(**facts))


def test_both_sentences_cite_the_other_clause():
	first, second = finding("R13", "missed"), finding("R34", "missed")
	links = links_of(CLAUSES, [second, first])
	assert links.remark(second) == "The same omission as R13 (一（三）1（2）), and counted there."
	assert links.remark(first) == "R34 (一（四）5) asks for this too; it is counted once."
	assert links.remark(finding("R22", "missed")) is None


def test_the_guide_links_what_asks_for_the_same_and_the_first_cited_carries_it():
	linked = {clause.id: clause.linked for clause in registry.all_clauses() if clause.linked}
	sheet = [line.clause for line in self_checks.scheme("self_check").lines]
	ticked = list(dict.fromkeys(sheet))
	of_the_sheet = {rule: tuple(ticked[:place]) for place, rule in enumerate(ticked) if place}
	assert linked == {"R30": ("R28",), "R34": ("R13",), "R36": ("R15",), "R40": ("R39",), **of_the_sheet}
	for rule, others in linked.items():
		assert {registry.clause(other).subject for other in others} == {registry.clause(rule).subject}
	assert set(GAPS) == {"due", "late", "missed"}
