import frappe
from frappe.model.document import Document

from party_affairs.checks.dates import refuse_future_date
from party_affairs.permissions import scope_for


class LawFirm(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		address: DF.SmallText | None
		committee: DF.Link
		firm_name: DF.Data
		head: DF.Data | None
		introduction: DF.TextEditor | None
		is_active: DF.Check
		licence_no: DF.Data | None
		number_of_lawyers: DF.Int
		number_of_partners: DF.Int
		number_of_staff: DF.Int
		phone: DF.Data | None
		registered_on: DF.Date | None
		short_name: DF.Data | None
	# end: auto-generated types

	def validate(self):
		self.firm_name = (self.firm_name or "").strip()
		refuse_future_date(self, "registered_on")

	def before_rename(self, old: str, new: str, merge: bool = False):
		"""Its name is for those who may change it. Merging brings the members of one firm to the other: both must be the caller's."""
		self.check_permission("write")
		if merge:
			scope = scope_for("Law Firm", "write")
			for firm in (old, new):
				scope.check_branch(frappe.db.get_value("Law Firm", firm, "committee"))
