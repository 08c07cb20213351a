"""From records to findings: what counts on which day, for whom, and that the number of queries stays the same."""

from datetime import date

import pytest

import frappe

from party_affairs import facts
from party_affairs.compliance.run import Check
from party_affairs.rules.organisation.facts import BranchFacts, CommitteeFacts, FirmFacts
from tests.site import factory
from tests.support.queries import counted_queries

YEAR_END = date(2025, 12, 31)
AFTER = date(2026, 1, 1)


@pytest.fixture
def committee():
	return factory.committee()


def lines(*branches, as_of=AFTER, year=2025):
	"""Findings of the branches by (rule, subject, period)."""
	names = [branch.name for branch in branches]
	return {(line.rule, line.subject, line.period_key): line for line in Check(year).lines(names, as_of)}


def members(branch, number, **values):
	return [factory.member(branch, **values) for _ in range(number)]


def fact(branch, kind, key, day):
	return getattr(facts.load([branch.name], day).facts(kind, day)[branch.name], key)


def firm_facts(committee, firm, day=YEAR_END):
	return facts.load([committee.name], day).facts(FirmFacts, day)[firm.name]


def test_full_members_are_counted_on_the_day_they_became_full(committee):
	branch = factory.branch(parent=committee)
	factory.member(branch, joined_on="2024-06-30", full_member_on="2025-07-01")
	assert fact(branch, BranchFacts, "full_members", date(2025, 6, 30)) == 0
	assert fact(branch, BranchFacts, "full_members", date(2025, 7, 1)) == 1


def test_a_member_counts_up_to_and_including_the_day_on_which_he_left(committee):
	branch = factory.branch(parent=committee)
	factory.member(branch, status="Transferred Out", left_branch_on="2025-05-31")
	assert fact(branch, BranchFacts, "full_members", date(2025, 5, 31)) == 1
	assert fact(branch, BranchFacts, "full_members", date(2025, 6, 1)) == 0


def test_nobody_is_counted_in_a_branch_before_he_came(committee):
	branch = factory.branch(parent=committee)
	factory.member(branch, joined_branch_on="2025-03-02")
	assert fact(branch, BranchFacts, "full_members", date(2025, 3, 1)) == 0
	assert fact(branch, BranchFacts, "full_members", date(2025, 3, 2)) == 1


@pytest.mark.parametrize(
	("number", "rule", "status"),
	[(6, "R04", "Missed"), (7, "R05", "Missed"), (7, "R04", None), (6, "R05", None)],
)
def test_seven_full_members_decide_whether_a_committee_is_asked_for(committee, number, rule, status):
	branch = factory.branch(parent=committee)
	members(branch, number)
	line = lines(branch).get((rule, branch.name, "2025"))
	assert (line and line.status) == status


@pytest.mark.parametrize(("seats", "status"), [(3, "Met"), (4, "Missed")])
def test_a_committee_has_at_most_half_as_many_seats_as_full_members(committee, seats, status):
	branch = factory.branch(parent=committee)
	people = members(branch, 7)
	posts = ("Secretary", "Organisation Commissioner", "Publicity Commissioner", "Discipline Commissioner")
	for person, post in zip(people, posts[:seats], strict=False):
		factory.post(person, post)
	found = lines(branch)
	assert found["R06", branch.name, "2025"].status == status
	assert (found["R06", branch.name, "2025"].found, found["R06", branch.name, "2025"].required) == (
		str(seats),
		"3",
	)
	assert found["R05", branch.name, "2025"].status == "Met"


def test_a_removed_post_is_held_no_more_on_the_day_of_removal(committee):
	branch = factory.branch(parent=committee)
	factory.post(factory.member(branch), "Secretary", removed_on="2025-06-15")
	assert fact(branch, CommitteeFacts, "secretaries", date(2025, 6, 14)) == 1
	assert fact(branch, CommitteeFacts, "secretaries", date(2025, 6, 15)) == 0


@pytest.mark.parametrize(("firms", "status"), [(5, "Met"), (6, "Missed")])
def test_a_joint_branch_covers_at_most_five_firms(committee, firms, status):
	branch = factory.branch(
		branch_type="Joint Branch", parent=committee, firms=[factory.firm(committee) for _ in range(firms)]
	)
	assert lines(branch)["R03", branch.name, "2025"].status == status


def test_a_firm_that_left_a_joint_branch_no_longer_counts(committee):
	branch = factory.branch(
		branch_type="Joint Branch", parent=committee, firms=[factory.firm(committee) for _ in range(6)]
	)
	branch.covered_firms[0].left_on = "2025-08-31"
	branch.save()
	assert fact(branch, BranchFacts, "covered_firms", date(2025, 8, 31)) == 6
	assert fact(branch, BranchFacts, "covered_firms", date(2025, 9, 1)) == 5


@pytest.mark.parametrize(
	("number", "rule", "status"), [(2, "R02", "Missed"), (3, "R01", "Missed"), (2, "R01", None)]
)
def test_three_full_members_decide_which_organisation_a_firm_needs(committee, number, rule, status):
	firm = factory.firm(committee)
	elsewhere = factory.branch(parent=committee)
	members(elsewhere, number, firm=firm.name)
	line = lines(committee).get((rule, firm.name, "2025"))
	assert (line and line.status) == status


def test_an_organisation_is_a_firms_own_only_if_it_covers_no_other(committee):
	one, other = factory.firm(committee), factory.firm(committee)
	shared = factory.branch(parent=committee, firms=[one, other])
	assert firm_facts(committee, one).own_organisation is None
	factory.branch(branch_type="Joint Branch", parent=committee, firms=[other])
	assert firm_facts(committee, other).in_joint_branch
	assert not firm_facts(committee, one).in_joint_branch
	shared.covered_firms[1].left_on = "2025-08-31"
	shared.save()
	assert firm_facts(committee, one).own_organisation == "branch"
	assert firm_facts(committee, other).own_organisation is None


def test_the_highest_of_a_firms_organisations_counts_with_its_children(committee):
	firm = factory.firm(committee)
	general = factory.branch(
		branch_type="General Branch", parent=committee, firms=[firm], approval_no="批〔2020〕1号"
	)
	for _ in range(2):
		factory.branch(parent=general, firms=[firm])
	factory.branch(parent=general, status="Dissolved", dissolved_on="2025-06-30")
	found = firm_facts(committee, firm)
	assert (found.own_organisation, found.approval_no) == ("general_branch", "批〔2020〕1号")
	assert found.child_branches == 2
	assert firm_facts(committee, firm, date(2025, 6, 30)).child_branches == 3


def test_findings_about_a_firm_belong_to_the_committee_in_charge(committee):
	firm = factory.firm(committee)
	branch = factory.branch(parent=committee)
	members(branch, 3, firm=firm.name)
	assert lines(committee)["R01", firm.name, "2025"].branch == committee.name
	assert not [key for key in lines(branch) if key[0] == "R01"]


def test_only_submitted_meetings_prove_anything(committee):
	branch = factory.branch(parent=committee)
	draft = factory.meeting(branch, "Member Assembly", "2025-02-14 14:00:00", submit=False)
	assert lines(branch)["R22", branch.name, "2025-Q1"].status == "Missed"
	draft.submit()
	line = lines(branch)["R22", branch.name, "2025-Q1"]
	assert (line.status, line.evidence) == ("Met", f'[["Party Meeting", "{draft.name}"]]')
	draft.cancel()
	assert lines(branch)["R22", branch.name, "2025-Q1"].status == "Missed"


def test_one_record_counts_for_every_kind_that_it_was(committee):
	branch = factory.branch(parent=committee)
	factory.meeting(
		branch, "Theme Day", "2025-05-15 14:00:00", also_assembly=1, also_lecture=1, lecturer="张书记"
	)
	found = lines(branch)
	for rule, period in (("R26", "2025-05"), ("R22", "2025-Q2"), ("R30", "2025-Q2")):
		assert found[rule, branch.name, period].status == "Met", rule
	assert found["R26", branch.name, "2025-06"].status == "Missed"


@pytest.mark.parametrize(
	("rule", "kind"), [("R15", "Organisation Life Meeting"), ("R16", "Partners Conference")]
)
def test_what_is_held_once_a_year_counts_on_any_day_of_it(committee, rule, kind):
	branch = factory.branch(parent=committee)
	assert lines(branch)[rule, branch.name, "2025"].status == "Missed"
	factory.meeting(branch, kind, "2025-12-30 14:00:00")
	assert lines(branch)[rule, branch.name, "2025"].status == "Met"


def test_group_meetings_count_for_their_own_group(committee):
	branch = factory.branch(parent=committee)
	first, second = factory.group(branch), factory.group(branch, "第二党小组")
	factory.meeting(branch, "Group Meeting", "2025-04-10 14:00:00", party_group=first.name)
	found = lines(branch)
	assert found["R24", first.name, "2025-04"].status == "Met"
	assert found["R24", second.name, "2025-04"].status == "Missed"


def test_a_committee_meeting_is_asked_of_branches_with_a_committee_only(committee):
	branch = factory.branch(parent=committee)
	people = members(branch, 7)
	assert not [key for key in lines(branch) if key[0] == "R23"]
	factory.post(people[0], "Organisation Commissioner", start="2025-04-20")
	asked = {period for rule, _subject, period in lines(branch) if rule == "R23"}
	# Seven full members need one: the months before it are asked as well.
	assert asked == {f"2025-{month:02d}" for month in range(1, 13)}


def test_a_committee_that_need_not_be_is_asked_for_its_own_months(committee):
	branch = factory.branch(parent=committee)
	people = members(branch, 6)
	factory.post(people[0], "Organisation Commissioner", start="2025-04-20")
	asked = {period for rule, _subject, period in lines(branch) if rule == "R23"}
	assert asked == {f"2025-{month:02d}" for month in range(5, 13)}


@pytest.mark.parametrize(("number", "asked"), [(7, set(range(1, 13))), (6, {1, 2, 3, 9, 10, 11, 12})])
def test_between_two_committees_meetings_are_asked_of_a_branch_that_needs_one(committee, number, asked):
	branch = factory.branch(parent=committee)
	people = members(branch, number)
	factory.post(people[0], "Organisation Commissioner", start="2024-01-01", end="2025-03-31")
	factory.post(people[0], "Organisation Commissioner", start="2025-09-01", end="2026-12-31")
	months = {period for rule, _subject, period in lines(branch) if rule == "R23" and period != "2025"}
	assert months == {f"2025-{month:02d}" for month in asked}


def test_incomplete_minutes_and_short_theme_days_are_found_by_meeting(committee):
	branch = factory.branch(parent=committee)
	person = factory.member(branch)
	good = factory.meeting(branch, "Theme Day", "2025-03-14 14:00:00", attendees=[person], chair=person.name)
	poor = factory.meeting(
		branch,
		"Theme Day",
		"2025-04-15 15:00:00",
		attendees=[person],
		chair=person.name,
		location="",
		has_study=0,
	)
	found = lines(branch)
	assert [found[rule, good.name, "2025"].status for rule in ("R25", "R27", "R29")] == ["Met"] * 3
	assert [found[rule, poor.name, "2025"].status for rule in ("R25", "R27", "R29")] == ["Missed"] * 3


def test_a_plan_without_anybody_responsible_is_a_gap(committee):
	branch = factory.branch(parent=committee)
	person = factory.member(branch)
	assert lines(branch)["R28", branch.name, "2025"].status == "Missed"
	plan = factory.plan(branch, responsible=person, months=range(1, 13), quarters=(1, 2, 3))

	def judged():
		found = lines(branch)
		return tuple(found[rule, branch.name, "2025"].status for rule in ("R28", "R30"))

	assert judged() == ("Missed", "Missed")
	plan.append("lines", {"month": 12, "kind": "Party Lecture", "topic": "党课", "lecturer": "李律师"})
	plan.save()
	assert judged() == ("Met", "Met")
	plan.append("lines", {"month": 12, "kind": "Theme Day", "topic": "慰问"})
	plan.save()
	assert judged() == ("Missed", "Met")


def test_dues_are_asked_month_by_month_of_party_members(committee):
	branch = factory.branch(parent=committee)
	person = factory.member(branch, stage="Probationary Member", joined_on="2025-06-20", full_member_on=None)
	factory.member(branch, stage="Activist", joined_on=None, full_member_on=None)
	factory.dues_entry(person, "2025-06-01", paid="15.00", paid_on="2025-06-25")
	factory.dues_entry(person, "2025-07-01", paid="5.00", paid_on="2025-07-15")
	factory.dues_entry(person, "2025-08-01", due="0", status="Exempt")
	factory.dues_entry(person, "2025-09-01", paid="15.00", paid_on="2025-10-08")
	found = {key[2]: line.status for key, line in lines(branch).items() if key[0] == "R49"}
	assert found == {
		"2025-06": "Met",
		"2025-07": "Missed",
		"2025-08": "Excused",
		"2025-09": "Late",
		"2025-10": "Missed",
		"2025-11": "Missed",
		"2025-12": "Missed",
	}


def test_dues_of_a_quarterly_payer_are_in_time_until_the_quarter_is_over(committee):
	"""Clause R49 for payers by the quarter: the entry itself says by when."""
	branch = factory.branch(parent=committee)
	person = factory.member(branch)
	for month, paid_on in ((1, "2025-03-31"), (2, "2025-04-01"), (3, None)):
		factory.dues_entry(
			person,
			f"2025-{month:02d}-01",
			paid="15.00" if paid_on else "0",
			paid_on=paid_on,
			payable_by="2025-03-31",
		)
	found = {key[2]: line for key, line in lines(branch).items() if key[0] == "R49"}
	assert [found[f"2025-{month:02d}"].status for month in (1, 2, 3)] == ["Met", "Late", "Missed"]
	before = {key[2]: line for key, line in lines(branch, as_of=date(2025, 3, 31)).items() if key[0] == "R49"}
	assert [before[f"2025-{month:02d}"].status for month in (1, 2, 3)] == ["Met", "Due", "Due"]
	assert str(before["2025-02"].due_date) == "2025-03-31"


def test_the_ledger_of_dues_is_kept_for_every_month_that_is_over(committee):
	"""Clause R59: each month asked of a member has its sum, paid or not, and what was paid its day."""
	branch = factory.branch(parent=committee)
	person = factory.member(branch, joined_branch_on="2025-03-10")
	factory.assessment(person, "2025-03-01")
	factory.member(branch, stage="Activist", joined_on=None, full_member_on=None)

	def kept(day):
		return [
			(key[1], line.status, line.message)
			for key, line in lines(branch, as_of=day).items()
			if key[0] == "R59"
		]

	assert [row[:2] for row in kept(date(2025, 3, 30))] == [(person.name, "Met")]
	((_name, status, message),) = kept(date(2025, 4, 30))
	assert status == "Missed" and "2025年3月、2025年4月" in message
	entries = [factory.dues_entry(person, f"2025-{month:02d}-01") for month in (3, 4)]
	assert [row[1] for row in kept(date(2025, 4, 30))] == ["Met"], "unpaid months are recorded as well"
	assert [row[1] for row in kept(date(2025, 5, 30))] == ["Met"]
	assert [row[1] for row in kept(date(2025, 5, 31))] == ["Missed"]
	factory.dues_entry(person, "2025-05-01", due="0", status="Exempt")
	assert [row[1] for row in kept(date(2025, 5, 31))] == ["Met"]
	frappe.db.set_value(
		"Party Dues Entry", entries[0].name, {"status": "Paid", "paid_amount": 15, "paid_on": None}
	)
	((_name, status, message),) = kept(date(2025, 5, 31))
	assert status == "Missed" and "2025年3月没有登记交纳时间" in message


def test_dues_are_assessed_for_each_year(committee):
	"""Clause R59: an assessment of an earlier year that just runs on is noticed, in the first quarter as due."""
	branch = factory.branch(parent=committee)
	person, free = factory.member(branch), factory.member(branch)
	old = factory.assessment(person, "2024-02-01", basis_method="Monthly Pay")
	factory.assessment(free, "2024-01-01", category="Exempt")
	for month in range(1, 5):
		factory.dues_entry(person, f"2025-{month:02d}-01")

	def judged(day):
		found = {key[1]: line for key, line in lines(branch, as_of=day).items() if key[0] == "R59"}
		assert found[free.name].status == "Met"
		return found[person.name]

	line = judged(date(2025, 3, 31))
	assert (line.status, str(line.due_date)) == ("Due", "2025-03-31")
	line = judged(date(2025, 4, 1))
	assert line.status == "Missed" and "仍沿用2024-02起的核定" in line.message
	branch.reload()
	branch.update({"dues_mode": "Monthly"}).save()
	assert judged(date(2025, 4, 1)).status == "Due"
	branch.update({"dues_mode": "Annual"}).save()
	frappe.db.set_value("Dues Assessment", old.name, "effective_to", "2024-12-01")
	assert "没有2025年度的党费核定记录。" in judged(date(2025, 4, 1)).message
	factory.assessment(person, "2025-04-01")
	assert judged(date(2025, 4, 1)).status == "Missed", "it counts from April, which is not over"
	assert judged(date(2025, 4, 30)).status == "Met"


def test_an_assessment_as_exempt_excuses_the_months_it_covers(committee):
	branch = factory.branch(parent=committee)
	person = factory.member(branch)
	factory.assessment(person, "2024-11-01", category="Exempt", effective_to="2025-02-01")
	found = {key[2]: line.status for key, line in lines(branch).items() if key[0] == "R49"}
	assert [found[f"2025-{month:02d}"] for month in (1, 2, 3)] == ["Excused", "Excused", "Missed"]


def test_dues_of_a_member_who_moved_count_wherever_they_were_collected(committee):
	old, new = factory.branch(parent=committee), factory.branch(parent=committee)
	person = factory.member(old)
	factory.dues_entry(person, "2025-03-01", paid="15.00", paid_on="2025-03-10")
	frappe.db.set_value("Party Member", person.name, "branch", new.name)
	assert lines(new)["R49", person.name, "2025-03"].status == "Met"
	assert not [key for key in lines(old) if key[0] == "R49"]


def test_months_paid_for_before_a_transfer_are_not_asked_again(committee):
	branch = factory.branch(parent=committee)
	letter = frappe.get_doc(
		{
			"doctype": "Party Membership Transfer",
			"direction": "In",
			"member_name": "来自外地",
			"gender": "Male",
			"birth_date": "1985-02-03",
			"to_branch": branch.name,
			"other_organisation": "某市律师行业党委",
			"stage": "Full Member",
			"joined_on": "2010-06-01",
			"full_member_on": "2011-06-01",
			"letter_no": "外〔2025〕8号",
			"letter_date": "2025-08-20",
			"dues_paid_until": "2025-10-31",
			"received_on": "2025-09-10",
		}
	).insert()
	letter.submit()
	found = {key[2]: line.status for key, line in lines(branch).items() if key[0] == "R49"}
	assert found == {
		"2025-09": "Excused",
		"2025-10": "Excused",
		"2025-11": "Missed",
		"2025-12": "Missed",
	}


@pytest.mark.parametrize(("contacts", "status"), [(1, "Missed"), (2, "Met")])
def test_every_member_has_two_contacts(committee, contacts, status):
	branch = factory.branch(parent=committee)
	person = factory.member(branch)
	for _ in range(contacts):
		factory.pairing(person)
	factory.pairing(person, end_date="2025-11-30")
	assert lines(branch)["R43", person.name, "2025"].status == status
	assert lines(branch, as_of=date(2025, 11, 30))["R43", person.name, "2025"].status == "Met"


def test_a_secretary_also_has_the_head_of_a_firm_and_a_committee_above_asks_for_none(committee):
	branch = factory.branch(parent=committee)
	secretary, officer = factory.member(branch), factory.member(branch)
	factory.post(secretary, "Secretary")
	factory.post(officer, "Secretary", committee)
	for person in (secretary, officer):
		for _ in range(2):
			factory.pairing(person)
	found = lines(branch)
	assert found["R43", officer.name, "2025"].status == "Met"
	assert found["R43", secretary.name, "2025"].status == "Missed"
	factory.pairing(secretary, "Firm Head")
	assert lines(branch)["R43", secretary.name, "2025"].status == "Met"


def test_nothing_is_asked_before_a_branch_keeps_records_or_after_it_ended(committee):
	young = factory.branch(parent=committee, records_from="2025-07-01")
	person = factory.member(young)
	ended = factory.branch(parent=committee, status="Dissolved", dissolved_on="2025-03-31")
	found = lines(young, ended)
	assert {key[2] for key in found if key[:2] == ("R26", young.name)} == {
		f"2025-{m:02d}" for m in range(7, 13)
	}
	assert {key[2] for key in found if key[:2] == ("R49", person.name)} == {
		f"2025-{m:02d}" for m in range(7, 13)
	}
	assert {key[2] for key in found if key[1] == ended.name} == {"2025-01", "2025-02", "2025-03", "2025-Q1"}


def test_the_number_of_queries_does_not_depend_on_the_number_of_branches(committee):
	branches = factory.copies(furnished_branch(committee), 40)
	check = Check(2025)
	check.lines(branches[:1], AFTER)
	numbers = []
	for number in (1, 5, 40):
		names = branches[:number]
		with counted_queries() as queries:
			found = check.lines(names, AFTER)
		assert {line.branch for line in found} == set(names)
		numbers.append(len(queries))
	assert numbers[0] == numbers[1] == numbers[2]
	# One query for each kind of evidence, or a few: a kind more raises the bound, a row more must not.
	assert numbers[0] < 57


def furnished_branch(committee):
	"""A branch with a row of everything that the check reads."""
	firm = factory.firm(committee)
	branch = factory.branch(parent=committee, firms=[firm])
	person = factory.member(branch, firm=firm.name)
	factory.post(person, "Secretary")
	group = factory.group(branch)
	factory.meeting(
		branch, "Group Meeting", "2025-04-10 14:00:00", party_group=group.name, attendees=[person]
	)
	factory.dues_entry(person, "2025-04-01", paid="15.00", paid_on="2025-04-10")
	factory.pairing(person)
	factory.plan(branch, responsible=person)
	return branch
