from collections import Counter

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import require_order
from party_affairs.checks.fields import label_of
from party_affairs.checks.supplied import refuse_deleting_supplied
from party_affairs.guide.members import exchange_formats
from party_affairs.rules.members.exchange import words_of


class ExchangeCodeTable(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.
	# end: auto-generated types

	def validate(self):
		require_order(self, "effective_from", "effective_to")
		self.refuse_words_twice()

	def refuse_words_twice(self):
		"""Of each word it is known which code it gets."""
		times = Counter(word for row in self.codes for word in words_of(row.our_words))
		twice = next((word for word, number in times.items() if number > 1), None)
		if twice:
			frappe.throw(
				_("{0}: {1} stands in two rows. Leave it in the one whose code it gets.").format(
					label_of(self, "codes"), frappe.bold(frappe.utils.escape_html(twice))
				)
			)

	def on_trash(self):
		refuse_deleting_supplied(self, [row.title for row in exchange_formats.tables()])
