import frappe
from frappe import _
from frappe.model.document import Document

from party_affairs.checks.dates import refuse_future_date, require_order
from party_affairs.checks.members import require_members_of


class PartyGroup(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		branch: DF.Link
		disbanded_on: DF.Date | None
		founded_on: DF.Date
		group_name: DF.Data
		leader: DF.Link | None
		leader_name: DF.Data | None
	# end: auto-generated types

	def validate(self):
		self.validate_branch()
		refuse_future_date(self, "founded_on", "disbanded_on")
		require_order(self, "founded_on", "disbanded_on")
		require_members_of([self.leader], self.branch)

	def validate_branch(self):
		if frappe.db.get_value("Party Branch", self.branch, "is_group"):
			frappe.throw(
				_("Party groups belong to a branch; {0} is a committee.").format(frappe.bold(self.branch))
			)
