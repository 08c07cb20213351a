"""Patches, each run on the state that it found when it was written."""

import pytest

import frappe

from party_affairs.patches.v0_2 import sync_roles_of_deputies
from party_affairs.permissions.roles import AUDITOR, SECRETARY
from tests.site import factory

pytestmark = pytest.mark.site


def test_deputies_give_back_the_role_of_a_secretary_who_is_there():
	committee = factory.committee()
	branch = factory.branch(parent=committee)
	factory.holder(branch, "Secretary")
	deputy = factory.holder(branch, "Deputy Secretary")
	frappe.db.delete("Has Role", {"parent": deputy, "role": AUDITOR})
	frappe.get_doc(
		{
			"doctype": "Has Role",
			"parenttype": "User",
			"parentfield": "roles",
			"parent": deputy,
			"role": SECRETARY,
		}
	).db_insert()
	sync_roles_of_deputies.execute()
	held = frappe.get_all("Has Role", filters={"parent": deputy, "parenttype": "User"}, pluck="role")
	assert SECRETARY not in held and AUDITOR in held
	sync_roles_of_deputies.execute()
	again = frappe.get_all("Has Role", filters={"parent": deputy, "parenttype": "User"}, pluck="role")
	assert sorted(again) == sorted(held)
