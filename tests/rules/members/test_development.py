from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.guide.members import rulebooks
from party_affairs.rules.errors import RuleError
from party_affairs.rules.members.development import (
	case_violations,
	edition_on,
	missed_investigations,
	missing_before,
	needed_steps,
	next_step,
	open_steps,
	probation,
	stage_dates,
	stage_of,
	violations,
)
from party_affairs.rules.members.membership import STAGE_DATES
from party_affairs.rules.periods import add_months
from tests.support.development import SOUND, STEPS


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
	assert edition_on(date(2014, 5, 28)).key == "2014"
	assert edition_on(date(2026, 5, 10)).key == "2014"
	assert edition_on(date(2026, 5, 11)).key == "2026"
	assert edition_on(date(2014, 5, 27)).key == "2014"


def test_both_editions_know_the_same_steps_in_the_same_order():
	assert [[step.key for step in book.steps] for book in rulebooks.rulebooks()] == [STEPS, STEPS]


# --- each step by the edition of its own day -------------------------------------------------------------------------

LAST_OF_2014, FIRST_OF_2026 = date(2026, 5, 10), date(2026, 5, 11)


def judged(**steps):
	return {(item.article, item.severity, item.step) for item in case_violations(steps)}


@pytest.mark.parametrize("day", [LAST_OF_2014, FIRST_OF_2026])
def test_publicity_is_asked_for_from_the_day_of_the_new_edition(day):
	"""Four working days up to Sunday the 10th, and one more on Monday the 11th: too few only where the rule exists."""
	found = judged(publicity_start=day - timedelta(days=3), publicity_end=day)
	assert found == (set() if day == LAST_OF_2014 else {(13, "block", "publicity_end")})


@pytest.mark.parametrize(
	("full_assembly", "article"),
	[(date(2026, 5, 10), 32), (date(2026, 5, 11), 31), (date(2026, 5, 12), None)],
)
def test_a_probation_that_is_too_short_is_cited_by_the_edition_of_the_assembly(full_assembly, article):
	found = judged(assembly=date(2025, 5, 12), full_assembly=full_assembly)
	assert found == ({(article, "block", "full_assembly")} if article else set())


def test_the_limits_that_2026_added_do_not_reach_back():
	spring = {"pre_review": date(2026, 1, 5), "assembly": date(2026, 5, 10)}
	assert judged(**spring) == set()
	assert judged(**{**spring, "assembly": date(2026, 5, 11)}) == {(19, "warn", "assembly")}


def test_a_case_across_the_editions_is_sound():
	steps = {key: add_months(day, -30) for key, day in SOUND.items()}
	assert {edition_on(day).key for day in steps.values()} == {"2014", "2026"}
	assert case_violations(steps, is_workday=lambda day: True) == []


def test_steps_before_the_first_edition_are_not_judged():
	assert judged(application=date(2012, 1, 1), first_talk=date(2013, 1, 1)) == set()


@pytest.mark.parametrize(("months", "blocked"), [(0, True), (5, True), (6, False), (12, False), (30, False)])
def test_cultivation_elsewhere_counts_on(months, blocked):
	steps = {"activist": date(2026, 12, 1), "candidate": date(2027, 6, 1)}
	found = case_violations(steps, cultivated_before=months)
	assert [item.article for item in found] == ([13] if blocked else [])


@pytest.mark.parametrize(("day", "blocked"), [(date(2029, 11, 30), True), (date(2029, 12, 1), False)])
def test_an_extended_probation_ends_later(day, blocked):
	steps = {"assembly": date(2028, 6, 1), "full_assembly": day}
	found = case_violations(steps, extension_months=6)
	assert [item.step for item in found] == (["full_assembly"] if blocked else [])


@given(st.dictionaries(st.sampled_from(STEPS), st.dates(date(2013, 1, 1), date(2030, 1, 1))))
def test_whatever_the_dates_each_violation_is_cited_by_the_edition_of_its_day(steps):
	for item in case_violations(steps):
		rules = edition_on(steps[item.step])
		articles = {rules.step(item.step).article} | {
			limit.article for limit in rules.limits if limit.end == item.step
		}
		assert item.article in articles


# --- steps that are missing ------------------------------------------------------------------------------------------


def missing(**steps):
	return [(item.step, item.message) for item in missing_before(steps)]


def test_a_step_asks_for_the_one_before_it():
	(step, sentence), *others = missing(application=date(2026, 6, 1), activist=date(2026, 12, 1))
	assert (step, others) == ("activist", [])
	assert "first record First Talk" in sentence
	assert missing(application=date(2026, 6, 1), first_talk=date(2026, 6, 2)) == []


@pytest.mark.parametrize("edition", ["2014", "2026"])
def test_nothing_is_missing_in_a_full_case(edition):
	shift = -timedelta(days=365 * 12) if edition == "2014" else timedelta(0)
	steps = {key: day + shift for key, day in SOUND.items()}
	assert {edition_on(steps[key]).key for key in STEPS} == {edition}
	assert missing_before(steps) == []


@pytest.mark.parametrize(("agreed", "asked"), [(LAST_OF_2014, False), (FIRST_OF_2026, True)])
def test_who_was_named_under_the_old_edition_needs_no_publicity(agreed, asked):
	steps = {
		**{key: date(2025, 1, 1) for key in STEPS[:5]},
		"candidate": date(2026, 5, 1),
		"candidate_agreed": agreed,
		"introducers": date(2026, 6, 1),
	}
	assert bool(missing_before(steps)) is asked
	assert stage_of(steps) == ("activist" if asked else "development_target")
	following = next_step(steps, date(2026, 6, 2)).step.key
	assert following == ("publicity_start" if asked else "political_review")


# --- stages, probation, what is next ---------------------------------------------------------------------------------


def up_to(last):
	return {key: SOUND[key] for key in ("birth_date", *STEPS[: STEPS.index(last) + 1])}


@pytest.mark.parametrize(
	("last", "stage"),
	[
		("application", "applicant"),
		("first_talk", "applicant"),
		("activist", "activist"),
		("candidate_agreed", "activist"),
		("publicity_end", "development_target"),
		("assembly", "development_target"),
		("higher_talk", "development_target"),
		("approval", "probationary_member"),
		("full_assembly", "probationary_member"),
		("full_approval", "full_member"),
		("archived", "full_member"),
	],
)
def test_the_stage_that_the_steps_reach(last, stage):
	assert stage_of(up_to(last)) == stage


def test_a_case_without_a_step_is_an_applicants():
	assert stage_of({}) == "applicant"
	assert stage_dates({}) == dict.fromkeys(STAGE_DATES)


def test_membership_counts_from_the_assembly_and_full_membership_from_the_end_of_probation():
	assert stage_dates(up_to("assembly"))["joined_on"] is None
	assert stage_dates(up_to("approval"))["joined_on"] == SOUND["assembly"]
	late = {**SOUND, "full_assembly": date(2029, 8, 20), "full_approval": date(2029, 9, 10)}
	assert stage_dates(late) == {
		"applied_on": SOUND["application"],
		"activist_on": SOUND["activist"],
		"target_on": SOUND["publicity_end"],
		"joined_on": date(2028, 6, 1),
		"full_member_on": date(2029, 6, 1),
	}
	assert stage_dates(late, extension_months=6)["full_member_on"] == date(2029, 12, 1)


@pytest.mark.parametrize(
	("assembly", "months", "end"),
	[
		(date(2025, 6, 1), 0, date(2026, 6, 1)),
		(date(2024, 2, 29), 0, date(2025, 2, 28)),
		(date(2025, 6, 1), 6, date(2026, 12, 1)),
		(date(2025, 8, 31), 6, date(2027, 2, 28)),
		(date(2025, 6, 1), 12, date(2027, 6, 1)),
	],
)
def test_the_probation_in_calendar_months(assembly, months, end):
	found = probation(assembly, months)
	assert (found.start, found.end) == (assembly, end)
	assert case_violations({"assembly": assembly, "full_assembly": end}, extension_months=months) == []
	too_early = {"assembly": assembly, "full_assembly": end - timedelta(days=1)}
	assert [item.step for item in case_violations(too_early, extension_months=months)] == ["full_assembly"]


@pytest.mark.parametrize(
	("last", "following", "earliest", "due"),
	[
		("application", "first_talk", date(2026, 6, 1), date(2026, 7, 1)),
		("first_talk", "activist", date(2026, 7, 1), None),
		("activist_filed", "mentor", date(2026, 12, 1), None),
		("mentor", "candidate", date(2027, 12, 1), None),
		("publicity_start", "publicity_end", date(2028, 3, 8), None),
		("form_issued", "assembly", date(2028, 5, 8), date(2028, 6, 1)),
		("higher_talk", "approval", date(2028, 7, 1), date(2028, 9, 1)),
		("approval", "oath", date(2028, 9, 1), date(2028, 10, 1)),
		("oath", "full_application", date(2028, 9, 1), date(2029, 6, 1)),
		("full_application", "full_assembly", date(2029, 6, 1), date(2029, 7, 1)),
		("full_assembly", "full_approval", date(2029, 6, 1), date(2029, 9, 1)),
	],
)
def test_the_next_step_with_its_first_and_last_day(last, following, earliest, due):
	found = next_step(up_to(last), date(2029, 9, 30))
	assert (found.step.key, found.earliest, found.due) == (following, earliest, due)


def test_an_applicant_waits_for_his_eighteenth_birthday():
	found = next_step({"birth_date": date(2010, 2, 28)}, date(2027, 1, 1))
	assert (found.step.key, found.earliest) == ("application", date(2028, 2, 28))


def test_nothing_follows_the_archive():
	assert next_step(SOUND, date(2029, 10, 1)) is None


def test_steps_that_go_side_by_side_are_all_open():
	found = [item.step.key for item in open_steps(up_to("publicity_end"), date(2028, 3, 10))]
	assert found == ["introducers", "political_review", "training"]


def test_credited_months_and_an_extension_move_the_next_step():
	moved = next_step(up_to("mentor"), date(2027, 1, 1), cultivated_before=5)
	assert moved.earliest == date(2027, 7, 1)
	extended = next_step(up_to("full_application"), date(2029, 6, 1), extension_months=6)
	assert (extended.earliest, extended.due) == (date(2029, 12, 1), date(2029, 12, 31))


def test_a_made_up_saturday_shortens_publicity():
	"""Saturday 28 February 2026 is worked after the Spring Festival."""
	steps = {**up_to("candidate_agreed"), "publicity_start": date(2026, 2, 24)}
	assert next_step(steps, date(2026, 6, 1)).earliest == date(2026, 2, 28)


def test_publicity_is_no_step_of_the_way_under_the_old_edition():
	keys = [step.key for step in needed_steps({}, LAST_OF_2014)]
	assert "publicity_start" not in keys and "publicity_end" not in keys
	assert [step.key for step in needed_steps({}, FIRST_OF_2026)] == STEPS


@given(st.sampled_from(STEPS[:-1]))
def test_whoever_takes_the_next_step_on_its_first_day_breaks_no_rule(last):
	steps = up_to(last)
	found = next_step(steps, date(2029, 9, 30))
	steps[found.step.key] = found.earliest
	assert [item for item in case_violations(steps) if item.severity == "block"] == []
	assert missing_before(steps) == []


@pytest.mark.parametrize(
	("investigated", "as_of", "missed"),
	[
		((), date(2027, 1, 1), ["2026-H2"]),
		((), date(2026, 12, 31), []),
		((date(2026, 7, 1),), date(2027, 1, 1), []),
		((date(2026, 12, 31),), date(2027, 7, 1), ["2027-H1"]),
		((date(2026, 6, 30),), date(2027, 7, 1), ["2026-H2", "2027-H1"]),
	],
)
def test_half_years_without_an_investigation(investigated, as_of, missed):
	found = missed_investigations(date(2026, 3, 1), None, investigated, as_of)
	assert [period.key for period in found] == missed


def test_no_investigation_is_missed_after_the_end():
	assert missed_investigations(date(2026, 1, 1), date(2026, 6, 29), (), date(2027, 7, 1)) == []
	(only,) = missed_investigations(date(2026, 1, 1), date(2026, 6, 30), (), date(2027, 7, 1))
	assert only.key == "2026-H1"
