import frappe
from frappe.model.document import Document

from party_affairs.facts.duties.reminded import REMINDER


class DutyReminder(Document):
	pass


def on_doctype_update():
	# A stage is told once, however often and by how many workers the job runs.
	frappe.db.add_unique(REMINDER, ["recipient", "subject", "rule", "period_key", "stage"])
	frappe.db.add_index(REMINDER, ["branch", "sent_on"])
