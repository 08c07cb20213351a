import frappe
from frappe.model.document import Document

from party_affairs.facts.duties.summary import SUMMARY


class DutySummary(Document):
	pass


def on_doctype_update():
	# Two runs at once cannot store it twice.
	frappe.db.add_unique(SUMMARY, ["branch", "rule", "period_key"])
	frappe.db.add_index(SUMMARY, ["period_start", "branch"])
