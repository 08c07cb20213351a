import frappe
from frappe import _
from frappe.model.document import Document


class PersonalDataErasure(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		branch: DF.Link | None
		columns_emptied: DF.SmallText | None
		document_type: DF.Link
		documents: DF.LongText | None
		erased_on: DF.Date
		occasion: DF.Literal["Retention Period", "Request of the Person"]
		records: DF.Int
		retention_group: DF.Data | None
		untold_branch: DF.Link | None
	# end: auto-generated types

	def validate(self):
		"""What was forgotten cannot be known again: a line is written once, by the app alone."""
		if not self.is_new():
			self.refuse_change()

	def on_trash(self):
		if frappe.session.user != "Administrator":
			self.refuse_change()

	def before_rename(self, old: str, new: str, merge: bool = False):
		self.refuse_change()

	def refuse_change(self):
		frappe.throw(
			_("The record of what was anonymised is kept as it was written."), frappe.PermissionError
		)
