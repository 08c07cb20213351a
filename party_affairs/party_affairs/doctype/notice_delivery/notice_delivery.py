import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.facts.duties.notices import DELIVERY


class NoticeDelivery(Document):
	def validate(self):
		"""Written when the notice is sent, and by the steps alone."""
		frappe.throw(
			_("What came down stays as it was sent. Use the button {0}.").format(
				frappe.bold(_("Acknowledge"))
			)
		)


def on_doctype_update():
	frappe.db.add_unique(DELIVERY, ["notice", "branch"])
	frappe.db.add_index(DELIVERY, ["branch", "sent_on"])
	frappe.db.add_index(DELIVERY, ["deadline", "status"])
	frappe.db.add_index(DELIVERY, ["told_on", "status"])
