import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.fields import changed_fields, keep_what_steps_wrote, label_of
from party_affairs.party_affairs.doctype.correction_request import steps
from party_affairs.permissions.restricted_fields import HidesRestrictedFields

_ASKED = ("member", "branch", "requested_on", "about", "wrong", "right_value", "evidence")


class CorrectionRequest(HidesRestrictedFields, Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.
	# end: auto-generated types

	def validate(self):
		keep_what_steps_wrote(self, steps.WRITTEN_BY_STEPS)
		self.refuse_change_of_what_was_asked()

	def refuse_change_of_what_was_asked(self):
		"""What a member asked for is his word: it is answered and not rewritten."""
		for name in changed_fields(self, _ASKED):
			frappe.throw(
				_(
					"{0} is what the member has written and stays as it is. Answer the request instead."
				).format(label_of(self, name))
			)


def on_doctype_update():
	frappe.db.add_index("Correction Request", ["branch", "status"])
