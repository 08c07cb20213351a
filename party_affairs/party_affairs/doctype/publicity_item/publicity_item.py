import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.addresses import require_web_address
from party_affairs.checks.dates import EARLIEST_DAY, refuse_before, refuse_future_date, require_order
from party_affairs.checks.fields import changed_fields, label_of, require
from party_affairs.checks.files import require_private_file
from party_affairs.facts.notice import publicity


class PublicityItem(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.
	# end: auto-generated types

	def validate(self):
		self.title = " ".join((self.title or "").split())
		self.validate_medium()
		self.validate_days()
		require_web_address(self, "link")
		require_private_file(self, "proof")
		self.refuse_the_same_again()

	def validate_medium(self):
		is_chosen_anew = self.is_new() or changed_fields(self, ("medium",))
		if is_chosen_anew and not frappe.db.get_value("Publicity Medium", self.medium, "is_active"):
			frappe.throw(
				_("{0}: {1} is no longer in use. Choose another medium.").format(
					label_of(self, "medium"), frappe.bold(frappe.utils.escape_html(self.medium or ""))
				)
			)

	def validate_days(self):
		"""Numbers of readers grow: they are worth something with the day on which they were read off."""
		refuse_future_date(self, "published_on", "counted_on")
		refuse_before(self, EARLIEST_DAY, "published_on")
		if self.readers or self.likes:
			require(self, "counted_on")
		require_order(self, "published_on", "counted_on")

	def refuse_the_same_again(self):
		other = publicity.same_item(
			self.branch, self.link, self.title, self.medium, self.published_on, self.name
		)
		if other:
			frappe.throw(
				_("This report is in the log already: {0}.").format(
					frappe.utils.get_link_to_form(self.doctype, other)
				),
				frappe.DuplicateEntryError,
			)


def on_doctype_update():
	frappe.db.add_index("Publicity Item", ["branch", "published_on"])
