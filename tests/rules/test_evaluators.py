from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from party_affairs.guide import registry
from party_affairs.rules import evaluators
from party_affairs.rules.calendar import Workdays
from party_affairs.rules.contact.facts import ContactFacts
from party_affairs.rules.errors import RuleError
from party_affairs.rules.evaluators import due_days_for, evaluate_event
from party_affairs.rules.findings import (
	STATUSES,
	Evidence,
	EvidenceRef,
	Subject,
	Trigger,
	subject_of,
)
from party_affairs.rules.meetings.facts import MinutesFacts, PlanFacts
from party_affairs.rules.organisation.facts import BranchFacts
from party_affairs.rules.periods import parse, period_of
from party_affairs.rules.spells import ALWAYS, NEVER, Spell, Spells, between, one_after_another

YEAR = (date(2025, 1, 1), date(2025, 12, 31))
AFTER = date(2026, 1, 15)
ASSEMBLY = registry.clause("R22")
COMMITTEE = registry.clause("R23")
THEME_DAY = registry.clause("R26")
DUES = registry.clause("R49")


def branch(name="甲支部", first=None, last=None, **during):
	times = {"committee": ALWAYS, "committee_due": ALWAYS, **during}
	return Subject("Party Branch", name, name, between(first, last, name), during=times)


def member(name="PM-1", belongs=None, in_party=ALWAYS, **options):
	return Subject(
		"Party Member",
		name,
		name,
		between(None, None, "甲支部") if belongs is None else belongs,
		during={"in_party": in_party},
		**options,
	)


def evaluate_frequency(clause, subjects, *arguments, **options):
	"""A clause asked of branches of the usual type."""
	facts = {subject.name: BranchFacts() for subject in subjects}
	return evaluators.evaluate_frequency(
		clause, subjects, *arguments, **{"conditions": lambda day: facts, **options}
	)


def evaluate_state(clause, asked, as_of, conditions=None, **options):
	"""A clause asked of subjects, each given with its facts."""
	facts = {subject.name: found for subject, found in asked}
	types = {subject.name: BranchFacts() for subject, _found in asked}
	return evaluators.evaluate_state(
		clause,
		[subject for subject, _found in asked],
		lambda day: facts,
		as_of,
		conditions=(lambda day: facts) if conditions == "facts" else (lambda day: types),
		**options,
	)


def meeting(day, subject="甲支部", name=None, **options):
	return Evidence(subject, day, "Party Meeting", name or f"PMT-{day}", **options)


def paid(month, day, subject="PM-1", **options):
	return Evidence(
		subject, day, "Party Dues Entry", f"{subject}-{month}", about=parse(month).start, **options
	)


def statuses(findings):
	return [finding.status for finding in findings]


# --- how often -------------------------------------------------------------------------------------------------------


def test_one_finding_a_quarter_says_what_is_met_missed_due_and_planned():
	findings = evaluate_frequency(
		ASSEMBLY, [branch()], [meeting(date(2025, 2, 20))], *YEAR, as_of=date(2025, 8, 1)
	)
	assert [(finding.period_key, finding.status) for finding in findings] == [
		("2025-Q1", "met"),
		("2025-Q2", "missed"),
		("2025-Q3", "due"),
		("2025-Q4", "planned"),
	]
	first = findings[0]
	assert first.key == ("R22", "Party Branch", "甲支部", "2025-Q1")
	assert first.evidence == (EvidenceRef("Party Meeting", "PMT-2025-02-20", date(2025, 2, 20)),)
	assert (first.required, first.found, first.due_date) == (1, 1, date(2025, 3, 31))
	assert findings[1].message == "0 of 1 in Quarter 2 of 2025."


@pytest.mark.parametrize(
	("as_of", "status"),
	[
		(date(2025, 3, 31), "due"),
		(date(2025, 4, 1), "missed"),
		(date(2024, 12, 31), "planned"),
		(date(2025, 1, 1), "due"),
	],
)
def test_a_period_is_due_through_its_last_day(as_of, status):
	findings = evaluate_frequency(ASSEMBLY, [branch()], [], date(2025, 1, 1), date(2025, 3, 31), as_of)
	assert statuses(findings) == [status]


def test_a_meeting_still_to_come_is_no_evidence_yet():
	record = meeting(date(2025, 3, 20))
	before = evaluate_frequency(
		ASSEMBLY, [branch()], [record], date(2025, 1, 1), date(2025, 3, 31), date(2025, 3, 19)
	)
	then = evaluate_frequency(
		ASSEMBLY, [branch()], [record], date(2025, 1, 1), date(2025, 3, 31), date(2025, 3, 20)
	)
	assert (statuses(before), before[0].evidence) == (["due"], ())
	assert statuses(then) == ["met"]


def test_evidence_counts_for_its_own_subject_only():
	findings = evaluate_frequency(
		ASSEMBLY,
		[branch("甲支部"), branch("乙支部")],
		[meeting(date(2025, 2, 1), "乙支部")],
		date(2025, 1, 1),
		date(2025, 3, 31),
		AFTER,
	)
	assert {finding.subject: finding.status for finding in findings} == {"甲支部": "missed", "乙支部": "met"}


def test_a_period_may_need_more_than_one_record_and_a_record_counts_once():
	twice = ASSEMBLY.with_parameters(times=2)
	record = meeting(date(2025, 2, 1))
	quarter = (date(2025, 1, 1), date(2025, 3, 31))
	assert statuses(evaluate_frequency(twice, [branch()], [record, record], *quarter, as_of=AFTER)) == [
		"missed"
	]
	both = evaluate_frequency(twice, [branch()], [record, meeting(date(2025, 3, 1))], *quarter, as_of=AFTER)
	assert (statuses(both), both[0].found) == (["met"], 2)


def test_a_branch_is_asked_from_the_first_period_that_finds_it_active():
	young = branch(first=date(2025, 2, 20), last=date(2025, 9, 30))
	findings = evaluate_frequency(ASSEMBLY, [young], [], *YEAR, as_of=AFTER)
	assert statuses(findings) == ["not_applicable", "missed", "missed", "not_applicable"]
	assert findings[0].message == (
		"Concerned on 40 of the 90 days of Quarter 1 of 2025 only, not on more than half."
	)
	assert findings[3].message == "Not active in Quarter 4 of 2025."


@pytest.mark.parametrize(
	("first", "status"), [(date(2025, 2, 14), "missed"), (date(2025, 2, 15), "not_applicable")]
)
def test_a_period_is_asked_of_whoever_was_there_for_more_than_half_of_it(first, status):
	"""The first quarter of 2025 has 90 days: 46 are more than half of them, 45 are not."""
	quarter = (date(2025, 1, 1), date(2025, 3, 31))
	(finding,) = evaluate_frequency(ASSEMBLY, [branch(first=first)], [], *quarter, as_of=AFTER)
	assert finding.status == status
	if status == "missed":
		assert finding.message == ("0 of 1 in Quarter 1 of 2025. (It concerned 46 of the 90 days.)")


def test_a_branch_dissolved_within_a_period_is_not_asked_for_it():
	gone = branch(last=date(2025, 5, 15))
	assert statuses(evaluate_frequency(ASSEMBLY, [gone], [], *YEAR, as_of=AFTER)) == [
		"missed",
		"not_applicable",
		"not_applicable",
		"not_applicable",
	]


def test_committee_meetings_are_asked_only_where_and_while_there_is_a_committee():
	without = branch("乙支部", committee_due=NEVER)
	findings = evaluate_frequency(COMMITTEE, [without], [], *YEAR, as_of=AFTER)
	assert set(statuses(findings)) == {"not_applicable"}
	assert findings[0].message == "Not active in 2025-1."
	since_may = branch(committee_due=between(date(2025, 4, 20), date(2025, 7, 31), True))
	months = evaluate_frequency(COMMITTEE, [since_may], [], *YEAR, as_of=AFTER)
	assert [finding.period_key for finding in months if finding.status == "missed"] == [
		"2025-05",
		"2025-06",
		"2025-07",
	]


def test_an_excused_subject_is_exempt_for_the_periods_that_are_mostly_excused():
	report = registry.clause("R32")
	ill = member(excused={"frail": between(date(2025, 8, 1), None, True)})
	findings = evaluate_frequency(report, [ill], [], *YEAR, as_of=AFTER)
	assert statuses(findings) == ["missed", "exempt"]
	assert set(statuses(evaluate_frequency(DUES, [ill], [], *YEAR, as_of=AFTER))) == {"missed"}


def test_a_clause_is_not_asked_before_it_is_in_force():
	later = replace(ASSEMBLY, effective_from=date(2025, 4, 1), effective_to=date(2025, 9, 30))
	assert statuses(evaluate_frequency(later, [branch()], [], *YEAR, as_of=AFTER)) == [
		"not_applicable",
		"missed",
		"missed",
		"not_applicable",
	]


@pytest.mark.parametrize(
	("day", "status", "sentence"),
	[
		(date(2026, 3, 15), "met", "Done: 1 of 1, on 2026-03-15."),
		(date(2026, 3, 16), "met", "Done: 1 of 1, on 2026-03-16."),
		(date(2026, 3, 20), "met", "Held on 2026-03-20 instead of 2026-03-16."),
		(date(2026, 3, 8), "met", "Held on 2026-03-08 instead of 2026-03-16."),
		(date(2026, 3, 23), "met", "Held on 2026-03-23 instead of 2026-03-16."),
		(date(2026, 3, 24), "late", "Held on 2026-03-24, more than 7 days away from 2026-03-16."),
		(date(2026, 3, 7), "late", "Held on 2026-03-07, more than 7 days away from 2026-03-16."),
	],
)
def test_a_theme_day_near_its_day_is_met_with_a_remark_and_far_from_it_late(day, status, sentence):
	due_days = due_days_for(THEME_DAY, Workdays().is_workday)
	month = (date(2026, 3, 1), date(2026, 3, 31))
	(finding,) = evaluate_frequency(THEME_DAY, [branch()], [meeting(day)], *month, date(2026, 4, 1), due_days)
	assert (finding.status, finding.due_date) == (status, date(2026, 3, 16))
	assert finding.message == sentence
	noted = THEME_DAY.with_parameters(outside_window="noted")
	(finding,) = evaluate_frequency(noted, [branch()], [meeting(day)], *month, date(2026, 4, 1), due_days)
	assert (finding.status, finding.message) == ("met", sentence)


def test_a_second_theme_day_in_time_makes_up_for_one_far_from_its_day():
	due_days = due_days_for(THEME_DAY, Workdays().is_workday)
	records = [meeting(date(2026, 3, 29)), meeting(date(2026, 3, 18))]
	month = (date(2026, 3, 1), date(2026, 3, 31))
	(finding,) = evaluate_frequency(THEME_DAY, [branch()], records, *month, date(2026, 4, 1), due_days)
	assert (finding.status, finding.message) == ("met", "Held on 2026-03-18 instead of 2026-03-16.")


def test_a_theme_day_is_due_on_its_day_and_missed_after_its_month():
	due_days = due_days_for(THEME_DAY.with_parameters(day=20), Workdays().is_workday)
	month = (date(2026, 3, 1), date(2026, 3, 31))
	(running,) = evaluate_frequency(THEME_DAY, [branch()], [], *month, date(2026, 3, 25), due_days)
	assert (running.status, running.due_date) == ("due", date(2026, 3, 20))
	assert running.message == (
		"Overdue: 0 of 1 in 2026-3, to be held on 2026-03-20. It counts until 2026-03-31."
	)
	(before,) = evaluate_frequency(THEME_DAY, [branch()], [], *month, date(2026, 3, 20), due_days)
	assert before.message == "0 of 1 so far in 2026-3, due by 2026-03-20."
	assert before.changes_on == date(2026, 3, 21)
	assert statuses(evaluate_frequency(THEME_DAY, [branch()], [], *month, date(2026, 4, 1), due_days)) == [
		"missed"
	]


def test_only_the_theme_day_has_days_of_its_own():
	assert due_days_for(ASSEMBLY, Workdays().is_workday) is None
	with pytest.raises(RuleError, match="full_moon"):
		due_days_for(ASSEMBLY.with_parameters(due_days="full_moon"), Workdays().is_workday)


def test_dues_paid_after_their_month_are_late_and_in_part_are_not_enough():
	first_quarter = (date(2025, 1, 1), date(2025, 4, 30))
	evidence = [
		paid("2025-01", date(2025, 1, 31)),
		paid("2025-02", date(2025, 3, 1)),
		paid("2025-03", date(2025, 3, 10), partial=True, amount=Decimal("70.5"), whole=Decimal(141)),
		paid("2025-04", date(2025, 4, 1), exempt=True),
	]
	findings = evaluate_frequency(DUES, [member()], evidence, *first_quarter, as_of=AFTER)
	assert statuses(findings) == ["met", "late", "missed", "exempt"]
	assert findings[1].message == "Done on 2025-03-01, after 2025-02-28."
	assert (findings[2].found, len(findings[2].evidence)) == (0, 1)
	assert findings[2].message == "2025-3: 70.50 of 141.00 yuan paid."


def test_dues_paid_in_advance_are_met_before_their_month():
	findings = evaluate_frequency(
		DUES, [member()], [paid("2025-12", date(2025, 1, 5))], *YEAR, as_of=date(2025, 1, 10)
	)
	assert statuses(findings) == ["due", *["planned"] * 10, "met"]


def test_days_of_grace_put_off_what_is_late_and_what_is_missed():
	patient = DUES.with_parameters(grace_days=10)
	january = (date(2025, 1, 1), date(2025, 1, 31))
	for day, status in [(date(2025, 2, 10), "met"), (date(2025, 2, 11), "late")]:
		assert statuses(evaluate_frequency(patient, [member()], [paid("2025-01", day)], *january, AFTER)) == [
			status
		]
	assert statuses(evaluate_frequency(patient, [member()], [], *january, date(2025, 2, 10))) == ["due"]
	assert statuses(evaluate_frequency(patient, [member()], [], *january, date(2025, 2, 11))) == ["missed"]


def test_dues_are_owed_from_the_month_of_the_admission_to_the_month_of_leaving():
	admitted = member(
		belongs=between(date(2024, 1, 1), date(2025, 8, 2), "甲支部"),
		in_party=between(date(2025, 5, 20), None, True),
	)
	findings = evaluate_frequency(DUES, [admitted], [], *YEAR, as_of=AFTER)
	owed = [finding.period_key for finding in findings if finding.status == "missed"]
	assert owed == ["2025-05", "2025-06", "2025-07", "2025-08"]


def test_an_applicant_owes_no_dues():
	applicant = member(in_party=NEVER)
	assert set(statuses(evaluate_frequency(DUES, [applicant], [], *YEAR, as_of=AFTER))) == {"not_applicable"}


def test_a_missing_fact_is_named_with_clause_and_subject():
	with pytest.raises(RuleError, match="R22: the facts of 甲支部 lack BranchFacts"):
		evaluators.evaluate_frequency(ASSEMBLY, [branch()], [], *YEAR, as_of=AFTER)


def test_an_unknown_condition_or_a_clause_without_calendar_is_refused():
	with pytest.raises(RuleError, match=r"R22.*is_sunny"):
		evaluate_frequency(replace(ASSEMBLY, applies_when="is_sunny"), [branch()], [], *YEAR, as_of=AFTER)
	with pytest.raises(RuleError, match="R03 has no calendar period"):
		evaluate_frequency(registry.clause("R03"), [branch()], [], *YEAR, as_of=AFTER)


DAYS = st.dates(date(2024, 10, 1), date(2026, 3, 31))
NAMES = st.sampled_from(["甲支部", "乙支部", "丙支部"])
RECORDS = st.lists(
	st.builds(
		Evidence,
		NAMES,
		DAYS,
		st.just("Party Meeting"),
		st.integers(1, 40).map("PMT-{}".format),
		st.one_of(st.none(), st.sampled_from([date(2025, 1, 1), date(2025, 6, 30)])),
		st.booleans(),
	),
	max_size=30,
)
SUBJECTS = st.lists(
	st.builds(branch, NAMES, st.one_of(st.none(), DAYS), st.one_of(st.none(), DAYS)),
	max_size=3,
	unique_by=lambda subject: subject.name,
)


@given(SUBJECTS, RECORDS, DAYS, st.randoms())
def test_order_and_repetition_change_nothing_and_every_period_has_one_finding(
	subjects, records, as_of, random
):
	findings = evaluate_frequency(THEME_DAY, subjects, records, *YEAR, as_of=as_of)
	assert len({finding.key for finding in findings}) == len(findings) == 12 * len(subjects)
	assert {finding.status for finding in findings} <= set(STATUSES)
	shuffled, turned = random.sample(records, len(records)), random.sample(subjects, len(subjects))
	assert evaluate_frequency(THEME_DAY, turned, shuffled + records, *YEAR, as_of=as_of) == findings


@given(RECORDS, DAYS, DAYS, NAMES)
def test_one_more_record_never_undoes_what_is_met(records, as_of, day, name):
	subjects = [branch(name)]
	before = evaluate_frequency(THEME_DAY, subjects, records, *YEAR, as_of=as_of)
	after = evaluate_frequency(THEME_DAY, subjects, [*records, meeting(day, name)], *YEAR, as_of=as_of)
	for old, new in zip(before, after, strict=True):
		assert old.status != "met" or new.status == "met"


@given(RECORDS, DAYS, st.integers(0, 200))
def test_what_is_missed_or_met_stays_so_as_time_passes_unless_it_is_done_late(records, as_of, days):
	now = evaluate_frequency(DUES, [member("甲支部")], records, *YEAR, as_of=as_of)
	later = evaluate_frequency(DUES, [member("甲支部")], records, *YEAR, as_of=as_of + timedelta(days=days))
	for old, new in zip(now, later, strict=True):
		assert old.status != "met" or new.status == "met"
		assert old.status != "missed" or new.status in ("missed", "late")


QUARTER_END = {("PM-1", f"2025-{month:02d}"): date(2025, 3, 31) for month in (1, 2, 3)}


@pytest.mark.parametrize(
	("as_of", "statuses_of_quarter"),
	[
		(date(2025, 2, 20), ["due", "met", "planned"]),
		(date(2025, 3, 31), ["due", "met", "met"]),
		(date(2025, 4, 1), ["missed", "met", "met"]),
		(date(2025, 4, 2), ["late", "met", "met"]),
	],
)
def test_a_deadline_of_the_record_itself_counts_instead_of_the_periods_end(as_of, statuses_of_quarter):
	"""A quarterly payer: February paid before its end, March on the quarter's last day, January after it."""
	evidence = [
		paid("2025-01", date(2025, 4, 2)),
		paid("2025-02", date(2025, 2, 10)),
		paid("2025-03", date(2025, 3, 31)),
	]
	findings = evaluate_frequency(
		DUES, [member()], evidence, date(2025, 1, 1), date(2025, 3, 31), as_of, deadlines=QUARTER_END
	)
	assert statuses(findings) == statuses_of_quarter
	assert {finding.due_date for finding in findings} == {date(2025, 3, 31)}


def test_a_month_paid_in_its_quarter_is_in_time_for_quarterly_payers_alone():
	evidence = [paid("2025-01", date(2025, 3, 31)), paid("2025-01", date(2025, 3, 31), "PM-2")]
	findings = evaluate_frequency(
		DUES,
		[member(), member("PM-2")],
		evidence,
		date(2025, 1, 1),
		date(2025, 1, 31),
		date(2025, 5, 1),
		deadlines=QUARTER_END,
	)
	assert statuses(findings) == ["met", "late"]


def test_days_of_grace_come_after_the_records_own_deadline():
	clause = DUES.with_parameters(grace_days=5)
	for day, status in ((date(2025, 4, 5), "met"), (date(2025, 4, 6), "late")):
		findings = evaluate_frequency(
			clause,
			[member()],
			[paid("2025-01", day)],
			date(2025, 1, 1),
			date(2025, 1, 31),
			AFTER,
			deadlines=QUARTER_END,
		)
		assert statuses(findings) == [status]


# --- in what state ---------------------------------------------------------------------------------------------------

JOINT = registry.clause("R03")
PLAN = registry.clause("R28")
LENGTH = registry.clause("R27")


def plan(lines=12, prepared_on=None):
	return PlanFacts(
		lines=lines,
		themes=dict.fromkeys(range(1, 13), True),
		lectures=dict.fromkeys(range(1, 5), True),
		prepared_on=prepared_on,
	)


def joint(firms, **options):
	return branch(**options), BranchFacts(branch_type="joint_branch", covered_firms=firms)


def planned(prepared_on, lines=12, **options):
	return branch(**options), plan(lines, prepared_on)


def test_a_state_gives_one_finding_for_the_year_of_the_run():
	(finding,) = evaluate_state(JOINT, [joint(6)], date(2025, 6, 1), "facts")
	assert (finding.key, finding.status) == (("R03", "Party Branch", "甲支部", "2025"), "missed")
	assert (finding.required, finding.found, finding.due_date) == (5, 6, None)
	(other_year,) = evaluate_state(
		JOINT, [joint(5)], AFTER, "facts", period=period_of("year", date(2025, 1, 1))
	)
	assert (other_year.period_key, other_year.status) == ("2025", "met")


def test_a_state_is_not_asked_of_those_it_does_not_concern():
	def of(asked, clause=JOINT):
		return statuses(evaluate_state(clause, [asked], AFTER, "facts"))

	assert of((branch(), BranchFacts(covered_firms=9))) == ["not_applicable"]
	assert of(joint(9, last=date(2025, 12, 31))) == ["not_applicable"]
	assert of(joint(9, first=date(2026, 2, 1))) == ["not_applicable"]
	assert of(joint(9), replace(JOINT, effective_from=date(2027, 1, 1))) == ["not_applicable"]


def test_what_has_ended_is_judged_as_of_its_last_day():
	(finding,) = evaluate_state(
		JOINT, [joint(9, last=date(2025, 11, 30))], AFTER, "facts", period=parse("2025")
	)
	assert (finding.status, finding.branch) == ("missed", "甲支部")
	assert finding.message == "As of 2025-11-30: Covers 9 law firms, more than 5."
	(gone,) = evaluate_state(JOINT, [joint(9, last=date(2025, 3, 31))], AFTER, "facts", period=parse("2025"))
	assert gone.status == "not_applicable"


@pytest.mark.parametrize(
	("as_of", "status"),
	[
		(date(2025, 1, 1), "due"),
		(date(2025, 1, 31), "due"),
		(date(2025, 2, 1), "missed"),
		(date(2024, 12, 31), "planned"),
	],
)
def test_a_plan_is_due_by_the_end_of_january(as_of, status):
	(finding,) = evaluate_state(PLAN, [planned(None, lines=0)], as_of, period=parse("2025"))
	assert (finding.status, finding.due_date) == (status, date(2025, 1, 31))


@pytest.mark.parametrize(
	("prepared_on", "status"),
	[(date(2024, 12, 20), "met"), (date(2025, 1, 31), "met"), (date(2025, 2, 1), "late"), (None, "met")],
)
def test_a_plan_made_after_january_is_late(prepared_on, status):
	assert statuses(evaluate_state(PLAN, [planned(prepared_on)], AFTER, period=parse("2025"))) == [status]


def test_a_branch_founded_during_the_year_has_a_month_to_plan_what_remains():
	young = planned(None, lines=0, first=date(2025, 3, 1))
	for as_of, status in ((date(2025, 4, 1), "due"), (date(2025, 4, 2), "missed")):
		(finding,) = evaluate_state(PLAN, [young], as_of, period=parse("2025"))
		assert (finding.status, finding.due_date) == (status, date(2025, 4, 1))
	late = planned(None, lines=0, first=date(2025, 8, 1))
	assert statuses(evaluate_state(PLAN, [late], AFTER, period=parse("2025"))) == ["not_applicable"]


@pytest.mark.parametrize(
	("as_of", "status", "due", "changes_on"),
	[
		(date(2025, 6, 1), "due", date(2025, 6, 30), date(2025, 7, 1)),
		(date(2025, 6, 30), "due", date(2025, 6, 30), date(2025, 7, 1)),
		(date(2025, 7, 1), "missed", None, None),
	],
)
def test_a_new_organisation_has_its_first_month_for_every_state(as_of, status, due, changes_on):
	asked, settling = joint(6, first=date(2025, 6, 1)), {"甲支部": date(2025, 6, 30)}
	(finding,) = evaluate_state(JOINT, [asked], as_of, "facts", settling=settling)
	assert (finding.status, finding.due_date, finding.changes_on) == (status, due, changes_on)
	assert ("new here" in str(finding.message)) == (status == "due")
	(kept,) = evaluate_state(JOINT, [joint(5)], as_of, "facts", settling=settling)
	assert (kept.status, kept.due_date) == ("met", None)


def test_what_a_new_organisation_does_in_its_first_month_is_in_time():
	settling = {"甲支部": date(2025, 6, 30)}
	clause = PLAN.with_parameters(arrival_grace_days=0)
	found = [
		evaluate_state(clause, [planned(on)], AFTER, period=parse("2025"), settling=settling)[0].status
		for on in (date(2025, 6, 30), date(2025, 7, 1))
	]
	assert found == ["met", "late"]


def test_a_meeting_is_judged_for_the_year_of_its_own_day():
	def theme_day(day):
		subject = subject_of("甲支部", "Party Meeting", f"PMT-{day}", f"{day}", day=day)
		return subject, MinutesFacts(kinds=("theme_day",))

	def judged(*days):
		return evaluate_state(LENGTH, [theme_day(day) for day in days], AFTER, "facts")

	findings = judged(date(2025, 3, 14), date(2024, 3, 15))
	assert [(finding.period_key, finding.status) for finding in findings] == [
		("2024", "missed"),
		("2025", "missed"),
	]
	assert statuses(judged(date(2026, 3, 16))) == ["planned"]
	assert statuses(judged(date(2019, 12, 31))) == ["not_applicable"]


def test_a_report_is_judged_for_the_year_that_it_is_about():
	heard = subject_of("甲支部", "Party Meeting", "PMT-1", "一月", day=date(2025, 1, 12), year=2024)
	facts = MinutesFacts(kinds=("theme_day",))
	assert [finding.period_key for finding in evaluate_state(LENGTH, [(heard, facts)], AFTER, "facts")] == [
		"2024"
	]


def test_lectures_are_counted_by_quarter_and_planned_by_year():
	lectures = registry.clause("R30")
	subject = branch()
	counted = evaluate_frequency(lectures, [subject], [], *YEAR, as_of=AFTER)
	facts = PlanFacts(lectures=dict.fromkeys((1, 2, 3), True))
	judged = evaluate_state(lectures, [(subject, facts)], AFTER, period=parse("2025"))
	keys = [finding.key for finding in (*counted, *judged)]
	assert [key[3] for key in keys] == ["2025-Q1", "2025-Q2", "2025-Q3", "2025-Q4", "2025"]
	assert statuses(judged) == ["missed"]


def test_an_unknown_predicate_or_a_missing_fact_is_refused():
	with pytest.raises(RuleError, match=r"R03.*is_lovely"):
		evaluate_state(replace(JOINT, predicate="is_lovely"), [joint(5)], AFTER)
	with pytest.raises(RuleError, match="lack PlanFacts"):
		evaluate_state(PLAN, [joint(5)], AFTER)


@given(st.permutations([joint(firms, name=f"{firms}所") for firms in (1, 5, 6, 9)]))
def test_the_order_of_subjects_changes_nothing(subjects):
	findings = evaluate_state(JOINT, subjects, AFTER, "facts")
	assert {finding.subject: finding.status for finding in findings} == {
		"1所": "met",
		"5所": "met",
		"6所": "missed",
		"9所": "missed",
	}
	in_order = sorted(subjects, key=lambda asked: asked[0].name)
	assert findings == evaluate_state(JOINT, in_order, AFTER, "facts")


# --- how soon --------------------------------------------------------------------------------------------------------

TALK = registry.clause("R42")
EVENT_DAY = date(2025, 3, 10)


def event(name="PME-1", day=EVENT_DAY, **options):
	return Trigger(member(**options), day, "Party Member Event", name)


def talk(day, **options):
	return Evidence("PM-1", day, "Heart Talk", f"HT-{day}", **options)


@pytest.mark.parametrize(
	("answers", "as_of", "status"),
	[
		([], date(2025, 3, 9), "planned"),
		([], date(2025, 3, 10), "due"),
		([], date(2025, 4, 9), "due"),
		([], date(2025, 4, 10), "missed"),
		([talk(date(2025, 4, 9))], AFTER, "met"),
		([talk(date(2025, 4, 10))], AFTER, "late"),
		([talk(date(2025, 4, 10)), talk(date(2025, 3, 11))], AFTER, "met"),
		([talk(date(2025, 3, 9))], AFTER, "missed"),
		([talk(date(2025, 3, 11), partial=True)], AFTER, "missed"),
		([talk(date(2025, 3, 11), answers="PME-1")], AFTER, "met"),
		([talk(date(2025, 3, 11), answers="PME-2")], AFTER, "missed"),
		([talk(date(2025, 3, 12))], date(2025, 3, 11), "due"),
	],
)
def test_an_event_calls_for_an_answer_within_its_limit(answers, as_of, status):
	(finding,) = evaluate_event(TALK, [event()], answers, as_of)
	assert (finding.status, finding.due_date) == (status, date(2025, 4, 9))
	assert finding.key == ("R42", "Party Member Event", "PME-1", "2025-03")


def test_a_limit_may_be_given_in_calendar_months():
	monthly = replace(TALK, parameters=MappingProxyType({"limit_months": 1}))
	(finding,) = evaluate_event(monthly, [event(day=date(2025, 1, 31))], [], AFTER)
	assert finding.due_date == date(2025, 2, 28)


def test_two_events_of_one_member_in_a_month_have_a_finding_each():
	findings = evaluate_event(TALK, [event("PME-2"), event("PME-1")], [talk(date(2025, 3, 20))], AFTER)
	assert [(finding.subject, finding.status) for finding in findings] == [("PME-1", "met"), ("PME-2", "met")]


def test_an_event_is_not_asked_outside_the_clause_and_may_be_excused():
	before = replace(TALK, effective_from=date(2026, 1, 1))
	assert statuses(evaluate_event(before, [event()], [], AFTER)) == ["not_applicable"]
	joint_only = replace(TALK, applies_when="is_joint_branch")
	facts = {"PM-1": BranchFacts()}
	assert statuses(evaluate_event(joint_only, [event()], [], AFTER, lambda day: facts)) == ["not_applicable"]
	lenient = TALK.with_parameters(excuses=["frail"])
	assert statuses(evaluate_event(lenient, [event(excused={"frail": ALWAYS})], [], AFTER)) == ["exempt"]


@given(st.lists(st.dates(date(2025, 1, 1), date(2025, 12, 31)), max_size=6), st.randoms())
def test_the_order_of_answers_changes_nothing(days, random):
	answers = [talk(day) for day in days]
	triggers = [event(f"PME-{number}", EVENT_DAY + timedelta(days=40 * number)) for number in range(4)]
	findings = evaluate_event(TALK, triggers, answers, AFTER)
	shuffled = evaluate_event(
		TALK, random.sample(triggers, 4), random.sample(answers, len(answers)) + answers, AFTER
	)
	assert findings == shuffled


# --- people who move -------------------------------------------------------------------------------------------------

MOVED = Spells((Spell(date.min, date(2025, 10, 9), "甲支部"), Spell(date(2025, 10, 10), None, "乙支部")))
REPORT = registry.clause("R32")
PAIRING = registry.clause("R43")


def answers(findings):
	return {finding.period_key: (finding.branch, finding.status) for finding in findings}


def test_each_branch_answers_for_the_days_on_which_somebody_was_its_member():
	mover = member(belongs=MOVED)
	assert answers(evaluate_frequency(REPORT, [mover], [], *YEAR, as_of=AFTER)) == {
		"2025-H1": ("甲支部", "missed"),
		"2025-H2": ("乙支部", "missed"),
	}
	dues = answers(evaluate_frequency(DUES, [mover], [], *YEAR, as_of=AFTER))
	assert [dues[f"2025-{month:02d}"][0] for month in (9, 10, 11)] == ["甲支部", "乙支部", "乙支部"]


def test_a_check_of_september_does_not_know_a_move_of_october():
	findings = evaluate_frequency(REPORT, [member(belongs=MOVED)], [], *YEAR, as_of=date(2025, 9, 30))
	assert answers(findings) == {"2025-H1": ("甲支部", "missed"), "2025-H2": ("甲支部", "due")}


@pytest.mark.parametrize(("day", "branch"), [(date(2025, 12, 17), "乙支部"), (date(2025, 12, 18), "甲支部")])
def test_an_arrival_just_before_the_end_of_a_period_leaves_it_to_the_old_branch(day, branch):
	moves = Spells((Spell(date.min, day - timedelta(days=1), "甲支部"), Spell(day, None, "乙支部")))
	found = answers(evaluate_frequency(REPORT, [member(belongs=moves)], [], *YEAR, as_of=AFTER))
	assert found["2025-H2"][0] == branch
	dues = answers(evaluate_frequency(DUES, [member(belongs=moves)], [], *YEAR, as_of=AFTER))
	assert dues["2025-12"][0] == "乙支部"


@pytest.mark.parametrize(
	("came_on", "half_years", "year"),
	[
		(date(2025, 7, 10), ["not_applicable", "missed"], "not_applicable"),
		(date(2025, 1, 16), ["missed", "missed"], "missed"),
		(date(2025, 11, 10), ["not_applicable", "not_applicable"], "not_applicable"),
	],
)
def test_somebody_who_joins_is_asked_for_what_remains(came_on, half_years, year):
	new = member(belongs=between(came_on, None, "甲支部"))
	assert statuses(evaluate_frequency(REPORT, [new], [], *YEAR, as_of=AFTER)) == half_years
	review = registry.clause("R38")
	assert statuses(evaluate_frequency(review, [new], [], *YEAR, as_of=AFTER)) == [year]


def test_somebody_who_just_came_has_time_to_find_his_contacts():
	new = member(belongs=between(date(2025, 12, 22), None, "甲支部"))
	lacking = ContactFacts()
	for as_of, status in (
		(date(2026, 1, 1), "due"),
		(date(2026, 2, 20), "due"),
		(date(2026, 2, 21), "missed"),
	):
		(finding,) = evaluate_state(PAIRING, [(new, lacking)], as_of, period=parse("2025"))
		assert (finding.status, finding.due_date) == (status, date(2026, 2, 20))


SPELLS = st.lists(
	st.tuples(DAYS, st.one_of(st.none(), DAYS), NAMES).filter(
		lambda spell: spell[1] is None or spell[0] <= spell[1]
	),
	max_size=4,
).map(lambda items: one_after_another(Spell(*item) for item in items))


@given(SPELLS, DAYS)
def test_a_period_has_one_branch_that_answers_and_never_one_that_was_not_there(belongs, as_of):
	findings = evaluate_frequency(DUES, [member(belongs=belongs)], [], *YEAR, as_of=as_of)
	assert len(findings) == 12
	for finding in findings:
		if finding.status != "not_applicable":
			inside = belongs.seen_on(as_of).within(finding.period_start, finding.period_end)
			assert finding.branch in {spell.value for spell in inside}


@given(SPELLS, RECORDS, DAYS)
def test_an_answer_stays_until_the_day_that_it_names(belongs, records, as_of):
	subject = member("甲支部", belongs=belongs)
	(now, then) = (
		evaluate_frequency(REPORT, [subject], records, *YEAR, as_of=day)
		for day in (as_of, as_of + timedelta(days=1))
	)
	borders = {as_of + timedelta(days=1)} & set(belongs.borders(as_of))
	for before, after in zip(sorted(now, key=_period), sorted(then, key=_period), strict=True):
		if not borders and (before.changes_on is None or before.changes_on > as_of + timedelta(days=1)):
			assert (before.status, before.branch) == (after.status, after.branch)


def _period(finding):
	return finding.period_start
