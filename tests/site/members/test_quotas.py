"""Development quotas: who sets them, how much is used, and the word at the step that goes beyond."""

import pytest

import frappe

from party_affairs.api.members import quotas as api
from party_affairs.facts.members import quotas
from party_affairs.ledgers import get as ledger
from party_affairs.rules.members.quotas import Quota
from tests.site import factory

QUOTA = "Development Quota"


class House:
	def __init__(self):
		self.committee = factory.committee()
		self.near = factory.branch("近处党支部", parent=self.committee)
		self.far = factory.branch("远处党支部", parent=self.committee)
		self.officer = factory.holder(self.near, "Secretary", self.committee)
		self.secretary = factory.holder(self.near, "Secretary")
		self.neighbour = factory.holder(self.far, "Secretary")


@pytest.fixture
def house(freeze):
	freeze("2025-06-16")
	return House()


def quota(branch, number, year=2025):
	return frappe.get_doc(doctype=QUOTA, branch=branch.name, year=year, number=number).insert()


def store_case(branch, days, status="Open"):
	"""A case as it is stored, whatever the rules of admission say of its days."""
	person = factory.member(branch, stage="Development Target", joined_on=None, full_member_on=None)
	case = frappe.get_doc(
		doctype="Party Development Case", member=person.name, branch=branch.name, status=status
	)
	case.name = frappe.generate_hash(length=10)
	case.db_insert()
	for number, (step, day) in enumerate(days.items(), start=1):
		row = frappe.get_doc(
			doctype="Party Development Step",
			parent=case.name,
			parenttype=case.doctype,
			parentfield="steps",
			idx=number,
			step=step,
			done_on=day,
		)
		row.db_insert()


def test_what_is_used_is_counted_over_the_tree_by_the_day_of_the_assembly(house):
	quota(house.committee, 3)
	quota(house.near, 2)
	store_case(house.near, {"Pre-Review Passed": "2025-02-01", "Admission by the Assembly": "2025-03-01"})
	store_case(house.near, {"Pre-Review Passed": "2025-05-01"})
	store_case(house.far, {"Pre-Review Passed": "2025-05-01"})
	store_case(house.far, {"Pre-Review Passed": "2025-05-01"}, status="Terminated")
	store_case(house.near, {"Pre-Review Passed": "2024-12-01", "Admission by the Assembly": "2024-12-20"})
	store_case(house.far, {"Pre-Review Passed": "2024-12-01", "Admission by the Assembly": "2025-01-20"})
	found = {one.branch: one for one in quotas.over(house.near.name, 2025)}
	assert found == {
		house.committee.name: Quota(house.committee.name, 3, 2, 2),
		house.near.name: Quota(house.near.name, 2, 1, 1),
	}
	assert (found[house.committee.name].state, found[house.near.name].state) == ("Exceeded", "Used Up")
	assert api.standing(f"{house.committee.name}-2025") == {
		"admitted": 2,
		"prepared": 2,
		"left": -1,
		"given": 2,
	}


def test_the_step_that_goes_beyond_is_said_and_not_forbidden(house):
	quota(house.near, 0, 2016)
	person = factory.member(house.near, stage="Development Target", joined_on=None, full_member_on=None)
	case = factory.development_case(person)
	frappe.clear_messages()
	for step, words in (("Pre-Review Passed", True), ("Admission Form Issued", False)):
		row = next(row for row in case.steps if row.step == step)
		row.done_on = "2016-05-01"
		case.flags.ignore_validate = True
		case.save(ignore_permissions=True)
		said = [message for message in frappe.get_message_log() if "控制总量" in str(message)]
		assert bool(said) is words, step
		frappe.clear_messages()
		case.reload()


def test_only_the_organisation_above_sets_a_quota(house, set_user):
	with set_user(house.officer):
		quota(house.near, 2)
		with pytest.raises(frappe.PermissionError):
			quota(factory_committee_of(house), 5)
	with set_user(house.secretary), pytest.raises(frappe.PermissionError):
		quota(house.far, 2)


def factory_committee_of(house):
	"""A general branch over the committee's organisations would set the committee's own; here it has one above it."""
	top = factory.committee()
	house.committee.reload()
	house.committee.parent_party_branch = top.name
	frappe.set_user("Administrator")
	house.committee.save()
	frappe.set_user(house.officer)
	return house.committee


def test_more_given_down_than_there_is_is_said(house):
	quota(house.committee, 3)
	quota(house.near, 2)
	frappe.clear_messages()
	quota(house.far, 2)
	assert any("现已向下级分配4人" in str(message) for message in frappe.get_message_log())


def test_one_quota_a_year_and_who_sees_it(house, set_user):
	quota(house.committee, 3)
	quota(house.near, 2)
	with pytest.raises(frappe.DuplicateEntryError):
		quota(house.near, 5)
	for user, branches in (
		(house.officer, {house.committee.name, house.near.name}),
		(house.secretary, {house.near.name}),
		(house.neighbour, set()),
	):
		with set_user(user):
			assert set(frappe.get_list(QUOTA, pluck="branch")) == branches
			assert {
				row["branch"] for row in ledger("development_quotas").build({"year": 2025}).rows
			} == branches
	with set_user(house.neighbour), pytest.raises(frappe.PermissionError):
		api.standing(f"{house.near.name}-2025")


@pytest.mark.parametrize("number", [-1, 10_000])
def test_a_slip_of_the_pen_is_refused_in_one_sentence(house, number):
	frappe.clear_messages()
	with pytest.raises(frappe.ValidationError, match="9999"):
		quota(house.near, number)
	assert len(frappe.get_message_log()) == 1
