"""R37 without a site: what a life review lacks, and how its rectification list stands on a day."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.guide import registry
from party_affairs.rules.errors import RuleError
from party_affairs.rules.evaluators import evaluate_frequency, evaluate_state
from party_affairs.rules.findings import Evidence, subject_of
from party_affairs.rules.meetings import life_reviews
from party_affairs.rules.meetings.facts import LifeReviewFacts
from party_affairs.rules.organisation.facts import BranchFacts
from party_affairs.rules.predicates import PREDICATES

HELD = date(2025, 12, 22)
R36, R37 = registry.clause("R36"), registry.clause("R37")
COMPLETE = {
	"has_record": True,
	"held_on": HELD,
	**dict.fromkeys(("studies", "talks", "opinions", "problems", "criticisms"), 1),
	"has_direction": True,
	"measures": 3,
	"measures_closed": 1,
	"measures_unassigned": 0,
	"measures_overdue": 0,
	"closed_late_on": None,
	"missed_deadline": None,
	"next_deadline": date(2026, 3, 31),
}


def judge(**facts):
	return PREDICATES[R37.predicate].judge(LifeReviewFacts(**{**COMPLETE, **facts}), R37.parameters)


def finding(as_of, **facts):
	subject = subject_of("甲支部", "Party Life Review", "PLR-1", "生活会", day=HELD)
	known = {"PLR-1": LifeReviewFacts(**{**COMPLETE, **facts})}
	(found,) = evaluate_state(R37, [subject], lambda day: known, as_of)
	return found


def test_a_review_with_everything_whose_items_are_not_due_is_in_order():
	found = finding(date(2026, 1, 1))
	assert (found.status, found.required, found.found, found.due_date) == ("met", 3, 1, date(2026, 3, 31))
	assert found.period_key == "2025"


@pytest.mark.parametrize(
	"element", [element.key for element in life_reviews.ELEMENTS if element.phase != "after"]
)
def test_each_element_before_and_at_the_meeting_is_missed(element):
	label = next(row.label for row in life_reviews.ELEMENTS if row.key == element)
	found = finding(HELD, **{element: 0})
	assert found.status == "missed"
	assert str(label) in found.message


def test_all_that_is_lacking_is_named_at_once():
	nothing = {key: 0 for key in ("studies", "talks", "opinions", "problems", "criticisms", "measures")}
	message = judge(**nothing, has_direction=False).message
	assert all(str(element.label) in message for element in life_reviews.ELEMENTS)


@pytest.mark.parametrize(("days", "status"), [(0, "due"), (30, "due"), (31, "missed")])
def test_the_list_is_due_some_days_after_the_meeting(days, status):
	found = finding(HELD + timedelta(days=days), measures=0, measures_closed=0, next_deadline=None)
	assert (found.status, found.due_date) == (status, HELD + timedelta(days=30))


def test_the_days_for_the_list_are_a_parameter():
	clause = R37.with_parameters(list_days=10)
	outcome = PREDICATES[clause.predicate].judge(
		LifeReviewFacts(**{**COMPLETE, "measures": 0}), clause.parameters
	)
	assert outcome.due == date(2026, 1, 1)


def test_a_meeting_without_a_record_is_missed():
	found = finding(HELD, has_record=False)
	assert (found.status, found.found) == ("missed", 0)


@pytest.mark.parametrize("fact", ["measures_unassigned", "measures_overdue"])
def test_items_without_person_or_after_their_deadline_are_missed(fact):
	found = finding(date(2026, 1, 1), **{fact: 1})
	assert found.status == "missed"
	assert "1 of 3" in found.message


def test_an_item_that_was_closed_late_makes_the_review_late():
	found = finding(
		date(2026, 5, 1),
		measures_closed=3,
		closed_late_on=date(2026, 4, 2),
		missed_deadline=date(2026, 3, 31),
		next_deadline=None,
	)
	assert (found.status, found.due_date) == ("late", date(2026, 3, 31))


def test_nothing_is_said_of_a_review_before_its_day():
	assert finding(HELD - timedelta(days=1)).status == "planned"


@pytest.mark.parametrize(
	("deadline", "closed_on", "on", "state"),
	[
		(date(2026, 3, 31), None, date(2026, 3, 31), "open"),
		(date(2026, 3, 31), None, date(2026, 4, 1), "overdue"),
		(date(2026, 3, 31), date(2026, 3, 31), date(2026, 4, 1), "closed"),
		(date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 1), "closed_late"),
		(date(2026, 3, 31), date(2026, 4, 2), date(2026, 4, 1), "overdue"),
		(date(2026, 3, 31), date(2026, 3, 30), date(2026, 3, 29), "open"),
		(None, None, date(2026, 4, 1), "open"),
		(None, date(2026, 4, 1), date(2026, 4, 1), "closed"),
	],
)
def test_the_deadline_itself_is_in_time(deadline, closed_on, on, state):
	assert life_reviews.state_of_measure(deadline, closed_on, on) == state


days = st.dates(date(2025, 1, 1), date(2026, 12, 31))


@given(st.none() | days, st.none() | days, days)
def test_the_state_of_an_item_is_one_that_has_a_name(deadline, closed_on, on):
	state = life_reviews.state_of_measure(deadline, closed_on, on)
	assert state in life_reviews.STATE_LABELS
	assert state.startswith("closed") == (closed_on is not None and closed_on <= on)


@pytest.mark.parametrize(
	("held", "measures", "still_open", "reported", "status"),
	[
		(False, 0, 0, False, "in_preparation"),
		(False, 2, 2, True, "in_preparation"),
		(True, 0, 0, True, "held"),
		(True, 2, 1, True, "being_rectified"),
		(True, 2, 0, False, "being_rectified"),
		(True, 2, 0, True, "completed"),
	],
)
def test_how_far_a_review_is(held, measures, still_open, reported, status):
	assert life_reviews.status(held, measures, still_open, reported) == status


@pytest.mark.parametrize(("days_before", "short"), [(9, True), (10, False), (11, False)])
def test_the_usual_notice(days_before, short):
	assert life_reviews.notice_is_short(HELD - timedelta(days=days_before), HELD) is short


def test_without_a_notice_or_a_day_nothing_is_short():
	assert not life_reviews.notice_is_short(None, HELD)
	assert not life_reviews.notice_is_short(HELD, None)


@pytest.mark.parametrize(
	("closed_on", "held_on", "words"),
	[
		(HELD, None, "not held yet"),
		(HELD - timedelta(days=1), HELD, "before the meeting"),
		(HELD + timedelta(days=3), HELD, "future"),
	],
)
def test_an_item_cannot_be_closed_out_of_order(closed_on, held_on, words):
	with pytest.raises(RuleError, match=words):
		life_reviews.check_closing(closed_on, held_on, HELD + timedelta(days=2))


def test_an_item_can_be_closed_from_the_day_of_the_meeting_up_to_today():
	for closed_on in (HELD, HELD + timedelta(days=2)):
		life_reviews.check_closing(closed_on, HELD, HELD + timedelta(days=2))


def test_a_deadline_does_not_lie_before_the_meeting():
	life_reviews.check_deadline(HELD, HELD)
	with pytest.raises(RuleError, match="2025-12-21"):
		life_reviews.check_deadline(HELD - timedelta(days=1), HELD)


# R36: how often, and the reminder


def life_meetings(as_of, *days_held):
	subject = subject_of("甲支部", "Party Branch", "甲支部", "甲支部")
	facts = {"甲支部": BranchFacts()}
	evidence = [Evidence("甲支部", day, "Party Meeting", f"PMT-{day}") for day in days_held]
	return evaluate_frequency(
		R36,
		[subject],
		evidence,
		date(2025, 1, 1),
		date(2025, 12, 31),
		as_of,
		conditions=lambda day: facts,
	)


@pytest.mark.parametrize(
	("as_of", "reminded"), [(date(2025, 6, 30), False), (date(2025, 7, 1), True), (date(2025, 12, 31), True)]
)
def test_from_the_second_half_of_the_year_on_r36_reminds(as_of, reminded):
	(found,) = life_meetings(as_of)
	assert found.status == "due"
	assert ("Half of the year" in found.message) is reminded


def test_whoever_has_held_one_is_not_reminded():
	(found,) = life_meetings(date(2025, 8, 1), date(2025, 7, 15))
	assert found.status == "met"
