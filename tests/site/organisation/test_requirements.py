"""The set-up checks on the page of a branch, committee and firm: figures of a day, and who may see them."""

from copy import deepcopy

import pytest

import frappe

from party_affairs.api.organisation import elections
from party_affairs.api.organisation.cards import terms_ending
from party_affairs.api.organisation.requirements import branch_requirements, firm_requirements
from party_affairs.api.organisation.tree import get_branch_nodes
from tests.site import factory

pytestmark = pytest.mark.site

DAY = "2026-03-15"


def build_house():
	committee = factory.committee()
	firm = factory.firm(committee)
	branch = factory.branch(parent=committee, firms=[firm], term_start="2023-09-16", term_years=3)
	people = [factory.member(branch, firm=firm.name) for _number in range(7)]
	for person, post in zip(people, ("Secretary", "Organisation Commissioner"), strict=False):
		factory.post(person, post)
	return frappe._dict(committee=committee, firm=firm, branch=branch, people=people)


@pytest.fixture(scope="module")
def built(built_once):
	return built_once(build_house, DAY)


@pytest.fixture
def house(built, freeze):
	freeze(DAY)
	return deepcopy(built)


def rows(answer):
	return {row["title"]: row for row in answer["rows"]}


def states(answer, thresholds="guide"):
	return {
		row[thresholds]["clause"]: row[thresholds]["state"] for row in answer["rows"] if thresholds in row
	}


def test_a_branch_is_shown_beside_what_it_must_have(house):
	"""R01 R05 R06 R11 N01 N08"""
	answer = branch_requirements(house.branch.name)
	assert answer["full_members"] == 7 and answer["on"] == DAY
	assert states(answer) == {
		"R01": "ok",
		"R05": "attention",
		"R06": "ok",
		"R11": "attention",
		"N08": "ok",
		"N01": "open",
	}
	assert set(states(answer, "national")) == {"R01", "R05", "N08", "N01"}


@pytest.mark.parametrize(
	("day", "ending"),
	[("2026-02-27", False), ("2026-02-28", True), ("2026-08-31", True), ("2026-09-01", True)],
)
def test_card_list_tree_and_pages_remind_of_a_term_from_the_same_day_on(house, freeze, set_user, day, ending):
	"""N01"""
	house.branch.reload()
	house.branch.update({"term_start": "2023-09-01", "term_years": 3}).save()
	assert str(house.branch.term_end) == "2026-08-31"
	person = factory.member(house.branch)
	officer = factory.login(person)
	factory.post(person, "Party Affairs Officer", house.committee)
	freeze(day)
	with set_user(officer):
		(node,) = get_branch_nodes("Party Branch", house.committee.name)
		(card, listed) = terms_ending(), elections.terms_ending()
		page = states(branch_requirements(house.branch.name))["N01"]
		above = branch_requirements(house.committee.name)["rows"][-1]
	assert (">1<" in card) is ending
	assert (house.branch.name in {row.name for row in listed}) is ending
	assert bool(node["term_end"]) is ending
	assert (page != "ok") is ending
	assert (above["guide"]["state"] != "ok") is ending


def test_the_numbers_are_those_of_the_day(house):
	leaver = house.people[6]
	frappe.db.set_value("Party Member", leaver.name, "full_member_on", "2026-03-01")
	assert branch_requirements(house.branch.name, "2026-02-28")["full_members"] == 6
	assert branch_requirements(house.branch.name, "2026-03-01")["full_members"] == 7
	assert "R04" in states(branch_requirements(house.branch.name, "2026-02-28"))


def test_a_day_to_come_is_refused(house):
	with pytest.raises(frappe.ValidationError, match="2026-03-16"):
		branch_requirements(house.branch.name, "2026-03-16")


def test_a_joint_branch_is_shown_by_its_firms(house):
	firms = [factory.firm(house.committee) for _number in range(6)]
	joint = factory.branch(parent=house.committee, branch_type="Joint Branch", firms=firms)
	for _number in range(3):
		factory.member(joint, firm=firms[0].name)
	answer = branch_requirements(joint.name)
	assert states(answer)["R03"] == states(answer)["R02"] == "attention"


def test_a_committee_shows_the_terms_below_it(house):
	answer = branch_requirements(house.committee.name)
	assert states(answer)["R08"] == "ok"
	below = [row for row in answer["rows"] if house.branch.branch_name in "".join(row["found"])]
	assert [row["guide"]["state"] for row in below] == ["open"]


def test_a_firm_is_shown_with_the_organisation_it_needs(house):
	assert states(firm_requirements(house.firm.name)) == {"R01": "ok"}
	bare = factory.firm(house.committee)
	factory.member(house.branch, firm=bare.name)
	assert states(firm_requirements(bare.name)) == {"R02": "attention"}


def test_what_both_sets_find_alike_is_said_once(house):
	for _number in range(23):
		factory.member(house.branch, firm=house.firm.name)
	general = factory.branch(parent=house.committee, branch_type="General Branch", firms=[house.firm])
	general.approval_no = "金律党〔2024〕3号"
	general.save()
	found = {row["guide"]["clause"]: row["found"] for row in firm_requirements(house.firm.name)["rows"]}
	assert {clause: len(sentences) for clause, sentences in found.items()} == {"R01": 1, "R07": 2}


def test_the_tree_shows_secretaries_and_terms_that_end_soon(house, freeze, set_user):
	def node(branch):
		nodes = get_branch_nodes("Party Branch", house.committee.name)
		return next(row for row in nodes if row.value == branch.name)

	other = factory.branch(parent=house.committee, term_start="2023-09-17", term_years=3)
	assert node(house.branch).secretary == house.people[0].member_name
	assert str(node(house.branch).term_end) == "2026-09-15"
	assert (node(other).secretary, node(other).term_end) == (None, None)
	with set_user(factory.holder(other, "Secretary")):
		nodes = get_branch_nodes("Party Branch", is_root=True)
		assert [row.value for row in nodes] == [other.name]


@pytest.mark.parametrize("post", ["Secretary", "Organisation Commissioner", "Party Work Instructor"])
def test_who_sees_the_branch_sees_its_requirements_and_no_other(house, set_user, post):
	branch = factory.branch(parent=house.committee)
	set_user(factory.holder(branch, post))
	assert branch_requirements(branch.name)["rows"]
	for other in (house.branch, house.committee):
		with pytest.raises(frappe.PermissionError):
			branch_requirements(other.name)
	with pytest.raises(frappe.PermissionError):
		firm_requirements(house.firm.name)


def test_a_member_without_a_post_sees_none(house, set_user):
	set_user(factory.login(house.people[5]))
	with pytest.raises(frappe.PermissionError):
		branch_requirements(house.branch.name)


def test_an_officer_sees_those_below_him(house, set_user):
	set_user(factory.holder(house.branch, "Party Affairs Officer", house.committee))
	assert branch_requirements(house.branch.name)["rows"] and firm_requirements(house.firm.name)["rows"]
