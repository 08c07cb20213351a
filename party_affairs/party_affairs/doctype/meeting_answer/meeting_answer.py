"""What somebody invited to a meeting has answered: one record for each member and notice, written by steps of the notice alone."""

import frappe
from frappe.model.document import Document

from party_affairs.checks.fields import keep_what_steps_wrote

_WRITTEN = (
	*("answer", "leave_kind", "reason", "answered_on", "entered_by"),
	*("decision", "decided_on", "decided_by"),
)


class MeetingAnswer(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.
	# end: auto-generated types

	def validate(self):
		keep_what_steps_wrote(self, _WRITTEN)


def on_doctype_update():
	frappe.db.add_unique("Meeting Answer", ["notice", "member"])
