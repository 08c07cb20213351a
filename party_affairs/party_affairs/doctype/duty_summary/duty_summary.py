import frappe
from frappe.model.document import Document

from party_affairs.facts.duties.summary import SUMMARY, SUMMED_COLUMNS, SUMS_INDEX


class DutySummary(Document):
	pass


def on_doctype_update():
	# Two runs at once cannot store it twice.
	frappe.db.add_unique(SUMMARY, ["branch", "rule", "period_key"])
	frappe.db.add_index(SUMMARY, ["period_start", "branch"])
	# A committee adds up all its branches each time it looks.
	frappe.db.add_index(SUMMARY, list(SUMMED_COLUMNS), SUMS_INDEX)
	frappe.db.add_index(SUMMARY, ["period_end", "missed", "branch", "rule"])
