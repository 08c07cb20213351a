import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.guide.contact import welfare_forms


class PublicWelfareForm(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		description: DF.SmallText | None
		form_name: DF.Data
		is_active: DF.Check
	# end: auto-generated types

	def before_insert(self):
		self.form_name = "".join((self.form_name or "").split())

	def on_trash(self):
		"""The usual forms stay: imports and new activities name them."""
		if self.name in welfare_forms.names():
			frappe.throw(
				_("{0} is one of the usual forms and is not deleted. Take it out of use instead.").format(
					frappe.bold(self.name)
				)
			)
