"""What the records say of each measure: of a member with gaps, of one who moved, of their branches, as of a day."""

from datetime import date
from decimal import Decimal

import pytest

import frappe

from party_affairs.compliance.measures import PROVIDERS, Ask, Measuring
from party_affairs.rules.evaluation.measures import (
	BRANCH,
	MEASURES,
	MEMBER,
	Reading,
	Ref,
	complete,
	sentence,
)
from tests.site import factory
from tests.support.queries import counted_queries

AS_OF = date(2026, 1, 10)
D = Decimal


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee())


@pytest.fixture
def person(branch):
	return factory.member(branch)


@pytest.fixture
def mover(branch):
	"""Somebody who was in another branch until the end of June, and is in `branch` since then."""
	former = factory.branch(parent=branch.parent_party_branch)
	document = factory.member(former)
	document.flags.former = former
	return document


def move(mover, branch):
	factory.moves(mover, branch, "2025-07-01")


def readings(key, *subjects, as_of=AS_OF, kind=None, **parameters):
	kind = kind or (BRANCH if subjects[0].doctype == "Party Branch" else MEMBER)
	branches = {
		subject.name: subject.name
		if kind == BRANCH
		else frappe.db.get_value("Party Member", subject.name, "branch")
		for subject in subjects
	}
	ask = Ask(key, complete(key, kind, parameters))
	found = Measuring(2025, as_of).read(kind, branches, {"it": ask})
	return [found[subject.name]["it"] for subject in subjects]


def reading(key, subject, **options):
	(found,) = readings(key, subject, **options)
	return found


def figures(key, subject, **options):
	found = reading(key, subject, **options)
	return (found.count, found.late, found.of)


def pay(person, months, late=()):
	for month in months:
		factory.dues_entry(
			person,
			f"2025-{month:02d}-01",
			paid="15.00",
			paid_on="2025-12-31" if month in late else f"2025-{month:02d}-10",
		)


def welfare(branch, day, hours, *members):
	return factory.welfare(branch, *members, day=day, hours=hours)


def training(branch, day, hours, *members):
	return frappe.get_doc(
		doctype="Party Training",
		branch=branch.name,
		topic="集中轮训",
		starts_on=day,
		ends_on=day,
		hours=hours,
		participants=[{"member": member.name} for member in members],
	).insert()


def meets(branch, month, *members, absent=None, kind="Theme Day", **values):
	return factory.meeting(
		branch, kind, f"2025-{month:02d}-14 14:00:00", attendees=members, absent=absent or {}, **values
	)


def test_every_measure_is_read_by_somebody():
	assert PROVIDERS.keys() == MEASURES.keys()


# Meetings


def test_attendance_counts_meetings_to_which_somebody_was_expected(branch, person):
	other = factory.member(branch)
	there = [meets(branch, month, person, other) for month in (1, 2, 3)]
	away = meets(branch, 4, other, absent={person.name: "出差"})
	found = reading("theme_day_rate", person)
	assert (found.count, found.of) == (3, 4)
	assert found.records == tuple(Ref("Party Meeting", one.name) for one in there)
	assert found.missing == (Ref("Party Meeting", away.name),)
	assert figures("theme_day_rate", branch) == (7, 0, 8)
	assert reading("theme_day_rate", branch).missing == ()
	assert figures("attendance_rate", person, kinds=["member_assembly"]) == (0, 0, None)


def test_what_was_made_up_by_the_day_counts_as_late(branch, person):
	other = factory.member(branch)
	meeting = meets(branch, 4, other, absent={person.name: "出差"})
	frappe.db.set_value(
		"Party Meeting Attendee",
		{"parent": meeting.name, "member": person.name},
		{"attendance": "Made Up", "made_up_on": "2025-06-01"},
	)
	assert figures("theme_day_rate", person, as_of=date(2025, 5, 31)) == (0, 0, 1)
	assert figures("theme_day_rate", person, as_of=date(2025, 6, 1)) == (0, 1, 1)


def test_meetings_of_both_branches_count_for_somebody_who_moved(branch, person, mover):
	former = mover.flags.former
	colleague = factory.member(former)
	meets(former, 3, mover, colleague)
	meets(former, 4, colleague, absent={mover.name: "病假"})
	move(mover, branch)
	meets(branch, 9, mover, person)
	# Guest at a meeting of the branch that he has left.
	meets(former, 10, mover, colleague)
	assert figures("theme_day_rate", mover) == (2, 0, 3)
	# Each branch counts those who belonged to it on the day.
	assert figures("theme_day_rate", branch) == (2, 0, 2)
	assert figures("theme_day_rate", former) == (4, 0, 5)


def test_somebody_ill_is_asked_for_no_meeting_that_he_missed(branch, person):
	ill = factory.member(branch, is_frail=1, frail_from="2025-01-01")
	meets(branch, 3, person, absent={ill.name: "生病"})
	meets(branch, 4, person, ill)
	assert figures("theme_day_rate", ill) == (1, 0, 1)
	assert figures("theme_day_rate", branch) == (3, 0, 3)


def test_meetings_after_the_day_do_not_count(branch, person):
	for month in (3, 6, 9):
		meets(branch, month, person)
	assert figures("theme_day_rate", person, as_of=date(2025, 6, 30)) == (2, 0, 2)
	assert figures("theme_day_rate", person, as_of=date(2024, 12, 31)) == (0, 0, None)


# Clauses


def test_dues_on_time_late_and_missed(branch, person):
	pay(person, range(1, 12), late=(3,))
	found = reading("dues_on_time", person)
	assert (found.count, found.late, found.of, found.lacking) == (10, 1, 12, 1)
	assert len(found.records) == 11
	assert found.missing == (Ref("Guide Rule", "R49", "2025-12"),)
	factory.member(branch)
	assert figures("dues_on_time", branch) == (10, 1, 24)
	assert sentence("dues_on_time", MEMBER, {}, found) == "10 of 12 months of dues on time. Late: 1."


def test_dues_in_the_former_branch_count(branch, mover):
	pay(mover, range(1, 7))
	move(mover, branch)
	pay(mover, range(7, 10))
	assert figures("dues_on_time", mover) == (9, 0, 12)
	assert figures("dues_on_time", branch) == (3, 0, 6)
	assert figures("dues_on_time", mover.flags.former) == (6, 0, 6)


def test_the_day_decides_which_months_are_asked_and_paid(person):
	pay(person, range(1, 7))
	assert figures("dues_on_time", person, as_of=date(2025, 7, 1)) == (6, 0, 6)
	assert figures("dues_on_time", person) == (6, 0, 12)


def test_thought_reports_wherever_they_were_handed_in(branch, mover):
	factory.thought_report(mover, "2025-H1")
	move(mover, branch)
	factory.thought_report(mover, "2025-H2", "2026-01-05")
	assert figures("thought_reports", mover) == (1, 1, 2)
	assert figures("thought_reports", mover, as_of=date(2026, 1, 4)) == (1, 0, 2)
	assert figures("thought_reports", branch) == (0, 1, 1)


def test_named_clauses_count_together(branch, person):
	pay(person, range(1, 13))
	found = reading("clause_rate", person, clauses=["R32", "R49"])
	assert (found.count, found.late, found.of) == (12, 0, 14)
	assert {ref.about for ref in found.missing} == {"2025-H1", "2025-H2"}
	assert reading("clause_rate", branch, clauses=["R32"]).missing == (
		Ref("Party Member", person.name, "R32 2025-H1"),
		Ref("Party Member", person.name, "R32 2025-H2"),
	)


def test_an_omission_of_linked_clauses_counts_once(branch):
	rates = [
		reading("clause_rate", branch, clauses=clauses) for clauses in (["R39"], ["R40"], ["R39", "R40"])
	]
	assert [one.lacking for one in rates] == [1, 1, 1]


def test_a_clause_that_the_site_has_switched_off_can_be_measured(person):
	frappe.db.set_value("Guide Rule", "R49", "is_enabled", 0)
	pay(person, range(1, 13))
	assert figures("dues_on_time", person) == (12, 0, 12)


# Contacts


def test_contacts_that_a_member_needs_and_has(branch, person):
	factory.pairing(person)
	factory.pairing(person, start="2026-01-02")
	ended = factory.pairing(person, end_date="2025-06-30")
	found = reading("contacts_paired", person)
	assert (found.count, found.of) == (1, 2)
	assert Ref("Contact Pairing", ended.name) not in found.records and len(found.records) == 1
	factory.member(branch)
	assert figures("contacts_paired", branch) == (1, 0, 4)


def test_contacts_made_in_the_year_wherever_recorded(branch, mover):
	before = factory.pairing(
		mover, contact_log=[{"contact_date": "2025-02-03", "method": "Visit", "matter": "走访"}]
	)
	move(mover, branch)
	after = factory.pairing(
		mover,
		contact_log=[
			{"contact_date": day, "method": "Visit", "matter": "走访"}
			for day in ("2025-08-01", "2025-09-01", "2026-01-05")
		],
	)
	found = reading("contacts_made", mover)
	assert (found.count, found.of) == (3, 12)
	assert set(found.records) == {Ref("Contact Pairing", one.name) for one in (before, after)}
	assert figures("contacts_made", branch) == (2, 0, 6)
	assert figures("contacts_made", mover.flags.former) == (1, 0, 6)


# Hours


def test_welfare_hours_for_the_months_of_membership(branch, person):
	came = factory.member(branch, joined_branch_on="2025-10-01")
	welfare(branch, "2025-03-05", 3, person)
	welfare(branch, "2025-11-05", 2.5, person, came)
	welfare(branch, "2026-01-05", 8, person)
	assert figures("welfare_hours", person) == (D("5.5"), 0, 12)
	assert figures("welfare_times", person) == (2, 0, 12)
	assert figures("welfare_hours", came) == (D("2.5"), 0, 3)
	assert figures("welfare_hours", branch) == (8, 0, 15)
	assert figures("welfare_hours", person, as_of=date(2025, 6, 30)) == (3, 0, 6)


def test_months_of_illness_are_not_asked(branch):
	ill = factory.member(branch, is_frail=1, frail_from="2025-04-01", frail_until="2025-06-30")
	welfare(branch, "2025-05-05", 3, ill)
	assert figures("welfare_hours", ill) == (3, 0, 9)


def test_study_hours_from_meetings_and_trainings(branch, person, mover):
	former = mover.flags.former
	training(former, "2025-03-05", 20, mover)
	move(mover, branch)
	meets(branch, 9, person, mover)
	meets(branch, 10, person, absent={mover.name: "出差"})
	training(branch, "2025-11-05", 16, person, mover)
	assert figures("study_hours", mover) == (38, 0, 12)
	assert figures("study_hours", person) == (20, 0, 12)
	found = reading("study_hours", branch)
	assert (found.count, found.of) == (1, 2)
	assert (found.records, found.missing) == (
		(Ref("Party Member", mover.name),),
		(Ref("Party Member", person.name),),
	)
	assert figures("study_hours", branch, target=20) == (2, 0, 2)


# Grades and sanctions


def grade(branch, person, label, decided_on="2025-12-26"):
	appraisal = frappe.get_doc(
		doctype="Democratic Appraisal",
		branch=branch.name,
		year=2025,
		docstatus=1,
		decided_on=decided_on,
		members=[{"member": person.name, "is_graded": 1, "grade": label}],
	)
	appraisal.set_new_name(force=True)
	appraisal.db_insert()
	for row in appraisal.members:
		row.update({"parent": appraisal.name, "docstatus": 1}).db_insert()
	return appraisal


def test_the_grade_of_the_year_counts_from_the_day_of_its_decision(branch, mover):
	appraisal = grade(mover.flags.former, mover, "Basically Qualified")
	found = reading("appraisal_grade", mover)
	assert (found.word, found.records) == (
		"basically_qualified",
		(Ref("Democratic Appraisal", appraisal.name),),
	)
	assert reading("appraisal_grade", mover, as_of=date(2025, 12, 25)) == Reading()
	assert figures("appraisal_grade", mover.flags.former) == (0, 0, 1)
	assert reading("appraisal_grade", branch) == Reading()


def test_sanctions_of_the_year_are_counted_and_their_cases_stay_closed(branch, person):
	other = factory.member(branch)
	sanction = factory.event(person, "Party Sanction", "2025-05-06", sanction="Warning")
	factory.event(person, "Party Sanction", "2024-05-06", sanction="Warning")
	factory.event(person, "Award", "2025-05-06")
	mine, others = readings("sanctions", person, other)
	assert (mine.count, mine.records) == (1, (Ref("Party Member Event", sanction.name),))
	assert (others.count, others.records) == (0, ())
	assert figures("sanctions", branch)[0] == 1
	assert figures("sanctions", person, as_of=date(2025, 5, 5))[0] == 0


def test_honours_of_the_year_of_a_member_and_of_the_branch_itself(branch, person):
	mine = factory.honour(person, awarded_on="2025-07-01")
	factory.honour(person, awarded_on="2024-07-01")
	own = factory.honour(branch, awarded_on="2025-06-30")
	of_member, of_branch = reading("honours", person), reading("honours", branch)
	assert (of_member.count, of_member.records) == (1, (Ref("Honour", mine.name),))
	assert (of_branch.count, of_branch.records) == (1, (Ref("Honour", own.name),))


# How it is read


def all_asks(kind):
	return {
		key: Ask(
			key,
			complete(key, kind, {"clauses": ["R32", "R43", "R49", "N05"]} if key == "clause_rate" else {}),
		)
		for key in PROVIDERS
		if kind in MEASURES[key].asked
	}


@pytest.mark.parametrize("kind", [MEMBER, BRANCH])
def test_queries_are_the_same_for_few_and_for_many(branch, person, kind):
	pay(person, range(1, 13))
	meets(branch, 3, person)
	welfare(branch, "2025-03-05", 3, person)
	names = factory.copies(branch, 20)
	measuring, asks, numbers = Measuring(2025, AS_OF), all_asks(kind), []
	measuring.read(BRANCH, {branch.name: branch.name}, all_asks(BRANCH))
	for number in (1, 2, 20):
		subjects = {name: name for name in names[:number]}
		if kind == MEMBER:
			subjects = dict(
				frappe.get_all(
					"Party Member",
					filters={"branch": ["in", names[:number]]},
					fields=["name", "branch"],
					as_list=True,
				)
			)
		with counted_queries() as queries:
			found = measuring.read(kind, subjects, asks)
		assert len(found) == number
		numbers.append(len(queries))
	assert numbers[0] == numbers[1] == numbers[2]


def test_only_what_a_scheme_names_is_read(branch, person):
	ask = {"it": Ask("welfare_hours", complete("welfare_hours", MEMBER, {}))}
	measuring = Measuring(2025, AS_OF)
	measuring.read(MEMBER, {person.name: branch.name}, ask)
	with counted_queries() as queries:
		measuring.read(MEMBER, {person.name: branch.name}, ask)
	assert not [query for query in queries if "Dues" in query or "Party Meeting" in query]
	twice = {
		"one": ask["it"],
		"two": Ask("welfare_hours", complete("welfare_hours", MEMBER, {"target": 20})),
	}
	with counted_queries() as more:
		measuring.read(MEMBER, {person.name: branch.name}, twice)
	assert len(more) == len(queries)


def test_a_member_alone_and_among_others_gives_the_same(branch, person, mover):
	pay(person, range(1, 9))
	pay(mover, range(1, 7))
	move(mover, branch)
	meets(branch, 9, person, mover)
	welfare(branch, "2025-09-05", 3, person, mover)
	measuring, asks = Measuring(2025, AS_OF), all_asks(MEMBER)
	subjects = {person.name: branch.name, mover.name: branch.name}
	together = measuring.read(MEMBER, subjects, asks)
	for name in subjects:
		assert measuring.read(MEMBER, {name: branch.name}, asks)[name] == together[name]
