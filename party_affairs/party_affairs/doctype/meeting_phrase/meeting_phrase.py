"""A phrase of a branch's own for its minutes, beside those that are shipped or in their place."""

from frappe.model.document import Document

from party_affairs.exceptions import MeetingError, rules_speak_to_user
from party_affairs.rules.meetings import phrases as rules


class MeetingPhrase(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.
	# end: auto-generated types

	def validate(self):
		self.phrase = (self.phrase or "").strip()
		with rules_speak_to_user(MeetingError):
			rules.check(self.phrase)
