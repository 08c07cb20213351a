"""The form of a finding names the records behind it."""

import json

import pytest

import frappe

from party_affairs.api.duties.evidence import evidence_of
from tests.site import factory
from tests.site.two_branches import build_house


@pytest.fixture(scope="module")
def house(rolled_back):
	with rolled_back():
		yield build_house()


def test_evidence_names_the_records_the_caller_may_read(house):
	own = factory.dues_entry(house.first.people[0], "2025-05-01", due="1", paid="1", paid_on="2025-05-02")
	foreign = factory.dues_entry(
		house.second.people[0], "2025-05-01", due="1", paid="1", paid_on="2025-05-02"
	)
	finding = factory.finding(house.first.people[0], "R49", house.first.branch, "Met", month="2025-05")
	evidence = [
		["Party Dues Entry", own.name],
		["Party Dues Entry", foreign.name],
		["Party Dues Entry", "gone"],
	]
	finding.db_set("evidence", json.dumps(evidence))
	frappe.set_user(house.secretary)
	assert evidence_of(finding.name) == [
		{"doctype": "Party Dues Entry", "name": own.name, "title": "甲支部党员0", "day": "2025-05-02"}
	]
	frappe.set_user(house.other)
	with pytest.raises(frappe.PermissionError):
		evidence_of(finding.name)
