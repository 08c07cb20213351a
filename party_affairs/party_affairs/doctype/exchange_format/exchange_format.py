from collections import Counter

import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import require_order
from party_affairs.checks.fields import label_of
from party_affairs.checks.supplied import refuse_deleting_supplied
from party_affairs.guide.members import exchange_formats
from party_affairs.rules.members.exchange import FIELDS, SAME_FOR_ALL


class ExchangeFormat(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.
	# end: auto-generated types

	def validate(self):
		require_order(self, "effective_from", "effective_to")
		self.validate_headings()
		self.validate_columns()

	def validate_headings(self):
		"""A sheet that comes back is read by its headings, and members are found by name or ID number."""
		for row in self.columns:
			row.heading = " ".join((row.heading or "").split())
		twice = [
			heading for heading, times in Counter(row.heading for row in self.columns).items() if times > 1
		]
		if twice:
			frappe.throw(
				_("{0}: the heading {1} stands there twice. Give each column its own.").format(
					label_of(self, "columns"), frappe.bold(frappe.utils.escape_html(twice[0]))
				)
			)
		if not any(row.source == "Full Name" for row in self.columns):
			frappe.throw(
				_("{0}: one column must hold the full name, by which members are found again.").format(
					label_of(self, "columns")
				)
			)

	def validate_columns(self):
		for row in self.columns:
			field = FIELDS[row.source]
			if row.source == SAME_FOR_ALL and not row.fixed_text:
				self.refuse(row, _("write the text that stands there for all"))
			if row.written_as and not row.code_table:
				self.refuse(row, _("choose the code table by which it is written"))
			if row.date_format and not field.is_day:
				self.refuse(row, _("a form of days is for fields that hold a day"))

	def refuse(self, row, what: str):
		frappe.throw(
			_("{0}, row {1} ({2}): {3}.").format(
				label_of(self, "columns"), row.idx, frappe.utils.escape_html(row.heading), what
			)
		)

	def on_trash(self):
		refuse_deleting_supplied(self, [row.title for row in exchange_formats.formats()])
