from datetime import date, datetime
from decimal import Decimal

import pytest

from party_affairs.guide import registry
from party_affairs.rules.applicability import APPLICABILITY
from party_affairs.rules.dues.monthly_dues import DuesRecord
from party_affairs.rules.periods import parse
from party_affairs.rules.predicates import PREDICATES

FIRM = {
	"full_members": 3,
	"party_members": 3,
	"own_organisation": None,
	"in_joint_branch": False,
	"approval_no": None,
	"child_branches": 0,
}
BRANCH = {
	"branch_type": "branch",
	"full_members": 10,
	"has_committee": True,
	"committee_members": 5,
	"secretaries": 1,
	"deputies": 0,
	"contact_persons": 0,
	"covered_firms": 1,
}
NO_COMMITTEE = {"full_members": 5, "has_committee": False, "committee_members": 1}


def applies(clause_id, facts, **parameters):
	clause = registry.clause(clause_id).with_parameters(**parameters)
	return APPLICABILITY[clause.applies_when].test(facts, clause.parameters)


def judge(clause_id, facts, **parameters):
	clause = registry.clause(clause_id).with_parameters(**parameters)
	return PREDICATES[clause.predicate].judge(facts, clause.parameters)


@pytest.mark.parametrize(
	("full", "party", "own", "joint"),
	[
		(0, 0, False, False),
		(0, 1, False, True),
		(2, 2, False, True),
		(3, 3, True, False),
		(6, 7, True, False),
	],
)
def test_which_firm_needs_an_organisation_of_its_own_and_which_a_joint_branch(full, party, own, joint):
	facts = {**FIRM, "full_members": full, "party_members": party}
	assert applies("R01", facts) is own
	assert applies("R02", facts) is joint


def test_a_firm_is_in_order_once_it_has_what_it_needs():
	assert not judge("R01", FIRM).ok
	assert judge("R01", {**FIRM, "own_organisation": "branch"}).ok
	assert not judge("R02", {**FIRM, "full_members": 2}).ok
	assert judge("R02", {**FIRM, "full_members": 2, "in_joint_branch": True}).ok


@pytest.mark.parametrize(("firms", "ok"), [(1, True), (5, True), (6, False)])
def test_a_joint_branch_covers_at_most_five_firms(firms, ok):
	outcome = judge("R03", {**BRANCH, "branch_type": "joint_branch", "covered_firms": firms})
	assert (outcome.ok, outcome.required, outcome.found) == (ok, 5, firms)


def test_the_limit_of_firms_is_a_parameter():
	assert judge("R03", {**BRANCH, "covered_firms": 6}, joint_firms_maximum=6).ok


@pytest.mark.parametrize(("full", "small"), [(2, True), (3, True), (6, True), (7, False), (30, False)])
def test_below_seven_full_members_a_branch_is_small(full, small):
	assert applies("R04", {**BRANCH, "full_members": full}) is small
	assert applies("R05", {**BRANCH, "full_members": full}) is not small


def test_an_organisation_above_branches_is_asked_nothing_of_a_branch():
	for clause_id in ("R04", "R05", "R06", "R22", "R23", "R26", "R28", "R30"):
		assert not applies(clause_id, {**BRANCH, "branch_type": "primary_committee", "full_members": 80})


@pytest.mark.parametrize(
	("changes", "ok"),
	[
		({}, True),
		({"deputies": 1}, True),
		({"contact_persons": 1}, True),
		({"deputies": 1, "contact_persons": 1}, False),
		({"deputies": 2}, False),
		({"secretaries": 0}, False),
		({"secretaries": 2}, False),
		({"has_committee": True, "committee_members": 3}, False),
	],
)
def test_the_posts_of_a_small_branch(changes, ok):
	assert judge("R04", {**BRANCH, **NO_COMMITTEE, **changes}).ok is ok


@pytest.mark.parametrize(
	("has_committee", "seats", "ok", "required"),
	[
		(False, 1, False, 3),
		(True, 2, False, 3),
		(True, 3, True, 3),
		(True, 5, True, 3),
		(True, 6, True, 3),
		(True, 7, True, 3),
		(True, 8, False, 7),
	],
)
def test_the_committee_of_a_larger_branch(has_committee, seats, ok, required):
	outcome = judge(
		"R05", {**BRANCH, "full_members": 20, "has_committee": has_committee, "committee_members": seats}
	)
	assert (outcome.ok, outcome.required, outcome.found) == (ok, required, seats)


def test_six_or_seven_seats_are_in_order_but_not_usual():
	assert "usual" in judge("R05", {**BRANCH, "full_members": 20, "committee_members": 6}).message
	assert "usual" not in judge("R05", {**BRANCH, "full_members": 20, "committee_members": 5}).message


FOUR_POSTS = (
	"discipline_commissioner",
	"organisation_commissioner",
	"publicity_commissioner",
	"secretary",
)


@pytest.mark.parametrize(
	("full", "held", "ok", "required", "found"),
	[
		(9, FOUR_POSTS, True, 4, 4),
		(10, FOUR_POSTS, False, 5, 4),
		(10, (*FOUR_POSTS, "deputy_secretary"), True, 5, 5),
		(7, FOUR_POSTS[:3], False, 4, 3),
		(7, ("secretary", "united_front_commissioner"), False, 4, 1),
		(7, (*FOUR_POSTS, "united_front_commissioner"), True, 4, 4),
	],
)
def test_the_posts_of_a_committee_are_filled(full, held, ok, required, found):
	outcome = judge("R11", {**BRANCH, "full_members": full, "posts_held": held})
	assert (outcome.ok, outcome.required, outcome.found) == (ok, required, found)


def test_vacant_posts_are_named_in_their_order():
	outcome = judge("R11", {**BRANCH, "posts_held": ("organisation_commissioner", "publicity_commissioner")})
	assert outcome.message == (
		"3 committee post(s) are vacant: Secretary, Deputy Secretary, Discipline Commissioner."
	)
	assert not applies("R11", {**BRANCH, "has_committee": False})
	assert not applies("R11", {**BRANCH, "branch_type": "general_branch"})


def test_a_site_may_ask_for_fewer_posts_or_a_deputy_later():
	facts = {**BRANCH, "full_members": 10, "posts_held": ("secretary",)}
	assert judge("R11", facts, posts=["secretary"], deputy_from=11).ok
	assert not judge("R11", facts, posts=["secretary"]).ok


UNDECIDED = (("Party Annual Plan", "2025"), ("Award", "张三"))


@pytest.mark.parametrize(
	("matters", "undecided", "ok", "found"),
	[(0, (), True, 0), (3, (), True, 3), (3, UNDECIDED, False, 1), (2, UNDECIDED, False, 0)],
)
def test_matters_are_decided_together(matters, undecided, ok, found):
	outcome = judge("R12", {"matters": matters, "matters_undecided": undecided})
	assert (outcome.ok, outcome.required, outcome.found) == (ok, matters, found)


def test_matters_without_a_decision_are_counted_and_named():
	def sentence(number):
		undecided = tuple(("Award", f"党员{index}") for index in range(number))
		return judge("R12", {"matters": 20, "matters_undecided": undecided}).message

	assert sentence(1) == "1 of 20 matters name no meeting that decided them: Award (党员0)."
	assert "党员9" in sentence(10) and "more" not in sentence(10)
	assert sentence(12).endswith("Award (党员9) and 2 more.")


@pytest.mark.parametrize(("members", "ok"), [(49, True), (50, True), (51, False)])
def test_a_branch_has_usually_at_most_fifty_members(members, ok):
	outcome = judge("N08", {"party_members": members})
	assert (outcome.ok, outcome.required, outcome.found) == (ok, 50, members)


@pytest.mark.parametrize(
	("full", "seats", "ok", "most"),
	[
		(7, 3, True, 3),
		(7, 4, False, 3),
		(9, 4, True, 4),
		(9, 5, False, 4),
		(10, 5, True, 5),
		(14, 7, True, 7),
		(30, 8, False, 7),
		(6, 3, True, 3),
		(5, 3, False, 2),
	],
)
def test_a_committee_has_at_most_half_of_the_full_members(full, seats, ok, most):
	outcome = judge("R06", {**BRANCH, "full_members": full, "committee_members": seats})
	assert (outcome.ok, outcome.required, outcome.found) == (ok, most, seats)


def test_the_national_rule_knows_no_share_of_half():
	assert judge("R06", {**BRANCH, "full_members": 7, "committee_members": 5}, thresholds="national").ok


@pytest.mark.parametrize(
	("full", "own", "expected"),
	[(29, None, False), (30, None, True), (50, None, True), (51, None, False), (20, "general_branch", True)],
)
def test_when_a_general_branch_is_in_question(full, own, expected):
	assert applies("R07", {**FIRM, "full_members": full, "own_organisation": own}) is expected


@pytest.mark.parametrize(
	("changes", "ok"),
	[
		({"full_members": 30, "own_organisation": "branch"}, True),
		({"full_members": 30, "own_organisation": "general_branch"}, False),
		(
			{"full_members": 30, "own_organisation": "general_branch", "approval_no": "金律党〔2024〕3号"},
			True,
		),
		(
			{"full_members": 29, "own_organisation": "general_branch", "approval_no": "金律党〔2024〕3号"},
			False,
		),
	],
)
def test_a_general_branch_may_be_set_up_on_approval(changes, ok):
	assert judge("R07", {**FIRM, **changes}).ok is ok


def test_nationally_a_firm_of_fifty_must_have_a_general_branch_or_more():
	fifty = {**FIRM, "full_members": 50, "own_organisation": "branch"}
	assert not judge("R07", fifty, thresholds="national").ok
	assert judge("R07", {**fifty, "own_organisation": "primary_committee"}, thresholds="national").ok
	assert not applies("R08", fifty, thresholds="national")
	assert applies("R08", {**fifty, "full_members": 100}, thresholds="national")


@pytest.mark.parametrize(("full", "expected"), [(49, False), (50, True), (51, True), (100, True)])
def test_from_fifty_members_a_primary_committee_is_asked_for(full, expected):
	assert applies("R08", {**FIRM, "full_members": full}) is expected


@pytest.mark.parametrize(
	("changes", "ok"),
	[
		({"own_organisation": "branch"}, False),
		({"own_organisation": "primary_committee"}, False),
		({"own_organisation": "primary_committee", "child_branches": 2}, True),
		({"own_organisation": "general_branch"}, False),
		({"own_organisation": "general_branch", "approval_no": "金律党〔2024〕3号"}, True),
		(
			{"own_organisation": "general_branch", "approval_no": "金律党〔2024〕3号", "full_members": 51},
			False,
		),
	],
)
def test_at_fifty_an_approved_general_branch_will_do_for_the_time_being(changes, ok):
	assert judge("R08", {**FIRM, "full_members": 50, **changes}).ok is ok


MINUTES = {
	"kind": "committee_meeting",
	"starts_on": datetime(2025, 3, 14, 9, 0),
	"location": "会议室",
	"present_count": 5,
	"expected_count": 5,
	"absentees_listed": 0,
	"chair": "PM-00001",
	"agenda": "研究计划",
	"speeches": "发言",
	"outcome": "同意",
}


def test_minutes_are_counted_by_their_fields_and_name_what_is_missing():
	assert judge("R25", MINUTES).ok
	outcome = judge("R25", {**MINUTES, "chair": "", "outcome": ""})
	assert (outcome.ok, outcome.required, outcome.found) == (False, 8, 6)
	assert outcome.message == "The minutes lack: Chair, Decisions."


def test_minutes_are_asked_of_party_meetings_only():
	assert applies("R25", MINUTES)
	assert not applies("R25", {**MINUTES, "kind": "partners_conference"})


@pytest.mark.parametrize(("minute", "ok"), [(29, False), (30, True), (59, True)])
def test_a_theme_day_lasts_an_hour_and_a_half(minute, ok):
	facts = {
		"kinds": ("theme_day",),
		"starts_on": datetime(2025, 3, 14, 9, 0),
		"ends_on": datetime(2025, 3, 14, 10, minute),
	}
	assert judge("R27", facts).ok is ok


def test_a_theme_day_without_an_end_has_no_known_length():
	outcome = judge("R27", {"starts_on": datetime(2025, 3, 14, 9, 0), "ends_on": None})
	assert (outcome.ok, outcome.required, outcome.found) == (False, Decimal("1.5"), None)


@pytest.mark.parametrize(
	("tags", "ok"),
	[
		((), False),
		(("travel",), False),
		(("study",), True),
		(("dues_payment", "voluntary_service", "travel"), True),
	],
)
def test_a_theme_day_has_one_of_the_contents_that_the_guide_names(tags, ok):
	assert judge("R29", {"kinds": ("theme_day",), "content_tags": tags}).ok is ok


def test_a_record_that_also_counts_as_theme_day_is_judged_as_one():
	assert applies("R27", {"kinds": ("member_assembly", "theme_day")})
	assert not applies("R29", {"kinds": ("member_assembly",)})


@pytest.mark.parametrize(
	("lines", "unassigned", "ok"), [(0, 0, False), (12, 0, True), (12, 1, False), (1, 1, False), (1, 0, True)]
)
def test_the_annual_plan_names_who_is_responsible(lines, unassigned, ok):
	facts = {"plan_lines": lines, "plan_lines_unassigned": unassigned, "plan_prepared_on": date(2025, 1, 10)}
	assert judge("R28", facts).ok is ok


@pytest.mark.parametrize(
	("quarters", "unassigned", "ok"),
	[
		({1, 2, 3, 4}, 0, True),
		([1, 1, 2, 3, 4], 0, True),
		({1, 2, 4}, 0, False),
		(set(), 0, False),
		({1, 2, 3, 4}, 1, False),
	],
)
def test_the_lecture_plan_covers_every_quarter_and_names_lecturers(quarters, unassigned, ok):
	assert judge("R30", {"lecture_quarters": quarters, "lecture_lines_unassigned": unassigned}).ok is ok


def test_the_lecture_plan_says_which_quarters_are_missing():
	outcome = judge("R30", {"lecture_quarters": {2, 4}, "lecture_lines_unassigned": 0})
	assert outcome.message == "The annual plan has no lecture in: Q1, Q3."
	assert (outcome.required, outcome.found) == (4, 2)


def test_contacts_are_counted_up_to_what_each_duty_needs():
	facts = {"stage": "full_member", "pairing_categories": ("secretary",), "contacts": {"masses": 7}}
	outcome = judge("R43", facts)
	assert (outcome.ok, outcome.required, outcome.found) == (False, 3, 2)
	assert judge("R43", {**facts, "contacts": {"masses": 2, "firm_head": 1}}).ok


@pytest.mark.parametrize(
	("stage", "expected"),
	[
		("applicant", False),
		("activist", False),
		("development_target", False),
		("probationary_member", True),
		("full_member", True),
	],
)
def test_members_are_those_admitted(stage, expected):
	assert applies("R43", {"stage": stage}) is expected
	assert applies("R49", {"stage": stage}) is expected


def test_a_development_case_is_in_order_without_a_violation():
	outcome = judge("R47", {"violations": ()})
	assert (outcome.ok, outcome.required, outcome.found) == (True, 0, 0)


@pytest.mark.parametrize(("number", "shown"), [(1, 1), (3, 3), (4, 3)])
def test_the_first_violations_of_a_development_case_are_told(number, shown):
	sentences = tuple(f"sentence {index}" for index in range(number))
	outcome = judge("R47", {"violations": sentences})
	assert (outcome.ok, outcome.found) == (False, number)
	assert sum(sentence in outcome.message for sentence in sentences) == shown


def test_only_who_was_named_as_activist_is_investigated():
	assert not applies("N06", {"investigated_from": None})
	assert applies("N06", {"investigated_from": date(2026, 3, 1)})


def reserved(*elsewhere, matters=3):
	return {"branch_type": "branch", "reserved_matters": matters, "reserved_elsewhere": elsewhere}


def test_what_is_reserved_for_the_assembly_is_decided_in_one():
	assert judge("R09", reserved(matters=0)).ok
	assert judge("R09", reserved()).ok
	outcome = judge("R09", reserved(("Party Sanction", "张三")))
	assert (outcome.ok, outcome.required, outcome.found) == (False, 3, 2)
	assert "Party Sanction (张三)" in outcome.message
	assert applies("R09", reserved()) and not applies("R09", {"branch_type": "general_branch"})


MONTHS = tuple(parse(f"2025-{month:02d}") for month in (1, 2, 3))


@pytest.mark.parametrize(
	("recorded", "undated", "ok", "found", "words"),
	[
		({1, 2, 3}, (), True, 3, "recorded for 3 month(s)"),
		({1, 2, 3, 4}, {4}, True, 3, "recorded for 3 month(s)"),
		({1, 3}, (), False, 2, "recorded for 2025-2"),
		((), (), False, 0, "2025-1, 2025-2, 2025-3"),
		({1, 2, 3}, {3}, False, 2, "day of payment is not recorded for 2025-3"),
		({1, 2}, {2}, False, 2, "No standard and sum of dues recorded for 2025-3"),
	],
)
def test_standard_sum_and_day_of_dues_are_recorded_month_by_month(recorded, undated, ok, found, words):
	keys = [frozenset(f"2025-{month:02d}" for month in months) for months in (recorded, undated)]
	outcome = judge("R59", {"dues_asked": MONTHS, "dues_record": DuesRecord(*keys)})
	assert (outcome.ok, outcome.required, outcome.found) == (ok, 3, found)
	assert words in outcome.message


def test_of_many_months_the_first_is_named():
	year = tuple(parse(f"2025-{month:02d}") for month in range(1, 13))
	outcome = judge("R59", {"dues_asked": year, "dues_record": DuesRecord(frozenset({"2025-01"}))})
	assert (outcome.required, outcome.found) == (12, 1)
	assert "for 11 of 12 months, the first 2025-2" in outcome.message


def test_of_whom_no_dues_are_asked_nothing_has_to_be_recorded():
	assert judge("R59", {"dues_asked": (), "dues_record": DuesRecord()}).ok
	assert not applies("R59", {"stage": "activist"})
	assert applies("R59", {"stage": "probationary_member"})
