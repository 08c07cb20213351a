"""What Frappe keeps from before and goes on to send or show without asking for the right: followers, columns in reports."""

import json

import frappe

from party_affairs.permissions.register import SCOPED_DOCTYPES
from party_affairs.permissions.reports import foreign_columns


def execute():
	frappe.db.delete("Document Follow", {"ref_doctype": ["in", sorted(SCOPED_DOCTYPES)]})
	for report in frappe.get_all("Report", {"json": ["is", "set"], "is_standard": "No"}, ["name", "json"]):
		foreign = foreign_columns(report.json)
		if foreign:
			settings = json.loads(report.json)
			settings["columns"] = [column for column in settings["columns"] if column not in foreign]
			frappe.db.set_value("Report", report.name, "json", json.dumps(settings), update_modified=False)
