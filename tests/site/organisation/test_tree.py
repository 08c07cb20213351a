"""The tree of organisations and a branch at a glance are limited to the caller's scope."""

import pytest

import frappe

from party_affairs.api.organisation.glance import branch_at_a_glance
from party_affairs.api.organisation.tree import get_branch_nodes
from tests.site.two_branches import TODAY, build_house


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def test_tree_begins_with_the_highest_organisation_the_caller_may_see(house):
	frappe.set_user(house.secretary)
	(root,) = get_branch_nodes("Party Branch", "党组织", is_root="true")
	assert (root.value, root.members) == (house.first.branch.name, 5)
	frappe.set_user(house.officer)
	(root,) = get_branch_nodes("Party Branch", "党组织", is_root=True)
	assert root.value == house.committee.name
	below = get_branch_nodes("Party Branch", house.committee.name, is_root="false")
	assert [node.value for node in below] == [house.first.branch.name, house.second.branch.name]


def test_tree_shows_nothing_below_an_organisation_of_others(house):
	frappe.set_user(house.secretary)
	below = get_branch_nodes("Party Branch", house.committee.name)
	assert [node.value for node in below] == [house.first.branch.name]
	frappe.set_user(house.plain)
	with pytest.raises(frappe.PermissionError):
		get_branch_nodes("Party Branch", house.committee.name)


def test_branch_at_a_glance(house, freeze):
	freeze(TODAY)
	frappe.set_user(house.secretary)
	glance = branch_at_a_glance(house.first.branch.name)
	assert glance["members"] == {"full": 5, "probationary": 0}
	assert [(row["post"], row["member_name"]) for row in glance["posts"]] == [
		("书记", "甲支部党员0"),
		("宣传委员", "甲支部党员1"),
	]
	assert glance["duties"]["year"] == 2026
	assert dict(glance["duties"]["numbers"])["Missed"] == 2
	frappe.set_user(house.officer)
	assert branch_at_a_glance(house.committee.name)["members"]["full"] == 7


def test_branch_of_others_is_not_shown_at_a_glance(house):
	for user in (house.secretary, house.plain):
		frappe.set_user(user)
		with pytest.raises(frappe.PermissionError):
			branch_at_a_glance(house.second.branch.name)
