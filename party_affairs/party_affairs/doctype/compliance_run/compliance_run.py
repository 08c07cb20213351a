import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.written_once import WrittenOnce


class ComplianceRun(WrittenOnce, Document):
	def refuse_change(self):
		frappe.throw(
			_("The record of a run is written by the run itself and kept as it is."), frappe.PermissionError
		)


def on_doctype_update():
	frappe.db.add_index("Compliance Run", ["kind", "began"])
