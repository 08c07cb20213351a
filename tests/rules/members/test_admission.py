from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.guide.members import rulebooks
from party_affairs.rules.errors import RuleError
from party_affairs.rules.members.admission import Case, Sanction, Sponsor, Vote, judge, tally_of, vote_matter
from party_affairs.rules.periods import add_months
from tests.support.development import SOUND, STEPS

FULL = date(2010, 6, 1)
PASSED = Vote(eligible=8, present=8, in_favour=8)


def sponsor(capacity, person, **values):
	return Sponsor(**{"capacity": capacity, "person": person, "name": person, "full_from": FULL, **values})


MENTOR = sponsor("mentor", "甲")
FIRST, SECOND = sponsor("introducer", "乙"), sponsor("introducer", "丙")
COMMITTEE = ("committee_meeting",)

# A case in which nothing is amiss, under the rules of 2026.
CASE = Case(
	person="申请人",
	steps=SOUND,
	votes={"assembly": PASSED, "full_assembly": PASSED},
	meetings={
		**dict.fromkeys(("activist", "candidate", "committee_check"), COMMITTEE),
		**dict.fromkeys(("assembly", "full_assembly"), ("member_assembly",)),
	},
	documents=frozenset({"candidate_agreed", "pre_review", "approval", "full_approval"}),
	sponsors=(MENTOR, FIRST, SECOND),
	is_recommended=True,
	publicity_result="no_objection",
	political_review_result="review_passed",
	training_days=3,
)
OLD = {key: add_months(day, -150) for key, day in SOUND.items()}
"""The same case under the rules of 2014."""


def wrong(case=CASE, **changes):
	return {(item.article, item.severity, item.step) for item in judge(replace(case, **changes))}


def up_to(last):
	return {key: SOUND[key] for key in ("birth_date", *STEPS[: STEPS.index(last) + 1])}


def test_a_case_in_order():
	assert judge(CASE) == []
	assert judge(replace(CASE, steps=OLD), is_workday=lambda day: True) == []


def test_dates_and_missing_steps_are_judged_as_well():
	steps = {key: day for key, day in SOUND.items() if key not in ("oath", "first_talk")}
	assert wrong(steps=steps) == {(8, "block", "activist"), (32, "block", "full_assembly")}


@pytest.mark.parametrize(
	("mentors", "article"),
	[((), 9), (("甲",), None), (("甲", "丁"), None), (("甲", "丁", "戊"), 9), (("申请人",), 9)],
)
def test_one_or_two_mentors(mentors, article):
	sponsors = (*(sponsor("mentor", name) for name in mentors), FIRST, SECOND)
	assert wrong(sponsors=sponsors) == ({(article, "block", "mentor")} if article else set())


@pytest.mark.parametrize(("names", "sound"), [("", False), ("乙", False), ("乙丙", True), ("乙丙丁", False)])
def test_two_introducers(names, sound):
	found = wrong(sponsors=(MENTOR, *(sponsor("introducer", name) for name in names)))
	assert found == (set() if sound else {(14, "block", "introducers"), (14, "block", "assembly")})


def test_the_same_man_twice_is_one_introducer_and_nobody_introduces_himself():
	assert (14, "block", "introducers") in wrong(sponsors=(MENTOR, FIRST, FIRST))
	own = sponsor("introducer", "申请人")
	assert (14, "block", "introducers") in wrong(sponsors=(MENTOR, FIRST, SECOND, own))


def test_an_introducer_who_was_replaced_no_longer_counts():
	gone = replace(SECOND, last=date(2028, 5, 1))
	assert wrong(sponsors=(MENTOR, FIRST, gone)) == {(14, "block", "assembly")}
	successor = sponsor("introducer", "丁", first=date(2028, 5, 2))
	assert wrong(sponsors=(MENTOR, FIRST, gone, successor)) == set()


@pytest.mark.parametrize(
	("full_from", "sound"), [(None, False), (date(2028, 3, 9), True), (date(2028, 3, 10), False)]
)
def test_an_introducer_is_a_full_member_on_the_day(full_from, sound):
	found = wrong(sponsors=(MENTOR, FIRST, replace(SECOND, full_from=full_from)))
	assert ((14, "block", "introducers") in found) is not sound


@pytest.mark.parametrize(("full_until", "sound"), [(date(2026, 11, 30), False), (date(2026, 12, 1), True)])
def test_a_mentor_who_has_left_is_none(full_until, sound):
	found = wrong(sponsors=(replace(MENTOR, full_until=full_until), FIRST, SECOND))
	assert found == (set() if sound else {(9, "block", "mentor")})


@pytest.mark.parametrize(
	("kind", "severity"),
	[
		("warning", "warn"),
		("serious_warning", "warn"),
		("removal_from_party_posts", "warn"),
		("probation_within_the_party", "block"),
		("expulsion", "block"),
	],
)
def test_an_introducer_under_sanction(kind, severity):
	sanctioned = replace(SECOND, sanctions=(Sanction(kind, date(2028, 1, 1)),))
	found = wrong(sponsors=(MENTOR, FIRST, sanctioned))
	assert found == {(14, severity, "introducers"), (14, severity, "assembly")}


@pytest.mark.parametrize(
	("first", "last", "counts"),
	[
		(date(2028, 3, 9), date(2028, 3, 9), True),
		(date(2028, 3, 10), date(2028, 3, 11), False),
		(date(2027, 1, 1), date(2028, 3, 8), False),
	],
)
def test_a_sanction_counts_while_it_is_in_effect(first, last, counts):
	sanctioned = replace(SECOND, sanctions=(Sanction("warning", first, last),))
	found = wrong(sponsors=(MENTOR, FIRST, sanctioned))
	assert found == ({(14, "warn", "introducers")} if counts else set())


@pytest.mark.parametrize(
	("vote", "article"),
	[
		(Vote(8, 4, 4, written_in_favour=4), 19),
		(Vote(8, 5, 5), None),
		(Vote(8, 5, 4), 20),
		(Vote(8, 5, 4, written_in_favour=1), None),
		(Vote(7, 4, 4), None),
		(Vote(7, 3, 3), 19),
		(None, 20),
	],
)
def test_admission_needs_more_than_half_present_and_in_favour(vote, article):
	found = wrong(votes={**CASE.votes, "assembly": vote} if vote else {"full_assembly": PASSED})
	assert found == ({(article, "block", "assembly")} if article else set())


def test_full_membership_is_voted_on_in_the_same_way():
	short = {**CASE.votes, "full_assembly": Vote(8, 5, 4)}
	assert wrong(votes=short) == {(32, "block", "full_assembly")}
	old = replace(CASE, steps=OLD, votes=short)
	assert {item.article for item in judge(old, is_workday=lambda day: True)} == {33}


@pytest.mark.parametrize(
	("vote", "sentence"),
	[
		(Vote(8, 9, 5), r"Number Present \(9\)"),
		(Vote(8, 5, 6), r"In favour \(6\)"),
		(Vote(8, 5, 4, against=1, abstained=1), r"In favour, against and abstained \(6\)"),
		(Vote(8, 5, 5, written_in_favour=4), r"Written opinions in favour \(4\)"),
		(Vote(0, 0, 0), "at least 1"),
		(Vote(8, -1, 0), "at least 0"),
	],
)
def test_votes_that_cannot_be_are_refused_by_the_name_of_the_step(vote, sentence):
	with pytest.raises(RuleError, match=f"^Admission by the Assembly: .*{sentence}"):
		judge(replace(CASE, votes={"assembly": vote}))


def test_a_branch_without_a_committee_decides_in_its_assembly():
	step = rulebooks.rulebook("2026").step("activist")
	assert vote_matter(step, COMMITTEE) == "committee"
	assert vote_matter(step, ("member_assembly",)) == "resolution"
	assert tally_of(step, Vote(8, 4, 4), ("member_assembly",)).passed is False


def test_the_committees_vote_counts_where_it_is_recorded():
	assert wrong(votes={**CASE.votes, "activist": Vote(5, 3, 2)}) == {(8, "block", "activist")}
	assert wrong(votes={**CASE.votes, "activist": Vote(5, 3, 3)}) == set()


def test_minutes_that_are_not_linked_are_pointed_out():
	assert wrong(meetings={}) == {
		(8, "warn", "activist"),
		(13, "warn", "candidate"),
		(18, "warn", "committee_check"),
		(19, "warn", "assembly"),
		(32, "warn", "full_assembly"),
	}


@pytest.mark.parametrize(
	("step", "article", "severity"),
	[
		("candidate_agreed", 13, "warn"),
		("pre_review", 18, "warn"),
		("approval", 24, "block"),
		("full_approval", 33, "block"),
	],
)
def test_what_the_committee_above_decides_needs_its_document(step, article, severity):
	assert wrong(documents=CASE.documents - {step}) == {(article, severity, step)}


@pytest.mark.parametrize(
	("result", "severity"),
	[("no_objection", None), ("objections_settled", None), ("objections_stand", "block"), (None, "warn")],
)
def test_the_result_of_publicity(result, severity):
	found = wrong(publicity_result=result)
	assert found == ({(13, severity, "introducers")} if severity else set())
	assert judge(replace(CASE, steps=up_to("publicity_end"), votes={}, publicity_result=result)) == []


@pytest.mark.parametrize("result", [None, "review_failed"])
def test_nothing_follows_a_political_review_that_was_not_passed(result):
	assert wrong(political_review_result=result) == {(16, "block", "committee_check")}
	assert wrong(steps=up_to("training"), political_review_result=result) == set()


@pytest.mark.parametrize(
	("days", "hours", "exempt", "sound"),
	[
		(2.5, 23.5, False, False),
		(3, 0, False, True),
		(0, 24, False, True),
		(2.5, 24, False, True),
		(0, 0, True, True),
	],
)
def test_training_of_three_days_or_24_hours(days, hours, exempt, sound):
	found = wrong(training_days=days, training_hours=hours, training_exempt=exempt)
	assert found == (set() if sound else {(17, "block", "training")})


def test_a_recommendation_is_asked_for():
	assert wrong(is_recommended=False) == {(8, "warn", "activist")}


# --- extension of the probation --------------------------------------------------------------------------------------

EXTENDED = replace(CASE, steps=up_to("full_application"), extended_on=date(2029, 6, 1))


@pytest.mark.parametrize(
	("months", "sound"), [(1, False), (5, False), (6, True), (9, True), (12, True), (13, False)]
)
def test_an_extension_of_half_a_year_to_a_year(months, sound):
	found = wrong(EXTENDED, extension_months=months)
	assert found == (set() if sound else {(31, "block", "full_assembly")})


def test_an_extension_under_the_old_edition_cites_its_article():
	steps = {key: add_months(day, -150) for key, day in EXTENDED.steps.items()}
	case = replace(EXTENDED, steps=steps, extension_months=5, extended_on=add_months(date(2029, 6, 1), -150))
	assert {item.article for item in judge(case, is_workday=lambda day: True)} == {32}


@pytest.mark.parametrize(
	("extended_on", "edition"), [(date(2026, 1, 15), "2014"), (None, "2026"), (date(2029, 6, 1), "2026")]
)
def test_an_extension_is_cited_by_the_edition_of_its_own_day(extended_on, edition):
	found = [
		item for item in judge(replace(EXTENDED, extension_months=5, extended_on=extended_on)) if item.edition
	]
	assert found and {item.edition for item in found} == {edition}


@pytest.mark.parametrize(("key", "written"), [("committee_check", False), ("assembly", True)])
def test_a_vote_that_fails_mentions_written_opinions_only_where_they_count(key, written):
	vote = Vote(eligible=9, present=7, in_favour=4)
	(found,) = [
		item for item in judge(replace(CASE, votes={**CASE.votes, key: vote})) if item.severity == "block"
	]
	assert ("written opinions" in str(found.message)) is written


def test_a_probation_is_extended_once():
	assert wrong(EXTENDED, extension_months=6, extended_before=True) == {(31, "block", "full_assembly")}


def test_an_extension_needs_its_day_and_its_assembly():
	assert wrong(EXTENDED, extension_months=6, extended_on=None) == {(31, "block", "full_assembly")}
	assert wrong(EXTENDED, steps=up_to("form_issued"), extension_months=6) == {(31, "block", "full_assembly")}


@pytest.mark.parametrize(
	("day", "severity"),
	[(date(2028, 5, 31), "block"), (date(2029, 5, 31), "warn"), (date(2029, 6, 1), None)],
)
def test_an_extension_is_decided_when_the_year_has_ended(day, severity):
	found = wrong(EXTENDED, extension_months=6, extended_on=day)
	assert found == ({(31, severity, "full_assembly")} if severity else set())


def test_nobody_becomes_a_full_member_before_the_extension_ends():
	steps = {**SOUND, "full_assembly": date(2029, 11, 30)}
	del steps["full_approval"], steps["archived"]
	case = replace(CASE, steps=steps, extension_months=6, extended_on=date(2029, 6, 1))
	assert wrong(case) == {(31, "block", "full_assembly")}
	assert wrong(case, steps={**steps, "full_assembly": date(2029, 12, 1)}) == set()


@given(
	st.dictionaries(st.sampled_from(STEPS), st.dates(date(2013, 1, 1), date(2030, 1, 1))),
	st.booleans(),
	st.integers(0, 24),
)
def test_no_record_whatsoever_breaks_the_judgement(steps, recommended, months):
	for item in judge(Case("申请人", steps, is_recommended=recommended, extension_months=months)):
		assert item.severity in ("block", "warn")
		assert item.article > 0 and item.message
		assert item.step in (*steps, "full_assembly")


def test_every_sentence_can_be_said_in_another_language():
	bare = Case("申请人", SOUND, extension_months=3, extended_on=SOUND["assembly"] - timedelta(days=1))
	for item in judge(bare):
		assert item.message.text(lambda text: text) == item.message
