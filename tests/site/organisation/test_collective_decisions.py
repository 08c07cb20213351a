"""R11, R12 and R17 from the records: who holds the posts, what was decided in no meeting, who was invited."""

from datetime import date

import pytest

import frappe

from party_affairs import facts
from party_affairs.compliance.run import Check
from party_affairs.rules.meetings.facts import MatterFacts
from tests.site import factory
from tests.support.everything import read_everything
from tests.support.queries import counted_queries

pytestmark = pytest.mark.site

YEAR_END = date(2025, 12, 31)


@pytest.fixture
def branch():
	return factory.branch(parent=factory.committee())


def fact(branch, key, day=YEAR_END):
	return getattr(facts.load([branch.name], day).facts(MatterFacts, day)[branch.name], key)


def finding(branch, rule, as_of=YEAR_END):
	found = [line for line in Check(2025).lines([branch.name], as_of) if line.rule == rule]
	assert len(found) == 1
	return found[0]


def event(person, kind="Award", day="2025-05-04", **values):
	defaults = {"doctype": "Party Member Event", "member": person.name, "kind": kind, "happened_on": day}
	return frappe.get_doc({**defaults, **values}).insert()


def meeting(branch, kind="Committee Meeting", **values):
	return factory.meeting(branch, kind, **values).name


# R11


def test_vacant_posts_of_a_committee_are_found(branch):
	people = [factory.member(branch) for _number in range(8)]
	posts = ("Secretary", "Organisation Commissioner", "Publicity Commissioner", "Discipline Commissioner")
	held = [
		factory.post(person, post, end="2025-09-30" if post == "Discipline Commissioner" else "2099-12-31")
		for person, post in zip(people, posts, strict=False)
	]
	assert finding(branch, "R11", date(2025, 9, 30)).status == "Met"
	line = finding(branch, "R11", date(2025, 10, 1))
	assert (line.status, line.found, line.required) == ("Missed", "3", "4")
	assert "纪检委员" in line.message
	# One member may hold two of the posts.
	factory.post(people[1], "Discipline Commissioner", start="2025-10-01")
	assert finding(branch, "R11", date(2025, 10, 1)).status == "Met"
	assert held


# R12


def test_a_plan_without_a_meeting_is_undecided(branch):
	plan = factory.plan(branch)
	assert fact(branch, "matters_undecided") == (("Party Annual Plan", "2025"),)
	plan.discussed_in = meeting(branch)
	plan.save()
	assert (fact(branch, "matters"), fact(branch, "matters_undecided")) == (1, ())


@pytest.mark.parametrize(
	("kind", "submit", "values", "decides"),
	[
		("Committee Meeting", True, {}, True),
		("Member Assembly", True, {}, True),
		("Theme Day", True, {"also_assembly": 1}, True),
		("Theme Day", True, {}, False),
		("Committee Meeting", False, {}, False),
	],
)
def test_only_a_held_meeting_of_committee_or_assembly_decides(branch, kind, submit, values, decides):
	event(factory.member(branch), meeting=meeting(branch, kind, submit=submit, **values))
	assert (fact(branch, "matters_undecided") == ()) is decides


@pytest.mark.parametrize("kind", ["Award", "Party Sanction", "Professional Sanction", "Hardship"])
def test_awards_and_sanctions_are_decided_together(branch, kind):
	person = factory.member(branch, "张三")
	event(person, kind, sanction="Warning" if kind == "Party Sanction" else None)
	assert fact(branch, "matters_undecided") == (() if kind == "Hardship" else ((kind, "张三"),))


@pytest.mark.parametrize(
	("day", "counted"),
	[("2024-12-31", False), ("2025-01-01", True), ("2025-06-30", True), ("2025-07-01", False)],
)
def test_only_what_happened_in_the_year_by_then_counts(branch, day, counted):
	event(factory.member(branch), day=day)
	assert bool(fact(branch, "matters", date(2025, 6, 30))) is counted


def test_nothing_is_asked_before_the_branch_keeps_records():
	branch = factory.branch(parent=factory.committee(), records_from="2025-07-01")
	person = factory.member(branch)
	event(person, day="2025-06-30")
	assert fact(branch, "matters") == 0
	event(person, day="2025-07-01")
	assert fact(branch, "matters") == 1


STEPS = (
	("Named as Activist", True),
	("Named as Development Target", True),
	("Check by the Branch Committee", True),
	("Admission by the Assembly", True),
	("Full Membership by the Assembly", True),
	("First Talk", False),
)


def test_steps_of_development_are_decided_together(branch):
	person = factory.member(branch, "李四", stage="Applicant", joined_on=None, full_member_on=None)
	for number, (step, _counts) in enumerate(STEPS):
		done(branch, person, step, f"2025-0{number + 1}-10")
	assert fact(branch, "matters_undecided") == tuple((step, "李四") for step, counts in STEPS if counts)


def test_steps_done_before_the_person_came_are_the_former_branch_s(branch):
	person = factory.member(
		branch, stage="Activist", joined_on=None, full_member_on=None, joined_branch_on="2025-04-01"
	)
	done(branch, person, "Named as Activist", "2025-03-31")
	assert fact(branch, "matters") == 0
	done(branch, person, "Named as Development Target", "2025-04-01")
	assert fact(branch, "matters") == 1


def done(branch, person, step, day):
	"""A step as it lies in the database: the case itself has rules of its own."""
	name = f"case of {person.name}"
	if not frappe.db.exists("Party Development Case", name):
		case = frappe.new_doc("Party Development Case")
		case.update({"member": person.name, "member_name": person.member_name, "branch": branch.name})
		case.name = name
		case.db_insert()
	row = frappe.new_doc("Party Development Step")
	row.update(
		{
			"parent": name,
			"parenttype": "Party Development Case",
			"parentfield": "steps",
			"step": step,
			"done_on": day,
		}
	)
	row.name = frappe.generate_hash(length=10)
	row.db_insert()


def test_the_finding_says_how_many_and_which(branch):
	factory.plan(branch)
	event(factory.member(branch, "张三"))
	line = finding(branch, "R12")
	assert (line.status, line.required, line.found) == ("Missed", "2", "0")
	assert "张三" in line.message and "2025" in line.message


def test_matters_are_read_in_a_fixed_number_of_queries(branch):
	def queries():
		with counted_queries() as statements:
			read_everything([branch.name], YEAR_END)
		return len(statements)

	factory.plan(branch)
	person = factory.member(branch)
	queries()
	few = queries()
	for _number in range(3):
		event(person)
	assert queries() == few


# R17


def test_a_partner_who_is_no_member_is_invited_once_a_year(branch):
	guests = [{"guest_name": "赵律师", "guest_kind": "Non-Party Lawyer"}]
	factory.meeting(branch, guests=guests)
	assert finding(branch, "R17", date(2025, 6, 30)).status == "Due"
	guests.append({"guest_name": "钱合伙人", "guest_kind": "Non-Party Partner"})
	draft = factory.meeting(branch, guests=guests, submit=False)
	assert finding(branch, "R17", date(2025, 6, 30)).status == "Due"
	draft.submit()
	line = finding(branch, "R17", date(2025, 6, 30))
	assert line.status == "Met" and draft.name in line.evidence


# N08


def test_a_branch_of_more_than_fifty_is_told(branch):
	for _number in range(50):
		factory.member(branch)
	assert finding(branch, "N08").status == "Met"
	factory.member(branch, stage="Probationary Member", full_member_on=None)
	line = finding(branch, "N08")
	assert (line.status, line.found) == ("Missed", "51")
