"""What is found of somebody does not depend on which branches are looked at together, nor on what became of him later."""

from datetime import date

import pytest

from party_affairs.compliance.run import Check
from tests.site import factory

pytestmark = pytest.mark.site
AS_OF = date(2026, 1, 15)


@pytest.fixture
def house():
	above = factory.committee()
	return [factory.branch(parent=above, records_from="2024-01-01") for _number in range(2)]


@pytest.fixture(autouse=True)
def today(freeze):
	freeze("2026-02-01")


def found(branches, subject=None, rule=None, year=2025):
	"""Findings by branch, clause, subject and period."""
	return {
		(line.branch, line.rule, line.subject, line.period_key): (line.status, line.message)
		for line in Check(year).lines([branch.name for branch in branches], AS_OF)
		if (subject is None or line.subject == subject.name) and (rule is None or line.rule == rule)
	}


def separately(branches):
	return {key: said for branch in branches for key, said in found([branch]).items()}


def test_a_suspension_in_the_old_branch_is_known_where_he_is_now(house):
	old, new = house
	person = factory.member(old)
	factory.change(person, "Membership Suspended", "2025-01-15")
	factory.change(person, "Membership Restored", "2025-04-20")
	factory.moves(person, new, "2025-05-10")
	assert found(house) == separately(house)
	# 15 days of January and 72 from 20 April on: not more than half of the half-year.
	asked = {key for key in found(house, person, "R32")}
	assert asked == {(new.name, "R32", person.name, "2025-H2")}


def test_a_talk_counts_alike_whoever_else_is_looked_at(house):
	old, new = house
	leader, mover, other = factory.member(old), factory.member(old), factory.member(new)
	post = factory.post(leader, "Secretary")
	factory.post(other, "Secretary")
	factory.heart_talk(leader, mover, "2025-02-01")
	post.removed_on = "2025-03-01"
	post.save()
	factory.moves(mover, new, "2025-05-01")
	assert found(house) == separately(house)


@pytest.mark.parametrize("kind", [None, "Struck Off", "Deceased"])
def test_a_suspension_stays_one_whatever_follows_it(house, kind):
	old, _new = house
	person = factory.member(old)
	factory.change(person, "Membership Suspended", "2025-02-28")
	suspended = found([old], person)
	if kind:
		factory.change(person, kind, "2025-09-01")
	assert found([old], person) == suspended
	assert {key[3] for key in suspended if key[1] == "R49"} == {"2025-01", "2025-02"}


def test_whoever_leaves_has_until_his_last_day(house):
	old, _new = house
	person = factory.member(old)
	factory.leaves(person, "2025-12-01")
	lines = {
		(line.rule, line.period_key): line
		for line in Check(2025).lines([old.name], AS_OF)
		if line.subject == person.name
	}
	assert lines["R32", "2025-H2"].due_date == date(2025, 12, 1)
	assert lines["R49", "2025-12"].due_date == date(2025, 12, 31)


def test_what_a_ledger_of_dues_lacked_stays_with_the_branch_that_kept_it(house):
	old, new = house
	person = factory.member(old)
	factory.moves(person, new, "2025-10-10")
	both = found(house, person, "R59")
	assert {(key[0], key[3]): status for key, (status, _message) in both.items()} == {
		(old.name, "2025-10"): "Missed",
		(new.name, "2025"): "Missed",
	}
	assert "9个月" in both[old.name, "R59", person.name, "2025-10"][1]
	assert both == {key: said for key, said in separately(house).items() if key[1:3] == ("R59", person.name)}


def test_nothing_more_is_asked_of_the_dead_for_the_period_in_which_they_died(house):
	old, _new = house
	person = factory.member(old)
	factory.change(person, "Deceased", "2025-12-15")
	statuses = {key[1:4:2]: status for key, (status, _message) in found([old], person).items()}
	assert statuses["R32", "2025-H1"] == "Missed"
	assert statuses["R32", "2025-H2"] == statuses["R38", "2025"] == statuses["N05", "2025"] == "Excused"
