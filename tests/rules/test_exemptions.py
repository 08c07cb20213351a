"""Exempt by decision: which findings of each kind are excused, for which days, and from when on that is known."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.guide import registry
from party_affairs.rules.evaluators import evaluate_event, evaluate_frequency, evaluate_state
from party_affairs.rules.exemptions import Exemption, Exemptions, by_rule
from party_affairs.rules.findings import Evidence, Trigger, subject_of
from party_affairs.rules.judgement import Outcome, Predicate
from party_affairs.rules.message import Message

AS_OF = date(2025, 12, 31)
BRANCH = subject_of("甲支部", "Party Branch", "甲支部", "甲支部")
WHOLE_YEAR = (date(2025, 1, 1), date(2025, 12, 31))


def exempt(first, last, rule="R26", **values):
	given = {
		"branch": "甲支部",
		"decided_on": date(2025, 1, 1),
		"decided_by": "市律师行业党委",
		"reason": "集中休整",
	}
	return Exemption("DE-1", rule, first=first, last=last, **{**given, **values})


def months(*exemptions, evidence=(), as_of=AS_OF):
	clause = registry.clause("R26").with_parameters(due_days=None)
	found = evaluate_frequency(
		replace(clause, applies_when=None),
		[BRANCH],
		evidence,
		*WHOLE_YEAR,
		as_of,
		exempt=Exemptions(exemptions),
	)
	return {finding.period_start.month: finding for finding in found}


def excused(findings):
	return [month for month, finding in findings.items() if finding.status == "exempt"]


@pytest.mark.parametrize(
	("first", "last", "free"),
	[
		(date(2025, 3, 1), date(2025, 3, 31), [3]),
		(date(2025, 3, 1), date(2025, 3, 16), [3]),  # sixteen of thirty-one days
		(date(2025, 3, 1), date(2025, 3, 15), []),
		(date(2025, 2, 20), date(2025, 4, 10), [3]),
		(date(2024, 12, 1), date(2025, 2, 28), [1, 2]),
	],
)
def test_a_period_is_excused_of_which_more_than_half_is_exempt(first, last, free):
	assert excused(months(exempt(first, last))) == free


def test_two_exemptions_together_may_have_more_than_half():
	both = exempt(date(2025, 3, 1), date(2025, 3, 9)), exempt(date(2025, 3, 20), date(2025, 3, 31))
	assert excused(months(*both)) == [3]
	assert excused(months(*both[:1])) == []


def test_the_sentence_says_until_when_why_and_who_decided_and_the_decision_is_its_evidence():
	finding = months(exempt(date(2025, 3, 1), date(2025, 3, 31)))[3]
	for word in ("2025-03-01", "2025-03-31", "市律师行业党委", "集中休整"):
		assert word in finding.message
	assert [ref[:2] for ref in finding.evidence] == [("Duty Exemption", "DE-1")]
	assert finding.changes_on is None


@pytest.mark.parametrize(
	"other", [{"rule": "R22"}, {"branch": "乙支部"}, {"subject": ("Party Member", "某人")}]
)
def test_it_is_about_one_clause_organisation_and_subject(other):
	assert excused(months(exempt(*WHOLE_YEAR, **other))) == []


def test_its_subject_may_be_the_only_one():
	assert len(excused(months(exempt(*WHOLE_YEAR, subject=("Party Branch", "甲支部"))))) == 12


def test_what_was_done_in_time_stays_done():
	done = Evidence("甲支部", date(2025, 3, 14), "Party Meeting", "会一")
	assert months(exempt(*WHOLE_YEAR), evidence=[done])[3].status == "met"


def test_a_decision_is_known_from_its_day_on():
	later = exempt(date(2025, 3, 1), date(2025, 3, 31), decided_on=date(2025, 5, 10))
	before = months(later, as_of=date(2025, 4, 30))[3]
	assert before.status == "missed" and before.changes_on == date(2025, 5, 10)
	assert months(later, as_of=date(2025, 5, 10))[3].status == "exempt"


def state(day, *exemptions):
	clause = replace(registry.clause("R04"), applies_when=None, predicate="stub", parameters={})
	lacking = Predicate(lambda facts, parameters: Outcome(False, 1, 0, Message("None.")), object)
	found = evaluate_state(
		clause,
		[BRANCH],
		lambda _day: {"甲支部": object()},
		day,
		{"stub": lacking},
		exempt=Exemptions(exemptions),
	)
	return found[0]


@pytest.mark.parametrize(
	("day", "status", "changes_on"),
	[
		(date(2025, 2, 27), "missed", date(2025, 3, 1)),
		(date(2025, 3, 1), "exempt", date(2025, 7, 1)),
		(date(2025, 6, 30), "exempt", date(2025, 7, 1)),
		(date(2025, 7, 1), "missed", None),
	],
)
def test_a_state_is_excused_on_the_days_of_the_exemption(day, status, changes_on):
	finding = state(day, exempt(date(2025, 3, 1), date(2025, 6, 30), "R04"))
	assert (finding.status, finding.changes_on) == (status, changes_on)


def event(day, *exemptions):
	clause = replace(registry.clause("R42"), applies_when=None)
	trigger = Trigger(subject_of("甲支部", "Party Member", "某人", "某人"), day, "Party Member Event", "事一")
	(found,) = evaluate_event(clause, [trigger], [], AS_OF, exempt=Exemptions(exemptions))
	return found


@pytest.mark.parametrize(
	("first", "last", "status"),
	[
		(date(2025, 3, 1), date(2025, 3, 31), "exempt"),
		(date(2025, 3, 10), date(2025, 3, 10), "exempt"),
		(date(2025, 2, 1), date(2025, 3, 9), "missed"),
	],
)
def test_an_event_is_excused_that_happened_while_it_was_exempt(first, last, status):
	assert event(date(2025, 3, 10), exempt(first, last, "R42")).status == status


def test_an_event_is_excused_whose_last_day_is_exempt():
	due = event(date(2025, 3, 10)).due_date
	assert event(date(2025, 3, 10), exempt(due, due, "R42")).status == "exempt"


@given(st.lists(st.tuples(st.dates(*WHOLE_YEAR), st.dates(*WHOLE_YEAR)), max_size=4))
def test_more_exemptions_never_excuse_less(spans):
	each = [exempt(min(span), max(span)) for span in spans]
	alone = set().union(*(excused(months(one)) for one in each), set())
	assert alone <= set(excused(months(*each)))
	assert set(excused(months(*each))) == set(excused(months(*reversed(each))))


def test_by_rule():
	assert set(by_rule([exempt(*WHOLE_YEAR), exempt(*WHOLE_YEAR, rule="R22")])) == {"R22", "R26"}
