"""The monthly run: an entry for everybody who owes, made once, however often it runs and however it ended."""

from datetime import date
from decimal import Decimal

import pytest

import frappe

from party_affairs.dues import entries, monthly_run
from party_affairs.dues.monthly_run import ensure_entries, run_month
from tests.site import factory
from tests.support.queries import counted_queries

ENTRY = "Party Dues Entry"
MARCH, APRIL = date(2025, 3, 1), date(2025, 4, 1)


@pytest.fixture
def committee():
	return factory.committee()


@pytest.fixture
def branch(committee):
	return factory.branch(parent=committee)


def assessed(member, base: str = "5000", first: str = "2025-01-01", **values):
	"""The member with an assessment from a month on."""
	factory.assessment(member, first, base, **{"basis_method": "Monthly Pay", **values})
	return member


def made(*branches, month: date = MARCH):
	"""The entries of a month by member."""
	filters = {"branch": ["in", [branch.name for branch in branches]], "dues_month": month}
	rows = frappe.get_all(ENTRY, filters=filters, fields=["*"], order_by="name")
	return {row.member: row for row in rows}


def numbers(summary) -> tuple[int, int, int, int]:
	return summary.made, summary.existing, summary.changed, summary.exempt


def test_everybody_who_owes_gets_an_entry(branch):
	monthly, quarterly = (
		assessed(factory.member(branch)),
		assessed(factory.member(branch), payment_frequency="Quarterly"),
	)
	exempt = assessed(factory.member(branch), category="Exempt")
	unassessed = factory.member(branch)
	factory.member(branch, stage="Applicant", joined_on=None, full_member_on=None, applied_on="2024-03-01")
	summary = run_month(date(2025, 3, 17), [branch.name])
	assert (summary.month, summary.branches, *numbers(summary)) == (MARCH, 1, 3, 0, 0, 1)
	assert [(row.member, row.member_name) for row in summary.unassessed] == [
		(unassessed.name, unassessed.member_name)
	]
	rows = made(branch)
	assert set(rows) == {monthly.name, quarterly.name, exempt.name}
	assert {
		name: (row.status, Decimal(str(row.due_amount)), Decimal(str(row.dues_base)), str(row.payable_by))
		for name, row in rows.items()
	} == {
		monthly.name: ("Unpaid", Decimal(50), Decimal(5000), "2025-03-31"),
		quarterly.name: ("Unpaid", Decimal(50), Decimal(5000), "2025-03-31"),
		exempt.name: ("Exempt", Decimal(0), Decimal(0), "2025-03-31"),
	}
	run_month(APRIL, [branch.name])
	assert {name: str(row.payable_by) for name, row in made(branch, month=APRIL).items()} == {
		monthly.name: "2025-04-30",
		quarterly.name: "2025-06-30",
		exempt.name: "2025-04-30",
	}


@pytest.mark.parametrize(
	"values", [{}, {"payment_frequency": "Quarterly"}, {"category": "Exempt"}, {"category": "Fixed Sum"}]
)
def test_a_row_made_in_bulk_is_what_the_document_would_have_stored(branch, freeze, values):
	freeze("2025-03-17 10:00:00")
	member = assessed(factory.member(branch), **values)
	run_month(MARCH, [branch.name])
	bulk = made(branch)[member.name]
	frappe.delete_doc(ENTRY, bulk.name)
	document = frappe.get_doc(
		{
			"doctype": ENTRY,
			**{
				field: bulk[field]
				for field in (
					*("member", "dues_month", "payable_by", "due_amount", "dues_base", "assessment"),
					"status",
				)
			},
		}
	).insert()
	stored = made(branch)[member.name]
	differing = {
		column: (bulk[column], stored[column])
		for column in stored
		# An empty text and none are the same to every reader; the moment is another.
		if column not in ("creation", "modified") and (bulk[column] or None) != (stored[column] or None)
	}
	assert differing == {}
	assert document.name == bulk.name == entries.name_of(member.name, MARCH)
	assert bulk.creation == bulk.modified and bulk.creation.date() == date(2025, 3, 17)


def test_rows_name_who_ran_it(branch, set_user):
	member = assessed(factory.member(branch))
	user = factory.holder(branch, "Organisation Commissioner")
	with set_user(user):
		run_month(MARCH, [branch.name])
	row = made(branch)[member.name]
	assert (row.owner, row.modified_by) == (user, user)


def test_a_second_run_touches_nothing(branch, freeze):
	for _ in range(3):
		assessed(factory.member(branch))
	with freeze("2025-03-01 08:00:00"):
		run_month(MARCH, [branch.name])
	before = made(branch)
	with freeze("2025-03-02 08:00:00"):
		assert numbers(run_month(MARCH, [branch.name])) == (0, 3, 0, 0)
	assert made(branch) == before


def test_who_joins_later_is_added_by_the_next_run(branch):
	assessed(factory.member(branch))
	run_month(MARCH, [branch.name])
	newcomer = assessed(factory.member(branch, joined_branch_on="2025-03-20"))
	assert numbers(run_month(MARCH, [branch.name])) == (1, 1, 0, 0)
	assert newcomer.name in made(branch)


@pytest.mark.parametrize(
	("entry", "is_changed"),
	[
		({}, True),
		({"paid_amount": 10, "status": "Partly Paid"}, False),
		({"paid_amount": 50, "status": "Paid"}, False),
		({"assessment": None}, False),
	],
)
def test_a_new_assessment_changes_what_no_money_has_met(branch, entry, is_changed):
	"""Entries follow an assessment when it is saved; the run finds what came in past its document."""
	member = assessed(factory.member(branch))
	run_month(MARCH, [branch.name])
	frappe.db.set_value(ENTRY, {"member": member.name}, entry or {"remarks": "同前"})
	before = made(branch)[member.name]
	frappe.get_doc(
		{
			"doctype": "Dues Assessment",
			"name": "DA-past-its-document",
			"member": member.name,
			"branch": branch.name,
			"effective_from": MARCH,
			"monthly_base": 8000,
			"monthly_due": 120,
			"payment_frequency": "Quarterly",
		}
	).db_insert()
	summary = run_month(MARCH, [branch.name])
	assert numbers(summary) == (0, 1, int(is_changed), 0)
	after = made(branch)[member.name]
	if is_changed:
		assert (after.due_amount, after.dues_base, after.status) == (120, 8000, "Unpaid")
		assert after.assessment != before.assessment
		assert numbers(run_month(MARCH, [branch.name])) == (0, 1, 0, 0)
	else:
		assert after == before


def test_a_correction_within_an_assessment_is_followed_and_exemption_too(branch):
	first, second = assessed(factory.member(branch)), assessed(factory.member(branch))
	run_month(MARCH, [branch.name])
	for member, base, due in ((first, 3000, 15), (second, 0, 0)):
		filters = {"member": member.name}
		frappe.db.set_value("Dues Assessment", filters, {"monthly_base": base, "monthly_due": due})
	assert run_month(MARCH, [branch.name]).changed == 2
	rows = made(branch)
	assert {name: (float(row.due_amount), row.status) for name, row in rows.items()} == {
		first.name: (15.0, "Unpaid"),
		second.name: (0.0, "Exempt"),
	}


def test_an_unpaid_entry_goes_along_with_a_member_who_moves_in_the_month(committee, branch):
	other = factory.branch(parent=committee)
	unpaid, paid = assessed(factory.member(branch)), assessed(factory.member(branch))
	run_month(MARCH)
	frappe.db.set_value(ENTRY, {"member": paid.name}, {"paid_amount": 50, "status": "Paid"})
	for member in (unpaid, paid):
		factory.moves(member, other, "2025-03-20")
	summary = run_month(MARCH, [branch.name, other.name])
	assert numbers(summary) == (0, 2, 1, 0)
	assert set(made(branch)) == {paid.name} and set(made(other)) == {unpaid.name}


def test_two_runs_at_once_make_nothing_twice(branch, monkeypatch):
	"""The second run reads before the first one writes, and writes after it."""
	for _ in range(3):
		assessed(factory.member(branch))
	read, others = entries.stored, []

	def overtaken(*args):
		found = read(*args)
		monkeypatch.setattr(entries, "stored", read)
		others.append(run_month(MARCH, [branch.name]))
		return found

	monkeypatch.setattr(entries, "stored", overtaken)
	summary = run_month(MARCH, [branch.name])
	assert (others[0].made, summary.made) == (3, 0)
	assert len(made(branch)) == 3


def test_a_deadlock_is_tried_again(branch, monkeypatch):
	assessed(factory.member(branch))
	make, calls = entries.make, []

	def deadlocked_once(*args):
		calls.append(args)
		if len(calls) == 1:
			raise frappe.QueryDeadlockError
		return make(*args)

	frappe.db.commit()
	monkeypatch.setattr(entries, "make", deadlocked_once)
	assert run_month(MARCH, [branch.name], commit=True).made == 1
	assert len(calls) == 2


def test_a_run_that_was_killed_is_completed_by_the_next(committee, branch, monkeypatch):
	branches = sorted(
		[branch, *(factory.branch(parent=committee) for _ in range(3))], key=lambda row: row.name
	)
	for row in branches:
		assessed(factory.member(row))
	monkeypatch.setattr(monthly_run, "BRANCHES_A_CHUNK", 1)

	def killed(done, total):
		if done == 2:
			raise KeyboardInterrupt

	frappe.db.commit()
	names = [row.name for row in branches]
	with pytest.raises(KeyboardInterrupt):
		run_month(MARCH, names, commit=True, progress=killed)
	frappe.db.rollback()
	assert [len(made(row)) for row in branches] == [1, 1, 0, 0]
	told = []
	summary = run_month(MARCH, names, commit=True, progress=lambda *step: told.append(step))
	assert numbers(summary) == (2, 2, 0, 0) and summary.branches == 4
	assert [len(made(row)) for row in branches] == [1, 1, 1, 1]
	assert told == [(1, 4), (2, 4), (3, 4), (4, 4)]


def test_the_number_of_queries_does_not_depend_on_the_number_of_members(branch):
	assessed(factory.member(branch))
	run_month(MARCH, [branch.name])  # loads what is read once
	counts = set()
	for number, month in ((1, 4), (20, 5)):
		for _ in range(number):
			assessed(factory.member(branch))
		with counted_queries() as queries:
			run_month(date(2025, month, 1), [branch.name])
		counts.add(len(queries))
	assert len(counts) == 1 and counts.pop() <= 8


def test_entries_are_made_for_months_paid_in_advance(committee, branch):
	member, unassessed = assessed(factory.member(branch)), factory.member(branch)
	ended = assessed(factory.member(branch), effective_to="2025-04-01")
	gone = factory.leaves(assessed(factory.member(branch)), "2025-02-10")
	existing = factory.dues_entry(member, "2025-03-01", due="7")
	people = (member, unassessed, ended, gone)
	months = (MARCH, APRIL, date(2025, 5, 1))
	found = ensure_entries(
		[(person.name, month) for person in people for month in months], branch=branch.name
	)
	assert {(name, first.month) for name, first in found} == {
		*((member.name, month) for month in (3, 4, 5)),
		*((ended.name, month) for month in (3, 4)),
	}
	assert found[member.name, MARCH] == existing.name
	assert frappe.db.get_value(ENTRY, existing.name, "due_amount") == 7
	assert ensure_entries([(member.name, APRIL)]) == {(member.name, APRIL): found[member.name, APRIL]}
	elsewhere = factory.branch(parent=committee)
	assert ensure_entries([(member.name, date(2025, 8, 1))], branch=elsewhere.name) == {}
	assert ensure_entries([]) == {}
