"""Organisations without a short name get the one that follows from their name: lists and charts call them by it."""

import frappe

from party_affairs.facts.organisation import branches


def execute():
	for name in branches.without_short_name():
		branch = frappe.get_doc("Party Branch", name)
		branch.set_short_name()
		branch.db_set("short_name", branch.short_name, update_modified=False)
