"""ERPNext: closed and invisible where it is absent; with a stand-in, every dues document is booked and unbooked."""

import pytest

import frappe

from party_affairs.integrations.erpnext import door, setup
from tests.site import factory
from tests.support import erpnext_scenarios

RUN = """
import json, sys, frappe
frappe.init(site=sys.argv[1], sites_path=".")
frappe.connect()
from tests.support.site import mark_as_test
mark_as_test()
from unittest import mock
from tests.support import erpnext_scenarios, erpnext_standin
from party_affairs.integrations.erpnext import setup
erpnext_standin.connect()
companies = erpnext_standin.make()
setup.create_missing()
frappe.db.commit()
frappe.clear_cache()
with mock.patch("party_affairs.touches.jobs.put_soon"):
	print("RESULT", json.dumps(erpnext_scenarios.run(companies)))
frappe.destroy()
"""


@pytest.mark.site
def test_nothing_of_it_shows_where_erpnext_is_absent():
	assert not door.is_open()
	assert erpnext_scenarios.visible_fields() == []
	linked = frappe.get_all(
		"DocField", filters={"options": ["in", ["Journal Entry", "Account", "Company"]]}, pluck="parent"
	)
	ours = set(frappe.get_all("DocType", filters={"module": "Party Affairs"}, pluck="name"))
	assert not ours & set(linked)
	assert not frappe.get_all("Custom Field", filters={"dt": ["in", list(setup.FIELDS)]})


@pytest.mark.site
def test_a_closed_door_does_nothing(freeze):
	freeze("2026-04-01")
	person = factory.member(factory.branch(parent=factory.committee()))
	factory.dues_entry(person, "2026-03-01")
	document = frappe.get_doc(
		{
			"doctype": "Party Dues Receipt",
			"member": person.name,
			"received_on": "2026-03-02",
			"method": "Cash",
			"amount": 15,
		}
	).insert()
	document.submit()
	door.post("Party Dues Receipt", [document.name])
	door.cancel("Party Dues Receipt", [document.name])
	assert frappe.db.get_value("Party Dues Receipt", document.name, "docstatus") == 1


@pytest.mark.site
def test_fields_that_were_left_behind_are_taken_away_at_a_migration():
	field = {
		"doctype": "Custom Field",
		"dt": "Party Branch",
		"fieldname": "dues_company",
		"fieldtype": "Data",
	}
	frappe.get_doc({**field, "label": "X"}).db_insert()
	setup.create_missing()
	assert not frappe.db.exists("Custom Field", {"dt": "Party Branch", "fieldname": "dues_company"})


def test_dues_are_booked_with_the_stand_in(spare_site):
	results = spare_site.run(RUN, spare_site.name)
	failed = {name: error for name, error in results.items() if error}
	assert not failed, "\n\n".join(failed.values())
	assert len(results) == len(erpnext_scenarios.SCENARIOS)
