import frappe
from frappe.model.document import Document

from party_affairs.compliance.notify import HELD


class HeldNotice(Document):
	pass


def on_doctype_update():
	frappe.db.add_index(HELD, ["user", "creation"])
