"""Frappe's own notifications of dates that come near: there, switched off, and right when somebody switches them on."""

import pytest

import frappe
from frappe.utils import add_days, nowdate

from party_affairs.guide.duties.notifications import notifications
from party_affairs.setup import notifications as setup
from tests.site import factory

pytestmark = pytest.mark.site


def test_they_are_made_once_and_what_was_changed_stays():
	setup.create_missing()
	names = [entry.name for entry in notifications()]
	assert frappe.db.count("Notification", {"name": ["in", names], "enabled": 0}) == len(names)
	frappe.db.set_value("Notification", names[0], {"enabled": 1, "days_in_advance": 3})
	setup.create_missing()
	assert frappe.db.get_value("Notification", names[0], ["enabled", "days_in_advance"]) == (1, 3)


def test_switched_on_it_finds_the_records_whose_day_comes_near():
	setup.create_missing()
	entry = next(entry for entry in notifications() if entry.doctype == "Party Branch")
	due = add_days(nowdate(), entry.days_before)
	near = factory.branch(parent=factory.committee())
	later = factory.branch(parent=near.parent_party_branch)
	for branch, day in ((near, due), (later, add_days(due, 1))):
		frappe.db.set_value("Party Branch", branch.name, "term_end", day)
	notification = frappe.get_doc("Notification", entry.name)
	(found,) = [
		doc
		for doc in notification.get_documents_for_today()
		if doc.parent_party_branch == near.parent_party_branch
	]
	assert found.name == near.name
	assert near.branch_name in frappe.render_template(notification.subject, {"doc": found})
