from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.guide import loader
from party_affairs.rules.development import rulebook_on, violations
from party_affairs.rules.errors import RuleError
from party_affairs.rules.periods import add_months

# A case without a fault under the rules of 2026; 2 to 8 March 2028 has five working days.
SOUND = {
	"birth_date": date(1995, 4, 1),
	"application": date(2026, 6, 1),
	"first_talk": date(2026, 7, 1),
	"activist": date(2026, 12, 1),
	"activist_filed": date(2026, 12, 10),
	"mentor": date(2026, 12, 1),
	"candidate": date(2027, 12, 1),
	"candidate_agreed": date(2027, 12, 20),
	"publicity_start": date(2028, 3, 2),
	"publicity_end": date(2028, 3, 8),
	"introducers": date(2028, 3, 9),
	"political_review": date(2028, 3, 20),
	"training": date(2028, 4, 1),
	"committee_check": date(2028, 4, 10),
	"pre_review": date(2028, 5, 1),
	"form_issued": date(2028, 5, 8),
	"assembly": date(2028, 6, 1),
	"higher_talk": date(2028, 7, 1),
	"approval": date(2028, 9, 1),
	"oath": date(2028, 10, 1),
	"full_application": date(2029, 5, 20),
	"full_assembly": date(2029, 6, 1),
	"full_approval": date(2029, 9, 1),
	"archived": date(2029, 9, 2),
}
STEPS = [key for key in SOUND if key != "birth_date"]


def broken(rulebook="2026", **changes):
	return {(item.article, item.severity, item.step) for item in violations({**SOUND, **changes}, rulebook)}


@pytest.mark.parametrize("rulebook", ["2014", "2026"])
def test_a_sound_case_has_no_violation(rulebook):
	assert violations(SOUND, rulebook) == []


@pytest.mark.parametrize("step", STEPS)
def test_a_missing_step_is_no_violation_by_itself(step):
	assert violations({key: day for key, day in SOUND.items() if key != step}) == []
	assert violations({**SOUND, step: None}) == []


@pytest.mark.parametrize(
	("changes", "article", "severity", "step"),
	[
		({"birth_date": date(2008, 6, 2)}, 5, "block", "application"),
		({"first_talk": date(2026, 7, 2)}, 7, "warn", "first_talk"),
		({"candidate": date(2027, 11, 30)}, 13, "block", "candidate"),
		({"publicity_end": date(2028, 3, 7)}, 13, "block", "publicity_end"),
		(
			{
				"form_issued": date(2028, 6, 2),
				"assembly": date(2028, 6, 2),
				"full_assembly": date(2029, 6, 2),
			},
			19,
			"warn",
			"assembly",
		),
		({"approval": date(2028, 9, 2)}, 25, "warn", "approval"),
		({"oath": date(2028, 10, 2)}, 29, "warn", "oath"),
		(
			{"full_assembly": date(2029, 5, 31), "full_approval": date(2029, 8, 31)},
			31,
			"block",
			"full_assembly",
		),
		({"full_approval": date(2029, 9, 2)}, 33, "warn", "full_approval"),
	],
)
def test_one_day_beyond_each_limit_of_2026(changes, article, severity, step):
	assert broken(**changes) == {(article, severity, step)}


def test_a_birthday_on_the_day_of_the_application_is_enough():
	assert broken(birth_date=date(2008, 6, 1)) == set()


def test_an_approval_after_six_months_exceeds_even_the_special_case():
	six = [item.message for item in violations({"assembly": date(2028, 6, 1), "approval": date(2028, 12, 1)})]
	more = [
		item.message for item in violations({"assembly": date(2028, 6, 1), "approval": date(2028, 12, 2)})
	]
	assert "only a special case" in six[0] and "not even a special case" in more[0]
	assert len(six) == len(more) == 1


def test_a_probation_beyond_its_longest_extension_is_pointed_out():
	assert (
		broken(full_application=None, full_assembly=date(2030, 6, 1), full_approval=None, archived=None)
		== set()
	)
	found = broken(full_application=None, full_assembly=date(2030, 6, 2), full_approval=None, archived=None)
	assert found == {(31, "warn", "full_assembly")}


@pytest.mark.parametrize(
	("changes", "article", "severity", "step"),
	[
		({"approval": date(2028, 9, 2)}, 26, "warn", "approval"),
		(
			{"full_assembly": date(2029, 5, 31), "full_approval": date(2029, 8, 31)},
			32,
			"block",
			"full_assembly",
		),
		({"full_approval": date(2029, 9, 2)}, 34, "warn", "full_approval"),
		({"candidate": date(2027, 11, 30)}, 13, "block", "candidate"),
	],
)
def test_the_limits_of_2014_stand_in_other_articles(changes, article, severity, step):
	assert broken("2014", **changes) == {(article, severity, step)}


def test_what_2026_added_is_not_asked_under_the_rules_of_2014():
	changes = {
		"publicity_end": date(2028, 3, 3),
		"pre_review": date(2028, 4, 20),
		"form_issued": date(2028, 4, 21),
		"oath": date(2028, 12, 1),
	}
	assert broken("2014", **changes) == set()
	assert {article for article, _, _ in broken("2026", **changes)} == {13, 19, 29}


@pytest.mark.parametrize(
	("changes", "article", "step"),
	[
		({"training": date(2028, 4, 11)}, 18, "committee_check"),
		({"political_review": date(2028, 3, 1)}, 16, "political_review"),
		({"pre_review": date(2028, 5, 9)}, 18, "form_issued"),
		({"archived": date(2029, 8, 31)}, 36, "archived"),
	],
)
def test_a_step_before_one_it_must_follow_blocks(changes, article, step):
	assert broken(**changes) == {(article, "block", step)}


def test_a_missing_step_between_them_does_not_hide_a_wrong_order():
	found = violations({"activist": date(2027, 1, 1), "assembly": date(2026, 12, 31)})
	assert [(item.severity, item.step) for item in found] == [("block", "assembly")]
	assert "Admission by the Assembly" in found[0].message and "Named as Activist" in found[0].message


def test_publicity_counts_the_working_days_of_the_calendar_given():
	steps = {"publicity_start": date(2026, 2, 13), "publicity_end": date(2026, 2, 25)}
	assert [item.article for item in violations(steps)] == [
		13
	]  # the Spring Festival leaves four working days
	assert violations(steps, is_workday=lambda day: day.weekday() < 5) == []


def test_a_datetime_is_taken_as_its_day():
	assert violations({**SOUND, "application": datetime(2026, 6, 1, 9, 30)}) == []


@pytest.mark.parametrize("rulebook", ["2014", "2026"])
@given(months=st.integers(-120, 600))
def test_a_sound_case_stays_sound_whenever_it_takes_place(rulebook, months):
	moved = {key: add_months(day, months) for key, day in SOUND.items()}
	assert violations(moved, rulebook, is_workday=lambda day: True) == []


@given(st.dictionaries(st.sampled_from(STEPS), st.dates(date(2020, 1, 1), date(2030, 1, 1))))
def test_no_dates_whatsoever_break_the_judgement_and_severities_are_known(steps):
	for item in violations(steps):
		assert item.severity in ("block", "warn")
		assert item.step in steps
		assert item.message


@pytest.mark.parametrize(
	("steps", "sentence"),
	[
		({"aplication": date(2026, 1, 1)}, "aplication"),
		({"application": "2026-01-01"}, "^Application must be a date"),
		({"birth_date": 5}, "Date of Birth"),
	],
)
def test_an_unknown_step_or_a_value_that_is_no_date_is_refused_by_name(steps, sentence):
	with pytest.raises(RuleError, match=sentence):
		violations(steps)


def test_an_unknown_edition_is_refused():
	with pytest.raises(RuleError, match=r"1990.*2014 or 2026"):
		violations({}, "1990")


def test_the_edition_in_force_on_a_day():
	assert rulebook_on(date(2014, 5, 28)) == "2014"
	assert rulebook_on(date(2026, 5, 10)) == "2014"
	assert rulebook_on(date(2026, 5, 11)) == "2026"
	with pytest.raises(RuleError, match="2014-05-27"):
		rulebook_on(date(2014, 5, 27))


def test_both_editions_know_the_same_steps_in_the_same_order():
	assert [[step.key for step in book.steps] for book in loader.rulebooks()] == [STEPS, STEPS]
